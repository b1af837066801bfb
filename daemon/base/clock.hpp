#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/time.hpp"

namespace stayd {

namespace asio = boost::asio;

/// Port: time. The system's clock in the daemon, a manual one that jumps to the next sleeper in the
/// simulated world.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual UtcTime utc_now() const = 0;
    virtual SteadyTime steady_now() const = 0;
    /// Suspends the calling coroutine. Cancellation: ends at once with `operation_aborted`.
    virtual asio::awaitable<void> sleep_for(Duration duration) = 0;
};

}  // namespace stayd
