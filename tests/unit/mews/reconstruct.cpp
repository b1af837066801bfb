#include "reconstruct.hpp"

#include <vector>

#include "base/time.hpp"

namespace stayd::mews {
namespace {

namespace json = boost::json;
using model::ColumnType;

json::value member_of(const model::Column& column, const model::Cell& cell) {
    switch (column.type) {
        case ColumnType::id:
            return json::value(cell.id().value().to_string());
        case ColumnType::text:
            return json::value(cell.bytes());
        case ColumnType::flag:
        case ColumnType::active:
            return cell.integer() != 0;
        case ColumnType::integer:
            return cell.integer();
        case ColumnType::time:
            return json::value(to_iso8601(from_ms(cell.integer())));
        default:
            return nullptr;  // kept in `rest` whole
    }
}

void lower_ids(json::value& value) {
    if (auto* object = value.if_object()) {
        for (auto& member : *object) lower_ids(member.value());
    } else if (auto* list = value.if_array()) {
        for (auto& element : *list) lower_ids(element);
    } else if (const auto* text = value.if_string()) {
        if (const auto id = Uuid::parse(*text)) value = json::value(id->to_string());
    }
}

}  // namespace

json::object reconstruct(const model::Rows::Row& row, const model::ListEntry& entry) {
    json::object members = json::parse(row.rest()).as_object();
    if (entry.key.empty()) members["Id"] = row.id().to_string();
    for (std::size_t at = 0; at < entry.columns.size(); ++at) {
        const auto& column = entry.columns[at];
        const bool is_inside = column.member.find('.') != std::string_view::npos;
        const auto cell = row.cell(at);
        if (cell.is_null() || is_inside || !column.or_else.empty()) continue;
        if (members.contains(column.member)) continue;
        members[column.member] = member_of(column, cell);
    }
    return comparable(std::move(members));
}

json::object comparable(json::object row) {
    std::vector<std::string> nulls;
    for (const auto& member : row)
        if (member.value().is_null()) nulls.emplace_back(member.key());
    for (const auto& name : nulls) row.erase(name);
    json::value value = std::move(row);
    lower_ids(value);
    return value.as_object();
}

}  // namespace stayd::mews
