#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/clock.hpp"
#include "house/door.hpp"

namespace stayd::house {

/// Tells the house when something has become due: a task that is late, a new business day. Runs
/// until cancelled.
boost::asio::awaitable<void> keep_time(Door& door, Clock& clock);

}  // namespace stayd::house
