#include "platform/beast/http_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace stayd::platform {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

}  // namespace

std::string to_http_date(UtcTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time) - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       weekdays[std::chrono::weekday{day}.c_encoding()], unsigned{date.day()},
                       months[unsigned{date.month()} - 1], int{date.year()}, clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

std::optional<UtcTime> parse_http_date(const std::string& text) {
    unsigned day = 0;
    std::array<char, 4> month{};
    int year = 0;
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    int length = 0;
    const int fields =
        std::sscanf(text.c_str(), "%*3[A-Za-z], %2u %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &day,
                    month.data(), &year, &hours, &minutes, &seconds, &length);
    if (fields != 6 || length != static_cast<int>(text.size())) return std::nullopt;
    const auto found = std::ranges::find(months, std::string_view{month.data()});
    if (found == months.end() || hours > 23 || minutes > 59 || seconds > 60) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{year},
        std::chrono::month(static_cast<unsigned>(found - months.begin()) + 1),
        std::chrono::day{day}};
    if (!date.ok() || hours < 0 || minutes < 0 || seconds < 0) return std::nullopt;
    return UtcTime{std::chrono::sys_days{date}} + std::chrono::hours{hours} +
           std::chrono::minutes{minutes} + std::chrono::seconds{seconds};
}

}  // namespace stayd::platform
