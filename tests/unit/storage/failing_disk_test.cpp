#include <gtest/gtest.h>

#include "storage/database.hpp"
#include "tests/sim/disk/crash_disk.hpp"

namespace stayd::storage {
namespace {

using sim::DiskFault;

/// Commits so often that the log is brought into the file, with a fault at one call; whether a
/// commit said so.
struct Outcome {
    bool met = false;
    bool said = false;
};
Outcome commits_with(DiskFault fault, std::uint64_t call) {
    sim::CrashDisk disk;
    const sim::CrashVfs vfs(disk);
    Database database("/box/hotel.db", Database::Mode::read_write);
    database.checkpoint_at(4);
    database.execute("CREATE TABLE note (text TEXT) STRICT");
    disk.fail_at(fault, disk.calls() + call);
    Outcome outcome;
    try {
        for (int i = 0; i < 4; ++i) {
            Transaction transaction(database);
            database.execute("INSERT INTO note VALUES ('Cot')");
            transaction.commit();
        }
    } catch (const Failure& failure) {
        outcome.said = true;
        EXPECT_EQ(failure.unreadable(), fault != DiskFault::full);
    }
    outcome.met = disk.fault_was_met();
    disk.cut_power();
    return outcome;
}

TEST(Checkpoint, ThatTheDiskFailsEndsTheCommitThatBroughtIt) {
    int syncs = 0;
    for (std::uint64_t call = 1; call <= 20; ++call) {
        const auto outcome = commits_with(DiskFault::sync_fails, call);
        syncs += outcome.met ? 1 : 0;
        EXPECT_EQ(outcome.said, outcome.met) << "call " << call;
    }
    EXPECT_GT(syncs, 5) << "of commits, and of the log and the file by the checkpoint";
}

TEST(Checkpoint, OnAFullDiskIsLeftForLater) {
    int left = 0;
    for (std::uint64_t call = 1; call <= 20; ++call) {
        const auto outcome = commits_with(DiskFault::full, call);
        left += outcome.met && !outcome.said ? 1 : 0;
    }
    EXPECT_GT(left, 0);
}

TEST(FullDisk, WhatIsRolledBackOnItDoesNotSwallowTheNextCommit) {
    sim::CrashDisk disk;
    {
        const sim::CrashVfs vfs(disk);
        Database database("/box/hotel.db", Database::Mode::read_write);
        database.execute("CREATE TABLE note (text TEXT) STRICT");
        disk.fail_at(DiskFault::full_until_freed, disk.calls() + 1);
        sim::CrashFiles(disk).open("/box/other");  // full from here on
        {
            Transaction transaction(database);
            database.execute("INSERT INTO note VALUES ('Cot')");
            Transaction one(database);
            database.execute("INSERT INTO note VALUES ('Kettle')");
            database.execute("CREATE TABLE other (text TEXT) STRICT");
        }
        disk.free_space();
        Transaction transaction(database);
        database.execute("INSERT INTO note VALUES ('Iron')");
        transaction.commit();
        disk.cut_power();
    }
    sim::CrashDisk after(disk.after_crash(sim::CrashDisk::Kept::nothing));
    const sim::CrashVfs vfs(after);
    Database database("/box/hotel.db", Database::Mode::read_write);
    auto query = database.statement("SELECT group_concat(text) FROM note");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0), "Iron");
}

}  // namespace
}  // namespace stayd::storage
