#include "insight/people/birth_dates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/local_day.hpp"

namespace stayd::insight {
namespace {

using std::chrono::year_month_day;

constexpr int oldest = 110;
constexpr std::string_view stand_ins[] = {"1900-01-01", "1901-01-01", "1970-01-01"};
constexpr std::string_view staff_default = "2000-01-01";

std::optional<year_month_day> date_of(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    const auto time = parse_iso8601(text);
    if (!time) return std::nullopt;
    return year_month_day{std::chrono::floor<std::chrono::days>(*time)};
}

std::string text_of(const year_month_day& date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<std::string> moved(std::string_view date, std::chrono::days by) {
    const auto from = date_of(date);
    if (!from) return std::nullopt;
    return text_of(year_month_day{std::chrono::sys_days{*from} + by});
}

}  // namespace

int birth_date_quality(std::string_view birth, std::string_view today, bool entered_by_staff) {
    if (!date_of(birth) || birth > today) return 0;
    const auto last = birthday(birth, oldest + 1);
    if (last && *last <= today) return 0;
    if (std::ranges::find(stand_ins, birth) != std::end(stand_ins)) return 1;
    return entered_by_staff && birth == staff_default ? 1 : 2;
}

std::optional<std::string> birthday(std::string_view birth, std::int64_t years) {
    const auto born = date_of(birth);
    if (!born || years < 0 || years > 1000) return std::nullopt;
    const auto date = *born + std::chrono::years{static_cast<int>(years)};
    // 29 February of a year that has none: the day behind the 28th.
    return text_of(year_month_day{std::chrono::sys_days{date}});
}

std::optional<std::int64_t> date_begins_ms(std::string_view date, const std::string& zone) {
    if (!date_of(date)) return std::nullopt;
    const auto noon = *parse_iso8601(date) + std::chrono::hours{12};
    for (const int shift : {0, -1, 1}) {
        const auto day = business_day(noon + std::chrono::days{shift}, zone, Duration{0});
        if (local_date(day.start, zone) == date) return to_ms(day.start);
    }
    return std::nullopt;
}

std::optional<std::int64_t> date_ends_ms(std::string_view date, const std::string& zone) {
    const auto next = moved(date, std::chrono::days{1});
    return next ? date_begins_ms(*next, zone) : std::nullopt;
}

std::optional<std::string> working_days_after(std::string_view date, std::int64_t count) {
    const auto from = date_of(date);
    if (!from || count < 0 || count > 1000) return std::nullopt;
    auto day = std::chrono::sys_days{*from};
    while (count > 0) {
        day += std::chrono::days{1};
        if (std::chrono::weekday{day}.iso_encoding() <= 5) --count;
    }
    return text_of(year_month_day{day});
}

}  // namespace stayd::insight
