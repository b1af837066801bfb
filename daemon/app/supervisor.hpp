#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"

namespace stayd::app {

/// Port: whoever started the daemon and watches it; systemd on the box, nobody at a terminal. No
/// call fails or waits.
class Supervisor {
  public:
    virtual ~Supervisor() = default;
    /// The database is migrated and the last listener listens.
    virtual void ready() = 0;
    /// One line a person understands, e.g. "Mews not reachable since 14:02, 3 changes waiting".
    virtual void status(std::string line) = 0;
    /// The logic thread runs. To be said at a third of `watchdog_period`.
    virtual void alive() = 0;
    virtual void stopping() = 0;
    /// Starting or stopping goes on and may take as long again from now, as a long migration does.
    virtual void extend_timeout(Duration longer) = 0;
    /// nullopt: nobody expects `alive`.
    virtual std::optional<Duration> watchdog_period() const = 0;
};

}  // namespace stayd::app
