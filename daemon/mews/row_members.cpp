#include "mews/row_members.hpp"

#include <algorithm>

#include "base/invariant.hpp"

namespace stayd::mews {
namespace {

using Role = Member::Role;

/// Adds the member that `path` leads to. Dots stand for members inside of members.
Member& add(std::vector<Member>& members, std::string_view path, std::size_t from = 0) {
    const auto dot = path.find('.', from);
    const auto name = path.substr(from, dot - from);
    auto found = std::ranges::find(members, name, &Member::name);
    if (found == members.end()) {
        members.push_back({.name = name, .path = path.substr(0, dot)});
        found = members.end() - 1;
    }
    if (dot == std::string_view::npos) {
        invariant(found->role == Role::unknown, "a member fills one column");
        return *found;
    }
    invariant(found->role == Role::unknown || found->role == Role::inside,
              "a member fills a column or has members inside");
    found->role = Role::inside;
    return add(found->members, path, dot + 1);
}

std::vector<Member> all_members(const model::ListEntry& entry) {
    std::vector<Member> members;
    if (entry.key.empty()) add(members, "Id").role = Role::id;
    for (std::size_t at = 0; at < entry.columns.size(); ++at) {
        const auto& column = entry.columns[at];
        Member& member = add(members, column.member);
        member.role = Role::column;
        member.column = at;
        member.shares_column = !column.or_else.empty();
        if (column.or_else.empty()) continue;
        Member& other = add(members, column.or_else);
        other.role = Role::stand_in;
        other.column = at;
        other.shares_column = true;
    }
    return members;
}

std::vector<std::vector<Member>> of_all_lists() {
    std::vector<std::vector<Member>> all;
    for (const auto& entry : model::lists()) all.push_back(all_members(entry));
    return all;
}

}  // namespace

const std::vector<Member>& members_of(model::List list) {
    static const auto all = of_all_lists();
    return all[static_cast<std::size_t>(list)];
}

const Member& find_member(const std::vector<Member>& members, std::string_view name) {
    static const Member unknown{};
    const auto found = std::ranges::find(members, name, &Member::name);
    return found == members.end() ? unknown : *found;
}

}  // namespace stayd::mews
