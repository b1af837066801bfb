#include "insight/people/patterns.hpp"

#include <algorithm>

namespace stayd::insight {
namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}
bool is_upper(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

}  // namespace

std::string plain_code(std::string_view text) {
    std::string code;
    for (const char letter : text) {
        if (letter >= 'a' && letter <= 'z') {
            code += static_cast<char>(letter - 'a' + 'A');
        } else if (is_digit(letter) || is_upper(letter)) {
            code += letter;
        }
    }
    return code;
}

bool looks_like(std::string_view code, std::string_view pattern) {
    return std::ranges::equal(code, pattern, [](char letter, char wanted) {
        if (wanted == 'A') return is_upper(letter);
        if (wanted == '9') return is_digit(letter);
        if (wanted == 'N') return is_upper(letter) || is_digit(letter);
        return letter == wanted;
    });
}

}  // namespace stayd::insight
