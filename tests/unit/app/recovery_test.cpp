#include "app/recovery.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "house/house.hpp"
#include "platform/linux/files.hpp"
#include "storage/backup.hpp"
#include "tests/sim/memory_files.hpp"
#include "tests/sim/world/small_hotel.hpp"
#include "tests/support/temporary_folder.hpp"

namespace stayd::app {
namespace {

namespace fs = std::filesystem;

/// Which of the three stand how when the box starts.
enum class Is { good, missing, cut, flipped, no_database };

struct Case {
    std::string name;
    Is database;
    Is backup;
    Is journal;
    /// What the start says it did; empty: nothing.
    std::string said;
    /// Of three tasks, made before the backup, after it, and once more: how many are there.
    int tasks;
};

void damage(const fs::path& file, Is how) {
    if (how == Is::good || !fs::exists(file)) return;
    const bool is_journal = file.extension() == ".seg";  // mostly space for what will come
    if (how == Is::missing) {
        fs::remove(file);
    } else if (how == Is::cut && is_journal) {
        fs::resize_file(file, 1000);
    } else if (how == Is::flipped && is_journal) {
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(300);
        bytes.write("noise", 5);
    } else if (how == Is::cut) {
        fs::resize_file(file, fs::file_size(file) / 2);
    } else if (how == Is::no_database) {
        std::ofstream(file) << "no database";
    } else {
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        const std::string noise(fs::file_size(file) / 2, '\x5a');
        bytes.seekp(static_cast<std::streamoff>(fs::file_size(file) / 4));
        bytes.write(noise.data(), static_cast<std::streamsize>(noise.size()));
    }
}

class Recovery : public testing::TestWithParam<Case> {
  protected:
    struct Started {
        Started(Recovery& test) : segments(test.files, test.storage.journal()) {
            auto found = segments.open();
            what = mend_database(test.storage, test.files, found, test.now);
            database.emplace(test.storage.database(), storage::Database::Mode::read_write);
            house::prepare(*database, test.storage.database());
            house.emplace(*database, test.random, house::Keeping{.segments = &segments});
            what += house->replay(found, test.now).journal_mended;
            house->apply(house::Started{}, test.now);
        }
        /// While the log holds every page, damage of the file beside it harms nobody.
        ~Started() {
            if (database) database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        Started(const Started&) = delete;
        Started& operator=(const Started&) = delete;

        bool saved(Recovery& test, const std::string& title) {
            const house::StaffCommand command{
                .id = Uuid::version7(test.now, test.random),
                .device = "phone-1",
                .user = "Ana",
                .made = test.now,
                .action = house::CreateTask{.title = title, .description = {}}};
            return house->apply(command, test.now).acks.at(0).durable;
        }
        int tasks() {
            auto query = database->statement("SELECT count(*) FROM task");
            return query.step() ? static_cast<int>(query.integer(0)) : -1;
        }
        std::uint64_t epoch() { return house->shown().epoch(); }

        journal::Segments segments;
        std::string what;
        std::optional<storage::Database> database;
        std::optional<house::House> house;
    };

    /// A box that has worked, with a backup from between.
    void live() {
        Started box(*this);
        ASSERT_TRUE(box.saved(*this, "before the backup"));
        back_up(box, backup_file());
        ASSERT_TRUE(box.saved(*this, "after it"));
        ASSERT_TRUE(box.saved(*this, "and once more"));
        epoch_seen = box.epoch();
    }
    void back_up(Started& box, const fs::path& file) {
        fs::create_directories(storage.backups());
        storage::OnlineBackup backup(*box.database, file);
        while (!backup.step(10)) {
        }
    }
    fs::path backup_file() const { return storage.backups() / "hotel-20150917T033000Z.db"; }
    fs::path segment_file() const { return storage.journal() / "00000001.seg"; }

