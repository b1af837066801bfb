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
        const auto lane = static_cast<Lane>(step / 3 % 5);
        if (step % 3 != 0) start(limit, lane, "x", step % 5);
        if (step % 97 == 0) limit.throttled(std::nullopt);
        clock.advance(Duration{step * 37 % 500});
        worst_short = std::max(worst_short, limit.used(0));
        worst_long = std::max(worst_long, limit.used(1));
    }
    EXPECT_EQ(worst_short, 7);
    EXPECT_EQ(worst_long, 20);
}

TEST_F(RateLimitTest, TheOrderAmongThoseWhoWaitChangesWithTheirAge) {
    RateLimit limit{{{1, 10s}}, clock};
    start(limit, Lane::event_fetch, "event");
    clock.advance(1s);
    start(limit, Lane::first_sync, "first");
    clock.advance(4s);
    for (int i = 0; i < 9; ++i) {  // One event every 10 s takes every call there is.
        start(limit, Lane::event_fetch, "event");
        clock.advance(10s);
    }
    EXPECT_EQ(sent, (Sent{"event@0", "event@10", "event@20", "event@30", "event@40", "event@50",
                          "event@60", "first@70", "event@80", "event@90"}));
}

TEST_F(RateLimitTest, WhoWaitsAgesToTheShareOfTheMoreUrgentLanes) {
    RateLimit limit{{{10, 10min}}, clock};
    start(limit, Lane::first_sync, "first", 12);
    clock.advance(5min);
    EXPECT_EQ(std::vector(sent.begin() + 6, sent.end()),
              (Sent{"first@30", "first@60", "first@90", "first@120"}));
}

TEST_F(RateLimitTest, AStaffWriteWaitsForOneAgedCallAtMost) {
    RateLimit limit{{{1, 40s}}, clock};
    start(limit, Lane::staff_write, "a");
    start(limit, Lane::first_sync, "first", 3);
    clock.advance(110s);
    start(limit, Lane::staff_write, "staff", 3);
    clock.advance(5min);
    EXPECT_EQ(sent, (Sent{"a@0", "first@40", "first@80", "first@120", "staff@160", "staff@200",
                          "staff@240"}));
}

TEST_F(RateLimitTest, AStaffWriteThatLetOneAgedCallPassLetsNoSecondOne) {
    RateLimit limit{{{1, 40s}}, clock};
    start(limit, Lane::staff_write, "a");
    start(limit, Lane::first_sync, "first", 5);
    clock.advance(110s);
    start(limit, Lane::staff_write, "staff", 2);
    clock.advance(5min);
    EXPECT_EQ(sent, (Sent{"a@0", "first@40", "first@80", "first@120", "staff@160", "staff@200",
                          "first@240", "first@280"}));
}

TEST_F(RateLimitTest, ManyAgedCallsLeaveStaffTheirShare) {
    RateLimit limit{{{100, 10min}}, clock};
    start(limit, Lane::first_sync, "first", 200);
    clock.advance(3min);
    EXPECT_EQ(limit.used(0), 84);  // Up to 80 as events, and one like staff at 90, 120, 150, 180 s.
    start(limit, Lane::staff_write, "staff", 16);
    EXPECT_EQ(limit.used(0), 100);
    EXPECT_EQ(sent.back(), "staff@180");
}

TEST_F(RateLimitTest, ASweepUsesLittle) {
    RateLimit limit{{{10, 30s}}, clock};
    start(limit, Lane::sweep, "sweep", 10);
    clock.advance(2min);
    EXPECT_EQ(sent, (Sent{"sweep@0", "sweep@0", "sweep@0",                             //
                          "sweep@30", "sweep@30", "sweep@30", "sweep@30", "sweep@30",  // aged
                          "sweep@60", "sweep@60"}));
}

TEST_F(RateLimitTest, AnAgedSweepWaitsUntilHalfOfTheShortestWindowIsFreeAndHoldsUpNobody) {
    RateLimit limit{{{30, 10min}, {10, 30s}}, clock};
    start(limit, Lane::staff_write, "a", 9);
    clock.advance(1s);
    start(limit, Lane::sweep, "sweep");  // The long window lets no sweep go for ten minutes.
    clock.advance(29s);
    start(limit, Lane::staff_write, "b", 5);
    clock.advance(5s);
    start(limit, Lane::first_sync, "first");
    clock.advance(1min);
    EXPECT_EQ(std::vector(sent.begin() + 14, sent.end()), (Sent{"first@35", "sweep@60"}));
}

TEST_F(RateLimitTest, ALoneFirstSyncGetsItsCallsAtOnce) {
    RateLimit limit{{{160, 30s}, {500, 15min}}, clock};
    start(limit, Lane::first_sync, "first", 300);
    EXPECT_EQ(sent.size(), 96u);
    clock.advance(30s);
    clock.advance(30s);
    clock.advance(30s);
    EXPECT_GE(sent.size(), 300u);
}

