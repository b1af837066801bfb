#include "mews/breaker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "sim/manual_clock.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;

/// Draws the whole of a span, nothing of it, or anything.
struct Dice final : Random {
    std::optional<std::uint64_t> always;
    std::mt19937_64 generator{7};
    std::uint64_t next() override { return always ? *always : generator(); }
};
const std::string resources = "resources/getAll";
const std::string bills = "bills/getAll";

struct BreakerTest : testing::Test {
    asio::io_context io;
    sim::ManualClock clock{io, UtcTime{}};
    Dice dice;
    Breaker breaker{clock, dice};

    void SetUp() override { dice.always = 0; }
    /// One letter a call: S succeeded, F failed.
    void calls_end(const std::string& outcomes, const std::string& operation = resources) {
        for (const char outcome : outcomes) {
            outcome == 'S' ? breaker.succeeded(operation) : breaker.failed(operation);
        }
    }
    bool rests(const std::string& operation = resources) {
        return breaker.rests(operation).has_value();
    }
    /// Lets the rest pass and takes the probe.
    void rest_and_probe() {
        clock.advance(*breaker.rests(resources));
        ASSERT_FALSE(rests());
    }
};

std::string times(int count, const std::string& text) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
}

TEST_F(BreakerTest, RestsAtOnceWhenTheLeastIsTooMuch) {
    dice.always.reset();
    breaker.given_up(resources);
    EXPECT_FALSE(rests());
    breaker.failed_at_the_least(resources);
    EXPECT_TRUE(rests());
    EXPECT_FALSE(rests(bills));
    Duration longest{0};
    for (int again = 0; again < 20; ++again) {
        rest_and_probe();
        breaker.given_up(resources);
        breaker.failed_at_the_least(resources);
        longest = std::max(longest, *breaker.rests(resources));
    }
    EXPECT_GT(longest, 60s) << "longer and longer";
    EXPECT_LE(longest, 300s);
    rest_and_probe();
    calls_end("SSS");
    EXPECT_EQ(breaker.open_count(), 0U);
}

/// Several may ask for the least of the same at the same time.
TEST_F(BreakerTest, RestsNoLongerForWhatWasSentBeforeItRested) {
    dice.always.reset();
    breaker.failed_at_the_least(resources);
    const auto rest = breaker.rests(resources);
    breaker.failed_at_the_least(resources);
    EXPECT_EQ(breaker.rests(resources), rest);
}

struct OpeningCase {
    std::string name;
    std::string outcomes;
    bool opens;
};
struct BreakerOpening : BreakerTest, testing::WithParamInterface<OpeningCase> {};

TEST_P(BreakerOpening, FollowsTheFailuresInARowOrTheShareOfTheLastTwenty) {
    const std::string& outcomes = GetParam().outcomes;
    calls_end(outcomes.substr(0, outcomes.size() - 1));
    EXPECT_FALSE(rests()) << "before the last outcome";
    calls_end(outcomes.substr(outcomes.size() - 1));
    EXPECT_EQ(rests(), GetParam().opens);
    EXPECT_EQ(breaker.open_count(), GetParam().opens ? 1u : 0u);
}

INSTANTIATE_TEST_SUITE_P(
    , BreakerOpening,
    testing::Values(OpeningCase{"four_in_a_row", "FFFF", false},
                    OpeningCase{"five_in_a_row", "FFFFF", true},
                    OpeningCase{"a_success_breaks_the_row", "FFFFSFFFF", false},
                    OpeningCase{"five_in_a_row_after_many_successes", times(30, "S") + "FFFFF",
                                true},
                    OpeningCase{"half_of_twenty", times(10, "FS"), false},
                    OpeningCase{"half_of_forty", times(20, "SF"), false},
                    OpeningCase{"eleven_of_twenty", times(9, "FS") + "FF", true},
                    OpeningCase{"most_of_nineteen", times(6, "FFS") + "F", false},
                    OpeningCase{"eleven_of_the_last_twenty_of_many",
                                times(20, "S") + times(5, "FFS") + "F", true},
                    OpeningCase{"old_failures_are_forgotten",
                                times(10, "S") + "FFFFSFFFFSSSSSSSSSSSFF", false}),
    [](const auto& row) { return row.param.name; });

