#include "mews/rate_limit.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <string>

#include "sim/manual_clock.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;

/// Callers of one rate limit in virtual time. `sent` tells when each was served: "name@seconds".
struct RateLimitTest : testing::Test {
    asio::io_context io;
    sim::ManualClock clock{io, UtcTime{Duration{1'442'480'400'000}}};
    SteadyTime begin = clock.steady_now();
    std::vector<std::string> sent;

    asio::awaitable<void> send(RateLimit* limit, Lane lane, std::string name) {
        auto permission = limit->acquire(lane);
        co_await std::move(permission);
        const auto seconds = std::chrono::floor<std::chrono::seconds>(clock.steady_now() - begin);
        sent.push_back(name + "@" + std::to_string(seconds.count()));
    }
    void start(RateLimit& limit, Lane lane, const std::string& name, int times = 1) {
        for (int i = 0; i < times; ++i)
            asio::co_spawn(io, send(&limit, lane, name), asio::detached);
        clock.advance(0ms);
    }
    void start_cancellable(RateLimit& limit, Lane lane, asio::cancellation_signal& stop) {
        asio::co_spawn(io, send(&limit, lane, "cancelled"),
                       asio::bind_cancellation_slot(stop.slot(), asio::detached));
        clock.advance(0ms);
    }
};
using Sent = std::vector<std::string>;

struct BurstCase {
    std::string name;
    std::vector<CallBudget> budgets;
    int burst;                          ///< calls asked for at once, all staff writes
    std::vector<int> served_by_second;  ///< calls served at 0 s, 1 s, 2 s …
};

struct Bursts : testing::TestWithParam<BurstCase> {};

TEST_P(Bursts, AreServedAsFastAsEveryWindowAllows) {
    asio::io_context io;
    sim::ManualClock clock{io, UtcTime{}};
    RateLimit limit{GetParam().budgets, clock};
    int served = 0;
    auto send = [&]() -> asio::awaitable<void> {
        auto permission = limit.acquire(Lane::staff_write);
        co_await std::move(permission);
        ++served;
    };
    for (int i = 0; i < GetParam().burst; ++i) asio::co_spawn(io, send, asio::detached);
    std::vector<int> served_by_second;
    for (std::size_t second = 0; second < GetParam().served_by_second.size(); ++second) {
        clock.advance(second == 0 ? 0ms : 1000ms);
        served_by_second.push_back(served);
    }
    EXPECT_EQ(served_by_second, GetParam().served_by_second);
}

INSTANTIATE_TEST_SUITE_P(, Bursts,
                         testing::Values(BurstCase{"no_budget", {}, 5, {5}},                      //
                                         BurstCase{"within", {{5, 3s}}, 5, {5, 5}},               //
                                         BurstCase{"over", {{2, 3s}}, 5, {2, 2, 2, 4, 4, 4, 5}},  //
                                         BurstCase{"one_call", {{1, 2s}}, 3, {1, 1, 2, 2, 3}},    //
                                         BurstCase{"long_window_tighter_later",
                                                   {{2, 1s}, {3, 4s}},
                                                   6,  //
                                                   {2, 3, 3, 3, 5, 6}},
                                         BurstCase{"order_of_budgets_is_indifferent",
                                                   {{3, 4s}, {2, 1s}},
                                                   6,  //
                                                   {2, 3, 3, 3, 5, 6}}),
                         [](const auto& row) { return row.param.name; });

TEST_F(RateLimitTest, TheWindowSlidesWithTheSends) {
    RateLimit limit{{{2, 10s}}, clock};
    start(limit, Lane::staff_write, "a");
    clock.advance(6s);
    start(limit, Lane::staff_write, "b");
    start(limit, Lane::staff_write, "c", 2);
    clock.advance(1min);
    EXPECT_EQ(sent, (Sent{"a@0", "b@6", "c@10", "c@16"}));
}

