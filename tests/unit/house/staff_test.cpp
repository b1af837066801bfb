#include <gtest/gtest.h>

#include <string>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;
using model::ReservationState;
using model::ResourceState;
using sim::id_of;

struct StaffTest : testing::Test {
    void expect_refused(Action action, const std::string& reason) {
        expect_refused(hotel.command(std::move(action)), reason);
    }
    /// Refused with the reason, and nothing anywhere has changed.
    void expect_refused(StaffCommand command, const std::string& reason) {
        const auto revision = hotel.house.shown().revision();
        const auto effects = hotel.apply(Input{command});
        ASSERT_EQ(effects.acks.size(), 1U);
        EXPECT_EQ(effects.acks[0].command, command.id);
        EXPECT_FALSE(effects.acks[0].durable);
        EXPECT_EQ(effects.acks[0].reason, reason);
        EXPECT_FALSE(effects.changed_shown);
        EXPECT_FALSE(effects.outbox_grew);
        EXPECT_FALSE(hotel.house.journal().find(command.id));
        EXPECT_EQ(hotel.house.shown().revision(), revision);
    }
    journal::Change change(const Uuid& id) { return hotel.house.journal().find(id).value(); }
    sim::SmallHotel::Stay arriving() {
        return hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    }
    Uuid new_task() { return hotel.accepted(CreateTask{.title = "Cot", .description = {}}); }

    sim::SmallHotel hotel;
};

// A room's state
// -------------------------------------------------------------------------------------------------------

using SettingARoom = StaffTest;

TEST_F(SettingARoom, IsShownAtOnceAndWaitsForThePms) {
    const auto room = hotel.room("204").dirty();
    const auto effects =
        hotel.apply(Input{hotel.command(SetRoomState{room.id, ResourceState::clean})});
    EXPECT_TRUE(effects.acks.at(0).durable);
    EXPECT_TRUE(effects.outbox_grew);
    EXPECT_TRUE(effects.changed_shown);
    const auto view = hotel.views.room(room.id);
    EXPECT_EQ(view->state, ResourceState::clean);
    EXPECT_EQ(view->pms_state, ResourceState::dirty);
    EXPECT_EQ(view->state_by, "Ana");
    ASSERT_TRUE(view->mark);
    EXPECT_EQ(view->mark->stage, Stage::ready);
    const auto written = change(effects.acks[0].command);
    EXPECT_EQ(written.kind, Kind::set_room_state);
    EXPECT_EQ(written.value.text("State"), "Clean");
    EXPECT_EQ(written.base.text("State"), "Dirty");
    EXPECT_EQ(written.device, "phone-1");
}

TEST_F(SettingARoom, KeepsThePmssStateAsTheBaseOfTheSecondChangeToo) {
    const auto room = hotel.room("204").dirty();
    hotel.accepted(SetRoomState{room.id, ResourceState::clean});
    EXPECT_EQ(
        change(hotel.accepted(SetRoomState{room.id, ResourceState::inspected})).base.text("State"),
        "Dirty");
    EXPECT_EQ(hotel.views.room(room.id)->state, ResourceState::inspected);
}

TEST_F(SettingARoom, IsRefusedForARoomThatIsNotThere) {
    expect_refused(SetRoomState{id_of("999"), ResourceState::clean},
                   "This room is not in the house. Reload the page.");
    auto gone = hotel.room("204").row();
    gone.is_active = false;
    hotel.page(gone);
    expect_refused(SetRoomState{gone.id, ResourceState::clean},
                   "This room is not in the house. Reload the page.");
}

TEST_F(SettingARoom, IsRefusedToABlockAndToNothing) {
    const auto room = hotel.room("204");
    expect_refused(SetRoomState{room.id, ResourceState::out_of_order},
                   "Out of order is a block in Mews: it cannot be set as a room state.");
    expect_refused(SetRoomState{room.id, ResourceState::other},
                   "A room state is missing in the command.");
}

// Tasks
// ----------------------------------------------------------------------------------------------------------------

using Tasks = StaffTest;

