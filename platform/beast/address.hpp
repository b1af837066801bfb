#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stayd::platform {

/// Where to connect to, read from an address such as `https://api.mews.com` or
/// `ws://127.0.0.1:8010/ws/connector`.
struct Address {
    bool tls = true;
    std::string host;  ///< a name or a literal, IPv6 without brackets
    std::uint16_t port = 0;
    std::string path;  ///< without a slash at its end; empty for none

    /// For the `Host` header: brackets and port where they are due.
    std::string authority() const;
};

enum class Protocol { http, websocket };

/// Throws `std::runtime_error` with a line for the operator when it is none of the protocol, or not
/// encrypted and not loopback: tokens and guests' data never cross a network in the clear.
Address parse_address(std::string_view text, Protocol protocol);

}  // namespace stayd::platform
