#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using model::ReservationState;
using model::ResourceState;
using sim::id_of;

struct Case {
    std::string name;
    ReservationState state;
    Duration starts;                       ///< from the beginning of the business day
    Duration ends;                         ///< from the beginning of the business day
    std::optional<Duration> really_began;  ///< the same
    bool shown;
};

class ArrivalsBoard : public testing::TestWithParam<Case> {};

TEST_P(ArrivalsBoard, ShowsTheArrivalsOfToday) {
    sim::SmallHotel hotel;
    const auto day = hotel.house.day().start;
    auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    stay.changes([&](auto& row) {
        row.state = GetParam().state;
        row.scheduled_start_utc = day + GetParam().starts;
        row.scheduled_end_utc = day + GetParam().ends;
        if (GetParam().really_began) row.actual_start_utc = day + *GetParam().really_began;
    });
    EXPECT_EQ(stay.view().has_value(), GetParam().shown);
    EXPECT_EQ(hotel.views.dashboard(hotel.now).arrivals_total, GetParam().shown ? 1 : 0);
    if (GetParam().shown) {
        EXPECT_EQ(stay.view()->arrived, GetParam().state == ReservationState::started);
    }
}

INSTANTIATE_TEST_SUITE_P(
    , ArrivalsBoard,
    testing::Values(
        Case{"today", ReservationState::confirmed, 15h, 35h, {}, true},
        Case{"today_at_the_first_instant", ReservationState::confirmed, 0h, 35h, {}, true},
        Case{"today_optional", ReservationState::optional, 15h, 35h, {}, true},
        Case{"tomorrow", ReservationState::confirmed, 24h, 59h, {}, false},
        Case{"overdue_from_yesterday", ReservationState::confirmed, -9h, 35h, {}, true},
        Case{"overdue_for_three_days", ReservationState::confirmed, -72h, 35h, {}, true},
        Case{"given_up_after_three_days", ReservationState::confirmed, -73h, 35h, {}, false},
        Case{"over_before_it_began", ReservationState::confirmed, -33h, -13h, {}, false},
        Case{"arrived_today", ReservationState::started, 15h, 35h, 9h, true},
        Case{"arrived_today_a_day_late", ReservationState::started, -9h, 35h, 1h, true},
        Case{"arrived_yesterday", ReservationState::started, -9h, 35h, -8h, false},
        Case{"canceled", ReservationState::canceled, 15h, 35h, {}, false},
        Case{"gone_again", ReservationState::processed, 1h, 8h, 1h, false}),
    [](const auto& row) { return row.param.name; });

struct ViewsTest : testing::Test {
    sim::SmallHotel hotel;
};

TEST_F(ViewsTest, ArrivalCarriesWhatTheDeskNeeds) {
    const auto room = hotel.room("204").clean();
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
    const auto view = stay.view();
    EXPECT_EQ(view->number, "1042");
    EXPECT_EQ(view->persons, 2);
    EXPECT_EQ(view->nights, 1);
    EXPECT_EQ(view->category, "Double");
    EXPECT_EQ(view->room, "204");
    EXPECT_EQ(view->room_state, ResourceState::clean);
    EXPECT_EQ(view->blockers, (std::vector{insight::Blocker::room_not_inspected}));
}

TEST_F(ViewsTest, ArrivalIsHinderedByTheGuestBefore) {
    const auto room = hotel.room("204");
    auto before = hotel.guest("Abe", "Aya").arrives_today(room);
    before.is(ReservationState::started);
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
    EXPECT_EQ(stay.view()->blockers, (std::vector{insight::Blocker::room_occupied}));
    before.is(ReservationState::processed);
    EXPECT_TRUE(stay.view()->blockers.empty());
}

