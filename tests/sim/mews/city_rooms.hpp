#pragma once

#include <vector>

#include "tests/sim/mews/city_stays.hpp"

namespace stayd::sim {

/// Gives the stays their rooms, as a hotel does by the morning of `now`: everybody who is or was in
/// the house, most of today's arrivals, half of tomorrow's, hardly any later. No two stays share a
/// room at any time.
void assign_rooms(Hotel& hotel, const std::vector<StaySource>& sources, UtcTime now,
                  SplitMix& random);

/// Sets each room's state as the morning finds it, from who is in it, who left it, and who is to
/// come.
void set_room_states(Hotel& hotel, UtcTime now, SplitMix& random);

}  // namespace stayd::sim
