#include "insight/arrival_readiness.hpp"

namespace stayd::insight {

std::vector<Blocker> arrival_blockers(const ArrivalFacts& facts) {
    using model::ResourceState;
    std::vector<Blocker> blockers;
    if (facts.state != model::ReservationState::confirmed)
        blockers.push_back(Blocker::not_confirmed);
    if (!facts.room_assigned) {
        blockers.push_back(Blocker::no_room_assigned);
        return blockers;
    }
    if (facts.room_occupied) blockers.push_back(Blocker::room_occupied);
    if (facts.room_state == ResourceState::out_of_order ||
        facts.room_state == ResourceState::out_of_service) {
        blockers.push_back(Blocker::room_out_of_order);
    } else if (facts.room_state != ResourceState::inspected) {
        blockers.push_back(Blocker::room_not_inspected);
    }
    return blockers;
}

}  // namespace stayd::insight
