#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {

/// One random believable edit of another user of the PMS, on any of its lists that can change: the
/// same generator and hotel give the same edit. Sends its events. Returns what it did, "note: …".
std::string edit_something(Pms& pms, SplitMix& random, UtcTime now);

/// The lists it edits, by the first word of what it returns.
std::vector<std::string_view> editable_lists();

/// As `edit_something`, on that list; empty when there is nothing to edit now.
std::string edit_one_of(Pms& pms, std::string_view list, SplitMix& random, UtcTime now);

}  // namespace stayd::sim
