#pragma once

#include <vector>

#include "model/words.hpp"

namespace stayd::insight {

/// What hinders handing over the key, in the order the desk solves it.
enum class Blocker {
    not_confirmed,
    no_room_assigned,
    room_occupied,
    room_out_of_order,
    room_not_inspected
};

struct ArrivalFacts {
    model::ReservationState state = model::ReservationState::confirmed;
    bool room_assigned = false;
    bool room_occupied = false;  ///< by a stay that is in house
    model::ResourceState room_state = model::ResourceState::other;
};

/// Why the key cannot be handed over yet; empty means ready. The gates R01, R02, R04 to R06 of
/// hotel-domain.md 3.1: the ones the PMS itself asks for at check-in (its C1), judged on the room
/// as staff see it.
std::vector<Blocker> arrival_blockers(const ArrivalFacts& facts);

}  // namespace stayd::insight
