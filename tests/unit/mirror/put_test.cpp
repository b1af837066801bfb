#include "tests/unit/mirror/fixture.hpp"

namespace stayd::mirror {
namespace {

/// A row of a list with every column set to something of its kind; `variant` makes it another.
model::Rows full_row(List list, const Uuid& id, std::int64_t variant, UtcTime updated) {
    const auto& entry = model::entry(list);
    sim::Row row(list);
    for (const auto& column : entry.columns) {
        const auto type = column.type;
        if (column.name == "updated_utc_ms") {
            row.set(column.name, updated);
        } else if (type == model::ColumnType::id) {
            row.set(column.name, id_of(std::string{column.name} + std::to_string(variant)));
        } else if (type == model::ColumnType::text || type == model::ColumnType::localized ||
                   type == model::ColumnType::words) {
            row.set(column.name, std::string{column.name} + std::to_string(variant));
        } else {
            row.set(column.name, variant);
        }
    }
    row.rest(R"({"Whatever":)" + std::to_string(variant) + "}");
    return row.end(id);
}

class PutOfEveryList : public MirrorTest, public testing::WithParamInterface<model::ListEntry> {};

TEST_P(PutOfEveryList, WritesARowOnlyWhenItDiffers) {
    const auto list = GetParam().list;
    const auto id = id_of("a row of its own");
    const auto before = mirror.row_count(list);
    EXPECT_EQ(put(full_row(list, id, 1, now)), Put::added);
    EXPECT_EQ(put(full_row(list, id, 1, now)), Put::unchanged);
    EXPECT_EQ(put(full_row(list, id, 2, now)), Put::changed);
    EXPECT_EQ(put(full_row(list, id, 2, now)), Put::unchanged);
    EXPECT_EQ(mirror.row_count(list), before + 1);
    EXPECT_TRUE(mirror.remove(list, id, now));
    EXPECT_EQ(mirror.row_count(list), before);
}

INSTANTIATE_TEST_SUITE_P(, PutOfEveryList,
                         testing::ValuesIn(std::vector<model::ListEntry>(model::lists().begin(),
                                                                         model::lists().end())),
                         [](const auto& list) { return std::string{list.param.name}; });

struct PutTest : MirrorTest {
    std::int64_t read_of_room() {
        return hotel.count("SELECT read_utc_ms FROM resource WHERE name = '204'");
    }
    std::int64_t tombstones() { return hotel.count("SELECT count(*) FROM tombstone"); }
    model::ResourceState state() { return mirror.resource(id_of("204"))->state; }
};

TEST_F(PutTest, TakesTheNewerAndIgnoresTheOlder) {
    EXPECT_EQ(put(room(model::ResourceState::dirty, now)), Put::added);
    EXPECT_EQ(put(room(model::ResourceState::clean, now - 1s)), Put::older);
    EXPECT_EQ(state(), model::ResourceState::dirty);
    EXPECT_EQ(put(room(model::ResourceState::clean, now)), Put::changed)
        << "the PMS counts whole seconds";
    EXPECT_EQ(put(room(model::ResourceState::inspected, now + 1s)), Put::changed);
    EXPECT_EQ(state(), model::ResourceState::inspected);
}

TEST_F(PutTest, TakesAnOlderRowThatWasReadById) {
    put(room(model::ResourceState::dirty, now));
    EXPECT_EQ(put(room(model::ResourceState::clean, now - 1h), Evidence::by_id), Put::changed);
    EXPECT_EQ(state(), model::ResourceState::clean);
    EXPECT_EQ(put(room(model::ResourceState::clean, now - 1h), Evidence::by_id), Put::unchanged);
}

TEST_F(PutTest, KeepsWhatWasReadSinceThePmsWasAskedForAnOlderRow) {
    const auto enter = [&](model::ResourceState state, UtcTime asked, UtcTime read) {
        const auto rows = rows_of(room(state, now));
        return mirror.enter(rows[0], List::resources, read, Evidence::by_id, asked).put;
    };
    EXPECT_EQ(enter(model::ResourceState::dirty, now, now + 2s), Put::added);
    EXPECT_EQ(enter(model::ResourceState::clean, now + 1s, now + 3s), Put::older)
        << "asked before the copy was read";
    EXPECT_EQ(enter(model::ResourceState::clean, now + 2s, now + 3s), Put::changed);
    EXPECT_EQ(enter(model::ResourceState::dirty, now - 1h, now - 1h), Put::changed)
        << "the clock was set back: the copy's time is none";
}

TEST_F(PutTest, TakesWhatWasReadLastWhereNoTimeTells) {
    const auto named = [](const char* name) {
        return sim::Row(List::resources).set("name", name).end(id_of("204"));
    };
    put(room(model::ResourceState::dirty, now));
    EXPECT_EQ(put(named("A")), Put::changed) << "the row carries no time";
    EXPECT_EQ(put(room(model::ResourceState::dirty, now - 9h)), Put::changed)
        << "the copy carries no time";
}

TEST_F(PutTest, ClearsWhatTheNewRowLacks) {
    put(room(model::ResourceState::dirty, now));
    put(sim::Row(List::resources).set("name", "204").end(id_of("204")));
    EXPECT_EQ(hotel.count("SELECT floor IS NULL AND state IS NULL FROM resource"), 1);
}

TEST_F(PutTest, KeepsWhenTheContentWasRead) {
    put(room(model::ResourceState::dirty, now));
    EXPECT_EQ(read_of_room(), to_ms(now));
    advance(1h);
    put(room(model::ResourceState::dirty, now - 1h));
    EXPECT_EQ(read_of_room(), to_ms(now - 1h)) << "an unchanged row was written";
    put(room(model::ResourceState::clean, now));
    EXPECT_EQ(read_of_room(), to_ms(now));
}

TEST_F(PutTest, KeepsAClosedTaskClosed) {
    model::PmsTask task{.id = id_of("task"), .name = "Cot", .closed_utc = now};
    put(task);
    task.closed_utc.reset();
    EXPECT_EQ(put(task), Put::older) << "an older read of the list";
    EXPECT_EQ(mirror.pms_task(id_of("task"))->closed_utc, now);
    EXPECT_EQ(put(task, Evidence::by_id), Put::changed);
    EXPECT_EQ(mirror.pms_task(id_of("task"))->closed_utc, std::nullopt);
}

// What is known to be gone

TEST_F(PutTest, TakesNoListsRowOfWhatIsGoneUnlessItChangedLater) {
    put(room(model::ResourceState::dirty, now));
    EXPECT_TRUE(mirror.remove(List::resources, id_of("204"), now + 1min));
    EXPECT_FALSE(mirror.resource(id_of("204")));
    EXPECT_EQ(put(room(model::ResourceState::dirty, now)), Put::older);
    EXPECT_EQ(put(room(model::ResourceState::clean, now + 1min)), Put::older)
        << "as old as its end";
    EXPECT_EQ(put(sim::Row(List::resources).set("name", "204").end(id_of("204"))), Put::older)
        << "no time tells";
    EXPECT_EQ(put(room(model::ResourceState::clean, now + 2min)), Put::added);
    EXPECT_EQ(tombstones(), 0);
}

TEST_F(PutTest, TakesNoRowOlderThanTheOneThatIsGone) {
    put(room(model::ResourceState::dirty, now + 1h));
    mirror.remove(List::resources, id_of("204"), now);
    EXPECT_EQ(put(room(model::ResourceState::dirty, now + 1h)), Put::older);
    EXPECT_EQ(put(room(model::ResourceState::dirty, now + 2h)), Put::added);
}

TEST_F(PutTest, BringsBackToLifeWhatIsReadById) {
    accompany("c", "Ada", "1042");
    mirror.remove(List::companionships, id_of("c"), now);
    accompany("c", "Ada", "1042");
    EXPECT_EQ(mirror.row_count(List::companionships), 0);
    const auto row = rows_of(sim::Companionship{.id = id_of("c")});
    EXPECT_EQ(put(row, Evidence::by_id), Put::added);
    EXPECT_EQ(tombstones(), 0);
}

TEST_F(PutTest, KnowsWhatIsGoneOfOneListOnly) {
    mirror.remove(List::customers, id_of("204"), now);
    EXPECT_EQ(put(room(model::ResourceState::dirty, now)), Put::added);
}

TEST_F(PutTest, RemembersTheEndOfARowItNeverHad) {
    EXPECT_FALSE(mirror.remove(List::customers, id_of("nobody"), now));
    EXPECT_EQ(tombstones(), 1);
}

TEST_F(PutTest, RemembersNoEndThatNoReadByIdCouldLift) {
    const auto relationship = [] {
        return sim::Row(List::customer_relationships).set("relationship", "Father").end(id_of("r"));
    };
    put(relationship());
    EXPECT_TRUE(mirror.remove(List::customer_relationships, id_of("r"), now));
    EXPECT_EQ(tombstones(), 0);
    EXPECT_EQ(put(relationship()), Put::added);
}

TEST_F(PutTest, ForgetsEndsThatAreOldEnough) {
    mirror.remove(List::customers, id_of("long ago"), now - 91 * 24h);
    mirror.remove(List::customers, id_of("lately"), now - 89 * 24h);
    mirror.purge_tombstones(now - 90 * 24h);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM tombstone"), 1);
}

TEST_F(PutTest, ForgetsAWholeListWithItsEnds) {
    put(room(model::ResourceState::dirty, now));
    mirror.remove(List::resources, id_of("205"), now);
    mirror.remove(List::customers, id_of("nobody"), now);
    mirror.wipe(List::resources);
    EXPECT_EQ(mirror.row_count(List::resources), 0);
    EXPECT_EQ(tombstones(), 1) << "another list's";
}

}  // namespace
}  // namespace stayd::mirror
