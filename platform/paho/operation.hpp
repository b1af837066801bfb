#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <optional>

#include "base/result.hpp"
#include "publish/broker.hpp"

namespace stayd::platform {

/// Wakes one waiting coroutine; a wake before the wait is kept. Not a timer that never ends: arming
/// those costs a system call each, twice for every message.
class Wakeup {
  public:
    explicit Wakeup(const asio::any_io_executor& executor) : channel_(executor, 1) {}
    void wake() { channel_.try_send(boost::system::error_code{}); }
    /// Throws when the caller is cancelled.
    asio::awaitable<void> wait();

  private:
    asio::experimental::channel<void(boost::system::error_code)> channel_;
};

/// One publish or subscribe: waiting for a place in the window, then for the broker's
/// acknowledgement.
struct Operation {
    Operation(const asio::any_io_executor& executor, publish::Message taken)
        : message(std::move(taken)), done(executor) {}
    publish::Message message;
    Wakeup done;
    std::optional<Result<void>> result;
    bool abandoned = false;
    bool has_place = false;  ///< in the window of unacknowledged publishes

    void finish(Result<void> with) {
        result = std::move(with);
        done.wake();
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

}  // namespace stayd::platform
