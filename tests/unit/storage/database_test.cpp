#include "storage/database.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace stayd::storage {
namespace {

using Mode = Database::Mode;

struct DatabaseTest : testing::Test {
    DatabaseTest() {
        database.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE) STRICT");
    }

    void write(const char* text) {
        auto put = database.statement("INSERT INTO note (text) VALUES (:text)");
        put.bind(":text", text).run();
    }
    std::string all() {
        auto query = database.statement("SELECT coalesce(group_concat(text, ' '), '') FROM note");
        query.step();
        return query.text(0);
    }
    /// SQLite's code of the failure the call throws; 0 when it throws none.
    template <class Call>
    int failure_of(Call call) {
        try {
            call();
        } catch (const Failure& failure) {
            said = failure.what();
            return failure.sqlite_code();
        }
        return 0;
    }

    Database database{":memory:", Mode::read_write};
    std::string said;
};

using TransactionTest = DatabaseTest;
using StatementTest = DatabaseTest;

TEST_F(TransactionTest, TakesBackWhatWasNotCommitted) {
    {
        Transaction transaction(database);
        write("lost");
    }
    {
        Transaction transaction(database);
        write("kept");
        transaction.commit();
    }
    EXPECT_EQ(all(), "kept");
}

TEST_F(TransactionTest, InsideAnotherTakesBackOnlyItsOwn) {
    Transaction outer(database);
    write("outer");
    {
        Transaction inner(database);
        write("inner");
    }
    outer.commit();
    EXPECT_EQ(all(), "outer");
}

TEST_F(TransactionTest, InsideAnotherIsGoneWithIt) {
    {
        Transaction outer(database);
        Transaction inner(database);
        write("inner");
        inner.commit();
    }
    EXPECT_EQ(all(), "");
}

TEST_F(TransactionTest, IsTakenBackByAnException) {
    write("twice");
    EXPECT_EQ(failure_of([this] {
                  Transaction transaction(database);
                  write("once");
                  write("twice");
                  transaction.commit();
              }),
              SQLITE_CONSTRAINT_UNIQUE);
    EXPECT_EQ(all(), "twice");
    Transaction next(database);
    write("next");
    next.commit();
    EXPECT_EQ(all(), "twice next");
}

TEST_F(StatementTest, UsedAgainRemembersNoValue) {
    for (const bool with_value : {true, false}) {
        auto query = database.statement("SELECT :value IS NULL");
        if (with_value) query.bind(":value", 1);
        ASSERT_TRUE(query.step());
        EXPECT_EQ(query.boolean(0), !with_value);
    }
}

TEST_F(StatementTest, OfOneTextTwiceAtOnceAreTwo) {
    write("a");
    write("b");
    static constexpr std::string_view sql = "SELECT text FROM note ORDER BY text";
    auto first = database.statement(sql);
    ASSERT_TRUE(first.step());
    auto second = database.statement(sql);
    ASSERT_TRUE(second.step());
    ASSERT_TRUE(first.step());
    EXPECT_EQ(first.text(0), "b");
    EXPECT_EQ(second.text(0), "a");
}

TEST_F(StatementTest, ComesBackFromTheCacheAtItsBeginning) {
    write("a");
    write("b");
    for (int use = 0; use < 3; ++use) {
        auto query = database.statement("SELECT text FROM note ORDER BY text");
        ASSERT_TRUE(query.step());
        EXPECT_EQ(query.text(0), "a");
    }
}

TEST_F(StatementTest, IsCompiledOnceForManyUses) {
    // Compiling shows in SQLite's own highest use of memory.
    write("a");
    const auto memory_of_one_use = [this] {
        const auto before = sqlite3_memory_used();
        sqlite3_memory_highwater(1);
        {
            auto query = database.statement(
                "SELECT count(*), max(id), min(id) FROM note WHERE text = :text");
            query.bind(":text", "a").step();
        }
        return sqlite3_memory_highwater(0) - before;
    };
    const auto first = memory_of_one_use();
    const auto second = memory_of_one_use();
    EXPECT_LT(second, first / 3);
}

TEST_F(StatementTest, InTheCacheKeepsNothingOpen) {
    write("a");
    {
        auto query = database.statement("SELECT text FROM note");
        ASSERT_TRUE(query.step());  // and not to the end
    }
    EXPECT_EQ(failure_of([this] { database.execute("DROP TABLE note"); }), 0) << said;
}

