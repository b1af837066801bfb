#include <gtest/gtest.h>

#include <string>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using sim::id_of;
using sim::utc;

struct BusinessDay : testing::Test {
    sim::SmallHotel hotel;
};

TEST_F(BusinessDay, GoesFromMidnightToMidnightWhereTheHotelIs) {
    EXPECT_EQ(hotel.house.day().start, utc("2015-09-16T23:00:00Z"));
    EXPECT_EQ(hotel.house.day().end, utc("2015-09-17T23:00:00Z"));
}

TEST_F(BusinessDay, RollsAtItsEndAndNotBefore) {
    hotel.now = utc("2015-09-17T22:59:59Z");
    EXPECT_FALSE(hotel.touched_by(Tick{}).contains({ShownKind::dashboard, Uuid{}}));
    EXPECT_EQ(hotel.house.day().end, utc("2015-09-17T23:00:00Z"));
    hotel.now = hotel.house.next_tick(hotel.now);
    EXPECT_EQ(hotel.now, utc("2015-09-17T23:00:00Z"));
    EXPECT_TRUE(hotel.touched_by(Tick{}).contains({ShownKind::dashboard, Uuid{}}));
    EXPECT_EQ(hotel.house.day().end, utc("2015-09-18T23:00:00Z"));
    EXPECT_EQ(hotel.views.dashboard(hotel.now).business_day, utc("2015-09-17T23:00:00Z"));
}

TEST_F(BusinessDay, TouchesEverythingOnTheBoardWhenItRolls) {
    const auto room = hotel.room("204");
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
    hotel.now = hotel.house.day().end;
    const auto touched = hotel.touched_by(Tick{});
    EXPECT_TRUE(touched.contains({ShownKind::room, room.id}));
    EXPECT_TRUE(touched.contains({ShownKind::arrival, stay.id}));
    EXPECT_TRUE(touched.contains({ShownKind::lobby_sign, Uuid{}}));
    EXPECT_TRUE(touched.contains({ShownKind::status, Uuid{}}));
}

TEST_F(BusinessDay, HasTwentyFiveHoursWhenSummerTimeEnds) {
    hotel.now = utc("2015-10-25T12:00:00Z");
    hotel.apply(Tick{});
    EXPECT_EQ(hotel.house.day().start, utc("2015-10-24T23:00:00Z"));
    EXPECT_EQ(hotel.house.day().end, utc("2015-10-26T00:00:00Z"));
    // Both hours called one o'clock belong to it.
    for (const auto* instant :
         {"2015-10-25T00:30:00Z", "2015-10-25T01:30:00Z", "2015-10-25T23:59:59Z"}) {
        hotel.now = utc(instant);
        hotel.apply(Tick{});
        EXPECT_EQ(hotel.house.day().start, utc("2015-10-24T23:00:00Z")) << instant;
    }
    hotel.now = utc("2015-10-26T00:00:00Z");
    hotel.apply(Tick{});
    EXPECT_EQ(hotel.house.day().end, utc("2015-10-27T00:00:00Z"));
}

TEST_F(BusinessDay, HasTwentyThreeHoursWhenSummerTimeBegins) {
    hotel.now = utc("2016-03-27T12:00:00Z");
    hotel.apply(Tick{});
    EXPECT_EQ(hotel.house.day().start, utc("2016-03-27T00:00:00Z"));
    EXPECT_EQ(hotel.house.day().end, utc("2016-03-27T23:00:00Z"));
}

TEST_F(BusinessDay, CountsANightAcrossTheEndOfSummerTime) {
    hotel.now = utc("2015-10-25T09:00:00Z");
    hotel.apply(Tick{});
    auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    stay.changes([](auto& row) {
        row.scheduled_start_utc = utc("2015-10-24T14:00:00Z");
        row.scheduled_end_utc = utc("2015-10-26T11:00:00Z");
    });
    EXPECT_EQ(stay.view()->nights, 2);
}

