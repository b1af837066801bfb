#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/config.hpp"
#include "house/house.hpp"
#include "journal/segments.hpp"
#include "storage/ballast.hpp"
#include "storage/database.hpp"
#include "tests/crash/scenario.hpp"
#include "tests/sim/disk/crash_disk.hpp"
#include "tests/sim/world/seeded_random.hpp"

namespace stayd::crash {

/// Where everything stands on the disk: small files, so that each of them ends and begins often.
const app::Config::Storage& storage_of_the_box();

/// What of the daemon writes to the disk, on a disk that may fail. Its end is an orderly one,
/// unless the power was cut before.
class Box {
  public:
    /// Opens what is there, and no more.
    explicit Box(sim::CrashDisk& disk);
    /// Everything that is answered after it must be on the disk when it returns.
    house::Effects step(const Step& step);
    /// What the daemon does when it sees space again.
    void grow_ballast();
    house::House& house() { return *house_; }
    storage::Database& database() { return *database_; }
    const journal::Segments& segments() const { return segments_; }

  private:
    friend std::unique_ptr<Box> recover(sim::CrashDisk& disk, UtcTime now);
    struct Unopened {};
    Box(sim::CrashDisk& disk, Unopened);
    void open_database();
    void open_house();
    void load_rules(UtcTime now);
    void back_up(UtcTime now);

    sim::CrashDisk& disk_;
    sim::CrashVfs vfs_;
    sim::CrashFiles files_;
    sim::SeededRandom random_{1};
    journal::Segments segments_;
    journal::Reading journal_found_;
    storage::Ballast ballast_;
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

/// What the journal's files hold on a disk, by its frames.
struct JournalContent {
    journal::Reading::State state = journal::Reading::State::absent;
    std::uint64_t last_seq = 0;
    std::unordered_map<std::uint64_t, std::uint64_t> frames{};  ///< a sum of each, by number
};
JournalContent journal_of(const sim::Image& image);
/// The same for the same files; quickly.
std::uint64_t journal_hash(const sim::Image& image);

}  // namespace stayd::crash
