#pragma once

#include "base/clock.hpp"

namespace stayd::platform {

class SystemClock final : public Clock {
  public:
    UtcTime utc_now() const override;
    SteadyTime steady_now() const override;
    asio::awaitable<void> sleep_for(Duration duration) override;
};

}  // namespace stayd::platform