struct RefusalCase {
    std::string name;
    CallBudget shortest;
    int sent;
    std::vector<int> refused_at_s;            ///< seconds after the burst, each naming 1 s
    std::vector<int> share_every_10_minutes;  ///< of a staff write, from the last refusal on
};
struct Refusals : RateLimitTest, testing::WithParamInterface<RefusalCase> {};

TEST_P(Refusals, LowerTheShortestBudgetForATime) {
    const RefusalCase& row = GetParam();
    RateLimit limit{{{500, 15min}, row.shortest}, clock};
    start(limit, Lane::staff_write, "a", row.sent);
    for (const int second : row.refused_at_s) {
        clock.advance(begin + std::chrono::seconds{second} - clock.steady_now());
        limit.throttled(1s);
    }
    std::vector<int> shares;
    for (std::size_t i = 0; i < row.share_every_10_minutes.size(); ++i) {
        shares.push_back(limit.share(1, Lane::staff_write));
        clock.advance(10min);
    }
    EXPECT_EQ(shares, row.share_every_10_minutes);
    EXPECT_EQ(limit.share(0, Lane::staff_write), 500);
    EXPECT_EQ(limit.budgets()[1].calls, row.shortest.calls);
}

INSTANTIATE_TEST_SUITE_P(
    , Refusals,
    testing::Values(RefusalCase{"never", {100, 30s}, 50, {}, {100}},
                    RefusalCase{"at_half", {100, 30s}, 50, {0}, {49, 59, 69, 79, 89, 99, 100, 100}},
                    RefusalCase{"with_all_used", {100, 30s}, 100, {0}, {99, 100}},
                    RefusalCase{"with_little_used", {100, 30s}, 3, {0}, {10, 20, 30}},
                    RefusalCase{"of_a_tiny_budget", {5, 30s}, 3, {0}, {5}},
                    RefusalCase{"a_burst_of_them", {100, 30s}, 50, {0, 0, 0}, {49, 59}},
                    RefusalCase{"a_second_one_later", {100, 30s}, 50, {0, 700}, {10, 20}},
                    RefusalCase{"a_second_one_soon", {100, 30s}, 50, {0, 2}, {49, 59}}),
    [](const auto& row) { return row.param.name; });

TEST_F(RateLimitTest, ALearnedLimitHoldsForTheNextWindows) {
    RateLimit limit{{{100, 30s}}, clock};
    start(limit, Lane::staff_write, "a", 50);
    limit.throttled(1s);
    start(limit, Lane::staff_write, "b", 100);
    clock.advance(29s);
    EXPECT_EQ(sent.size(), 50u);
    clock.advance(1s);
    EXPECT_EQ(sent.size(), 50u + 49u);
    limit.throttled(1s);
    EXPECT_EQ(limit.share(0, Lane::staff_write), 48);
}

TEST_F(RateLimitTest, WhoWaitsGoesWhenALearnedLimitRecovers) {
    RateLimit limit{{{100, 1h}}, clock};
    start(limit, Lane::staff_write, "a", 50);
    limit.throttled(1s);
    start(limit, Lane::staff_write, "b", 20);
    clock.advance(10min);
    EXPECT_EQ(sent.size(), 59u);
    clock.advance(10min);
    EXPECT_EQ(sent.size(), 69u);
}

TEST_F(RateLimitTest, ALateAnswerToARefusedBurstTeachesNothingMore) {
    RateLimit limit{{{100, 30s}}, clock};
    start(limit, Lane::staff_write, "a", 50);
    limit.throttled(1min);
    clock.advance(31s);
    limit.throttled(1min);
    EXPECT_EQ(limit.share(0, Lane::staff_write), 49);
}

TEST_F(RateLimitTest, CountsWhatItSentByTheLaneThatAsked) {
    RateLimit limit{{{10, 10min}}, clock};
    start(limit, Lane::first_sync, "first", 7);
    start(limit, Lane::staff_write, "staff", 2);
    clock.advance(30s);
    EXPECT_EQ(limit.sent(Lane::staff_write), 2u);
    EXPECT_EQ(limit.sent(Lane::first_sync), 6u);
    clock.advance(1min);
    EXPECT_EQ(limit.sent(Lane::first_sync), 7u);
    EXPECT_EQ(limit.sent(Lane::sweep), 0u);
}

TEST_F(RateLimitTest, MayDieBeforeThoseWhoWait) {
    auto limit = std::make_unique<RateLimit>(std::vector<CallBudget>{{1, 10s}}, clock);
    start(*limit, Lane::staff_write, "a", 4);
    limit.reset();
    EXPECT_EQ(sent, Sent{"a@0"});
}

}  // namespace
}  // namespace stayd::mews
