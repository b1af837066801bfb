#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/list.hpp"

namespace stayd::mews {

/// What becomes of one member of the PMS's row: the column it fills, or the members inside of it
/// that fill some.
struct Member {
    enum class Role : std::uint8_t { unknown, id, column, stand_in, inside };
    std::string_view name;
    std::string_view path;  ///< with its way from the row: "Data.Value.FloorNumber"
    Role role = Role::unknown;
    std::size_t column = 0;
    /// Whether another member may fill the column too, so that the column alone does not tell which
    /// it was.
    bool shares_column = false;
    std::vector<Member> members{};  ///< with `inside`
};

/// Of a list's rows, in the order of its columns.
const std::vector<Member>& members_of(model::List list);
/// The member of that name; one with the role `unknown` when there is none.
const Member& find_member(const std::vector<Member>& members, std::string_view name);

}  // namespace stayd::mews
