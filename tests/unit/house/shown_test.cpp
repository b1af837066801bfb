#include "house/shown.hpp"

#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using enum ShownKind;
using model::ResourceState;
using sim::id_of;
using Touched = sim::SmallHotel::Touched;

struct ShownTest : testing::Test {
    /// What a changed row of the PMS lets be looked at again.
    template <class Row, class Edit>
    Touched touched_by_change(Row row, Edit edit) {
        edit(row);
        row.updated_utc = hotel.now;
        return hotel.touched_by(sim::SmallHotel::page_of(row));
    }

    sim::SmallHotel hotel;
    sim::SmallHotel::Room room = hotel.room("204");
    sim::SmallHotel::Room other_room = hotel.room("205");
    sim::SmallHotel::Stay stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
    sim::SmallHotel::Stay other_stay = hotel.guest("Abe", "Aya").arrives_today(other_room);
    const Touched nothing{};
};

TEST_F(ShownTest, RoomTouchesItsArrivalTheSignAndTheDashboard) {
    EXPECT_EQ(
        touched_by_change(room.row(), [](auto& row) { row.state = ResourceState::dirty; }),
        (Touched{
            {ShownKind::room, room.id}, {arrival, stay.id}, {lobby_sign, {}}, {dashboard, {}}}));
}

TEST_F(ShownTest, RoomTouchesTheGuestWhoArrivedInItToday) {
    stay.is(model::ReservationState::started);
    const auto touched =
        touched_by_change(room.row(), [](auto& row) { row.state = ResourceState::dirty; });
    EXPECT_EQ(stay.view()->room_state, ResourceState::dirty);
    EXPECT_TRUE(touched.contains({arrival, stay.id}));
}

TEST_F(ShownTest, RoomTouchesNoArrivalOfTomorrow) {
    stay.changes([](auto& row) {
        row.scheduled_start_utc += 24h;
        row.scheduled_end_utc += 24h;
    });
    EXPECT_FALSE(touched_by_change(room.row(), [](auto& row) {
                     row.state = ResourceState::dirty;
                 }).contains({arrival, stay.id}));
}

TEST_F(ShownTest, UnchangedRowsTouchNothing) {
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(room.row())), nothing);
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(stay.row())), nothing);
    EXPECT_FALSE(hotel.page(room.row()).changed_shown);
}

TEST_F(ShownTest, ReservationTouchesItsRoom) {
    EXPECT_EQ(
        touched_by_change(stay.row(), [](auto& row) { row.number = "7"; }),
        (Touched{
            {arrival, stay.id}, {ShownKind::room, room.id}, {lobby_sign, {}}, {dashboard, {}}}));
}

TEST_F(ShownTest, ReservationThatMovesTouchesBothRoomsAndWhoElseArrivesThere) {
    EXPECT_EQ(
        touched_by_change(stay.row(), [&](auto& row) { row.assigned_resource_id = other_room.id; }),
        (Touched{{arrival, stay.id},
                 {arrival, other_stay.id},
                 {ShownKind::room, room.id},
                 {ShownKind::room, other_room.id},
                 {lobby_sign, {}},
                 {dashboard, {}}}));
}

TEST_F(ShownTest, CustomerTouchesTheStaysOfHimAndWithHim) {
    auto guest = hotel.guest("Lima", "Rui");
    guest.accompanies(stay);
    const auto own = guest.arrives_today();
    const auto before = hotel.house.shown().revision();
    guest.changes([](auto& row) { row.first_name = "Raul"; });
    Touched touched;
    for (const auto& thing : hotel.house.shown().since(before))
        touched.emplace(thing.kind, thing.id);
    EXPECT_EQ(touched, (Touched{{arrival, stay.id}, {arrival, own.id}}));
}

TEST_F(ShownTest, CompanionComingAndGoingTouchesTheStay) {
    const sim::Companionship row{.id = id_of("companionship"),
                                 .customer_id = id_of("Abe, Aya"),
                                 .reservation_group_id = stay.row().group_id,
                                 .reservation_id = stay.id};
    const Touched stay_and_count{{arrival, stay.id}, {status, {}}};
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(row)), stay_and_count);
    EXPECT_EQ(hotel.touched_by(RowsGone{model::List::companionships, {row.id}}), stay_and_count);
    EXPECT_EQ(hotel.touched_by(RowsGone{model::List::companionships, {row.id}}), nothing);
}

TEST_F(ShownTest, TaskOfThePmsTouchesItselfAndTheDashboard) {
    const model::PmsTask row{.id = id_of("task"), .name = "Cot", .created_utc = hotel.now};
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(row)),
              (Touched{{task, id_of("task")}, {dashboard, {}}, {status, {}}}));
    EXPECT_EQ(hotel.touched_by(sim::SmallHotel::page_of(row)), nothing);
}

