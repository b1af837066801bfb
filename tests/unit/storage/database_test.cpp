#include "storage/database.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

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

TEST(DatabaseFile, IsWrittenThroughToTheDisk) {
    const sim::TemporaryFolder folder;
    Database database(folder.path() / "hotel.db", Mode::read_write);
    auto journal = database.statement("PRAGMA journal_mode");
    ASSERT_TRUE(journal.step());
    EXPECT_EQ(journal.text(0), "wal");
    auto synchronous = database.statement("PRAGMA synchronous");
    ASSERT_TRUE(synchronous.step());
    EXPECT_EQ(synchronous.integer(0), 2) << "2 is FULL";
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
