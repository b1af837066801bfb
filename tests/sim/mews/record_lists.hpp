#pragma once

#include <span>
#include <string_view>

#include "tests/sim/mews/lists.hpp"

namespace stayd::sim {

using Records = Table<Record> Hotel::*;

/// One kind of record: how it is called, how a deletion shows, and its documented object. Which
/// lists there are and what each demands is the table in record_lists.cpp.
struct RecordKind {
    std::string_view noun;
    Records table;
    bool vanishes = false;  ///< a deleted one leaves the list; else it stays, inactive
    json::object shape{};   ///< every documented member, empty
};

std::span<const RecordKind> record_kinds();
const RecordKind& kind_of(Records table);
std::span<const ListOperation> record_list_operations();

/// A row of `table` with `members` over the empty object. A member the documentation does not know
/// aborts.
Record make_record(const Hotel& hotel, Records table, const Uuid& id, UtcTime created,
                   const json::object& members);
/// Changes members that are known, by the same rule.
void set_members(Record& record, const json::object& members);

/// What a member holds: an id, a text, an instant. nullopt when it is null.
std::optional<Uuid> id_in(const Record& record, std::string_view member);
std::string text_in(const Record& record, std::string_view member);  ///< empty when null
std::optional<UtcTime> time_in(const Record& record, std::string_view member);

/// The first row whose member is that text; the row must be there.
const Record& record_by(const Table<Record>& table, std::string_view member, std::string_view text);

}  // namespace stayd::sim
