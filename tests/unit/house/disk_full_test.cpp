#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/sim/memory_files.hpp"
#include "tests/sim/world/small_hotel.hpp"
#include "tests/support/temporary_folder.hpp"

namespace stayd::house {
namespace {

using sim::id_of;

struct FullDisk : testing::Test {
    FullDisk() { hotel.room("204").dirty(); }

    /// SQLite takes a limit below the present size for the present size.
    void fill_the_disk() { hotel.database.execute("PRAGMA max_page_count = 1"); }
    void free_some_space() { hotel.database.execute("PRAGMA max_page_count = 1000000"); }
    /// Commands that together need more pages than a few.
    std::vector<Input> a_large_group() {
        std::vector<Input> group;
        for (int i = 0; i < 20; ++i) {
            group.emplace_back(
                hotel.command(CreateTask{.title = "Cot", .description = std::string(2000, 'x')}));
        }
        return group;
    }
    /// A count of every row that could have changed.
    std::vector<std::int64_t> state() {
        return {hotel.count("SELECT count(*) FROM change"),
                hotel.count("SELECT count(*) FROM task"), hotel.count("SELECT count(*) FROM audit"),
                hotel.count("SELECT revision FROM house"),
                hotel.count("SELECT count(*) FROM shown")};
    }

    sim::TemporaryFolder folder;
    sim::SmallHotel hotel{folder.path() / "hotel.db"};
};

TEST_F(FullDisk, AnswersEachCommandOfTheGroupThatItIsNotSaved) {
    const auto before = state();
    const auto group = a_large_group();
    fill_the_disk();
    const auto effects = hotel.house.apply(group, hotel.now);
    ASSERT_EQ(effects.acks.size(), group.size());
    for (std::size_t i = 0; i < group.size(); ++i) {
        EXPECT_EQ(effects.acks[i].command, std::get<StaffCommand>(group[i]).id);
        EXPECT_EQ(effects.acks[i].device, "phone-1");
        EXPECT_FALSE(effects.acks[i].durable);
        EXPECT_EQ(effects.acks[i].reason,
                  "The box's disk is full. Free some space on the box, then try again.");
    }
    EXPECT_TRUE(effects.disk_full);
    EXPECT_FALSE(effects.changed_shown);
    EXPECT_FALSE(effects.outbox_grew);
    EXPECT_EQ(state(), before) << "something was half done";
}

TEST_F(FullDisk, TakesTheSameCommandsWhenThereIsSpaceAgain) {
    const auto group = a_large_group();
    fill_the_disk();
    hotel.house.apply(group, hotel.now);
    free_some_space();
    const auto effects = hotel.house.apply(group, hotel.now);
    for (const auto& ack : effects.acks) EXPECT_TRUE(ack.durable) << ack.reason;
    EXPECT_TRUE(effects.changed_shown);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 20);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM change"), 20);
}

TEST_F(FullDisk, ShowsNothingLaterOfWhatItDidNotSave) {
    const auto group = a_large_group();
    fill_the_disk();
    hotel.house.apply(group, hotel.now);
    free_some_space();
    const auto touched =
        hotel.touched_by(StreamCompleted{.list = model::List::tasks, .watermark = hotel.now});
    EXPECT_EQ(touched, (sim::SmallHotel::Touched{{ShownKind::status, Uuid{}}}));
}

TEST_F(FullDisk, IsToldToThePmssCouriersToo) {
    auto group = a_large_group();
    const auto commands = group.size();
    group.emplace_back(
        sim::SmallHotel::page_of(sim::Department{.id = id_of("spa"), .name = "Spa"}));
    const auto before = state();
    fill_the_disk();
    const auto effects = hotel.house.apply(group, hotel.now);
    EXPECT_TRUE(effects.disk_full);
    EXPECT_EQ(effects.acks.size(), commands);
    EXPECT_EQ(state(), before);
    free_some_space();
    EXPECT_FALSE(hotel.house.apply(group, hotel.now).disk_full);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM department"), 2);
}

TEST_F(FullDisk, LetsTheBusinessDayRollLater) {
    // So many rooms that were never shown that showing them all takes new pages.
    hotel.database.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
        "INSERT INTO resource (uid, is_active, name, state, kind, rest, content_hash, read_utc_ms) "
        "SELECT randomblob(16), 1, i, 'Dirty', 'Space', '{}', 0, 0 FROM n");
    const auto today = hotel.house.day();
    hotel.now = today.end;
    fill_the_disk();
    ASSERT_TRUE(hotel.apply(Tick{}).disk_full);
    EXPECT_EQ(hotel.house.day().start, today.start);
    EXPECT_EQ(hotel.views.dashboard(hotel.now).business_day, today.start);
    free_some_space();
    hotel.apply(Tick{});
    EXPECT_EQ(hotel.house.day().start, today.end);
    EXPECT_EQ(hotel.views.dashboard(hotel.now).business_day, today.end);
}

TEST_F(FullDisk, IsNotSaidOfAnotherFailure) {
    hotel.database.execute("DROP TABLE audit");
    EXPECT_THROW(hotel.staff(CreateTask{.title = "Cot", .description = {}}), storage::Failure);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 0) << "something was half done";
}

