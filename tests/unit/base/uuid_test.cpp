#include "base/uuid.hpp"

#include <gtest/gtest.h>

#include <random>

namespace stayd {
namespace {

struct SeededRandom : Random {
    std::mt19937_64 engine{7};
    std::uint64_t next() override { return engine(); }
};

TEST(Uuid, ReadsEitherCaseAndWritesLowerCase) {
    const auto uuid = Uuid::parse("4CC324B6-6F4B-4B21-A6A7-5D3B0A1C9F00");
    ASSERT_TRUE(uuid);
    EXPECT_EQ(uuid->to_string(), "4cc324b6-6f4b-4b21-a6a7-5d3b0a1c9f00");
}

TEST(Uuid, RefusesWhatIsNone) {
    for (const char* text :
         {"", "4cc324b6", "4cc324b6x6f4b-4b21-a6a7-5d3b0a1c9f00",
          "4cc324b6-6f4b-4b21-a6a7-5d3b0a1c9f0g", "4cc324b6-6f4b-4b21-a6a7-5d3b0a1c9f000"}) {
        EXPECT_FALSE(Uuid::parse(text)) << text;
    }
}

TEST(Uuid, Version7CarriesItsTimeAndSortsByIt) {
    SeededRandom random;
    const auto earlier = Uuid::version7(from_ms(1'442'480'400'000), random);
    const auto later = Uuid::version7(from_ms(1'442'480'400'001), random);
    EXPECT_LT(earlier, later);
    EXPECT_EQ(earlier.bytes[6] >> 4, 7);
    EXPECT_EQ(earlier.bytes[8] >> 6, 2);
    EXPECT_EQ(earlier.to_string().substr(0, 13), "014fda88-2680");
}

}  // namespace
}  // namespace stayd