TEST_F(ViewsTest, RoomIsVacantOccupiedOrDueOut) {
    const auto room = hotel.room("204");
    EXPECT_EQ(hotel.views.room(room.id)->occupancy, Occupancy::vacant);
    EXPECT_FALSE(hotel.views.room(room.id)->stay);
    auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
    EXPECT_EQ(hotel.views.room(room.id)->next_arrival, stay.row().scheduled_start_utc);
    stay.is(ReservationState::started);
    EXPECT_EQ(hotel.views.room(room.id)->occupancy, Occupancy::occupied);
    EXPECT_EQ(hotel.views.room(room.id)->departure, stay.row().scheduled_end_utc);
    EXPECT_EQ(hotel.views.room(room.id)->stay->id, stay.id);
    EXPECT_EQ(hotel.views.room(room.id)->stay->number, "1042");
    EXPECT_FALSE(hotel.views.room(room.id)->next_arrival);
    stay.changes([&](auto& row) { row.scheduled_end_utc = hotel.house.day().end - 1h; });
    EXPECT_EQ(hotel.views.room(room.id)->occupancy, Occupancy::due_out);
    hotel.accepted(CheckOut{stay.id});
    EXPECT_EQ(hotel.views.room(room.id)->occupancy, Occupancy::vacant);
    EXPECT_FALSE(hotel.views.room(room.id)->stay);
}

TEST_F(ViewsTest, ArrivalCheckedOutHereHasLeftUntilTheCheckOutIsRefused) {
    auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    stay.changes([&](auto& row) {
        row.state = ReservationState::started;
        row.scheduled_end_utc = hotel.house.day().end - 1h;
    });
    EXPECT_FALSE(stay.view()->left);
    const auto out = hotel.accepted(CheckOut{stay.id});
    EXPECT_TRUE(stay.view()->left);
    EXPECT_TRUE(stay.view()->blockers.empty());
    hotel.settle(out, Refused{"The balance is open."});
    EXPECT_TRUE(stay.view()->arrived);
    EXPECT_FALSE(stay.view()->left);
}

TEST_F(ViewsTest, RoomThatIsNoRoomOrNoLongerThereIsNotShown) {
    auto row = hotel.room("204").row();
    EXPECT_TRUE(hotel.views.room(row.id));
    row.kind = model::ResourceKind::object;
    hotel.page(row);
    EXPECT_FALSE(hotel.views.room(row.id));
}

TEST_F(ViewsTest, TaskDoneOnAnEarlierDayIsNotShown) {
    const auto task = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    hotel.accepted(CompleteTask{task});
    EXPECT_TRUE(hotel.views.task(task));
    hotel.now = hotel.house.day().end;
    hotel.apply(Tick{});
    EXPECT_FALSE(hotel.views.task(task));
}

TEST_F(ViewsTest, WaitingChangesNameTheirCauseTheLine) {
    const auto room = hotel.room("204").dirty();
    const auto id = hotel.accepted(SetRoomState{room.id, ResourceState::clean});
    EXPECT_FALSE(hotel.views.change(id)->waits);
    hotel.apply(LineObserved{.line = Line::down, .cause = "no route"});
    EXPECT_TRUE(hotel.views.change(id)->waits);
    EXPECT_TRUE(hotel.views.room(room.id)->mark->waits);
}

TEST_F(ViewsTest, ChangesAreNamedWithoutAGuest) {
    const auto room = hotel.room("204").dirty();
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
    EXPECT_EQ(hotel.views.change(hotel.accepted(SetRoomState{room.id, ResourceState::clean}))->what,
              "Room 204: Clean");
    EXPECT_EQ(hotel.views.change(hotel.accepted(CheckIn{stay.id}))->what,
              "Check-in 1042, room 204");
    const auto task = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    EXPECT_EQ(hotel.views.change(task)->what, "New task: Cot");
    EXPECT_EQ(hotel.views.change(hotel.accepted(CompleteTask{task}))->what, "Task done: Cot");
}

