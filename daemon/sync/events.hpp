#pragma once

#include "sync/puller.hpp"

namespace stayd::sync {

/// Listens to the PMS's event socket and passes hints on. Losing it costs freshness, never data.
class EventListener {
  public:
    EventListener(mews::EventSocket& socket, Puller& puller, Link& link, Clock& clock,
                  Random& random)
        : socket_(socket), puller_(puller), link_(link), clock_(clock), random_(random) {}

    /// Runs until cancelled.
    asio::awaitable<void> run();
    bool connected() const { return connected_; }

  private:
    mews::EventSocket& socket_;
    Puller& puller_;
    Link& link_;
    Clock& clock_;
    Random& random_;
    bool connected_ = false;
};

}  // namespace stayd::sync
