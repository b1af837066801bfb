#include "platform/beast/tls.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace stayd::platform {
namespace {

namespace ssl = asio::ssl;
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

class TlsStream final : public ByteStream {
  public:
    TlsStream(StreamSocket socket, ssl::context& context) : stream_(std::move(socket), context) {
        set_no_delay(stream_.next_layer());
    }

    ssl::stream<StreamSocket>& stream() { return stream_; }

    StreamSocket& socket() override { return stream_.next_layer(); }
    void read_some(BufferList<asio::mutable_buffer> buffers, IoCompletion done) override {
        stream_.async_read_some(buffers, std::move(done));
    }
    void write_some(BufferList<asio::const_buffer> buffers, IoCompletion done) override {
        stream_.async_write_some(buffers, std::move(done));
    }
    void shut_down(IoCompletion done) override { stream_.async_shutdown(std::move(done)); }

  private:
    ssl::stream<StreamSocket> stream_;
};

ssl::context make_context() {
    ssl::context context(ssl::context::tls);
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                        ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    return context;
}

void require(const ErrorCode& error, const std::string& what) {
    if (error) throw std::runtime_error(fmt::format("{}: {}", what, error.message()));
}

/// The reason a certificate was refused is not in Asio's error but in the connection's verify
/// result.
std::string handshake_failure(ssl::stream<StreamSocket>& stream, const ErrorCode& error) {
    const long verdict = SSL_get_verify_result(stream.native_handle());
    if (verdict != X509_V_OK) {
        return fmt::format("certificate not accepted: {}", X509_verify_cert_error_string(verdict));
    }
    return error.message();
}

}  // namespace

struct TlsContext::Impl {
    ssl::context context = make_context();
};

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsContext::TlsContext(TlsContext&&) noexcept = default;
TlsContext& TlsContext::operator=(TlsContext&&) noexcept = default;
TlsContext::~TlsContext() = default;

TlsContext TlsContext::for_client(std::optional<std::filesystem::path> authorities) {
    auto impl = std::make_unique<Impl>();
    ErrorCode error;
    if (authorities) {
        impl->context.load_verify_file(authorities->string(), error);
        require(error, fmt::format("cannot read the certificate authorities in {}",
                                   authorities->string()));
    } else {
        impl->context.set_default_verify_paths(error);
        require(error, "cannot read the system's certificate authorities");
    }
    impl->context.set_verify_mode(ssl::verify_peer);
    return TlsContext(std::move(impl));
}

TlsContext TlsContext::for_server(const TlsIdentity& identity) {
    auto impl = std::make_unique<Impl>();
    ErrorCode error;
    impl->context.use_certificate_chain_file(identity.certificate_chain.string(), error);
    require(error,
            fmt::format("cannot use the certificate in {}", identity.certificate_chain.string()));
    impl->context.use_private_key_file(identity.private_key.string(), ssl::context::pem, error);
    require(error, fmt::format("cannot use the private key in {}", identity.private_key.string()));
    return TlsContext(std::move(impl));
}

asio::awaitable<Result<AnyStream>> TlsContext::connect(StreamSocket socket, std::string host,
                                                       Duration limit) {
    auto tls = std::make_shared<TlsStream>(std::move(socket), impl_->context);
    const AnyStream stream(tls);
    if (SSL_set_tlsext_host_name(tls->stream().native_handle(), host.c_str()) != 1) {
        co_return failure(Errc::unreachable, fmt::format("TLS with {}: not a host name", host));
    }
    tls->stream().set_verify_callback(ssl::host_name_verification(host));
    const Deadline deadline(stream, limit);
    const auto [error] =
        co_await tls->stream().async_handshake(ssl::stream_base::client, use_tuple);
    if (error) {
        const std::string reason =
            deadline.has_passed() ? "timed out" : handshake_failure(tls->stream(), error);
        co_return failure(Errc::unreachable, fmt::format("TLS with {}: {}", host, reason));
    }
    co_return stream;
}

asio::awaitable<Result<AnyStream>> TlsContext::accept(StreamSocket socket, Duration limit) {
    auto tls = std::make_shared<TlsStream>(std::move(socket), impl_->context);
    const AnyStream stream(tls);
    const Deadline deadline(stream, limit);
    const auto [error] =
        co_await tls->stream().async_handshake(ssl::stream_base::server, use_tuple);
    if (error)
        co_return failure(Errc::no_answer, fmt::format("TLS handshake: {}", error.message()));
    co_return stream;
}

}  // namespace stayd::platform
