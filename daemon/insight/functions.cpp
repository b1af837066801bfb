#include "insight/functions.hpp"

#include "base/local_day.hpp"

namespace stayd::insight {
namespace {

using storage::Arguments;
using storage::Value;

Value nights(const Arguments& given) {
    if (given.any_null()) return {};
    return std::int64_t{nights_between(from_ms(given.integer(0)), from_ms(given.integer(1)),
                                       std::string{given.text(2)})};
}

Value local_minute_of(const Arguments& given) {
    if (given.any_null()) return {};
    return std::int64_t{local_minute(from_ms(given.integer(0)), std::string{given.text(1)})};
}

Value local_date_of(const Arguments& given) {
    if (given.any_null()) return {};
    return local_date(from_ms(given.integer(0)), std::string{given.text(1)});
}

/// What no calendar holds has no day.
constexpr std::int64_t most_minutes = 366 * 24 * 60;

Value local_moment_of(const Arguments& given) {
    const auto minutes = given.integer(1);
    if (given.any_null() || minutes > most_minutes || minutes < -most_minutes) return {};
    const auto moment = local_moment(given.text(0), minutes, std::string{given.text(2)});
    return moment ? Value{to_ms(*moment)} : Value{};
}

Value day_start(const Arguments& given) {
    if (given.any_null()) return {};
    const auto day = business_day(from_ms(given.integer(0)), std::string{given.text(1)},
                                  Duration{given.integer(2)});
    return to_ms(day.start);
}

/// A date alone: years, months and days as one number that orders as the dates do.
std::optional<std::int64_t> days_number(std::string_view text) {
    if (text.size() != 10 || !parse_iso8601(text)) return std::nullopt;
    const auto part = [&](std::size_t at, std::size_t length) {
        return std::stoll(std::string{text.substr(at, length)});
    };
    return part(0, 4) * 10'000 + part(5, 2) * 100 + part(8, 2);
}

Value age_on(const Arguments& given) {
    const auto birth = days_number(given.text(0));
    const auto date = days_number(given.text(1));
    if (!birth || !date) return {};
    return (*date - *birth) / 10'000;
}

constexpr NamedFunction table[] = {
    {"local_date", 2, local_date_of},
    {"local_minute", 2, local_minute_of},
    {"local_moment", 3, local_moment_of},
    {"day_start", 3, day_start},
    {"nights", 3, nights},
    {"age_on", 2, age_on},
};

}  // namespace

std::span<const NamedFunction> functions() {
    return table;
}

}  // namespace stayd::insight
