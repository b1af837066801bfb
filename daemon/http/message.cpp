#include "http/message.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace stayd::http {
namespace {

bool same_name(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
        return std::tolower(a) == std::tolower(b);
    });
}

/// What is no %xx stays as it is.
std::string decoded(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned char byte = 0;
        const char* digits = text.data() + at + 1;
        const bool is_coded = text[at] == '%' && at + 2 < text.size() &&
                              std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
        plain += is_coded ? static_cast<char>(byte) : text[at];
        if (is_coded) at += 2;
    }
    return plain;
}

}  // namespace

std::string Request::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (same_name(key, name)) return value;
    }
    return {};
}

std::string Request::path() const {
    return target.substr(0, target.find('?'));
}

std::string Request::query() const {
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string{} : target.substr(mark + 1);
}

std::string Request::parameter(std::string_view name) const {
    const auto all = "&" + query();
    const auto wanted = "&" + std::string{name} + "=";
    const auto at = all.find(wanted);
    if (at == std::string::npos) return {};
    const auto value = all.substr(at + wanted.size());
    return decoded(value.substr(0, value.find('&')));
}

std::vector<std::pair<std::string, std::string>> Request::parameters() const {
    const auto all = query();
    std::vector<std::pair<std::string, std::string>> found;
    for (std::size_t at = 0; at < all.size();) {
        const auto end = std::min(all.find('&', at), all.size());
        const auto part = all.substr(at, end - at);
        const auto equals = std::min(part.find('='), part.size());
        if (!part.empty())
            found.emplace_back(decoded(part.substr(0, equals)),
                               decoded(part.substr(std::min(equals + 1, part.size()))));
        at = end + 1;
    }
    return found;
}

}  // namespace stayd::http
