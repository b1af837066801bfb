#include "sim/manual_clock.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/invariant.hpp"

namespace stayd::sim {

/// A suspended caller of `sleep_for`.
class ManualClock::Sleeper {
  public:
    virtual ~Sleeper() = default;
    /// Hands the result to the caller's executor; never runs the caller at once.
    virtual void wake(asio::io_context& io, boost::system::error_code result) = 0;
    /// Cuts the way from the caller's cancellation to the clock.
    virtual void disconnect() = 0;
};

template <class Handler>
class ManualClock::SleeperOf final : public Sleeper {
  public:
    explicit SleeperOf(Handler handler) : handler_(std::move(handler)) {}

    void wake(asio::io_context& io, boost::system::error_code result) override {
        const auto executor = asio::get_associated_executor(handler_, io.get_executor());
        asio::post(executor, [handler = std::move(handler_), result]() mutable {
            std::move(handler)(result);
        });
    }
    void disconnect() override {
        if (auto slot = asio::get_associated_cancellation_slot(handler_); slot.is_connected())
            slot.clear();
    }

  private:
    Handler handler_;
};

ManualClock::ManualClock(asio::io_context& io, UtcTime utc_now)
    : io_(io), utc_offset_(utc_now - UtcTime{steady_now_.time_since_epoch()}) {}

ManualClock::~ManualClock() {
    for (auto& [key, sleeper] : sleepers_) sleeper->disconnect();
    // A dying coroutine may own others that sleep here too: it must find an empty, living map.
    auto sleepers = std::move(sleepers_);
    sleepers_.clear();
}

asio::awaitable<void> ManualClock::sleep_for(Duration duration) {
    auto start = [this, duration](auto handler) { add(duration, std::move(handler)); };
    auto sleep =
        asio::async_initiate<const asio::use_awaitable_t<>, void(boost::system::error_code)>(
            std::move(start), asio::use_awaitable);
    co_await std::move(sleep);
}

template <class Handler>
void ManualClock::add(Duration duration, Handler handler) {
    const Key key{steady_now_ + duration, slept_++};
    auto slot = asio::get_associated_cancellation_slot(handler);
    auto sleeper = std::make_unique<SleeperOf<Handler>>(std::move(handler));
    if (duration <= Duration::zero()) return sleeper->wake(io_, {});
    sleepers_.emplace(key, std::move(sleeper));
    if (slot.is_connected()) {
        slot.assign([this, key](asio::cancellation_type type) {
            if (type != asio::cancellation_type::none) cancel(key);
        });
    }
}

void ManualClock::cancel(Key key) {
    const auto found = sleepers_.find(key);
    if (found == sleepers_.end())
        return;  // Already woken: the caller finds its cancellation at its next wait.
    const auto sleeper = std::move(found->second);
    sleepers_.erase(found);
    sleeper->wake(io_, asio::error::operation_aborted);
}

bool ManualClock::advance_to_next() {
    if (sleepers_.empty()) return false;
    steady_now_ = sleepers_.begin()->first.first;
    while (!sleepers_.empty() && sleepers_.begin()->first.first == steady_now_) {
        const auto sleeper = std::move(sleepers_.begin()->second);
        sleepers_.erase(sleepers_.begin());
        sleeper->wake(io_, {});
    }
    return true;
}

void ManualClock::advance(Duration duration) {
    invariant(duration >= Duration::zero(), "the steady clock never goes back");
    const SteadyTime end = steady_now_ + duration;
    run_ready();
    while (!sleepers_.empty() && sleepers_.begin()->first.first <= end) {
        advance_to_next();
        run_ready();
    }
    steady_now_ = end;
}

void ManualClock::run_ready() {
    io_.restart();
    io_.poll();
}

}  // namespace stayd::sim
