#include "platform/beast/listener.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace stayd::platform {
namespace {

using Generic = asio::generic::stream_protocol;
using ErrorCode = boost::system::error_code;

template <class... Functions>
struct overloaded : Functions... {
    using Functions::operator()...;
};

ErrorCode last_error() {
    return {errno, boost::system::system_category()};
}

/// A socket file nobody answers on is what a killed process leaves behind; one that is answered
/// belongs to somebody.
ErrorCode remove_stale(const std::filesystem::path& path) {
    if (!std::filesystem::is_socket(std::filesystem::symlink_status(path))) return {};
    asio::io_context context;
    asio::local::stream_protocol::socket probe(context);
    ErrorCode error;
    probe.connect(asio::local::stream_protocol::endpoint(path.string()), error);
    if (!error) return asio::error::address_in_use;
    if (error != asio::error::connection_refused) return error;
    std::error_code removal;
    std::filesystem::remove(path, removal);
    return removal;
}

ErrorCode bind(Acceptor& acceptor, const TcpEndpoint& wanted) {
    ErrorCode error;
    const auto address = asio::ip::make_address(wanted.address, error);
    if (error) return error;
    const asio::ip::tcp::endpoint endpoint(address, wanted.port);
    acceptor.open(Generic(endpoint.protocol()), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    return error;
}

ErrorCode open(Acceptor& acceptor, const TcpEndpoint& wanted) {
    auto error = bind(acceptor, wanted);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
}

ErrorCode open(Acceptor& acceptor, const UnixEndpoint& wanted) {
    if (wanted.path.native().size() >= sizeof(sockaddr_un::sun_path))
        return asio::error::name_too_long;
    if (const auto error = remove_stale(wanted.path)) return error;
    const asio::local::stream_protocol::endpoint endpoint(wanted.path.string());
    ErrorCode error;
    acceptor.open(Generic(endpoint.protocol()), error);
    if (error) return error;
    // The file gets the socket's mode less the umask, and the umask's part afterwards: never more
    // than 0660.
    if (::fchmod(acceptor.native_handle(), 0660) != 0) return last_error();
    acceptor.bind(endpoint, error);
    if (error) return error;
    if (::chmod(wanted.path.c_str(), 0660) != 0) return last_error();
    acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
}

ErrorCode open(Acceptor& acceptor, const InheritedEndpoint& handed) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getsockname(handed.descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        return last_error();
    }
    const int protocol = address.ss_family == AF_UNIX ? 0 : IPPROTO_TCP;
    ErrorCode error;
    acceptor.assign(Generic(address.ss_family, protocol), handed.descriptor, error);
    return error;
}

}  // namespace

Acceptor open_listener(const asio::any_io_executor& executor, const ListenEndpoint& endpoint) {
    Acceptor acceptor(executor);
    const ErrorCode error =
        std::visit([&](const auto& wanted) { return open(acceptor, wanted); }, endpoint);
    if (error)
        throw std::system_error(error, fmt::format("cannot listen on {}", to_text(endpoint)));
    return acceptor;
}

Acceptor hold_port(const asio::any_io_executor& executor, const TcpEndpoint& endpoint) {
    Acceptor acceptor(executor);
    if (const auto error = bind(acceptor, endpoint)) {
        throw std::system_error(error, fmt::format("cannot hold {}", to_text(endpoint)));
    }
    return acceptor;
}

std::uint16_t port_of(const Acceptor& acceptor) {
    const auto endpoint = acceptor.local_endpoint();
    if (endpoint.protocol().family() == AF_UNIX) return 0;
    asio::ip::tcp::endpoint tcp;
    tcp.resize(endpoint.size());
    std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
    return tcp.port();
}

std::string to_text(const ListenEndpoint& endpoint) {
    return std::visit(overloaded{[](const TcpEndpoint& tcp) {
                                     const bool six = tcp.address.find(':') != std::string::npos;
                                     return six ? fmt::format("[{}]:{}", tcp.address, tcp.port)
                                                : fmt::format("{}:{}", tcp.address, tcp.port);
                                 },
                                 [](const UnixEndpoint& local) { return local.path.string(); },
                                 [](const InheritedEndpoint& handed) {
                                     return fmt::format("handed-over descriptor {}",
                                                        handed.descriptor);
                                 }},
                      endpoint);
}

}  // namespace stayd::platform
