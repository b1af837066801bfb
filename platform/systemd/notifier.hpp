#pragma once

#include "app/supervisor.hpp"

namespace stayd::platform {

/// systemd by its notification socket; without one in the environment every call does nothing.
class Notifier final : public app::Supervisor {
  public:
    void ready() override;
    void status(std::string line) override;
    void alive() override;
    void stopping() override;
    void extend_timeout(Duration longer) override;
    std::optional<Duration> watchdog_period() const override;
};

}  // namespace stayd::platform
