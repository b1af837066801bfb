#include "sim/manual_clock.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <optional>
#include <string>
#include <vector>

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

constexpr UtcTime september{Duration{1'442'480'400'000}};

struct ManualClockTest : testing::Test {
    asio::io_context io;
    ManualClock clock{io, september};
    std::vector<std::string> trace;

    asio::awaitable<void> sleep(std::string name, Duration duration, int times = 1) {
        for (int i = 0; i < times; ++i) {
            auto nap = clock.sleep_for(duration);
            co_await std::move(nap);
            trace.push_back(name + "@" + std::to_string((clock.utc_now() - september).count()));
        }
    }
    void spawn(asio::awaitable<void> task) { asio::co_spawn(io, std::move(task), asio::detached); }
    void poll() {
        io.restart();
        io.poll();
    }
};
using Trace = std::vector<std::string>;

TEST_F(ManualClockTest, StandsStillUntilToldToGoOn) {
    spawn(sleep("a", 1ms));
    poll();
    EXPECT_EQ(clock.utc_now(), september);
    EXPECT_EQ(clock.sleeper_count(), 1u);
    EXPECT_EQ(trace, Trace{});
}

TEST_F(ManualClockTest, JumpsToTheNextSleeperAndNoFurther) {
    spawn(sleep("hour", 1h));
    spawn(sleep("day", 24h));
    poll();
    const SteadyTime before = clock.steady_now();
    EXPECT_TRUE(clock.advance_to_next());
    EXPECT_EQ(clock.steady_now(), before + 1h);
    EXPECT_EQ(clock.utc_now(), september + 1h);
    poll();
    EXPECT_EQ(trace, Trace{"hour@3600000"});
}

TEST_F(ManualClockTest, LetsNoTimePassWhenNobodySleeps) {
    EXPECT_FALSE(clock.advance_to_next());
    EXPECT_EQ(clock.utc_now(), september);
}

TEST_F(ManualClockTest, WakesSleepersOfOneInstantInTheOrderTheySlept) {
    spawn(sleep("first", 20ms));
    poll();
    clock.advance(10ms);
    spawn(sleep("second", 10ms));
    spawn(sleep("third", 10ms));
    spawn(sleep("earlier", 5ms));
    clock.advance(10ms);
    EXPECT_EQ(trace, (Trace{"earlier@15", "first@20", "second@20", "third@20"}));
}

TEST_F(ManualClockTest, AdvanceRunsWhatEachSleeperSetsOff) {
    spawn(sleep("tick", 10ms, 5));
    clock.advance(35ms);
    EXPECT_EQ(trace, (Trace{"tick@10", "tick@20", "tick@30"}));
    EXPECT_EQ(clock.utc_now(), september + 35ms);
    clock.advance(5ms);
    EXPECT_EQ(trace.back(), "tick@40");
}

TEST_F(ManualClockTest, ASleepOfNothingEndsWithoutTimePassing) {
    spawn(sleep("zero", 0ms));
    spawn(sleep("negative", -5ms));
    poll();
    EXPECT_EQ(trace, (Trace{"zero@0", "negative@0"}));
}

TEST_F(ManualClockTest, ACancelledSleepEndsAtOnceAndIsForgotten) {
    asio::cancellation_signal stop;
    std::exception_ptr end;
    auto keep_end = [&](std::exception_ptr thrown) { end = thrown; };
    asio::co_spawn(io, sleep("never", 1h), asio::bind_cancellation_slot(stop.slot(), keep_end));
    poll();
    stop.emit(asio::cancellation_type::terminal);
    poll();
    EXPECT_EQ(clock.sleeper_count(), 0u);
    ASSERT_TRUE(end);
    try {
        std::rethrow_exception(end);
    } catch (const boost::system::system_error& error) {
        EXPECT_EQ(error.code(), asio::error::operation_aborted);
    }
    EXPECT_EQ(clock.utc_now(), september);
    EXPECT_EQ(trace, Trace{});
}

TEST_F(ManualClockTest, ACancellationAfterTheWakingChangesNothing) {
    asio::cancellation_signal stop;
    std::optional<bool> failed;
    auto keep_end = [&](std::exception_ptr thrown) { failed = thrown != nullptr; };
    asio::co_spawn(io, sleep("woken", 1h), asio::bind_cancellation_slot(stop.slot(), keep_end));
    spawn(sleep("other", 2h));
    poll();
    clock.advance_to_next();
    stop.emit(asio::cancellation_type::terminal);
    EXPECT_EQ(clock.sleeper_count(), 1u);
    poll();
    EXPECT_EQ(failed, false);
    EXPECT_EQ(trace, Trace{"woken@3600000"});
}

TEST_F(ManualClockTest, TheLoserOfARaceSleepsNoMore) {
    auto race = [this]() -> asio::awaitable<void> {
        using namespace asio::experimental::awaitable_operators;
        auto both = sleep("short", 1s) || sleep("long", 1h);
        co_await std::move(both);
        trace.push_back("raced");
    };
    asio::co_spawn(io, race, asio::detached);
    clock.advance(1s);
    EXPECT_EQ(trace, (Trace{"short@1000", "raced"}));
    EXPECT_EQ(clock.sleeper_count(), 0u);
}

TEST_F(ManualClockTest, TheWorldsClockCanBeSetWithoutASleeperNoticing) {
    spawn(sleep("a", 1h));
    poll();
    const SteadyTime before = clock.steady_now();
    clock.set_utc(september - 24h);
    EXPECT_EQ(clock.utc_now(), september - 24h);
    EXPECT_EQ(clock.steady_now(), before);
    clock.advance(1h);
    EXPECT_EQ(clock.utc_now(), september - 23h);
    EXPECT_EQ(trace.size(), 1u);
}

TEST(ManualClock, MayDieBeforeItsSleepers) {
    asio::io_context io;
    asio::cancellation_signal stop;
    auto sleeper = [](Clock* clock) -> asio::awaitable<void> {
        auto nap = clock->sleep_for(1h);
        co_await std::move(nap);
    };
    bool ended = false;
    {
        ManualClock clock{io, september};
        auto keep_end = [&](std::exception_ptr) { ended = true; };
        asio::co_spawn(io, sleeper(&clock), asio::bind_cancellation_slot(stop.slot(), keep_end));
        io.poll();
    }
    stop.emit(asio::cancellation_type::terminal);
    io.restart();
    io.poll();
    EXPECT_FALSE(ended);
}

}  // namespace
}  // namespace stayd::sim
