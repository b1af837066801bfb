#include "sync/plan.hpp"

#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"

// What is sent when a change's turn has come, and what a look at the PMS means for one whose answer
// was lost.

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using house::CheckIn;
using house::Confirmed;
using model::ReservationState;
using model::ResourceState;
using sim::id_of;

struct PlanTest : testing::Test {
    journal::Change change(const Uuid& id) { return *hotel.house.journal().find(id); }
    Plan planned(const Uuid& id) { return plan(hotel.house, change(id), hotel.now); }
    bool is_confirmed(const Uuid& id, const std::vector<Uuid>& seen = {}) {
        const auto outcome = found(hotel.house, change(id), seen);
        return outcome && std::holds_alternative<Confirmed>(*outcome);
    }
    template <class T>
    static const T* outcome_of(const Plan& plan) {
        const auto* outcome = std::get_if<house::Outcome>(&plan.next);
        return outcome == nullptr ? nullptr : std::get_if<T>(outcome);
    }
    template <class T>
    static const T* write_of(const Plan& plan) {
        const auto* write = std::get_if<mews::Write>(&plan.next);
        return write == nullptr ? nullptr : std::get_if<T>(write);
    }

    sim::SmallHotel hotel;
    sim::SmallHotel::Room room = hotel.room("204").dirty();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
};

TEST_F(PlanTest, RoomHasOurStateWhenTheMirrorShowsIt) {
    const auto id = hotel.accepted(house::SetRoomState{room.id, ResourceState::clean});
    EXPECT_FALSE(is_confirmed(id));
    room.clean();
    EXPECT_TRUE(is_confirmed(id));
}

/// The list was read after the PMS's change and did not show it yet: which of the two came first
/// is not known, so the safer stays. Were the watermark the base, the PMS's would count as the
/// later.
TEST_F(PlanTest, WhatThePmsShowsLateMayBeOlderThanTheWatermark) {
    room.clean();
    const auto clean_since = hotel.now;
    hotel.now += 1h;
    hotel.apply(house::StreamCompleted{.list = model::List::resources, .watermark = hotel.now});
    auto command = hotel.command(house::SetRoomState{room.id, ResourceState::dirty});
    command.made = hotel.now - 3min;  // and out of reach since
    ASSERT_TRUE(hotel.staff(command).durable);
    hotel.now -= 2min;
    room.inspected();
    hotel.now += 3min;
    ASSERT_GT(change(command.id).base_at, clean_since);
    EXPECT_TRUE(std::holds_alternative<mews::Write>(planned(command.id).next))
        << "the other's change may be as old as ours";
}

TEST_F(PlanTest, RemovalIsDoneWhenTheLookLacksTheRow) {
    const sim::Companionship companionship{.id = id_of("companionship"),
                                           .customer_id = guest.id,
                                           .reservation_group_id = stay.row().group_id,
                                           .reservation_id = stay.id};
    hotel.page(companionship);
    const auto id = hotel.accepted(house::RemoveCompanion{stay.id, guest.id});
    EXPECT_FALSE(is_confirmed(id, {id_of("another"), companionship.id}));
    EXPECT_TRUE(is_confirmed(id, {id_of("another")}));
}

TEST_F(PlanTest, BlockIsEndedWhenItIsNoLongerActive) {
    sim::ResourceBlock block{
        .id = id_of("block"), .resource_id = room.id, .name = "Leak", .updated_utc = hotel.now};
    hotel.page(block);
    const auto id = hotel.accepted(house::EndBlock{block.id});
    EXPECT_FALSE(is_confirmed(id));
    block.is_active = false;
    block.updated_utc = hotel.now + 1min;
    hotel.page(block);
    EXPECT_TRUE(is_confirmed(id));
}

