#include "base/signal.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace stayd {

boost::asio::awaitable<void> Signal::wait() {
    namespace asio = boost::asio;
    while (!set_) {
        timer_.expires_at(asio::steady_timer::time_point::max());
        boost::system::error_code ended;
        auto waiting = timer_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        co_await std::move(waiting);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            throw boost::system::system_error(asio::error::operation_aborted);
        }
    }
    set_ = false;
}

}  // namespace stayd
