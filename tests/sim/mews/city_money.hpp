#pragma once

#include <vector>

#include "tests/sim/mews/city_stays.hpp"

namespace stayd::sim {

/// The groups of the stays with where they came from, what was asked for with the bookings, and
/// each stay's segment.
void add_notes_and_groups(Hotel& hotel, const std::vector<StaySource>& sources, UtcTime now,
                          SplitMix& random);

/// What the stays cost, what was paid and what is on which bill. The open charges and payments of
/// a stay in the house add up to its balance.
void add_money(Hotel& hotel, const std::vector<StaySource>& sources, UtcTime now, SplitMix& random);

/// Where a booking of that segment and channel of the data comes from.
const Record& source_of(const Hotel& hotel, std::string_view segment, std::string_view channel);

}  // namespace stayd::sim
