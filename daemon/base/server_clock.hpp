#pragma once

#include <cstdlib>
#include <optional>

#include "base/clock.hpp"

namespace stayd {

/// The server's time, carried on between its answers by the box's monotonic clock: jumps of the
/// box's wall clock change nothing (sync.md R8, R10). At the start it is the wall clock plus the
/// offset kept from the last run.
class ServerClock {
  public:
    ServerClock(const Clock& clock, Duration kept_offset)
        : clock_(clock), anchor_(clock.utc_now() + kept_offset), anchored_(clock.steady_now()) {}

    UtcTime now() const { return anchor_ + (clock_.steady_now() - anchored_); }

    /// `server` stood in an answer that took from `sent` until now. Returns the offset against the
    /// box's wall clock until it is `kept`: of the first answer, and when it is another one,
    /// because the server's time was not what we thought or the wall clock was set. The server
    /// writes whole seconds, so differences below two are not worth following.
    std::optional<Duration> measured(UtcTime server, SteadyTime sent) {
        const auto received = clock_.steady_now();
        const auto estimate = server + std::chrono::milliseconds{500} + (received - sent) / 2;
        if (std::abs((estimate - now()).count()) >= 2000) {
            anchor_ = estimate;
            anchored_ = received;
        }
        const Duration offset = now() - clock_.utc_now();
        if (kept_offset_ && std::abs((offset - *kept_offset_).count()) < 2000) return std::nullopt;
        return offset;
    }
    void kept(Duration offset) { kept_offset_ = offset; }

  private:
    const Clock& clock_;
    std::optional<Duration> kept_offset_{};  ///< since the start
    UtcTime anchor_;
    SteadyTime anchored_;
};

}  // namespace stayd
