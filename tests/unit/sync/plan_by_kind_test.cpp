#include "sync/plan.hpp"

#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"
#include "tests/unit/insight/telling.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using house::Confirmed;
using house::KeptOnBox;
using house::Refused;
using house::Replaced;
using house::TryAgain;
using journal::Fields;
using model::ReservationState;
using model::ResourceState;
using sim::id_of;

struct PlanByKind : testing::Test {
    Plan plan_of(const Uuid& id) { return plan(hotel.house, change(id), hotel.now); }
    template <class Write>
    Write write_of(const Uuid& id) {
        return std::get<Write>(std::get<mews::Write>(plan_of(id).next));
    }
    template <class Outcome>
    Outcome outcome_of(const Uuid& id) {
        return std::get<Outcome>(std::get<house::Outcome>(plan_of(id).next));
    }
    journal::Change change(const Uuid& id) { return hotel.house.journal().find(id).value(); }
    std::optional<house::Outcome> found_of(const Uuid& id, const std::vector<Uuid>& seen = {}) {
        return found(hotel.house, change(id), seen);
    }
    Uuid set(ResourceState state) {
        return hotel.accepted(house::SetRoomState{.room = room.id, .state = state, .note = "wet"});
    }

    sim::SmallHotel hotel;
    sim::SmallHotel::Room room = hotel.room("204").dirty();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
};

// Sets
// ------------------------------------------------------------------------------------------------

TEST_F(PlanByKind, ARoomStateGoesWithWhoAndWhy) {
    const auto write = write_of<mews::SetResourceStates>(set(ResourceState::clean));
    ASSERT_EQ(write.rooms.size(), 1U);
    EXPECT_EQ(write.rooms[0].resource_id, room.id);
    EXPECT_EQ(write.rooms[0].state, ResourceState::clean);
    EXPECT_EQ(write.rooms[0].reason, "Ana, stayd: wet");
}

TEST_F(PlanByKind, ARoomStateThatThePmsHasMeanwhileIsConfirmed) {
    const auto id = set(ResourceState::clean);
    hotel.now += 1h;
    room.clean();
    outcome_of<Confirmed>(id);
}

TEST_F(PlanByKind, ALaterStateOfThePmsStandsAndBothAreKept) {
    const auto id = set(ResourceState::clean);
    // The list is known to be complete up to an hour after it was made.
    hotel.now += 1h;
    hotel.apply(house::StreamCompleted{.list = model::List::resources, .watermark = hotel.now});
    hotel.now += 1h;
    room.out_of_service();
    const auto replaced = outcome_of<Replaced>(id);
    EXPECT_EQ(replaced.lost, (Fields{{"State", "OutOfService"}}));
    EXPECT_EQ(replaced.rule, "R29");
    EXPECT_EQ(replaced.reason, "In Mews the room was set to Out of service meanwhile.");
}

TEST_F(PlanByKind, ASaferStateOfOursBeatsOneOfWhichNobodyKnowsWhenItWasSet) {
    room.inspected();
    const auto id = set(ResourceState::dirty);
    hotel.now += 1h;
    room.clean();
    const auto planned = plan_of(id);
    EXPECT_TRUE(std::holds_alternative<mews::Write>(planned.next));
    EXPECT_EQ(planned.beaten, (Fields{{"State", "Clean"}}));
    EXPECT_EQ(planned.rule, "R29");
}

TEST_F(PlanByKind, ARoomStateFromBeforeACheckOutNeverGoes) {
    const auto id = set(ResourceState::clean);
    hotel.now += 10min;
    stay.changes([&](auto& row) {
        row.state = ReservationState::processed;
        row.actual_start_utc = hotel.now - 48h;
        row.actual_end_utc = hotel.now;
    });
    EXPECT_EQ(outcome_of<Replaced>(id).rule, "R30");
}

TEST_F(PlanByKind, OnlyTheFieldsThatHoldTheirOwnAreSent) {
    const auto id = hotel.accepted(house::UpdateGuest{
        guest.id,
        {{"Phone", "+351 210 000 000"}, {"Email", "n@okafor.ng"}, {"LastName", "Okafor-Eze"}}});
    hotel.now += 1h;
    guest.changes([](auto& row) {
        row.phone = "+44 1";
        row.email = "n@okafor.ng";
    });
    const auto planned = plan_of(id);
    const auto update = std::get<mews::UpdateAccount>(std::get<mews::Write>(planned.next));
    ASSERT_EQ(update.fields.size(), 1U);
    EXPECT_EQ(update.fields[0].name, "LastName");
    EXPECT_EQ(planned.lost, (Fields{{"Phone", "+44 1"}}));
}

TEST_F(PlanByKind, APhoneIsATelephoneWhenItIsWritten) {
    const auto update = write_of<mews::UpdateAccount>(
        hotel.accepted(house::UpdateGuest{guest.id, {{"Phone", "1"}}}));
    EXPECT_EQ(update.fields.at(0).name, "Telephone");
    EXPECT_EQ(update.account_id, guest.id);
}

