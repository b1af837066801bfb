#include "stayctl/export.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <string_view>
#include <vector>

#include "model/list.hpp"

namespace stayd::stayctl {
namespace {

namespace json = boost::json;

/// The member a column of the CSV shows, by its way from the row: "Data.Value.FloorNumber".
const json::value* member_at(const json::value& row, std::string_view path) {
    const json::value* at = &row;
    while (!path.empty()) {
        const auto name = path.substr(0, path.find('.'));
        path = name.size() == path.size() ? "" : path.substr(name.size() + 1);
        const auto* object = at->if_object();
        if (object == nullptr || (at = object->if_contains(name)) == nullptr) return nullptr;
    }
    return at;
}

/// RFC 4180. A text that a spreadsheet would take for a formula is made a text by an apostrophe.
std::string csv_field(const json::value* value) {
    if (value == nullptr || value->is_null()) return {};
    std::string field =
        value->is_string() ? std::string{value->as_string()} : json::serialize(*value);
    const bool is_formula = value->is_string() && !field.empty() &&
                            std::string_view{"=+-@\t\r"}.find(field.front()) != std::string::npos;
    if (is_formula) field.insert(0, "'");
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + '"';
}

void print_csv(const std::vector<std::string>& members, const json::value* row) {
    std::string line;
    for (const auto& member : members) {
        if (!line.empty() || &member != &members.front()) line += ',';
        line += row == nullptr ? member : csv_field(member_at(*row, member));
    }
    fmt::print("{}\r\n", line);
}

/// The hotel's words for two of Mews's lists.
std::string list_of(const std::string& kind) {
    if (kind == "guests") return "customers";
    if (kind == "vendors") return "companies";
    return kind;
}

}  // namespace

int export_rows(const Ask& ask, const std::string& kind, bool as_csv) {
    const auto name = list_of(kind);
    std::vector<std::string> members;
    if (kind == "users") {
        members = {"name", "first_seen_utc", "last_seen_utc", "mews_id", "synced_utc"};
    } else if (const auto* entry = model::find_list(name)) {
        if (entry->key.empty()) members.emplace_back(model::id_member);
        for (const auto& column : entry->columns) members.emplace_back(column.member);
        members.emplace_back("synced_utc");
    }
    if (as_csv && !members.empty()) print_csv(members, nullptr);
    for (std::int64_t after = 0;;) {
        const auto target = kind == "users"
                                ? std::string{"/users"}
                                : fmt::format("/mirror/rows?list={}&after={}", name, after);
        const auto page = json::parse(ask("GET", target));
        for (const auto& row : page.at("rows").as_array()) {
            if (as_csv) {
                print_csv(members, &row);
            } else {
                fmt::print("{}\n", json::serialize(row));
            }
        }
        if (page.at("next").is_null()) return 0;
        after = page.at("next").to_number<std::int64_t>();
    }
}

}  // namespace stayd::stayctl
