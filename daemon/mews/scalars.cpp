#include "mews/scalars.hpp"

#include <charconv>
#include <chrono>
#include <limits>

namespace stayd::mews {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes digits off the front.
std::string_view take_digits(std::string_view& text) {
    std::size_t size = 0;
    while (size < text.size() && is_digit(text[size])) ++size;
    const auto digits = text.substr(0, size);
    text.remove_prefix(size);
    return digits;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

/// A JSON number in its parts.
struct Number {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
    long exponent = 0;  ///< clamped
};

std::optional<Number> parts_of(std::string_view token) {
    Number number{};
    number.negative = take(token, '-');
    number.whole = take_digits(token);
    if (number.whole.empty() || (number.whole.size() > 1 && number.whole.front() == '0'))
        return std::nullopt;
    if (take(token, '.')) {
        number.fraction = take_digits(token);
        if (number.fraction.empty()) return std::nullopt;
    }
    if (take(token, 'e') || take(token, 'E')) {
        const bool down = take(token, '-');
        if (!down) take(token, '+');
        const auto digits = take_digits(token);
        if (digits.empty()) return std::nullopt;
        constexpr long beyond_any_use = 1'000'000'000;
        long exponent = 0;
        for (const char digit : digits)
            if (exponent < beyond_any_use) exponent = exponent * 10 + digit - '0';
        number.exponent = down ? -exponent : exponent;
    }
    if (!token.empty()) return std::nullopt;
    return number;
}

bool is_zero(std::string_view digits) {
    return digits.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

std::optional<std::int64_t> exact_instant(std::string_view text) {
    constexpr std::string_view shape = "0000-00-00T00:00:00Z";
    if (text.size() != shape.size()) return std::nullopt;
    for (std::size_t at = 0; at < shape.size(); ++at) {
        if (shape[at] == '0' ? !is_digit(text[at]) : text[at] != shape[at]) return std::nullopt;
    }
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
    using namespace std::chrono;
    const year_month_day date{year{two(0) * 100 + two(2)}, month(static_cast<unsigned>(two(5))),
                              day(static_cast<unsigned>(two(8)))};
    if (!date.ok() || two(11) > 23 || two(14) > 59 || two(17) > 59) return std::nullopt;
    const seconds in_day{two(11) * 3600 + two(14) * 60 + two(17)};
    return milliseconds{sys_days{date}.time_since_epoch() + in_day}.count();
}

bool is_number(std::string_view token) {
    return parts_of(token).has_value();
}

std::optional<std::int64_t> whole_number(std::string_view token) {
    std::int64_t number = 0;
    const auto* end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, number);
    if (error != std::errc{} || stop != end || !is_number(token)) return std::nullopt;
    return number;
}

std::optional<std::int64_t> millionths(std::string_view token) {
    const auto number = parts_of(token);
    if (!number) return std::nullopt;
    if (is_zero(number->whole) && is_zero(number->fraction)) return 0;
    const auto digits = static_cast<long>(number->whole.size() + number->fraction.size());
    const auto digit = [&](long at) -> int {
        const auto index = static_cast<std::size_t>(at);
        if (at < 0 || at >= digits) return 0;
        const auto& whole = number->whole;
        return (index < whole.size() ? whole[index] : number->fraction[index - whole.size()]) - '0';
    };
    // The digits that count in millionths; the first behind them decides the rounding.
    const long kept = static_cast<long>(number->whole.size()) + number->exponent + 6;
    std::int64_t sum = 0;
    for (long at = 0; at < kept; ++at) {
        if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_add_overflow(sum, digit(at), &sum))
            return std::nullopt;
    }
    if (digit(kept) >= 5 && __builtin_add_overflow(sum, 1, &sum)) return std::nullopt;
    return number->negative ? -sum : sum;
}

}  // namespace stayd::mews
