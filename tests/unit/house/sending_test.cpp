#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using journal::Stage;
using model::ResourceState;
using sim::id_of;

struct SendingTest : testing::Test {
    Uuid set_clean() { return hotel.accepted(SetRoomState{room.id, ResourceState::clean}); }
    Stage stage(const Uuid& change) { return hotel.house.journal().find(change)->stage; }
    model::PmsTask projection(const Uuid& change) {
        return {.id = id_of("task in the PMS"),
                .name = operations::marked("Cot", change),
                .created_utc = hotel.now,
                .deadline_utc = hotel.now + 2h};
    }

    sim::SmallHotel hotel;
    sim::SmallHotel::Room room = hotel.room("204").dirty();
};

TEST_F(SendingTest, MarksTheChangeBeforeItGoes) {
    const auto id = set_clean();
    const auto touched = hotel.touched_by(SendStarted{id});
    EXPECT_EQ(stage(id), Stage::in_flight);
    EXPECT_EQ(hotel.views.room(room.id)->mark->stage, Stage::in_flight);
    EXPECT_TRUE(touched.contains({ShownKind::room, room.id}));
    EXPECT_TRUE(touched.contains({ShownKind::change, id}));
}

TEST_F(SendingTest, GoesOnAtOnceWhenTheLineIsBack) {
    set_clean();
    EXPECT_FALSE(hotel.apply(LineObserved{.line = Line::down, .cause = "no route"}).outbox_grew);
    EXPECT_TRUE(hotel.apply(LineObserved{.line = Line::up, .cause = {}}).outbox_grew);
    EXPECT_TRUE(hotel.apply(LineObserved{.line = Line::up, .cause = {}}).outbox_grew)
        << "a full disk may have kept nothing of its being down";
}

TEST_F(SendingTest, ConfirmedLeavesTheStateInTheMirror) {
    const auto id = set_clean();
    const auto effects = hotel.settle(id, Confirmed{});
    EXPECT_TRUE(effects.outbox_grew);
    EXPECT_EQ(stage(id), Stage::confirmed);
    EXPECT_EQ(hotel.views.room(room.id)->pms_state, ResourceState::clean);
    EXPECT_EQ(hotel.views.room(room.id)->state, ResourceState::clean);
    EXPECT_FALSE(hotel.views.change(id)) << "nothing to look after";
}

TEST_F(SendingTest, ConfirmedLetsTheNextStandUponIt) {
    const auto first = set_clean();
    const auto second = hotel.accepted(SetRoomState{room.id, ResourceState::inspected});
    hotel.settle(first, Confirmed{});
    EXPECT_EQ(hotel.house.journal().find(second)->base.text("State"), "Clean");
}

TEST_F(SendingTest, RefusedShowsThePmssStateAgain) {
    const auto id = set_clean();
    hotel.settle(id, Refused{"Resource is blocked."});
    const auto view = hotel.views.room(room.id);
    EXPECT_EQ(view->state, ResourceState::dirty);
    EXPECT_EQ(view->state_by, "");
    EXPECT_EQ(view->mark->stage, Stage::refused);
    EXPECT_EQ(view->mark->reason, "Resource is blocked.");
    EXPECT_EQ(hotel.views.change(id)->what, "Room 204: Clean");
}

TEST_F(SendingTest, ReplacedShowsWhatThePmsHas) {
    const auto id = set_clean();
    room.out_of_service();
    EXPECT_EQ(hotel.views.room(room.id)->state, ResourceState::clean)
        << "open, it lies over the mirror";
    hotel.settle(id, Replaced{"In Mews the room was set meanwhile."});
    EXPECT_EQ(hotel.views.room(room.id)->state, ResourceState::out_of_service);
    EXPECT_EQ(hotel.views.dashboard(hotel.now).changes_to_read, 1);
}

TEST_F(SendingTest, TriedAgainWaitsAndSaysWhy) {
    const auto id = set_clean();
    hotel.apply(SendStarted{id});
    hotel.settle(id, TryAgain{.at = hotel.now + 5s, .reason = "connection refused"});
    EXPECT_EQ(stage(id), Stage::ready);
    EXPECT_TRUE(hotel.views.change(id)->waits);
    EXPECT_EQ(hotel.views.change(id)->change.reason, "connection refused");
    EXPECT_EQ(hotel.views.room(room.id)->state, ResourceState::clean);
    EXPECT_FALSE(hotel.house.journal().next_due(hotel.now));
    EXPECT_TRUE(hotel.house.journal().next_due(hotel.now + 5s));
}

TEST_F(SendingTest, InDoubtIsFoundOutNotSentAgain) {
    const auto id = set_clean();
    hotel.apply(SendStarted{id});
    hotel.settle(id, InDoubt{.at = hotel.now + 1s, .reason = "no answer"});
    EXPECT_EQ(stage(id), Stage::unknown);
    EXPECT_EQ(hotel.house.journal().next_due(hotel.now + 1s)->stage, Stage::unknown);
}

