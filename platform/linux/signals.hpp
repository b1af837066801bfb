#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/clock.hpp"

namespace stayd::platform {

/// Completes with SIGTERM or SIGINT when one of them comes. From the call on neither ends the
/// process by itself; after the result they do so again, so that a second Ctrl-C ends a stop that
/// hangs.
asio::awaitable<int> termination_signal();

/// Completes when SIGHUP comes, which from the call on no longer ends the process.
asio::awaitable<void> hangup_signal();

}  // namespace stayd::platform
