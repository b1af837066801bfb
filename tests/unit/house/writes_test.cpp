#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"

// The writes beyond room states, check-ins and tasks: what is taken and what is not, what staff see
// of it before the PMS does, and what remains of a conflict.

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using journal::Fields;
using journal::Stage;
using model::ReservationState;
using model::ResourceState;
using sim::id_of;

struct WritesTest : testing::Test {
    std::string refusal(Action action) {
        const auto ack = hotel.staff(std::move(action));
        return ack.durable ? "" : ack.reason;
    }
    journal::Change change(const Uuid& id) { return hotel.house.journal().find(id).value(); }

    sim::SmallHotel hotel;
    sim::SmallHotel::Room room = hotel.room("204").inspected();
    sim::SmallHotel::Room other = hotel.room("305").inspected();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
};

// Stays
// ------------------------------------------------------------------------------------------------

TEST_F(WritesTest, AMovedStayIsShownInItsNewRoomAtOnce) {
    const auto touched = hotel.touched_by(hotel.command(MoveStay{stay.id, other.id}));
    EXPECT_EQ(stay.view()->room, "305");
    EXPECT_TRUE(touched.contains({ShownKind::room, room.id}));
    EXPECT_TRUE(touched.contains({ShownKind::room, other.id}));
    EXPECT_FALSE(hotel.views.room(room.id)->next_arrival);
    EXPECT_TRUE(hotel.views.room(other.id)->next_arrival);
}

TEST_F(WritesTest, WhatWaitsIsShownWithTheLineThatItWaitsFor) {
    hotel.accepted(MoveStay{stay.id, other.id});
    const auto touched = hotel.touched_by(LineObserved{.line = Line::down, .cause = "cut"});
    EXPECT_TRUE(touched.contains({ShownKind::arrival, stay.id}));
    EXPECT_TRUE(touched.contains({ShownKind::room, other.id}));
    EXPECT_TRUE(stay.view()->mark->waits);
}

TEST_F(WritesTest, AStayIsNotMovedWhereItCannotBe) {
    EXPECT_EQ(refusal(MoveStay{stay.id, room.id}), "The stay has this room already.");
    EXPECT_EQ(refusal(MoveStay{stay.id, id_of("999")}),
              "This room is not in the house. Reload the page.");
    auto second = hotel.guest("Adeyemi", "Tolu").arrives_today(other);
    EXPECT_EQ(refusal(MoveStay{stay.id, other.id}),
              "The room is taken by reservation " + second.row().number + " in that time.");
    stay.changes([](auto& row) { row.assigned_resource_locked = true; });
    const auto third = hotel.room("306").inspected();
    EXPECT_EQ(refusal(MoveStay{stay.id, third.id}),
              "The stay's room is locked in Mews. Unlock it there first.");
    stay.is(ReservationState::canceled);
    EXPECT_EQ(refusal(MoveStay{stay.id, third.id}),
              "This reservation is Canceled: it has no room.");
}

TEST_F(WritesTest, ARoomThatAWaitingMoveHasTakenIsTaken) {
    hotel.accepted(MoveStay{stay.id, other.id});
    auto second = hotel.guest("Adeyemi", "Tolu").arrives_today();
    EXPECT_EQ(refusal(MoveStay{second.id, other.id}),
              "The room is taken by reservation " + stay.row().number + " in that time.");
    EXPECT_EQ(refusal(MoveStay{second.id, room.id}), "") << "it has become free";
}

TEST_F(WritesTest, ABlockedRoomIsTaken) {
    hotel.accepted(BlockRoom{.room = other.id,
                             .type = "OutOfOrder",
                             .name = "Leak",
                             .start = hotel.now,
                             .end = hotel.now + 48h});
    EXPECT_EQ(hotel.views.room(other.id)->state, ResourceState::out_of_order);
    EXPECT_EQ(refusal(MoveStay{stay.id, other.id}), "The room is blocked in that time.");
}

