#include "insight/readiness.hpp"

#include <gtest/gtest.h>

#include "tests/unit/insight/knowing.hpp"
#include "tests/unit/insight/telling.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;

CriterionResult criterion(int points, int weight, Gate gate = Gate::none, bool passes = true) {
    return {.gate = gate, .points = points, .weight = weight, .passes = passes};
}

// The score
// ------------------------------------------------------------------------------------------------

/// Vector 4 of hotel-domain.md 12: nothing for VIPs, assistance or beds; the room is clean, not
/// inspected.
TEST(ReadinessScore, IsTheOneOfTheSpecification) {
    const std::vector<CriterionResult> criteria{
        criterion(13, 15), criterion(3, 3), criterion(10, 10), criterion(7, 7), criterion(18, 25),
        criterion(10, 10), criterion(4, 4), criterion(8, 8),   criterion(3, 3), criterion(2, 2),
        criterion(5, 8),   criterion(1, 2), criterion(2, 2)};
    EXPECT_EQ(readiness_score(criteria), 87);
}

TEST(ReadinessScore, OfNothingThatAppliesIsFull) {
    EXPECT_EQ(readiness_score({}), 100);
}

// The state
// ------------------------------------------------------------------------------------------------

const auto fine = criterion(1, 1, Gate::hard);
const auto no_key = criterion(0, 1, Gate::hard, false);
const auto at_the_desk = criterion(0, 1, Gate::soft, false);

struct StateCase {
    const char* name;
    StayMoment moment;
    std::vector<CriterionResult> criteria;
    ReadinessState state;
};

class ReadinessStates : public testing::TestWithParam<StateCase> {};

TEST_P(ReadinessStates, FirstMatchWins) {
    EXPECT_EQ(readiness_state(GetParam().moment, GetParam().criteria), GetParam().state);
}

INSTANTIATE_TEST_SUITE_P(
    , ReadinessStates,
    testing::Values(
        StateCase{"cancelled",
                  {.state = "Canceled", .guest_waiting = true},
                  {no_key},
                  ReadinessState::cancelled},
        StateCase{"in_house",
                  {.state = "Started", .is_stuck = true},
                  {no_key},
                  ReadinessState::checked_in},
        StateCase{"stands_here_and_may_go_up",
                  {.state = "Confirmed", .guest_waiting = true},
                  {fine, at_the_desk},
                  ReadinessState::call_now},
        StateCase{"stands_here_and_waits",
                  {.state = "Confirmed", .guest_waiting = true, .is_stuck = true},
                  {no_key},
                  ReadinessState::waiting},
        StateCase{"nobody_works_on_it",
                  {.state = "Confirmed", .is_late = true, .is_stuck = true},
                  {no_key},
                  ReadinessState::blocked},
        StateCase{
            "late", {.state = "Confirmed", .is_late = true}, {no_key}, ReadinessState::late_risk},
        StateCase{
            "in_time", {.state = "Confirmed"}, {no_key, at_the_desk}, ReadinessState::preparing},
        StateCase{"something_at_the_desk",
                  {.state = "Confirmed", .is_late = true},
                  {fine, at_the_desk},
                  ReadinessState::desk_needed},
        StateCase{"ready", {.state = "Confirmed"}, {fine}, ReadinessState::ready}),
    [](const auto& row) { return row.param.name; });

// The shipped criteria over the facts of a stay
// ------------------------------------------------------------------------------------------------

struct ReadinessOfAStay : testing::Test {
    Readiness judged(int critical = 0) {
        knowing.moments.begin(hotel.now);
        return judge.judge(stay.id, critical).value();
    }
    CriterionResult of(const std::string& id) {
        for (const auto& each : judged().criteria) {
            if (each.id == id) return each;
        }
        return {.id = "does not apply"};
    }
    UtcTime eta() const { return stay.row().scheduled_start_utc; }
    /// As the house keeps it.
    void lead_profile_is(std::string_view value) {
        auto put = hotel.database.statement(
            "INSERT OR REPLACE INTO completeness VALUES ('person', :uid, :value)");
        put.bind(":uid", guest.id).bind(":value", value).run();
    }
    void SetUp() override {
        lead_profile_is(R"({"legal":100,"all_persons":false,"quality":{"F21":0,"F22":2}})");
    }

    Knowing knowing;
    sim::SmallHotel& hotel = knowing.hotel;
    sim::SmallHotel::Room room = hotel.room("204").inspected();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
    ReadinessJudge judge{hotel.database};
};

TEST_F(ReadinessOfAStay, AnInspectedRoomPassesEveryHardGate) {
    for (const auto& each : judged().criteria) {
        if (each.gate == Gate::hard) EXPECT_TRUE(each.passes) << each.id;
    }
    EXPECT_EQ(of("R06").points, 25);
}

TEST_F(ReadinessOfAStay, ACleanRoomIsLateLessThanHalfAnHourBeforeItsGuest) {
    room.clean();  // inspected in 21 minutes
    hotel.now = eta() - 51min;
    EXPECT_EQ(judged().state, ReadinessState::preparing);
    EXPECT_EQ(knowing.moments.next(), eta() - 51min + 1ms);
    hotel.now = eta() - 51min + 1ms;
    EXPECT_EQ(judged().state, ReadinessState::late_risk);
}

