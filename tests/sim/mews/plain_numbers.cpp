#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "tests/sim/mews/render.hpp"

namespace stayd::sim {

std::string to_text(const json::object& object) {
    const auto text = json::serialize(object);
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        // Between two texts an E belongs to a number.
        const auto quote = std::min(text.find('"', at), text.size());
        const auto exponent = text.find('E', at);
        if (exponent < quote) {
            const auto first = text.find_last_of(":,[", exponent) + 1;
            const auto last = text.find_first_of(",]}", exponent);
            plain.append(text, at, first - at);
            plain += fmt::format("{}", std::strtod(text.c_str() + first, nullptr));
            at = last;
            continue;
        }
        auto end = quote + 1;
        while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        end = std::min(end + 1, text.size());
        plain.append(text, at, end - at);
        at = end;
    }
    return plain;
}

}  // namespace stayd::sim
