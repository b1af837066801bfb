#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace stayd {

/// The instants of one business day of a property: [start, end). A day is 23, 24 or 25 hours long.
struct LocalDay {
    UtcTime start;
    UtcTime end;
};

/// The business day `now` lies in: local midnight to local midnight of the IANA zone, both moved by
/// `closing_offset` (hotel-domain.md 0.1). An unknown zone is read as UTC. A local midnight that
/// does not exist moves forward to the next valid instant, an ambiguous one takes the first.
LocalDay business_day(UtcTime now, const std::string& zone, Duration closing_offset);

/// Local midnights passed between two instants of a zone: the nights of a stay. 0 for day use.
int nights_between(UtcTime start, UtcTime end, const std::string& zone);

/// "2015-09-17" in the zone.
std::string local_date(UtcTime time, const std::string& zone);
/// Minutes the clock on the wall shows since midnight, 0 to 1439.
int local_minute(UtcTime time, const std::string& zone);

/// When the clock on the wall shows so many minutes after the midnight that begins `date`
/// ("2015-09-17"); minutes may pass a day. A time that the change to summer skips moves forward to
/// the next valid instant, one that comes twice is the first (hotel-domain.md 0.1). Nothing when
/// `date` is none.
std::optional<UtcTime> local_moment(std::string_view date, std::int64_t minutes,
                                    const std::string& zone);

/// "17 Sep 15:00", for people, in the zone.
std::string local_time(UtcTime time, const std::string& zone);

}  // namespace stayd
