#pragma once

#include "tests/crash/life.hpp"

namespace stayd::crash {

/// How much is tried: every `part`-th of `parts` calls, each with so many draws of what is kept.
struct Extent {
    std::uint64_t part = 0;
    std::uint64_t parts = 4;
    std::uint64_t draws = 12;
    std::uint64_t sample = 40;  ///< of the long experiments, one of so many calls
    std::uint64_t seed = 1;

    bool has(std::uint64_t call) const { return call % parts == part; }
};

/// The power is cut before, inside and after each call.
Tally cut_the_power(const Scenario& scenario, const Life& life, const Extent& extent);

/// The power is cut, and again at each call of the start that follows; then all starts agree (I28).
Tally cut_the_power_twice(const Scenario& scenario, const Life& life, const Extent& extent);

/// The power is cut, and the life is lived to its end: it is the end of the undisturbed one.
Tally live_on(const Scenario& scenario, const Life& life, const Extent& extent);

/// How a process ends after a failure of its storage: as `main` does it, which closes the database,
/// or at once.
enum class Ending { closed, killed };

/// One call of a step fails; then the process ends, or the power.
Tally fail(sim::Fault fault, Ending ending, const Scenario& scenario, const Life& life,
           const Extent& extent);

}  // namespace stayd::crash
