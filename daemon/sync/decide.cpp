#include "sync/decide.hpp"

namespace stayd::sync {
namespace {

using model::ResourceState;
using namespace std::chrono_literals;

constexpr Duration ambiguous_within = 60s;

/// Higher is safer: nobody is sent into such a room by mistake.
int dirtiness(ResourceState state) {
    switch (state) {
        case ResourceState::out_of_order:
            return 5;
        case ResourceState::out_of_service:
            return 4;
        case ResourceState::dirty:
            return 3;
        case ResourceState::clean:
            return 2;
        case ResourceState::inspected:
            return 1;
        case ResourceState::other:
            return 6;  // not understood: hands off
    }
    return 6;
}

}  // namespace

RoomDecision decide_room_state(const RoomFacts& facts) {
    // Also when it is the wanted state already: the copy may be a moment old, and setting it twice
    // does no harm.
    if (facts.remote == facts.base) return RoomDecision::send;
    if (facts.remote == facts.wanted) return RoomDecision::converged;
    // Out of order is a block in the PMS: no state we could set undoes it (C3).
    if (facts.remote == ResourceState::out_of_order) return RoomDecision::replaced;
    if (facts.remote_updated > facts.made + ambiguous_within) return RoomDecision::replaced;
    if (facts.made > facts.remote_updated + ambiguous_within) return RoomDecision::send;
    return dirtiness(facts.wanted) > dirtiness(facts.remote) ? RoomDecision::send
                                                             : RoomDecision::replaced;
}

}  // namespace stayd::sync
