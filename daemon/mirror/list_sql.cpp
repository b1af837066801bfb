#include "mirror/list_sql.hpp"

#include <fmt/format.h>

namespace stayd::mirror {
namespace {

using model::ListEntry;

std::string comma_separated(const std::vector<std::string>& parts) {
    return fmt::format("{}", fmt::join(parts, ", "));
}

/// `CREATE TABLE …`, exactly as SQLite will give it back.
std::string create_table(const ListEntry& entry) {
    std::vector<std::string> columns{"id INTEGER PRIMARY KEY", "uid BLOB NOT NULL UNIQUE"};
    for (const auto& column : entry.columns)
        columns.push_back(fmt::format("{} {}", column.name, sql_type(column.type)));
    columns.emplace_back("rest TEXT NOT NULL");
    columns.emplace_back("content_hash INTEGER NOT NULL");
    columns.emplace_back("read_utc_ms INTEGER NOT NULL");

    constexpr std::size_t longest_line = 110;
    std::string text = fmt::format("CREATE TABLE {} (\n   ", entry.table);
    std::size_t line = 0;
    for (const auto& column : columns) {
        if (&column != &columns.front()) text += ',';
        if (line + column.size() > longest_line) {
            text += "\n   ";
            line = 0;
        }
        text += ' ' + column;
        line += column.size() + 2;
    }
    return text + "\n) STRICT";
}

std::vector<IndexSql> create_indexes(const ListEntry& entry) {
    std::vector<IndexSql> all;
    for (const auto columns : entry.indexes) {
        if (columns.empty()) continue;
        std::string name{entry.table};
        for (const char letter : columns) {
            if (letter == ',') continue;
            if (name.size() == entry.table.size()) name += '_';
            name += letter == ' ' ? '_' : letter;
        }
        all.push_back(
            {.name = name,
             .create = fmt::format("CREATE INDEX {} ON {} ({})", name, entry.table, columns)});
    }
    return all;
}

void guard(ListSql& sql, const ListEntry& entry) {
    if (entry.has_column("updated_utc_ms")) {
        sql.guard = Guard::updated;
        sql.guard_column = entry.column("updated_utc_ms");
    } else if (entry.closed && entry.has_column("closed_utc_ms")) {
        sql.guard = Guard::closed;
        sql.guard_column = entry.column("closed_utc_ms");
    }
}

ListSql make(const ListEntry& entry) {
    ListSql sql;
    guard(sql, entry);
    const auto table = entry.table;
    std::vector<std::string> names;
    for (const auto& column : entry.columns) names.emplace_back(column.name);
    const auto columns = comma_separated(names);
    std::vector<std::string> sets;
    for (const auto& name : names) sets.push_back(name + " = ?");
    std::vector<std::string> places(names.size() + 4, "?");
    const std::string guarded =
        sql.guard == Guard::none ? "NULL" : std::string{entry.columns[sql.guard_column].name};
    const std::string updated = sql.guard == Guard::updated ? "updated_utc_ms" : "NULL";

    sql.create = create_table(entry);
    sql.indexes = create_indexes(entry);
    sql.find = fmt::format(
        "SELECT id, content_hash, {}, {}, read_utc_ms FROM {} WHERE uid = ?1 UNION ALL "
        "SELECT NULL, at_utc_ms, updated_utc_ms, NULL, 0 FROM tombstone WHERE list = ?2 AND uid = "
        "?1",
        guarded, entry.shown_with.empty() ? "NULL" : entry.shown_with, table);
    sql.insert = fmt::format(
        "INSERT INTO {} (uid, {}, rest, content_hash, read_utc_ms) SELECT {} WHERE NOT EXISTS "
        "(SELECT 1 FROM tombstone WHERE list = '{}' AND uid = ?1) ON CONFLICT (uid) DO NOTHING",
        table, columns, comma_separated(places), entry.name);
    sql.update =
        fmt::format("UPDATE {} SET {}, rest = ?, content_hash = ?, read_utc_ms = ? WHERE id = ?",
                    table, comma_separated(sets));
    sql.bury = fmt::format(
        "INSERT INTO tombstone (list, uid, at_utc_ms, updated_utc_ms) "
        "VALUES (:list, :uid, :now, (SELECT {} FROM {} WHERE uid = :uid)) "
        "ON CONFLICT (list, uid) DO UPDATE SET at_utc_ms = excluded.at_utc_ms, "
        "updated_utc_ms = coalesce(excluded.updated_utc_ms, updated_utc_ms)",
        updated, table);
    sql.remove = fmt::format("DELETE FROM {} WHERE uid = :uid", table);
    sql.wipe = fmt::format("DELETE FROM {}", table);
    sql.count = fmt::format("SELECT count(*) FROM {}", table);
    sql.digest = fmt::format("SELECT uid, content_hash FROM {}", table);
    sql.read_at = fmt::format("SELECT read_utc_ms FROM {} WHERE uid = :uid", table);
    if (entry.has_column("updated_utc_ms"))
        sql.updated_at = fmt::format("SELECT updated_utc_ms FROM {} WHERE uid = :uid", table);
    sql.row = fmt::format("SELECT uid, {}, rest FROM {} WHERE uid = :uid", columns, table);
    sql.rows_after =
        fmt::format("SELECT id, uid FROM {} WHERE id > :place ORDER BY id LIMIT :limit", table);
    sql.last_row = fmt::format("SELECT max(id) FROM {}", table);
    sql.ids = fmt::format("SELECT uid FROM {} ORDER BY id", table);
    if (!entry.parent_column.empty()) {
        sql.of_parent =
            fmt::format("SELECT uid FROM {} WHERE {} = :parent", table, entry.parent_column);
    }
    return sql;
}

std::vector<ListSql> make_all() {
    std::vector<ListSql> all;
    for (const auto& entry : model::lists()) all.push_back(make(entry));
    return all;
}

}  // namespace

const ListSql& sql_of(model::List list) {
    static const auto all = make_all();
    return all[static_cast<std::size_t>(list)];
}

std::string_view sql_type(model::ColumnType type) {
    using enum model::ColumnType;
    switch (type) {
        case id:
            return "BLOB";
        case text:
        case localized:
        case words:
            return "TEXT";
        case flag:
        case active:
        case integer:
        case money:
        case time:
        case duration:
        case persons:
            return "INTEGER";
    }
    return "TEXT";
}

}  // namespace stayd::mirror
