#include "stayctl/asking.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace stayd::stayctl {

namespace json = boost::json;

json::value status_of(const Ask& ask) {
    return json::parse(ask("GET", "/status"));
}

std::string encoded(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z') ||
                              std::string_view{"-._~:"}.find(c) != std::string_view::npos;
        result += is_plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return result;
}

std::string text(const json::value& value) {
    if (value.is_null()) return {};
    return value.is_string() ? std::string{value.as_string()} : json::serialize(value);
}

std::string age(const json::value& seconds) {
    if (!seconds.is_number()) return "never";
    const auto s = seconds.to_number<std::int64_t>();
    if (s < 120) return fmt::format("{} s", s);
    if (s < 7200) return fmt::format("{} min", s / 60);
    if (s < 172'800) return fmt::format("{} h", s / 3600);
    return fmt::format("{} days", s / 86'400);
}

}  // namespace stayd::stayctl
