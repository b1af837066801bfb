#pragma once

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/pms.hpp"

/// Reading one JSON object into one struct by a table of its fields. Only for the sources of this
/// folder: simdjson is heavy. Unknown fields are skipped, of a doubled field the last counts.
/// Values never appear in a Fault: they may be a guest's.
namespace stayd::mews::json {

using Value = simdjson::ondemand::value;

struct Fault {
    std::string
        field;  ///< with its way from the row: "Data.Value.StartOffset"; empty: the value itself
    std::string says;  ///< "is not an id", "is missing", "is null"
};
/// Empty when the value was read.
using Outcome = std::optional<Fault>;

/// The enterprise's default language, which decides among localized texts.
struct Language {
    std::string_view code;
};

Outcome read(Value value, std::string& into);
Outcome read(Value value, bool& into);
Outcome read(Value value, int& into);
Outcome read(Value value, Uuid& into);
Outcome read(Value value, UtcTime& into);
Outcome read(Value value, Duration& into);
Outcome read(Value value, std::vector<std::string>& into);
/// The PMS's words; one we do not know reads as `other`.
Outcome read(Value value, model::ResourceState& into);
Outcome read(Value value, model::ReservationState& into);
Outcome read(Value value, model::AccountType& into);
Outcome read(Value value, model::AgeClassification& into);
/// A text, or an integer of any length kept as its digits.
Outcome read_digits(Value value, std::string& into);
/// The text in the wanted language, else the first that is not empty; without any, `into` stays.
Outcome read_localized(Value value, std::string& into, Language language);
bool is_empty_text(Value value);

/// An optional value may also be an empty text.
template <class T>
Outcome read(Value value, std::optional<T>& into) {
    into.reset();
    if (is_empty_text(value)) return {};
    T inner{};
    if (auto fault = read(value, inner)) return fault;
    into = std::move(inner);
    return {};
}

enum class Need { required, optional };

template <class Row>
struct Field {
    std::string_view name;
    Need need;
    Outcome (*read_into)(Value value, Row& row, Language language);
};

template <class Member>
struct Owner;
template <class Row, class T>
struct Owner<T Row::*> {
    using Type = Row;
};
template <auto member>
using OwnerOf = typename Owner<decltype(member)>::Type;

/// Fields of `Row`, one a member. Null and missing are a fault only where required; else the member
/// keeps what it had.
template <auto member, class Row = OwnerOf<member>>
constexpr Field<Row> field(std::string_view name, Need need) {
    return {name, need, [](Value value, Row& row, Language) { return read(value, row.*member); }};
}
template <auto member>
constexpr auto required(std::string_view name) {
    return field<member>(name, Need::required);
}
template <auto member>
constexpr auto optional(std::string_view name) {
    return field<member>(name, Need::optional);
}
template <auto member, class Row = OwnerOf<member>>
constexpr Field<Row> digits(std::string_view name) {
    return {name, Need::required,
            [](Value value, Row& row, Language) { return read_digits(value, row.*member); }};
}
template <auto member, class Row = OwnerOf<member>>
constexpr Field<Row> localized(std::string_view name) {
    return {name, Need::optional, [](Value value, Row& row, Language language) {
                return read_localized(value, row.*member, language);
            }};
}

inline Fault inside(std::string_view outer, Fault fault) {
    const bool whole = fault.field.empty();
    fault.field = whole ? std::string{outer} : std::string{outer} + "." + fault.field;
    return fault;
}

/// Fills `row` from an object's members. Fields are found fastest in the order of the table.
template <class Row>
Outcome read_members(simdjson::ondemand::object object, std::span<const Field<Row>> fields,
                     Row& row, Language language) {
    std::uint64_t seen = 0;
    std::size_t next = 0;
    for (auto item : object) {
        simdjson::ondemand::field member;
        std::string_view key;
        if (std::move(item).get(member) || member.unescaped_key().get(key))
            return Fault{"", "is broken JSON"};
        std::size_t at = 0;
        while (at < fields.size() && fields[(next + at) % fields.size()].name != key) ++at;
        if (at == fields.size()) continue;
        at = (next + at) % fields.size();
        next = at + 1;
        const Field<Row>& field = fields[at];
        bool null = false;
        if (member.value().is_null().get(null)) return Fault{std::string{key}, "is broken JSON"};
        if (null && field.need == Need::required) return Fault{std::string{field.name}, "is null"};
        if (null) continue;
        if (auto fault = field.read_into(member.value(), row, language))
            return inside(field.name, std::move(*fault));
        seen |= std::uint64_t{1} << at;
    }
    for (std::size_t at = 0; at < fields.size(); ++at) {
        const bool missing = (seen >> at & 1) == 0;
        if (missing && fields[at].need == Need::required)
            return Fault{std::string{fields[at].name}, "is missing"};
    }
    return {};
}

template <class Row>
Outcome read_object(Value value, std::span<const Field<Row>> fields, Row& row, Language language) {
    simdjson::ondemand::object object;
    if (value.get_object().get(object)) return Fault{"", "is not an object"};
    return read_members<Row>(object, fields, row, language);
}

/// Reads a list of objects, each by `fields`.
template <class Row>
Outcome read_objects(Value value, std::span<const Field<Row>> fields, std::vector<Row>& into,
                     Language language) {
    into.clear();
    simdjson::ondemand::array array;
    if (value.get_array().get(array)) return Fault{"", "is not a list"};
    for (auto item : array) {
        Value element;
        if (std::move(item).get(element)) return Fault{"", "is broken JSON"};
        Row row{};
        if (auto fault = read_object<Row>(element, fields, row, language)) return fault;
        into.push_back(std::move(row));
    }
    return {};
}

/// Reads `{"Discriminator": …, "Value": …}`, whichever comes first, and calls
/// `read_value(discriminator, value)` when there is a value that is not null. Names faults of the
/// value "Value.…".
template <class ReadValue>
Outcome read_coproduct(Value value, std::string& discriminator, ReadValue read_value) {
    simdjson::ondemand::object object;
    if (value.get_object().get(object)) return Fault{"", "is not an object"};
    Value word;
    if (object.find_field_unordered("Discriminator").get(word))
        return Fault{"Discriminator", "is missing"};
    if (auto fault = read(word, discriminator)) return inside("Discriminator", std::move(*fault));
    Value inner;
    const auto error = object.find_field_unordered("Value").get(inner);
    if (error == simdjson::NO_SUCH_FIELD) return {};
    bool null = false;
    if (error || inner.is_null().get(null)) return Fault{"Value", "is broken JSON"};
    if (null) return {};
    if (auto fault = read_value(std::string_view{discriminator}, inner))
        return inside("Value", std::move(*fault));
    return {};
}

}  // namespace stayd::mews::json
