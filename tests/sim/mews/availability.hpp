#pragma once

#include "tests/sim/mews/lists.hpp"

namespace stayd::sim {

constexpr std::string_view availability_path = "services/getAvailability/2024-01-22";

/// How many rooms of each category are there, taken and blocked on each day (connector-api.md,
/// "services/getAvailability"). Not paginated.
///
/// A stay counts for the days whose night it has, a day use for its day: in the category of its
/// room or, without one, in the category sold. A block counts for the days whose night it touches,
/// from the arrival hour to the departure hour of the next day.
ListAnswer availability(const Hotel& hotel, Parameters& parameters);

}  // namespace stayd::sim
