#include "insight/people/names.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

namespace stayd::insight {
namespace {

using Letters = std::vector<utf8proc_int32_t>;

struct Freed {
    void operator()(utf8proc_uint8_t* text) const { std::free(text); }
};

/// Code points; what is no UTF-8 is left out.
Letters letters_of(std::string_view text) {
    Letters letters;
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t letter = 0;
        const auto bytes = utf8proc_iterate(at, left, &letter);
        if (bytes > 0) letters.push_back(letter);
        at += std::max<utf8proc_ssize_t>(bytes, 1);
        left -= std::max<utf8proc_ssize_t>(bytes, 1);
    }
    return letters;
}

std::string utf8_of(const Letters& letters) {
    std::string text;
    for (const auto letter : letters) {
        utf8proc_uint8_t bytes[4];
        const auto count = utf8proc_encode_char(letter, bytes);
        text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
    }
    return text;
}

/// Of what no decomposition takes apart.
std::string_view plain_of(utf8proc_int32_t letter) {
    switch (letter) {
        case U'æ':
            return "ae";
        case U'ø':
            return "o";
        case U'œ':
            return "oe";
        case U'ł':
            return "l";
        case U'đ':
            return "d";
        default:
            return {};
    }
}

bool is_blank(utf8proc_int32_t letter) {
    return letter <= ' ' || utf8proc_category(letter) == UTF8PROC_CATEGORY_ZS;
}

enum class Sort { upper, lower, caseless, digit, blank, sign, picture };

Sort sort_of(utf8proc_int32_t letter) {
    if (is_blank(letter)) return Sort::blank;
    switch (utf8proc_category(letter)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LT:
            return Sort::upper;
        case UTF8PROC_CATEGORY_LL:
            return Sort::lower;
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
            return Sort::caseless;
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return Sort::digit;
        case UTF8PROC_CATEGORY_SO:
            return Sort::picture;
        default:
            return Sort::sign;
    }
}

struct Counts {
    int upper = 0;
    int lower = 0;
    int caseless = 0;
    int digits = 0;
    int pictures = 0;
    int letters() const { return upper + lower + caseless; }
};

Counts counts_of(const Letters& letters) {
    Counts counts;
    for (const auto letter : letters) {
        switch (sort_of(letter)) {
            case Sort::upper:
                ++counts.upper;
                break;
            case Sort::lower:
                ++counts.lower;
                break;
            case Sort::caseless:
                ++counts.caseless;
                break;
            case Sort::digit:
                ++counts.digits;
                break;
            case Sort::picture:
                ++counts.pictures;
                break;
            case Sort::blank:
            case Sort::sign:
                break;
        }
    }
    return counts;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

constexpr std::string_view stand_ins[] = {"guest", "tbd",   "tba",     "test",  "unknown",
                                          "n/a",   "na",    "no name", "group", "agency",
                                          "block", "dummy", "noname"};
constexpr std::string_view titles[] = {"mr",   "mrs",  "ms",   "miss", "mister", "dr",   "prof",
                                       "herr", "frau", "sra",  "srta", "mme",    "mlle", "madame",
                                       "dott", "sig",  "dipl", "ing",  "pan",    "pani"};

bool all_x(std::string_view word) {
    return word.size() >= 2 && word.find_first_not_of('x') == std::string_view::npos;
}

/// "Sr." and "J." end so by right: an abbreviation of at most three letters.
bool ends_in_punctuation(const Letters& letters) {
    const auto last = std::find_if(letters.rbegin(), letters.rend(),
                                   [](auto letter) { return !is_blank(letter); });
    if (last == letters.rend() || sort_of(*last) != Sort::sign) return false;
    if (*last == U')' || *last == U'\'' || *last == U'’') return false;
    if (*last != U'.')
        return utf8proc_category(*last) != UTF8PROC_CATEGORY_MN &&
               utf8proc_category(*last) != UTF8PROC_CATEGORY_MC;
    const auto begin = std::find_if(last + 1, letters.rend(), is_blank);
    return begin - (last + 1) > 3;
}

bool has_title(std::string_view folded) {
    const auto words = words_of(folded);
    if (words.size() < 2) return false;
    return std::ranges::any_of(words, [](std::string_view word) {
        if (word.ends_with('.')) word.remove_suffix(1);
        return std::ranges::find(titles, word) != std::end(titles);
    });
}

}  // namespace

std::string fold(std::string_view text) {
    const auto clean = utf8_of(letters_of(text));
    utf8proc_uint8_t* mapped = nullptr;
    const auto size = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
        static_cast<utf8proc_ssize_t>(clean.size()), &mapped,
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                       UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE));
    const std::unique_ptr<utf8proc_uint8_t, Freed> freed(mapped);
    if (size < 0) return {};
    std::string folded;
    bool blank = false;
    for (const auto letter :
         letters_of({reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)})) {
        if (is_blank(letter)) {
            blank = !folded.empty();
            continue;
        }
        if (blank) folded += ' ';
        blank = false;
        const auto plain = plain_of(letter);
        folded += plain.empty() ? utf8_of({letter}) : std::string{plain};
    }
    return folded;
}

int text_distance(std::string_view left, std::string_view right) {
    auto shorter = letters_of(left);
    auto longer = letters_of(right);
    if (shorter.size() > longer.size()) std::swap(shorter, longer);
    if (longer.size() - shorter.size() > 1) return 2;
    const auto [in_short, in_long] = std::ranges::mismatch(shorter, longer);
    if (in_long == longer.end()) return 0;
    const auto skip = shorter.size() == longer.size() && in_short != shorter.end() ? 1 : 0;
    return std::equal(in_short + skip, shorter.end(), in_long + 1, longer.end()) ? 1 : 2;
}

bool is_placeholder_name(std::string_view name, std::string_view company) {
    const auto folded = fold(name);
    if (folded.empty()) return false;
    const auto counts = counts_of(letters_of(folded));
    if (counts.digits > 0 || counts.letters() == 0) return true;
    if (std::ranges::find(stand_ins, folded) != std::end(stand_ins) || all_x(folded)) return true;
    return folded == fold(company);
}

bool is_noisy_name(std::string_view name) {
    const auto letters = letters_of(name);
    const auto counts = counts_of(letters);
    if (counts.pictures > 0) return true;
    if (counts.lower == 0 && counts.upper > 2) return true;
    if (counts.upper == 0 && counts.lower > 1) return true;
    return ends_in_punctuation(letters) || has_title(fold(name));
}

int name_quality(std::string_view name, std::string_view company) {
    const auto counts = counts_of(letters_of(name));
    if (counts.letters() + counts.digits == 0) return 0;
    if (is_placeholder_name(name, company)) return 0;
    const bool single = counts.letters() == 1 && counts.caseless == 0;
    return single || is_noisy_name(name) ? 1 : 2;
}

}  // namespace stayd::insight
