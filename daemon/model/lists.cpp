#include "model/lists.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/invariant.hpp"

namespace stayd::model {
namespace {

std::vector<ListEntry> all_lists() {
    std::vector<ListEntry> all;
    for (const auto part : {house_lists(), stay_lists(), money_lists()})
        all.insert(all.end(), part.begin(), part.end());
    std::ranges::sort(all, {}, &ListEntry::list);
    for (std::size_t at = 0; at < all.size(); ++at)
        invariant(static_cast<std::size_t>(all[at].list) == at, "every list has one entry");
    invariant(all.size() == list_count, "every list has an entry");
    return all;
}

std::unordered_map<std::string_view, const ListEntry*> entries_by_name() {
    std::unordered_map<std::string_view, const ListEntry*> entries;
    for (const auto& entry : lists()) entries.emplace(entry.name, &entry);
    return entries;
}

}  // namespace

std::span<const ListEntry> lists() {
    static const auto all = all_lists();
    return all;
}

const ListEntry& entry(List list) {
    return lists()[static_cast<std::size_t>(list)];
}

/// Called for each row whenever the streams are read.
const ListEntry* find_list(std::string_view name) {
    static const auto by_name = entries_by_name();
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

std::string_view to_text(List list) {
    return entry(list).name;
}

bool are_few(Parents kind) {
    switch (kind) {
        case Parents::services:
        case Parents::bookable_services:
        case Parents::additional_services:
        case Parents::resource_categories:
        case Parents::resource_features:
        case Parents::loyalty_programs:
        case Parents::message_threads:
            return true;
        case Parents::none:
        case Parents::reservation_groups:
        case Parents::stays:
        case Parents::orders:
        case Parents::guests:
        case Parents::accounts:
            return false;
    }
    std::unreachable();
}

std::size_t ListEntry::column(std::string_view sql_name) const {
    const auto found = std::ranges::find(columns, sql_name, &Column::name);
    invariant(found != columns.end(), "the list has this column");
    return static_cast<std::size_t>(found - columns.begin());
}

bool ListEntry::has_column(std::string_view sql_name) const {
    return std::ranges::find(columns, sql_name, &Column::name) != columns.end();
}

}  // namespace stayd::model
