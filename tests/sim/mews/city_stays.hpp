#pragma once

#include <vector>

#include "tests/sim/mews/booking.hpp"
#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

/// What the booking data says of a stay and the PMS's reservation does not.
struct StaySource {
    Uuid reservation_id;
    const Booking* booking = nullptr;  ///< lives as long as the bookings given
    char assigned_type = 'A';
    int requests = 0;
    int babies = 0;
};

/// Adds the bookings as reservations with their guests, groups and companies, in the state they
/// have at `now`; no rooms yet. Bookings not made yet at `now` wait in `Hotel::to_come`.
std::vector<StaySource> add_stays(Hotel& hotel, const std::vector<Booking>& bookings, UtcTime now,
                                  SplitMix& random);

}  // namespace stayd::sim