TEST_F(WritesTest, AGuestIsCheckedOutOnTheLastDayOnly) {
    EXPECT_EQ(refusal(CheckOut{.reservation = stay.id}),
              "Only a guest in the house can be checked out. This reservation is Confirmed.");
    stay.is(ReservationState::started);
    EXPECT_EQ(refusal(CheckOut{.reservation = stay.id}),
              "The stay ends on a later day. Change its end first.");
    stay.changes([&](auto& row) {
        row.scheduled_start_utc -= 48h;
        row.scheduled_end_utc -= 24h;
    });
    const auto left_before = hotel.views.dashboard(hotel.now).departures_left;
    const auto total_before = hotel.views.dashboard(hotel.now).departures_total;
    EXPECT_EQ(refusal(CheckOut{.reservation = stay.id}), "");
    EXPECT_EQ(hotel.views.dashboard(hotel.now).departures_left, left_before - 1);
    EXPECT_EQ(hotel.views.dashboard(hotel.now).departures_total, total_before);
    EXPECT_EQ(hotel.views.room(room.id)->occupancy, Occupancy::vacant);
    EXPECT_EQ(refusal(CheckOut{.reservation = stay.id}), "The guest is already checked out.");
}

TEST_F(WritesTest, TimesOfAStayGoTogetherAndMustMakeSense) {
    const auto end = stay.row().scheduled_end_utc;
    EXPECT_EQ(refusal(SetStayTimes{.reservation = stay.id, .end = end}),
              "The stay has these times already.");
    EXPECT_EQ(refusal(SetStayTimes{.reservation = stay.id, .end = stay.row().scheduled_start_utc}),
              "The stay must end after it starts.");
    const auto id = hotel.accepted(SetStayTimes{.reservation = stay.id, .end = end + 24h});
    EXPECT_EQ(change(id).value.size(), 2U);
    EXPECT_EQ(stay.view()->nights, 2);
    stay.is(ReservationState::started);
    EXPECT_EQ(
        refusal(SetStayTimes{.reservation = stay.id, .start = stay.row().scheduled_start_utc + 1h}),
        "The guest has arrived: the start cannot be changed.");
}

TEST_F(WritesTest, CompanionsAreCountedWithTheWaitingChanges) {
    auto second = hotel.guest("Okafor", "Chidi");
    EXPECT_EQ(refusal(RemoveCompanion{stay.id, second.id}),
              "The guest is no companion of this stay.");
    const auto added = hotel.accepted(AddCompanion{stay.id, second.id});
    EXPECT_EQ(refusal(AddCompanion{stay.id, second.id}), "The guest is a companion already.");
    const auto removed = hotel.accepted(RemoveCompanion{stay.id, second.id});
    EXPECT_EQ(change(removed).subject, added) << "waits for the adding";
    EXPECT_EQ(refusal(AddCompanion{stay.id, id_of("nobody")}),
              "This guest is not known here. Reload the page.");
}

TEST_F(WritesTest, AMessageOpensItsConversationFirstAndOnlyOnce) {
    EXPECT_EQ(refusal(SendMessage{stay.id, ""}), "The message is empty.");
    const auto first = change(hotel.accepted(SendMessage{stay.id, "Welcome"}));
    ASSERT_TRUE(first.depends_on);
    EXPECT_EQ(change(*first.depends_on).kind, journal::Kind::open_thread);
    const auto second = change(hotel.accepted(SendMessage{stay.id, "Your room is ready"}));
    EXPECT_EQ(second.depends_on, first.depends_on);
    EXPECT_EQ(hotel.house.journal().next_due(hotel.now)->id, *first.depends_on);
    hotel.settle(*first.depends_on, Confirmed{.pms_id = id_of("thread")});
    EXPECT_EQ(hotel.house.journal().next_due(hotel.now)->id, first.id);
}

// People
// ------------------------------------------------------------------------------------------------

TEST_F(WritesTest, OnlyKnownFieldsOfAGuestAreChanged) {
    const auto update = [&](Fields fields) {
        return refusal(UpdateGuest{guest.id, std::move(fields)});
    };
    EXPECT_EQ(update({}), "Nothing is to be changed.");
    EXPECT_EQ(update({{"Classifications", "Blocklist"}}),
              "Classifications cannot be changed here.");
    EXPECT_EQ(update({{"Email", "nobody"}}), "The e-mail address has no @.");
    EXPECT_EQ(update({{"Phone", ""}}), "Phone is empty: clear it instead.");
    EXPECT_EQ(update({{"LastName", std::nullopt}}), "The name cannot be cleared.");
    EXPECT_EQ(update({{"Phone", std::string(256, '1')}}), "Phone is longer than 255 characters.");
    const auto id = hotel.accepted(UpdateGuest{guest.id, {{"Phone", "+351 210 000 000"}}});
    EXPECT_EQ(change(id).base, (Fields{{"Phone", std::nullopt}}));
    EXPECT_EQ(refusal(UpdateGuest{id_of("nobody"), {{"Phone", "1"}}}),
              "This profile is not known here. Reload the page.");
}

