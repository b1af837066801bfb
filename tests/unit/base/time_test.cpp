#include "base/time.hpp"

#include <gtest/gtest.h>

namespace stayd {
namespace {

using namespace std::chrono_literals;

TEST(Iso8601, WritesWhatThePmsTakes) {
    EXPECT_EQ(to_iso8601(from_ms(1'442'480'400'999)), "2015-09-17T09:00:00Z");
}

TEST(Iso8601, ReadsItsOwnWriting) {
    EXPECT_EQ(parse_iso8601("2015-09-17T09:00:00Z"), from_ms(1'442'480'400'000));
}

TEST(Iso8601, ReadsFractionsAndOffsets) {
    EXPECT_EQ(parse_iso8601("2015-09-17T10:00:00.5+01:00"), from_ms(1'442'480'400'500));
    EXPECT_EQ(parse_iso8601("2015-09-17T08:30:00.123456-00:30"), from_ms(1'442'480'400'123));
}

TEST(Iso8601, ReadsABareDateAsItsFirstInstant) {
    EXPECT_EQ(to_iso8601(*parse_iso8601("1984-02-29")), "1984-02-29T00:00:00Z");
}

TEST(Iso8601, RefusesWhatIsNoInstant) {
    for (const char* text : {"", "2015", "2015-9-17", "2015-02-29", "2015-09-17T",
                             "2015-09-17T09:00:00", "2015-09-17T24:00:00Z", "2015-09-17T09:00:00.Z",
                             "2015-09-17T09:00:00Zz", "2015-09-17 09:00:00Z", "-015-09-17"}) {
        EXPECT_FALSE(parse_iso8601(text)) << text;
    }
}

TEST(Iso8601Duration, ReadsEitherSignPosition) {
    EXPECT_EQ(parse_iso8601_duration("P0M0DT15H0M0S"), 15h);
    EXPECT_EQ(parse_iso8601_duration("-P0Y0M0DT1H30M0S"), -(1h + 30min));
    EXPECT_EQ(parse_iso8601_duration("P0M0DT-1H"), -1h);
    EXPECT_EQ(parse_iso8601_duration("P0Y0M1DT0H0M0S"), 24h);
}

TEST(Iso8601Duration, RefusesWhatIsNone) {
    for (const char* text : {"", "P", "PT", "15H", "P1", "P1X", "PT1D", "P1H"})
        EXPECT_FALSE(parse_iso8601_duration(text)) << text;
}

TEST(Iso8601Duration, RefusesWhatNoClockCanCount) {
    for (const char* text :
         {"P9223372036854775807Y", "P-9223372036854775808D", "PT9223372036854775807S",
          "P100000001D", "P1000000Y1S", "P100000000Y"}) {
        EXPECT_FALSE(parse_iso8601_duration(text)) << text;
    }
    EXPECT_EQ(parse_iso8601_duration("P1000000D"), std::chrono::days{1'000'000});
}

}  // namespace
}  // namespace stayd
