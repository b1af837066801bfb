#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

/// What single values of the configuration may be. Pure functions of text.
namespace stayd::app {

/// a-z, 0-9 and inner dashes, at most 63.
bool is_slug(std::string_view text);
/// `scheme://host[:port]` without user, path, query: the secure scheme for any host, the plain one
/// only for this machine.
bool is_server_address(std::string_view text, std::string_view secure_scheme,
                       std::string_view plain_scheme);
/// `mqtt://host[:port]` or `mqtts://…`.
bool is_broker_uri(std::string_view text);
/// `ws://host…`, `wss://host…`, or `:port/path` on the page's own host.
bool is_browser_socket(std::string_view text);
/// Can stand in a request's body and in a cookie: printable ASCII without space, quote, comma,
/// semicolon, backslash.
bool is_token(std::string_view text);

struct ListenAddress {
    std::string address;
    std::uint16_t port = 0;
};
/// `127.0.0.1:8080` or `[::1]:8080`.
std::optional<ListenAddress> parse_listen(std::string_view text);

/// `03:30`, as the time since midnight.
std::optional<Duration> parse_time_of_day(std::string_view text);

}  // namespace stayd::app