TEST_F(RateLimitTest, CountsWhatTheWindowHolds) {
    RateLimit limit{{{5, 10s}, {9, 60s}}, clock};
    start(limit, Lane::staff_write, "a", 3);
    clock.advance(9999ms);
    EXPECT_EQ(limit.used(0), 3);
    clock.advance(1ms);
    EXPECT_EQ(limit.used(0), 0);
    EXPECT_EQ(limit.used(1), 3);
    clock.advance(50s);
    EXPECT_EQ(limit.used(1), 0);
}

TEST_F(RateLimitTest, KeepsAShareOfEachBudgetForTheMoreUrgent) {
    RateLimit limit{{{10, 30s}}, clock};
    start(limit, Lane::first_sync, "first", 10);
    EXPECT_EQ(sent.size(), 6u);
    start(limit, Lane::delta_poll, "delta", 10);
    EXPECT_EQ(sent.size(), 7u);
    start(limit, Lane::event_fetch, "event", 10);
    EXPECT_EQ(sent.size(), 8u);
    start(limit, Lane::staff_write, "staff", 10);
    EXPECT_EQ(sent, (Sent{"first@0", "first@0", "first@0", "first@0", "first@0", "first@0",
                          "delta@0", "event@0", "staff@0", "staff@0"}));
    EXPECT_EQ(limit.used(0), 10);
}

TEST_F(RateLimitTest, EveryLaneMaySendWithTheSmallestBudget) {
    RateLimit limit{{{1, 10s}}, clock};
    start(limit, Lane::first_sync, "first");
    EXPECT_EQ(sent, Sent{"first@0"});
    EXPECT_EQ(limit.share(0, Lane::first_sync), 1);
}

TEST_F(RateLimitTest, AWaitingStaffWriteGoesFirstThenTheOtherLanesByUrgency) {
    RateLimit limit{{{1, 10s}}, clock};
    start(limit, Lane::first_sync, "first", 2);
    start(limit, Lane::delta_poll, "delta");
    start(limit, Lane::event_fetch, "event");
    clock.advance(1s);
    start(limit, Lane::staff_write, "staff");
    clock.advance(1min);
    EXPECT_EQ(sent, (Sent{"first@0", "staff@10", "event@20", "delta@30", "first@40"}));
}

TEST_F(RateLimitTest, AStaffWriteThatComesWhileAnotherLaneSleepsNeedNotWaitForIt) {
    RateLimit limit{{{10, 30s}}, clock};
    start(limit, Lane::first_sync, "first", 7);
    clock.advance(1s);
    start(limit, Lane::staff_write, "staff");
    clock.advance(1min);
    EXPECT_EQ(sent[6], "staff@1");
    EXPECT_EQ(sent[7], "first@30");
}

TEST_F(RateLimitTest, ServesEqualsInTheOrderTheyCame) {
    RateLimit limit{{{1, 1s}}, clock};
    for (const char* name : {"a", "b", "c", "d"}) start(limit, Lane::delta_poll, name);
    clock.advance(10s);
    EXPECT_EQ(sent, (Sent{"a@0", "b@1", "c@2", "d@3"}));
}

TEST_F(RateLimitTest, ACancelledWaiterIsNotCountedAndTheNextMovesUp) {
    RateLimit limit{{{1, 10s}}, clock};
    start(limit, Lane::delta_poll, "a");
    asio::cancellation_signal stop_first;
    asio::cancellation_signal stop_second;
    start_cancellable(limit, Lane::delta_poll, stop_first);
    start_cancellable(limit, Lane::delta_poll, stop_second);
    start(limit, Lane::delta_poll, "b");
    clock.advance(5s);
    stop_second.emit(asio::cancellation_type::terminal);  // One that waits to become first …
    clock.advance(0ms);
    stop_first.emit(asio::cancellation_type::terminal);  // … and the one that watches the clock.
    clock.advance(20s);
    EXPECT_EQ(sent, (Sent{"a@0", "b@10"}));
    EXPECT_EQ(clock.sleeper_count(), 0u);
}

