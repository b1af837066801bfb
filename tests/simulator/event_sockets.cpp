#include "tests/simulator/event_sockets.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "platform/beast/cancellation.hpp"

namespace stayd::sim {
namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t most_frames = 1000;

}  // namespace

void EventSockets::send(const std::string& frame) {
    for (auto& listener : listeners_) {
        listener.frames.push_back(frame);
        if (listener.frames.size() > most_frames) listener.frames.pop_front();
        listener.arrival.cancel();
    }
}

asio::awaitable<void> EventSockets::serve(platform::WebSocket& socket) {
    using namespace asio::experimental::awaitable_operators;
    const auto listener = listeners_.emplace(listeners_.end(), co_await asio::this_coro::executor);
    bool was_cancelled = false;
    try {
        auto both = write_to(socket, *listener) || read_from(socket);
        co_await std::move(both);
    } catch (const std::exception&) {
        was_cancelled = true;  // Both sides end so at once, which arrives as one exception of two.
    }
    listeners_.erase(listener);
    if (was_cancelled) throw boost::system::system_error(asio::error::operation_aborted);
}

asio::awaitable<void> EventSockets::write_to(platform::WebSocket& socket, Listener& listener) {
    for (;;) {
        while (!listener.frames.empty()) {
            auto frame = std::move(listener.frames.front());
            listener.frames.pop_front();
            auto sending = socket.send(std::move(frame));
            if (const auto sent = co_await std::move(sending); !sent) co_return;
        }
        listener.arrival.expires_at(asio::steady_timer::time_point::max());
        co_await listener.arrival.async_wait(use_tuple);
        co_await platform::leave_if_cancelled();
    }
}

/// The client has nothing to say; reading answers its pings and notices its going.
asio::awaitable<void> EventSockets::read_from(platform::WebSocket& socket) {
    for (;;) {
        auto receiving = socket.receive();
        const auto frame = co_await std::move(receiving);
        if (!frame && frame.error().code == Errc::no_answer) co_return;
    }
}

}  // namespace stayd::sim
