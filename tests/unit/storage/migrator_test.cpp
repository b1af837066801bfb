#include "storage/migrator.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace stayd::storage {
namespace {

constexpr std::array<Migration, 2> steps{{
    {1, "rooms", "CREATE TABLE room (name TEXT); INSERT INTO room VALUES ('204');",
     "DROP TABLE room;"},
    {2, "floors", "ALTER TABLE room ADD COLUMN floor TEXT; UPDATE room SET floor = '2';",
     "ALTER TABLE room DROP COLUMN floor;"},
}};

struct MigratorTest : testing::Test {
    std::string answer(Database& in, const char* sql) {
        auto query = in.statement(sql);
        return query.step() ? query.text(0) : "nothing";
    }
    std::string answer(const char* sql) { return answer(database, sql); }
    std::string version() { return answer("PRAGMA user_version"); }
    int migrate_to(std::size_t version) {
        return migrate(database, file, std::span(steps).first(version));
    }

    sim::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "hotel.db";
    Database database{file, Database::Mode::read_write};
};

TEST_F(MigratorTest, BringsAnEmptyFileToTheNewestVersion) {
    EXPECT_EQ(migrate_to(2), 0);
    EXPECT_EQ(version(), "2");
    EXPECT_EQ(answer("SELECT name || ' on ' || floor FROM room"), "204 on 2");
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".before-0"))
        << "there was nothing to copy";
}

TEST_F(MigratorTest, DoesNothingToAFileOfThisVersion) {
    migrate_to(2);
    database.execute("UPDATE room SET name = '205'");
    EXPECT_EQ(migrate_to(2), 2);
    EXPECT_EQ(answer("SELECT name FROM room"), "205");
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".before-2"));
}

TEST_F(MigratorTest, KeepsACopyOfTheFileAsItWas) {
    migrate_to(1);
    EXPECT_EQ(migrate_to(2), 1);
    Database copy(file.string() + ".before-1", Database::Mode::read_only);
    EXPECT_EQ(answer(copy, "PRAGMA user_version"), "1");
    EXPECT_EQ(answer(copy, "SELECT count(*) FROM pragma_table_info('room') WHERE name = 'floor'"),
              "0");
    EXPECT_EQ(answer(copy, "SELECT name FROM room"), "204");
}

TEST_F(MigratorTest, ReplacesACopyOfAnEarlierAttempt) {
    migrate_to(1);
    migrate_to(2);
    migrate_to(1);
    database.execute("UPDATE room SET name = '206'");
    migrate_to(2);
    Database copy(file.string() + ".before-1", Database::Mode::read_only);
    EXPECT_EQ(answer(copy, "SELECT name FROM room"), "206");
}

TEST_F(MigratorTest, TakesANewerFileBackByTheTextsStoredInIt) {
    migrate_to(2);
    // The older program knows the first step only.
    EXPECT_EQ(migrate_to(1), 2);
    EXPECT_EQ(version(), "1");
    EXPECT_EQ(answer("SELECT count(*) FROM pragma_table_info('room') WHERE name = 'floor'"), "0");
    EXPECT_EQ(answer("SELECT name FROM room"), "204");
    EXPECT_EQ(answer("SELECT group_concat(version) FROM migration"), "1");
    EXPECT_TRUE(std::filesystem::exists(file.string() + ".before-2"));
}

TEST_F(MigratorTest, LeavesTheLastWholeStepWhenOneFails) {
    auto broken = steps;
    broken[1].up = "ALTER TABLE room ADD COLUMN floor TEXT; INSERT INTO nowhere VALUES (1);";
    EXPECT_THROW(migrate(database, file, broken), Failure);
    EXPECT_EQ(version(), "1");
    EXPECT_EQ(answer("SELECT count(*) FROM pragma_table_info('room') WHERE name = 'floor'"), "0");
    EXPECT_EQ(migrate_to(2), 1);
    EXPECT_EQ(answer("SELECT floor FROM room"), "2");
}

TEST_F(MigratorTest, RefusesANewerFileWithoutAWayBack) {
    migrate_to(2);
    database.execute("DELETE FROM migration WHERE version = 2");
    EXPECT_THROW(migrate_to(1), Failure);
    EXPECT_EQ(version(), "2");
    EXPECT_EQ(answer("SELECT floor FROM room"), "2");
}

}  // namespace
}  // namespace stayd::storage
