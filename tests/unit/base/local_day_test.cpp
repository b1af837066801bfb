#include "base/local_day.hpp"

#include <gtest/gtest.h>

namespace stayd {
namespace {

using namespace std::chrono_literals;

constexpr auto berlin = "Europe/Berlin";

UtcTime utc(std::string_view text) {
    return parse_iso8601(text).value();
}

TEST(LocalMoment, IsWhatTheClockOnTheWallShows) {
    EXPECT_EQ(local_moment("2015-09-17", 15 * 60, berlin), utc("2015-09-17T13:00:00Z"));
    EXPECT_EQ(local_moment("2015-01-17", 15 * 60, berlin), utc("2015-01-17T14:00:00Z"));
}

TEST(LocalMoment, ThatIsSkippedInSpringMovesForward) {
    EXPECT_EQ(local_moment("2015-03-29", 119, berlin), utc("2015-03-29T00:59:00Z"));
    EXPECT_EQ(local_moment("2015-03-29", 150, berlin), utc("2015-03-29T01:00:00Z"));
    EXPECT_EQ(local_moment("2015-03-29", 180, berlin), utc("2015-03-29T01:00:00Z"));
}

TEST(LocalMoment, ThatComesTwiceInAutumnIsTheFirst) {
    EXPECT_EQ(local_moment("2015-10-25", 150, berlin), utc("2015-10-25T00:30:00Z"));
    EXPECT_EQ(local_moment("2015-10-25", 180, berlin), utc("2015-10-25T02:00:00Z"));
}

TEST(LocalMoment, MayLieOnAnotherDay) {
    EXPECT_EQ(local_moment("2015-10-24", (24 + 4) * 60, berlin), utc("2015-10-25T03:00:00Z"))
        << "four on the clock, though five hours have passed since midnight";
    EXPECT_EQ(local_moment("2015-09-17", -60, berlin), utc("2015-09-16T21:00:00Z"));
}

TEST(LocalMoment, OfAnUnknownZoneIsReadAsUtcAndOfNoDateIsNone) {
    EXPECT_EQ(local_moment("2015-09-17", 60, "Nowhere/At_All"), utc("2015-09-17T01:00:00Z"));
    EXPECT_EQ(local_moment("2015-09-31x", 60, berlin), std::nullopt);
    EXPECT_EQ(local_moment("2015-09-17T00:00:00Z", 60, berlin), std::nullopt);
    EXPECT_EQ(local_moment("", 60, berlin), std::nullopt);
}

}  // namespace
}  // namespace stayd
