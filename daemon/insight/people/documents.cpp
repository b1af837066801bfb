#include "insight/people/documents.hpp"

#include <array>
#include <charconv>
#include <string>

#include "insight/people/patterns.hpp"

namespace stayd::insight {
namespace {

int icao_value(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'A' && letter <= 'Z') return letter - 'A' + 10;
    return letter == '<' ? 0 : -1;
}

std::uint64_t number_in(std::string_view digits) {
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// Of identity card (eight digits) and foreigner's number (X, Y or Z and seven): the letter behind.
bool spanish_letter(std::string_view code) {
    static constexpr std::string_view letters = "TRWAGMYFPDXBNJZSQVHLCKE";
    std::string digits{code.substr(0, code.size() - 1)};
    if (digits.front() >= 'X') digits.front() = static_cast<char>(digits.front() - 'X' + '0');
    return code.back() == letters[number_in(digits) % letters.size()];
}

/// Letters that could be read as others are not used.
bool german_letters(std::string_view code) {
    return code.substr(0, 9).find_first_of("ABDEIOQSU") == std::string_view::npos;
}

/// Nine as on the card, or ten with the check digit of the machine's line.
bool german_number(std::string_view code) {
    if (!german_letters(code)) return false;
    return code.size() < 10 || icao_check_digit(code.substr(0, 9)) == code[9] - '0';
}

/// The card's whole number: doubled at every second place from the left, letters from 10.
bool portuguese_card(std::string_view code) {
    int sum = 0;
    for (std::size_t at = 0; at < code.size(); ++at) {
        int value = icao_value(code[at]);
        if (at % 2 == 0) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

/// The last two of twelve are the rest of the first ten by 97, which is never nought.
bool belgian_card(std::string_view code) {
    const auto rest = number_in(code.substr(0, 10)) % 97;
    return (rest == 0 ? 97 : rest) == number_in(code.substr(10));
}

/// Three letters, the check digit, five digits; weights 7, 3, 1 over all but it.
bool polish_card(std::string_view code) {
    static constexpr std::array weights{7, 3, 1, 0, 7, 3, 1, 7, 3};
    int sum = 0;
    for (std::size_t at = 0; at < weights.size(); ++at) sum += weights[at] * icao_value(code[at]);
    return sum % 10 == code[3] - '0';
}

bool no_letter_o(std::string_view code) {
    return code.find('O') == std::string_view::npos;
}

struct Format {
    std::string_view country;
    std::string_view type;
    std::string_view pattern;  ///< of the plain code: patterns.hpp
    bool (*check)(std::string_view code) = nullptr;
};
// clang-format off
constexpr Format formats[] = {
    {"ES", "IdentityCard", "99999999A", spanish_letter},
    {"ES", "IdentityCard", "X9999999A", spanish_letter},
    {"ES", "IdentityCard", "Y9999999A", spanish_letter},
    {"ES", "IdentityCard", "Z9999999A", spanish_letter},
    {"ES", "Passport",     "AAA999999"},
    {"IT", "IdentityCard", "AA99999AA"},
    {"IT", "IdentityCard", "AA9999999"},
    {"IT", "IdentityCard", "9999999AA"},
    {"IT", "Passport",     "AA9999999"},
    {"IT", "Passport",     "A9999999"},
    {"DE", "IdentityCard", "NNNNNNNNN",  german_number},
    {"DE", "IdentityCard", "NNNNNNNNN9", german_number},
    {"DE", "Passport",     "NNNNNNNNN",  german_number},
    {"DE", "Passport",     "NNNNNNNNN9", german_number},
    {"FR", "IdentityCard", "999999999999"},
    {"FR", "IdentityCard", "NNNNNNNNN"},
    {"FR", "Passport",     "99AA99999"},
    {"PT", "IdentityCard", "999999999AA9", portuguese_card},
    {"PT", "IdentityCard", "999999999NN9", portuguese_card},
    {"PT", "IdentityCard", "99999999"},
    {"PT", "Passport",     "AA999999"},
    {"PT", "Passport",     "A999999"},
    {"GB", "Passport",     "999999999"},
    {"US", "Passport",     "999999999"},
    {"US", "Passport",     "A99999999"},
    {"NL", "IdentityCard", "AANNNNNN9", no_letter_o},
    {"NL", "Passport",     "AANNNNNN9", no_letter_o},
    {"BE", "IdentityCard", "999999999999", belgian_card},
    {"BE", "Passport",     "AA999999"},
    {"PL", "IdentityCard", "AAA999999", polish_card},
    {"PL", "Passport",     "AA9999999"},
    {"AT", "Passport",     "A9999999"},
    {"AT", "Passport",     "AA9999999"},
    {"CH", "Passport",     "A9999999"},
    {"CH", "Passport",     "ANNNNNNN"},
    {"CH", "IdentityCard", "ANNNNNNN"},
    {"HR", "IdentityCard", "999999999"},
    {"HR", "Passport",     "999999999"},
    {"CZ", "IdentityCard", "999999999"},
    {"CZ", "Passport",     "99999999"},
};
// clang-format on

}  // namespace

std::optional<int> icao_check_digit(std::string_view text) {
    static constexpr std::array weights{7, 3, 1};
    int sum = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int value = icao_value(text[at]);
        if (value < 0) return std::nullopt;
        sum = (sum + value * weights[at % weights.size()]) % 10;
    }
    return sum;
}

int document_number_quality(std::string_view number, std::string_view type,
                            std::string_view country) {
    const auto code = plain_code(number);
    if (code.empty()) return 0;
    bool known = false;
    for (const auto& format : formats) {
        if (format.country != country || format.type != type) continue;
        known = true;
        if (looks_like(code, format.pattern) && (format.check == nullptr || format.check(code)))
            return 2;
    }
    return !known && code.size() >= 5 && code.size() <= 20 ? 2 : 1;
}

}  // namespace stayd::insight
