#include "insight/arrival_readiness.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stayd::insight {
namespace {

using enum Blocker;
using model::ReservationState;
using model::ResourceState;

struct Case {
    std::string name;
    ArrivalFacts facts;
    std::vector<Blocker> blockers;
};

class ArrivalBlockers : public testing::TestWithParam<Case> {};

TEST_P(ArrivalBlockers, AreInTheOrderTheDeskSolvesThem) {
    EXPECT_EQ(arrival_blockers(GetParam().facts), GetParam().blockers);
}

constexpr auto confirmed = ReservationState::confirmed;

INSTANTIATE_TEST_SUITE_P(
    , ArrivalBlockers,
    testing::Values(
        Case{"ready", {confirmed, true, false, ResourceState::inspected}, {}},
        Case{"only_clean", {confirmed, true, false, ResourceState::clean}, {room_not_inspected}},
        Case{"dirty", {confirmed, true, false, ResourceState::dirty}, {room_not_inspected}},
        Case{"state_not_understood",
             {confirmed, true, false, ResourceState::other},
             {room_not_inspected}},
        Case{"out_of_order",
             {confirmed, true, false, ResourceState::out_of_order},
             {room_out_of_order}},
        Case{"out_of_service",
             {confirmed, true, false, ResourceState::out_of_service},
             {room_out_of_order}},
        Case{"occupied_and_inspected",
             {confirmed, true, true, ResourceState::inspected},
             {room_occupied}},
        Case{"occupied_and_dirty",
             {confirmed, true, true, ResourceState::dirty},
             {room_occupied, room_not_inspected}},
        Case{"no_room", {confirmed, false, false, ResourceState::other}, {no_room_assigned}},
        Case{"no_room_says_nothing_of_a_room",
             {confirmed, false, true, ResourceState::dirty},
             {no_room_assigned}},
        Case{"optional",
             {ReservationState::optional, true, false, ResourceState::inspected},
             {not_confirmed}},
        Case{"inquired",
             {ReservationState::inquired, true, false, ResourceState::inspected},
             {not_confirmed}},
        Case{"requested_without_room",
             {ReservationState::requested, false, false, ResourceState::other},
             {not_confirmed, no_room_assigned}},
        Case{"all_at_once",
             {ReservationState::optional, true, true, ResourceState::out_of_order},
             {not_confirmed, room_occupied, room_out_of_order}}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace stayd::insight
