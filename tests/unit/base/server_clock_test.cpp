#include "base/server_clock.hpp"

#include <gtest/gtest.h>

#include "sim/manual_clock.hpp"

namespace stayd {
namespace {

using namespace std::chrono_literals;

struct ServerClockTest : testing::Test {
    const UtcTime noon = from_ms(1'442'491'200'000);
    asio::io_context io;
    sim::ManualClock clock{io, noon};
};

TEST_F(ServerClockTest, BeginsAtTheBoxsClockAndTheOffsetKept) {
    const ServerClock server(clock, -90s);
    EXPECT_EQ(server.now(), noon - 90s);
    clock.advance(10s);
    EXPECT_EQ(server.now(), noon - 80s);
}

TEST_F(ServerClockTest, TakesNoNoticeOfAJumpOfTheBoxsClock) {
    const ServerClock server(clock, 0s);
    clock.set_utc(noon + 24h);
    EXPECT_EQ(server.now(), noon);
    clock.set_utc(noon - 24h);
    clock.advance(1s);
    EXPECT_EQ(server.now(), noon + 1s);
}

TEST_F(ServerClockTest, FollowsTheServerAndGivesTheOffsetToKeep) {
    ServerClock server(clock, 0s);
    const auto sent = clock.steady_now();
    clock.advance(2s);
    // The answer was written half-way, somewhere in its second.
    const auto offset = server.measured(noon + 5min, sent);
    EXPECT_EQ(server.now(), noon + 5min + 1s + 500ms);
    ASSERT_TRUE(offset);
    const ServerClock after_a_restart(clock, *offset);
    EXPECT_EQ(after_a_restart.now(), server.now());
}

TEST_F(ServerClockTest, SaysTheOffsetUntilItIsKept) {
    ServerClock server(clock, 0s);
    EXPECT_EQ(server.measured(noon, clock.steady_now()), 0s) << "the first proves the clock";
    EXPECT_EQ(server.measured(noon, clock.steady_now()), 0s) << "it could not be kept: once more";
    server.kept(0s);
    EXPECT_EQ(server.measured(noon, clock.steady_now()), std::nullopt);
}

TEST_F(ServerClockTest, DoesNotFollowWhatMayBeRounding) {
    ServerClock server(clock, 0s);
    server.kept(0s);
    EXPECT_EQ(server.measured(noon + 1s, clock.steady_now()), std::nullopt);
    EXPECT_EQ(server.measured(noon - 2s, clock.steady_now()), std::nullopt);
    EXPECT_EQ(server.now(), noon);
    EXPECT_NE(server.measured(noon + 2s, clock.steady_now()), std::nullopt);
    EXPECT_EQ(server.now(), noon + 2s + 500ms);
}

TEST_F(ServerClockTest, DoesNotFollowWhatASlowAnswerLeavesOpen) {
    ServerClock server(clock, 0s);
    server.kept(0s);
    const auto sent = clock.steady_now();
    clock.advance(20s);
    EXPECT_EQ(server.measured(noon, sent), std::nullopt) << "written at once, long on its way";
    EXPECT_EQ(server.measured(noon + 20s, sent), std::nullopt) << "written late";
    EXPECT_EQ(server.now(), noon + 20s);
    EXPECT_EQ(server.measured(noon - 5min, sent), -5min - 20s + 2s);
    EXPECT_EQ(server.now(), noon - 5min + 2s) << "not half of the twenty seconds later";
}

TEST_F(ServerClockTest, GivesTheOffsetAnewWhenTheBoxsClockWasSet) {
    // The box began with a wrong clock, learned the server's time, and then had its own clock put
    // right.
    ServerClock server(clock, 0s);
    EXPECT_EQ(server.measured(noon + 3h, clock.steady_now()), 3h + 500ms);
    server.kept(3h + 500ms);
    clock.set_utc(noon + 3h);
    const auto offset = server.measured(noon + 3h, clock.steady_now());
    EXPECT_EQ(offset, 500ms);
    EXPECT_EQ(server.now(), noon + 3h + 500ms);
    const ServerClock after_a_restart(clock, offset.value());
    EXPECT_EQ(after_a_restart.now(), server.now()) << "not three hours ahead";
    server.kept(*offset);
    EXPECT_EQ(server.measured(noon + 3h, clock.steady_now()), std::nullopt);
}

}  // namespace
}  // namespace stayd
