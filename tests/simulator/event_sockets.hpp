#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <list>
#include <string>

#include "platform/beast/websocket.hpp"

namespace stayd::sim {

/// Everybody who listens to the PMS's events. A frame goes to whom it finds connected, and to
/// nobody later.
class EventSockets {
  public:
    /// Queues the frame for each listener. A listener who lags behind by 1,000 frames loses the
    /// oldest.
    void send(const std::string& frame);
    /// Serves one listener until he is gone.
    asio::awaitable<void> serve(platform::WebSocket& socket);
    std::size_t size() const { return listeners_.size(); }

  private:
    struct Listener {
        explicit Listener(const asio::any_io_executor& executor) : arrival(executor) {}
        std::deque<std::string> frames;
        asio::steady_timer arrival;  ///< cancelled when a frame arrives
    };

    static asio::awaitable<void> write_to(platform::WebSocket& socket, Listener& listener);
    static asio::awaitable<void> read_from(platform::WebSocket& socket);

    std::list<Listener> listeners_;
};

}  // namespace stayd::sim
