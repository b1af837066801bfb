#include "tests/unit/house/hotel_with_offers.hpp"

// The life of what can be offered: in the transaction of its cause, by staff's decisions, by time.

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using enum insight::OfferDecision;

using OpportunitiesTest = HotelWithOffers;

TEST_F(OpportunitiesTest, AreThereWhenAllWasAsked) {
    EXPECT_EQ(state("U05"), "Open");
    EXPECT_EQ(state("U02"), "Open");
    EXPECT_EQ(find("U05")->price, 1800);
    EXPECT_EQ(find("U02")->price, 6400);
    EXPECT_EQ(state("U06"), "");
}

TEST_F(OpportunitiesTest, AskingOfAllAnewFindsTheSame) {
    const auto before = all();
    EXPECT_GE(before.size(), 3);
    hotel.database.execute("DELETE FROM opportunity; DELETE FROM offered_room");
    load("2");
    EXPECT_EQ(all(), before);
}

TEST_F(OpportunitiesTest, ARoomThatIsNoLongerReadyIsOfferedToNobody) {
    suite.dirty();
    until(hotel.now);
    EXPECT_EQ(state("U02"), "");
    hotel.accepted(SetRoomState{suite.id, model::ResourceState::inspected});
    until(hotel.now);
    EXPECT_EQ(state("U02"), "Open") << "staff's word counts before the PMS has it";
}

TEST_F(OpportunitiesTest, ARoomThatStaffGiveToAnotherIsGoneAtOnce) {
    auto other = hotel.guest("Silva", "Rui").arrives_today(hotel.room("205"));
    hotel.accepted(MoveStay{other.id, suite.id});
    until(hotel.now);
    EXPECT_EQ(state("U02"), "");
}

TEST_F(OpportunitiesTest, ComesAndGoesWithItsStay) {
    stay.is(model::ReservationState::canceled);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM opportunity"), 0);
}

TEST_F(OpportunitiesTest, IsShownAgainWhenItChanges) {
    hotel.accepted(SellProduct{stay.id, sim::id_of("Parking"), 1});
    EXPECT_EQ(state("U07"), "");
    const auto touched = hotel.touched_by(hotel.command(
        DecideOpportunity{.opportunity = id("U05"), .decision = offered, .price = 1800}));
    EXPECT_TRUE(touched.contains({ShownKind::opportunity, id("U05")}));
}

TEST_F(OpportunitiesTest, IsShownAgainWhenWhatItNamesChanges) {
    const auto is_touched = [&](auto act) {
        const auto before = hotel.house.shown().revision();
        act();
        return hotel.touched_since(before).contains({ShownKind::opportunity, id("U05")});
    };
    EXPECT_TRUE(is_touched([&] { guest.changes([](auto& row) { row.last_name = "Eze"; }); }));
    EXPECT_TRUE(
        is_touched([&] { stay.changes([&](auto& row) { row.assigned_resource_id = suite.id; }); }));
    EXPECT_TRUE(
        is_touched([&] { stay.changes([](auto& row) { row.scheduled_end_utc += 1min; }); }));
    stay.changes([](auto& row) {
        row.scheduled_start_utc += 24h * 3;
        row.scheduled_end_utc += 24h * 3;
    });
    auto renamed = suite.row();
    renamed.name = "502";
    EXPECT_TRUE(is_touched([&] { hotel.page(renamed); })) << "though nobody arrives in it today";
}

// What staff do with it
// ------------------------------------------------------------------------------------------------

TEST_F(OpportunitiesTest, OfAnAcceptedProductTheOrderAndItsTaskAreSavedWithIt) {
    EXPECT_EQ(refusal("U05", offered), "");
    EXPECT_EQ(state("U05"), "Offered");
    hotel.now += 3min;
    const auto command = hotel.command(
        DecideOpportunity{.opportunity = id("U05"), .decision = accepted, .price = 1800});
    EXPECT_TRUE(hotel.staff(command).durable);
    EXPECT_EQ(state("U05"), "Accepted");
    EXPECT_EQ(find("U05")->decided_by, "Ana");
    EXPECT_EQ(
        hotel.count("SELECT count(*) FROM change WHERE kind = 'SellProduct' AND stage = 'Ready'"),
        1);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task WHERE title = 'Breakfast for 2, reservation "
                          "1042' AND description = 'Breakfast: EUR 18.00, ordered'"),
              1);
    EXPECT_TRUE(hotel.staff(command).durable) << "said again";
    EXPECT_EQ(hotel.count("SELECT count(*) FROM change WHERE kind = 'SellProduct'"), 1);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 1);
}

