#pragma once

#include "house/input.hpp"

namespace stayd::crash {

/// One rule and one offer of the hotel's own, as its files have them.
const house::RulesLoaded& rules_of_the_hotel();
constexpr const char* edited_rule = "X-01";

/// What they would have concluded had everything been read: a finding about some rooms, and an
/// offer to some stays. Each has the id of what it is about.
extern const char* const conclusions_stand;

}  // namespace stayd::crash
