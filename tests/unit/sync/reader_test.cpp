#include "sync/reader.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"
#include "tests/unit/mews/scripted_pms.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using model::List;

struct ReaderTest : mews::ConnectorTest {
    static Uuid id_of_row(int number) {
        return Uuid{
            {1, static_cast<std::uint8_t>(number / 256), static_cast<std::uint8_t>(number % 256)}};
    }
    /// A page of departments, the first of that number.
    void will_give(int first, int rows, const char* cursor) {
        std::string body = R"({"Departments":[)";
        for (int i = 0; i < rows; ++i) {
            body += fmt::format(R"({}{{"Id":"{}","Name":"{}","IsActive":true}})", i > 0 ? "," : "",
                                id_of_row(first + i).to_string(), first + i);
        }
        body +=
            cursor == nullptr ? R"(],"Cursor":null})" : fmt::format(R"(],"Cursor":"{}"}})", cursor);
        pms.will_answer(200, std::move(body));
    }
    Result<Read> read(mews::ListRequest request, Purpose purpose = {}) {
        return run(reader.read(std::move(request), purpose));
    }
    mews::ListRequest small_pages() { return {.list = List::departments, .count = 20}; }
    std::int64_t held() { return hotel.house.mirror().row_count(List::departments); }

    sim::SmallHotel hotel;
    ServerClock server_clock{clock, Duration{0}};
    house::Door door{hotel.house, server_clock, io.get_executor()};
    Link link{door, clock, random};
    Reader reader{connector, door, link};
    const std::int64_t before = hotel.house.mirror().row_count(List::departments);
};

TEST_F(ReaderTest, GoesFromPageToPage) {
    will_give(0, 20, "a");
    will_give(20, 7, "b");
    const auto all = read(small_pages());
    ASSERT_TRUE(all) << all.error().context;
    EXPECT_EQ(all->rows, 27U);
    EXPECT_EQ(all->seen.size(), 27U);
    EXPECT_EQ(held(), before + 27);
    EXPECT_EQ(pms.requests.size(), 2U) << "a page that is not full is the last";
    EXPECT_EQ(pms.last_body().at("Limitation").at("Cursor"), "a");
}

TEST_F(ReaderTest, AsksOnceMoreWhenAPageHasARoundNumberOfRows) {
    will_give(0, 10, "a");
    will_give(10, 10, "b");
    will_give(20, 3, "c");
    will_give(23, 0, nullptr);
    EXPECT_EQ(read(small_pages())->rows, 23U) << "the PMS has lowered the size to 10";
    EXPECT_EQ(pms.requests.size(), 4U) << "now known: to the last cursor";
}

TEST_F(ReaderTest, TrustsNoPageOfAFirstReadBeforeAListHasFilledOne) {
    const mirror::Scan scan{.began = door.now()};
    will_give(0, 13, "a");
    will_give(13, 13, "b");
    will_give(26, 2, nullptr);
    EXPECT_EQ(read(small_pages(), {.scan = scan})->rows, 28U);
}

TEST_F(ReaderTest, ReadsToTheEndWhereAbsenceWillCount) {
    will_give(0, 7, "a");
    will_give(7, 1, "b");
    will_give(8, 0, nullptr);
    EXPECT_EQ(read(small_pages(), {.to_the_end = true})->rows, 8U);
    EXPECT_EQ(pms.requests.size(), 3U);
}

TEST_F(ReaderTest, IsDoneWhenAllThatWasAskedForByIdIsThere) {
    auto request = small_pages();
    for (int i = 0; i < 3; ++i) request.ids.push_back(id_of_row(i));
    will_give(0, 2, "a");
    will_give(2, 1, "b");
    EXPECT_EQ(read(request, {.to_the_end = true})->rows, 3U);
    EXPECT_EQ(pms.requests.size(), 2U);
}

TEST_F(ReaderTest, StopsWhenTheCursorDoesNotMove) {
    will_give(0, 20, "a");
    will_give(0, 20, "a");
    will_give(0, 20, "a");
    const auto never = read(small_pages());
    ASSERT_FALSE(never);
    EXPECT_EQ(never.error().code, Errc::malformed);
    EXPECT_EQ(never.error().context, "departments: the cursor does not move");
    EXPECT_EQ(pms.requests.size(), 2U);
}

