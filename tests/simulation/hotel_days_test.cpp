#include "tests/simulation/hotel_days.hpp"

#include <gtest/gtest.h>

namespace stayd::sim {
namespace {

class Days : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Days, KeepThePromisesOfTheSync) {
    HotelDays hotel{GetParam()};
    const auto report = hotel.live(6);
    EXPECT_GT(report.edits, 500);
    EXPECT_GT(report.acts, 10);
    EXPECT_GT(report.disorders, 10);
    EXPECT_GT(report.troubles, 5);
    for (const auto& broken : report.broken) ADD_FAILURE() << broken;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Days, testing::Range<std::uint64_t>(3, 5));

TEST(HotelDay, IsTheSameForTheSameSeed) {
    const auto hash = [](std::uint64_t seed) { return HotelDays{seed}.live(1).hash; };
    const auto first = hash(5);
    EXPECT_EQ(first, hash(5));
    EXPECT_NE(first, hash(6));
}

}  // namespace
}  // namespace stayd::sim