TEST_F(ShownTest, NamesTouchWhateverMayShowThem) {
    const auto touched = touched_by_change(sim::Department{.id = id_of("housekeeping")},
                                           [](auto& row) { row.name = "Floors"; });
    EXPECT_TRUE(touched.contains({directory, {}}));
    EXPECT_TRUE(touched.contains({ShownKind::room, room.id}));
    EXPECT_TRUE(touched.contains({arrival, stay.id}));
}

TEST_F(ShownTest, ServiceTouchesTheDirectoryAndTheSign) {
    EXPECT_EQ(touched_by_change(
                  sim::Service{.id = id_of("stay service"), .type = model::ServiceType::bookable},
                  [](auto& row) { row.start_offset = 14h; }),
              (Touched{{directory, {}}, {lobby_sign, {}}}));
}

TEST_F(ShownTest, ListsReadTouchTheStatus) {
    EXPECT_EQ(hotel.touched_by(StreamCompleted{.list = model::List::tasks, .watermark = hotel.now}),
              (Touched{{status, {}}}));
    const StreamTroubled trouble{model::List::tasks, mirror::Trouble::failing, "throttled", {}};
    EXPECT_EQ(hotel.touched_by(trouble), (Touched{{status, {}}}));
    hotel.now += 1min;
    EXPECT_EQ(hotel.touched_by(trouble), nothing) << "the same trouble again";
    auto later = trouble;
    later.next_attempt = hotel.now + 1min;
    EXPECT_EQ(hotel.touched_by(later), (Touched{{status, {}}}));
}

TEST_F(ShownTest, LineTouchesWhatWaitsForIt) {
    const auto change = hotel.accepted(SetRoomState{room.id, ResourceState::dirty});
    EXPECT_EQ(hotel.touched_by(LineObserved{.line = Line::up, .cause = {}}),
              (Touched{{status, {}}}));
    const auto touched = hotel.touched_by(LineObserved{.line = Line::down, .cause = "no route"});
    EXPECT_TRUE(touched.contains({ShownKind::room, room.id}));
    EXPECT_TRUE(touched.contains({ShownKind::change, change}));
    EXPECT_FALSE(touched.contains({ShownKind::room, other_room.id}));
}

TEST_F(ShownTest, EveryStaffActTouchesItsSubjectAndTheStatus) {
    Uuid act;  // the last one
    const auto touched_by_act = [&](Action action) {
        const auto command = hotel.command(std::move(action));
        act = command.id;
        auto touched = hotel.touched_by(Input{command});
        touched.erase({ShownKind::change, act});
        EXPECT_EQ(touched.erase({status, Uuid{}}), 1U);
        EXPECT_EQ(touched.erase({dashboard, Uuid{}}), 1U);
        touched.erase({lobby_sign, Uuid{}});
        return touched;
    };
    EXPECT_EQ(touched_by_act(SetRoomState{room.id, ResourceState::clean}),
              (Touched{{ShownKind::room, room.id}, {arrival, stay.id}}));
    // The card of what waits names the room.
    const Touched room_stay_and_card{
        {ShownKind::room, room.id}, {arrival, stay.id}, {ShownKind::change, act}};
    EXPECT_EQ(touched_by_act(SetGuestWaiting{stay.id, true}), room_stay_and_card);
    EXPECT_EQ(touched_by_act(CheckIn{stay.id}), room_stay_and_card);
    const auto id = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    const Touched task_and_card{{task, id}, {ShownKind::change, id}};
    EXPECT_EQ(touched_by_act(AcceptTask{id}), task_and_card);
    EXPECT_EQ(touched_by_act(CompleteTask{id}), task_and_card);
}

TEST_F(ShownTest, ChangesAreShownThatAreOnTheirWay) {
    const auto on_its_way = hotel.command(SetRoomState{room.id, ResourceState::clean});
    EXPECT_TRUE(hotel.touched_by(Input{on_its_way}).contains({ShownKind::change, on_its_way.id}));
    const auto box_only = hotel.command(SetGuestWaiting{stay.id, true});
    EXPECT_FALSE(hotel.touched_by(Input{box_only}).contains({ShownKind::change, box_only.id}));
}

TEST_F(ShownTest, OfSeveralMovesThatWaitEachRoomIsLookedAt) {
    const auto third = hotel.room("206");
    hotel.accepted(MoveStay{stay.id, third.id});
    const auto touched =
        hotel.touched_by(Input{hotel.command(MoveStay{stay.id, hotel.room("207").id})});
    EXPECT_TRUE(touched.contains({ShownKind::room, third.id})) << "nobody comes there now";
}

