#include "base/local_day.hpp"

#include <date/tz.h>

namespace stayd {
namespace {

const date::time_zone* find_zone(const std::string& name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

date::local_time<Duration> to_local(UtcTime time, const std::string& zone_name) {
    const auto* zone = find_zone(zone_name);
    return zone != nullptr ? zone->to_local(time)
                           : date::local_time<Duration>{time.time_since_epoch()};
}

UtcTime instant_of(const date::time_zone* zone, date::local_time<Duration> local) {
    if (zone == nullptr) return UtcTime{local.time_since_epoch()};
    // `earliest` takes the first of two; in a gap it gives the end of the gap.
    return std::chrono::time_point_cast<Duration>(zone->to_sys(local, date::choose::earliest));
}

}  // namespace

int nights_between(UtcTime start, UtcTime end, const std::string& zone) {
    const auto day = [&](UtcTime time) { return date::floor<date::days>(to_local(time, zone)); };
    return static_cast<int>((day(end) - day(start)).count());
}

std::string local_date(UtcTime time, const std::string& zone) {
    return date::format("%F", date::floor<date::days>(to_local(time, zone)));
}

int local_minute(UtcTime time, const std::string& zone) {
    const auto local = to_local(time, zone);
    const auto since_midnight = local - date::floor<date::days>(local);
    return static_cast<int>(date::floor<std::chrono::minutes>(since_midnight).count());
}

std::optional<UtcTime> local_moment(std::string_view date, std::int64_t minutes,
                                    const std::string& zone) {
    const auto midnight = parse_iso8601(date);
    if (date.size() != 10 || !midnight) return std::nullopt;
    const date::local_time<Duration> wall{midnight->time_since_epoch() +
                                          std::chrono::minutes{minutes}};
    return instant_of(find_zone(zone), wall);
}

LocalDay business_day(UtcTime now, const std::string& zone_name, Duration closing_offset) {
    const auto* zone = find_zone(zone_name);
    const auto day = date::floor<date::days>(to_local(now - closing_offset, zone_name));
    return {.start = instant_of(zone, day) + closing_offset,
            .end = instant_of(zone, day + date::days{1}) + closing_offset};
}

std::string local_time(UtcTime time, const std::string& zone) {
    return date::format("%d %b %H:%M", date::floor<std::chrono::minutes>(to_local(time, zone)));
}

}  // namespace stayd