TEST_F(ReaderTest, KeepsThePageToGoOnFromWithItsRows) {
    hotel.apply(house::ScanAdvanced{List::departments, {.began = door.now()}});
    will_give(0, 20, "a");
    pms.will_answer(400, "{}");
    EXPECT_FALSE(read(small_pages(), {.scan = mirror::Scan{.began = door.now()}}));
    const auto scan = hotel.house.streams().find(List::departments).scan;
    ASSERT_TRUE(scan);
    EXPECT_EQ(scan->cursor, "a");
    EXPECT_EQ(scan->calls, 1);
    EXPECT_EQ(scan->rows, 20);
    EXPECT_EQ(held(), before + 20);
}

/// The cursor of a half is of no use to the whole.
TEST_F(ReaderTest, KeepsNoPageOfARequestThatWasHalved) {
    hotel.apply(house::ScanAdvanced{List::departments, {.began = door.now()}});
    auto request = small_pages();
    request.updated = mews::Interval{door.now() - 10h, door.now()};
    pms.will_answer(408, "");
    will_give(0, 20, "a");
    pms.will_answer(400, "{}");
    EXPECT_FALSE(read(request, {.scan = mirror::Scan{.began = door.now()}}));
    EXPECT_EQ(pms.requests.size(), 3U);
    EXPECT_EQ(hotel.house.streams().find(List::departments).scan->cursor, std::nullopt);
    EXPECT_EQ(held(), before + 20);
}

TEST_F(ReaderTest, AsksForLessUntilThereIsNoLess) {
    for (int i = 0; i < 10; ++i) pms.will_answer(408, "");
    const auto none = read({.list = List::departments});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Errc::too_heavy);
    std::vector<std::int64_t> sizes;
    for (const auto& request : pms.requests) {
        const auto body = boost::json::parse(request.body);
        sizes.push_back(body.at("Limitation").at("Count").to_number<std::int64_t>());
    }
    EXPECT_EQ(sizes, (std::vector<std::int64_t>{1000, 500, 250, 125, 62, 31}));
}

/// Whoever asks next, for whatever, would go through all the sizes again: messages in doubt came to
/// 250 calls of one list in a quarter of an hour.
TEST_F(ReaderTest, LetsAListRestWhoseLeastIsTooMuch) {
    for (int i = 0; i < 6; ++i) pms.will_answer(408, "");
    EXPECT_EQ(read({.list = List::departments}).error().code, Errc::too_heavy);
    const auto next = read({.list = List::departments, .ids = {id_of_row(1)}});
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, Errc::held_back);
    EXPECT_EQ(pms.requests.size(), 6U);
    pms.will_answer(204, "");
    EXPECT_TRUE(read({.list = List::services})) << "the others go on";
    clock.advance(next.error().retry_after.value());
    pms.will_answer(408, "");
    EXPECT_EQ(read({.list = List::departments, .ids = {id_of_row(1)}}).error().code,
              Errc::too_heavy);
    EXPECT_EQ(read({.list = List::departments}).error().code, Errc::held_back)
        << "one that cannot be made smaller is enough";
}

/// Emptied while it was read.
TEST_F(ReaderTest, BringsNothingToAListOfALaterGeneration) {
    hotel.apply(house::MirrorRebuilt{{List::departments}});
    will_give(0, 3, nullptr);
    const auto generation = hotel.house.streams().find(List::departments).generation;
    EXPECT_TRUE(read(small_pages(), {.generation = generation - 1}));
    EXPECT_EQ(held(), 0);
    will_give(0, 3, nullptr);
    EXPECT_TRUE(read(small_pages(), {.generation = generation}));
    EXPECT_EQ(held(), 3);
}

TEST_F(ReaderTest, KeepsNoRowOfWhichOnlyTheIdCounts) {
    will_give(0, 3, nullptr);
    EXPECT_EQ(read(small_pages(), {.only_ids = true})->seen.size(), 3U);
    EXPECT_EQ(held(), before);
}

}  // namespace
}  // namespace stayd::sync
