#include "app/config_values.hpp"

#include <algorithm>
#include <boost/url.hpp>
#include <charconv>

namespace stayd::app {
namespace {

namespace urls = boost::urls;

bool is_loopback(const urls::url_view& url) {
    switch (url.host_type()) {
        case urls::host_type::ipv4:
            return url.host_ipv4_address().is_loopback();
        case urls::host_type::ipv6:
            return url.host_ipv6_address().is_loopback();
        case urls::host_type::name:
            return url.host_name() == "localhost";
        default:
            return false;
    }
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return port;
}

/// An address with a host, a port that is a number if there is one, and nothing of a login.
std::optional<urls::url_view> parse_address(std::string_view text) {
    const auto url = urls::parse_uri({text.data(), text.size()});
    if (!url || url->host().empty() || url->has_userinfo()) return std::nullopt;
    const auto port = url->port();
    if (url->has_port() && parse_port({port.data(), port.size()}).value_or(0) == 0)
        return std::nullopt;
    return *url;
}

bool is_bare(const urls::url_view& url) {
    const auto path = url.encoded_path();
    return (path.empty() || path == "/") && !url.has_query() && !url.has_fragment();
}

}  // namespace

bool is_slug(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
           std::ranges::all_of(text, fits);
}

bool is_server_address(std::string_view text, std::string_view secure_scheme,
                       std::string_view plain_scheme) {
    const auto url = parse_address(text);
    if (!url || !is_bare(*url)) return false;
    return url->scheme() == secure_scheme || (url->scheme() == plain_scheme && is_loopback(*url));
}

bool is_broker_uri(std::string_view text) {
    const auto url = parse_address(text);
    return url && is_bare(*url) && (url->scheme() == "mqtt" || url->scheme() == "mqtts");
}

bool is_browser_socket(std::string_view text) {
    if (text.starts_with(':')) {
        const auto path = std::min(text.find('/'), text.size());
        return parse_port(text.substr(1, path - 1)).value_or(0) != 0;
    }
    const auto url = parse_address(text);
    return url && !url->has_fragment() && (url->scheme() == "ws" || url->scheme() == "wss");
}

bool is_token(std::string_view text) {
    constexpr std::string_view unfit = "\"',;\\";
    const auto fits = [&](char c) {
        return c > ' ' && c < '\x7f' && unfit.find(c) == std::string_view::npos;
    };
    return !text.empty() && text.size() <= 4096 && std::ranges::all_of(text, fits);
}

std::optional<ListenAddress> parse_listen(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = parse_port(text.substr(colon + 1));
    std::string_view host = text.substr(0, colon);
    if (!port) return std::nullopt;
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        if (!urls::parse_ipv6_address({host.data(), host.size()})) return std::nullopt;
    } else if (!urls::parse_ipv4_address({host.data(), host.size()})) {
        return std::nullopt;
    }
    return ListenAddress{.address = std::string{host}, .port = *port};
}

std::optional<Duration> parse_time_of_day(std::string_view text) {
    const auto digit = [text](std::size_t at) { return text[at] - '0'; };
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t at : {0, 1, 3, 4}) {
        if (text[at] < '0' || text[at] > '9') return std::nullopt;
    }
    const int hours = digit(0) * 10 + digit(1);
    const int minutes = digit(3) * 10 + digit(4);
    if (hours > 23 || minutes > 59) return std::nullopt;
    return std::chrono::hours{hours} + std::chrono::minutes{minutes};
}

}  // namespace stayd::app
