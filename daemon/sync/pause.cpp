#include "sync/pause.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace stayd::sync {

asio::awaitable<void> wait_or_signal(Clock& clock, Duration duration, Signal& signal) {
    using namespace asio::experimental::awaitable_operators;
    co_await (clock.sleep_for(duration) || signal.wait());
}

}  // namespace stayd::sync
