#pragma once

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "platform/beast/any_stream.hpp"

namespace stayd::platform {

/// Who a server says it is: PEM files.
struct TlsIdentity {
    std::filesystem::path certificate_chain;
    std::filesystem::path private_key;
};

/// Keys and trusted certificates, TLS 1.2 and later. Outlives the streams made with it.
class TlsContext {
  public:
    /// Trusts the system's certificate authorities, or only those in the PEM file `authorities`.
    /// Throws `std::runtime_error` when the file cannot be read.
    static TlsContext for_client(std::optional<std::filesystem::path> authorities = std::nullopt);
    /// Throws `std::runtime_error` when a file cannot be read or key and certificate do not fit.
    static TlsContext for_server(const TlsIdentity& identity);

    TlsContext(TlsContext&&) noexcept;
    TlsContext& operator=(TlsContext&&) noexcept;
    ~TlsContext();

    /// The client's handshake: the peer's certificate must be trusted and made out for `host`.
    /// `unreachable` otherwise, for nothing of ours was said yet.
    asio::awaitable<Result<AnyStream>> connect(StreamSocket socket, std::string host,
                                               Duration limit);
    /// The server's handshake.
    asio::awaitable<Result<AnyStream>> accept(StreamSocket socket, Duration limit);

  private:
    struct Impl;
    explicit TlsContext(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace stayd::platform
