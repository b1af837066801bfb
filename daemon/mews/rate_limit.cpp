#include "mews/rate_limit.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <list>
#include <ranges>

#include "base/invariant.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;

constexpr Duration first_pause = 5s;
constexpr Duration longest_unnamed_pause = 5min;
/// A mistaken header must not silence the box for days.
constexpr Duration longest_named_pause = 1h;
/// A 429 this long after the last pause begins a new row of pauses.
constexpr Duration calm = 2min;

/// Who has waited so long is served as one lane more urgent.
constexpr Duration ageing = 30s;
constexpr Duration lease_validity = 2min;
constexpr int longest_lease = 20;
/// After a lease could not be written down.
constexpr Duration lease_pause = 5s;
constexpr int least_learned = 10;
constexpr Duration recovery = 10min;

/// Percent of every budget that may be full when the lane sends its next call.
int percent(Lane lane) {
    switch (lane) {
        case Lane::staff_write:
            return 100;
        case Lane::event_fetch:
            return 80;
        case Lane::delta_poll:
            return 70;
        case Lane::first_sync:
            return 60;
        case Lane::sweep:
            return 30;
    }
    return 100;
}

}  // namespace

/// Who waits, in the order they came. Only the first to be served watches the clock: no other could
/// go before it, for its lane is the most urgent and its share the largest. The others wait to
/// become first. Shared, because coroutines that are destroyed unfinished may outlive the rate
/// limit.
class RateLimit::Queue {
  public:
    explicit Queue(RateLimit& owner) : limit(&owner) {}

    RateLimit* limit;  ///< null once it is gone
    std::list<Waiter*> waiters;

    void remove(Waiter& waiter);
};

/// A place in the queue for as long as it lives.
struct RateLimit::Waiter {
    Waiter(std::shared_ptr<Queue> place, Lane wanted, SteadyTime now,
           const asio::any_io_executor& executor)
        : queue(std::move(place)),
          lane(wanted),
          since(now),
          moved_up(executor, asio::steady_timer::time_point::max()) {
        queue->waiters.push_back(this);
    }
    ~Waiter() { queue->remove(*this); }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    std::shared_ptr<Queue> queue;
    Lane lane;
    SteadyTime since;
    asio::steady_timer moved_up;  ///< never expires; cancelling it is the message
};

void RateLimit::Queue::remove(Waiter& waiter) {
    waiters.remove(&waiter);
    if (limit == nullptr || waiters.empty()) return;
    limit->first_waiter(limit->clock_.steady_now())->moved_up.cancel();
}

RateLimit::RateLimit(std::vector<CallBudget> budgets, Clock& clock)
    : budgets_(std::move(budgets)), clock_(clock), queue_(std::make_shared<Queue>(*this)) {
    for (std::size_t i = 0; i < budgets_.size(); ++i) {
        invariant(budgets_[i].calls > 0 && budgets_[i].window > Duration::zero(),
                  "a call budget is positive");
        if (!shortest_ || budgets_[i].window < budgets_[*shortest_].window) shortest_ = i;
    }
}

RateLimit::~RateLimit() {
    queue_->limit = nullptr;
}

/// Proof that no call counts as older than it is, the steady clock being 0 at the boot. A lease
/// runs out `lease_validity` after it is taken, so one of this boot has `until` ≤ now + validity,
/// and its calls were sent by min(until, now). The calls of an earlier boot were sent by 0; a lease
/// that is ahead of now + validity is of one, and of any other min(until, now) ≥ 0 holds, whatever
/// its boot. Counting a call as younger than it is only delays the next.
SteadyTime RateLimit::counted_at(const Lease& lease, SteadyTime now) {
    if (lease.until > now + lease_validity) return SteadyTime{};
    return std::clamp(lease.until, SteadyTime{}, now);
}

void RateLimit::restore(std::span<const Lease> leases) {
    const SteadyTime now = clock_.steady_now();
    SteadyTime next_taken = now;
    for (const Lease& lease : leases | std::views::reverse) {
        const SteadyTime sent = std::min(counted_at(lease, now), next_taken);
        sends_.insert(sends_.end(), static_cast<std::size_t>(lease.calls), sent);
        // A lease of this boot has only such of this boot behind it; of an earlier boot any instant
        // from 0 on is late enough.
        next_taken = std::clamp(lease.until - lease_validity, SteadyTime{}, now);
    }
    std::ranges::sort(sends_);
    forget_old_sends(now);
}

