#pragma once

#include <string>

#include "stayctl/asking.hpp"

namespace stayd::stayctl {

/// Prints every row of a list, one JSON object a line or as CSV (RFC 4180).
int export_rows(const Ask& ask, const std::string& kind, bool as_csv);

}  // namespace stayd::stayctl
