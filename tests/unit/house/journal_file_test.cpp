#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "tests/sim/memory_files.hpp"
#include "tests/sim/world/small_hotel.hpp"
#include "tests/support/temporary_folder.hpp"

// The database and the journal's files: what one of them lost the other has.

namespace stayd::house {
namespace {

using journal::Stage;
using model::ResourceState;
using State = journal::Reading::State;

constexpr const char* journal_folder = "/box/journal";

/// A house on a database file and on journal files of a disk that can fail. Ending it and starting
/// it again is what a crash leaves.
struct KeptHouse {
    KeptHouse(const std::filesystem::path& file, sim::MemoryFiles& disk, std::size_t segment = 4096)
        : segments(disk, journal_folder, segment),
          database(file, storage::Database::Mode::read_write),
          house((prepare(database, file), database), random, {.segments = &segments}),
          views(database) {
        reading = segments.open();
        replayed = house.replay(reading, now);
        house.apply(Started{}, now);
    }

    StaffCommand command(Action action) {
        return {.id = Uuid::version7(now, random),
                .device = "phone-1",
                .user = "Ana",
                .made = now,
                .action = std::move(action)};
    }
    StaffCommand task(std::string title) {
        return command(CreateTask{.title = std::move(title), .description = {}});
    }
    bool saved(const StaffCommand& given) { return house.apply(given, now).acks.at(0).durable; }
    void knows_room(ResourceState state) {
        house.apply(sim::SmallHotel::page_of(model::Resource{.id = sim::id_of("204"),
                                                             .is_active = true,
                                                             .name = "204",
                                                             .state = state,
                                                             .updated_utc = now}),
                    now);
    }
    std::int64_t count(const char* sql) {
        auto query = database.statement(sql);
        return query.step() ? query.integer(0) : -1;
    }
    /// Every row that cannot be read from the PMS, but for the audit's numbers.
    std::string kept_rows() {
        auto query = database.statement(R"sql(
            SELECT (SELECT coalesce(json_group_array(json_array(seq, hex(uid), kind, stage, value, base, attempts, reason, dismissed)), '')
                    FROM (SELECT * FROM change ORDER BY seq))
                || (SELECT json_group_array(json_array(what, changes)) FROM change_count)
                || (SELECT json_group_array(json_array(hex(uid), title, stage, assignee, done_by)) FROM (SELECT * FROM task ORDER BY uid))
                || (SELECT json_group_array(json_array(hex(reservation_uid), display_code)) FROM guest_waiting)
                || (SELECT json_group_array(json_array(what, hex(change_uid), actor)) FROM (SELECT * FROM audit ORDER BY seq))
        )sql");
        query.step();
        return query.text(0);
    }

    UtcTime now = sim::utc("2015-09-17T09:00:00Z");
    sim::SeededRandom random{7};
    journal::Segments segments;
    storage::Database database;
    House house;
    Views views;
    journal::Reading reading;
    Replayed replayed;
};

struct JournalFile : testing::Test {
    KeptHouse& start() {
        house.reset();
        house = std::make_unique<KeptHouse>(file(), disk);
        return *house;
    }
    std::filesystem::path file() const { return folder.path() / "hotel.db"; }
    void lose_database() {
        house.reset();
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file().string() + end);
    }
    /// A day's work of every kind.
    void work(KeptHouse& at) {
        at.knows_room(ResourceState::dirty);
        const auto clean =
            at.command(SetRoomState{.room = sim::id_of("204"), .state = ResourceState::clean});
        const auto inspect =
            at.command(SetRoomState{.room = sim::id_of("204"), .state = ResourceState::inspected});
        const auto cot = at.task("Cot");
        const auto kettle = at.task("Kettle");
        for (const auto& one : {clean, inspect, cot, kettle}) ASSERT_TRUE(at.saved(one));
        ASSERT_TRUE(at.saved(at.command(AcceptTask{cot.id})));
        ASSERT_TRUE(at.saved(at.command(CompleteTask{kettle.id})));
        at.house.apply(SendStarted{clean.id}, at.now);
        at.house.apply(SendSettled{clean.id, Confirmed{}}, at.now);
        at.house.apply(SendStarted{cot.id}, at.now);
        at.house.apply(SendSettled{cot.id, Refused{"No such department."}}, at.now);
        ASSERT_TRUE(at.saved(at.command(DismissChange{cot.id})));
        at.house.apply(SendStarted{inspect.id}, at.now);
    }