TEST_F(SendingTest, KeptOnTheBoxIsNobodysTrouble) {
    const auto task = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    const auto done = hotel.accepted(CompleteTask{task});
    hotel.settle(done, KeptOnBox{"Mews does not let us close tasks."});
    EXPECT_EQ(stage(done), Stage::box_only);
    EXPECT_FALSE(hotel.views.change(done));
    EXPECT_EQ(hotel.views.dashboard(hotel.now).changes_to_read, 0);
}

TEST_F(SendingTest, SettledTwiceKeepsTheFirst) {
    const auto id = set_clean();
    hotel.settle(id, Confirmed{});
    hotel.settle(id, Refused{"late"});
    EXPECT_EQ(stage(id), Stage::confirmed);
    hotel.settle(id_of("no such change"), Refused{"whose?"});
    EXPECT_EQ(hotel.house.journal().balance().refused, 0);
}

TEST_F(SendingTest, ConfirmedCheckInStartsTheStay) {
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
    const auto id = hotel.accepted(CheckIn{stay.id});
    hotel.settle(id, Confirmed{});
    EXPECT_EQ(hotel.house.mirror().reservation(stay.id)->state, model::ReservationState::started);
    EXPECT_TRUE(stay.view()->arrived);
}

TEST_F(SendingTest, TaskKnowsItsCopyInThePmsFromTheReceipt) {
    const auto id = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    hotel.settle(id, Confirmed{.pms_id = id_of("task in the PMS")});
    EXPECT_EQ(hotel.house.tasks().find(id)->pms_id, id_of("task in the PMS"));
    hotel.page(projection(id));
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 1) << "the copy became a task of its own";
}

TEST_F(SendingTest, TaskFoundByItsMarkSettlesItsCreation) {
    const auto id = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    hotel.apply(SendStarted{id});
    hotel.settle(id, InDoubt{.at = hotel.now + 2min, .reason = "no answer"});
    const auto touched = hotel.touched_by(sim::SmallHotel::page_of(projection(id)));
    EXPECT_EQ(stage(id), Stage::confirmed);
    EXPECT_EQ(hotel.house.tasks().find(id)->pms_id, id_of("task in the PMS"));
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 1);
    EXPECT_TRUE(touched.contains({ShownKind::task, id}));
    EXPECT_TRUE(touched.contains({ShownKind::change, id}));
    hotel.settle(id, TryAgain{.at = hotel.now, .reason = "none found"});
    EXPECT_EQ(stage(id), Stage::confirmed) << "the courier comes too late and is not believed";
}

TEST_F(SendingTest, TaskFoundClosedIsDone) {
    const auto id = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    auto row = projection(id);
    row.closed_utc = hotel.now;
    hotel.page(row);
    EXPECT_EQ(stage(id), Stage::confirmed);
    EXPECT_EQ(hotel.house.tasks().find(id)->stage, operations::TaskStage::done);
}

TEST_F(SendingTest, MarkOfAStrangerIsATaskOfThePms) {
    const auto id = hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    hotel.page(projection(id_of("another box's change")));
    EXPECT_EQ(stage(id), Stage::ready);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 2);
}

TEST_F(SendingTest, ReplacedKeepsWhatThePmsHadInsteadOfOurs) {
    const auto id = set_clean();
    hotel.settle(id, Replaced{.reason = "Changed.", .lost = {{"State", "OutOfOrder"}}});
    EXPECT_EQ(hotel.house.journal().find(id)->lost.text("State"), "OutOfOrder");
}

TEST_F(SendingTest, WhatWentInPartIsToldAsReplacedAndItsMergeIsAudited) {
    const auto guest = hotel.guest("Okafor", "Ngozi");
    const auto id =
        hotel.accepted(UpdateGuest{guest.id, {{"FirstName", "Ngo"}, {"Phone", "+351 21 0"}}});
    hotel.apply(SendStarted{.change = id, .lost = {{"FirstName", "Ada"}}, .rule = "R29"});
    hotel.settle(id, Confirmed{});
    EXPECT_EQ(stage(id), Stage::replaced);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM audit WHERE what = 'Merged' AND rule = 'R29'"), 1);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM audit WHERE what = 'Replaced'"), 1);
}

TEST_F(SendingTest, WhatWasCreatedIsKnownByThePmssIdFromTheReceipt) {
    const auto id = hotel.accepted(
        BlockRoom{room.id, "OutOfOrder", "Leak", hotel.now + 24h * 9, hotel.now + 24h * 10});
    hotel.settle(id, Confirmed{.pms_id = id_of("block")});
    EXPECT_EQ(hotel.house.journal().find(id)->pms_id, id_of("block"));
}

TEST_F(SendingTest, StartOfTheProgramDoubtsWhatWasUnderWay) {
    const auto id = set_clean();
    hotel.apply(SendStarted{id});
    hotel.apply(Started{});
    EXPECT_EQ(stage(id), Stage::unknown);
    EXPECT_EQ(hotel.views.status().line, Line::unknown);
    EXPECT_EQ(hotel.views.room(room.id)->state, ResourceState::clean);
}

}  // namespace
}  // namespace stayd::house