TEST_F(Tasks, AreCreatedUnderTheCommandsId) {
    const auto room = hotel.room("204");
    const auto id = hotel.accepted(CreateTask{.title = "Cot",
                                              .description = "by six",
                                              .department = id_of("housekeeping"),
                                              .room = room.id,
                                              .priority = 2,
                                              .due = hotel.now + 1h});
    const auto view = hotel.views.task(id);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->task.title, "Cot");
    EXPECT_EQ(view->task.description, "by six");
    EXPECT_EQ(view->department, "Housekeeping");
    EXPECT_EQ(view->room, "204");
    EXPECT_EQ(view->task.priority, 2);
    EXPECT_EQ(view->task.due, hotel.now + 1h);
    EXPECT_EQ(view->task.created_by, "Ana");
    EXPECT_EQ(change(id).subject, id);
    EXPECT_EQ(change(id).stage, Stage::ready);
}

TEST_F(Tasks, AreDueInTwoHoursUnlessSaid) {
    EXPECT_EQ(hotel.house.tasks().find(new_task())->due, hotel.now + 2h);
}

TEST_F(Tasks, AreRefusedWithoutAWholeOrder) {
    const CreateTask good{.title = "Cot", .description = {}};
    const auto with = [&](auto edit) {
        auto task = good;
        edit(task);
        return task;
    };
    expect_refused(with([](auto& t) { t.title = ""; }), "A task needs a title.");
    expect_refused(with([](auto& t) { t.title = std::string(201, 'x'); }),
                   "The title is longer than 200 characters.");
    expect_refused(with([](auto& t) { t.description = std::string(2001, 'x'); }),
                   "The description is longer than 2,000 characters.");
    expect_refused(with([](auto& t) { t.priority = 0; }), "The priority must be P1 to P4.");
    expect_refused(with([](auto& t) { t.priority = 5; }), "The priority must be P1 to P4.");
    expect_refused(with([](auto& t) { t.room = id_of("999"); }),
                   "The task's room is not in the house. Reload the page.");
    for (const auto due : {hotel.now + 367 * 24h, hotel.now - 367 * 24h}) {
        expect_refused(with([due](auto& t) { t.due = due; }),
                       "The due time is more than a year away.");
    }
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 0);
}

TEST_F(Tasks, AreRefusedUnderTheIdOfAnother) {
    const model::PmsTask row{.id = id_of("task"), .name = "Cot", .created_utc = hotel.now};
    hotel.page(row);
    auto command = hotel.command(CreateTask{.title = "Kettle", .description = {}});
    command.id = row.id;
    expect_refused(command, "There is a task with this id already.");
}

TEST_F(Tasks, HaveTheirLengthCountedInCharacters) {
    std::string title;
    for (int i = 0; i < 200; ++i) title += "é";
    EXPECT_TRUE(hotel.staff(CreateTask{.title = title, .description = {}}).durable);
    expect_refused(CreateTask{.title = title + "é", .description = {}},
                   "The title is longer than 200 characters.");
}

TEST_F(Tasks, AreAcceptedByWhoTakesThemOnTheBoxAlone) {
    const auto task = new_task();
    const auto accepted = hotel.accepted(AcceptTask{task});
    EXPECT_EQ(hotel.views.task(task)->task.stage, operations::TaskStage::accepted);
    EXPECT_EQ(hotel.views.task(task)->task.assignee, "Ana");
    EXPECT_EQ(change(accepted).stage, Stage::box_only);
    EXPECT_EQ(hotel.views.task(task)->mark->change, task)
        << "the badge speaks of what waits for the PMS";
}

TEST_F(Tasks, AreDoneByWhoDoesThem) {
    const auto task = new_task();
    const auto done = hotel.accepted(CompleteTask{task});
    EXPECT_EQ(hotel.views.task(task)->task.stage, operations::TaskStage::done);
    EXPECT_EQ(hotel.views.task(task)->task.done_by, "Ana");
    EXPECT_EQ(change(done).stage, Stage::ready);
    EXPECT_EQ(change(done).subject, task);
}

TEST_F(Tasks, ThatAreDoneOrUnknownAreNotTakenOrDoneAgain) {
    const auto task = new_task();
    hotel.accepted(CompleteTask{task});
    expect_refused(AcceptTask{task}, "This task is already done, by Ana.");
    expect_refused(CompleteTask{task}, "This task is already done, by Ana.");
    expect_refused(AcceptTask{id_of("none")}, "This task is not known here. Reload the page.");
    expect_refused(CompleteTask{id_of("none")}, "This task is not known here. Reload the page.");
}

