#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <string>

#include "sync/merge.hpp"
#include "tests/sim/mews/split_mix.hpp"

// The merge against a second opinion, written from sync.md 7 alone: it does not compare intervals,
// it goes through every moment at which staff and the PMS may have acted, second by second, and
// asks who can have been first.

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using Value = journal::Fields::Value;

const UtcTime origin = from_ms(1'442'491'200'000);

/// The seconds after the origin at which something may have happened.
struct Moments {
    std::int64_t first;
    std::int64_t last;
};

Moments moments(Span span, std::int64_t wider) {
    const auto second = [](UtcTime time) { return (time - origin) / 1000ms; };
    return {second(span.from) - wider, second(span.to) + wider};
}

/// sync.md R29, from the safest on.
int place_in_order(const Value& word) {
    static constexpr std::array words{"OutOfOrder", "OutOfService", "Dirty", "Clean", "Inspected"};
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (word == words[at]) return static_cast<int>(at);
    }
    return -1;  // unknown: before all of them
}

struct Opinion {
    Merged merged;
    bool conflict;
    bool operator==(const Opinion&) const = default;
};

Opinion second_opinion(const FieldFacts& facts) {
    const bool pms_changed = facts.remote != facts.base;
    const bool both_want_the_same = facts.remote == facts.local;
    if (both_want_the_same && pms_changed) return {Merged::converged, false};
    if (facts.overtaken && !both_want_the_same) return {Merged::replaced, true};
    if (!pms_changed) return {Merged::send, false};
    const auto here = moments(facts.made, 0);
    const auto there = moments(facts.changed, 1);
    bool may_be_first_here = false;
    bool may_be_first_there = false;
    bool may_be_at_once = false;
    for (auto at = here.first; at <= here.last; ++at) {
        for (auto other = there.first; other <= there.last; ++other) {
            may_be_first_here = may_be_first_here || at < other;
            may_be_first_there = may_be_first_there || other < at;
            may_be_at_once = may_be_at_once || other == at;
        }
    }
    if (!may_be_first_here && !may_be_at_once) return {Merged::send, true};
    if (!may_be_first_there && !may_be_at_once) return {Merged::replaced, true};
    const bool ours_is_safer = facts.policy == journal::Policy::safer_wins &&
                               place_in_order(facts.local) < place_in_order(facts.remote);
    return {ours_is_safer ? Merged::send : Merged::replaced, true};
}

Span a_span(sim::SplitMix& dice) {
    const auto from = origin + std::chrono::seconds{static_cast<int>(dice.below(24)) - 12};
    return {from, from + std::chrono::seconds{dice.below(8)}};
}

TEST(MergeAndItsReference, AgreeOnAMillionOfCases) {
    static const std::array<Value, 7> values{std::nullopt, "OutOfOrder", "OutOfService", "Dirty",
                                             "Clean",      "Inspected",  "Fumigated"};
    const char* wanted = std::getenv("STAYD_MERGES");
    const long cases = wanted != nullptr ? std::atol(wanted) : 1'000'000;
    sim::SplitMix dice(20150917);
    std::array<long, 3> decided{};
    long conflicts = 0;
    for (long number = 0; number < cases; ++number) {
        const FieldFacts facts{
            .base = values[dice.below(values.size())],
            .local = values[dice.below(values.size())],
            .remote = values[dice.below(values.size())],
            .made = a_span(dice),
            .changed = a_span(dice),
            .policy = dice.below(2) == 0 ? journal::Policy::safer_wins : journal::Policy::pms_wins,
            .overtaken = dice.below(8) == 0};
        const auto decision = merge(facts);
        const Opinion opinion{decision.merged, decision.conflict};
        ASSERT_EQ(opinion, second_opinion(facts))
            << "case " << number << ": base " << facts.base.value_or("-") << ", here "
            << facts.local.value_or("-") << ", there " << facts.remote.value_or("-") << ", rule "
            << decision.rule;
        ASSERT_EQ(merge(facts), decision) << "decided twice";
        ++decided.at(static_cast<std::size_t>(decision.merged));
        if (decision.conflict) ++conflicts;
    }
    std::printf("%ld merges: %ld sent, %ld converged, %ld replaced, %ld conflicts, 0 differences\n",
                cases, decided[0], decided[1], decided[2], conflicts);
    for (const auto times : decided) EXPECT_GT(times, cases / 20) << "a case is hardly met";
}

}  // namespace
}  // namespace stayd::sync
