#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stayd::insight {

/// hotel-domain.md 1.4: 0 missing, no date, after `today` or more than 110 years before it; 1 a
/// date that stands for "not known": 1900-01-01, 1901-01-01, 1970-01-01, and 2000-01-01 when staff
/// entered it; 2 good. Dates are "YYYY-MM-DD".
int birth_date_quality(std::string_view birth, std::string_view today, bool entered_by_staff);

/// The date a person becomes so many years old: of 29 February it is 1 March in other years.
/// Nothing when `birth` is no date.
std::optional<std::string> birthday(std::string_view birth, std::int64_t years);

/// The instant a date begins and the next one does in a zone, in milliseconds: local midnight, or
/// the first instant after it where a change of the clocks leaves it out. Nothing for no date.
std::optional<std::int64_t> date_begins_ms(std::string_view date, const std::string& zone);
std::optional<std::int64_t> date_ends_ms(std::string_view date, const std::string& zone);

/// The date so many working days (Monday to Friday) behind another.
std::optional<std::string> working_days_after(std::string_view date, std::int64_t count);

}  // namespace stayd::insight
