#pragma once

#include "stayctl/asking.hpp"

namespace stayd::stayctl {

/// Prints how the box stands, for people or as JSON; whether line and broker are well is the exit
/// code.
int show_status(const Ask& ask, bool as_json);

}  // namespace stayd::stayctl
