#pragma once

#include <vector>

#include "tests/sim/mews/city_stays.hpp"

namespace stayd::sim {

/// Adds the morning's tasks: for guests who asked for something, for babies, and a house's usual
/// repairs; some done, some late.
void add_tasks(Hotel& hotel, const std::vector<StaySource>& sources, UtcTime now, SplitMix& random);

}  // namespace stayd::sim