// Check-in
// -------------------------------------------------------------------------------------------------------------

using CheckingIn = StaffTest;

TEST_F(CheckingIn, ShowsTheGuestArrivedBeforeThePmsKnows) {
    const auto stay = arriving();
    hotel.accepted(SetGuestWaiting{stay.id, true});
    const auto id = hotel.accepted(CheckIn{stay.id});
    EXPECT_TRUE(stay.view()->arrived);
    EXPECT_TRUE(stay.view()->blockers.empty());
    EXPECT_FALSE(stay.view()->waiting_since);
    EXPECT_EQ(hotel.house.mirror().reservation(stay.id)->state, ReservationState::confirmed);
    EXPECT_EQ(hotel.views.room(hotel.room("204").id)->occupancy, Occupancy::occupied);
    EXPECT_EQ(change(id).depends_on, hotel.room("204").id);
}

TEST_F(CheckingIn, KeepsAGuestOfYesterdayOnTheBoard) {
    auto stay = arriving();
    hotel.now += 24h;
    hotel.apply(Tick{});
    ASSERT_TRUE(stay.view());
    hotel.accepted(CheckIn{stay.id});
    ASSERT_TRUE(stay.view()) << "the guest went off the board with the key";
    EXPECT_TRUE(stay.view()->arrived);
}

TEST_F(CheckingIn, FallsBackWhenThePmsRefuses) {
    const auto stay = arriving();
    const auto id = hotel.accepted(CheckIn{stay.id});
    hotel.settle(id, Refused{"Reservation is not paid."});
    EXPECT_FALSE(stay.view()->arrived);
    ASSERT_TRUE(stay.view()->mark);
    EXPECT_EQ(stay.view()->mark->stage, Stage::refused);
    EXPECT_EQ(stay.view()->mark->reason, "Reservation is not paid.");
    EXPECT_EQ(hotel.views.room(hotel.room("204").id)->occupancy, Occupancy::vacant);
    EXPECT_TRUE(hotel.staff(CheckIn{stay.id}).durable) << "the desk may try again";
}

TEST_F(CheckingIn, IsRefusedWhenItCannotBe) {
    expect_refused(CheckIn{id_of("none")}, "This reservation is not known here. Reload the page.");
    auto stay = arriving();
    const auto id = hotel.accepted(CheckIn{stay.id});
    expect_refused(CheckIn{stay.id}, "The guest is already checked in.");
    hotel.settle(id, Confirmed{});
    expect_refused(CheckIn{stay.id}, "The guest is already checked in.");
    auto other = hotel.guest("Abe", "Aya").arrives_today();
    expect_refused(CheckIn{other.id}, "No room is assigned. Assign one first.");
    other.is(ReservationState::canceled);
    expect_refused(CheckIn{other.id},
                   "Only a confirmed reservation can be checked in. This one is Canceled.");
    other.is(ReservationState::optional);
    expect_refused(CheckIn{other.id},
                   "Only a confirmed reservation can be checked in. This one is Optional.");
}

// A waiting guest
// ------------------------------------------------------------------------------------------------------

using WaitingGuest = StaffTest;

TEST_F(WaitingGuest, StandsOnTheBoardAndByCodeOnTheSign) {
    const auto stay = arriving();
    const auto id = hotel.accepted(SetGuestWaiting{stay.id, true});
    EXPECT_EQ(stay.view()->waiting_since, hotel.now);
    EXPECT_EQ(change(id).stage, Stage::box_only);
    const auto sign = hotel.views.lobby_sign();
    ASSERT_EQ(sign.queue.size(), 1U);
    EXPECT_EQ(sign.queue[0].display_code, stay.view()->display_code);
    EXPECT_TRUE(sign.queue[0].ready);
    EXPECT_EQ(sign.queue[0].until, hotel.now + 4h);
    hotel.accepted(SetGuestWaiting{stay.id, false});
    EXPECT_TRUE(hotel.views.lobby_sign().queue.empty());
}

