#include "http/message.hpp"

#include <algorithm>
#include <cctype>

namespace stayd::http {
namespace {

bool same_name(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
        return std::tolower(a) == std::tolower(b);
    });
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

}  // namespace stayd::http
