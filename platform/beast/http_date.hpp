#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"

namespace stayd::platform {

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form HTTP still writes (RFC 9110, 5.6.7).
std::string to_http_date(UtcTime time);
/// Reads that form; nullopt for any other text.
std::optional<UtcTime> parse_http_date(const std::string& text);

}  // namespace stayd::platform
