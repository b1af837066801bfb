#pragma once

#include <chrono>

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

/// The instant of a wall clock time in Lisbon.
UtcTime in_lisbon(std::chrono::sys_days day, Duration time_of_day);
/// The calendar day in Lisbon at an instant.
std::chrono::sys_days day_in_lisbon(UtcTime time);

constexpr int city_hotel_rooms = 200;

/// The house without anybody in it: the property, its services, categories, rooms on 8 floors,
/// departments, age categories. With more rooms or fewer, its kinds of rooms keep their shares.
Hotel empty_city_hotel(SplitMix& random, int rooms = city_hotel_rooms);
/// The same of the resort: 124 rooms on 4 floors, of other kinds.
Hotel empty_resort_hotel(SplitMix& random);

}  // namespace stayd::sim