    sim::TemporaryFolder folder;
    sim::MemoryFiles disk;
    std::unique_ptr<KeptHouse> house;
};

TEST_F(JournalFile, GivesAllOfStaffsWorkBackToANewDatabase) {
    work(start());
    const auto before = start().kept_rows();  // what was in flight is in doubt by now
    lose_database();
    auto& again = start();
    EXPECT_GT(again.replayed.rows, 10U);
    EXPECT_EQ(again.kept_rows(), before);
    EXPECT_EQ(again.count("SELECT count(*) FROM change WHERE stage = 'Unknown'"), 1)
        << "what was on its way is found out";
}

TEST_F(JournalFile, GivesBackWhatStaffRecordedAndNotWhatTheyTookBack) {
    auto& before = start();
    const auto stay = sim::id_of("stay");
    before.house.apply(sim::SmallHotel::page_of(model::Reservation{.id = stay, .number = "17"}),
                       before.now);
    for (const auto& [name, value] : {std::pair{"vip_prepared", "planned"},
                                      {"vip_prepared", "done"},
                                      {"extra_bed", "yes"},
                                      {"extra_bed", ""}})
        ASSERT_TRUE(before.saved(before.command(Record{stay, name, value})));
    lose_database();
    auto& again = start();
    EXPECT_EQ(again.house.records().find(stay, "vip_prepared"), "done");
    EXPECT_EQ(again.count("SELECT count(*) FROM record"), 1);
}

TEST_F(JournalFile, GivesBackWhatStaffDecidedAboutAFinding) {
    auto& before = start();
    before.database.execute(R"sql(
        INSERT INTO finding (uid, rule, rule_version, subject, subject_uid, severity, state, evidence, times,
                             raised_utc_ms, changed_utc_ms, decided_by, reason)
        VALUES (x'01890000000000000000000000000001', 'RM-05', 7, 'room', zeroblob(16), 2, 'Open', '{}', 1, 0, 0, '', '');
        INSERT INTO rule VALUES ('RM-05', zeroblob(16), 7, '', 'rooms.toml', 'stayd', 0);
    )sql");
    const auto id = Uuid::parse("01890000-0000-0000-0000-000000000001").value();
    ASSERT_TRUE(before.saved(before.command(DecideFinding{
        .finding = id, .state = operations::FindingState::waived, .reason = "Being painted"})));
    lose_database();
    auto& again = start();
    const auto finding = again.house.conclusions().findings().find(id);
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->state, operations::FindingState::waived);
    EXPECT_EQ(finding->decided_by, "Ana");
    EXPECT_EQ(finding->reason, "Being painted");
    const auto shown = again.house.shown().all();
    EXPECT_TRUE(std::ranges::any_of(shown, [&](const ShownThing& thing) {
        return thing.kind == ShownKind::finding && thing.id == id;
    }));
}

TEST_F(JournalFile, PutOverARestoredDatabaseAddsWhatCameSince) {
    work(start());
    house.reset();
    std::filesystem::copy_file(file(), folder.path() / "backup.db");
    auto& day_two = start();
    ASSERT_TRUE(day_two.saved(day_two.task("Iron")));
    ASSERT_TRUE(day_two.saved(
        day_two.command(SetRoomState{.room = sim::id_of("204"), .state = ResourceState::dirty})));
    const auto before = start().kept_rows();
    lose_database();
    std::filesystem::copy_file(folder.path() / "backup.db", file());
    EXPECT_EQ(start().kept_rows(), before);
}

TEST_F(JournalFile, ReplayedTwiceIsReplayedOnce) {
    work(start());
    lose_database();
    start();
    const auto once = house->kept_rows();
    house->database.execute("UPDATE journal_file SET seq = 0; DELETE FROM task;");
    house->database.execute("DROP TRIGGER audit_is_kept; DELETE FROM audit;");
    EXPECT_EQ(start().kept_rows(), once);
    EXPECT_EQ(start().replayed.rows, 0U) << "what is in the database is not looked at again";
}

TEST_F(JournalFile, ShowsWhatThePmsConfirmedBeforeItIsReadAgain) {
    work(start());
    house.reset();
    auto& again = start();
    again.knows_room(ResourceState::dirty);
    again.database.execute("UPDATE journal_file SET seq = 0; DELETE FROM change;");
    again.database.execute("UPDATE resource SET state = 'Dirty';");
    EXPECT_EQ(start().count("SELECT count(*) FROM resource WHERE state = 'Clean'"), 1);
}