TEST_F(OpportunitiesTest, OfAnAcceptedUpgradeTheStayMovesAndTheFeeIsATask) {
    EXPECT_EQ(refusal("U02", accepted), "");
    EXPECT_EQ(stay.view()->room, "501");
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task WHERE description = 'Upgrade at the desk: EUR "
                          "64.00, to be posted'"),
              1);
    EXPECT_EQ(state("U02"), "Accepted");
}

TEST_F(OpportunitiesTest, WhatCannotBeGivenAnyMoreIsNotSold) {
    auto other = hotel.guest("Silva", "Rui").arrives_today(hotel.room("205"));
    const Input both[] = {
        hotel.command(MoveStay{other.id, suite.id}),
        hotel.command(DecideOpportunity{.opportunity = id("U02"), .decision = accepted})};
    const auto acks = hotel.house.apply(both, hotel.now).acks;
    ASSERT_TRUE(acks.at(0).durable);
    EXPECT_FALSE(acks.at(1).durable);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 0);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM change WHERE kind = 'DecideOpportunity'"), 0);
}

TEST_F(OpportunitiesTest, ThePriceThatWasToldIsTheOneThatIsCharged) {
    EXPECT_EQ(refusal({.opportunity = id("U05"), .decision = offered, .price = 1700}),
              "The price is EUR 18.00 now.");
    EXPECT_EQ(refusal("U05", offered), "");
    product("Breakfast", 11'000'000, "PerPersonPerTimeUnit");
    load("2");
    EXPECT_EQ(find("U05")->price, 1800) << "what was said stands";
    EXPECT_EQ(refusal("U05", accepted), "The price is EUR 22.00 now: offer it anew.");
    EXPECT_EQ(refusal("U05", taken_back), "");
    EXPECT_EQ(find("U05")->price, 2200);
    EXPECT_EQ(refusal("U05", accepted), "");
}

TEST_F(OpportunitiesTest, ADeclineWantsItsReasonAndEndsItForTheStay) {
    EXPECT_EQ(refusal("U05", declined), "Say why.");
    EXPECT_EQ(refusal("U05", declined, "Eats at the airport"), "");
    EXPECT_EQ(state("U05"), "Declined");
    EXPECT_EQ(refusal("U05", offered), "It was decided already. Take that back first.");
    load("2");
    EXPECT_EQ(state("U05"), "Declined");
    EXPECT_EQ(refusal("U05", taken_back), "");
    EXPECT_EQ(state("U05"), "Open");
}

TEST_F(OpportunitiesTest, ADismissalIsKeptWithItsReason) {
    EXPECT_EQ(refusal("U07", dismissed, "hurry"), "");
    EXPECT_EQ(state("U07"), "Dismissed");
    EXPECT_EQ(hotel.count("SELECT count(*) FROM offer_outcome WHERE rule = 'U07' AND decision = "
                          "'Dismissed' AND reason = 'hurry' AND agent = 'Ana' AND price = 1500"),
              1);
}

TEST_F(OpportunitiesTest, OfWhatIsNotThereNothingIsDecided) {
    EXPECT_EQ(refusal("U06", offered), "This offer is no longer there. Reload the page.");
    EXPECT_EQ(refusal("U05", taken_back), "There is nothing to take back.");
    EXPECT_EQ(refusal({.opportunity = id("U05"), .decision = offered, .channel = "Drum"}),
              "An offer is made at the desk, by phone, e-mail or message.");
}

