#pragma once

#include <string>
#include <vector>

#include "tests/crash/box.hpp"

namespace stayd::crash {

/// A promise that was not kept: the invariant's number in the design of the sync, and what is
/// wrong.
struct Broken {
    std::string invariant;
    std::string text;
};

/// Where in its life a box is: 0 is before the first start has returned, 1 after it, then one more
/// for each step.
using Moment = std::size_t;

/// What must hold after a start upon whatever a crash has left. `through`: everything up to this
/// moment was on the disk.
std::vector<Broken> broken_promises(Box& box, const Scenario& scenario, Moment through);

/// The rows that lie over the mirror, and what is counted of them: a part of the above.
std::vector<Broken> broken_overlays(Box& box);

/// SQLite's own look at every page; slow.
std::vector<Broken> damage(Box& box);

}  // namespace stayd::crash