TEST_F(BreakerTest, AnUnknownOperationGoes) {
    EXPECT_FALSE(rests());
    EXPECT_EQ(breaker.open_count(), 0u);
}

TEST_F(BreakerTest, OneOperationRestsAlone) {
    calls_end("FFFFF", resources);
    EXPECT_TRUE(rests(resources));
    EXPECT_FALSE(rests(bills));
    calls_end("FFFF", bills);
    EXPECT_FALSE(rests(bills));
    EXPECT_EQ(breaker.open_count(), 1u);
}

TEST_F(BreakerTest, SendsOneProbeAtATimeAfterTheRest) {
    calls_end("FFFFF");
    rest_and_probe();
    EXPECT_EQ(breaker.rests(resources), 1s);
    EXPECT_EQ(breaker.open_count(), 1u);
    breaker.succeeded(resources);
    EXPECT_FALSE(rests());
    EXPECT_TRUE(rests());
}

TEST_F(BreakerTest, ThreeSuccessfulProbesInARowCloseIt) {
    calls_end("FFFFF");
    rest_and_probe();
    breaker.succeeded(resources);
    ASSERT_FALSE(rests());
    breaker.succeeded(resources);
    EXPECT_EQ(breaker.open_count(), 1u);
    ASSERT_FALSE(rests());
    breaker.succeeded(resources);
    EXPECT_EQ(breaker.open_count(), 0u);
    EXPECT_FALSE(rests());
    EXPECT_FALSE(rests());
}

TEST_F(BreakerTest, AFailedProbeOpensItAgainAndTheSuccessesBeforeItDoNotCount) {
    calls_end("FFFFF");
    rest_and_probe();
    breaker.succeeded(resources);
    ASSERT_FALSE(rests());
    breaker.succeeded(resources);
    ASSERT_FALSE(rests());
    breaker.failed(resources);
    EXPECT_TRUE(rests());
    rest_and_probe();
    breaker.succeeded(resources);
    EXPECT_EQ(breaker.open_count(), 1u);
}

TEST_F(BreakerTest, WhatFailedBeforeItClosedIsForgotten) {
    calls_end("FFFFF");
    for (int probe = 0; probe < 3; ++probe) {
        if (const auto rest = breaker.rests(resources)) rest_and_probe();
        breaker.succeeded(resources);
    }
    calls_end("FFFF");
    EXPECT_FALSE(rests());
    dice.always = 1000;
    calls_end("F");
    EXPECT_EQ(breaker.rests(resources), 1s) << "the first rest is short again";
}

TEST_F(BreakerTest, AProbeThatIsGivenUpLeavesItsPlaceToTheNext) {
    calls_end("FFFFF");
    rest_and_probe();
    breaker.given_up(resources);
    EXPECT_FALSE(rests());
    EXPECT_TRUE(rests());
    breaker.given_up(bills);
    EXPECT_EQ(breaker.open_count(), 1u);
}

TEST_F(BreakerTest, ACallThatIsGivenUpIsNoFailureAndNoSuccess) {
    calls_end("FFFF");
    breaker.given_up(resources);
    EXPECT_FALSE(rests());
    calls_end("F");
    EXPECT_TRUE(rests());
}

TEST_F(BreakerTest, FailuresOfCallsSentBeforeItOpenedDoNotLengthenTheRest) {
    dice.always = 1000;
    calls_end("FFFFF");
    clock.advance(400ms);
    calls_end("FFF");
    EXPECT_EQ(breaker.rests(resources), 600ms);
}

