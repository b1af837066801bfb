#pragma once

#include <algorithm>
#include <chrono>
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

    /// `server` stood in an answer that was asked for at `sent` and has come now: it was written
    /// between, and in whole seconds. It is followed when our time lies more than a second outside
    /// of what that leaves open, so an answer that took long teaches little. Returns the offset
    /// against the box's wall clock until it is `kept`: of the first answer, and when it is another
    /// one, because the server's time was not what we thought or the wall clock was set.
    std::optional<Duration> measured(UtcTime server, SteadyTime sent) {
        using namespace std::chrono_literals;
        const auto received = clock_.steady_now();
        const auto took = received - sent;
        const auto latest = server + 1s + took;
        if (now() < server - not_worth_following || now() > latest + not_worth_following) {
            anchor_ = server + 500ms + std::min<Duration>(took, longest_exchange) / 2;
            anchored_ = received;
        }
        const Duration offset = now() - clock_.utc_now();
        if (kept_offset_ && std::chrono::abs(offset - *kept_offset_) < 2s) return std::nullopt;
        return offset;
    }
    void kept(Duration offset) { kept_offset_ = offset; }

  private:
    static constexpr Duration not_worth_following{1'000};
    /// Of an answer that took longer, the rest is believed to have passed after it was written.
    static constexpr Duration longest_exchange{3'000};

    const Clock& clock_;
    std::optional<Duration> kept_offset_{};  ///< since the start
    UtcTime anchor_;
    SteadyTime anchored_;
};

}  // namespace stayd