asio::awaitable<SteadyTime> RateLimit::acquire(Lane lane) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    Waiter waiter{queue_, lane, clock_.steady_now(), executor};
    while (true) {
        const SteadyTime now = clock_.steady_now();
        if (Waiter* const first = first_waiter(now); first != &waiter) {
            first->moved_up.cancel();  // It may have passed us by its age.
            boost::system::error_code
                ended;  // Always "aborted": by our message or by cancellation.
            auto move_up =
                waiter.moved_up.async_wait(asio::redirect_error(asio::use_awaitable, ended));
            co_await std::move(move_up);
            const auto cancellation = co_await asio::this_coro::cancellation_state;
            if (cancellation.cancelled() != asio::cancellation_type::none) {
                throw boost::system::system_error(asio::error::operation_aborted);
            }
            continue;
        }
        SteadyTime turn = earliest_send(served_as(waiter, now), now);
        if (turn <= now) {
            if (covered_by_lease(now)) {
                count_as_sent(waiter, now);
                co_return now;
            }
            turn = next_lease_;
        }
        auto sleep = clock_.sleep_for(std::min(turn, next_change(now)) - now);
        co_await std::move(sleep);
    }
}

void RateLimit::throttled(std::optional<Duration> retry_after) {
    const SteadyTime now = clock_.steady_now();
    learn_from_refusal(now);
    if (retry_after && *retry_after > Duration::zero()) {
        paused_until_ = std::max(paused_until_, now + std::min(*retry_after, longest_named_pause));
        return;
    }
    if (now < paused_until_) return;  // The rest of the burst that the pause is already about.
    if (now - paused_until_ > calm) unnamed_pauses_ = 0;
    const Duration pause = first_pause * (1 << std::min(unnamed_pauses_, 10));
    ++unnamed_pauses_;
    paused_until_ = now + std::min(pause, longest_unnamed_pause);
}

/// Below what was sent when the refusal came: the refused call is one of those. The answers to
/// calls that were under way with it come during the pause and teach nothing more.
void RateLimit::learn_from_refusal(SteadyTime now) {
    if (!shortest_ || now < paused_until_) return;
    const int allowed = calls_allowed(*shortest_, now);
    const int least = std::min(least_learned, allowed);
    learned_ = Learned{std::clamp(used(*shortest_) - 1, least, allowed), now};
}

int RateLimit::used(std::size_t index) const {
    const SteadyTime begin = clock_.steady_now() - budgets_.at(index).window;
    const auto first = std::ranges::upper_bound(sends_, begin);
    return static_cast<int>(sends_.end() - first);
}

int RateLimit::share(std::size_t index, Lane lane) const {
    const auto calls = static_cast<std::int64_t>(calls_allowed(index, clock_.steady_now()));
    return static_cast<int>(std::max<std::int64_t>(1, calls * percent(lane) / 100));
}

int RateLimit::calls_allowed(std::size_t index, SteadyTime now) const {
    const std::int64_t announced = budgets_.at(index).calls;
    if (!learned_ || index != shortest_) return static_cast<int>(announced);
    const auto recovered =
        (now - learned_->at) / recovery * std::max<std::int64_t>(1, announced / 10);
    return static_cast<int>(std::min(announced, learned_->calls + recovered));
}

/// Of those served in the same lane, who came first.
RateLimit::Waiter* RateLimit::first_waiter(SteadyTime now) const {
    Waiter* first = queue_->waiters.front();
    Lane lane = served_as(*first, now);
    for (Waiter* const waiter : queue_->waiters) {
        if (lane == Lane::staff_write) break;
        if (const Lane other = served_as(*waiter, now); other < lane) {
            first = waiter;
            lane = other;
        }
    }
    return first;
}