TEST_F(BusinessDay, MovesByTheClosingOffsetOfTheHotel) {
    hotel.page(model::Enterprise{.id = id_of("enterprise"),
                                 .name = "City Hotel",
                                 .time_zone = "Europe/Lisbon",
                                 .business_day_closing_offset = 4h,
                                 .updated_utc = hotel.now});
    EXPECT_EQ(hotel.house.day().start, utc("2015-09-17T03:00:00Z"));
    hotel.now = utc("2015-09-18T02:59:00Z");
    hotel.apply(Tick{});
    EXPECT_EQ(hotel.house.day().start, utc("2015-09-17T03:00:00Z"));
}

TEST_F(BusinessDay, IsRememberedByAHouseThatOpensAgain) {
    const House again(hotel.database, hotel.random);
    EXPECT_EQ(again.day().start, hotel.house.day().start);
    EXPECT_EQ(again.day().end, hotel.house.day().end);
}

TEST_F(BusinessDay, TicksWhenATaskBecomesLate) {
    hotel.accepted(CreateTask{.title = "Cot", .description = {}, .due = hotel.now + 1h});
    hotel.accepted(CreateTask{.title = "Kettle", .description = {}, .due = hotel.now + 2h});
    hotel.now = hotel.house.next_tick(hotel.now);
    EXPECT_EQ(hotel.now, utc("2015-09-17T10:00:00.001Z"));
    EXPECT_TRUE(hotel.touched_by(Tick{}).contains({ShownKind::dashboard, Uuid{}}));
    EXPECT_EQ(hotel.views.dashboard(hotel.now).tasks_late, 1);
    EXPECT_EQ(hotel.house.next_tick(hotel.now), utc("2015-09-17T11:00:00.001Z"));
}

TEST(BusinessDayAbroad, IsReadAsUtcInAZoneNobodyKnows) {
    const sim::SmallHotel hotel(":memory:", "Moon/Tycho");
    EXPECT_EQ(hotel.house.day().start, utc("2015-09-17T00:00:00Z"));
}

TEST_F(BusinessDay, EndsTheWaitingOfWhoIsNotExpectedAnyMore) {
    auto today_only = hotel.guest("Okafor", "Ngozi").arrives_today();
    today_only.changes([&](auto& row) { row.scheduled_end_utc = hotel.house.day().end; });
    const auto overdue = hotel.guest("Abe", "Aya").arrives_today();
    hotel.accepted(SetGuestWaiting{today_only.id, true});
    hotel.accepted(SetGuestWaiting{overdue.id, true});
    hotel.apply(Tick{});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM guest_waiting"), 2);
    hotel.now = hotel.house.day().end;
    hotel.apply(Tick{});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM guest_waiting"), 1);
    EXPECT_TRUE(overdue.view()->waiting_since) << "still expected, and still at the desk";
}

TEST_F(BusinessDay, ForgetsWhatHasBeenGoneFor90Days) {
    hotel.apply(RowsGone{model::List::customers, {id_of("Ada")}});
    const auto known = [this] { return hotel.count("SELECT count(*) FROM tombstone"); };
    hotel.now += std::chrono::days{89};
    hotel.apply(Tick{});
    EXPECT_EQ(known(), 1);
    hotel.now += std::chrono::days{2};
    hotel.apply(Tick{});
    EXPECT_EQ(known(), 0);
}

/// A box that starts without the PMS, and with a clock that shows this.
struct UnprovenClock : testing::TestWithParam<const char*> {
    UnprovenClock() {
        late = hotel.guest("Silva", "Rui").arrives_today(hotel.room("204")).id;
        hotel.accepted(SetGuestWaiting{late, true});
        hotel.accepted(CreateTask{.title = "Cot", .description = {}});
        hotel.apply(RowsGone{model::List::customers, {id_of("Ada")}});
        hotel.apply(StreamCompleted{.list = model::List::reservations, .watermark = hotel.now});
    }
    struct Facts {
        std::int64_t tombstones, audited, waiting;
        int late;
        UtcTime day;
        bool operator==(const Facts&) const = default;
    };
    Facts facts(House& house, UtcTime now) {
        return {hotel.count("SELECT count(*) FROM tombstone"),
                hotel.count("SELECT count(*) FROM audit"),
                hotel.count("SELECT count(*) FROM guest_waiting"),
                hotel.views.dashboard(now).tasks_late, house.day().start};
    }

