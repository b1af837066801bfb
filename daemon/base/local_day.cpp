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

UtcTime instant_of(const date::time_zone* zone, date::local_days day) {
    if (zone == nullptr)
        return UtcTime{Duration{std::chrono::duration_cast<Duration>(day.time_since_epoch())}};
    // `earliest` takes the first of two; in a gap it gives the end of the gap.
    return std::chrono::time_point_cast<Duration>(zone->to_sys(day, date::choose::earliest));
}

}  // namespace

int nights_between(UtcTime start, UtcTime end, const std::string& zone_name) {
    const auto* zone = find_zone(zone_name);
    const auto local_date = [zone](UtcTime time) {
        return date::floor<date::days>(zone != nullptr
                                           ? zone->to_local(time)
                                           : date::local_time<Duration>{time.time_since_epoch()});
    };
    return static_cast<int>((local_date(end) - local_date(start)).count());
}

LocalDay business_day(UtcTime now, const std::string& zone_name, Duration closing_offset) {
    const auto* zone = find_zone(zone_name);
    const auto shifted = now - closing_offset;
    const auto local = zone != nullptr ? zone->to_local(shifted)
                                       : date::local_time<Duration>{shifted.time_since_epoch()};
    const auto day = date::floor<date::days>(local);
    return {.start = instant_of(zone, day) + closing_offset,
            .end = instant_of(zone, day + date::days{1}) + closing_offset};
}

std::string local_time(UtcTime time, const std::string& zone_name) {
    const auto* zone = find_zone(zone_name);
    const auto local = zone != nullptr ? zone->to_local(time)
                                       : date::local_time<Duration>{time.time_since_epoch()};
    return date::format("%d %b %H:%M", date::floor<std::chrono::minutes>(local));
}

}  // namespace stayd
