#include "sync/merge.hpp"

#include "model/words.hpp"

namespace stayd::sync {
namespace {

using model::ResourceState;
using namespace std::chrono_literals;

constexpr Duration whole_seconds = 1s;  // the PMS's times are cut to them

/// Higher is safer: nobody is sent into such a room by mistake.
int dirtiness(const FieldFacts::Value& word) {
    switch (model::resource_state(word.value_or(""))) {
        case ResourceState::inspected:
            return 1;
        case ResourceState::clean:
            return 2;
        case ResourceState::dirty:
            return 3;
        case ResourceState::out_of_service:
            return 4;
        case ResourceState::out_of_order:
            return 5;
        case ResourceState::other:
            return 6;  // not understood: hands off
    }
    return 6;
}

bool is_safer_here(const FieldFacts& facts) {
    return facts.policy == journal::Policy::safer_wins &&
           dirtiness(facts.local) > dirtiness(facts.remote);
}

}  // namespace

Decision merge(const FieldFacts& facts) {
    if (facts.overtaken && facts.remote != facts.local)
        return {.merged = Merged::replaced, .rule = "R30", .conflict = true};
    // Also when it is the wanted value already: the copy may be a moment old, and setting it twice
    // does no harm.
    if (facts.remote == facts.base) return {.merged = Merged::send};
    if (facts.remote == facts.local) return {.merged = Merged::converged};
    const Span changed{facts.changed.from - whole_seconds, facts.changed.to + whole_seconds};
    if (facts.made.from > changed.to)
        return {.merged = Merged::send, .rule = "R28", .conflict = true};
    if (changed.from > facts.made.to)
        return {.merged = Merged::replaced, .rule = "R28", .conflict = true};
    return {.merged = is_safer_here(facts) ? Merged::send : Merged::replaced,
            .rule = "R29",
            .conflict = true};
}

}  // namespace stayd::sync
