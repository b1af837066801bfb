#pragma once

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

/// What the house has, sells and counts by: features of rooms, products, accounting categories,
/// rates, segments, sources, outlets, the loyalty program. The stays' rate becomes its base rate.
void add_catalog(Hotel& hotel, SplitMix& random);

/// Rooms taken out of use: one for the house in these days, one out of order next month, one that
/// was out of order last week, one whose block was deleted. None that is in force makes a room out
/// of order.
void add_blocks(Hotel& hotel, UtcTime now, SplitMix& random);

/// The product with that code.
const Record& product(const Hotel& hotel, std::string_view code);

}  // namespace stayd::sim
