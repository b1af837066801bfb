#include "tests/crash/replay.hpp"

namespace stayd::crash {
namespace {

using sim::CrashDisk;
using Kept = CrashDisk::Kept;

}  // namespace

Tally cut_the_power(const Scenario& scenario, const Life& life, const Extent& extent) {
    Tally tally;
    Judge judge(scenario, life, 200);
    for (Replay replay({}, life.calls);; replay.go_on()) {
        if (extent.has(replay.number())) {
            ++tally.calls;
            const auto returned = moment_at(life, replay.number());
            each_state(replay, extent.draws, seed_of(extent, replay.number()),
                       [&](const sim::Image& image, std::string_view kept) {
                           judge.judge(image, returned, true,
                                       where(scenario, replay, returned, kept), tally);
                       });
        }
        if (replay.ended()) return tally;
    }
}

Tally live_on(const Scenario& scenario, const Life& life, const Extent& extent) {
    Tally tally;
    for (Replay replay({}, life.calls); !replay.ended(); replay.go_on()) {
        if (!extent.has(replay.number(), extent.lives)) continue;
        ++tally.calls;
        ++tally.states;
        ++tally.different;
        const auto returned = moment_at(life, replay.number());
        const auto at = where(scenario, replay, returned, "some kept, then lived on");
        CrashDisk disk(replay.disk().after_crash(Kept::some, seed_of(extent, replay.number())));
        try {
            ++tally.recoveries;
            const auto box = recover(disk, time_of(scenario, returned));
            // The step that was under way is done again: nobody has had its answer.
            for (auto step = returned < 2 ? 0 : returned - 1; step < scenario.steps.size(); ++step)
                box->step(scenario.steps[step]);
            const auto end = told_at_the_end(*box);
            if (end != life.end)
                tally.add(
                    {.invariant = "end",
                     .text = "not that of the undisturbed life: " + difference(end, life.end)},
                    at);
            disk.cut_power();
        } catch (const storage::Failure& failure) {
            disk.cut_power();
            tally.add({.invariant = "starts", .text = failure.what()}, at);
        }
    }
    return tally;
}

}  // namespace stayd::crash