TEST_F(BreakerTest, AFailureOfACallSentBeforeItOpenedBreaksTheRowOfSuccesses) {
    calls_end("FFFFF");
    calls_end("SSFSS");
    EXPECT_EQ(breaker.open_count(), 1u);
    calls_end("S");
    EXPECT_EQ(breaker.open_count(), 0u);
}

TEST_F(BreakerTest, RestsLongerAfterEachFailedProbeUpToFiveMinutes) {
    std::vector<std::int64_t> longest;
    dice.always = 1000;
    calls_end("FFFFF");
    for (int n = 1; n <= 10; ++n) {
        longest.push_back(*breaker.rests(resources) / 1s);
        rest_and_probe();
        dice.always = std::min(300'000, 1000 << n);
        breaker.failed(resources);
    }
    EXPECT_EQ(longest, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 128, 256, 300}));
    EXPECT_EQ(breaker.rests(resources), 300s);
}

TEST_F(BreakerTest, DrawsTheRestFromTheWholeSpanButNeverNothing) {
    dice.always.reset();
    Duration shortest = 1h;
    Duration longest{0};
    for (int i = 0; i < 500; ++i) {
        const std::string operation = "operation " + std::to_string(i);
        calls_end("FFFFF", operation);
        const auto rest = breaker.rests(operation);
        ASSERT_TRUE(rest);
        shortest = std::min(shortest, *rest);
        longest = std::max(longest, *rest);
    }
    EXPECT_EQ(shortest, 100ms);
    EXPECT_GT(longest, 950ms);
    EXPECT_LE(longest, 1s);
}

struct NamedCase {
    std::string name;
    std::string before;  ///< outcomes before the failure that names a time
    Duration drawn;
    Duration named;
    std::optional<Duration> rest;
};
struct BreakerRetryAfter : BreakerTest, testing::WithParamInterface<NamedCase> {};

TEST_P(BreakerRetryAfter, IsTheLeastItRests) {
    dice.always = static_cast<std::uint64_t>(GetParam().drawn.count());
    calls_end(GetParam().before);
    breaker.failed(resources, GetParam().named);
    EXPECT_EQ(breaker.rests(resources), GetParam().rest);
    EXPECT_EQ(breaker.open_count(), GetParam().rest ? 1u : 0u);
}

INSTANTIATE_TEST_SUITE_P(
    , BreakerRetryAfter,
    testing::Values(NamedCase{"longer_than_drawn", "FFFF", 300ms, 60s, 60s},
                    NamedCase{"shorter_than_drawn", "FFFF", 900ms, 500ms, 900ms},
                    NamedCase{"while_closed", "", 900ms, 7s, 7s},
                    NamedCase{"nothing_while_closed", "", 900ms, 0s, std::nullopt},
                    NamedCase{"negative_while_closed", "", 900ms, -3s, std::nullopt},
                    NamedCase{"after_it_opened", "FFFFF", 900ms, 20s, 20s},
                    NamedCase{"shorter_after_it_opened", "FFFFF", 900ms, 200ms, 900ms},
                    NamedCase{"named_by_mistake", "FFFF", 300ms, 24h * 3650, 1h}),
    [](const auto& row) { return row.param.name; });

TEST_F(BreakerTest, ATimeNamedWhileClosedEndsWithoutAProbe) {
    breaker.failed(resources, 7s);
    clock.advance(7s);
    EXPECT_FALSE(rests());
    EXPECT_FALSE(rests());
}

TEST_F(BreakerTest, DuringALongOutageOneOperationIsAskedLessThanOnceAMinute) {
    dice.always.reset();
    const SteadyTime begin = clock.steady_now();
    int calls = 0;
    while (clock.steady_now() - begin < 5h) {
        if (const auto rest = breaker.rests(resources)) {
            clock.advance(*rest);
            continue;
        }
        if (clock.steady_now() - begin > 10min) ++calls;
        breaker.failed(resources);
    }
    EXPECT_LT(calls, 290);
    EXPECT_GT(calls, 60) << "it is asked again all the same";
}

}  // namespace
}  // namespace stayd::mews
