#pragma once

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

/// What the PMS knows of guests and companies beside their names: addresses, identity documents of
/// those in the house, families, notes, memberships, and the companies' particulars.
void add_profiles(Hotel& hotel, UtcTime now, SplitMix& random);

/// The threads our own integration opened for guests, and the talk in them.
void add_messages(Hotel& hotel, UtcTime now, SplitMix& random);

/// Adds the rows in the order they were created.
void keep_in_order(Table<Record>& table, std::vector<Record> rows);

}  // namespace stayd::sim
