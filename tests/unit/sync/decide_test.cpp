#include "sync/decide.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using enum model::ResourceState;
using enum RoomDecision;

struct Case {
    std::string name;
    model::ResourceState base, wanted, remote;
    Duration remote_after_us;  ///< the PMS's row changed so long after the change here; negative:
                               ///< before it
    RoomDecision decision;
};

class RoomState : public testing::TestWithParam<Case> {};

TEST_P(RoomState, SetHereMeetsWhatThePmsHas) {
    const auto& row = GetParam();
    const UtcTime made = from_ms(1'442'480'400'000);
    EXPECT_EQ(decide_room_state({.base = row.base,
                                 .wanted = row.wanted,
                                 .made = made,
                                 .remote = row.remote,
                                 .remote_updated = made + row.remote_after_us}),
              row.decision);
}

INSTANTIATE_TEST_SUITE_P(
    , RoomState,
    testing::Values(
        // Nobody else touched the state: it goes, whatever else changed in the row and whenever.
        Case{"base_is_there_still", dirty, clean, dirty, -1h, send},
        Case{"base_is_there_still_in_a_newer_row", dirty, clean, dirty, 1h, send},
        Case{"base_is_out_of_order", out_of_order, dirty, out_of_order, -1h, send},
        // Somebody set the same.
        Case{"wanted_is_there_already", dirty, clean, clean, -1h, converged},
        Case{"wanted_was_set_later", dirty, clean, clean, 1h, converged},
        Case{"nothing_was_to_change_but_the_copy_may_be_old", clean, clean, clean, 0s, send},
        // The later act wins.
        Case{"remote_is_later_and_dirtier", clean, inspected, dirty, 61s, replaced},
        Case{"remote_is_later_and_cleaner", dirty, clean, inspected, 61s, replaced},
        Case{"local_is_later_and_cleaner", clean, inspected, dirty, -61s, send},
        Case{"local_is_later_and_dirtier", inspected, dirty, clean, -61s, send},
        // Within a minute nobody knows: the dirtier wins.
        Case{"a_minute_later_the_dirtier_remote", clean, inspected, dirty, 60s, replaced},
        Case{"a_minute_earlier_the_dirtier_remote", clean, inspected, dirty, -60s, replaced},
        Case{"a_minute_later_the_dirtier_local", inspected, dirty, clean, 60s, send},
        Case{"a_minute_earlier_the_dirtier_local", inspected, dirty, clean, -60s, send},
        Case{"at_once_clean_beats_inspected", dirty, clean, inspected, 0s, send},
        Case{"at_once_inspected_yields_to_clean", dirty, inspected, clean, 0s, replaced},
        Case{"at_once_out_of_service_beats_dirty", clean, out_of_service, dirty, 0s, send},
        Case{"at_once_dirty_yields_to_out_of_service", clean, dirty, out_of_service, 0s, replaced},
        // A block is no state that could be undone from here.
        Case{"out_of_order_meanwhile", dirty, clean, out_of_order, -1h, replaced},
        Case{"out_of_order_meanwhile_long_ago", dirty, out_of_service, out_of_order, -100h,
             replaced},
        // A word of a later PMS: hands off while it may be meant.
        Case{"a_state_we_do_not_know_at_once", dirty, clean, other, 0s, replaced},
        Case{"a_state_we_do_not_know_later", dirty, clean, other, 2min, replaced}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace stayd::sync
