#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/list.hpp"

namespace stayd::mirror {

/// What tells that the mirror's copy of a row is the newer one.
enum class Guard {
    none,     ///< what was read last wins
    updated,  ///< `updated_utc_ms`
    closed,   ///< closing is final: a closed copy is newer than an open row
};

struct IndexSql {
    std::string name;
    std::string create;
};

/// The SQL of one list's table, made from its entry. The texts are made once and live as long as
/// the program, as the cache of statements demands.
struct ListSql {
    std::string create;
    std::vector<IndexSql> indexes;
    std::string find;    ///< 1 uid, 2 the list's name: see `put`
    std::string insert;  ///< uid, the columns, rest, content_hash, read_utc_ms
    std::string update;  ///< the columns, rest, content_hash, read_utc_ms, id
    std::string bury;    ///< :list, :uid, :now
    std::string remove;  ///< :uid
    std::string wipe;
    std::string count;
    std::string digest;      ///< gives uid, content_hash
    std::string row;         ///< :uid; gives uid, the columns, rest
    std::string read_at;     ///< :uid; gives read_utc_ms
    std::string updated_at;  ///< :uid; gives updated_utc_ms. Empty where there is none
    std::string ids;         ///< gives uid
    std::string rows_after;  ///< :place, :limit; gives id, uid
    std::string last_row;    ///< gives the greatest id
    std::string of_parent;   ///< :parent; gives uid. Empty when rows name no parent
    Guard guard = Guard::none;
    std::size_t guard_column = 0;
};

const ListSql& sql_of(model::List list);

/// The type of a column in its table.
std::string_view sql_type(model::ColumnType type);

}  // namespace stayd::mirror