TEST_F(OpportunitiesTest, TwoAcceptancesInOneGroupSellItOnce) {
    const Input both[] = {
        hotel.command(DecideOpportunity{.opportunity = id("U05"), .decision = accepted}),
        hotel.command(DecideOpportunity{.opportunity = id("U05"), .decision = accepted})};
    const auto acks = hotel.house.apply(both, hotel.now).acks;
    ASSERT_TRUE(acks.at(0).durable);
    EXPECT_FALSE(acks.at(1).durable);
    EXPECT_EQ(acks.at(1).reason, "The guest has accepted it already.");
    EXPECT_EQ(hotel.count("SELECT count(*) FROM change WHERE kind = 'SellProduct'"), 1);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 1);
}

TEST_F(OpportunitiesTest, WhatWasAnsweredBeforeInAGroupCountsThoughItIsNotShownYet) {
    const auto decide = [&](insight::OfferDecision decision, const std::string& reason = "") {
        return hotel.command(DecideOpportunity{
            .opportunity = id("U05"), .decision = decision, .price = 1800, .reason = reason});
    };
    const Input group[] = {decide(declined, "Too dear"), decide(accepted), decide(taken_back),
                           decide(taken_back), decide(accepted)};
    const auto acks = hotel.house.apply(group, hotel.now).acks;
    EXPECT_TRUE(acks.at(0).durable);
    EXPECT_EQ(acks.at(1).reason, "It was decided already. Take that back first.");
    EXPECT_TRUE(acks.at(2).durable);
    EXPECT_EQ(acks.at(3).reason, "There is nothing to take back.");
    EXPECT_TRUE(acks.at(4).durable);
    EXPECT_EQ(state("U05"), "Accepted");
}

// Guardrails
// ------------------------------------------------------------------------------------------------

TEST_F(OpportunitiesTest, AThirdOfferInOneBreathWaitsForHalfAnHour) {
    EXPECT_EQ(refusal("U05", offered), "");
    EXPECT_EQ(refusal("U07", offered), "");
    EXPECT_EQ(state("U02"), "Blocked");
    EXPECT_EQ(find("U02")->guardrail, 2);
    EXPECT_EQ(refusal("U02", offered), "It may not be offered. Two offers were made just now.");
    const auto first = hotel.now;
    until(first + 30min - 1ms);
    EXPECT_EQ(state("U02"), "Blocked");
    until(first + 30min);
    EXPECT_EQ(state("U02"), "Open");
}

TEST_F(OpportunitiesTest, AComplaintEndsAllOfThemAtOnce) {
    EXPECT_EQ(refusal("U05", offered), "");
    const auto task = hotel.accepted(CreateTask{
        .title = "Complaint: noise", .description = {}, .department = {}, .room = room.id});
    EXPECT_EQ(state("U07"), "Blocked");
    EXPECT_EQ(find("U07")->reason, "A complaint is open: nothing is sold until it is settled");
    EXPECT_EQ(state("U05"), "Withdrawn");
    hotel.accepted(CompleteTask{task});
    EXPECT_EQ(state("U07"), "Open");
}

TEST_F(OpportunitiesTest, NothingIsSentToWhoDidNotAgree) {
    const DecideOpportunity by_mail{
        .opportunity = id("U05"), .decision = offered, .channel = "Email"};
    EXPECT_EQ(refusal(by_mail), "The guest has not agreed to offers by e-mail or message.");
    telling.change("customer", guest.id, {{"options", " SendMarketingEmails "}});
    stay.changes([](auto& row) { row.scheduled_end_utc += 96h; });
    EXPECT_EQ(refusal(by_mail), "");
    hotel.now += 72h - 1ms;
    const DecideOpportunity second{
        .opportunity = id("U07"), .decision = offered, .channel = "Message"};
    EXPECT_EQ(refusal(second),
              "The guest had an offer by e-mail or message within the last 72 hours.");
    hotel.now += 1ms;
    EXPECT_EQ(refusal(second), "");
}