Lane RateLimit::served_as(const Waiter& waiter, SteadyTime now) const {
    if (waiter.lane == Lane::sweep && sweeps_from(now) > now) return Lane::sweep;
    const auto lane = static_cast<std::int64_t>(waiter.lane) - (now - waiter.since) / ageing;
    if (lane > 0) return static_cast<Lane>(lane);
    return waiter.lane == Lane::staff_write || may_pass_staff(now) ? Lane::staff_write
                                                                   : Lane::event_fetch;
}

/// Whether a call that aged may go like a staff write: one in `ageing`, and none when a staff write
/// waits that has waited for one already.
bool RateLimit::may_pass_staff(SteadyTime now) const {
    if (now < served_like_staff_ + ageing) return false;
    const auto staff = std::ranges::find(queue_->waiters, Lane::staff_write, &Waiter::lane);
    return staff == queue_->waiters.end() || (*staff)->since > served_like_staff_;
}

/// The first instant at which the lane's share of every budget has room, if nobody else sends.
SteadyTime RateLimit::earliest_send(Lane lane, SteadyTime now) const {
    SteadyTime earliest = std::max(paused_until_, now);
    for (std::size_t i = 0; i < budgets_.size(); ++i) {
        earliest = std::max(earliest, room_from(i, share(i, lane)));
    }
    return earliest;
}

/// The first instant at which the budget's window holds less than `allowed` calls.
SteadyTime RateLimit::room_from(std::size_t index, int allowed) const {
    const auto size = static_cast<std::size_t>(allowed);
    if (sends_.size() < size) return SteadyTime::min();
    return sends_[sends_.size() - size] + budgets_[index].window;
}

/// The first instant at which less than half of the shortest budget is used.
SteadyTime RateLimit::sweeps_from(SteadyTime now) const {
    if (!shortest_) return SteadyTime::min();
    return room_from(*shortest_, (calls_allowed(*shortest_, now) + 1) / 2);
}

/// The first instant at which the order of those who wait, or what they may use, changes by itself.
SteadyTime RateLimit::next_change(SteadyTime now) const {
    SteadyTime next = SteadyTime::max();
    const auto consider = [&](SteadyTime change) {
        if (change > now) next = std::min(next, change);
    };
    for (const Waiter* waiter : queue_->waiters) {
        const auto aged = (now - waiter->since) / ageing;
        if (aged < static_cast<std::int64_t>(waiter->lane)) {
            consider(waiter->since + ageing * (aged + 1));
        }
        if (waiter->lane == Lane::sweep) consider(sweeps_from(now));
    }
    consider(served_like_staff_ + ageing);
    if (learned_) consider(learned_->at + recovery * ((now - learned_->at) / recovery + 1));
    return next;
}

/// Takes a new lease when the present one is spent or has run out. The first of a run is for one
/// call, so that a crash loop loses few; each that is spent doubles the next, each that runs out
/// halves it.
bool RateLimit::covered_by_lease(SteadyTime now) {
    if (!keep_lease || (lease_.calls > 0 && now < lease_.until)) return true;
    if (now < next_lease_) return false;
    const int wanted = lease_.calls > 0 ? std::max(1, lease_calls_ / 2)
                                        : std::clamp(lease_calls_ * 2, 1, longest_lease);
    Lease next{.until = now + lease_validity, .calls = wanted};
    for (std::size_t i = 0; i < budgets_.size(); ++i) {
        next.calls = std::min(next.calls, calls_allowed(i, now) - used(i));
    }
    if (!keep_lease(next)) {
        next_lease_ = now + lease_pause;
        return false;
    }
    lease_ = next;
    lease_calls_ = wanted;
    return true;
}

void RateLimit::count_as_sent(const Waiter& waiter, SteadyTime now) {
    if (waiter.lane != Lane::staff_write && served_as(waiter, now) == Lane::staff_write) {
        served_like_staff_ = now;
    }
    forget_old_sends(now);
    sends_.push_back(now);
    ++sent_[static_cast<std::size_t>(waiter.lane)];
    if (lease_.calls > 0) --lease_.calls;
}

void RateLimit::forget_old_sends(SteadyTime now) {
    Duration longest{0};
    for (const auto& budget : budgets_) longest = std::max(longest, budget.window);
    while (!sends_.empty() && sends_.front() + longest <= now) sends_.pop_front();
}

}  // namespace stayd::mews
