#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace stayd {

/// "There is something to do": many may notify, one coroutine waits. A notification before the wait
/// is not lost; several count as one. Belongs to the logic thread.
class Signal {
  public:
    explicit Signal(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    void notify() {
        set_ = true;
        timer_.cancel();
    }
    /// Cancellation: ends with `operation_aborted`; the notification stays.
    boost::asio::awaitable<void> wait();

  private:
    boost::asio::steady_timer timer_;
    bool set_ = false;
};

}  // namespace stayd
