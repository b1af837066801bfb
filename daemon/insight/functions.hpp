#pragma once

#include <span>
#include <string_view>

#include "storage/functions.hpp"

namespace stayd::insight {

/// Functions that SQL cannot say well, for facts and conditions: pure, and documented here.
///   local_date(ms, zone)      "2015-09-17" of an instant in an IANA zone; NULL for NULL
///   local_minute(ms, zone)    minutes since local midnight, 0 to 1439
///   local_moment(date, minutes, zone)  milliseconds: the instant at which the clock on the wall of
///                             `zone` shows `minutes` after midnight of "YYYY-MM-DD"; a skipped
///                             time moves forward; NULL when `date` is none
///   day_start(ms, zone, offset_ms)  when the business day of an instant begins, milliseconds
///   nights(from_ms, to_ms, zone)  local midnights passed
///   age_on(birth, date)       whole years of one born on `birth` at `date`, both "YYYY-MM-DD";
///   NULL
///                             when either is no date
struct NamedFunction {
    std::string_view name;
    int arguments;
    storage::Value (*call)(const storage::Arguments& given);
};
std::span<const NamedFunction> functions();

}  // namespace stayd::insight
