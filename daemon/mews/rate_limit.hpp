#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.hpp"

namespace stayd::mews {

/// At most `calls` in any sliding `window`.
struct CallBudget {
    int calls;
    Duration window;
};

/// Most urgent first.
enum class Lane { staff_write, event_fetch, delta_poll, first_sync };

/// The request budget as sliding windows over the log of our own sends (sync.md R46): every budget
/// holds at once, whichever is tighter for the moment. Fixed buckets would undercount, for the PMS
/// anchors its window at the first request of a burst. The most urgent waiting lane is served
/// first, first come first served within a lane, and each lane may fill less of a budget than the
/// more urgent ones (sync.md R47): a first sync never leaves a staff write without a call.
class RateLimit {
  public:
    /// Every budget has at least one call and a positive window. `clock` outlives the rate limit.
    RateLimit(std::vector<CallBudget> budgets, Clock& clock);
    ~RateLimit();
    RateLimit(const RateLimit&) = delete;
    RateLimit& operator=(const RateLimit&) = delete;

    /// Suspends until a call may be sent, and counts it as sent. Any number of callers may wait.
    /// Cancellation: any time; nothing is then counted and the next one waiting moves up.
    asio::awaitable<void> acquire(Lane lane);
    /// The PMS said 429: nothing is sent for `retry_after`, or for a growing time when it named
    /// none.
    void throttled(std::optional<Duration> retry_after);
    /// Calls in the window of budget `index`, now.
    int used(std::size_t index) const;
    /// How many of budget `index`'s calls may be used when `lane` sends its next; at least one.
    int share(std::size_t index, Lane lane) const;
    const std::vector<CallBudget>& budgets() const { return budgets_; }

  private:
    class Queue;
    struct Waiter;

    SteadyTime earliest_send(Lane lane) const;
    void forget_old_sends(SteadyTime now);

    std::vector<CallBudget> budgets_;
    Clock& clock_;
    std::deque<SteadyTime> sends_;  ///< newest last; as long as the longest window holds
    SteadyTime paused_until_{};
    int unnamed_pauses_ = 0;  ///< in a row
    std::shared_ptr<Queue> queue_;
};

}  // namespace stayd::mews