TEST_F(OpportunitiesTest, WithoutTheLineNothingIsPromisedThatOnlyThePmsKnows) {
    arrives_later(stay);
    hotel.apply(StreamCompleted{.list = model::List::availability, .watermark = hotel.now});
    load("2");
    ASSERT_EQ(state("U01"), "Open");
    hotel.apply(LineObserved{.line = Line::down, .cause = "no route"});
    hotel.now += 10min + 1ms;
    EXPECT_EQ(refusal("U01", offered), "") << "tentative";
    EXPECT_EQ(
        refusal("U01", accepted),
        "Mews cannot be reached, and what it has left is known too long ago. Confirm it there "
        "first.");
    hotel.apply(LineObserved{.line = Line::up, .cause = {}});
    EXPECT_EQ(refusal("U01", accepted), "");
    EXPECT_EQ(hotel.count("SELECT count(*) FROM stay_now WHERE room_uid_now = (SELECT uid FROM "
                          "resource WHERE name = '501')"),
              1);
}

// Time
// ------------------------------------------------------------------------------------------------

TEST_F(OpportunitiesTest, AnswersCountFromTheNextDayOn) {
    const auto before = find("U07")->acceptance;
    EXPECT_EQ(before, 132'000) << "22 % at 60 %";
    EXPECT_EQ(refusal("U07", accepted), "");
    auto& offers = hotel.house.conclusions().opportunities();
    const auto tally = [&] {
        return offers.tally("U07", insight::OfferStage::desk, "leisure", hotel.house.day().start);
    };
    EXPECT_EQ(tally().offered, 0);
    until(hotel.house.day().end + 1h);
    EXPECT_EQ(tally().offered, 1);
    EXPECT_EQ(tally().accepted, 1);
}

TEST_F(OpportunitiesTest, WhatCountsUntilThisMorningIsReadOnceADay) {
    EXPECT_EQ(refusal("U07", accepted), "");
    until(hotel.house.day().end + 1h);
    auto& offers = hotel.house.conclusions().opportunities();
    const auto tally = [&] {
        return offers.tally("U07", insight::OfferStage::desk, "leisure", hotel.house.day().start);
    };
    EXPECT_EQ(tally().offered, 1);
    hotel.database.execute("UPDATE change SET value = json_remove(value, '$.Tally')");
    EXPECT_EQ(tally().offered, 1) << "it is not read again";
    offers.forget_tallies();
    EXPECT_EQ(tally().offered, 0);
}

TEST_F(OpportunitiesTest, AHotelsOwnRulesAreOfferedAndTheirMistakesAreNamed) {
    const auto own = [](const std::string& price) {
        return "[[opportunity]]\nid = 'H01'\nname = 'Picnic'\nwhen = 'due_in'\nprice = '" + price +
               "'\nprior = 50\neffort_minutes = 1\ntask = \"'Pack it'\"\n"
               "say = \"'A picnic?'\"\nwhy = \"'The sun shines'\"\n";
    };
    const auto take = [&](const std::string& text) {
        hotel.apply(RulesLoaded{.sources = {{.file = "rules.d/own.toml", .text = text}},
                                .by = "stayd",
                                .program = "1"});
        until(hotel.now);
        return hotel.house.conclusions().mistakes();
    };
    using Lines = std::vector<std::string>;
    EXPECT_EQ(take(own("12000000")), Lines{});
    EXPECT_EQ(find("H01")->price, 1200);
    EXPECT_EQ(take(own("13000000")), Lines{});
    EXPECT_EQ(find("H01")->price, 1300) << "all is asked anew";
    EXPECT_EQ(take(own("nought")), (Lines{"rules.d/own.toml:5:10: opportunity H01.price: no such "
                                          "column: nought"}));
    EXPECT_EQ(state("H01"), "");
    EXPECT_EQ(take("[[opportunity]]\nid = "), take("[[opportunity]]\nid = "));
    EXPECT_EQ(hotel.house.conclusions().mistakes().size(), 1U) << "said once";
    EXPECT_EQ(take(own("abs(-9223372036854775808)")), Lines{});
    EXPECT_EQ(state("H01"), "");
    EXPECT_EQ(hotel.house.conclusions().failures(),
              Lines{"rules.d/own.toml:1:1: opportunity H01: integer overflow (SQL logic error)"});
    EXPECT_EQ(state("U05"), "Open");
}

}  // namespace
}  // namespace stayd::house