TEST_F(WritesTest, AMergedGuestIsChangedWhereTheProfileWent) {
    auto target = hotel.guest("Okafor", "N.");
    guest.changes([&](auto& row) {
        row.merge_target_id = target.id;
        row.is_active = false;
    });
    EXPECT_EQ(change(hotel.accepted(UpdateGuest{guest.id, {{"Phone", "1"}}})).subject, target.id);
}

TEST_F(WritesTest, ADocumentHasATypeAndANumber) {
    EXPECT_EQ(refusal(AddDocument{guest.id, {{"Type", "Library card"}, {"Number", "1"}}}),
              "A document is an IdentityCard, a Passport, a Visa or a DriversLicense.");
    EXPECT_EQ(refusal(AddDocument{guest.id, {{"Type", "Passport"}}}),
              "The document's number is missing.");
    const auto id = hotel.accepted(AddDocument{guest.id, {{"Type", "Passport"}, {"Number", "X1"}}});
    EXPECT_EQ(change(hotel.accepted(RemoveDocument{id})).about, guest.id);
    EXPECT_EQ(refusal(RemoveDocument{id_of("none")}),
              "This document is not known here. Reload the page.");
}

// Blocks
// ------------------------------------------------------------------------------------------------

TEST_F(WritesTest, ABlockHasAReasonAndAnEndToCome) {
    BlockRoom block{.room = room.id,
                    .type = "OutOfOrder",
                    .name = "Leak",
                    .start = hotel.now,
                    .end = hotel.now + 1h};
    auto wrong = block;
    wrong.type = "Dirty";
    EXPECT_EQ(refusal(wrong), "A room is blocked as OutOfOrder or for InternalUse.");
    wrong = block;
    wrong.name = "";
    EXPECT_EQ(refusal(wrong), "A block needs a reason.");
    wrong = block;
    wrong.start = wrong.end;
    EXPECT_EQ(refusal(wrong), "The block must end after it starts.");
    wrong = block;
    wrong.start -= 48h;
    wrong.end -= 24h;
    EXPECT_EQ(refusal(wrong), "The block would be over already.");
    EXPECT_EQ(refusal(EndBlock{id_of("none")}), "This block is not known here. Reload the page.");
    const auto id = hotel.accepted(block);
    EXPECT_EQ(change(hotel.accepted(EndBlock{id})).subject, id);
}

// What remains of a conflict
// ------------------------------------------------------------------------------------------------

struct ConflictTest : WritesTest {
    /// Staff set it clean upon dirty, while the PMS was set to inspected.
    Uuid replaced() {
        const auto id = hotel.accepted(SetRoomState{room.id, ResourceState::clean});
        room.dirty();
        hotel.settle(id, Replaced{.reason = "In Mews the room was set to Dirty meanwhile.",
                                  .lost = {{"State", "Dirty"}},
                                  .rule = "R28"});
        return id;
    }
};

TEST_F(ConflictTest, IsACardWithBothValuesAndAButton) {
    const auto card = hotel.views.change(replaced());
    ASSERT_TRUE(card);
    ASSERT_EQ(card->conflicts.size(), 1U);
    EXPECT_EQ(card->conflicts[0].field, "State");
    EXPECT_EQ(card->conflicts[0].before, "Inspected");
    EXPECT_EQ(card->conflicts[0].ours, "Clean");
    EXPECT_EQ(card->conflicts[0].theirs, "Dirty");
    EXPECT_FALSE(card->conflicts[0].ours_chosen);
    EXPECT_TRUE(card->can_reapply);
    EXPECT_EQ(card->next_step, "What Mews has stays. Use yours if it is the right one.");
}

