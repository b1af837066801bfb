#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/crash/experiments.hpp"

namespace stayd::crash {

/// Goes through calls again on a disk of its own, and stops before each.
class Replay {
  public:
    Replay(const sim::Image& image, const std::vector<sim::DiskCall>& calls)
        : disk_(image), calls_(calls) {}
    bool ended() const { return next_ == calls_.size(); }
    const sim::DiskCall& next() const { return calls_[next_]; }
    std::uint64_t number() const { return next_ + 1; }
    const sim::CrashDisk& disk() const { return disk_; }
    void go_on() { disk_.perform(calls_[next_++]); }

  private:
    sim::CrashDisk disk_;
    const std::vector<sim::DiskCall>& calls_;
    std::size_t next_ = 0;
};

/// Every state that a cut at this place leaves: nothing or all of what waits, drawn parts of it,
/// and of a write that is under way each sector more.
template <class Visit>
void each_state(const Replay& replay, std::uint64_t draws, std::uint64_t seed, Visit visit) {
    using sim::CrashDisk;
    using Kept = CrashDisk::Kept;
    const auto& disk = replay.disk();
    visit(disk.after_crash(Kept::nothing), "nothing kept");
    if (!disk.all_synced()) {
        visit(disk.after_crash(Kept::everything), "everything kept");
        for (std::uint64_t draw = 0; draw < draws; ++draw)
            visit(disk.after_crash(Kept::some, seed + draw), "some kept");
    }
    if (replay.ended() || replay.next().kind != sim::DiskCall::Kind::write) return;
    for (std::size_t bytes = CrashDisk::sector; bytes < replay.next().bytes.size();
         bytes += CrashDisk::sector) {
        const CrashDisk::UnderWay torn{.call = &replay.next(), .bytes = bytes};
        visit(disk.after_crash(Kept::everything, 0, torn), "torn");
    }
}

/// The moment upon which rests what was told before this call of the life.
Moment moment_at(const Life& life, std::uint64_t call);
/// For people: where in the life.
std::string where(const Scenario& scenario, const Replay& replay, Moment returned,
                  std::string_view kept);
std::uint64_t seed_of(const Extent& extent, std::uint64_t call);

}  // namespace stayd::crash
