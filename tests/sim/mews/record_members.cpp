#include "tests/sim/mews/record_lists.hpp"

// A record's documented members, one by one.

namespace stayd::sim {
namespace {

const json::value* member_of(const Record& record, std::string_view member) {
    const auto* value = record.body.if_contains(member);
    invariant(value != nullptr, "the member is documented");
    return value->is_null() ? nullptr : value;
}

}  // namespace

Record make_record(const Hotel& hotel, Records table, const Uuid& id, UtcTime created,
                   const json::object& members) {
    const auto time = std::chrono::floor<std::chrono::seconds>(created);
    Record record{.id = id,
                  .created_utc = time,
                  .updated_utc = time,
                  .deleted_utc = {},
                  .body = kind_of(table).shape};
    if (auto* value = record.body.if_contains("Id")) *value = id.to_string();
    if (auto* value = record.body.if_contains("EnterpriseId"))
        *value = hotel.enterprise().id.to_string();
    if (auto* value = record.body.if_contains("ChainId"))
        *value = hotel.enterprise().chain_id.to_string();
    set_members(record, members);
    return record;
}

void set_members(Record& record, const json::object& members) {
    for (const auto& [name, value] : members) {
        auto* place = record.body.if_contains(name);
        invariant(place != nullptr, "the member is documented");
        *place = value;
    }
}

std::optional<Uuid> id_in(const Record& record, std::string_view member) {
    const auto* value = member_of(record, member);
    if (value == nullptr) return std::nullopt;
    return Uuid::parse(std::string_view{value->as_string()});
}

std::string text_in(const Record& record, std::string_view member) {
    const auto* value = member_of(record, member);
    return value == nullptr ? std::string{} : std::string{value->as_string()};
}

std::optional<UtcTime> time_in(const Record& record, std::string_view member) {
    const auto* value = member_of(record, member);
    if (value == nullptr) return std::nullopt;
    return parse_iso8601(std::string_view{value->as_string()});
}

const Record& record_by(const Table<Record>& table, std::string_view member,
                        std::string_view text) {
    const auto found = std::ranges::find_if(table.rows(), [&](const Record& row) {
        const auto* value = member_of(row, member);
        return value != nullptr && value->as_string() == text;
    });
    invariant(found != table.rows().end(), "the record is there");
    return *found;
}

}  // namespace stayd::sim