TEST_F(ShownTest, WhatNamesAThingIsShownAnewWhenItIsCalledOtherwise) {
    const auto task_id = hotel.accepted(
        CreateTask{.title = "Cot", .description = {}, .department = {}, .room = room.id});
    const auto clean = hotel.accepted(SetRoomState{room.id, ResourceState::clean});
    const auto check_in = hotel.accepted(CheckIn{stay.id});
    const auto elsewhere = hotel.accepted(SetRoomState{other_room.id, ResourceState::clean});
    const auto touched = touched_by_change(room.row(), [](auto& row) { row.name = "204a"; });
    EXPECT_TRUE(touched.contains({task, task_id}));
    for (const auto& change : {task_id, clean, check_in})
        EXPECT_TRUE(touched.contains({ShownKind::change, change}));
    EXPECT_FALSE(touched.contains({ShownKind::change, elsewhere}));
}

TEST_F(ShownTest, ProductTouchesTheSalesThatNameIt) {
    const auto product = [this](const char* name) {
        return PageArrived{.rows = sim::Row(model::List::products)
                                       .set("name", name)
                                       .set("is_active", true)
                                       .set("service_uid", id_of("stay service"))
                                       .end(id_of("parking"))};
    };
    hotel.apply(product("Parking"));
    const auto sale = hotel.accepted(SellProduct{stay.id, id_of("parking"), 1});
    EXPECT_TRUE(hotel.touched_by(product("Garage")).contains({ShownKind::change, sale}));
}

TEST_F(ShownTest, CompanionWhoIsOnTheWayIsCalledAsHeIs) {
    auto friend_of_hers = hotel.guest("Eze", "Obi");
    hotel.accepted(AddCompanion{stay.id, friend_of_hers.id});
    const auto before = hotel.house.shown().revision();
    friend_of_hers.changes([](auto& row) { row.last_name = "Ezeh"; });
    EXPECT_TRUE(hotel.touched_since(before).contains({arrival, stay.id}));
}

TEST_F(ShownTest, EverythingIsAlsoWhoArrivesTodayAndWasExpectedDaysAgo) {
    stay.changes([&](auto& row) {
        row.scheduled_start_utc -= 24h * 5;
        row.actual_start_utc = hotel.now;
        row.state = model::ReservationState::started;
    });
    hotel.database.execute("DELETE FROM shown WHERE kind = 4");
    const auto everything = hotel.touched_by(MirrorRebuilt{.lists = {model::List::departments}});
    EXPECT_TRUE(everything.contains({arrival, stay.id}));
}

TEST_F(ShownTest, ForgetsWhatLeftTheBoardsTheDayBefore) {
    const auto task_id = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    hotel.settle(task_id, Confirmed{});
    hotel.settle(hotel.accepted(CompleteTask{task_id}), Confirmed{});
    stay.is(model::ReservationState::canceled);
    const auto known = [this](ShownKind kind, const Uuid& id) {
        for (const auto& thing : hotel.house.shown().all()) {
            if (thing.kind == kind && thing.id == id) return true;
        }
        return false;
    };
    EXPECT_TRUE(known(arrival, stay.id));
    for (int day = 0; day < 2; ++day) {
        hotel.now = hotel.house.day().end;
        hotel.apply(Tick{});
    }
    EXPECT_FALSE(known(arrival, stay.id));
    EXPECT_TRUE(known(arrival, other_stay.id)) << "overdue, and still on the board";
    EXPECT_FALSE(known(change, task_id));
    EXPECT_TRUE(known(ShownKind::room, room.id));
}

TEST_F(ShownTest, RevisionsGrowAndAreEachThings) {
    const auto things = hotel.house.shown().all();
    for (std::size_t i = 1; i < things.size(); ++i)
        EXPECT_LT(things[i - 1].revision, things[i].revision);
    EXPECT_EQ(things.back().revision, hotel.house.shown().revision());
    EXPECT_TRUE(hotel.house.shown().since(hotel.house.shown().revision()).empty());
}

TEST_F(ShownTest, BelongsToAnEpochThatIsGreaterInAStoreMadeAnew) {
    EXPECT_EQ(hotel.house.shown().epoch(), 1'442'480'400U) << "the second of the first start";
    hotel.now += 1h;
    hotel.apply(Started{});
    EXPECT_EQ(hotel.house.shown().epoch(), 1'442'480'400U) << "a later start is none";
}

}  // namespace
}  // namespace stayd::house