TEST_F(ViewsTest, DashboardCountsTheDay) {
    hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    const auto preparing = hotel.guest("Abe", "Aya").arrives_today(hotel.room("205").dirty());
    const auto arrived = hotel.guest("Lima", "Rui").arrives_today(hotel.room("206"));
    hotel.accepted(CheckIn{arrived.id});
    hotel.accepted(SetGuestWaiting{preparing.id, true});
    hotel.accepted(CreateTask{.title = "Cot", .description = {}, .due = hotel.now - 1s});
    auto leaving = hotel.guest("Roth", "Jan").arrives_today(hotel.room("207"));
    leaving.changes([&](auto& row) {
        row.state = ReservationState::started;
        row.scheduled_start_utc -= 48h;
        row.scheduled_end_utc = hotel.house.day().start + 11h;
    });
    auto left = hotel.guest("Vos", "Ina").arrives_today(hotel.room("208"));
    left.changes([&](auto& row) {
        row.state = ReservationState::processed;
        row.scheduled_start_utc -= 48h;
        row.actual_end_utc = hotel.now;
    });
    const auto view = hotel.views.dashboard(hotel.now);
    EXPECT_EQ(view.arrivals_total, 3);
    EXPECT_EQ(view.arrivals_left, 2);
    EXPECT_EQ(view.arrivals_ready, 1);
    EXPECT_EQ(view.arrivals_waiting, 1);
    EXPECT_EQ(view.departures_total, 2);
    EXPECT_EQ(view.departures_left, 1);
    EXPECT_EQ(view.rooms_total, 5);
    EXPECT_EQ(view.rooms_occupied, 2);
    EXPECT_EQ(view.tasks_open, 1);
    EXPECT_EQ(view.tasks_late, 1);
    EXPECT_EQ(view.changes_waiting, 2);
    EXPECT_EQ(view.rooms, (std::vector<std::pair<ResourceState, int>>{
                              {ResourceState::dirty, 1}, {ResourceState::inspected, 4}}));
}

TEST_F(ViewsTest, StatusTellsHowFarTheFirstReadIs) {
    EXPECT_EQ(hotel.views.status().first_sync_step, "configuration");
    for (const auto& entry : model::lists()) {
        EXPECT_EQ(hotel.views.status().first_sync_step, entry.name);
        hotel.apply(ScanAdvanced{.list = entry.list, .scan = {.began = hotel.now}});
        hotel.apply(ScanCompleted{.list = entry.list});
    }
    const auto view = hotel.views.status();
    EXPECT_EQ(view.first_sync_step, "");
    EXPECT_EQ(view.lists_done, view.lists_total);
    hotel.apply(StreamTroubled{model::List::customers, mirror::Trouble::failing, "throttled", {}});
    EXPECT_EQ(hotel.views.status().first_sync_step, "") << "a later trouble undoes no first read";
}

TEST_F(ViewsTest, StatusRemembersTheLastContactOfALineThatIsDown) {
    const auto up = hotel.now;
    hotel.now += 1min;
    hotel.apply(LineObserved{.line = Line::down, .cause = "no route"});
    hotel.now += 1min;
    hotel.apply(LineObserved{.line = Line::down, .cause = "no name server"});
    const auto view = hotel.views.status();
    EXPECT_EQ(view.line, Line::down);
    EXPECT_EQ(view.line_since, up + 1min);
    EXPECT_EQ(view.last_contact, up);
    EXPECT_EQ(view.line_cause, "no name server");
}

TEST_F(ViewsTest, DirectoryNamesTheHouse) {
    hotel.page(sim::Department{.id = id_of("closed"), .is_active = false, .name = "Spa"});
    const auto view = hotel.views.directory();
    EXPECT_EQ(view.hotel, "City Hotel");
    EXPECT_EQ(view.time_zone, "Europe/Lisbon");
    EXPECT_EQ(view.arrival_from, 15h);
    ASSERT_EQ(view.departments.size(), 1U);
    EXPECT_EQ(view.departments[0].name, "Housekeeping");
    EXPECT_EQ(view.categories, (std::vector<std::string>{"Double"}));
}

TEST_F(ViewsTest, ClockOffsetIsKept) {
    hotel.apply(ClockMeasured{.offset = -90s});
    EXPECT_EQ(hotel.views.clock_offset(), -90s);
}

}  // namespace
}  // namespace stayd::house
