#include "rules/moments.hpp"

#include <gtest/gtest.h>

#include "tests/unit/rules/shelf.hpp"

namespace stayd::rules {
namespace {

using namespace std::chrono_literals;

TEST(Moments, TheEarliestThatHasNotComeIsWhenToAskAgain) {
    Shelf shelf;
    ASSERT_TRUE(shelf
                    .load(Shelf::rule("A", "due(start_utc_ms - hours(4))") +
                          Shelf::rule("B", "due(start_utc_ms - days(1))") +
                          Shelf::rule("C", "due(start_utc_ms + minutes(30)) AND head_count = 3"))
                    .empty());
    EXPECT_TRUE(shelf.hits(shelf.start - 25h).empty());
    EXPECT_EQ(shelf.last.ask_again, shelf.start - 24h);
    EXPECT_EQ(shelf.hits(shelf.start - 24h).size(), 1U) << "at the moment it has come";
    EXPECT_EQ(shelf.last.ask_again, shelf.start - 4h);
    EXPECT_EQ(shelf.hits(shelf.start).size(), 2U);
    EXPECT_EQ(shelf.last.ask_again, shelf.start + 30min);
    EXPECT_EQ(shelf.hits(shelf.start + 30min).size(), 3U);
    EXPECT_EQ(shelf.last.ask_again, std::nullopt) << "nothing changes by itself any more";
}

TEST(Moments, OneThatNoAnswerDependsOnIsNotKept) {
    Shelf shelf;
    ASSERT_TRUE(shelf.load(Shelf::rule("A", "head_count > 9 AND due(start_utc_ms)")).empty());
    EXPECT_TRUE(shelf.hits(shelf.start - 1h).empty());
    EXPECT_EQ(shelf.last.ask_again, std::nullopt);
}

TEST(Moments, RaisedSeveritiesAskAgainToo) {
    Shelf shelf;
    ASSERT_TRUE(shelf
                    .load(Shelf::rule("A", "head_count = 3",
                                      "severity = \"low\"\nraise.high = \"due(start_utc_ms)\"\n"
                                      "raise.medium = \"due(start_utc_ms - hours(1))\""))
                    .empty());
    EXPECT_EQ(shelf.hits(shelf.start - 2h)["A"], "low");
    EXPECT_EQ(shelf.last.ask_again, shelf.start - 1h);
    EXPECT_EQ(shelf.hits(shelf.start - 1h)["A"], "medium");
    EXPECT_EQ(shelf.last.ask_again, shelf.start);
    EXPECT_EQ(shelf.hits(shelf.start)["A"], "high") << "the worst that holds";
}

TEST(Moments, OfAnUnknownTimeNothingIsDue) {
    Shelf shelf;
    ASSERT_TRUE(
        shelf.load(Shelf::rule("A", "due(NULL)") + Shelf::rule("B", "NOT due(NULL)")).empty());
    EXPECT_TRUE(shelf.hits(shelf.start).empty());
    EXPECT_EQ(shelf.last.ask_again, std::nullopt);
}

}  // namespace
}  // namespace stayd::rules
