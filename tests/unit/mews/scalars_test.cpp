#include "mews/scalars.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace stayd::mews {
namespace {

TEST(ExactInstants, AreThoseThatAreWrittenTheSameAgain) {
    for (std::int64_t second = -62'167'219'200; second < 253'402'300'800; second += 987'654'321) {
        const UtcTime time{std::chrono::seconds{second}};
        const auto text = to_iso8601(time);
        EXPECT_EQ(exact_instant(text), to_ms(time)) << text;
    }
    for (const char* other :
         {"", "2015-09-17", "2015-09-17T09:00:00+00:00", "2015-09-17T09:00:00.0Z",
          "2015-02-29T09:00:00Z", "2015-13-01T09:00:00Z", "2015-09-17T24:00:00Z",
          "2015-09-17T09:60:00Z", "2015-09-17T09:00:60Z", "2015-09-17 09:00:00Z",
          "2015-09-17T09:00:0aZ", "2015-09-17T09:00:00z"}) {
        EXPECT_EQ(exact_instant(other), std::nullopt) << other;
    }
}

TEST(Millionths, AreExact) {
    const std::pair<const char*, std::int64_t> numbers[] = {
        {"0", 0},
        {"-0.0", 0},
        {"1", 1'000'000},
        {"-12.34", -12'340'000},
        {"0.1", 100'000},
        {"12.345678", 12'345'678},
        {"1.2345678E1", 12'345'678},
        {"0.0000005", 1},
        {"-0.0000005", -1},
        {"0.00000049999", 0},
        {"1.2345674999", 1'234'567},
        {"1.2345675", 1'234'568},
        {"5e-7", 1},
        {"9e-8", 0},
        {"1e-999999999999", 0},
        {"0e999999999999", 0},
        {"12300e-2", 123'000'000},
        {"9223372036854.775807", 9'223'372'036'854'775'807},
        {"-9223372036854.775807", -9'223'372'036'854'775'807}};
    for (const auto& [text, value] : numbers) EXPECT_EQ(millionths(text), value) << text;
}

TEST(Millionths, AreNoneOfWhatIsNoNumberOrTooLarge) {
    for (const char* text : {"", "-", "+1", "01", "1.", ".5", "1e", "1e+", "1,5", "1 ", "\"1\"",
                             "9223372036854.7758075", "9223372036855", "1e13", "1e999999999999"}) {
        EXPECT_EQ(millionths(text), std::nullopt) << text;
    }
}

TEST(WholeNumbers, FitIntoSixtyFourBits) {
    EXPECT_EQ(whole_number("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(whole_number("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
    for (const char* text : {"9223372036854775808", "1.0", "1e3", "007", "", "-", "+1", "true"})
        EXPECT_EQ(whole_number(text), std::nullopt) << text;
}

}  // namespace
}  // namespace stayd::mews
