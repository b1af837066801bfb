#include "tests/simulation/coverage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace stayd::sim {
namespace {

using journal::Kind;
using journal::Stage;

bool misses(const Coverage& coverage, Kind kind, Stage stage, std::string_view trouble) {
    return std::ranges::any_of(coverage.missing(trouble), [&](const auto& place) {
        return place.kind == kind && place.stage == stage;
    });
}

TEST(CoverageTable, MissesWhatCanBeAndWasNot) {
    Coverage coverage;
    EXPECT_TRUE(misses(coverage, Kind::update_guest, Stage::refused, "429"));
    coverage.note(Kind::update_guest, Stage::refused, "429");
    EXPECT_FALSE(misses(coverage, Kind::update_guest, Stage::refused, "429"));
    EXPECT_TRUE(misses(coverage, Kind::update_guest, Stage::refused, "hang"));
    EXPECT_TRUE(misses(coverage, Kind::update_guest, Stage::unknown, "429"));
}

TEST(CoverageTable, DoesNotMissWhatCannotBe) {
    const Coverage coverage;
    EXPECT_FALSE(misses(coverage, Kind::accept_task, Stage::ready, "429"));
    EXPECT_TRUE(misses(coverage, Kind::accept_task, Stage::box_only, "line hangs"));
    EXPECT_FALSE(misses(coverage, Kind::check_in, Stage::replaced, "429"));
    EXPECT_TRUE(misses(coverage, Kind::move_stay, Stage::replaced, "429"));
    EXPECT_FALSE(misses(coverage, Kind::check_in, Stage::confirmed, "line hangs"));
    EXPECT_TRUE(misses(coverage, Kind::check_in, Stage::unknown, "line hangs"));
    EXPECT_FALSE(misses(coverage, Kind::create_task, Stage::box_only, "429"));
    EXPECT_TRUE(misses(coverage, Kind::complete_task, Stage::box_only, "429"));
}

TEST(CoverageTable, IsReadAsItWasWrittenAndAddsUp) {
    Coverage lived;
    lived.note(Kind::check_in, Stage::unknown, "answer lost");
    lived.note(Kind::check_in, Stage::unknown, "answer lost");
    lived.note(Kind::edit_rule, Stage::box_only, "none");
    std::stringstream text;
    lived.write(text);
    Coverage read;
    read.read(text);
    const std::set<std::string> troubles{"answer lost", "none"};
    EXPECT_EQ(read.table(troubles), lived.table(troubles));
    const auto once = Coverage{}.sum(troubles);
    EXPECT_EQ(read.sum(troubles).cells, once.cells);
    EXPECT_EQ(read.sum(troubles).empty, once.empty - 2);
    read.add(lived);
    EXPECT_EQ(read.sum(troubles).empty, once.empty - 2);
    EXPECT_NE(read.table(troubles).find("CheckIn\tUnknown\t4\t0\n"), std::string::npos);
    EXPECT_NE(read.holes(troubles).find("never CheckIn Unknown in: none\n"), std::string::npos);
}

}  // namespace
}  // namespace stayd::sim