TEST_F(RateLimitTest, AThrottlingStopsEveryLaneForTheTimeItNames) {
    RateLimit limit{{{100, 30s}}, clock};
    limit.throttled(7s);
    start(limit, Lane::staff_write, "staff");
    start(limit, Lane::delta_poll, "delta");
    clock.advance(1min);
    EXPECT_EQ(sent, (Sent{"staff@7", "delta@7"}));
}

TEST_F(RateLimitTest, AThrottlingReachesThoseWhoAlreadyWait) {
    RateLimit limit{{{1, 10s}}, clock};
    start(limit, Lane::staff_write, "a", 2);
    clock.advance(5s);
    limit.throttled(20s);
    clock.advance(1min);
    EXPECT_EQ(sent, (Sent{"a@0", "a@25"}));
}

TEST_F(RateLimitTest, AShorterNameDoesNotEndALongerPause) {
    RateLimit limit{{}, clock};
    limit.throttled(20s);
    limit.throttled(2s);
    limit.throttled(std::nullopt);
    start(limit, Lane::staff_write, "a");
    clock.advance(1min);
    EXPECT_EQ(sent, Sent{"a@20"});
}

TEST_F(RateLimitTest, UnnamedPausesGrowToFiveMinutesAndStartAnewAfterACalm) {
    RateLimit limit{{}, clock};
    std::vector<int> pauses;
    const auto pause = [&] {
        limit.throttled(std::nullopt);
        const SteadyTime from = clock.steady_now();
        const std::size_t before = sent.size();
        start(limit, Lane::staff_write, "a");
        while (sent.size() == before) clock.advance(1s);
        pauses.push_back(static_cast<int>((clock.steady_now() - from) / 1s));
    };
    for (int i = 0; i < 8; ++i) pause();
    clock.advance(3min);
    pause();
    EXPECT_EQ(pauses, (std::vector{5, 10, 20, 40, 80, 160, 300, 300, 5}));
}

TEST_F(RateLimitTest, ABurstOfUnnamedRefusalsIsOnePause) {
    RateLimit limit{{}, clock};
    for (int i = 0; i < 5; ++i) limit.throttled(std::nullopt);
    start(limit, Lane::staff_write, "a");
    clock.advance(1min);
    EXPECT_EQ(sent, Sent{"a@5"});
}

TEST_F(RateLimitTest, ATimeNamedByMistakeIsCapped) {
    RateLimit limit{{}, clock};
    limit.throttled(std::chrono::days{3650});
    start(limit, Lane::staff_write, "a");
    clock.advance(2h);
    EXPECT_EQ(sent, Sent{"a@3600"});
}

TEST_F(RateLimitTest, NeverExceedsABudgetWhateverTheLanesDo) {
    RateLimit limit{{{7, 3s}, {20, 20s}}, clock};
    int worst_short = 0;
    int worst_long = 0;
    for (int step = 0; step < 600; ++step) {
        const auto lane = static_cast<Lane>(step * 7 % 4);
        if (step % 3 != 0) start(limit, lane, "x", step % 5);
        if (step % 97 == 0) limit.throttled(std::nullopt);
        clock.advance(Duration{step * 37 % 500});
        worst_short = std::max(worst_short, limit.used(0));
        worst_long = std::max(worst_long, limit.used(1));
    }
    EXPECT_EQ(worst_short, 7);
    EXPECT_EQ(worst_long, 20);
}

TEST_F(RateLimitTest, MayDieBeforeThoseWhoWait) {
    auto limit = std::make_unique<RateLimit>(std::vector<CallBudget>{{1, 10s}}, clock);
    start(*limit, Lane::staff_write, "a", 4);
    limit.reset();
    EXPECT_EQ(sent, Sent{"a@0"});
}

}  // namespace
}  // namespace stayd::mews