    sim::SmallHotel hotel;
    Uuid late;
};

TEST_P(UnprovenClock, EndsNothing) {
    const auto before = facts(hotel.house, hotel.now);
    EXPECT_EQ(before.waiting, 1);
    House started(hotel.database, hotel.random);
    const auto wrong = utc(GetParam());
    started.apply(Started{}, wrong);
    started.apply(Tick{}, wrong + 25h);
    EXPECT_EQ(facts(started, wrong + 25h), before);
    EXPECT_GT(started.next_tick(wrong), wrong + 1h) << "nothing is waited for";

    // The PMS answers five days later: now all of it is as it is.
    const auto right = hotel.now + 120h;
    started.apply(ClockMeasured{}, right);
    EXPECT_EQ(facts(started, right),
              (Facts{before.tombstones, before.audited, 0, 1, before.day + 120h}));
    EXPECT_EQ(started.next_tick(right), before.day + 144h);
}

/// The phone's clock is the better one then.
TEST_P(UnprovenClock, TakesTheDevicesWordForWhenItWas) {
    House started(hotel.database, hotel.random);
    const auto wrong = utc(GetParam());
    started.apply(Started{}, wrong);
    const auto made = [&](std::optional<UtcTime> said) {
        auto command = hotel.command(SetGuestWaiting{late, true});
        command.made = said;
        started.apply(command, wrong);
        return started.journal().find(command.id).value().made;
    };
    EXPECT_EQ(made(hotel.now + 2h), hotel.now + 2h);
    EXPECT_EQ(made(utc("2099-01-01T00:00:00Z")), wrong);
    EXPECT_EQ(made(std::nullopt), wrong);
}

INSTANTIATE_TEST_SUITE_P(, UnprovenClock,
                         testing::Values("1970-01-01T00:00:10Z", "2015-09-16T07:59:59Z",
                                         "2015-10-17T09:00:01Z", "2040-05-01T12:00:00Z"),
                         [](const auto& row) {
                             return "Year" + std::string{row.param}.substr(0, 4) + "Month" +
                                    std::string{row.param}.substr(5, 2);
                         });

/// Else what changed between the read and the turning back would be passed over.
TEST_F(BusinessDay, ReadsByAClockThatWasAheadAreKnownUpToWhenTheyReallyWere) {
    const auto truly = hotel.now;
    hotel.apply(StreamCompleted{.list = model::List::customers, .watermark = truly});
    hotel.now += 3h;
    hotel.apply(ClockMeasured{.offset = 3h});
    hotel.apply(StreamCompleted{.list = model::List::outlets, .watermark = hotel.now});
    hotel.now = truly + 1min;
    hotel.apply(ClockMeasured{.offset = 0ms});
    EXPECT_EQ(hotel.house.streams().find(model::List::outlets).watermark, truly);
    EXPECT_EQ(hotel.house.streams().find(model::List::customers).watermark, truly);
}

/// A long outage: the day turns, but what is thrown away waits for the PMS's word.
TEST_F(BusinessDay, TurnsByAPlausibleClockAndThrowsNothingAwayByIt) {
    hotel.apply(RowsGone{model::List::customers, {id_of("Ada")}});
    hotel.apply(StreamCompleted{.list = model::List::customers, .watermark = hotel.now});
    hotel.database.execute("UPDATE tombstone SET at_utc_ms = at_utc_ms - 89 * 86400000");
    House started(hotel.database, hotel.random);
    const auto later = hotel.now + 48h;
    started.apply(Started{}, later);
    EXPECT_EQ(started.day().start, utc("2015-09-18T23:00:00Z"));
    EXPECT_EQ(hotel.count("SELECT count(*) FROM tombstone"), 1);
    started.apply(ClockMeasured{}, later);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM tombstone"), 0);
}

}  // namespace
}  // namespace stayd::house