TEST_F(ConflictTest, IsAuditedOnceWithAllThreeValuesAndTheRule) {
    const auto id = replaced();
    auto query = hotel.database.statement(
        "SELECT before, after, remote, rule FROM audit WHERE change_uid = :id AND rule <> ''");
    query.bind(":id", id);
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0), R"({"State":"Inspected"})");
    EXPECT_EQ(query.text(1), R"({"State":"Clean"})");
    EXPECT_EQ(query.text(2), R"({"State":"Dirty"})");
    EXPECT_EQ(query.text(3), "R28");
    EXPECT_FALSE(query.step());
}

TEST_F(ConflictTest, IsAuditedOnceHoweverOftenItIsSent) {
    const auto id = hotel.accepted(SetRoomState{room.id, ResourceState::dirty});
    for (int attempt = 0; attempt < 3; ++attempt) {
        hotel.apply(SendStarted{.change = id, .beaten = {{"State", "Clean"}}, .rule = "R29"});
        hotel.settle(id, TryAgain{.at = hotel.now, .reason = "no connection"});
    }
    EXPECT_EQ(hotel.count("SELECT count(*) FROM audit WHERE what = 'Merged'"), 1);
    // What was set aside is there again: nothing is.
    hotel.apply(SendStarted{.change = id});
    hotel.settle(id, Confirmed{});
    EXPECT_FALSE(hotel.views.change(id));
}

TEST_F(ConflictTest, OneTapMakesTheLoserANewChangeUponWhatThePmsHas) {
    const auto lost = replaced();
    const auto again = change(hotel.accepted(ReapplyChange{lost}));
    EXPECT_EQ(again.kind, journal::Kind::set_room_state);
    EXPECT_EQ(again.value, (Fields{{"State", "Clean"}}));
    EXPECT_EQ(again.base, (Fields{{"State", "Dirty"}}));
    EXPECT_EQ(hotel.views.room(room.id)->state, ResourceState::clean);
    EXPECT_FALSE(hotel.views.change(lost)) << "the card is gone";
    EXPECT_EQ(refusal(ReapplyChange{lost}),
              "This change has been decided already. Reload the page.");
}

TEST_F(ConflictTest, AValueThatWasSetAsideForOursCanBeTakenBack) {
    const auto id = hotel.accepted(SetRoomState{room.id, ResourceState::dirty});
    room.clean();
    hotel.apply(SendStarted{.change = id, .beaten = {{"State", "Clean"}}, .rule = "R29"});
    hotel.settle(id, Confirmed{});
    const auto card = hotel.views.change(id);
    ASSERT_TRUE(card) << "somebody should know";
    EXPECT_TRUE(card->conflicts.at(0).ours_chosen);
    EXPECT_EQ(hotel.house.journal().balance().to_read, 1);
    const auto back = change(hotel.accepted(ReapplyChange{id}));
    EXPECT_EQ(back.value, (Fields{{"State", "Clean"}}));
    EXPECT_EQ(hotel.house.journal().balance().to_read, 0);
}

TEST_F(ConflictTest, OfAPartLeavesTheRestConfirmedAndTellsOfThePart) {
    const auto id = hotel.accepted(
        UpdateGuest{guest.id, {{"Phone", "+351 210 000 000"}, {"Email", "n@okafor.ng"}}});
    hotel.apply(SendStarted{.change = id, .lost = {{"Phone", "+44 1"}}, .rule = "R28"});
    hotel.settle(id, Confirmed{});
    EXPECT_EQ(change(id).stage, Stage::replaced);
    const auto again = change(hotel.accepted(ReapplyChange{id}));
    EXPECT_EQ(again.value, (Fields{{"Phone", "+351 210 000 000"}})) << "only what lost";
}

TEST_F(ConflictTest, StaysOnTheDeskOverNightUntilSomebodyHasReadIt) {
    const auto id = hotel.accepted(SetRoomState{room.id, ResourceState::dirty});
    hotel.apply(SendStarted{.change = id, .beaten = {{"State", "Clean"}}, .rule = "R29"});
    hotel.settle(id, Confirmed{});
    hotel.now += 24h;
    hotel.apply(Tick{});
    const auto shown = hotel.house.shown().all();
    EXPECT_TRUE(std::ranges::any_of(shown, [&](const auto& thing) {
        return thing.kind == ShownKind::change && thing.id == id;
    }));
}

}  // namespace
}  // namespace stayd::house
