#include "house/ticker.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "tests/sim/manual_clock.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;

struct TickerTest : testing::Test {
    TickerTest() { boost::asio::co_spawn(io, keep_time(door, clock), boost::asio::detached); }

    void task_due_in(Duration time) {
        door.apply(hotel.command(CreateTask{.title = "Cot",
                                            .description = "",
                                            .department = {},
                                            .room = {},
                                            .due = clock.utc_now() + time}));
        seen = hotel.house.shown().revision();
    }
    int late() { return hotel.views.dashboard(door.now()).tasks_late; }
    /// Whether the dashboard is to be shown anew since the task came.
    bool is_told() {
        for (const auto& thing : hotel.house.shown().since(seen)) {
            if (thing.kind == ShownKind::dashboard) return true;
        }
        return false;
    }

    boost::asio::io_context io;
    sim::SmallHotel hotel;
    sim::ManualClock clock{io, hotel.now};
    ServerClock server_clock{clock, Duration{0}};
    Door door{hotel.house, server_clock, io.get_executor()};
    std::uint64_t seen = 0;
};

TEST_F(TickerTest, TellsWhenATaskIsLate) {
    task_due_in(10min);
    clock.advance(9min);
    EXPECT_FALSE(is_told());
    clock.advance(2min);
    EXPECT_EQ(late(), 1);
    EXPECT_TRUE(is_told());
}

TEST_F(TickerTest, PassesOverNothingThatBecameDueWhileItSlept) {
    clock.advance(1s);
    task_due_in(5s);
    clock.advance(1min);
    EXPECT_TRUE(is_told());
}

TEST_F(TickerTest, TellsThatATaskIsNotLateYetWhenTheClockIsSetBack) {
    task_due_in(10min);
    clock.advance(11min);
    ASSERT_EQ(late(), 1);
    door.apply(ClockMeasured{.offset = -5min});
    server_clock.measured(clock.utc_now() - 5min, clock.steady_now());
    seen = hotel.house.shown().revision();
    clock.advance(1min);
    EXPECT_EQ(late(), 0);
    EXPECT_TRUE(is_told());
}

TEST_F(TickerTest, GoesBackToTheDayOfThePmsWhenTheBoxWasAhead) {
    hotel.house.apply(Tick{}, hotel.now + 72h);
    ASSERT_NE(hotel.house.day().start, business_day(hotel.now, "Europe/Lisbon", 0s).start);
    door.apply(ClockMeasured{.offset = -72h});
    EXPECT_EQ(hotel.house.day().start, business_day(hotel.now, "Europe/Lisbon", 0s).start);
}

TEST_F(TickerTest, BeginsTheNewBusinessDay) {
    const auto today = hotel.house.day();
    clock.advance(today.end - clock.utc_now() + 1min);
    EXPECT_EQ(hotel.house.day().start, today.end);
}

}  // namespace
}  // namespace stayd::house
