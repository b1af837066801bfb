#include <fmt/format.h>

#include <algorithm>

#include "tests/crash/experiments.hpp"

namespace stayd::crash {
namespace {

using sim::CrashDisk;
using Kept = CrashDisk::Kept;
using Kind = sim::DiskCall::Kind;

constexpr std::size_t calls_looked_at = 30;

std::string_view to_word(Kind kind) {
    static constexpr std::string_view words[] = {"create", "write",  "resize",     "sync",
                                                 "remove", "rename", "sync_folder"};
    return words[static_cast<std::size_t>(kind)];
}

/// Goes through a life's calls again on a disk of its own, and stops before each.
class Replay {
  public:
    Replay(const sim::Image& image, const std::vector<sim::DiskCall>& calls)
        : disk_(image), calls_(calls) {}
    bool ended() const { return next_ == calls_.size(); }
    const sim::DiskCall& next() const { return calls_[next_]; }
    std::uint64_t number() const { return next_ + 1; }
    const CrashDisk& disk() const { return disk_; }
    void go_on() { disk_.perform(calls_[next_++]); }

  private:
    CrashDisk disk_;
    const std::vector<sim::DiskCall>& calls_;
    std::size_t next_ = 0;
};

/// Every state that a cut at this place leaves: nothing or all of what waits, drawn parts of it,
/// and of a write that is under way each sector more.
template <class Visit>
void each_state(const Replay& replay, std::uint64_t draws, std::uint64_t seed, Visit visit) {
    const auto& disk = replay.disk();
    visit(disk.after_crash(Kept::nothing), "nothing kept");
    if (!disk.all_synced()) {
        visit(disk.after_crash(Kept::everything), "everything kept");
        for (std::uint64_t draw = 0; draw < draws; ++draw)
            visit(disk.after_crash(Kept::some, seed + draw), "some kept");
    }
    if (replay.ended() || replay.next().kind != Kind::write) return;
    for (std::size_t bytes = CrashDisk::sector; bytes < replay.next().bytes.size();
         bytes += CrashDisk::sector) {
        const CrashDisk::UnderWay torn{.call = &replay.next(), .bytes = bytes};
        visit(disk.after_crash(Kept::everything, 0, torn), "torn");
    }
}

Moment moment_at(const Life& life, std::uint64_t call) {
    const auto after = std::ranges::upper_bound(life.returned, call - 1);
    return static_cast<Moment>(after - life.returned.begin()) - 1;
}

std::string where(const Scenario& scenario, const Replay& replay, Moment returned,
                  std::string_view kept) {
    const auto& steps = scenario.steps;
    return fmt::format("at call {} ({}), {}, after step {} of {}, in '{}'", replay.number(),
                       replay.ended() ? "end" : to_word(replay.next().kind), kept, returned,
                       steps.size() + 1,
                       returned == 0              ? "first start"
                       : returned <= steps.size() ? steps[returned - 1].what
                                                  : "end");
}

std::uint64_t seed_of(const Extent& extent, std::uint64_t call) {
    return sim::mix(extent.seed, call) >> 16;
}

}  // namespace

Tally cut_the_power(const Scenario& scenario, const Life& life, const Extent& extent) {
    Tally tally;
    Judge judge(scenario, life, 100);
    for (Replay replay({}, life.calls);; replay.go_on()) {
        if (extent.has(replay.number())) {
            ++tally.calls;
            const auto returned = moment_at(life, replay.number());
            each_state(replay, extent.draws, seed_of(extent, replay.number()),
                       [&](const sim::Image& image, std::string_view kept) {
                           judge.judge(image, returned, where(scenario, replay, returned, kept),
                                       tally);
                       });
        }
        if (replay.ended()) return tally;
    }
}

Tally cut_the_power_twice(const Scenario& scenario, const Life& life, const Extent& extent) {
    Tally tally;
    const auto start = [&](const sim::Image& image, UtcTime now, const std::string& at,
                           std::vector<sim::DiskCall>* calls) -> std::string {
        ++tally.recoveries;
        CrashDisk disk(image);
        disk.record(calls);
        try {
            const auto box = recover(disk, now);
            disk.record(nullptr);
            auto found = told(*box);
            disk.cut_power();
            return found;
        } catch (const storage::Failure& failure) {
            disk.cut_power();
            tally.add({.invariant = "starts", .text = failure.what()}, at);
            return {};
        }
    };
    for (Replay first({}, life.calls); !first.ended(); first.go_on()) {
        if (!extent.has(first.number()) ||
            (first.number() / extent.parts + 1) % (extent.sample * 10) != 0)
            continue;
        ++tally.calls;
        const auto returned = moment_at(life, first.number());
        const auto now = time_of(scenario, returned);
        const auto at = where(scenario, first, returned, "some kept, then cut again");
        const auto seed = seed_of(extent, first.number());
        const auto image = first.disk().after_crash(Kept::some, seed);
        std::vector<sim::DiskCall> calls;
        const auto undisturbed = start(image, now, at, &calls);
        // The first start has hundreds of calls, a later one some dozens.
        const auto stride = 1 + calls.size() / calls_looked_at;
        for (Replay second(image, calls); !second.ended(); second.go_on()) {
            if (second.number() % stride != 0) continue;
            each_state(
                second, 1, seed + second.number(), [&](const sim::Image& left, std::string_view) {
                    ++tally.states;
                    ++tally.different;
                    if (start(left, now, at, nullptr) != undisturbed)
                        tally.add({.invariant = "I28", .text = "another start, another state"}, at);
                });
        }
    }
    return tally;
}

Tally live_on(const Scenario& scenario, const Life& life, const Extent& extent) {
    Tally tally;
    for (Replay replay({}, life.calls); !replay.ended(); replay.go_on()) {
        if (!extent.has(replay.number()) ||
            (replay.number() / extent.parts + 1) % (extent.sample * 4) != 0)
            continue;
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
            if (told_at_the_end(*box) != life.end)
                tally.add(
                    {.invariant = "end", .text = "the end is not that of the undisturbed life"},
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
