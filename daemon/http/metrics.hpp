#pragma once

#include <string>

#include "house/views.hpp"
#include "http/control_api.hpp"

namespace stayd::http {

/// How the box stands, in the text format of Prometheus: the line, the calls, each list's age, the
/// journal's balance, the broker. Numbers only: no name, no guest, no room.
std::string metrics(const house::StatusView& status, const CourierFacts& couriers, UtcTime now);

}  // namespace stayd::http
