#pragma once

#include <boost/json.hpp>

#include "base/random.hpp"
#include "tests/sim/mews/faults.hpp"
#include "tests/sim/mews/pms.hpp"

/// Answers that are none of the API's.
namespace stayd::sim {

/// An error as a proxy before the PMS gives it: a page, and no Request-Id.
PmsResponse proxy_error(const FaultPlan& plan);

/// Puts garbage into the place of a good answer's body.
void make_garbage(PmsResponse& answer, Garbage garbage, Random& random);

}  // namespace stayd::sim