    sim::TemporaryFolder folder;
    Config::Storage storage{.directory = folder.path()};
    platform::SystemFiles files;
    sim::SeededRandom random{3};
    UtcTime now = sim::utc("2015-09-17T09:00:00Z");
    std::uint64_t epoch_seen = 0;
};

TEST_P(Recovery, BringsBackAllThatOneLossLeaves) {
    live();
    damage(storage.database(), GetParam().database);
    damage(backup_file(), GetParam().backup);
    damage(segment_file(), GetParam().journal);
    now += std::chrono::minutes{1};
    Started box(*this);
    if (GetParam().said.empty()) {
        EXPECT_EQ(box.what, "");
    } else {
        EXPECT_NE(box.what.find(GetParam().said), std::string::npos) << box.what;
    }
    EXPECT_EQ(box.tasks(), GetParam().tasks);
    EXPECT_TRUE(box.saved(*this, "life goes on"));
    if (GetParam().database != Is::good) {
        EXPECT_GT(box.epoch(), epoch_seen);
        EXPECT_TRUE(box.house->last_recovery());
    } else {
        EXPECT_EQ(box.epoch(), epoch_seen);
    }
}

TEST_P(Recovery, DoneTwiceIsDoneOnce) {
    live();
    damage(storage.database(), GetParam().database);
    damage(backup_file(), GetParam().backup);
    damage(segment_file(), GetParam().journal);
    {
        // The first start ends before it serves anybody.
        journal::Segments segments(files, storage.journal());
        mend_database(storage, files, segments.open(), now);
    }
    Started box(*this);
    EXPECT_EQ(box.tasks(), GetParam().tasks);
    box.house.reset();
    box.database.reset();
    EXPECT_EQ(Started(*this).what, "");
}

INSTANTIATE_TEST_SUITE_P(
    , Recovery,
    testing::Values(
        Case{"nothing", Is::good, Is::good, Is::good, "", 3},
        Case{"backup", Is::good, Is::flipped, Is::good, "", 3},
        Case{"journal_missing", Is::good, Is::good, Is::missing, "journal's files were missing", 3},
        Case{"journal_flipped", Is::good, Is::good, Is::flipped, "journal's files were damaged", 3},
        Case{"journal_cut", Is::good, Is::good, Is::cut, "journal's files were damaged", 3},
        Case{"missing", Is::missing, Is::good, Is::good, "took its place", 3},
        Case{"cut", Is::cut, Is::good, Is::good, "took its place", 3},
        Case{"flipped", Is::flipped, Is::good, Is::good, "took its place", 3},
        Case{"no_database", Is::no_database, Is::good, Is::good, "took its place", 3},
        Case{"no_backup", Is::flipped, Is::missing, Is::good, "No backup could be read", 3},
        Case{"two_bad_backup", Is::missing, Is::flipped, Is::good, "No backup could be read", 3},
        Case{"two_no_journal", Is::missing, Is::good, Is::missing, "took its place", 1},
        Case{"all_but_backup", Is::flipped, Is::good, Is::missing, "took its place", 1}),
    [](const auto& row) { return row.param.name; });

struct RecoveryOnce : Recovery {};

TEST_F(RecoveryOnce, TakesTheOlderBackupWhenTheNewerCannotBeRead) {
    live();
    fs::copy_file(backup_file(), storage.backups() / "hotel-20150918T033000Z.db");
    damage(storage.backups() / "hotel-20150918T033000Z.db", Is::flipped);
    damage(storage.database(), Is::missing);
    Started box(*this);
    EXPECT_NE(box.what.find("hotel-20150917"), std::string::npos) << box.what;
    EXPECT_EQ(box.tasks(), 3);
}

/// The clock was wrong when one of them was made.
TEST_F(RecoveryOnce, TakesTheBackupThatHoldsMoreWhateverItsName) {
    live();
    const auto newer = storage.backups() / "hotel-19700101T000000Z.db";
    {
        Started box(*this);
        back_up(box, newer);
    }
    EXPECT_EQ(backups(storage, files), (std::vector{newer, backup_file()}));
    damage(storage.database(), Is::missing);
    damage(segment_file(), Is::missing);
    EXPECT_EQ(Started(*this).tasks(), 3);
    // What was put together from it has a greater epoch, with fewer frames of its own as well.
    damage(segment_file(), Is::missing);
    const auto newest = storage.backups() / "hotel-19700101T000001Z.db";
    {
        Started box(*this);
        back_up(box, newest);
    }
    EXPECT_EQ(backups(storage, files), (std::vector{newest, newer, backup_file()}));
}

TEST_F(RecoveryOnce, DoesNotTrustAFileInWhichTheProcessSawDamage) {
    live();
    note_damage(storage, files, "table bill is damaged");
    now += std::chrono::minutes{1};
    Started box(*this);
    EXPECT_NE(box.what.find("table bill is damaged"), std::string::npos);
    EXPECT_EQ(box.tasks(), 3);
    EXPECT_FALSE(fs::exists(storage.database().string() + ".suspect"));
}

TEST_F(RecoveryOnce, AStaleLogIsNotPutOverTheBackup) {
    live();
    std::ofstream(storage.database().string() + "-wal") << "what another database wrote";
    damage(storage.database(), Is::missing);
    EXPECT_EQ(Started(*this).tasks(), 3);
}

TEST_F(RecoveryOnce, KeepsTheEvidenceOfTheNewestDamageOnly) {
    for (int times = 0; times < 4; ++times) {
        if (times == 0) live();
        damage(storage.database(), Is::no_database);
        now += std::chrono::minutes{1};
        Started box(*this);
    }
    int kept = 0;
    for (const auto& file : files.list(folder.path()))
        kept += file.string().find(".damaged-") != std::string::npos &&
                        !file.string().ends_with("-wal") && !file.string().ends_with("-shm")
                    ? 1
                    : 0;
    EXPECT_EQ(kept, 2);
}

TEST_F(RecoveryOnce, ItsEvidenceIsThrownAwayForSpace) {
    live();
    EXPECT_FALSE(throw_evidence_away(storage, files));
    damage(storage.database(), Is::no_database);
    damage(segment_file(), Is::flipped);
    {
        Started box(*this);
    }
    const auto kept = [this] {
        int count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
            count += entry.path().string().find(".damaged-") == std::string::npos ? 0 : 1;
        return count;
    };
    EXPECT_GE(kept(), 2);
    EXPECT_TRUE(throw_evidence_away(storage, files));
    EXPECT_EQ(kept(), 0);
    EXPECT_EQ(Started(*this).what, "");
}

TEST_F(RecoveryOnce, IsNothingOnANewBox) {
    Started box(*this);
    EXPECT_EQ(box.what, "");
    EXPECT_EQ(box.tasks(), 0);
}

TEST_F(RecoveryOnce, RestoreRefusesAFileThatIsNoBackupAndChangesNothing) {
    live();
    const auto file = folder.path() / "notes.db";
    std::ofstream(file) << "no database";
    journal::Segments segments(files, storage.journal());
    const auto found = segments.open();
    EXPECT_THROW(restore(storage, files, found, file, now), std::runtime_error);
    EXPECT_THROW(restore(storage, files, found, folder.path() / "none.db", now),
                 std::runtime_error);
    EXPECT_FALSE(fs::exists(folder.path() / "none.db"));
    EXPECT_EQ(Started(*this).tasks(), 3);
}

TEST_F(RecoveryOnce, RestorePutsWhatStaffDidSinceOverTheBackup) {
    live();
    {
        journal::Segments segments(files, storage.journal());
        restore(storage, files, segments.open(), backup_file(), now);
    }
    Started box(*this);
    EXPECT_EQ(box.tasks(), 3);
    EXPECT_GT(box.epoch(), epoch_seen);
}

/// Read it can be, and on the disk it need not be: a sync before has failed.
TEST_F(RecoveryOnce, TheLogIsOnTheDiskBeforeAnythingIsBuiltUponIt) {
    const Config::Storage of_new_box{.directory = folder.path() / "new"};
    sim::MemoryFiles kernel;
    const auto log = std::make_shared<sim::MemoryFiles::Content>("frames", "fra");
    kernel.files[folder.path() / "new" / "hotel.db-wal"] = log;
    EXPECT_EQ(mend_database(of_new_box, kernel, {}, now), "");
    EXPECT_EQ(log->now, "frames");
    EXPECT_EQ(log->synced, "frames");
}

}  // namespace
}  // namespace stayd::app
