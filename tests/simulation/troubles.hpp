#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {

/// What befalls the calls, and what stayd does about it, in words.
struct Trouble {
    std::string name;
    std::string expected;
    std::optional<FaultPlan> plan{};
    std::function<void(Pms&)> begin{};
};

/// Of single calls: they befall one family.
std::vector<Trouble> troubles_of_calls();
/// Of the PMS as a whole.
std::vector<Trouble> troubles_of_the_pms();

}  // namespace stayd::sim
