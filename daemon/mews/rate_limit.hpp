#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"

namespace stayd::mews {

/// At most `calls` in any sliding `window`.
struct CallBudget {
    int calls;
    Duration window;
};

/// Most urgent first. A sweep goes only when less than half of the shortest window is used.
enum class Lane { staff_write, event_fetch, delta_poll, first_sync, sweep };
constexpr std::size_t lane_count = 5;

/// Calls taken in advance and written down before the first of them is sent: after a crash all of
/// them count as sent, so that no crash loop can exceed a budget (sync.md R46). Times are of the
/// monotonic clock, which starts anew with the machine: see `RateLimit::restore`.
struct Lease {
    SteadyTime until;  ///< no call of it is sent later
    int calls = 0;
};

/// The request budget as sliding windows over the log of our own sends (sync.md R46): every budget
/// holds at once, whichever is tighter for the moment. Fixed buckets would undercount, for the PMS
/// anchors its window at the first request of a burst. The most urgent waiting lane is served
/// first, first come first served within a lane, and each lane may fill less of a budget than the
/// more urgent ones (sync.md R47): a first sync never leaves a staff write without a call. Who has
/// waited 30 s is served as one lane more urgent, with its share, and so on; but only one call in
/// 30 s is served like a staff write that is none, so that a staff write waits for one at most.
class RateLimit {
  public:
    /// Every budget has at least one call and a positive window. `clock` outlives the rate limit.
    RateLimit(std::vector<CallBudget> budgets, Clock& clock);
    ~RateLimit();
    RateLimit(const RateLimit&) = delete;
    RateLimit& operator=(const RateLimit&) = delete;

    /// Writes a lease down, before any call of it is sent; false when it could not be written, and
    /// then nothing is sent for now. Without it nothing is written down.
    std::function<bool(const Lease&)> keep_lease{};
    /// The leases former runs wrote down, spent or not, in the order in which they were taken: all
    /// their calls count as sent, once, at `counted_at` or when the next lease was taken, for then
    /// the one before was spent or its rest given up. So at a restart only the last lease counts as
    /// sent just now. Called before the first `acquire`.
    void restore(std::span<const Lease> leases);
    /// When the calls of a lease from storage count as sent: never before they were. Once every
    /// budget's window has passed since then, the lease may be forgotten.
    static SteadyTime counted_at(const Lease& lease, SteadyTime now);

    /// Suspends until a call may be sent, counts it as sent, and returns when that is: now. Any
    /// number of callers may wait. Cancellation: any time; nothing is then counted and the next one
    /// waiting moves up.
    asio::awaitable<SteadyTime> acquire(Lane lane);
    /// The PMS said 429: nothing is sent for `retry_after`, or for a growing time when it named
    /// none. The budget with the shortest window is from now on used only as far as it got this
    /// time (at least 10 calls), and a tenth of it more after every 10 minutes without a 429.
    void throttled(std::optional<Duration> retry_after);
    /// Calls in the window of budget `index`, now.
    int used(std::size_t index) const;
    /// How many of budget `index`'s calls may be used when `lane` sends its next; at least one.
    /// Less than the budget's own number for a time after a 429.
    int share(std::size_t index, Lane lane) const;
    const std::vector<CallBudget>& budgets() const { return budgets_; }
    /// Calls sent since the start by who asked for them in `lane`.
    std::uint64_t sent(Lane lane) const { return sent_[static_cast<std::size_t>(lane)]; }

  private:
    class Queue;
    struct Waiter;
    /// What a 429 taught about the shortest budget.
    struct Learned {
        int calls;
        SteadyTime at;
    };

    Waiter* first_waiter(SteadyTime now) const;
    Lane served_as(const Waiter& waiter, SteadyTime now) const;
    bool may_pass_staff(SteadyTime now) const;
    SteadyTime earliest_send(Lane lane, SteadyTime now) const;
    SteadyTime next_change(SteadyTime now) const;
    SteadyTime room_from(std::size_t index, int allowed) const;
    SteadyTime sweeps_from(SteadyTime now) const;
    int calls_allowed(std::size_t index, SteadyTime now) const;
    bool covered_by_lease(SteadyTime now);
    void count_as_sent(const Waiter& waiter, SteadyTime now);
    void learn_from_refusal(SteadyTime now);
    void forget_old_sends(SteadyTime now);

    std::vector<CallBudget> budgets_;
    Clock& clock_;
    std::optional<std::size_t> shortest_;  ///< index of the budget with the shortest window
    std::deque<SteadyTime> sends_;         ///< newest last; as long as the longest window holds
    std::array<std::uint64_t, lane_count> sent_{};
    SteadyTime paused_until_{};
    int unnamed_pauses_ = 0;  ///< in a row
    std::optional<Learned> learned_;
    SteadyTime served_like_staff_{};  ///< the last call that aged to it
    Lease lease_{};                   ///< under way: `calls` are those left
    int lease_calls_ = 0;             ///< how many the present one was to have
    SteadyTime next_lease_{};         ///< not before, after one could not be written down
    std::shared_ptr<Queue> queue_;
};

}  // namespace stayd::mews
