#include "sync/link.hpp"

#include <gtest/gtest.h>

#include <string>

#include "sim/manual_clock.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using house::Line;

struct LinkTest : testing::Test {
    void fail(Errc code, std::string context = "connection refused") {
        link.failed({.code = code, .context = std::move(context)});
    }
    Line line() { return hotel.views.status().line; }
    std::string cause() { return hotel.views.status().line_cause; }
    /// Mean of many pauses.
    Duration usual_pause() {
        Duration sum{0};
        for (int i = 0; i < 1000; ++i) sum += link.next_pause();
        return sum / 1000;
    }

    asio::io_context io;
    sim::SmallHotel hotel;
    sim::ManualClock clock{io, hotel.now};
    ServerClock server_clock{clock, Duration{0}};
    house::Door door{hotel.house, server_clock, io.get_executor()};
    Link link{door, clock, hotel.random};
};

TEST_F(LinkTest, IsUpOnlyAfterAWholeRound) {
    EXPECT_FALSE(link.is_up());
    link.round_completed();
    EXPECT_TRUE(link.is_up());
    EXPECT_EQ(line(), Line::up);
}

TEST_F(LinkTest, ThatIsUpStaysUpThroughOneFailure) {
    link.round_completed();
    fail(Errc::no_answer);
    EXPECT_TRUE(link.is_up());
    EXPECT_EQ(line(), Line::up);
    fail(Errc::unreachable);
    EXPECT_FALSE(link.is_up());
    EXPECT_EQ(line(), Line::down);
    EXPECT_EQ(cause(), "Mews cannot be reached: connection refused");
}

TEST_F(LinkTest, IsDownWhenSomethingElseAnswers) {
    link.round_completed();
    fail(Errc::malformed, "configuration: the answer is no JSON");
    fail(Errc::malformed, "configuration: the answer is no JSON");
    EXPECT_EQ(line(), Line::down);
    EXPECT_EQ(cause(), "what answers is not Mews: configuration: the answer is no JSON");
}

TEST_F(LinkTest, CountsOnlyFailuresInARow) {
    for (int i = 0; i < 5; ++i) {
        link.round_completed();
        fail(Errc::server_fault);
    }
    EXPECT_TRUE(link.is_up());
}

TEST_F(LinkTest, ForgetsAFailureWhenThePmsAnswers) {
    link.round_completed();
    fail(Errc::no_answer);
    link.answered();
    fail(Errc::no_answer);
    EXPECT_TRUE(link.is_up());
}

TEST_F(LinkTest, TellsOnceThatItIsLost) {
    int lost = 0;
    link.on_lost = [&lost] { ++lost; };
    link.round_completed();
    EXPECT_EQ(lost, 0);
    fail(Errc::no_answer);
    fail(Errc::no_answer);
    fail(Errc::no_answer, "still none");
    EXPECT_EQ(lost, 1);
    fail(Errc::unauthorized);
    EXPECT_EQ(lost, 2);
}

TEST_F(LinkTest, ThatWasNeverUpIsDownAtTheFirstFailure) {
    fail(Errc::unreachable);
    EXPECT_EQ(line(), Line::down);
}

TEST_F(LinkTest, ThatIsDownNeedsARoundAndNothingLess) {
    fail(Errc::unreachable);
    fail(Errc::throttled);
    EXPECT_EQ(line(), Line::down);
    link.round_completed();
    EXPECT_EQ(line(), Line::up);
    EXPECT_EQ(cause(), "");
}

TEST_F(LinkTest, IsRefusedAtOnce) {
    link.round_completed();
    fail(Errc::unauthorized, "Invalid AccessToken.");
    EXPECT_FALSE(link.is_up());
    EXPECT_EQ(line(), Line::refused);
    EXPECT_EQ(cause(), "Mews refuses our tokens: Invalid AccessToken.");
    link.round_completed();
    EXPECT_EQ(line(), Line::up);
}

class AnswerOfALivingPms : public LinkTest, public testing::WithParamInterface<Errc> {};

TEST_P(AnswerOfALivingPms, MovesNoLine) {
    link.round_completed();
    for (int i = 0; i < 5; ++i) fail(GetParam());
    EXPECT_TRUE(link.is_up());
    EXPECT_EQ(line(), Line::up);
}

INSTANTIATE_TEST_SUITE_P(, AnswerOfALivingPms,
                         testing::Values(Errc::throttled, Errc::too_heavy, Errc::refused,
                                         Errc::held_back));

TEST_F(LinkTest, WritesTheSameTroubleOnce) {
    fail(Errc::unreachable);
    const auto revision = hotel.house.shown().revision();
    for (int i = 0; i < 10; ++i) fail(Errc::unreachable);
    EXPECT_EQ(hotel.house.shown().revision(), revision);
    fail(Errc::server_fault, "502");
    EXPECT_EQ(cause(), "Mews has a fault: 502");
}

TEST_F(LinkTest, ComesUpWithWhatWaitedForIt) {
    fail(Errc::unreachable);
    hotel.accepted(
        house::SetRoomState{.room = hotel.room("204").id, .state = model::ResourceState::dirty});
    const auto room = [this] { return hotel.views.room(hotel.room("204").id); };
    EXPECT_TRUE(room()->mark->waits);
    link.round_completed();
    EXPECT_FALSE(room()->mark->waits);
}

TEST_F(LinkTest, TriesQuicklyAtFirst) {
    EXPECT_LE(usual_pause(), 11s) << "before anything is known";
    fail(Errc::unreachable);
    EXPECT_LE(usual_pause(), 11s);
    clock.advance(9min);
    EXPECT_LE(usual_pause(), 11s);
}

TEST_F(LinkTest, CallsLessThanOnceAMinuteInALongOutage) {
    fail(Errc::unreachable);
    clock.advance(11min);
    EXPECT_GE(usual_pause(), 70s);
    EXPECT_LE(usual_pause(), 80s);
    // Falling from down to refused is no new outage.
    fail(Errc::unauthorized);
    EXPECT_GE(usual_pause(), 70s);
}

TEST_F(LinkTest, BeginsQuicklyAgainInTheNextOutage) {
    fail(Errc::unreachable);
    clock.advance(1h);
    link.round_completed();
    fail(Errc::unreachable);
    fail(Errc::unreachable);
    EXPECT_LE(usual_pause(), 11s);
}

}  // namespace
}  // namespace stayd::sync
