#pragma once

#include "tests/crash/life.hpp"

namespace stayd::crash {

/// How much is tried: every `part`-th of `parts` calls is cut at, each with so many draws of what
/// is kept; of the dearer experiments one of so many of these calls.
struct Extent {
    std::uint64_t part = 0;
    std::uint64_t parts = 4;
    std::uint64_t draws = 6;
    std::uint64_t faults = 16;    ///< that fail
    std::uint64_t lives = 250;    ///< after which the life is lived to its end
    std::uint64_t starts = 2000;  ///< after which the start is cut, or fails
    std::uint64_t seed = 2;

    bool has(std::uint64_t call) const { return call % parts == part; }
    bool has(std::uint64_t call, std::uint64_t each) const {
        return has(call) && (call / parts + 1) % each == 0;
    }
};

/// The power is cut before, inside and after each call.
Tally cut_the_power(const Scenario& scenario, const Life& life, const Extent& extent);

/// The power is cut, and again at each call of the start that follows; then all starts agree (I28).
Tally cut_the_power_twice(const Scenario& scenario, const Life& life, const Extent& extent);

/// The database is lost with the cut; the start upon a backup and the journal's files is cut as
/// well, and all starts agree.
Tally lose_and_cut(const Scenario& scenario, const Life& life, const Extent& extent);

/// The power is cut, and a call of the start that follows fails.
Tally fail_at_start(sim::DiskFault fault, const Scenario& scenario, const Life& life,
                    const Extent& extent);

/// The power is cut, and the life is lived to its end: it is the end of the undisturbed one.
Tally live_on(const Scenario& scenario, const Life& life, const Extent& extent);

/// How a process ends after a failure of its storage: as `main` does it, which closes the database,
/// or at once.
enum class Ending { closed, killed };

/// One call of a step fails; then the process ends, or the power.
Tally fail(sim::DiskFault fault, Ending ending, const Scenario& scenario, const Life& life,
           const Extent& extent);

bool can_meet(sim::DiskFault fault, sim::DiskCall::Kind kind);

}  // namespace stayd::crash
