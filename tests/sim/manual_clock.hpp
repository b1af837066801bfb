#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "base/clock.hpp"

namespace stayd::sim {

/// A clock that stands still until it is told to go on, and then jumps to the next sleeper: hours
/// pass in milliseconds, and the same run gives the same order. For one thread. It must outlive
/// whoever can still call `sleep_for`; sleepers that are left when it dies are destroyed without
/// being woken.
///
/// The usual loop, with `poll` because suspended coroutines keep `run` from returning:
///
///     do {
///         io.restart();
///         io.poll();
///     } while (clock.advance_to_next());
class ManualClock final : public Clock {
  public:
    ManualClock(asio::io_context& io, UtcTime utc_now);
    ~ManualClock() override;
    ManualClock(const ManualClock&) = delete;
    ManualClock& operator=(const ManualClock&) = delete;

    UtcTime utc_now() const override {
        return UtcTime{steady_now_.time_since_epoch()} + utc_offset_;
    }
    SteadyTime steady_now() const override { return steady_now_; }
    /// A duration of zero or less lets everything that is ready run first, as a timer would.
    asio::awaitable<void> sleep_for(Duration duration) override;

    /// Jumps to the earliest sleeper's instant and makes all who sleep until then ready, in the
    /// order in which they went to sleep. Runs nothing itself. False, and no time passes, when
    /// nobody sleeps.
    bool advance_to_next();
    /// Lets `duration` pass: runs what is ready, then goes from sleeper to sleeper, running what
    /// each one sets off, and ends at the last instant with nothing ready. Not from within a
    /// handler of the io_context.
    void advance(Duration duration);
    /// Sets the world's clock alone, forward or back, as a person or a time server would; no
    /// sleeper notices.
    void set_utc(UtcTime now) { utc_offset_ = now - UtcTime{steady_now_.time_since_epoch()}; }

    std::size_t sleeper_count() const { return sleepers_.size(); }

  private:
    class Sleeper;
    template <class Handler>
    class SleeperOf;
    /// Ordered by the instant of waking, then by the order of going to sleep.
    using Key = std::pair<SteadyTime, std::uint64_t>;

    template <class Handler>
    void add(Duration duration, Handler handler);
    void cancel(Key key);
    void run_ready();

    asio::io_context& io_;
    SteadyTime steady_now_{std::chrono::hours{1}};
    Duration utc_offset_;
    std::map<Key, std::unique_ptr<Sleeper>> sleepers_;
    std::uint64_t slept_ = 0;
};

}  // namespace stayd::sim
