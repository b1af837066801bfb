#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/clock.hpp"
#include "base/signal.hpp"

namespace stayd::sync {

/// Waits for the signal, at most `duration`.
asio::awaitable<void> wait_or_signal(Clock& clock, Duration duration, Signal& signal);

}  // namespace stayd::sync
