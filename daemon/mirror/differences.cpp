#include "mirror/differences.hpp"

#include <boost/json.hpp>

namespace stayd::mirror {
namespace {

namespace json = boost::json;

json::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

/// The member that moves with every change; empty when rows carry none.
std::string_view update_member(const model::ListEntry& entry) {
    if (!entry.has_column("updated_utc_ms")) return {};
    return entry.columns[entry.column("updated_utc_ms")].member;
}

/// Rows may nest deeper than Boost allows by itself. Null for what it cannot read.
json::value parsed(std::string_view text, json::storage_ptr memory) {
    json::parse_options options;
    options.max_depth = 100;  // mews/ keeps 64
    boost::system::error_code error;
    return json::parse(view(text), error, std::move(memory), options);
}

void add(std::string& object, json::string_view name, const json::value* value) {
    object += object.empty() ? '{' : ',';
    object += json::serialize(name);
    object += ':';
    object += value == nullptr ? "null" : json::serialize(*value);
}

}  // namespace

Difference difference(const model::ListEntry& entry, std::string_view before,
                      std::string_view after) {
    json::monotonic_resource memory;
    const auto old_value = parsed(before, &memory);
    const auto new_value = parsed(after, &memory);
    if (!old_value.is_object() || !new_value.is_object())
        return {.before = std::string{before}, .after = std::string{after}};
    const auto& old_row = old_value.as_object();
    const auto& new_row = new_value.as_object();
    const auto updated = update_member(entry);
    Difference found;
    for (const auto& member : old_row) {
        const auto* other = new_row.if_contains(member.key());
        if (member.key() == view(updated) || (other != nullptr && *other == member.value()))
            continue;
        add(found.before, member.key(), &member.value());
        add(found.after, member.key(), other);
    }
    for (const auto& member : new_row) {
        if (member.key() == view(updated) || old_row.contains(member.key())) continue;
        add(found.before, member.key(), nullptr);
        add(found.after, member.key(), &member.value());
    }
    if (found.empty()) return found;
    found.before += '}';
    found.after += '}';
    return found;
}

std::string naming_members(const model::Rows::Row& row, const model::ListEntry& entry) {
    std::string object;
    for (const std::string_view name : {"number", "name", "first_name", "last_name", "state"}) {
        if (!entry.has_column(name)) continue;
        const auto at = entry.column(name);
        const auto cell = row.cell(at);
        if (cell.kind() != model::Cell::Kind::text) continue;
        const json::value value = view(cell.bytes());
        add(object, view(entry.columns[at].member), &value);
    }
    return object.empty() ? "{}" : object + '}';
}

std::string_view owner_column(const model::ListEntry& entry) {
    if (!entry.shown_with.empty()) return entry.shown_with;
    if (!entry.parent_column.empty()) return entry.parent_column;
    for (const std::string_view name : {"account_uid", "customer_uid"})
        if (entry.has_column(name)) return name;
    return {};
}

bool is_told(model::List list) {
    return list != model::List::availability;
}

}  // namespace stayd::mirror
