#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>

// What all commands of stayctl share.

namespace stayd::stayctl {

inline constexpr int exit_not_well = 1;
inline constexpr int exit_unreachable = 2;
inline constexpr int exit_usage = 64;

/// The body of the daemon's answer to a request; throws what the program reports.
using Ask = std::function<std::string(const std::string& method, const std::string& target)>;

boost::json::value status_of(const Ask& ask);

/// As a value of a query: everything but letters, digits and plain marks as %XX.
std::string encoded(std::string_view text);
/// Nothing for null; what is no text as JSON.
std::string text(const boost::json::value& value);
/// "12 s", "14 min", "3 h", "2 days"; "never" for null.
std::string age(const boost::json::value& seconds);

}  // namespace stayd::stayctl
