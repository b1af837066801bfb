#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>

#include "base/result.hpp"
#include "publish/broker.hpp"

namespace stayd::platform {

/// One publish or subscribe: waiting for a place in the window, then for the broker's
/// acknowledgement.
struct Operation {
    Operation(const asio::any_io_executor& executor, publish::Message taken)
        : message(std::move(taken)), done(executor, asio::steady_timer::time_point::max()) {}
    publish::Message message;
    asio::steady_timer done;
    std::optional<Result<void>> result;
    bool abandoned = false;
    bool has_place = false;  ///< in the window of unacknowledged publishes

    void finish(Result<void> with) {
        result = std::move(with);
        done.cancel();
    }
};
using OperationPtr = std::shared_ptr<Operation>;

/// What became of an operation, as far as Paho's thread may find out.
struct Outcome {
    bool succeeded = false;
    int reason_code = 0;
    int return_code = 0;
};

Result<void> to_result(const Outcome& outcome);

/// The word for what Paho says of a failed connect.
std::string reason_text(const Outcome& outcome);

/// Waits until `operation` has its result. When the caller is cancelled, the operation is given up.
asio::awaitable<Result<void>> outcome_of(OperationPtr operation);

/// Waits for the next cancel() of a timer that never ends by itself; throws when the caller is
/// cancelled.
asio::awaitable<void> wait_for_cancel(asio::steady_timer& timer);

}  // namespace stayd::platform