/// Who gives way, in which order.
struct Shedding : FullDisk {
    Shedding() {
        while (ballast.grow()) {
        }
        fill_the_disk();
    }
    bool is_held() const { return ballast.state() == storage::Ballast::State::held; }
    /// More than the present pages of the database hold.
    static PageArrived large_page() {
        return sim::SmallHotel::page_of(
            sim::Department{.id = id_of("spa"), .name = std::string(500'000, 'x')});
    }

    sim::MemoryFiles disk;
    storage::Ballast ballast{disk, "/box/ballast", 1 << 20};
    int evidence = 1;
    House house{hotel.database, hotel.random,
                Keeping{.ballast = &ballast, .throw_evidence_away = [this] {
                            if (evidence == 0) return false;
                            --evidence;
                            return true;
                        }}};
};

TEST_F(Shedding, LetsReadsOfWholeListsWaitForNothing) {
    auto page = large_page();
    page.scan = mirror::Scan{.began = hotel.now};
    EXPECT_TRUE(house.apply(page, hotel.now).disk_full);
    EXPECT_TRUE(is_held());
    EXPECT_EQ(evidence, 1);
    free_some_space();
    EXPECT_FALSE(house.apply(page, hotel.now).disk_full);
}

TEST_F(Shedding, ThrowsEvidenceAwayForWhatThePmsChangedAndThenGivesUpTheBallast) {
    EXPECT_TRUE(house.apply(large_page(), hotel.now).disk_full);
    EXPECT_EQ(evidence, 0) << "that made no space, in this test";
    EXPECT_FALSE(is_held());
    free_some_space();
    EXPECT_TRUE(house.apply(large_page(), hotel.now).disk_full)
        << "the space is staff's until the ballast is whole";
    EXPECT_TRUE(house.apply(hotel.command(CreateTask{.title = "Cot", .description = {}}), hotel.now)
                    .acks[0]
                    .durable);
}

TEST_F(Shedding, KeepsTheBallastWhereEvidenceMakesSpace) {
    const auto group = a_large_group();
    House other(hotel.database, hotel.random,
                Keeping{.ballast = &ballast, .throw_evidence_away = [this] {
                            free_some_space();
                            return true;
                        }});
    EXPECT_FALSE(other.apply(group, hotel.now).disk_full);
    EXPECT_TRUE(is_held());
}

struct GroupCommit : testing::Test {
    sim::SmallHotel hotel;
};

TEST_F(GroupCommit, IsOneTransaction) {
    // The last command meets trouble that is not its own: a table is gone.
    hotel.database.execute(
        "CREATE TRIGGER trouble AFTER INSERT ON task WHEN new.title = 'the last' "
        "BEGIN INSERT INTO gone VALUES (1); END");
    std::vector<Input> group;
    for (int i = 0; i < 50; ++i) {
        group.emplace_back(hotel.command(CreateTask{.title = "Cot", .description = {}}));
    }
    group.emplace_back(hotel.command(CreateTask{.title = "the last", .description = {}}));
    EXPECT_THROW(hotel.house.apply(group, hotel.now), storage::Failure);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 0);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM change"), 0);
}

TEST_F(GroupCommit, LeavesOutACommandTheTablesRefuseAndTakesTheOthers) {
    hotel.database.execute(
        "CREATE TRIGGER trouble AFTER INSERT ON audit WHEN new.after ->> 'State' = 'Clean' "
        "BEGIN SELECT raise(ABORT, 'a rule'); END");
    const auto room = hotel.room("204");
    const std::vector<Input> group{
        hotel.command(CreateTask{.title = "Cot", .description = {}}),
        hotel.command(SetRoomState{.room = room.id, .state = model::ResourceState::clean}),
        hotel.command(CreateTask{.title = "Kettle", .description = {}})};
    const auto acks = hotel.house.apply(group, hotel.now).acks;
    ASSERT_EQ(acks.size(), 3U);
    EXPECT_TRUE(acks[0].durable);
    EXPECT_FALSE(acks[1].durable);
    EXPECT_EQ(acks[1].reason, "The box cannot store this command. Make it anew.");
    EXPECT_TRUE(acks[2].durable);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 2);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM change"), 2) << "it was half done";
}

TEST_F(GroupCommit, LeavesOutARefusedCommandAndTakesTheOthers) {
    const std::vector<Input> group{hotel.command(CreateTask{.title = "Cot", .description = {}}),
                                   hotel.command(CreateTask{.title = "", .description = {}}),
                                   hotel.command(CreateTask{.title = "Kettle", .description = {}})};
    const auto acks = hotel.house.apply(group, hotel.now).acks;
    ASSERT_EQ(acks.size(), 3U);
    EXPECT_TRUE(acks[0].durable);
    EXPECT_FALSE(acks[1].durable);
    EXPECT_TRUE(acks[2].durable);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM task"), 2);
}

TEST_F(GroupCommit, TakesACommandOnceThatStandsInItTwice) {
    const Input command = hotel.command(CreateTask{.title = "Cot", .description = {}});
    const auto acks = hotel.house.apply(std::vector{command, command}, hotel.now).acks;
    ASSERT_EQ(acks.size(), 2U);
    EXPECT_TRUE(acks[0].durable && acks[1].durable);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM change"), 1);
}

TEST_F(GroupCommit, GivesEachThingOneRevision) {
    const auto room = hotel.room("204");
    const auto before = hotel.house.shown().revision();
    std::vector<Input> group;
    for (int i = 0; i < 10; ++i) {
        group.emplace_back(
            hotel.command(SetRoomState{.room = room.id, .state = model::ResourceState::dirty}));
    }
    hotel.house.apply(group, hotel.now);
    // The room, the sign, the dashboard, the status, and ten changes.
    EXPECT_EQ(hotel.house.shown().revision() - before, 14U);
}

}  // namespace
}  // namespace stayd::house
