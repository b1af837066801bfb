#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "model/words.hpp"

namespace stayd::sync {

/// What to do with a room state set here, given what the PMS has now.
enum class RoomDecision {
    send,  ///< the PMS still has what the change was made upon, or the change here is the later one
    converged,  ///< the PMS has the wanted state already
    replaced,   ///< someone changed it in the PMS later
};

struct RoomFacts {
    model::ResourceState base;    ///< the PMS's state when the change was accepted
    model::ResourceState wanted;  ///< set here
    UtcTime made;                 ///< when, by the hotel's time
    model::ResourceState remote;  ///< the PMS's state now
    UtcTime remote_updated;  ///< when the PMS's row last changed; whole seconds, an upper bound for
                             ///< the state's change
};

/// The later human act wins; within a minute of each other the dirtier state wins, because giving
/// away an unready room is the worse error (hotel-domain.md 9.4; sync.md R28, R29).
RoomDecision decide_room_state(const RoomFacts& facts);

}  // namespace stayd::sync