TEST_F(StatementTest, ReadsBackEveryKindOfValue) {
    const auto uuid = Uuid::parse("0198fe2a-1111-7222-8333-444455556666").value();
    auto query = database.statement("SELECT :number, :text, :uuid, :time, :yes, :none, :empty");
    query.bind(":number", std::int64_t{-5'000'000'000}).bind(":text", std::string_view{"a\0b", 3});
    query.bind(":uuid", uuid).bind(":time", from_ms(1'442'480'400'123)).bind(":yes", true);
    query.bind(":none", std::optional<Uuid>{}).bind(":empty", "");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), -5'000'000'000);
    EXPECT_EQ(query.text(1), std::string("a\0b", 3));
    EXPECT_EQ(query.uuid(2), uuid);
    EXPECT_EQ(query.optional_time(3), from_ms(1'442'480'400'123));
    EXPECT_TRUE(query.boolean(4));
    EXPECT_EQ(query.optional_uuid(5), std::nullopt);
    EXPECT_EQ(query.uuid(5), Uuid{});
    EXPECT_EQ(query.optional_text(5), std::nullopt);
    EXPECT_EQ(query.optional_text(6), "");
    EXPECT_FALSE(query.step());
}

TEST_F(StatementTest, RefusesAnIdOfAnotherSize) {
    for (const char* sql :
         {"SELECT x''", "SELECT x'00'", "SELECT x'0102030405060708090a0b0c0d0e0f'",
          "SELECT x'0102030405060708090a0b0c0d0e0f1011'"}) {
        auto query = database.statement(sql);
        ASSERT_TRUE(query.step());
        EXPECT_EQ(failure_of([&] { query.uuid(0); }), SQLITE_CORRUPT) << sql;
        EXPECT_EQ(failure_of([&] { query.optional_uuid(0); }), SQLITE_CORRUPT) << sql;
    }
}

TEST_F(StatementTest, SaysWhichParameterIsMissing) {
    auto query = database.statement("SELECT :here");
    EXPECT_EQ(failure_of([&] { query.bind(":there", 1); }), SQLITE_RANGE);
    EXPECT_NE(said.find(":there"), std::string::npos);
}

TEST_F(StatementTest, CountsTheRowsItChanged) {
    write("a");
    write("b");
    EXPECT_EQ(database.statement("UPDATE note SET text = text || '!'").run(), 2);
    EXPECT_EQ(database.statement("DELETE FROM note WHERE text = 'nobody'").run(), 0);
}

TEST_F(DatabaseTest, CarriesTheCodeAndTheTextOfAFailure) {
    EXPECT_EQ(failure_of([this] { database.statement("SELECT text FROM nowhere"); }), SQLITE_ERROR);
    EXPECT_NE(said.find("SELECT text FROM nowhere"), std::string::npos);
    EXPECT_NE(said.find("no such table"), std::string::npos) << said;
}

TEST_F(DatabaseTest, TellsAFullDiskFromOtherFailures) {
    database.execute("PRAGMA max_page_count = 3");
    try {
        write(std::string(100'000, 'x').c_str());
        FAIL() << "it fitted";
    } catch (const Failure& failure) {
        EXPECT_TRUE(failure.disk_full());
    }
    EXPECT_FALSE(Failure(SQLITE_CONSTRAINT_UNIQUE, "").disk_full());
}

TEST_F(DatabaseTest, BindsByPlaceWithoutCopies) {
    database.execute("CREATE TABLE pair (number INTEGER, text TEXT, id BLOB, bytes BLOB) STRICT");
    const Uuid id{{1, 2, 3}};
    {
        auto put = database.statement("INSERT INTO pair VALUES (?, ?, ?, ?)");
        put.bind_at(1, std::int64_t{7}).bind_at(2, std::string_view{"Spa"}).bind_at(3, id);
        put.bind_bytes_at(4, {"\0x", 2}).run();
    }
    {
        auto put = database.statement("INSERT INTO pair (number, text) VALUES (?, ?)");
        put.bind_at(1, std::int64_t{8}).bind_at(2, std::string_view{}).run();
    }
    auto query = database.statement("SELECT text, id, length(bytes) FROM pair ORDER BY number");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0), "Spa");
    EXPECT_EQ(query.uuid(1), id);
    EXPECT_EQ(query.integer(2), 2);
    ASSERT_TRUE(query.step());
    EXPECT_FALSE(query.is_null(0)) << "an empty text is none";
    EXPECT_TRUE(query.is_null(1)) << "left unbound";
    EXPECT_THROW(database.statement("SELECT ?").bind_at(2, std::int64_t{1}), Failure);
}

std::string pragma(Database& database, std::string_view question) {
    auto query = database.statement(question);
    return query.step() ? query.text(0) : "";
}

TEST(DatabaseFile, IsWrittenThroughToTheDiskAndOverwritesWhatItDeletes) {
    const sim::TemporaryFolder folder;
    Database database(folder.path() / "hotel.db", Mode::read_write);
    EXPECT_EQ(pragma(database, "PRAGMA journal_mode"), "wal");
    EXPECT_EQ(pragma(database, "PRAGMA synchronous"), "2") << "2 is FULL";
    EXPECT_EQ(pragma(database, "PRAGMA foreign_keys"), "1");
    EXPECT_EQ(pragma(database, "PRAGMA secure_delete"), "1");
    EXPECT_EQ(pragma(database, "PRAGMA wal_autocheckpoint"), "0") << "it has its own";
    for (auto mode : {Mode::read_write, Mode::read_only}) {
        Database other(folder.path() / "hotel.db", mode);
        EXPECT_EQ(pragma(other, "PRAGMA mmap_size"), "0");
    }
}

TEST(DatabaseFile, KeepsNothingOfWhatWasDeleted) {
    const sim::TemporaryFolder folder;
    const auto file = folder.path() / "hotel.db";
    const auto holds = [&file](std::string_view text) {
        std::ifstream bytes(file, std::ios::binary);
        const std::string all{std::istreambuf_iterator<char>(bytes), {}};
        return all.find(text) != std::string::npos;
    };
    Database database(file, Mode::read_write);
    database.execute(
        "CREATE TABLE guest (name TEXT); INSERT INTO guest VALUES ('Canarylast');"
        "PRAGMA wal_checkpoint(TRUNCATE)");
    ASSERT_TRUE(holds("Canarylast"));
    database.execute("DELETE FROM guest; PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_FALSE(holds("Canarylast"));
}

/// The writer alone moves the log into the file.
TEST(DatabaseFile, OpenedForReadingLeavesTheLogAsItIs) {
    const sim::TemporaryFolder folder;
    const auto file = folder.path() / "hotel.db", log = folder.path() / "hotel.db-wal";
    const auto left = folder.path() / "left.db", left_log = folder.path() / "left.db-wal";
    Database writer(file, Mode::read_write);
    writer.execute("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('x')");
    // As a writer that was killed leaves them: the reader is the last to close.
    std::filesystem::copy_file(file, left);
    std::filesystem::copy_file(log, left_log);
    const auto size = std::filesystem::file_size(left);
    const auto log_size = std::filesystem::file_size(left_log);
    {
        Database reader(left, Mode::read_only);
        EXPECT_EQ(pragma(reader, "SELECT text FROM note"), "x");
        EXPECT_THROW(reader.execute("PRAGMA wal_checkpoint(TRUNCATE)"), Failure);
    }
    EXPECT_EQ(std::filesystem::file_size(left), size);
    ASSERT_TRUE(std::filesystem::exists(left_log));
    EXPECT_EQ(std::filesystem::file_size(left_log), log_size);
}

TEST(DatabaseFile, ThatIsNotThereIsNamed) {
    const sim::TemporaryFolder folder;
    try {
        Database database(folder.path() / "absent.db", Mode::read_only);
        FAIL() << "it opened";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.sqlite_code() & 0xff, SQLITE_CANTOPEN);
        EXPECT_NE(std::string{failure.what()}.find("absent.db"), std::string::npos);
    }
}

TEST(DatabaseFile, OpenedForReadingIsNotWritten) {
    const sim::TemporaryFolder folder;
    const auto file = folder.path() / "hotel.db";
    Database writer(file, Mode::read_write);
    writer.execute("CREATE TABLE note (text TEXT)");
    Database reader(file, Mode::read_only);
    try {
        reader.execute("INSERT INTO note VALUES ('x')");
        FAIL() << "it was written";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.sqlite_code() & 0xff, SQLITE_READONLY);
    }
}

}  // namespace
}  // namespace stayd::storage
