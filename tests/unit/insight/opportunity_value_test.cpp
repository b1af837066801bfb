#include "insight/opportunity_value.hpp"

#include <gtest/gtest.h>

namespace stayd::insight {
namespace {

// Money
// ------------------------------------------------------------------------------------------------

TEST(OfferMoney, IsRoundedHalfUpAlsoBelowZero) {
    EXPECT_EQ(divided(5, 2), 3);
    EXPECT_EQ(divided(-5, 2), -2);
    EXPECT_EQ(divided(-6, 4), -1);
    EXPECT_EQ(divided(-7, 4), -2);
    EXPECT_EQ(divided(0, 7), 0);
}

TEST(OfferMoney, CountsInTheCurrencysSmallestCoin) {
    EXPECT_EQ(minor_of_millionths(18'004'999, "EUR"), 1800);
    EXPECT_EQ(minor_of_millionths(18'005'000, "EUR"), 1801);
    EXPECT_EQ(minor_of_millionths(1'500'000'000, "JPY"), 1500);
    EXPECT_EQ(minor_of_millionths(1'234'500, "KWD"), 1235);
}

// How likely it is taken: (20 m + accepted) / (20 + offered)
// ------------------------------------------------------------------------------------------------

TEST(Acceptance, IsThePriorAtItsStageBeforeAnythingWasOffered) {
    EXPECT_EQ(acceptance(18, 100, {}), 180'000);
    EXPECT_EQ(acceptance(18, 120, {}), 216'000);
    EXPECT_EQ(acceptance(18, 60, {}), 108'000);
    EXPECT_EQ(acceptance(90, 120, {}), 1'000'000) << "never more than always";
}

TEST(Acceptance, LearnsFromWhatBecameOfOffers) {
    // (20 * 0.18 + 5) / (20 + 30) = 8.6 / 50
    EXPECT_EQ(acceptance(18, 100, {.offered = 30, .accepted = 5}), 172'000);
    // (20 * 0.06 * 0.6 + 0) / (20 + 7) = 0.72 / 27 = 0.026666…
    EXPECT_EQ(acceptance(6, 60, {.offered = 7}), 26'667);
}

// The expected value
// ------------------------------------------------------------------------------------------------

TEST(ExpectedValue, IsWhatIsGainedTimesHowLikelyLessTheEffort) {
    // Breakfast for two at 9.00, of which 30 % are cost, at the desk: 0.108 * (18.00 - 5.40)
    // = 1.36; two minutes of 25.00 an hour are 0.83.
    EXPECT_EQ(expected_value(108'000, {.price = 1800, .cost = 540, .effort_minutes = 2}), 136 - 83);
}

TEST(ExpectedValue, OfAnUpgradeLosesWhatItDisplaces) {
    // 0.096 * (45.00 - 30.00) = 1.44; four minutes are 1.67.
    const OfferValue upgrade{.price = 4500, .displacement = 3000, .effort_minutes = 4};
    EXPECT_EQ(expected_value(96'000, upgrade), 144 - 167);
    EXPECT_EQ(expected_value(96'000, {.price = 4500, .effort_minutes = 4}), 432 - 167);
}

TEST(ExpectedValue, CountsWhatIsWorthSomethingWithoutAPrice) {
    // 0.2 * 4.17 = 0.83; a minute is 0.42.
    EXPECT_EQ(expected_value(200'000, {.worth = 417, .effort_minutes = 1}), 83 - 42);
}

TEST(ExpectedValue, HoldsTheLargestSums) {
    EXPECT_EQ(expected_value(500'000, {.price = 1'000'000'000'000}), 500'000'000'000);
    EXPECT_EQ(expected_value(333'333, {.cost = 1'000'001}), -333'333);
}

TEST(Rank, PrefersWhatEndsSoonAndWhatStandsAtItsBestStage) {
    EXPECT_EQ(rank_of(200, false, false), 200);
    EXPECT_EQ(rank_of(200, true, false), 300);
    EXPECT_EQ(rank_of(200, false, true), 250);
    EXPECT_EQ(rank_of(200, true, true), 350);
    EXPECT_EQ(rank_of(99, false, true), 124);  // 123.75
}

// What stands together
// ------------------------------------------------------------------------------------------------

TEST(BestSet, IsAllWhenNothingExcludesAnother) {
    const std::vector<Candidate> offers{{"U05", 50}, {"U07", 30}};
    EXPECT_EQ(best_set(offers), (std::vector<bool>{true, true}));
}

TEST(BestSet, OfTwoThatExcludeEachOtherIsTheBetter) {
    const std::vector<Candidate> offers{{"U04", 50, {"U13"}}, {"U13", 70}};
    EXPECT_EQ(best_set(offers), (std::vector<bool>{false, true}));
}

TEST(BestSet, IsNotTheDearestFirst) {
    // The one in the middle is the dearest and excludes both others, which are worth more together.
    const std::vector<Candidate> offers{{"A", 40}, {"B", 60, {"A", "C"}}, {"C", 30}};
    EXPECT_EQ(best_set(offers), (std::vector<bool>{true, false, true}));
}

TEST(BestSet, LeavesOutWhatIsWorthNothing) {
    const std::vector<Candidate> offers{{"A", 0}, {"B", -5}, {"C", 1}};
    EXPECT_EQ(best_set(offers), (std::vector<bool>{false, false, true}));
}

}  // namespace
}  // namespace stayd::insight