TEST_F(JournalFile, HoldsWhatACrashKeptFromTheDatabase) {
    // Between the two syncs: the frames are on disk, the commit is not.
    auto& at = start();
    const auto command = at.task("Cot");
    at.database.execute(
        "CREATE TEMP TRIGGER crash BEFORE UPDATE ON main.journal_file "
        "BEGIN SELECT raise(ABORT, 'the crash'); END");
    disk.fail_after(2, EIO);  // and what is written to take them back does not come to the disk
    EXPECT_THROW(at.saved(command), storage::Failure);
    EXPECT_EQ(at.count("SELECT count(*) FROM change"), 0);
    ASSERT_TRUE(disk.failed());
    disk.power_cut();
    auto& again = start();
    EXPECT_EQ(again.replayed.rows, 3U) << "change, task, audit";
    EXPECT_EQ(again.count("SELECT count(*) FROM change"), 1);
    EXPECT_EQ(again.count("SELECT count(*) FROM task"), 1);
    EXPECT_TRUE(again.saved(command)) << "the device sends it again";
    EXPECT_EQ(again.count("SELECT count(*) FROM change"), 1);
}

TEST_F(JournalFile, HasNothingOfAGroupThatACrashCut) {
    auto& at = start();
    ASSERT_TRUE(at.saved(at.task("Cot")));
    disk.fail_after(1, EIO);  // written, not synced
    EXPECT_THROW(at.saved(at.task("Kettle")), storage::Failure);
    disk.power_cut();
    auto& again = start();
    EXPECT_EQ(again.replayed.rows, 0U);
    EXPECT_EQ(again.count("SELECT count(*) FROM task"), 1);
}

TEST_F(JournalFile, FullAtAnyStepRefusesAndTakesTheSameLater) {
    house = std::make_unique<KeptHouse>(file(), disk, 1500);  // a new segment every other command
    int refused = 0;
    for (int i = 0; i < 24; ++i) {
        const auto command = house->task("Cot " + std::to_string(i));
        disk.fail_after(i % 6, ENOSPC);
        const auto changes = house->count("SELECT count(*) FROM change");
        if (!house->saved(command)) {
            ++refused;
            EXPECT_EQ(house->count("SELECT count(*) FROM change"), changes);
            EXPECT_EQ(house->count("SELECT count(*) FROM task"), changes);
            disk.fail_after(1000, EIO);
            EXPECT_TRUE(house->saved(command)) << "there is space again";
        }
    }
    EXPECT_GT(refused, 6);
    const auto before = house->kept_rows();
    lose_database();
    EXPECT_EQ(start().kept_rows(), before);
}

TEST_F(JournalFile, DoesNotBringBackWhatWasAnsweredNotSaved) {
    auto& at = start();
    ASSERT_TRUE(at.saved(at.task("Cot")));
    at.database.execute("PRAGMA max_page_count = 1");
    std::vector<Input> group;
    for (int i = 0; i < 30; ++i)
        group.emplace_back(
            at.command(CreateTask{.title = "Big", .description = std::string(2000, 'x')}));
    const auto effects = at.house.apply(group, at.now);
    ASSERT_TRUE(effects.disk_full);
    const auto before = at.kept_rows();
    lose_database();
    EXPECT_EQ(start().kept_rows(), before);
}

TEST_F(JournalFile, CommitThatFailsAfterTheFramesAreOnDiskIsTakenBack) {
    auto& at = start();
    ASSERT_TRUE(at.saved(at.task("Cot")));
    const auto before = at.kept_rows();
    at.database.execute(
        "CREATE TEMP TRIGGER trouble BEFORE UPDATE ON main.journal_file "
        "BEGIN SELECT raise(ABORT, 'trouble'); END");
    EXPECT_THROW(at.saved(at.task("Kettle")), storage::Failure);
    lose_database();
    EXPECT_EQ(start().kept_rows(), before);
}

