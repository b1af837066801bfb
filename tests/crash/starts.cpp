#include <fmt/format.h>

#include "tests/crash/replay.hpp"

// Starts that are disturbed: cut themselves, upon a database that is lost, on a disk that fails.

namespace stayd::crash {
namespace {

using sim::CrashDisk;
using sim::DiskFault;
using Kept = CrashDisk::Kept;

constexpr std::size_t calls_looked_at = 30;

/// The start upon one image, and what becomes of it.
class Starting {
  public:
    Starting(const Scenario& scenario, Moment through, std::string at, Tally& tally)
        : scenario_(scenario), through_(through), at_(std::move(at)), tally_(tally) {}

    /// What the box tells; nothing when it does not start.
    Told start(const sim::Image& image, std::vector<sim::DiskCall>* calls = nullptr,
               sim::Image* after = nullptr) const {
        ++tally_.recoveries;
        CrashDisk disk(image);
        disk.record(calls);
        try {
            const auto box = recover(disk, time_of(scenario_, through_));
            disk.record(nullptr);
            for (const auto& broken : broken_promises(*box, scenario_, through_))
                tally_.add(broken, at_);
            auto found = told(*box);
            if (after != nullptr) *after = disk.after_crash(Kept::everything);
            disk.cut_power();
            return found;
        } catch (const storage::Failure& failure) {
            disk.cut_power();
            tally_.add({.invariant = "starts", .text = failure.what()}, at_);
            return {};
        }
    }

    /// Cuts it at some of its calls: every start that follows tells the same.
    void cut_it(const sim::Image& image, std::uint64_t seed) const {
        std::vector<sim::DiskCall> calls;
        const auto undisturbed = start(image, &calls);
        // The first start has hundreds of calls, a later one some dozens.
        const auto stride = 1 + calls.size() / calls_looked_at;
        for (Replay second(image, calls); !second.ended(); second.go_on()) {
            if (second.number() % stride != 0) continue;
            each_state(second, 1, seed + second.number(),
                       [&](const sim::Image& left, std::string_view) {
                           ++tally_.states;
                           ++tally_.different;
                           const auto again = start(left);
                           if (again != undisturbed)
                               tally_.add({.invariant = "I28",
                                           .text = "another start, another state: " +
                                                   difference(again.kept + again.read,
                                                              undisturbed.kept + undisturbed.read)},
                                          at_);
                       });
        }
    }

    /// It meets a fault at each of its calls. On a full disk there is the ballast.
    void fail_it(const sim::Image& image, DiskFault fault, std::uint64_t seed) const {
        std::vector<sim::DiskCall> calls;
        start(image, &calls);
        for (std::uint64_t call = 1; call <= calls.size(); ++call) {
            if (!can_meet(fault, calls[call - 1].kind)) continue;
            ++tally_.states;
            ++tally_.different;
            CrashDisk disk(image);
            disk.fail_at(fault, call);
            bool ended = false;
            try {
                const auto box = recover(disk, time_of(scenario_, through_));
            } catch (const storage::Failure& failure) {
                ended = true;
                if (fault == DiskFault::full_until_freed)
                    tally_.add({.invariant = "R7",
                                .text = fmt::format("no start on a full disk: {}", failure.what())},
                               at_);
            }
            if (fault == DiskFault::sync_fails && !ended && disk.fault_was_met())
                tally_.add({.invariant = "R5", .text = "a failed sync, and the box goes on"}, at_);
            if (disk.syncs_after_failure() > 0)
                tally_.add({.invariant = "R5", .text = "a failed sync was tried again"}, at_);
            for (const auto kept : {Kept::nothing, Kept::everything, Kept::some})
                start(disk.after_crash(kept, seed + call));
        }
    }

  private:
    const Scenario& scenario_;
    Moment through_;
    std::string at_;
    Tally& tally_;
};

/// One of so many calls of the life that are to be looked at.
template <class Visit>
void each_sample(const Scenario& scenario, const Life& life, const Extent& extent,
                 std::uint64_t each, std::string_view what, Tally& tally, Visit visit) {
    for (Replay replay({}, life.calls); !replay.ended(); replay.go_on()) {
        if (!extent.has(replay.number(), each)) continue;
        ++tally.calls;
        const auto returned = moment_at(life, replay.number());
        const auto seed = seed_of(extent, replay.number());
        visit(Starting(scenario, returned, where(scenario, replay, returned, what), tally),
              replay.disk().after_crash(Kept::some, seed), seed);
    }
}

/// What a disk that goes bad leaves of the database: nothing, noise in the middle, or no beginning.
void lose_the_database(sim::Image& image, std::uint64_t seed) {
    const auto name = storage_of_the_box().database().string();
    const auto found = image.files.find(name);
    if (found == image.files.end()) return;
    switch (seed % 3) {
        case 0:
            image.files.erase(found);
            return;
        case 1:
            found->second.write(found->second.size() / 4,
                                std::string(found->second.size() / 2, '\x5a'));
            return;
        default:
            found->second.write(0, std::string(4096, '\0'));
            return;
    }
}

}  // namespace

Tally cut_the_power_twice(const Scenario& scenario, const Life& life, const Extent& extent) {
    Tally tally;
    each_sample(scenario, life, extent, extent.starts, "some kept, then cut again", tally,
                [](const Starting& starting, const sim::Image& image, std::uint64_t seed) {
                    starting.cut_it(image, seed);
                });
    return tally;
}

Tally lose_and_cut(const Scenario& scenario, const Life& life, const Extent& extent) {
    Tally tally;
    each_sample(scenario, life, extent, extent.starts, "database lost, start cut", tally,
                [](const Starting& starting, sim::Image image, std::uint64_t seed) {
                    lose_the_database(image, seed);
                    starting.cut_it(image, seed);
                });
    return tally;
}

Tally fail_at_start(DiskFault fault, const Scenario& scenario, const Life& life,
                    const Extent& extent) {
    Tally tally;
    each_sample(scenario, life, extent, extent.starts * 2, "some kept, then the start fails", tally,
                [fault](const Starting& starting, const sim::Image& image, std::uint64_t seed) {
                    starting.fail_it(image, fault, seed);
                });
    return tally;
}

}  // namespace stayd::crash
