#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "base/clock.hpp"

namespace stayd::platform {

/// Ends the calling coroutine when it has been cancelled. To be awaited after an operation that
/// reports its end as a value, before that value is taken for an answer of the outside.
inline asio::awaitable<void> leave_if_cancelled() {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
        throw boost::system::system_error(asio::error::operation_aborted);
    }
}

}  // namespace stayd::platform
