#include "tests/unit/house/hotel_with_offers.hpp"

// What was said to a guest: the room that is held for it, how long it stands, and what is known of
// it afterwards.

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using enum insight::OfferDecision;

using OffersSaid = HotelWithOffers;

TEST_F(OffersSaid, OfASlipOnlyWhatItWouldCountUnderIsKept) {
    EXPECT_EQ(refusal("U02", offered), "");
    EXPECT_EQ(refusal("U02", taken_back), "");
    EXPECT_EQ(newest_keys("U02"), "Channel Name Reason Rule Stage State Tally Version");
    EXPECT_EQ(refusal("U02", declined, "too dear"), "");
    EXPECT_EQ(hotel.count("SELECT count(*) FROM offer_outcome WHERE rule = 'U02' AND decision = "
                          "'Declined' AND price = 6400"),
              1);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM offered_room WHERE held_for_uid IS NOT NULL"), 0);
}

TEST_F(OffersSaid, ARoomThatWasOfferedIsKeptForAQuarterOfAnHour) {
    auto second = hotel.guest("Adeyemi", "Tolu").arrives_today(hotel.room("205"));
    costs(second, 100'000'000);
    load("2");
    ASSERT_EQ(state(id("U02", second)), "Open");
    EXPECT_EQ(refusal("U02", offered), "");
    const auto said = hotel.now;
    until(hotel.now);
    EXPECT_EQ(state(id("U02", second)), "");
    EXPECT_EQ(state("U02"), "Offered");
    until(said + 15min - 1ms);
    EXPECT_EQ(state(id("U02", second)), "");
    until(said + 15min);
    EXPECT_EQ(state(id("U02", second)), "Open");
}

TEST_F(OffersSaid, ARoomThatWasDeclinedIsFreeForOthersAtOnce) {
    auto second = hotel.guest("Adeyemi", "Tolu").arrives_today(hotel.room("205"));
    costs(second, 100'000'000);
    load("2");
    EXPECT_EQ(refusal("U02", offered), "");
    EXPECT_EQ(refusal("U02", declined, "too dear"), "");
    until(hotel.now);
    EXPECT_EQ(state(id("U02", second)), "Open");
}

TEST_F(OffersSaid, TheGuestGetsTheRoomThatWasSaid) {
    EXPECT_EQ(refusal("U02", offered), "");
    better_suite();
    load("2");
    until(hotel.now + 16min);
    EXPECT_EQ(state("U02"), "Offered") << "it is free still, though no longer held";
    EXPECT_EQ(refusal("U02", accepted), "");
    EXPECT_EQ(stay.view()->room, "501");
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task WHERE title LIKE '%to room 501'"), 1);
}

TEST_F(OffersSaid, IsSaidAndTakenInOneGroup) {
    const Input both[] = {
        hotel.command(DecideOpportunity{.opportunity = id("U02"), .decision = offered}),
        hotel.command(
            DecideOpportunity{.opportunity = id("U02"), .decision = accepted, .price = 6400})};
    for (const auto& ack : hotel.house.apply(both, hotel.now).acks)
        EXPECT_TRUE(ack.durable) << ack.reason;
    EXPECT_EQ(stay.view()->room, "501");
    EXPECT_EQ(hotel.count("SELECT count(*) FROM offered_room WHERE held_for_uid IS NOT NULL"), 0);
}

TEST_F(OffersSaid, WhoWasToldOfARoomIsNotMovedToAnother) {
    EXPECT_EQ(refusal("U02", offered), "");
    better_suite();
    load("2");
    const Input both[] = {
        hotel.command(SetRoomState{suite.id, model::ResourceState::dirty}),
        hotel.command(DecideOpportunity{.opportunity = id("U02"), .decision = accepted})};
    hotel.house.apply(both[0], hotel.now);
    until(hotel.now);
    EXPECT_EQ(state("U02"), "Withdrawn");
    EXPECT_FALSE(hotel.house.apply(both[1], hotel.now).acks.at(0).durable);
    EXPECT_EQ(stay.view()->room, "204");
}

