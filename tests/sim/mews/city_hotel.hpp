#pragma once

#include <string>

#include "tests/sim/mews/hotel.hpp"

namespace stayd::sim {

/// 2015-09-17T08:00:00Z: nine in the morning in Lisbon, on a day the house fills from 164 to 195 of
/// its 200 rooms.
UtcTime city_hotel_morning();

/// The mornings the booking data covers: from the first to the last, both at 00:00Z.
UtcTime city_hotel_first_day();
UtcTime city_hotel_last_day();

/// The hotel of the booking data (tests/data/README.md) as its PMS holds it at `now`: the bookings
/// are real, the house, its guests and its tasks are made up around them. The same seed and time
/// give the same hotel, ids included.
Hotel city_hotel(std::uint64_t seed, UtcTime now);
/// The other hotel of the data, a resort in the Algarve, in the same days.
Hotel resort_hotel(std::uint64_t seed, UtcTime now);

}  // namespace stayd::sim
