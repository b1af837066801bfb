#include <gtest/gtest.h>

#include "mirror/mirror.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::mirror {
namespace {

using namespace std::chrono_literals;

struct StreamsTest : testing::Test {
    sim::SmallHotel hotel;
    Streams streams{hotel.database};
    UtcTime now = hotel.now;
};

TEST_F(StreamsTest, AreUnknownBeforeTheFirstRead) {
    EXPECT_FALSE(streams.find("reservations"));
    EXPECT_TRUE(streams.all().empty());
}

TEST_F(StreamsTest, NeverLetAWatermarkGoBack) {
    streams.completed("reservations", now, now + 1s);
    streams.completed("reservations", now - 1h, now + 2s);
    EXPECT_EQ(streams.find("reservations")->watermark, now);
    EXPECT_EQ(streams.find("reservations")->complete, now + 2s);
    streams.completed("reservations", now + 1h, now + 2h);
    EXPECT_EQ(streams.find("reservations")->watermark, now + 1h);
}

TEST_F(StreamsTest, KeepTheirWatermarkThroughTrouble) {
    streams.completed("reservations", now, now);
    streams.troubled("reservations", "no answer");
    EXPECT_EQ(streams.find("reservations")->trouble, "no answer");
    EXPECT_EQ(streams.find("reservations")->watermark, now);
    streams.completed("reservations", now, now);
    EXPECT_EQ(streams.find("reservations")->trouble, "");
}

TEST_F(StreamsTest, MayBeInTroubleBeforeTheFirstRead) {
    streams.troubled("customers", "refused");
    EXPECT_EQ(streams.find("customers")->complete, std::nullopt);
    streams.completed("customers", now, now);
    EXPECT_EQ(streams.find("customers")->watermark, now);
}

}  // namespace
}  // namespace stayd::mirror
