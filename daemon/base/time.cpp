#include "base/time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace stayd {
namespace {

/// Far beyond any hotel's duration; a year of `largest_number` more still fits into 64 bits of
/// milliseconds.
constexpr long largest_number = 100'000'000;
constexpr Duration longest_duration = std::chrono::days{365'000'000};

/// Takes exactly `digits` decimal digits off the front; nullopt when there are fewer.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc{} || end != text.data() + digits || value < 0) return std::nullopt;
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
    const auto year = take_number(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_number(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_number(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

/// `Z`, `+hh:mm` or `-hh:mm`, to the end of the text.
std::optional<Duration> take_offset(std::string_view text) {
    if (text == "Z") return Duration{0};
    const bool negative = !text.empty() && text.front() == '-';
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    const auto hours = take_number(text, 2);
    if (!hours || !take(text, ':')) return std::nullopt;
    const auto minutes = take_number(text, 2);
    if (!minutes || !text.empty()) return std::nullopt;
    const Duration offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return negative ? -offset : offset;
}

}  // namespace

std::string to_iso8601(UtcTime time) {
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{days};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - days)};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

/// The form the PMS writes, `YYYY-MM-DDThh:mm:ssZ`, which most texts have; nullopt for all others.
std::optional<UtcTime> parse_usual(std::string_view text) {
    if (text.size() != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
        text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        return std::nullopt;
    bool all_digits = true;
    const auto number = [&](std::size_t at, std::size_t digits) {
        int value = 0;
        for (const char c : text.substr(at, digits)) {
            all_digits = all_digits && c >= '0' && c <= '9';
            value = value * 10 + (c - '0');
        }
        return value;
    };
    const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    const int hours = number(11, 2);
    const int minutes = number(14, 2);
    const int seconds = number(17, 2);
    if (!all_digits || !date.ok() || hours > 23 || minutes > 59 || seconds > 59)
        return std::nullopt;
    return UtcTime{std::chrono::sys_days{date}} + std::chrono::hours{hours} +
           std::chrono::minutes{minutes} + std::chrono::seconds{seconds};
}

std::optional<UtcTime> parse_iso8601(std::string_view text) {
    if (const auto usual = parse_usual(text)) return usual;
    const auto date = take_date(text);
    if (!date) return std::nullopt;
    if (text.empty()) return UtcTime{*date};
    if (!take(text, 'T')) return std::nullopt;
    const auto hours = take_number(text, 2);
    if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
    const auto minutes = take_number(text, 2);
    if (!minutes || *minutes > 59 || !take(text, ':')) return std::nullopt;
    const auto seconds = take_number(text, 2);
    if (!seconds || *seconds > 60) return std::nullopt;
    Duration fraction{0};
    if (take(text, '.')) {
        int scale = 100;
        bool any = false;
        for (; !text.empty() && text.front() >= '0' && text.front() <= '9';
             text.remove_prefix(1), any = true) {
            fraction += Duration{(text.front() - '0') * scale};
            scale /= 10;
        }
        if (!any) return std::nullopt;
    }
    const auto offset = take_offset(text);
    if (!offset) return std::nullopt;
    return UtcTime{*date} + std::chrono::hours{*hours} + std::chrono::minutes{*minutes} +
           std::chrono::seconds{*seconds} + fraction - *offset;
}

std::optional<Duration> parse_iso8601_duration(std::string_view text) {
    const bool negative = take(text, '-');
    if (!take(text, 'P') || text.empty()) return std::nullopt;
    Duration sum{0};
    bool in_time = false;
    bool any = false;
    while (!text.empty()) {
        if (take(text, 'T')) {
            if (in_time || text.empty()) return std::nullopt;
            in_time = true;
            continue;
        }
        long value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || value > largest_number || value < -largest_number)
            return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.empty()) return std::nullopt;
        const char unit = text.front();
        text.remove_prefix(1);
        using namespace std::chrono;
        if (!in_time && unit == 'Y')
            sum += days{365 * value};
        else if (!in_time && unit == 'M')
            sum += days{30 * value};
        else if (!in_time && unit == 'W')
            sum += days{7 * value};
        else if (!in_time && unit == 'D')
            sum += days{value};
        else if (in_time && unit == 'H')
            sum += hours{value};
        else if (in_time && unit == 'M')
            sum += minutes{value};
        else if (in_time && unit == 'S')
            sum += seconds{value};
        else
            return std::nullopt;
        if (abs(sum) > longest_duration) return std::nullopt;
        any = true;
    }
    if (!any) return std::nullopt;
    return negative ? -sum : sum;
}

}  // namespace stayd
