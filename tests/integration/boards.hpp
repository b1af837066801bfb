#pragma once

#include "stayd/v1/snapshot.pb.h"
#include "tests/integration/box.hpp"

namespace stayd::sim {

/// What the daemon shows at the desk.
v1::Snapshot snapshot_of(const Box& box);

/// Whether the broker's retained rooms, tasks, changes and arrivals are what the daemon shows. The
/// last messages may still be on their way: looked at again for a few seconds.
bool broker_remembers_what_is_shown(const Box& box);

}  // namespace stayd::sim
