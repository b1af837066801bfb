#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "house/house.hpp"
#include "storage/database.hpp"
#include "tests/crash/scenario.hpp"
#include "tests/sim/disk/crash_disk.hpp"
#include "tests/sim/world/seeded_random.hpp"

namespace stayd::crash {

constexpr const char* database_file = "/data/hotel.db";

/// What of the daemon writes to the disk, on a disk that may fail. Its end is an orderly one,
/// unless the power was cut before.
class Box {
  public:
    /// Opens what is there, and no more.
    explicit Box(sim::CrashDisk& disk);
    /// Everything that is answered after it must be on the disk when it returns.
    house::Effects step(const Step& step);
    house::House& house() { return *house_; }
    storage::Database& database() { return *database_; }

  private:
    friend std::unique_ptr<Box> recover(sim::CrashDisk& disk, UtcTime now);
    struct Unprepared {};
    Box(sim::CrashDisk& disk, Unprepared);

    sim::CrashVfs vfs_;
    sim::SeededRandom random_{1};
    std::optional<storage::Database> database_;
    std::optional<house::House> house_;
};

/// What the daemon does when it starts, up to the moment in which it takes the first command.
std::unique_ptr<Box> recover(sim::CrashDisk& disk, UtcTime now);

/// What SQLite finds on a disk, without looking into it: a sum over all pages.
struct Content {
    std::uint64_t hash = 0;
    std::string error{};  ///< the file cannot be read
};
Content content_of(const sim::Image& image);

}  // namespace stayd::crash