TEST_F(JournalFile, IsBegunAnewFromTheDatabaseWhenItIsMissing) {
    work(start());
    const auto lamp = house->task("Lamp");
    ASSERT_TRUE(house->saved(lamp));
    house->house.apply(SendStarted{lamp.id}, house->now);
    house->house.apply(SendSettled{lamp.id, Refused{"No such department."}}, house->now);
    const auto before = start().kept_rows();
    house.reset();
    disk.files.clear();
    auto& again = start();
    EXPECT_NE(again.replayed.journal_mended.find("missing"), std::string::npos);
    EXPECT_EQ(again.kept_rows(), before);
    lose_database();
    auto& last = start();
    EXPECT_EQ(last.count("SELECT count(*) FROM change WHERE stage IN ('Ready', 'Unknown')"), 3)
        << "what was open is in the new files";
    EXPECT_EQ(last.count("SELECT count(*) FROM change WHERE stage = 'Refused' AND NOT dismissed"),
              1)
        << "and what nobody has read yet";
}

TEST_F(JournalFile, IsMovedAsideWhenItIsDamagedAndBegunAnew) {
    work(start());
    const auto before = start().kept_rows();
    house.reset();
    auto& text = disk.files.begin()->second->now;
    text[200] = static_cast<char>(text[200] ^ 1);
    const auto damaged = text;
    auto& again = start();
    EXPECT_EQ(again.reading.state, State::damaged);
    EXPECT_TRUE(std::ranges::any_of(disk.files, [&](const auto& file) {
        return file.first.string().find(".damaged-") != std::string::npos &&
               file.second->now == damaged;
    })) << "what was damaged is kept to be looked at";
    EXPECT_NE(again.replayed.journal_mended.find("damaged"), std::string::npos);
    EXPECT_EQ(again.kept_rows(), before);
    EXPECT_EQ(start().reading.state, State::whole);
}

TEST_F(JournalFile, ThatLostItsEndIsToldByTheDatabase) {
    work(start());
    house.reset();
    auto& text = disk.files.rbegin()->second->now;
    text.resize(text.find_last_not_of('\0') - 20);
    auto& again = start();
    EXPECT_EQ(again.reading.state, State::torn) << "by itself it looks like a crash";
    EXPECT_NE(again.replayed.journal_mended.find("damaged"), std::string::npos);
}

TEST_F(JournalFile, HoldsTheEpochThatDevicesSee) {
    auto& at = start();
    const auto epoch = at.house.shown().epoch();
    EXPECT_GT(epoch, 0U);
    at.database.execute("UPDATE house SET epoch = epoch + 5");
    EXPECT_EQ(start().segments.epoch(), epoch + 5);
    house.reset();
    journal::Segments segments(disk, journal_folder, 4096);
    EXPECT_EQ(segments.open().epoch, epoch + 5);
}

TEST_F(JournalFile, ForgetsWhatBackupsHoldAndKeepsWhatIsOpen) {
    auto& at = start();
    std::vector<Uuid> tasks;
    for (int i = 0; i < 20; ++i) {
        const auto command = at.task("Cot " + std::to_string(i));
        ASSERT_TRUE(at.saved(command));
        tasks.push_back(command.id);
    }
    for (int i = 0; i < 17; ++i) {
        at.house.apply(SendStarted{tasks[static_cast<std::size_t>(i)]}, at.now);
        at.house.apply(SendSettled{tasks[static_cast<std::size_t>(i)], Confirmed{}}, at.now);
    }
    const auto files = disk.files.size();
    const BackupMade made{.journal_seq = static_cast<std::int64_t>(at.segments.last_seq())};
    disk.fail_after(0, ENOSPC);
    EXPECT_TRUE(at.house.apply(made, at.now).disk_full);
    EXPECT_EQ(disk.files.size(), files) << "what is open is not in newer files yet";
    EXPECT_FALSE(at.house.apply(made, at.now).disk_full);
    EXPECT_LT(disk.files.size(), files);
    lose_database();
    EXPECT_EQ(start().count("SELECT count(*) FROM change WHERE stage = 'Ready'"), 3);
}

TEST_F(JournalFile, CostsOneSyncAGroupAndNoneForTheMirror) {
    auto& at = start();
    auto before = disk.syncs;
    at.knows_room(ResourceState::dirty);
    EXPECT_EQ(disk.syncs, before);
    const std::vector<Input> group{at.task("Cot"), at.task("Kettle"), at.task("Iron")};
    at.house.apply(group, at.now);
    EXPECT_EQ(disk.syncs, before + 1);
}

}  // namespace
}  // namespace stayd::house
