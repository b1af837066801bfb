#include "rules/book.hpp"

#include <gtest/gtest.h>

#include "tests/unit/rules/shelf.hpp"

namespace stayd::rules {
namespace {

TEST(Book, ALaterFilesRuleStandsOverTheOneBefore) {
    Shelf shelf;
    const std::vector<Source> sources{
        {.file = "stays.toml", .text = Shelf::rule("A", "1") + Shelf::rule("B", "1")},
        {.file = "hotel.toml",
         .text = Shelf::rule("A", "head_count = 3", "severity = \"low\"") + Shelf::rule("C", "1")}};
    EXPECT_EQ(shelf.book.load(sources), Lines{});
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"A", "low"}, {"B", "high"}, {"C", "high"}}));
    EXPECT_EQ(shelf.book.find("A")->place.file, "hotel.toml");
}

TEST(Book, ALaterFilesRuleCanSwitchOneOff) {
    Shelf shelf;
    const std::vector<Source> sources{
        {.file = "stays.toml", .text = Shelf::rule("A", "1")},
        {.file = "hotel.toml", .text = Shelf::rule("A", "1", "severity = \"low\"\non = false")}};
    EXPECT_EQ(shelf.book.load(sources), Lines{});
    EXPECT_EQ(shelf.hits(shelf.start), Hits{});
}

TEST(Book, ABrokenRuleOfALaterFileLeavesTheOneBefore) {
    Shelf shelf;
    const std::vector<Source> sources{
        {.file = "stays.toml", .text = Shelf::rule("A", "1")},
        {.file = "hotel.toml", .text = Shelf::rule("A", "pasport = 1")}};
    EXPECT_TRUE(is_one_line_with(shelf.book.load(sources), {"no such column: pasport"}));
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"A", "high"}}));
}

TEST(Book, TheSameIdTwiceInAFileIsAMistake) {
    Shelf shelf;
    EXPECT_EQ(shelf.load(Shelf::rule("A", "1") + Shelf::rule("A", "0")),
              Lines{"rules.toml:10:1: rule A: stands at rules.toml:1:1 already"});
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"A", "high"}})) << "the first one counts";
}

TEST(Book, AFaultInsideAConditionIsNamedWithLineAndColumn) {
    Shelf shelf;
    const auto rule = [](std::string_view when) {
        return fmt::format(
            "[[rule]]\nid = \"A\"\nname = \"A\"\nsubject = \"stay\"\nwhen = {}\nseverity = "
            "\"low\"\nmessage = \"x\"\nfix = \"x\"\nrole = \"desk\"\n",
            when);
    };
    EXPECT_EQ(shelf.load(rule("\"head_count = 3 AND pasport = 1\"")),
              Lines{"rules.toml:5:28: rule A.when: no such column: pasport"});
    EXPECT_EQ(shelf.load(rule("'''head_count = 3\n  AND pasport = 1'''")),
              Lines{"rules.toml:6:7: rule A.when: no such column: pasport"});
    EXPECT_EQ(shelf.load(rule("\"head_count = = 3\"")),
              Lines{"rules.toml:5:22: rule A.when: near \"=\": syntax error"});
}

TEST(Book, LoadingAgainTakesTheOldRulesAway) {
    Shelf shelf;
    EXPECT_EQ(shelf.load(Shelf::rule("A", "1")), Lines{});
    EXPECT_EQ(shelf.load(Shelf::rule("B", "1")), Lines{});
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"B", "high"}}));
    EXPECT_EQ(shelf.book.find("A"), nullptr);
}

TEST(Book, NullIsNoAndSoIsAFalseText) {
    Shelf shelf;
    EXPECT_EQ(shelf.load(Shelf::rule("A", "NULL") + Shelf::rule("B", "head_count > NULL") +
                         Shelf::rule("C", "'0'") + Shelf::rule("D", "head_count")),
              Lines{});
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"D", "high"}}));
}

TEST(Book, EvidenceIsTheNamedColumnsAsJson) {
    Shelf shelf;
    ASSERT_EQ(shelf.load(Shelf::rule(
                  "A", "1", "severity = \"low\"\nevidence = [\"number\", \"head_count\"]")),
              Lines{});
    EXPECT_EQ(evidence(*shelf.book.find("A"), shelf.book.facts(Subject::stay, shelf.stay)),
              R"({"number":"1042","head_count":3})");
    EXPECT_EQ(evidence(*shelf.book.find("A"), shelf.book.facts(Subject::stay, Uuid{})), "{}");
}

TEST(Book, OfASubjectWithoutFactsNothingIsSaid) {
    Shelf shelf;
    ASSERT_EQ(shelf.load(Shelf::rule("A", "1")), Lines{});
    EXPECT_EQ(shelf.hits(Uuid{}, shelf.start), Hits{});
    EXPECT_FALSE(shelf.last.known);
    EXPECT_EQ(shelf.hits(shelf.start).size(), 1U);
    EXPECT_TRUE(shelf.last.known);
}

}  // namespace
}  // namespace stayd::rules
