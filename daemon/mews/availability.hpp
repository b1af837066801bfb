#pragma once

#include "mews/connector.hpp"

namespace stayd::mews {

/// The matrix of services/getAvailability/2024-01-22 as rows: one per category, time unit and
/// metric, also of metrics we do not know. `malformed` when it cannot be read at all.
Result<ListPage> read_availability(const Uuid& service, std::string body);

}  // namespace stayd::mews
