#include "mews/card_numbers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/uuid.hpp"

namespace stayd::mews {
namespace {

constexpr std::size_t fewest_digits = 13;
constexpr std::size_t most_digits = 19;
constexpr std::size_t most_bytes = 2 * most_digits - 1;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_separator(char c) {
    return c == ' ' || c == '-';
}

/// Where something stands in a text.
struct Span {
    std::size_t begin;
    std::size_t end;
};

/// The run around `at`: digits with single separators between them. Empty when there is none.
Span run_around(std::string_view text, std::size_t at) {
    const auto belongs = [&](std::size_t here) {
        if (is_digit(text[here])) return true;
        return is_separator(text[here]) && here > 0 && here + 1 < text.size() &&
               is_digit(text[here - 1]) && is_digit(text[here + 1]);
    };
    if (!belongs(at)) return {at, at};
    Span run{at, at + 1};
    while (run.begin > 0 && belongs(run.begin - 1)) --run.begin;
    while (run.end < text.size() && belongs(run.end)) ++run.end;
    return run;
}

/// The digits of a possible card number.
struct Digits {
    std::array<char, most_digits> digits;
    std::size_t size;
    std::string_view text() const { return {digits.data(), size}; }
};

/// nullopt when they are too few or too many.
std::optional<Digits> digits_of(std::string_view part) {
    Digits found{};
    for (const char c : part) {
        if (!is_digit(c)) continue;
        if (found.size == most_digits) return std::nullopt;
        found.digits[found.size++] = c;
    }
    if (found.size < fewest_digits) return std::nullopt;
    return found;
}

/// ISO/IEC 7812-1, annex B.
bool check_digit_is_right(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
        const int value = (*digit - '0') * (twice ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

struct Issuer {
    int from;  ///< of the first `prefix` digits
    int to;
    std::size_t prefix;
    std::uint32_t lengths;  ///< bit n: numbers of n digits
};

constexpr std::uint32_t lengths(std::initializer_list<int> all) {
    std::uint32_t bits = 0;
    for (const int one : all) bits |= std::uint32_t{1} << one;
    return bits;
}

constexpr Issuer issuers[] = {
    {4, 4, 1, lengths({13, 16, 19})},            // Visa
    {51, 55, 2, lengths({16})},                  // Mastercard
    {2221, 2720, 4, lengths({16})},              // Mastercard
    {34, 34, 2, lengths({15})},                  // American Express
    {37, 37, 2, lengths({15})},                  // American Express
    {300, 305, 3, lengths({14})},                // Diners Club
    {36, 36, 2, lengths({14})},                  // Diners Club
    {38, 39, 2, lengths({14})},                  // Diners Club
    {6011, 6011, 4, lengths({16, 17, 18, 19})},  // Discover
    {644, 649, 3, lengths({16, 17, 18, 19})},    // Discover
    {65, 65, 2, lengths({16, 17, 18, 19})},      // Discover
    {3528, 3589, 4, lengths({16, 17, 18, 19})},  // JCB
    {62, 62, 2, lengths({16, 17, 18, 19})},      // UnionPay
};

bool is_an_issuers(std::string_view digits) {
    return std::ranges::any_of(issuers, [&](const Issuer& issuer) {
        int prefix = 0;
        for (const char digit : digits.substr(0, issuer.prefix)) prefix = prefix * 10 + digit - '0';
        return prefix >= issuer.from && prefix <= issuer.to &&
               (issuer.lengths >> digits.size() & 1) != 0;
    });
}

/// Members that are identifiers or phone numbers by documentation (connector-api.md).
bool holds_identifiers(std::string_view member) {
    constexpr std::string_view endings[] = {"Number", "Identifier", "Phone", "Telephone", "Code"};
    constexpr std::string_view names[] = {"VariableSymbol", "Iban", "Bic", "Iata", "ReferenceId"};
    return std::ranges::any_of(endings, [&](auto end) { return member.ends_with(end); }) ||
           std::ranges::find(names, member) != std::end(names);
}

bool is_in_a_guid(std::string_view text, Span part) {
    constexpr std::size_t size = 36;
    for (std::size_t at = part.end > size ? part.end - size : 0;
         at <= part.begin && at + size <= text.size(); ++at) {
        if (Uuid::parse(text.substr(at, size))) return true;
    }
    return false;
}

/// The first card number in a run; the longest of those that begin at one place.
std::optional<Span> card_in(std::string_view text, Span run, bool identifiers) {
    const bool behind_plus = run.begin > 0 && text[run.begin - 1] == '+';
    if (identifiers && behind_plus) return std::nullopt;
    const auto begins = [&](std::size_t at) { return at == run.begin || !is_digit(text[at - 1]); };
    const auto ends = [&](std::size_t at) { return at == run.end || !is_digit(text[at]); };
    for (std::size_t begin = run.begin; begin + fewest_digits <= run.end; ++begin) {
        if (!is_digit(text[begin]) || !begins(begin)) continue;
        for (std::size_t end = std::min(run.end, begin + most_bytes); end >= begin + fewest_digits;
             --end) {
            if (!is_digit(text[end - 1]) || !ends(end)) continue;
            const auto digits = digits_of(text.substr(begin, end - begin));
            if (!digits || !check_digit_is_right(digits->text())) continue;
            const bool whole = begin == run.begin && end == run.end;
            if ((identifiers || !whole) && !is_an_issuers(digits->text())) continue;
            if (!is_in_a_guid(text, {begin, end})) return Span{begin, end};
        }
    }
    return std::nullopt;
}

void append_masked(std::string& into, std::string_view card) {
    into += "[card …";
    const auto digits = digits_of(card);
    into += digits->text().substr(digits->size - 4);
    into += ']';
}

}  // namespace

std::string_view without_cards(std::string_view text, std::string_view member,
                               std::string& scratch) {
    std::size_t copied = 0;
    // Any run of 13 digits stands over one of the places 12, 25, 38 … behind the run before it.
    for (std::size_t at = fewest_digits - 1; at < text.size(); at += fewest_digits) {
        Span run = run_around(text, at);
        if (run.begin != run.end) at = run.end - 1;
        if (run.end - run.begin < fewest_digits) continue;
        const bool identifiers = holds_identifiers(member);
        while (const auto card = card_in(text, run, identifiers)) {
            if (copied == 0) scratch.clear();
            scratch += text.substr(copied, card->begin - copied);
            append_masked(scratch, text.substr(card->begin, card->end - card->begin));
            copied = run.begin = card->end;
        }
    }
    if (copied == 0) return text;
    scratch += text.substr(copied);
    // A mask may have cut a GUID, in which nothing was looked for.
    std::string again;
    const auto masked = without_cards(scratch, member, again);
    if (masked.data() == again.data()) scratch = std::move(again);
    return scratch;
}

}  // namespace stayd::mews
