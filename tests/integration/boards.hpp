#pragma once

#include <string>
#include <vector>

#include "stayd/v1/snapshot.pb.h"
#include "tests/integration/box.hpp"

namespace stayd::sim {

/// What the daemon shows at the desk.
v1::Snapshot snapshot_of(const Box& box);

/// What of the broker's retained rooms, tasks, changes, arrivals, findings, offers and rules is not
/// what the daemon shows, and how. After a start it goes on concluding, and what it shows grows
/// under the look: looked at again for two minutes.
std::vector<std::string> topics_the_broker_has_otherwise(const Box& box);

}  // namespace stayd::sim
