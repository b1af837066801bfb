#pragma once

#include <chrono>

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

/// The instant of a wall clock time in Lisbon.
UtcTime in_lisbon(std::chrono::sys_days day, Duration time_of_day);
/// The calendar day in Lisbon at an instant.
std::chrono::sys_days day_in_lisbon(UtcTime time);

/// The house without anybody in it: the property, its services, categories, 200 rooms on 8 floors,
/// departments, age categories.
Hotel empty_city_hotel(SplitMix& random);

}  // namespace stayd::sim
