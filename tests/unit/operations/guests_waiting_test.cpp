#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::operations {
namespace {

using sim::id_of;

struct GuestsWaitingTest : testing::Test {
    std::string code(std::uint64_t bits) {
        waiting.stop(id_of("stay"));
        waiting.start(id_of("stay"), hotel.now, bits);
        auto query = hotel.database.statement("SELECT display_code FROM guest_waiting");
        return query.step() ? query.text(0) : "";
    }

    bool waits(const Uuid& reservation) {
        auto query =
            hotel.database.statement("SELECT 1 FROM guest_waiting WHERE reservation_uid = :uid");
        query.bind(":uid", reservation);
        return query.step();
    }

    sim::SmallHotel hotel;
    GuestsWaiting waiting{hotel.database};
};

TEST_F(GuestsWaitingTest, StandsFromStartToStop) {
    EXPECT_FALSE(waits(id_of("stay")));
    waiting.start(id_of("stay"), hotel.now, 1);
    EXPECT_TRUE(waits(id_of("stay")));
    EXPECT_FALSE(waits(id_of("another stay")));
    waiting.stop(id_of("stay"));
    EXPECT_FALSE(waits(id_of("stay")));
}

TEST_F(GuestsWaitingTest, KeepsTheCodeThatIsOnThePaperAlready) {
    const auto first = code(1);
    waiting.start(id_of("stay"), hotel.now + std::chrono::minutes{1}, 987'654'321);
    auto query = hotel.database.statement("SELECT display_code, since_utc_ms FROM guest_waiting");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0), first);
    EXPECT_EQ(query.time(1), hotel.now);
}

TEST_F(GuestsWaitingTest, HasACodeWithoutLookAlikes) {
    std::set<std::string> codes;
    std::string used;
    for (int i = 0; i < 3000; ++i) {
        const auto drawn = code(hotel.random.next());
        ASSERT_EQ(drawn.size(), 5U) << drawn;
        EXPECT_EQ(drawn[2], ' ');
        for (const auto at : {0U, 1U}) EXPECT_TRUE(drawn[at] >= 'A' && drawn[at] <= 'Z') << drawn;
        for (const auto at : {3U, 4U}) EXPECT_TRUE(drawn[at] >= '0' && drawn[at] <= '9') << drawn;
        codes.insert(drawn);
        used += drawn;
    }
    EXPECT_EQ(used.find_first_of("IO01"), std::string::npos);
    // 24 · 24 · 8 · 8 = 36,864 codes: nearly all of 3,000 draws differ.
    EXPECT_GT(codes.size(), 2'700U);
}

}  // namespace
}  // namespace stayd::operations
