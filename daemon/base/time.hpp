#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace stayd {

using Duration = std::chrono::milliseconds;
/// An instant of the world's clock. The PMS speaks in whole seconds, the box in milliseconds.
using UtcTime = std::chrono::sys_time<Duration>;
/// An instant of the monotonic clock: for intervals, timeouts and backoff only; meaningless after a
/// restart.
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;

inline UtcTime from_ms(std::int64_t utc_ms) {
    return UtcTime{Duration{utc_ms}};
}
inline std::int64_t to_ms(UtcTime time) {
    return time.time_since_epoch().count();
}

/// `YYYY-MM-DDThh:mm:ssZ`: what the PMS takes and gives. Milliseconds are cut off.
std::string to_iso8601(UtcTime time);

/// Reads `YYYY-MM-DD`, `YYYY-MM-DDThh:mm:ss[.fff…](Z|±hh:mm)`; nullopt for anything else or a date
/// that does not exist.
std::optional<UtcTime> parse_iso8601(std::string_view text);

/// Reads an ISO 8601 duration such as `P0M0DT15H0M0S`, `-P0Y0M0DT1H0M0S` or `P0M0DT-1H`; a month
/// counts 30 days, a year 365. nullopt when it is none.
std::optional<Duration> parse_iso8601_duration(std::string_view text);

}  // namespace stayd
