#pragma once

#include <utility>
#include <vector>

#include "house/input.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::crash {

/// What staff may act upon at some moment of the scenario. What they act upon may have changed
/// meanwhile: some of it the house refuses.
struct Floor {
    std::vector<Uuid> rooms;  ///< with stays in them
    std::vector<Uuid> spare_rooms;
    std::vector<Uuid> rooms_to_block;
    std::vector<Uuid> arriving;
    std::vector<Uuid> in_house;
    std::vector<Uuid> leaving;
    std::vector<Uuid> products;
    std::vector<Uuid> guests;
    std::vector<Uuid> companies;
    std::vector<Uuid> tasks;
    std::vector<Uuid> blocks;
    std::vector<Uuid> documents;
    std::vector<std::pair<Uuid, Uuid>> companions;  ///< stay and guest
    std::vector<Uuid> refused;                      ///< changes, for a person to read
    std::vector<Uuid> findings;
    std::vector<Uuid> offers;
    std::uint32_t rule_seen = 0;  ///< the version of the rule that staff edit
};

/// What somebody does next.
house::Action draw_act(Floor& floor, sim::SplitMix& draw, UtcTime now);

}  // namespace stayd::crash
