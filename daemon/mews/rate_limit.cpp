#include "mews/rate_limit.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <list>

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
    }
    return 100;
}

}  // namespace

/// Who waits, in the order of service. Only the first one watches the clock: no other could be
/// served before it, for its lane is the most urgent and its share the largest. The others wait to
/// become first. Shared, because coroutines that are destroyed unfinished may outlive the rate
/// limit.
class RateLimit::Queue {
  public:
    std::list<Waiter*> waiters;

    bool is_first(const Waiter& waiter) const { return waiters.front() == &waiter; }
    void add(Waiter& waiter);
    void remove(Waiter& waiter);
};

/// A place in the queue for as long as it lives.
struct RateLimit::Waiter {
    Waiter(std::shared_ptr<Queue> place, Lane wanted, const asio::any_io_executor& executor)
        : queue(std::move(place)),
          lane(wanted),
          moved_up(executor, asio::steady_timer::time_point::max()) {
        queue->add(*this);
    }
    ~Waiter() { queue->remove(*this); }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    std::shared_ptr<Queue> queue;
    Lane lane;
    asio::steady_timer moved_up;  ///< never expires; cancelling it is the message
};

void RateLimit::Queue::add(Waiter& waiter) {
    const auto less_urgent = [&](const Waiter* other) { return other->lane > waiter.lane; };
    waiters.insert(std::ranges::find_if(waiters, less_urgent), &waiter);
}

void RateLimit::Queue::remove(Waiter& waiter) {
    waiters.remove(&waiter);
    if (!waiters.empty()) waiters.front()->moved_up.cancel();
}

RateLimit::RateLimit(std::vector<CallBudget> budgets, Clock& clock)
    : budgets_(std::move(budgets)), clock_(clock), queue_(std::make_shared<Queue>()) {
    for (const auto& budget : budgets_) {
        invariant(budget.calls > 0 && budget.window > Duration::zero(),
                  "a call budget is positive");
    }
}

RateLimit::~RateLimit() = default;

asio::awaitable<void> RateLimit::acquire(Lane lane) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    Waiter waiter{queue_, lane, executor};
    while (true) {
        if (!queue_->is_first(waiter)) {
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
        const SteadyTime now = clock_.steady_now();
        const SteadyTime earliest = earliest_send(lane);
        if (earliest <= now) {
            forget_old_sends(now);
            sends_.push_back(now);
            co_return;
        }
        auto sleep = clock_.sleep_for(earliest - now);
        co_await std::move(sleep);
    }
}

void RateLimit::throttled(std::optional<Duration> retry_after) {
    const SteadyTime now = clock_.steady_now();
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

int RateLimit::used(std::size_t index) const {
    const SteadyTime begin = clock_.steady_now() - budgets_.at(index).window;
    const auto first = std::ranges::upper_bound(sends_, begin);
    return static_cast<int>(sends_.end() - first);
}

int RateLimit::share(std::size_t index, Lane lane) const {
    const auto calls = static_cast<std::int64_t>(budgets_.at(index).calls);
    return static_cast<int>(std::max<std::int64_t>(1, calls * percent(lane) / 100));
}

/// The first instant at which the lane's share of every budget has room, if nobody else sends.
SteadyTime RateLimit::earliest_send(Lane lane) const {
    SteadyTime earliest = paused_until_;
    for (std::size_t i = 0; i < budgets_.size(); ++i) {
        const auto allowed = static_cast<std::size_t>(share(i, lane));
        if (sends_.size() < allowed) continue;
        earliest = std::max(earliest, sends_[sends_.size() - allowed] + budgets_[i].window);
    }
    return earliest;
}

void RateLimit::forget_old_sends(SteadyTime now) {
    Duration longest{0};
    for (const auto& budget : budgets_) longest = std::max(longest, budget.window);
    while (!sends_.empty() && sends_.front() + longest <= now) sends_.pop_front();
}

}  // namespace stayd::mews