TEST_F(ReadinessOfAStay, WithoutARoomItIsBlockedFromFourHoursBefore) {
    stay.changes([](auto& row) { row.assigned_resource_id.reset(); });
    hotel.now = eta() - 4h - 1ms;
    EXPECT_EQ(judged().state, ReadinessState::preparing);
    hotel.now = eta() - 4h;
    EXPECT_EQ(judged().state, ReadinessState::blocked);
}

TEST_F(ReadinessOfAStay, ARoomThatIsOutOfOrderBlocksIt) {
    room.out_of_order();
    EXPECT_EQ(judged().state, ReadinessState::blocked);
}

TEST_F(ReadinessOfAStay, TheGuestWhoStandsHereIsCalledOnceTheRoomIsInspected) {
    room.clean();
    hotel.accepted(house::SetGuestWaiting{stay.id, true});
    EXPECT_EQ(judged().state, ReadinessState::waiting);
    hotel.accepted(house::SetRoomState{room.id, model::ResourceState::inspected});
    EXPECT_EQ(judged().state, ReadinessState::call_now);
}

TEST_F(ReadinessOfAStay, WhatTheLawAsksKeepsTheKeyOfWhoStandsHere) {
    lead_profile_is(R"({"legal":99,"all_persons":true,"quality":{"F21":1}})");
    EXPECT_EQ(of("R07").points, 9);
    EXPECT_EQ(of("R07").gate, Gate::soft);
    EXPECT_EQ(of("R08").gate, Gate::soft);
    EXPECT_EQ(of("R10").points, 1);
    EXPECT_EQ(judged().state, ReadinessState::desk_needed);
    hotel.accepted(house::SetGuestWaiting{stay.id, true});
    EXPECT_EQ(of("R07").gate, Gate::hard);
    EXPECT_EQ(of("R08").gate, Gate::hard) << "all persons are to be named here";
    EXPECT_EQ(judged().state, ReadinessState::waiting);
}

TEST_F(ReadinessOfAStay, ACriticalFindingBlocksIt) {
    EXPECT_NE(judged(0).state, ReadinessState::blocked);
    EXPECT_EQ(judged(1).state, ReadinessState::blocked);
}

TEST_F(ReadinessOfAStay, IsAskedOfNobodyWhoseStayIsOver) {
    stay.is(model::ReservationState::canceled);
    EXPECT_FALSE(judge.judge(stay.id, 0));
}

TEST_F(ReadinessOfAStay, AGuestWhoIsSixHoursLateMayNotCome) {
    hotel.now = eta() + 6h - 1ms;
    EXPECT_FALSE(judged().no_show_risk);
    hotel.now = eta() + 6h;
    EXPECT_TRUE(judged().no_show_risk);
}

// How much the room hurries
// ------------------------------------------------------------------------------------------------

struct Rush : ReadinessOfAStay {
    Rush() { room.clean(); }  // inspected in 21 minutes
    int at(UtcTime moment) {
        hotel.now = moment;
        return judged().rush;
    }
    void a_child_comes_too() {
        const auto obi = hotel.guest("Okafor", "Obi").accompanies(stay);
        Telling(hotel.database).change("customer", obi.id, {{"birth_date", "2010-03-01"}});
    }
};

/// Vector 5 of hotel-domain.md 12: waiting, no slack, expected before now, VIP 3, one minor.
TEST_F(Rush, IsTheOneOfTheSpecification) {
    guest.changes([](auto& row) { row.classifications = {"Media"}; });
    a_child_comes_too();
    hotel.accepted(house::SetGuestWaiting{stay.id, true});
    EXPECT_EQ(at(eta() + 10min), 1640);
}

TEST_F(Rush, GrowsAsTheGuestComesNearer) {
    EXPECT_EQ(at(eta() - 120min - 1ms), 0);
    EXPECT_EQ(knowing.moments.next(), eta() - 120min);
    EXPECT_EQ(at(eta() - 120min), 100);
    EXPECT_EQ(at(eta() - 51min), 100);
    EXPECT_EQ(at(eta() - 51min + 1ms), 300) << "less than half an hour of slack";
    EXPECT_EQ(at(eta() - 21min), 300);
    EXPECT_EQ(at(eta() - 21min + 1ms), 500) << "none";
}

TEST_F(Rush, CountsWhoTheGuestsAre) {
    const auto early = eta() - 3h;
    EXPECT_EQ(at(early), 0);
    a_child_comes_too();
    EXPECT_EQ(at(early), 20);
    hotel.accepted(house::Record{stay.id, "assistance", "yes"});
    EXPECT_EQ(at(early), 50);
    hotel.accepted(house::Record{stay.id, "asked_early", to_iso8601(early)});
    EXPECT_EQ(at(early), 60);
}

TEST_F(Rush, IsOfNoRoomThatIsReadyAndOfNobodyWhoIsIn) {
    hotel.accepted(house::SetGuestWaiting{stay.id, true});
    EXPECT_EQ(at(eta()), 1500);
    room.inspected();
    EXPECT_EQ(at(eta()), 0);
    room.clean();
    stay.is(model::ReservationState::started);
    EXPECT_EQ(at(eta()), 0);
}

}  // namespace
}  // namespace stayd::insight