TEST_F(PlanByKind, AStayThatWasCanceledIsNotMoved) {
    const auto id = hotel.accepted(house::MoveStay{stay.id, hotel.room("305").id});
    stay.is(ReservationState::canceled);
    EXPECT_EQ(outcome_of<Refused>(id).reason, "The reservation was canceled in Mews.");
}

TEST_F(PlanByKind, ASetIsFoundByItsFields) {
    const auto id = set(ResourceState::clean);
    EXPECT_FALSE(found_of(id));
    room.clean();
    ASSERT_TRUE(found_of(id));
    EXPECT_TRUE(std::holds_alternative<Confirmed>(*found_of(id)));
}

// Transitions
// ------------------------------------------------------------------------------------------------

TEST_F(PlanByKind, ACheckInWaitsForThePlannedArrival) {
    const auto id = hotel.accepted(house::CheckIn{stay.id});
    EXPECT_EQ(outcome_of<TryAgain>(id).at, stay.row().scheduled_start_utc + 1s);
    hotel.now = stay.row().scheduled_start_utc;
    EXPECT_EQ(write_of<mews::StartReservation>(id).reservation_id, stay.id);
}

TEST_F(PlanByKind, ACheckInIsFoundByTheStaysState) {
    const auto id = hotel.accepted(house::CheckIn{stay.id});
    EXPECT_FALSE(found_of(id)) << "still to be checked in";
    stay.is(ReservationState::started);
    EXPECT_TRUE(std::holds_alternative<Confirmed>(*found_of(id)));
    stay.is(ReservationState::canceled);
    EXPECT_TRUE(std::holds_alternative<Refused>(*found_of(id)));
}

TEST_F(PlanByKind, ACheckOutSaysWhyTheGuestMayOwe) {
    stay.changes([](auto& row) {
        row.state = ReservationState::started;
        row.scheduled_start_utc -= 48h;
        row.scheduled_end_utc -= 24h;
    });
    const auto id = hotel.accepted(
        house::CheckOut{.reservation = stay.id, .open_balance_reason = "The company pays."});
    EXPECT_EQ(write_of<mews::ProcessReservation>(id).open_balance_notes, "The company pays.");
    EXPECT_FALSE(found_of(id));
    stay.is(ReservationState::processed);
    EXPECT_TRUE(std::holds_alternative<Confirmed>(*found_of(id)));
}

// Creates and removals
// ------------------------------------------------------------------------------------------------

TEST_F(PlanByKind, ABlockCarriesOurMarkAndIsFoundByIt) {
    const auto id = hotel.accepted(house::BlockRoom{.room = room.id,
                                                    .type = "OutOfOrder",
                                                    .name = "Leak",
                                                    .start = hotel.now,
                                                    .end = hotel.now + 1h});
    const auto write = write_of<mews::AddBlock>(id);
    EXPECT_EQ(operations::mark_of(write.name), operations::mark_for(id));
    EXPECT_FALSE(found_of(id));
}

TEST_F(PlanByKind, WhatNeverCameToThePmsNeedNotBeRemovedThere) {
    const auto block = hotel.accepted(house::BlockRoom{.room = room.id,
                                                       .type = "OutOfOrder",
                                                       .name = "Leak",
                                                       .start = hotel.now,
                                                       .end = hotel.now + 1h});
    const auto end = hotel.accepted(house::EndBlock{block});
    hotel.settle(block, Refused{"no"});
    outcome_of<KeptOnBox>(end);
}

TEST_F(PlanByKind, WhatWasCreatedIsRemovedByThePmssId) {
    const auto added = hotel.accepted(house::AddDocument{
        guest.id, {{"Type", "Passport"}, {"Number", "X1"}, {"IssuingCountryCode", "NG"}}});
    const auto write = write_of<mews::AddDocument>(added);
    EXPECT_EQ(write.number, "X1");
    ASSERT_EQ(write.rest.size(), 1U);
    EXPECT_EQ(write.rest[0].name, "IssuingCountryCode");
    const auto removed = hotel.accepted(house::RemoveDocument{added});
    hotel.settle(added, Confirmed{.pms_id = id_of("passport")});
    EXPECT_EQ(write_of<mews::DeleteDocument>(removed).document_id, id_of("passport"));
    EXPECT_FALSE(found_of(removed, {id_of("passport")})) << "it is there still";
    EXPECT_TRUE(std::holds_alternative<Confirmed>(*found_of(removed, {id_of("another")})));
}

TEST_F(PlanByKind, AMessageGoesIntoTheConversationThatWasOpenedForIt) {
    const auto id = hotel.accepted(house::SendMessage{stay.id, "Welcome"});
    const auto thread = *change(id).depends_on;
    EXPECT_EQ(operations::mark_of(write_of<mews::AddThread>(thread).subject),
              operations::mark_for(thread));
    hotel.settle(thread, Confirmed{.pms_id = id_of("thread")});
    EXPECT_EQ(write_of<mews::AddMessage>(id).thread_id, id_of("thread"));
    EXPECT_EQ(write_of<mews::AddMessage>(id).text, "Welcome") << "a guest sees no mark";
}