TEST_F(OffersSaid, WhatAnotherStayHoldsIsNotLetGoByAnAnswer) {
    auto second = second_arrival();
    load("2");
    EXPECT_EQ(refusal("U02", offered), "");
    until(hotel.now + 15min);
    EXPECT_EQ(refusal({.opportunity = id("U02", second), .decision = offered}), "");
    until(hotel.now);
    EXPECT_EQ(state("U02"), "Withdrawn");
    EXPECT_EQ(refusal("U05", offered), "");
    hotel.house.conclusions().let_go_of_offered(stay.id, id("U02"), hotel.now);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM offered_room WHERE held_for_uid IS NOT NULL"), 1);
}

TEST_F(OffersSaid, ARoomThatIsHeldForAnotherIsNotGivenForItsCategory) {
    auto second = second_arrival();
    arrives_later(second);
    hotel.apply(LineObserved{.line = Line::up, .cause = {}});
    load("2");
    ASSERT_EQ(state(id("U01", second)), "Open");
    EXPECT_EQ(refusal("U02", offered), "");
    const DecideOpportunity takes{.opportunity = id("U01", second), .decision = accepted};
    EXPECT_EQ(refusal(takes), "The category is no longer free in each night.");
    hotel.now += 15min;
    EXPECT_EQ(refusal(takes), "");
}

TEST_F(OffersSaid, WhatWasSaidAndNotAnsweredExpires) {
    EXPECT_EQ(refusal("U05", offered), "");
    const auto closes = hotel.house.day().start + 21h;
    until(closes - 1ms);
    EXPECT_EQ(state("U05"), "Offered");
    until(closes);
    EXPECT_EQ(state("U05"), "Expired");
    EXPECT_EQ(refusal("U05", accepted), "Its time is over.");
    EXPECT_EQ(hotel.count(
                  "SELECT count(*) FROM offer_outcome WHERE rule = 'U05' AND decision = 'Ignored'"),
              1);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM audit WHERE kind = 'Offer' AND what = 'Expired'"),
              1);
}

TEST_F(OffersSaid, WhatWasSaidEndsWhenItWasSaidThatItDoes) {
    EXPECT_EQ(refusal("U07", offered), "");
    const auto ends = *find("U07")->expires;
    stay.changes([](auto& row) { row.scheduled_end_utc += 48h; });
    hotel.now = ends;
    EXPECT_EQ(refusal("U07", accepted), "Its time is over.") << "before it is shown so";
    hotel.now = ends - 1ms;
    until(ends - 1ms);
    EXPECT_EQ(state("U07"), "Offered");
    until(ends);
    EXPECT_EQ(state("U07"), "Expired");
}

TEST_F(OffersSaid, WhatWasWithdrawnStaysSoWhenTheStayIsOver) {
    EXPECT_EQ(refusal("U02", offered), "");
    hotel.accepted(SetRoomState{suite.id, model::ResourceState::dirty});
    until(hotel.now);
    ASSERT_EQ(state("U02"), "Withdrawn");
    until(hotel.house.day().end + 24h);
    stay.is(model::ReservationState::processed);
    until(hotel.now + 72h);
    EXPECT_EQ(state("U02"), "");
    EXPECT_EQ(outcome("U02"), "Withdrawn: It is no longer to be had");
    EXPECT_EQ(audited("Withdrawn"), 1);
    EXPECT_EQ(audited("Expired"), 0);
}

TEST_F(OffersSaid, WhatIsOverIsSaidOnceWhateverHappensLater) {
    EXPECT_EQ(refusal("U05", offered), "");
    until(hotel.house.day().start + 21h);
    ASSERT_EQ(state("U05"), "Expired");
    const auto task = hotel.accepted(CreateTask{
        .title = "Complaint: noise", .description = {}, .department = {}, .room = room.id});
    EXPECT_EQ(state("U05"), "Expired");
    hotel.accepted(CompleteTask{task});
    load("2");
    stay.is(model::ReservationState::canceled);
    EXPECT_EQ(audited("Expired"), 1);
    EXPECT_EQ(audited("Withdrawn"), 0);
    EXPECT_EQ(outcome("U05"), "Ignored: ");
}

