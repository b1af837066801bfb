#pragma once

#include "tests/sim/manual_clock.hpp"

namespace stayd::sim {

/// The clock of the box: it runs as the world's does, and its wall time may be wrong.
class BoxClock final : public Clock {
  public:
    explicit BoxClock(ManualClock& world) : world_(world) {}

    UtcTime utc_now() const override { return world_.utc_now() + wrong_by_; }
    SteadyTime steady_now() const override { return world_.steady_now(); }
    asio::awaitable<void> sleep_for(Duration duration) override {
        return world_.sleep_for(duration);
    }

    /// As a person or a time server would set it; no sleeper notices.
    void set_wrong_by(Duration wrong_by) { wrong_by_ = wrong_by; }
    Duration wrong_by() const { return wrong_by_; }

  private:
    ManualClock& world_;
    Duration wrong_by_{0};
};

}  // namespace stayd::sim