TEST_F(PlanTest, TaskIsClosedWhenThePmsSaysSo) {
    model::PmsTask task{.id = id_of("task in the PMS"),
                        .name = "Cot",
                        .created_utc = hotel.now,
                        .deadline_utc = hotel.now + 2h};
    const auto made = hotel.accepted(house::CreateTask{.title = "Cot", .description = {}});
    hotel.settle(made, Confirmed{.pms_id = task.id});
    hotel.page(task);
    const auto id = hotel.accepted(house::CompleteTask{made});
    EXPECT_FALSE(is_confirmed(id));
    EXPECT_TRUE(write_of<mews::CloseTask>(planned(id)));
    task.closed_utc = hotel.now + 1min;
    hotel.page(task);
    EXPECT_TRUE(is_confirmed(id));
}

TEST_F(PlanTest, CreateThatThePmsHasAlreadyIsNotSent) {
    const auto command = hotel.command(house::CreateTask{.title = "Cot", .description = {}});
    hotel.page(model::PmsTask{.id = id_of("task in the PMS"),
                              .name = operations::marked("Cot", command.id),
                              .created_utc = hotel.now,
                              .deadline_utc = hotel.now + 2h});
    ASSERT_TRUE(hotel.staff(command).durable);
    const auto plan = planned(command.id);
    ASSERT_TRUE(outcome_of<Confirmed>(plan));
    EXPECT_EQ(outcome_of<Confirmed>(plan)->pms_id, id_of("task in the PMS"));
}

TEST_F(PlanTest, CheckInWaitsForThePlannedArrival) {
    const auto id = hotel.accepted(CheckIn{stay.id});
    const auto early = planned(id);
    ASSERT_TRUE(outcome_of<house::TryAgain>(early));
    EXPECT_EQ(outcome_of<house::TryAgain>(early)->at, stay.row().scheduled_start_utc + 1s);
    hotel.now = stay.row().scheduled_start_utc + 1s;
    EXPECT_TRUE(write_of<mews::StartReservation>(planned(id)));
}

TEST_F(PlanTest, GuestInTheHouseIsNotCheckedInOnceMore) {
    const auto id = hotel.accepted(CheckIn{stay.id});
    hotel.now = stay.row().scheduled_start_utc + 1s;
    stay.is(ReservationState::started);
    EXPECT_TRUE(outcome_of<Confirmed>(planned(id)));
    EXPECT_TRUE(is_confirmed(id));
}

TEST_F(PlanTest, SendsOnlyTheFieldsThatThePmsDidNotWin) {
    const auto id = hotel.accepted(
        house::UpdateGuest{guest.id, {{"FirstName", "Ngo"}, {"Phone", "+351 21 000 00 00"}}});
    hotel.now += 30s;
    guest.changes([](auto& row) { row.first_name = "Ngozi Ada"; });
    const auto plan = planned(id);
    EXPECT_EQ(plan.lost.get("FirstName"), "Ngozi Ada");
    const auto* update = write_of<mews::UpdateAccount>(plan);
    ASSERT_TRUE(update);
    ASSERT_EQ(update->fields.size(), 1U);
    EXPECT_EQ(update->fields[0].value, "+351 21 000 00 00");
}

TEST_F(PlanTest, TellsWhatOfThePmsItReplaces) {
    room.clean();
    const auto id = hotel.accepted(house::SetRoomState{room.id, ResourceState::dirty});
    hotel.now += 30s;
    room.inspected();
    const auto plan = planned(id);
    EXPECT_TRUE(write_of<mews::SetResourceStates>(plan));
    EXPECT_EQ(plan.beaten.get("State"), "Inspected");
    EXPECT_EQ(plan.rule, "R29");
}

TEST_F(PlanTest, CleanIsNotSentWhenAGuestHasLeftSince) {
    const auto id = hotel.accepted(house::SetRoomState{room.id, ResourceState::clean});
    EXPECT_TRUE(write_of<mews::SetResourceStates>(planned(id)));
    hotel.now += 5min;
    stay.changes([&](auto& row) {
        row.state = ReservationState::processed;
        row.actual_start_utc = hotel.now - 12h;
        row.actual_end_utc = hotel.now;
    });
    const auto plan = planned(id);
    EXPECT_TRUE(outcome_of<house::Replaced>(plan));
    EXPECT_EQ(plan.rule, "R30");
}

}  // namespace
}  // namespace stayd::sync
