#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <vector>

#include "base/clock.hpp"

namespace stayd::mews {

/// At most `calls` in any sliding `window`.
struct CallBudget {
    int calls;
    Duration window;
};

enum class Lane { staff_write, event_fetch, delta_poll, first_sync };

/// The request budget as sliding windows over the log of our own sends (sync.md R46): every budget holds at once, whichever
/// is tighter for the moment. Fixed buckets would undercount, for the PMS anchors its window at the first request of a burst.
/// Staff writes go first: a waiting `staff_write` is served before any other lane, and a share of each budget is kept for it.
class RateLimit {
  public:
    RateLimit(std::vector<CallBudget> budgets, Clock& clock);

    /// Suspends until a call may be sent, and counts it as sent. Cancellation: any time; nothing is then counted.
    asio::awaitable<void> acquire(Lane lane);
    /// The PMS said 429: nothing is sent for `retry_after`, or for a growing time when it named none.
    void throttled(std::optional<Duration> retry_after);
    /// Calls in the window of budget `index`, now.
    int used(std::size_t index) const;
    const std::vector<CallBudget>& budgets() const { return budgets_; }

  private:
    std::vector<CallBudget> budgets_;
    Clock& clock_;
    std::deque<SteadyTime> sends_;  ///< newest last; as long as the longest window holds
    SteadyTime paused_until_{};
};

}  // namespace stayd::mews
