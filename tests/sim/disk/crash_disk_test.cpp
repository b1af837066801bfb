#include "tests/sim/disk/crash_disk.hpp"

#include <gtest/gtest.h>

#include "storage/database.hpp"

namespace stayd::sim {
namespace {

using Kept = CrashDisk::Kept;

struct ADisk : testing::Test {
    std::string left_of(const char* name, Kept kept, std::uint64_t seed = 0) {
        CrashDisk after(disk.after_crash(kept, seed));
        if (!after.find(name)) return "(none)";
        return CrashFiles(after).open(name)->read(0, 1 << 20);
    }
    /// A file that is on the disk with its name.
    std::unique_ptr<storage::File> kept_file(const char* name, std::string_view text) {
        auto file = files.open(name);
        file->write(0, text);
        file->sync();
        files.sync_folder("/data");
        return file;
    }

    CrashDisk disk;
    CrashFiles files{disk};
};

TEST_F(ADisk, LosesWhatWasNotSynced) {
    const auto file = kept_file("/data/a", "old");
    file->write(0, "new");
    EXPECT_EQ(file->read(0, 3), "new");
    EXPECT_EQ(left_of("/data/a", Kept::nothing), "old");
    EXPECT_EQ(left_of("/data/a", Kept::everything), "new");
    file->sync();
    EXPECT_EQ(left_of("/data/a", Kept::nothing), "new");
}

TEST_F(ADisk, LosesAFileWhoseFolderWasNotSynced) {
    const auto file = files.open("/data/a");
    file->write(0, "text");
    file->sync();
    EXPECT_EQ(left_of("/data/a", Kept::nothing), "(none)");
    files.sync_folder("/data");
    EXPECT_EQ(left_of("/data/a", Kept::nothing), "text");
}

TEST_F(ADisk, LosesARemovalAndARenameToo) {
    kept_file("/data/a", "a");
    kept_file("/data/b", "b");
    files.remove("/data/a");
    files.rename("/data/b", "/data/c");
    EXPECT_EQ(files.list("/data").size(), 1U);
    EXPECT_EQ(left_of("/data/a", Kept::nothing), "a");
    EXPECT_EQ(left_of("/data/b", Kept::nothing), "b");
    files.sync_folder("/data");
    EXPECT_EQ(left_of("/data/a", Kept::nothing), "(none)");
    EXPECT_EQ(left_of("/data/c", Kept::nothing), "b");
}

TEST_F(ADisk, KeepsSectorsWholeAndInAnyOrder) {
    const std::string old(2048, 'o');
    const auto file = kept_file("/data/a", old);
    file->write(0, std::string(2048, 'n'));
    bool a_later_one_alone = false;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto left = left_of("/data/a", Kept::some, seed);
        ASSERT_EQ(left.size(), 2048U);
        for (std::size_t at = 0; at < 2048; at += CrashDisk::sector) {
            const auto sector = left.substr(at, CrashDisk::sector);
            ASSERT_EQ(sector.find_first_not_of(sector[0]), std::string::npos) << "torn";
        }
        a_later_one_alone = a_later_one_alone || (left.front() == 'o' && left.back() == 'n');
    }
    EXPECT_TRUE(a_later_one_alone);
}

TEST_F(ADisk, TearsTheWriteThatIsUnderWay) {
    const auto file = kept_file("/data/a", std::string(1024, 'o'));
    const DiskCall call{
        .file = *disk.find("/data/a"), .name = {}, .to = {}, .bytes = std::string(1024, 'n')};
    const auto image =
        disk.after_crash(Kept::everything, 0, CrashDisk::UnderWay{.call = &call, .bytes = 512});
    CrashDisk after(image);
    EXPECT_EQ(CrashFiles(after).open("/data/a")->read(0, 1024),
              std::string(512, 'n') + std::string(512, 'o'));
}

TEST_F(ADisk, NeverWritesWhatASyncFailedFor) {
    const auto file = kept_file("/data/a", "old");
    file->write(0, "new");
    disk.fail_at(DiskFault::sync_fails, disk.calls() + 1);
    EXPECT_THROW(file->sync(), storage::Failure);
    file->sync();
    EXPECT_EQ(disk.syncs_after_failure(), 1U);
    EXPECT_EQ(file->read(0, 3), "new") << "it can still be read";
    EXPECT_EQ(left_of("/data/a", Kept::everything), "old");
}

TEST_F(ADisk, IsFullUntilSpaceIsFreed) {
    const auto file = kept_file("/data/a", "old");
    disk.fail_at(DiskFault::full_until_freed, disk.calls() + 1);
    file->write(0, "new");
    EXPECT_THROW(file->write(3, "er"), storage::Failure);
    EXPECT_THROW(file->write(3, "er"), storage::Failure);
    disk.free_space();
    file->write(3, "er");
    EXPECT_EQ(file->read(0, 5), "newer");
}

TEST_F(ADisk, HoldsADatabaseThatSurvivesWithItsCommits) {
    {
        const CrashVfs vfs(disk);
        storage::Database database("/data/a.db", storage::Database::Mode::read_write, vfs.name());
        database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
        database.execute("BEGIN; INSERT INTO t VALUES (2)");
        disk.cut_power();
    }
    CrashDisk after(disk.after_crash(Kept::nothing));
    const CrashVfs vfs(after);
    storage::Database database("/data/a.db", storage::Database::Mode::read_write, vfs.name());
    auto query = database.statement("SELECT count(*) FROM t");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), 1);
}

}  // namespace
}  // namespace stayd::sim
