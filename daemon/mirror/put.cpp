#include "mirror/list_sql.hpp"
#include "mirror/mirror.hpp"

// How a row of the PMS enters and leaves. One look decides, so that a row that is as it was costs a
// read and no write.

namespace stayd::mirror {
namespace {

constexpr std::uint64_t of_another_shape = 0;  // made anew from a table that was (tables.cpp)
constexpr std::uint64_t set_here = 1;          // the hash of a copy that no row of the PMS gave
constexpr Duration shown_after = std::chrono::seconds{60};

/// What the mirror knows of a row: its copy, or that it is gone.
struct Known {
    std::optional<std::int64_t> id{};  ///< of the copy
    std::uint64_t content_hash = 0;
    std::optional<std::int64_t> guard{};
    std::optional<Uuid> belongs_to{};
    UtcTime read{};  ///< when the copy's content was
    std::optional<std::int64_t> gone_ms{};
    std::optional<std::int64_t> gone_updated_ms{};
};

std::optional<std::int64_t> number(const storage::Statement& query, int column) {
    if (query.is_null(column)) return std::nullopt;
    return query.integer(column);
}

Known find(storage::Database& database, const ListSql& sql, const model::ListEntry& entry,
           const Uuid& id) {
    auto query = database.statement(sql.find);
    query.bind_at(1, id).bind_at(2, entry.name);
    if (!query.step()) return {};
    if (query.is_null(0)) return {.gone_ms = query.integer(1), .gone_updated_ms = number(query, 2)};
    return {.id = query.integer(0),
            .content_hash = static_cast<std::uint64_t>(query.integer(1)),
            .guard = number(query, 2),
            .belongs_to = query.optional_uuid(3),
            .read = query.time(4)};
}

std::optional<std::int64_t> number(const model::Cell& cell) {
    if (cell.kind() != model::Cell::Kind::integer) return std::nullopt;
    return cell.integer();
}

/// Whether a row of a list may come although it is known to be gone (sync.md R43).
bool newer_than_its_end(const model::Rows::Row& row, const ListSql& sql, const Known& known) {
    if (sql.guard != Guard::updated) return false;
    const auto updated = number(row.cell(sql.guard_column));
    return updated && *updated > *known.gone_ms &&
           *updated > known.gone_updated_ms.value_or(*updated - 1);
}

bool copy_is_newer(const model::Rows::Row& row, const ListSql& sql, const Known& known) {
    if (sql.guard == Guard::none || !known.guard) return false;
    const auto mark = number(row.cell(sql.guard_column));
    if (sql.guard == Guard::closed) return !mark;
    return mark && *mark < *known.guard;
}

/// Whether the copy is kept although the row, asked for at `asked`, is another.
bool copy_stays(const model::Rows::Row& row, const ListSql& sql, const Known& known,
                Evidence evidence, UtcTime asked, UtcTime read) {
    const bool was_read_since = asked < known.read && known.read <= read;
    if (sql.guard == Guard::none || evidence == Evidence::by_id) return was_read_since;
    if (copy_is_newer(row, sql, known)) return true;
    if (sql.guard != Guard::updated) return false;
    // Two changes in one second carry the same time: what was asked for last is the newer.
    const auto mark = number(row.cell(sql.guard_column));
    if (known.content_hash != set_here) return mark && mark == known.guard && was_read_since;
    // What we wrote the PMS shows a little later, and then with a later time.
    const bool is_as_before = mark && known.guard && *mark <= *known.guard;
    return was_read_since ||
           (is_as_before && asked < known.read + shown_after && known.read <= read);
}

/// Binds the columns, rest, hash and time of reading; gives the next free place.
int bind_content(storage::Statement& put, int place, const model::Rows::Row& row,
                 std::size_t columns, UtcTime read) {
    for (std::size_t column = 0; column < columns; ++column, ++place) {
        const auto cell = row.cell(column);
        switch (cell.kind()) {
            case model::Cell::Kind::null:
                break;
            case model::Cell::Kind::integer:
                put.bind_at(place, cell.integer());
                break;
            case model::Cell::Kind::text:
                put.bind_at(place, cell.bytes());
                break;
            case model::Cell::Kind::id:
                put.bind_bytes_at(place, cell.bytes());
                break;
        }
    }
    put.bind_at(place, row.rest());
    put.bind_at(place + 1, static_cast<std::int64_t>(row.content_hash()));
    put.bind_at(place + 2, to_ms(read));
    return place + 3;
}

void lift_tombstone(storage::Database& database, const model::ListEntry& entry, const Uuid& id) {
    auto lift = database.statement("DELETE FROM tombstone WHERE list = :list AND uid = :uid");
    lift.bind(":list", entry.name).bind(":uid", id).run();
}

}  // namespace

Entered Mirror::enter(const model::Rows::Row& row, model::List list, UtcTime read,
                      Evidence evidence, std::optional<UtcTime> asked) {
    const auto& sql = sql_of(list);
    const auto& entry = model::entry(list);
    // A page of rows that are all new is a first read: the next one will be new too, most likely.
    if (expects_new_ && evidence == Evidence::list) {
        auto insert = database_.statement(sql.insert);
        insert.bind_at(1, row.id());
        bind_content(insert, 2, row, entry.columns.size(), read);
        if (insert.run() > 0) return {Put::added};
    }
    expects_new_ = false;
    const auto known = find(database_, sql, entry, row.id());
    if (!known.id) {
        if (known.gone_ms) {
            if (evidence == Evidence::list && !newer_than_its_end(row, sql, known))
                return {Put::older};
            lift_tombstone(database_, entry, row.id());
        }
        auto insert = database_.statement(sql.insert);
        insert.bind_at(1, row.id());
        bind_content(insert, 2, row, entry.columns.size(), read);
        insert.run();
        expects_new_ = true;
        return {Put::added};
    }
    if (known.content_hash == row.content_hash()) return {Put::unchanged};
    if (copy_stays(row, sql, known, evidence, asked.value_or(read), read)) return {Put::older};
    const bool is_told_of = is_told(list) && known.content_hash != of_another_shape;
    const auto before = is_told_of ? document(list, row.id()) : std::nullopt;
    auto update = database_.statement(sql.update);
    const int last = bind_content(update, 1, row, entry.columns.size(), read);
    update.bind_at(last, *known.id).run();
    if (!before) return {Put::changed, known.belongs_to};
    return {Put::changed, known.belongs_to, difference(entry, *before, *document(list, row.id()))};
}

bool Mirror::remove(model::List list, const Uuid& id, UtcTime now) {
    const auto& entry = model::entry(list);
    if (!entry.ids.empty()) {
        auto bury = database_.statement(sql_of(list).bury);
        bury.bind(":list", entry.name).bind(":uid", id).bind(":now", now).run();
    }
    auto remove = database_.statement(sql_of(list).remove);
    return remove.bind(":uid", id).run() > 0;
}

void Mirror::wipe(model::List list) {
    auto empty = database_.statement(sql_of(list).wipe);
    empty.run();
    auto forget = database_.statement("DELETE FROM tombstone WHERE list = :list");
    forget.bind(":list", model::entry(list).name).run();
}

void Mirror::purge_tombstones(UtcTime older_than) {
    auto purge = database_.statement("DELETE FROM tombstone WHERE at_utc_ms < :older_than");
    purge.bind(":older_than", older_than).run();
}

}  // namespace stayd::mirror
