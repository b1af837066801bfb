#include <fmt/format.h>

#include <algorithm>

#include "tests/crash/experiments.hpp"

namespace stayd::crash {
namespace {

using sim::CrashDisk;
using sim::DiskFault;
using Kept = CrashDisk::Kept;
using Kind = sim::DiskCall::Kind;

/// One step of the life, done again upon the disk as it was before it, with one fault in it.
class Trial {
  public:
    Trial(const Scenario& scenario, const Life& life, Moment before)
        : scenario_(scenario), life_(life), before_(before) {}

    const Step& step() const { return scenario_.steps[before_ - 1]; }

    /// The calls of the step when nothing fails.
    std::vector<sim::DiskCall> calls() const {
        std::vector<sim::DiskCall> calls;
        CrashDisk disk(life_.images[before_]);
        Box box(disk);
        disk.record(&calls);
        box.step(step());
        disk.record(nullptr);
        disk.cut_power();
        return calls;
    }

    void run(DiskFault fault, Ending ending, std::uint64_t call, Judge& judge, Tally& tally) const {
        const auto at = fmt::format("call {} of step {} '{}' fails", call, before_, step().what);
        CrashDisk disk(life_.images[before_]);
        std::optional<Box> box{std::in_place, disk};
        disk.fail_at(fault, disk.calls() + call);
        Moment told = before_;  // what people were told stands upon this moment
        bool ended = false;
        bool answered_full = false;
        try {
            const auto effects = box->step(step());
            answered_full = effects.disk_full;
            if (!answered_full) told = before_ + 1;
            look_at_the_answers(effects, at, tally);
        } catch (const storage::Failure&) {
            ended = true;
        }
        if (fault == DiskFault::sync_fails && !ended && disk.fault_was_met())
            tally.add({.invariant = "R5", .text = "a failed sync, and the box goes on"}, at);
        if (disk.syncs_after_failure() > 0)
            tally.add({.invariant = "R5", .text = "a failed sync was tried again"}, at);
        if (answered_full && step().has_staff())
            tally.add({.invariant = "R7", .text = "staff's work refused, and there was a ballast"},
                      at);
        if (answered_full) told = once_more(disk, *box, at, tally);
        const auto seed = sim::mix(before_, call) >> 16;
        const auto left = [&](Kept kept) { return disk.after_crash(kept, seed); };
        judge.judge(left(Kept::nothing), told, false, at + ", nothing kept", tally);
        judge.judge(left(Kept::everything), told, false, at + ", everything kept", tally);
        judge.judge(left(Kept::some), told, false, at + ", some kept", tally);
        if (ending == Ending::closed) {
            box.reset();
            judge.judge(left(Kept::nothing), told, false, at + ", closed, nothing kept", tally);
            judge.judge(left(Kept::everything), told, false, at + ", closed, everything kept",
                        tally);
        }
        if (fault == DiskFault::sync_fails) start_without_a_cut(disk, told, at, judge, tally);
        disk.cut_power();
    }

  private:
    void look_at_the_answers(const house::Effects& effects, const std::string& at,
                             Tally& tally) const {
        for (const auto& ack : effects.acks) {
            if (ack.durable && effects.disk_full)
                tally.add({.invariant = "I29", .text = "saved, on a full disk"}, at);
        }
    }

    /// The couriers try again, without a restart.
    Moment once_more(CrashDisk& disk, Box& box, const std::string& at, Tally& tally) const {
        disk.free_space();
        try {
            box.grow_ballast();
            const auto effects = box.step(step());
            if (!effects.disk_full) return before_ + 1;
            tally.add({.invariant = "I29", .text = "there is space, and it says there is none"},
                      at);
        } catch (const storage::Failure& failure) {
            tally.add({.invariant = "I29", .text = failure.what()}, at);
        }
        return before_;
    }

    /// Only the process ends. It starts again upon what the machine still shows of its files, and
    /// answers the same commands; then the power is cut.
    void start_without_a_cut(const CrashDisk& before, Moment told, const std::string& at,
                             Judge& judge, Tally& tally) const {
        CrashDisk disk(before);
        try {
            const auto box = recover(disk, step().now);
            const auto effects = box->step(step());
            if (!effects.disk_full) told = before_ + 1;
            const auto image = disk.after_crash(Kept::nothing);
            disk.cut_power();
            judge.start(image, told, false, at + ", started again, cut", tally);
        } catch (const storage::Failure& failure) {
            disk.cut_power();
            tally.add({.invariant = "starts", .text = failure.what()}, at);
        }
    }

    const Scenario& scenario_;
    const Life& life_;
    Moment before_;
};

}  // namespace

bool can_meet(DiskFault fault, Kind kind) {
    switch (fault) {
        case DiskFault::io_error:
            return true;
        case DiskFault::full:
        case DiskFault::full_until_freed:
            return kind == Kind::write || kind == Kind::create;
        case DiskFault::sync_fails:
            return kind == Kind::sync;
    }
    return false;
}

Tally fail(DiskFault fault, Ending ending, const Scenario& scenario, const Life& life,
           const Extent& extent) {
    Tally tally;
    Judge judge(scenario, life, 200);
    // There are few syncs.
    const auto each =
        fault == DiskFault::sync_fails ? std::min<std::uint64_t>(extent.faults, 4) : extent.faults;
    std::uint64_t number = 0;
    for (Moment before = 1; before <= scenario.steps.size(); ++before) {
        const Trial trial(scenario, life, before);
        const auto calls = trial.calls();
        for (std::uint64_t call = 1; call <= calls.size(); ++call) {
            if (!can_meet(fault, calls[call - 1].kind) || !extent.has(++number, each)) continue;
            ++tally.calls;
            trial.run(fault, ending, call, judge, tally);
        }
    }
    return tally;
}

}  // namespace stayd::crash
