#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>

#include "base/clock.hpp"

namespace stayd::platform {

struct TcpEndpoint {
    std::string address = "127.0.0.1";  ///< a literal address, no name
    std::uint16_t port = 0;             ///< 0: one the kernel picks
};
/// A socket in the file system, mode 0660. One left behind by a process that is gone is removed
/// first.
struct UnixEndpoint {
    std::filesystem::path path;
};
/// A descriptor that listens already, such as one systemd hands over. Ownership passes.
struct InheritedEndpoint {
    int descriptor = -1;
};
using ListenEndpoint = std::variant<TcpEndpoint, UnixEndpoint, InheritedEndpoint>;

using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

/// Opens, binds and listens. Throws `std::system_error` that names the endpoint, e.g. "cannot
/// listen on 127.0.0.1:80: Permission denied".
Acceptor open_listener(const asio::any_io_executor& executor, const ListenEndpoint& endpoint);

/// Binds without listening: connections are refused, and nobody else gets the port. `listen()`
/// makes it a listener.
Acceptor hold_port(const asio::any_io_executor& executor, const TcpEndpoint& endpoint);

/// The port listened on; 0 for a Unix socket.
std::uint16_t port_of(const Acceptor& acceptor);

std::string to_text(const ListenEndpoint& endpoint);

}  // namespace stayd::platform
