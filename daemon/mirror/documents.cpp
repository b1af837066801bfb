#include <boost/json.hpp>

#include <bit>
#include <cstring>

#include "mirror/list_sql.hpp"
#include "mirror/mirror.hpp"

// Rows as a whole: how many there are, whether two sets of them are the same, and each as the PMS
// gives it.

namespace stayd::mirror {
namespace {

using model::ColumnType;

/// "2024-02-20T10:00:00Z", with milliseconds when there are some.
std::string instant(UtcTime time) {
    auto text = to_iso8601(time);
    const auto fraction = to_ms(time) % 1000;
    if (fraction == 0) return text;
    text.pop_back();
    const auto digits = std::to_string(1000 + (fraction + 1000) % 1000);
    return text + '.' + digits.substr(1) + 'Z';
}

std::string json_string(std::string_view text) {
    return boost::json::serialize(boost::json::string_view{text.data(), text.size()});
}

void add_member(std::string& json, std::string_view name, std::string_view value) {
    if (json.size() > 1) json += ',';
    json += json_string(name);
    json += ':';
    json += value;
}

/// Empty for a type whose member stands whole in `rest`.
std::string value_of(ColumnType type, const storage::Statement& row, int column) {
    switch (type) {
        case ColumnType::id:
            return json_string(row.uuid(column).to_string());
        case ColumnType::text:
            return json_string(row.text(column));
        case ColumnType::flag:
        case ColumnType::active:
            return row.boolean(column) ? "true" : "false";
        case ColumnType::integer:
            return std::to_string(row.integer(column));
        case ColumnType::time:
            return json_string(instant(row.time(column)));
        case ColumnType::localized:
        case ColumnType::words:
        case ColumnType::money:
        case ColumnType::duration:
        case ColumnType::persons:
            return {};
    }
    return {};
}

/// The object that holds every member no column does; empty when Boost cannot read it.
boost::json::object members_of(const std::string& rest) {
    boost::json::parse_options options;
    options.max_depth = 100;  // mews/ keeps 64
    boost::system::error_code error;
    auto value = boost::json::parse(rest, error, {}, options);
    return value.is_object() ? std::move(value.get_object()) : boost::json::object{};
}

/// The row's columns, then the rest as it is kept. A statement that gives uid, the columns, rest.
std::string document_of(const model::ListEntry& entry, const storage::Statement& row) {
    const auto width = static_cast<int>(entry.columns.size());
    const auto rest = row.text(width + 1);
    const auto known = members_of(rest);
    std::string json = "{";
    if (entry.key.empty()) add_member(json, model::id_member, json_string(row.uuid(0).to_string()));
    for (int at = 0; at < width; ++at) {
        const auto& column = entry.columns[static_cast<std::size_t>(at)];
        const bool whole = column.member.find('.') == std::string_view::npos;
        if (!whole || row.is_null(at + 1) || known.contains(column.member)) continue;
        const auto value = value_of(column.type, row, at + 1);
        if (!value.empty()) add_member(json, column.member, value);
    }
    if (known.empty()) return json + '}';
    if (json.size() > 1) json += ',';
    return json + rest.substr(rest.find('{') + 1);
}

}  // namespace

void add(Digest& digest, const Uuid& id, std::uint64_t content_hash) {
    std::uint64_t halves[2];
    std::memcpy(halves, id.bytes.data(), sizeof halves);
    // Each step can be undone, so no content is lost before the halves meet.
    std::uint64_t mixed = content_hash;
    for (const auto half : halves) {
        mixed = (mixed ^ half) * 0x9E3779B97F4A7C15;
        mixed ^= std::rotl(mixed, 29) ^ std::rotl(mixed, 47);
    }
    digest[id.bytes[0]] += mixed;
}

std::int64_t Mirror::row_count(model::List list) {
    auto query = database_.statement(sql_of(list).count);
    return query.step() ? query.integer(0) : 0;
}

Digest Mirror::digest(model::List list) {
    Digest digest{};
    auto query = database_.statement(sql_of(list).digest);
    while (query.step()) add(digest, query.uuid(0), static_cast<std::uint64_t>(query.integer(1)));
    return digest;
}

std::optional<Uuid> Mirror::id_in(model::List list, const Uuid& row, std::string_view column) {
    auto query = database_.statement(sql_of(list).row);
    query.bind(":uid", row);
    if (!query.step()) return std::nullopt;
    return query.optional_uuid(static_cast<int>(model::entry(list).column(column)) + 1);
}

UtcTime Mirror::read_at(model::List list, const Uuid& id) {
    auto query = database_.statement(sql_of(list).read_at);
    query.bind(":uid", id);
    return query.step() ? query.time(0) : UtcTime{};
}

UtcTime Mirror::updated_at(model::List list, const Uuid& id) {
    const auto& sql = sql_of(list).updated_at;
    if (sql.empty()) return {};
    auto query = database_.statement(sql);
    query.bind(":uid", id);
    return query.step() ? query.time(0) : UtcTime{};
}

std::optional<std::string> Mirror::document(model::List list, const Uuid& id) {
    auto query = database_.statement(sql_of(list).row);
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    return document_of(model::entry(list), query);
}

}  // namespace stayd::mirror