TEST_F(WaitingGuest, IsReadyOnTheSignWhenTheRoomIs) {
    const auto stay = arriving();
    hotel.room("204").dirty();
    hotel.accepted(SetGuestWaiting{stay.id, true});
    EXPECT_FALSE(hotel.views.lobby_sign().queue.at(0).ready);
    hotel.accepted(SetRoomState{hotel.room("204").id, ResourceState::inspected});
    EXPECT_TRUE(hotel.views.lobby_sign().queue.at(0).ready);
}

TEST_F(WaitingGuest, NoLongerWaitsWhenThePmsHasTheGuestInHouse) {
    auto stay = arriving();
    hotel.accepted(SetGuestWaiting{stay.id, true});
    stay.is(ReservationState::started);
    EXPECT_FALSE(stay.view()->waiting_since);
    EXPECT_TRUE(hotel.views.lobby_sign().queue.empty());
}

TEST_F(WaitingGuest, IsRefusedWithoutAConfirmedStay) {
    expect_refused(SetGuestWaiting{id_of("none"), true},
                   "This reservation is not known here. Reload the page.");
    auto stay = arriving();
    stay.is(ReservationState::canceled);
    expect_refused(SetGuestWaiting{stay.id, true},
                   "Only the guest of a confirmed reservation can wait for a room.");
    EXPECT_TRUE(hotel.staff(SetGuestWaiting{stay.id, false}).durable)
        << "taking it back is always right";
}

// Putting away
// ---------------------------------------------------------------------------------------------------------

using PuttingAway = StaffTest;

TEST_F(PuttingAway, TakesARefusedChangeFromTheBoards) {
    const auto room = hotel.room("204").dirty();
    const auto id = hotel.accepted(SetRoomState{room.id, ResourceState::clean});
    expect_refused(DismissChange{id},
                   "Only a change that was refused, replaced or in conflict can be put away.");
    hotel.settle(id, Refused{"no"});
    EXPECT_TRUE(hotel.views.change(id));
    EXPECT_EQ(hotel.views.dashboard(hotel.now).changes_to_read, 1);
    hotel.accepted(DismissChange{id});
    EXPECT_FALSE(hotel.views.change(id));
    EXPECT_FALSE(hotel.views.room(room.id)->mark);
    EXPECT_EQ(hotel.views.dashboard(hotel.now).changes_to_read, 0);
    EXPECT_EQ(hotel.house.journal().balance().refused, 1) << "nothing is deleted";
}

TEST_F(PuttingAway, IsRefusedForAChangeThatIsNotThere) {
    expect_refused(DismissChange{id_of("none")}, "This change is not known here. Reload the page.");
}

// Every command
// --------------------------------------------------------------------------------------------------------

using EveryCommand = StaffTest;

TEST_F(EveryCommand, MustSayWhoActsAndHaveAnId) {
    auto command = hotel.command(CreateTask{.title = "Cot", .description = {}});
    command.user = "";
    expect_refused(command, "The command must say who acts, in 1 to 80 characters.");
    command.user = std::string(81, 'x');
    expect_refused(command, "The command must say who acts, in 1 to 80 characters.");
    command.user = "Ana";
    command.id = {};
    expect_refused(command, "The command carries no id.");
}

TEST_F(EveryCommand, IsAppliedOnceAndAnsweredEachTime) {
    const auto room = hotel.room("204").dirty();
    const auto stay = arriving();
    const auto task = new_task();
    const auto done_task = new_task();
    const auto refused = hotel.accepted(SetRoomState{room.id, ResourceState::clean});
    hotel.settle(refused, Refused{"no"});
    for (Action action :
         {Action{SetRoomState{room.id, ResourceState::clean}},
          Action{CreateTask{.title = "Kettle", .description = {}}}, Action{AcceptTask{task}},
          Action{CompleteTask{done_task}}, Action{SetGuestWaiting{stay.id, true}},
          Action{CheckIn{stay.id}}, Action{DismissChange{refused}},
          Action{Record{stay.id, "vip_prepared", "done"}}}) {
        SCOPED_TRACE(action.index());
        const auto command = hotel.command(action);
        ASSERT_TRUE(hotel.staff(command).durable);
        const auto accepted = hotel.house.journal().balance().accepted;
        const auto audited = hotel.count("SELECT count(*) FROM audit");
        const auto revision = hotel.house.shown().revision();
        const auto again = hotel.apply(Input{command});
        ASSERT_EQ(again.acks.size(), 1U);
        EXPECT_TRUE(again.acks[0].durable);
        EXPECT_EQ(again.acks[0].command, command.id);
        EXPECT_FALSE(again.outbox_grew);
        EXPECT_EQ(hotel.house.journal().balance().accepted, accepted);
        EXPECT_EQ(hotel.count("SELECT count(*) FROM audit"), audited);
        EXPECT_EQ(hotel.house.shown().revision(), revision);
    }
}

