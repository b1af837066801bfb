#pragma once

#include <string>
#include <string_view>

#include "model/rows.hpp"

namespace stayd::mirror {

/// What differs between two documents of one row: JSON objects by the PMS's member names with the
/// members that differ alone, null where a side lacks one. Both are empty when nothing differs but
/// the time of update, which says nothing by itself. The whole documents where one cannot be read.
struct Difference {
    std::string before{};
    std::string after{};

    bool empty() const { return before.empty(); }
};
Difference difference(const model::ListEntry& entry, std::string_view before,
                      std::string_view after);

/// The few members that tell people which row it is, as a JSON object.
std::string naming_members(const model::Rows::Row& row, const model::ListEntry& entry);

/// The thing a row belongs to: a note's stay, a bill's guest. The name of its column; empty when
/// its list has none.
std::string_view owner_column(const model::ListEntry& entry);

/// Whether the changes of its rows are told at all: not of a list that the PMS computes from
/// others.
bool is_told(model::List list);

}  // namespace stayd::mirror
