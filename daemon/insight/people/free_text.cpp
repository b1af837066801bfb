#include "insight/people/free_text.hpp"

#include <algorithm>
#include <string>

#include "insight/people/names.hpp"

namespace stayd::insight {
namespace {

constexpr std::string_view masked_card = "[card ";
constexpr std::size_t shortest_card = 13;
constexpr std::size_t longest_card = 19;

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool is_luhn(std::string_view digits) {
    int sum = 0;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        const int digit = digits[digits.size() - 1 - at] - '0';
        const int counted = at % 2 == 0 ? digit : digit * 2;
        sum += counted > 9 ? counted - 9 : counted;
    }
    return sum % 10 == 0;
}

/// Any part of a run may be the card: an amount may stand before it.
bool run_has_card(std::string_view run) {
    for (std::size_t begin = 0; begin + shortest_card <= run.size(); ++begin) {
        for (auto length = shortest_card; length <= std::min(longest_card, run.size() - begin);
             ++length) {
            const auto digits = run.substr(begin, length);
            // A run of noughts is no card; cards begin with 2 to 6.
            if (digits.front() >= '2' && digits.front() <= '6' && is_luhn(digits)) return true;
        }
    }
    return false;
}

/// Beginnings of folded words.
constexpr std::string_view of_health[] = {
    "diabet",    "epilep",  "insulin",  "dialys",  "dialise", "hiv",       "cancer",   "krebs",
    "asthma",    "asma",    "pregnan",  "embaraz", "gravid",  "schwanger", "enceinte", "wheelchair",
    "rollstuhl", "depress", "medicati", "allerg",  "alerg",   "disabilit", "discapac", "handicap",
    "coeliac",   "celiac",  "zoliak",   "oncolog", "alzheim", "demen",     "autis"};
constexpr std::string_view of_documents[] = {"passport",  "passeport", "reisepass",
                                             "pasaporte", "passaport", "dni",
                                             "nie",       "ausweis",   "personalausweis"};
/// How far behind its name a document's number may stand.
constexpr std::size_t near = 24;

bool begins_a_word(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const auto before = static_cast<unsigned char>(text[at - 1]);
    return before < 0x80 && std::isalnum(before) == 0;
}

bool has_word(std::string_view text, std::string_view beginning) {
    for (auto at = text.find(beginning); at != std::string_view::npos;
         at = text.find(beginning, at + 1)) {
        if (begins_a_word(text, at)) return true;
    }
    return false;
}

bool has_document_number(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        if (!begins_a_word(text, at)) continue;
        const auto behind = text.substr(at + word.size(), near);
        if (std::ranges::count_if(behind, is_digit) >= 5) return true;
    }
    return false;
}

}  // namespace

bool has_card_number(std::string_view text) {
    if (text.find(masked_card) != std::string_view::npos) return true;
    std::string run;
    char before = ' ';
    for (const char letter : text) {
        const bool between = letter == ' ' || letter == '-';
        if (is_digit(letter)) {
            run += letter;
        } else if (!between || !is_digit(before)) {
            if (run_has_card(run)) return true;
            run.clear();
        }
        before = letter;
    }
    return run_has_card(run);
}

bool has_sensitive_words(std::string_view text) {
    const auto folded = fold(text);
    return std::ranges::any_of(of_health, [&](auto word) { return has_word(folded, word); }) ||
           std::ranges::any_of(of_documents,
                               [&](auto word) { return has_document_number(folded, word); });
}

}  // namespace stayd::insight