TEST_F(OffersSaid, AnotherReasonIsNoSecondWithdrawalButTheNextOneIs) {
    EXPECT_EQ(refusal("U05", offered), "");
    const auto complaint = CreateTask{
        .title = "Complaint: noise", .description = {}, .department = {}, .room = room.id};
    const auto task = hotel.accepted(complaint);
    EXPECT_EQ(outcome("U05"),
              "Withdrawn: A complaint is open: nothing is sold until it is settled");
    telling.change("product", sim::id_of("Breakfast"), {{"is_active", std::int64_t{0}}});
    load("2");
    EXPECT_EQ(outcome("U05"), "Withdrawn: It is no longer to be had");
    EXPECT_EQ(audited("Withdrawn"), 1);
    telling.change("product", sim::id_of("Breakfast"), {{"is_active", std::int64_t{1}}});
    hotel.accepted(CompleteTask{task});
    load("3");
    EXPECT_EQ(state("U05"), "Offered");
    EXPECT_EQ(outcome("U05"), "Offered: ");
    hotel.accepted(complaint);
    EXPECT_EQ(audited("Withdrawn"), 2);
}

TEST_F(OffersSaid, WhatWasPostedAndDeliveredIsThatOfItsAcceptance) {
    // The same words, made by the same person in the same moment.
    const auto other = hotel.accepted(CreateTask{.title = "Breakfast for 2, reservation 1042",
                                                 .description = {},
                                                 .department = {},
                                                 .room = room.id});
    hotel.accepted(SellProduct{stay.id, sim::id_of("Parking"), 1});
    EXPECT_EQ(refusal("U05", accepted), "");
    hotel.accepted(CompleteTask{other});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM offer_outcome WHERE delivered_utc_ms IS NULL"), 1);
    hotel.database.execute(
        "UPDATE change SET pms_uid = CASE WHEN cause_uid IS NULL THEN "
        "x'0000000000000000000000000000000a' ELSE x'0000000000000000000000000000000b' END "
        "WHERE kind = 'SellProduct'");
    const auto made = uuid(
        "SELECT uid FROM change WHERE kind = 'CreateTask' AND cause_uid = "
        "(SELECT uid FROM change WHERE kind = 'DecideOpportunity')");
    hotel.now += 2h;
    hotel.accepted(CompleteTask{made});
    auto query = hotel.database.statement(
        "SELECT count(*) FROM offer_outcome WHERE delivered_utc_ms = :now AND "
        "posted_item_uid = x'0000000000000000000000000000000b'");
    EXPECT_TRUE(query.bind(":now", hotel.now).step() && query.integer(0) == 1);
}

TEST_F(OffersSaid, WhatWasSaidIsWithdrawnWithTheReason) {
    EXPECT_EQ(refusal("U02", offered), "");
    hotel.accepted(SetRoomState{suite.id, model::ResourceState::dirty});
    until(hotel.now);
    EXPECT_EQ(state("U02"), "Withdrawn");
    EXPECT_EQ(refusal("U02", accepted), "It is no longer to be had. " + find("U02")->reason + ".");
}

TEST_F(OffersSaid, WhatIsSoldAndNotDeliveredInTimeIsARefundToPropose) {
    const auto shipped = insight::shipped_rules();
    hotel.apply(
        RulesLoaded{.sources = {shipped.begin(), shipped.end()}, .by = "stayd", .program = "2"});
    until(hotel.now);
    EXPECT_EQ(refusal("U05", accepted), "");
    const auto delivery = uuid("SELECT uid FROM task");
    const auto due = from_ms(hotel.count("SELECT due_utc_ms FROM task"));
    hotel.accepted(CreateTask{.title = "Minibar",
                              .description = {},
                              .department = {},
                              .room = room.id,
                              .due = hotel.now + 1h});
    const auto open = [&](const char* what) {
        auto query = hotel.database.statement(
            "SELECT count(*) FROM finding WHERE rule = 'BL-09' AND state = 'Open' AND "
            "clears_utc_ms IS NULL AND subject_uid = :task AND evidence ->> 'sold_to' = '1042'");
        EXPECT_TRUE(query.bind(":task", delivery).step()) << what;
        return query.integer(0);
    };
    until(due - 1ms);
    EXPECT_EQ(open("before"), 0);
    until(due);
    EXPECT_EQ(open("late"), 1);
    hotel.accepted(CompleteTask{delivery});
    until(hotel.now);
    EXPECT_EQ(open("done"), 0);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM finding WHERE rule = 'BL-09'"), 1);
}

}  // namespace
}  // namespace stayd::house