TEST_F(EveryCommand, IsAnsweredAsSavedAlsoAfterItHasEnded) {
    const auto room = hotel.room("204").dirty();
    const auto command = hotel.command(SetRoomState{room.id, ResourceState::clean});
    hotel.staff(command);
    hotel.settle(command.id, Refused{"no"});
    EXPECT_TRUE(hotel.staff(command).durable);
    EXPECT_EQ(change(command.id).stage, Stage::refused);
}

TEST_F(EveryCommand, IsAudited) {
    const auto room = hotel.room("204").dirty();
    const auto id = hotel.accepted(SetRoomState{room.id, ResourceState::clean});
    auto query = hotel.database.statement(
        "SELECT actor, what, before, after, change_uid FROM audit WHERE actor = 'Ana'");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0), "Ana");
    EXPECT_EQ(query.text(1), "SetRoomState");
    EXPECT_EQ(query.text(2), R"({"State":"Dirty"})");
    EXPECT_EQ(query.text(3), R"({"State":"Clean"})");
    EXPECT_EQ(query.uuid(4), id);
}

TEST_F(EveryCommand, WaitsOnItsDeviceForTheOneItFollows) {
    const auto room = hotel.room("204").dirty();
    const auto first = hotel.command(SetRoomState{room.id, ResourceState::clean});
    auto second = hotel.command(SetRoomState{room.id, ResourceState::inspected});
    second.follows = first.id;

    const auto early = hotel.apply(Input{second});
    ASSERT_EQ(early.acks.size(), 1U);
    EXPECT_TRUE(early.acks[0].too_early);
    EXPECT_FALSE(early.acks[0].durable);
    EXPECT_FALSE(early.changed_shown);
    EXPECT_FALSE(hotel.house.journal().find(second.id)) << "nothing is kept, nothing is promised";

    const std::vector<Input> both{first, second};
    const auto effects = hotel.house.apply(both, hotel.now);
    EXPECT_TRUE(effects.acks.at(0).durable && effects.acks.at(1).durable);
    EXPECT_LT(change(first.id).seq, change(second.id).seq);
    EXPECT_EQ(hotel.views.room(room.id)->state, ResourceState::inspected);
}

/// Of what was refused, or lost with the device's storage, the device no longer says that it
/// follows it.
TEST_F(EveryCommand, GoesWithoutTheOneItFollowedWhenThatNeverComes) {
    const auto room = hotel.room("204").dirty();
    auto command = hotel.command(SetRoomState{room.id, ResourceState::clean});
    command.follows = hotel.command(CheckIn{id_of("nobody's stay")}).id;
    EXPECT_TRUE(hotel.staff(command).too_early);
    command.follows.reset();
    EXPECT_TRUE(hotel.staff(command).durable);
    // A copy from before is a repeat.
    command.follows = id_of("another that never comes");
    EXPECT_TRUE(hotel.staff(command).durable);
    EXPECT_EQ(hotel.house.journal().balance().accepted, 1);
}

TEST_F(EveryCommand, BelievesTheDevicesClockWithinReason) {
    const auto made = [this](std::optional<UtcTime> said) {
        auto command = hotel.command(CreateTask{.title = "Cot", .description = {}});
        command.made = said;
        hotel.staff(command);
        return change(command.id).made;
    };
    EXPECT_EQ(made(hotel.now - 3h), hotel.now - 3h);
    EXPECT_EQ(made(hotel.now - 12h), hotel.now - 12h);
    EXPECT_EQ(made(hotel.now - 12h - 1s), hotel.now);
    EXPECT_EQ(made(hotel.now + 1s), hotel.now) << "nothing is made in the future";
    EXPECT_EQ(made(std::nullopt), hotel.now);
}

}  // namespace
}  // namespace stayd::house