TEST_F(PlanByKind, AMessageWithoutAConversationIsRefused) {
    const auto id = hotel.accepted(house::SendMessage{stay.id, "Welcome"});
    hotel.settle(*change(id).depends_on, Refused{"no"});
    EXPECT_EQ(outcome_of<Refused>(id).reason, "Mews did not open the conversation.");
}

/// Sales, messages and notes of which several are alike.
struct WhatIsAlike : PlanByKind {
    WhatIsAlike() {
        telling.row("product", id_of("Parking"),
                    {{"name", "Parking"},
                     {"is_active", std::int64_t{1}},
                     {"service_uid", id_of("stay service")},
                     {"charging_mode", "Once"},
                     {"gross_millionths", std::int64_t{15'000'000}},
                     {"currency", "EUR"}});
    }
    Uuid sell() { return hotel.accepted(house::SellProduct{stay.id, id_of("Parking"), 1}); }
    void is_sold(std::string_view word, UtcTime created) {
        telling.row("order_item", id_of(word),
                    {{"service_order_uid", stay.id},
                     {"product_uid", id_of("Parking")},
                     {"created_utc_ms", to_ms(created)},
                     {"type", "ProductOrder"},
                     {"accounting_state", "Open"}});
    }
    void sent(const Uuid& id) { hotel.apply(house::SendStarted{.change = id}); }
    std::optional<Uuid> pms_id(const Uuid& id) {
        const auto outcome = found_of(id);
        return outcome ? std::get<Confirmed>(*outcome).pms_id : std::nullopt;
    }

    insight::Telling telling{hotel.database};
};

/// A product of the stay carries no mark: what somebody sold just before counts as ours only once
/// ours was sent.
TEST_F(WhatIsAlike, ASaleOfAMomentAgoIsOursOnlyWhenOursWasSent) {
    is_sold("parking of the desk", hotel.now);
    const auto id = sell();
    EXPECT_FALSE(found_of(id));
    EXPECT_TRUE(std::holds_alternative<mews::Write>(plan_of(id).next));
    sent(id);
    EXPECT_EQ(pms_id(id), id_of("parking of the desk"));
}

TEST_F(WhatIsAlike, ASaleOfYesterdayIsNeverOurs) {
    is_sold("parking of yesterday", hotel.now - 24h);
    const auto id = sell();
    sent(id);
    EXPECT_FALSE(found_of(id));
}

TEST_F(WhatIsAlike, OneSaleIsFoundOnce) {
    const auto first = sell();
    const auto second = sell();
    sent(first);
    sent(second);
    is_sold("one of the two", hotel.now);
    hotel.settle(first, Confirmed{.pms_id = id_of("one of the two")});
    EXPECT_FALSE(found_of(second));
    is_sold("the other", hotel.now);
    EXPECT_EQ(pms_id(second), id_of("the other"));
}

TEST_F(WhatIsAlike, OneMessageIsFoundOnce) {
    const auto first = hotel.accepted(house::SendMessage{stay.id, "Welcome"});
    const auto second = hotel.accepted(house::SendMessage{stay.id, "Welcome"});
    hotel.settle(*change(first).depends_on, Confirmed{.pms_id = id_of("thread")});
    sent(first);
    sent(second);
    telling.row("message", id_of("one of the two"),
                {{"thread_uid", id_of("thread")},
                 {"text", "Welcome"},
                 {"created_utc_ms", to_ms(hotel.now)}});
    hotel.settle(first, Confirmed{.pms_id = id_of("one of the two")});
    EXPECT_FALSE(found_of(second));
}

TEST_F(WhatIsAlike, ANoteOfTheSameWordsIsNotOurs) {
    const auto id = hotel.accepted(house::AddStayNote{stay.id, "Allergic to nuts"});
    sent(id);
    telling.row("service_order_note", id_of("note of the desk"),
                {{"order_uid", stay.id}, {"text", "Allergic to nuts"}});
    EXPECT_FALSE(found_of(id));
    telling.row("service_order_note", id_of("our note"),
                {{"order_uid", stay.id},
                 {"text", "Allergic to nuts, also pistachios " + operations::marked("", id)}});
    EXPECT_EQ(pms_id(id), id_of("our note"));
}

// One call for many
// ------------------------------------------------------------------------------------------------

TEST_F(PlanByKind, RoomStatesOfManyRoomsAreLookedAtInOneCall) {
    const auto first = change(set(ResourceState::clean));
    const auto other = hotel.room("305").dirty();
    const auto second = change(
        hotel.accepted(house::SetRoomState{.room = other.id, .state = ResourceState::clean}));
    const auto due = hotel.house.journal().due_with(first, hotel.now, 1000);
    ASSERT_EQ(due.size(), 2U);
    const auto request = look_at(hotel.house, due, hotel.now);
    EXPECT_EQ(request->ids, (std::vector{room.id, other.id}));
    EXPECT_EQ(most_in_one_call(journal::Kind::check_in), 1U);
}

}  // namespace
}  // namespace stayd::sync
