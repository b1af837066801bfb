#include "mirror/streams.hpp"

#include "tests/unit/mirror/fixture.hpp"

namespace stayd::mirror {
namespace {

struct StreamsTest : testing::Test {
    Stream stream() { return streams.find(List::reservations); }
    Scan scan(std::int64_t step, std::int64_t changed) {
        return {.began = now,
                .step = step,
                .steps = 10,
                .calls = 7,
                .rows = 6543,
                .changed = changed,
                .cursor = "next",
                .saved = now + 1min};
    }
    void read_whole_scope(std::int64_t changed) {
        streams.scanned(List::reservations, scan(10, changed));
        streams.scan_completed(List::reservations, now + 5min);
    }

    sim::SmallHotel hotel;
    Streams streams{hotel.database};
    UtcTime now = hotel.now;
};

TEST_F(StreamsTest, AreEmptyBeforeTheFirstRead) {
    EXPECT_FALSE(stream().watermark);
    EXPECT_FALSE(stream().complete);
    EXPECT_FALSE(stream().scan);
    EXPECT_EQ(stream().generation, 1);
    EXPECT_EQ(stream().trouble, Trouble::none);
}

TEST_F(StreamsTest, AreThereForEveryListInItsOrder) {
    streams.completed(List::customers, now, now);
    const auto all = streams.all();
    ASSERT_EQ(all.size(), model::list_count);
    for (std::size_t at = 0; at < all.size(); ++at) EXPECT_EQ(all[at].list, static_cast<List>(at));
    EXPECT_EQ(all[static_cast<std::size_t>(List::customers)].watermark, now);
}

TEST_F(StreamsTest, NeverLetAWatermarkGoBack) {
    streams.completed(List::reservations, now, now + 1s);
    streams.completed(List::reservations, now - 1h, now + 2s);
    EXPECT_EQ(stream().watermark, now);
    EXPECT_EQ(stream().complete, now + 2s);
    streams.completed(List::reservations, now + 1h, now + 2h);
    EXPECT_EQ(stream().watermark, now + 1h);
    streams.scanned(List::reservations, scan(1, 0));
    streams.scan_completed(List::reservations, now + 3h);
    EXPECT_EQ(stream().watermark, now + 1h) << "a sweep that began before the last delta";
}

TEST_F(StreamsTest, LetAWatermarkGoBackFromATimeThatNeverWas) {
    streams.completed(List::reservations, now + 3h, now + 3h);
    streams.completed(List::reservations, now, now + 1s);
    EXPECT_EQ(stream().watermark, now) << "the PMS's clock was set back";
}

TEST_F(StreamsTest, KnowOfParentsReadOnlyWhileNoScanIsUnderWay) {
    streams.parents_read(List::reservations, 7);
    EXPECT_EQ(stream().parents_read, 7);
    streams.scanned(List::reservations, scan(3, 0));
    streams.parents_read(List::reservations, 9);
    EXPECT_EQ(stream().scan->step, 3);
}

TEST_F(StreamsTest, KeepHowFarAScanIs) {
    streams.scanned(List::reservations, scan(3, 12));
    ASSERT_TRUE(stream().scan);
    EXPECT_EQ(stream().scan->began, now);
    EXPECT_EQ(stream().scan->step, 3);
    EXPECT_EQ(stream().scan->steps, 10);
    EXPECT_EQ(stream().scan->calls, 7);
    EXPECT_EQ(stream().scan->rows, 6543);
    EXPECT_EQ(stream().scan->changed, 12);
    EXPECT_EQ(stream().scan->cursor, "next");
    EXPECT_EQ(stream().scan->saved, now + 1min);
    EXPECT_EQ(stream().scan->percent(), 30);
    EXPECT_FALSE(stream().watermark) << "only its end moves the watermark";
    auto next = scan(4, 12);
    next.cursor.reset();
    streams.scanned(List::reservations, next);
    EXPECT_EQ(stream().scan->cursor, std::nullopt);
}

TEST_F(StreamsTest, GuessTheShareOfAScan) {
    EXPECT_EQ(Scan{}.percent(), 0);
    EXPECT_EQ((Scan{.step = 1, .steps = 3}.percent()), 33);
    EXPECT_EQ((Scan{.step = 5, .steps = 3}.percent()), 100) << "parents that came meanwhile";
    EXPECT_EQ((Scan{.step = std::int64_t{1} << 60, .steps = std::int64_t{1} << 61}.percent()), 50);
}

TEST_F(StreamsTest, GuessTheCallsToGoWhenEnoughWasDoneToTell) {
    EXPECT_EQ(Scan{}.calls_left(), std::nullopt);
    EXPECT_EQ((Scan{.step = 1, .steps = 3, .calls = 4}.calls_left()), 8);
    EXPECT_EQ((Scan{.step = 3, .steps = 3, .calls = 4}.calls_left()), 0);
    EXPECT_EQ((Scan{.step = 5, .steps = 3, .calls = 4}.calls_left()), 0);
    EXPECT_EQ((Scan{.step = 1, .steps = 2077, .calls = 2}.calls_left()), std::nullopt)
        << "those near today were asked first, and are few";
    EXPECT_EQ((Scan{.step = 1, .steps = std::int64_t{1} << 50, .calls = 2}.calls_left()),
              std::nullopt);
    EXPECT_EQ((Scan{.step = 1001, .steps = 2077, .calls = 4}.calls_left()), 4);
}

TEST_F(StreamsTest, AreCompleteAfterTheirFirstScan) {
    read_whole_scope(6543);
    EXPECT_EQ(stream().watermark, now) << "when the scan began";
    EXPECT_EQ(stream().complete, now + 5min);
    EXPECT_EQ(stream().swept, now + 5min);
    EXPECT_EQ(stream().sweep_differences, 0) << "nothing was there to differ from";
    EXPECT_FALSE(stream().scan);
}

TEST_F(StreamsTest, CountWhatASweepFound) {
    read_whole_scope(6543);
    read_whole_scope(2);
    EXPECT_EQ(stream().sweep_differences, 2);
    read_whole_scope(0);
    EXPECT_EQ(stream().sweep_differences, 0);
}

TEST_F(StreamsTest, AreNotCompletedByAScanThatNeverBegan) {
    streams.scan_completed(List::reservations, now);
    EXPECT_FALSE(stream().complete);
    EXPECT_FALSE(stream().watermark);
}

TEST_F(StreamsTest, KeepTheirWatermarkThroughTrouble) {
    streams.completed(List::reservations, now, now);
    streams.troubled(List::reservations, Trouble::failing, "no answer", now + 30s, now + 1s);
    EXPECT_EQ(stream().trouble, Trouble::failing);
    EXPECT_EQ(stream().trouble_text, "no answer");
    EXPECT_EQ(stream().next_attempt, now + 30s);
    EXPECT_EQ(stream().watermark, now);
    streams.completed(List::reservations, now, now);
    EXPECT_EQ(stream().trouble, Trouble::none);
    EXPECT_EQ(stream().trouble_text, "");
    EXPECT_FALSE(stream().trouble_since);
    EXPECT_FALSE(stream().next_attempt);
}

TEST_F(StreamsTest, KnowSinceWhenThereIsTrouble) {
    const auto trouble = [this](Trouble kind, UtcTime at) {
        streams.troubled(List::reservations, kind, "text", std::nullopt, at);
        return stream().trouble_since;
    };
    EXPECT_EQ(trouble(Trouble::failing, now), now);
    EXPECT_EQ(trouble(Trouble::failing, now + 1min), now);
    EXPECT_EQ(trouble(Trouble::not_allowed, now + 2min), now + 2min) << "another one";
    EXPECT_EQ(trouble(Trouble::unreadable, now + 3min), now + 3min);
    EXPECT_EQ(trouble(Trouble::none, now + 4min), std::nullopt);
}

TEST_F(StreamsTest, CountWhatCameLateAndKeepTheWorst) {
    streams.came_late(List::reservations, 2, 7min);
    streams.came_late(List::reservations, 1, 6min);
    EXPECT_EQ(stream().late, 3);
    EXPECT_EQ(stream().worst_lag, 7min);
}

TEST_F(StreamsTest, BeginAnewInTheNextGeneration) {
    read_whole_scope(0);
    streams.scanned(List::reservations, scan(3, 0));
    streams.troubled(List::reservations, Trouble::failing, "no answer", now, now);
    streams.came_late(List::reservations, 2, 7min);
    streams.reset(List::reservations);
    EXPECT_EQ(stream().generation, 2);
    EXPECT_FALSE(stream().watermark);
    EXPECT_FALSE(stream().complete);
    EXPECT_FALSE(stream().scan);
    EXPECT_FALSE(stream().swept);
    EXPECT_EQ(stream().trouble, Trouble::none);
    EXPECT_EQ(stream().late, 2) << "what was counted stays counted";
    streams.completed(List::reservations, now - 1h, now);
    EXPECT_EQ(stream().watermark, now - 1h) << "earlier than in the generation before";
}

}  // namespace
}  // namespace stayd::mirror
