#include "platform/beast/address.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <stdexcept>

namespace stayd::platform {
namespace {

bool is_loopback(const std::string& host) {
    if (host == "localhost") return true;
    boost::system::error_code error;
    const auto literal = boost::asio::ip::make_address(host, error);
    return !error && literal.is_loopback();
}

}  // namespace

std::string Address::authority() const {
    const std::string name = host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
    const bool usual = port == (tls ? 443 : 80);
    return usual ? name : fmt::format("{}:{}", name, port);
}

Address parse_address(std::string_view text, Protocol protocol) {
    const std::string plain = protocol == Protocol::http ? "http" : "ws";
    const auto parsed = boost::urls::parse_uri(text);
    if (!parsed || (parsed->scheme() != plain && parsed->scheme() != plain + "s") ||
        parsed->host().empty() || parsed->has_query() || parsed->has_fragment() ||
        parsed->has_userinfo() || (parsed->has_port() && parsed->port_number() == 0)) {
        throw std::runtime_error(
            fmt::format("\"{}\" is no address of the form {}s://host[:port][/path]", text, plain));
    }
    Address address{.tls = parsed->scheme() == plain + "s",
                    .host = parsed->host_address(),
                    .port = parsed->port_number(),
                    .path = std::string(parsed->encoded_path())};
    if (!parsed->has_port()) address.port = address.tls ? 443 : 80;
    while (address.path.ends_with('/')) address.path.pop_back();
    if (!address.tls && !is_loopback(address.host)) {
        throw std::runtime_error(
            fmt::format("\"{}\" is not encrypted: {}:// is for this machine only, use {}s://", text,
                        plain, plain));
    }
    return address;
}

}  // namespace stayd::platform
