#include <gtest/gtest.h>

#include "storage/ballast.hpp"
#include "tests/sim/disk/crash_disk.hpp"
#include "tests/sim/world/seeded_random.hpp"
#include "tests/sim/world/small_hotel.hpp"

// What a disk that fails a sync, or is full, does to the database and the journal's files together.

namespace stayd::house {
namespace {

using Kept = sim::CrashDisk::Kept;
using sim::DiskFault;

constexpr const char* database_file = "/box/hotel.db";

/// A house on a disk that may fail; started.
struct HouseOnDisk {
    explicit HouseOnDisk(sim::CrashDisk& disk)
        : vfs(disk),
          files(disk),
          segments(files, "/box/journal", 8192),
          reading(segments.open()),
          ballast(files, "/box/ballast", 1 << 20),
          database(database_file, storage::Database::Mode::read_write),
          house((prepare(database, database_file), database), random,
                {.segments = &segments, .ballast = &ballast}) {
        house.replay(reading, now);
        house.apply(Started{}, now);
        while (ballast.state() == storage::Ballast::State::growing && ballast.grow()) {
        }
    }

    bool saved(const StaffCommand& command) { return house.apply(command, now).acks.at(0).durable; }
    std::int64_t count(const char* sql) {
        auto query = database.statement(sql);
        return query.step() ? query.integer(0) : -1;
    }

    UtcTime now = sim::utc("2015-09-17T09:00:00Z");
    sim::SeededRandom random{7};
    sim::CrashVfs vfs;
    sim::CrashFiles files;
    journal::Segments segments;
    journal::Reading reading;
    storage::Ballast ballast;
    storage::Database database;
    House house;
};

StaffCommand task(std::string_view title) {
    return {.id = sim::id_of(title),
            .device = "phone-1",
            .user = "Ana",
            .made = sim::utc("2015-09-17T09:00:00Z"),
            .action = CreateTask{.title = std::string{title}, .description = {}}};
}

struct FailedDisk : testing::Test {
    FailedDisk() {
        sim::CrashDisk first;
        {
            HouseOnDisk box(first);
            EXPECT_TRUE(box.saved(task("Cot")));
        }
        lived = first.after_crash(Kept::everything);
    }
    /// The calls of a command, when nothing fails.
    std::uint64_t calls_of_a_command() const {
        sim::CrashDisk disk(lived);
        HouseOnDisk box(disk);
        const auto before = disk.calls();
        EXPECT_TRUE(box.saved(task("Kettle")));
        return disk.calls() - before;
    }

    sim::Image lived;  ///< ended in order, so that a start makes SQLite's log anew
};

TEST_F(FailedDisk, WhatARepeatIsToldToBeSavedSurvivesAFailedSyncAndACut) {
    const auto calls = calls_of_a_command();
    int syncs = 0;
    for (std::uint64_t call = 1; call <= calls; ++call) {
        sim::CrashDisk disk(lived);
        HouseOnDisk box(disk);
        disk.fail_at(DiskFault::sync_fails, disk.calls() + call);
        try {
            box.saved(task("Kettle"));
            continue;
        } catch (const storage::Failure&) {
            ++syncs;
        }
        // Only the process ends: the next one reads what the disk never got.
        sim::CrashDisk again(disk);
        disk.cut_power();
        {
            HouseOnDisk started(again);
            EXPECT_TRUE(started.saved(task("Kettle")));
            again.cut_power();
        }
        sim::CrashDisk after(again.after_crash(Kept::nothing));
        HouseOnDisk last(after);
        EXPECT_EQ(last.count("SELECT count(*) FROM change"), 2) << "sync at call " << call;
        after.cut_power();
    }
    EXPECT_EQ(syncs, 2) << "the journal's and the database's";
}

TEST_F(FailedDisk, WhatOnlyTheJournalHasIsShown) {
    const auto calls = calls_of_a_command();
    int only_in_journal = 0;
    for (std::uint64_t call = 1; call <= calls; ++call) {
        sim::CrashDisk disk(lived);
        {
            HouseOnDisk box(disk);
            disk.fail_at(DiskFault::io_error, disk.calls() + call);
            EXPECT_THROW(box.saved(task("Kettle")), storage::Failure);
            disk.cut_power();
        }
        sim::CrashDisk after(disk.after_crash(Kept::nothing));
        HouseOnDisk started(after);
        only_in_journal += started.count("SELECT count(*) FROM change") == 2 ? 1 : 0;
        EXPECT_EQ(started.count("SELECT count(*) FROM change WHERE uid NOT IN "
                                "(SELECT uid FROM shown WHERE kind = 6)"),
                  0)
            << "call " << call;
        after.cut_power();
    }
    EXPECT_GT(only_in_journal, 0);
}

TEST_F(FailedDisk, AFullDiskDoesNotKeepTheJournalFromTheDatabaseWhileThereIsTheBallast) {
    sim::CrashDisk disk(lived);
    {
        HouseOnDisk box(disk);
        disk.fail_at(DiskFault::io_error, disk.calls() + calls_of_a_command());
        EXPECT_THROW(box.saved(task("Kettle")), storage::Failure);
        disk.cut_power();
    }
    sim::CrashDisk full(disk.after_crash(Kept::nothing));
    full.fail_at(DiskFault::full_until_freed, 1);
    HouseOnDisk box(full);
    EXPECT_EQ(box.count("SELECT count(*) FROM change"), 2);
    EXPECT_EQ(box.ballast.state(), storage::Ballast::State::given_up);
    EXPECT_TRUE(box.saved(task("Iron")));
}

}  // namespace
}  // namespace stayd::house
