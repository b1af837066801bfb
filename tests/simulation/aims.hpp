#pragma once

#include "stayd/v1/command.pb.h"
#include "tests/sim/mews/pms.hpp"
#include "tests/simulation/coverage.hpp"

namespace stayd::sim {

/// What the PMS does to the next call that writes this kind, so that a change of it comes into this
/// stage. Nothing for stages into which they come by themselves. `dice` chooses among several ways.
std::vector<FaultPlan> ways_into(const Coverage::Place& place, SplitMix& dice);

/// Another user of the PMS writes what the command is about, as neither it nor the PMS has it. Does
/// nothing for commands that cannot be replaced.
void write_the_same(Pms& pms, const v1::Command& command, UtcTime now);

/// Another user of the PMS books somebody who stands at the desk, for some hours, and gives him a
/// room, which he says is inspected; where none is free, nobody.
void let_somebody_come(Pms& pms, UtcTime now);

}  // namespace stayd::sim
