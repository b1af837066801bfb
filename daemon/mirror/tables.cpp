#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "mirror/list_sql.hpp"
#include "mirror/mirror.hpp"
#include "mirror/streams.hpp"

// The tables themselves. Views stand upon some of them: SQLite looks into a view only when it is
// used, so a table may be made anew below it. Only a renaming would follow into the views, and does
// not in its legacy form.

namespace stayd::mirror {
namespace {

std::string text_of(storage::Database& database, std::string_view name) {
    auto query = database.statement("SELECT sql FROM sqlite_master WHERE name = :name");
    query.bind(":name", name);
    return query.step() ? query.text(0) : "";
}

/// The columns that a table of another shape shares with the one to be made, by name and type.
std::vector<std::string> common_columns(storage::Database& database,
                                        const model::ListEntry& entry) {
    auto query = database.statement("SELECT name, type FROM pragma_table_info(:table)");
    query.bind(":table", entry.table);
    std::vector<std::string> common{"id", "uid"};
    while (query.step()) {
        const auto name = query.text(0);
        const bool shared = std::ranges::any_of(entry.columns, [&](const auto& column) {
            return column.name == name && sql_type(column.type) == query.text(1);
        });
        if (shared) common.push_back(name);
    }
    return common;
}

bool has_column(storage::Database& database, std::string_view table, std::string_view column) {
    auto query = database.statement(
        "SELECT EXISTS (SELECT 1 FROM pragma_table_info(:table) WHERE name = :column)");
    query.bind(":table", table).bind(":column", column);
    return query.step() && query.boolean(0);
}

/// The copied rows get a hash that no row has, so that the next read writes every one of them anew:
/// what the old shape did not hold is filled in.
void make_anew(storage::Database& database, const model::ListEntry& entry) {
    const auto common = fmt::format("{}", fmt::join(common_columns(database, entry), ", "));
    const auto kept = [&](std::string_view column, std::string_view otherwise) {
        return has_column(database, entry.table, column) ? column : otherwise;
    };
    const auto rest = kept("rest", "'{}'");
    const auto read = kept("read_utc_ms", "0");
    const auto script = fmt::format(
        "PRAGMA legacy_alter_table = ON; ALTER TABLE {3} RENAME TO {3}_before;"
        "PRAGMA legacy_alter_table = OFF; {4};"
        "INSERT INTO {3} ({0}, rest, content_hash, read_utc_ms) "
        "SELECT {0}, {1}, 0, {2} FROM {3}_before ORDER BY id;"
        "DROP TABLE {3}_before;",
        common, rest, read, entry.table, sql_of(entry.list).create);
    database.execute(script.c_str());
    const auto rows = Mirror(database).row_count(entry.list);
    Streams(database).count(entry.list, rows);
    if (rows > 0)
        log::info("table {} has a new shape, {} rows kept: its list is read again", entry.table,
                  rows);
}

void prepare_table(storage::Database& database, const model::ListEntry& entry) {
    const auto& wanted = sql_of(entry.list).create;
    const auto found = text_of(database, entry.table);
    if (found == wanted) return;
    if (found.empty()) {
        database.execute(wanted.c_str());
    } else {
        make_anew(database, entry);
    }
    // Rows and watermark belong together (sync.md R38).
    Streams streams(database);
    const auto stream = streams.find(entry.list);
    if (stream.watermark || stream.scan) streams.reset(entry.list);
}

void prepare_indexes(storage::Database& database, const model::ListEntry& entry) {
    const auto& wanted = sql_of(entry.list).indexes;
    std::vector<std::string> foreign;
    {
        auto query = database.statement(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL");
        query.bind(":table", entry.table);
        while (query.step()) {
            if (std::ranges::find(wanted, query.text(1), &IndexSql::create) == wanted.end())
                foreign.push_back(query.text(0));
        }
    }
    for (const auto& name : foreign) database.execute(fmt::format("DROP INDEX {}", name).c_str());
    for (const auto& index : wanted) {
        if (text_of(database, index.name).empty()) database.execute(index.create.c_str());
    }
}

}  // namespace

void prepare(storage::Database& database) {
    storage::Transaction transaction(database);
    for (const auto& entry : model::lists()) {
        prepare_table(database, entry);
        prepare_indexes(database, entry);
    }
    transaction.commit();
}

}  // namespace stayd::mirror
