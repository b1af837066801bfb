#include "sync/merge.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using enum Merged;
using Value = journal::Fields::Value;

const UtcTime noon = from_ms(1'442'491'200'000);
constexpr auto nothing = std::nullopt;

struct Case {
    std::string name;
    Value base, local, remote;
    Duration changed_from, changed_to;  ///< after the change here, which is known to a minute
    Decision decision;
    journal::Policy policy = journal::Policy::pms_wins;
    bool overtaken = false;
};

class Merge : public testing::TestWithParam<Case> {};

TEST_P(Merge, DecidesByWhatBothSidesDidAndWhen) {
    const auto& row = GetParam();
    const FieldFacts facts{.base = row.base,
                           .local = row.local,
                           .remote = row.remote,
                           .made = {noon - 1min, noon + 1min},
                           .changed = {noon + row.changed_from, noon + row.changed_to},
                           .policy = row.policy,
                           .overtaken = row.overtaken};
    EXPECT_EQ(merge(facts), row.decision) << merge(facts).rule;
}

constexpr Decision ours{.merged = send};
constexpr Decision ours_later{.merged = send, .rule = "R28", .conflict = true};
constexpr Decision theirs_later{.merged = replaced, .rule = "R28", .conflict = true};
constexpr Decision ours_by_policy{.merged = send, .rule = "R29", .conflict = true};
constexpr Decision theirs_by_policy{.merged = replaced, .rule = "R29", .conflict = true};
constexpr Decision by_guard{.merged = replaced, .rule = "R30", .conflict = true};
constexpr Decision same{.merged = converged};

INSTANTIATE_TEST_SUITE_P(
    Text, Merge,
    testing::Values(
        Case{"only_here", "a", "b", "a", -2h, -1h, ours},
        Case{"only_here_in_a_newer_row", "a", "b", "a", 1h, 2h, ours},
        Case{"nothing_was_to_change_but_the_copy_may_be_old", "a", "a", "a", -2h, -1h, ours},
        Case{"both_the_same", "a", "b", "b", -2h, -1h, same},
        Case{"both_the_same_later", "a", "b", "b", 1h, 2h, same},
        Case{"both_cleared", "a", nothing, nothing, 1h, 2h, same},
        Case{"cleared_here_only", "a", nothing, "a", 1h, 2h, ours},
        Case{"cleared_there_later", "a", "b", nothing, 1h, 2h, theirs_later},
        Case{"filled_on_both_sides_ours_later", nothing, "b", "c", -2h, -1h, ours_later},
        Case{"ours_is_later", "a", "b", "c", -2h, -62s, ours_later},
        Case{"ours_is_later_by_less_than_is_known", "a", "b", "c", -2h, -61s, theirs_by_policy},
        Case{"theirs_is_later", "a", "b", "c", 62s, 2h, theirs_later},
        Case{"theirs_is_later_by_less_than_is_known", "a", "b", "c", 61s, 2h, theirs_by_policy},
        Case{"theirs_at_any_time", "a", "b", "c", -2h, 2h, theirs_by_policy}),
    [](const auto& row) { return row.param.name; });

constexpr auto safer = journal::Policy::safer_wins;

INSTANTIATE_TEST_SUITE_P(
    RoomState, Merge,
    testing::Values(
        Case{"later_and_dirtier_there", "Clean", "Inspected", "Dirty", 62s, 2h, theirs_later,
             safer},
        Case{"later_and_cleaner_there", "Dirty", "Clean", "Inspected", 62s, 2h, theirs_later,
             safer},
        Case{"later_and_cleaner_here", "Clean", "Inspected", "Dirty", -2h, -62s, ours_later, safer},
        Case{"at_once_clean_beats_inspected", "Dirty", "Clean", "Inspected", 0s, 0s, ours_by_policy,
             safer},
        Case{"at_once_inspected_yields_to_clean", "Dirty", "Inspected", "Clean", 0s, 0s,
             theirs_by_policy, safer},
        Case{"at_once_out_of_service_beats_dirty", "Clean", "OutOfService", "Dirty", 0s, 0s,
             ours_by_policy, safer},
        Case{"at_once_dirty_yields_to_out_of_service", "Clean", "Dirty", "OutOfService", 0s, 0s,
             theirs_by_policy, safer},
        Case{"dirty_beats_clean_when_nobody_knows", "Inspected", "Dirty", "Clean", -2h, 2h,
             ours_by_policy, safer},
        Case{"a_state_we_do_not_know_at_once", "Dirty", "Clean", "Fumigated", 0s, 0s,
             theirs_by_policy, safer},
        // A turnover or a block settles it, whatever the times say.
        Case{"overtaken", "Dirty", "Clean", "Dirty", -2h, -1h, by_guard, safer, true},
        Case{"overtaken_though_later", "Clean", "Inspected", "OutOfOrder", -2h, -1h, by_guard,
             safer, true},
        Case{"overtaken_but_the_same", "Clean", "Dirty", "Dirty", -2h, -1h, same, safer, true}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace stayd::sync
