#pragma once

#include "tests/sim/mews/hotel.hpp"

namespace stayd::sim {

/// How many rows of what there are many of.
struct LargeHotel {
    int rooms = 1'000;
    int reservations = 100'000;
    int customers = 80'000;
    int order_items = 300'000;
    int days_around = 365;  ///< `now`, before and after
};

/// A made-up hotel in Lisbon for benchmarks, tests of memory and long simulations: stays from some
/// days before `now` to as many after it, the same for the same seed and time. It holds what the
/// City Hotel sells and counts by; its stays come three to a group, and no two hold a room at the
/// same time.
Hotel large_hotel(const LargeHotel& size, std::uint64_t seed, UtcTime now);

}  // namespace stayd::sim
