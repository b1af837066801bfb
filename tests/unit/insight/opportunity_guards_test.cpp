#include "insight/opportunity_guards.hpp"

#include <gtest/gtest.h>

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using enum OfferDecision;

const UtcTime noon{1'000'000s};

OfferRule rule(const char* id) {
    return {.id = id};
}
int fails(const GuardFacts& facts, bool is_paid = true, const OfferRule& of = rule("U05")) {
    return guard(of, is_paid, facts, {}, noon).number;
}

TEST(Guardrails, OfAGuestWithNothingAgainstItAllHold) {
    EXPECT_EQ(fails({}), 0);
}

struct Exclusion {
    const char* name;
    GuardFacts facts;
    const char* why;
    bool also_unpaid = true;
};
class Exclusions : public testing::TestWithParam<Exclusion> {};

TEST_P(Exclusions, KeepOffersBackAndSayWhy) {
    const auto& [name, facts, why, also_unpaid] = GetParam();
    const auto paid = guard(rule("U05"), true, facts, {}, noon);
    EXPECT_EQ(paid.number, 3);
    EXPECT_EQ(paid.why, why);
    EXPECT_EQ(fails(facts, false), also_unpaid ? 3 : 0);
}

INSTANTIATE_TEST_SUITE_P(
    , Exclusions,
    testing::Values(
        Exclusion{"care", {.care_flag = true}, "The guest has complained before, or needs care"},
        Exclusion{"complaint",
                  {.has_complaint = true},
                  "A complaint is open: nothing is sold until it is settled"},
        Exclusion{
            "blocklist", {.restricted = true}, "The guest is not to be let in without a manager"},
        Exclusion{"house", {.is_house = true}, "A stay of the house itself"},
        Exclusion{"minor", {.is_minor = true}, "A minor is not asked"},
        Exclusion{
            "pays_at_once", {.no_post = true}, "Nothing may be put on this guest's bill", false},
        Exclusion{"company",
                  {.company_pays = true},
                  "A company pays, and extras were not allowed",
                  false},
        Exclusion{"one_bill", {.master_billing = true}, "The group has one bill", false},
        Exclusion{"no_room_yet",
                  {.needs_room_first = true},
                  "The guest comes soon and has no room that is ready"}),
    [](const auto& each) { return std::string{each.param.name}; });

TEST(Guardrails, ACompanyMayAllowExtras) {
    EXPECT_EQ(fails({.company_pays = true, .extras_allowed = true}), 0);
}

TEST(Guardrails, AnEarlyRoomIsOfferedToWhoHasNone) {
    auto early = rule("U03");
    early.skips.room_first = true;
    EXPECT_EQ(fails({.needs_room_first = true}, true, early), 0);
    EXPECT_EQ(fails({.care_flag = true, .needs_room_first = true}, true, early), 3);
}

TEST(Guardrails, AGestureIsForWhoComplained) {
    auto gesture = rule("U24");
    gesture.skips.exclusions = true;
    EXPECT_EQ(fails({.has_complaint = true}, false, gesture), 0);
}

// How often (2)
// ------------------------------------------------------------------------------------------------

TEST(Frequency, TwoOffersInOneBreathAreEnough) {
    std::vector<PastOffer> past{{"U07", offered, noon - 10min}};
    EXPECT_EQ(guard(rule("U05"), true, {}, past, noon).number, 0);
    past.push_back({"U08", offered, noon - 4min});
    const auto third = guard(rule("U05"), true, {}, past, noon);
    EXPECT_EQ(third.number, 2);
    EXPECT_EQ(third.why, "Two offers were made just now");
    ASSERT_TRUE(third.until);
    EXPECT_EQ(*third.until, noon + 20min) << "when the older is half an hour ago";
    EXPECT_EQ(guard(rule("U05"), true, {}, past, noon + 20min - 1ms).number, 2);
    EXPECT_EQ(guard(rule("U05"), true, {}, past, noon + 20min).number, 0);
}

TEST(Frequency, WhatWasSaidStandsBesideTheOthers) {
    const std::vector<PastOffer> past{{"U07", offered, noon}, {"U08", offered, noon}};
    EXPECT_EQ(guard(rule("U07"), true, {}, past, noon).number, 0);
}

TEST(Frequency, FourOffersAreEnoughForAStay) {
    std::vector<PastOffer> past{{"U05", offered, noon - 50h},
                                {"U06", declined, noon - 40h},
                                {"U07", offered, noon - 30h},
                                {"U07", accepted, noon - 29h}};
    EXPECT_EQ(guard(rule("U16"), true, {}, past, noon).number, 0);
    past.push_back({"U08", offered, noon - 20h});
    const auto fifth = guard(rule("U16"), true, {}, past, noon);
    EXPECT_EQ(fifth.number, 2);
    EXPECT_EQ(fifth.why, "Four offers were made in this stay");
    EXPECT_FALSE(fifth.until);
    past.push_back({"U08", taken_back, noon - 19h});
    EXPECT_EQ(guard(rule("U16"), true, {}, past, noon).number, 0) << "it was a slip";
}

TEST(Frequency, DoesNotHoldBackAGesture) {
    auto gesture = rule("U24");
    gesture.skips.frequency = true;
    const std::vector<PastOffer> past{{"U07", offered, noon}, {"U08", offered, noon}};
    EXPECT_EQ(guard(gesture, false, {}, past, noon).number, 0);
}

}  // namespace
}  // namespace stayd::insight
