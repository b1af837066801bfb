#include "sync/windows.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using mews::Interval;
using mews::ListRequest;
using model::List;

const UtcTime now = parse_iso8601("2026-03-10T12:00:00Z").value();

/// Whether the windows, in the order of time, meet end to start and none is longer than `longest`.
void expect_whole(std::vector<Interval> windows, UtcTime from, UtcTime to, Duration longest) {
    std::ranges::sort(windows, {}, &Interval::start);
    ASSERT_FALSE(windows.empty());
    EXPECT_EQ(windows.front().start, from);
    EXPECT_EQ(windows.back().end, to);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        EXPECT_LE(windows[i].end - windows[i].start, longest);
        EXPECT_LT(windows[i].start, windows[i].end);
        if (i > 0) {
            EXPECT_EQ(windows[i].start, windows[i - 1].end);
        }
    }
}

TEST(Windows, CoverTheSpanWithoutAGap) {
    for (const Duration longest : {1h, 24h, 90 * 24h}) {
        const auto windows = split(now - 100h, now + 7min, longest);
        expect_whole(windows, now - 100h, now + 7min, longest);
        EXPECT_TRUE(std::ranges::is_sorted(windows, {}, &Interval::start)) << "oldest first";
    }
}

TEST(Windows, AreOneWhereThePmsSetsNoLength) {
    EXPECT_EQ(split(now - 1000h, now, Duration{0}).size(), 1U);
}

TEST(Windows, BeginWithTodayThenWhatComesThenWhatWas) {
    const auto windows = today_first(now, 370 * 24h, 730 * 24h, 90 * 24h);
    expect_whole(windows, now - 370 * 24h, now + 730 * 24h, 90 * 24h);
    EXPECT_LE(windows[0].start, now - 24h);
    EXPECT_GE(windows[0].end, now + 24h);
    EXPECT_EQ(windows[1].start, windows[0].end);
    EXPECT_EQ(windows.back().start, now - 370 * 24h);
}

TEST(Windows, GoBackFromNow) {
    const auto windows = newest_first(now, 370 * 24h, 90 * 24h);
    expect_whole(windows, now - 370 * 24h, now + 1min, 90 * 24h);
    EXPECT_GT(windows.front().end, now) << "our clock may be behind";
    EXPECT_TRUE(std::ranges::is_sorted(windows, std::greater{}, &Interval::start));
}

TEST(Halves, OfAWindowMeetInTheMiddle) {
    ListRequest request{.list = List::reservations, .cursor = "x"};
    request.updated = Interval{now, now + 3h};
    const auto two = halved(request);
    ASSERT_TRUE(two);
    EXPECT_EQ(two->first.updated->start, now);
    EXPECT_EQ(two->first.updated->end, now + 90min);
    EXPECT_EQ(two->second.updated->start, now + 90min);
    EXPECT_EQ(two->second.updated->end, now + 3h);
    EXPECT_FALSE(two->first.cursor) << "it belongs to the whole";
    EXPECT_FALSE(two->second.cursor);
}

TEST(Halves, OfAShortWindowAreHalvesOfTheIds) {
    ListRequest request{.list = List::order_items};
    request.updated = Interval{now, now + 90s};
    for (std::uint8_t i = 0; i < 5; ++i) request.parents.push_back(Uuid{{i}});
    const auto two = halved(request);
    ASSERT_TRUE(two);
    EXPECT_EQ(two->first.parents.size() + two->second.parents.size(), 5U);
    EXPECT_EQ(two->first.updated->end, request.updated->end);
    auto both = two->first.parents;
    both.insert(both.end(), two->second.parents.begin(), two->second.parents.end());
    EXPECT_EQ(both, request.parents);
}

TEST(Halves, AreNoneOfWhatIsOneAlready) {
    EXPECT_FALSE(halved({.list = List::services}));
    EXPECT_FALSE(halved({.list = List::customers, .ids = {Uuid{{1}}}}));
}

}  // namespace
}  // namespace stayd::sync
