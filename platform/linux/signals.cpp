#include "platform/linux/signals.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

namespace stayd::platform {

asio::awaitable<int> termination_signal() {
    asio::signal_set signals(co_await asio::this_coro::executor, SIGTERM, SIGINT);
    const int signal = co_await signals.async_wait(asio::use_awaitable);
    co_return signal;
}

asio::awaitable<void> hangup_signal() {
    asio::signal_set signals(co_await asio::this_coro::executor, SIGHUP);
    co_await signals.async_wait(asio::use_awaitable);
}

}  // namespace stayd::platform
