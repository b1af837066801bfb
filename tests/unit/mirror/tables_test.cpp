#include "mirror/list_sql.hpp"
#include "mirror/streams.hpp"
#include "tests/unit/mirror/fixture.hpp"

namespace stayd::mirror {
namespace {

struct TablesTest : MirrorTest {
    std::string text_of(const char* name) {
        auto query = hotel.database.statement("SELECT sql FROM sqlite_master WHERE name = :name");
        query.bind(":name", name);
        return query.step() ? query.text(0) : "";
    }
    Streams streams{hotel.database};
};

TEST_F(TablesTest, AreMadeFromTheEntry) {
    EXPECT_EQ(text_of("companionship"), R"(CREATE TABLE companionship (
    id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, customer_uid BLOB, reservation_group_uid BLOB,
    reservation_uid BLOB, rest TEXT NOT NULL, content_hash INTEGER NOT NULL, read_utc_ms INTEGER NOT NULL
) STRICT)");
    EXPECT_EQ(text_of("companionship_customer_uid"),
              "CREATE INDEX companionship_customer_uid ON companionship (customer_uid)");
    EXPECT_EQ(text_of("reservation_state_scheduled_start_utc_ms"),
              "CREATE INDEX reservation_state_scheduled_start_utc_ms ON reservation (state, "
              "scheduled_start_utc_ms)");
}

TEST_F(TablesTest, StandForEveryListWithTheirIndexes) {
    for (const auto& entry : model::lists()) {
        EXPECT_EQ(text_of(std::string{entry.table}.c_str()), sql_of(entry.list).create);
        for (const auto& index : sql_of(entry.list).indexes)
            EXPECT_EQ(text_of(index.name.c_str()), index.create);
    }
}

TEST_F(TablesTest, OfAnotherShapeKeepTheRowsBothHaveInCommon) {
    put(room(model::ResourceState::dirty, now));
    streams.completed(List::resources, now, now);
    // As an older program would have it: two columns less, one of another type, one that is gone.
    hotel.database.execute(R"(
        CREATE TABLE older (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT, state TEXT NOT NULL,
            kind TEXT, floor INTEGER, is_active INTEGER, smell TEXT, updated_utc_ms INTEGER) STRICT;
        INSERT INTO older SELECT id, uid, name, state, kind, 2, is_active, 'x', updated_utc_ms FROM resource;
        DROP TABLE resource;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE older RENAME TO resource;
        PRAGMA legacy_alter_table = OFF;
        CREATE INDEX resource_smell ON resource (smell))");
    ASSERT_NE(text_of("resource"), sql_of(List::resources).create);

    prepare(hotel.database);
    EXPECT_EQ(text_of("resource"), sql_of(List::resources).create);
    EXPECT_EQ(text_of("resource_smell"), "");
    const auto kept = mirror.resource(id_of("204"));
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->name, "204");
    EXPECT_EQ(kept->state, model::ResourceState::dirty);
    EXPECT_EQ(kept->floor, "") << "its type is another";
    EXPECT_EQ(hotel.count("SELECT count(*) FROM room_now"), 1) << "views go on working";
    EXPECT_EQ(put(room(model::ResourceState::dirty, now)), Put::changed)
        << "the next read fills in what was not kept";
    EXPECT_EQ(mirror.resource(id_of("204"))->floor, "2");
}

TEST_F(TablesTest, OfAnotherShapeLetTheirListBeReadAnew) {
    const auto row = room(model::ResourceState::dirty, now);
    put(row);
    streams.completed(List::resources, now, now);
    streams.completed(List::customers, now, now);
    hotel.database.execute("ALTER TABLE resource ADD COLUMN smell TEXT");
    prepare(hotel.database);
    EXPECT_FALSE(streams.find(List::resources).watermark);
    EXPECT_FALSE(streams.find(List::resources).complete);
    EXPECT_EQ(streams.find(List::resources).generation, 2);
    EXPECT_EQ(streams.find(List::customers).watermark, now) << "another list's";
    EXPECT_EQ(put(row), Put::changed) << "a hash of the old shape tells nothing of the new one";
    prepare(hotel.database);
    EXPECT_EQ(streams.find(List::resources).generation, 2) << "only once";
}

TEST_F(TablesTest, KeepTheirRestAndPlaces) {
    put(sim::Row(List::departments).rest(R"({"Odd":1})").end(id_of("spa")));
    const auto place = hotel.count("SELECT max(id) FROM department");
    hotel.database.execute("ALTER TABLE department ADD COLUMN smell TEXT");
    prepare(hotel.database);
    EXPECT_EQ(hotel.count("SELECT max(id) FROM department"), place);
    EXPECT_NE(mirror.document(List::departments, id_of("spa"))->find("\"Odd\":1"),
              std::string::npos);
    EXPECT_EQ(hotel.count("SELECT read_utc_ms FROM department ORDER BY id DESC LIMIT 1"),
              to_ms(now));
}

TEST_F(TablesTest, ThatAreMissingAreMadeAndTheirListIsReadAnew) {
    streams.completed(List::outlets, now, now);
    hotel.database.execute("DROP TABLE outlet; DROP INDEX reservation_group_uid");
    prepare(hotel.database);
    EXPECT_EQ(mirror.row_count(List::outlets), 0);
    EXPECT_FALSE(streams.find(List::outlets).watermark);
    EXPECT_NE(text_of("reservation_group_uid"), "");
}

TEST_F(TablesTest, AreAllPreparedOrNone) {
    hotel.database.execute(
        "ALTER TABLE enterprise ADD COLUMN smell TEXT;"
        "DROP TABLE outlet; CREATE VIEW outlet AS SELECT 1 AS id");
    EXPECT_THROW(prepare(hotel.database), storage::Failure);
    EXPECT_NE(text_of("enterprise"), sql_of(List::configuration).create);
    EXPECT_EQ(mirror.row_count(List::configuration), 1);
}

}  // namespace
}  // namespace stayd::mirror
