#include "tests/sim/mews/writes.hpp"

/// addresses/add, update and delete.
namespace stayd::sim {
namespace {

constexpr std::size_t longest = 255;

struct Field {
    std::string_view name;
    std::size_t most = any_length;
};
constexpr Field fields[] = {{"Line1", longest}, {"Line2", longest},
                            {"City", longest},  {"PostalCode", longest},
                            {"CountryCode"},    {"CountrySubdivisionCode"}};

/// ISO 3166-1, and of a subdivision 3166-2; no table of them is kept.
std::string checked_code(std::string text, std::string_view name) {
    const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    const bool has_country = text.size() >= 2 && is_letter(text[0]) && is_letter(text[1]);
    const bool is_whole = name == "CountryCode"
                              ? text.size() == 2
                              : text.size() >= 4 && text.size() <= 6 && text[2] == '-';
    if (!has_country || !is_whole) refuse_parameter(name);
    return text;
}

json::value held(const Field& field, std::string text) {
    return json::value(field.most == any_length ? checked_code(std::move(text), field.name) : text);
}

json::object read_address(Parameters& item, Hotel& hotel) {
    const auto account = required(item.id("AccountId"), "AccountId");
    json::object members{{"AccountId", account.to_string()},
                         {"AccountType", to_word(account_type(hotel, account, "AccountId"))}};
    for (const auto& field : fields) {
        if (auto text = item.text(field.name, field.most))
            members[field.name] = held(field, std::move(*text));
    }
    for (const auto* name : {"Latitude", "Longitude"}) {
        if (const auto number = item.number(name)) members[name] = *number;
    }
    item.note_unknown();
    return members;
}

json::object add_addresses(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("Addresses", 1000), "Addresses");
    parameters.id("ChainId");
    parameters.note_unknown();
    std::vector<json::object> addresses;
    for (auto& item : items) addresses.push_back(read_address(item, context.hotel));
    return add_all(&Hotel::addresses, "Addresses", addresses, context);
}

json::object read_address_update(Parameters& item) {
    json::object members;
    for (const auto& field : fields) {
        auto update = item.updated_text(field.name, field.most);
        if (!update) continue;
        members[field.name] =
            update->value ? held(field, std::move(*update->value)) : json::value{};
    }
    return members;
}

json::object update_addresses(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("AddressUpdates", 1000), "AddressUpdates");
    parameters.id("ChainId");
    parameters.note_unknown();
    return change_all(
        &Hotel::addresses, "Addresses", "AddressId", items,
        [](Parameters& item, const Record&) { return read_address_update(item); }, context);
}

json::object delete_addresses(Parameters& parameters, WriteContext context) {
    parameters.id("ChainId");
    return delete_records(&Hotel::addresses, "AddressIds", 1000, parameters, context);
}

constexpr WriteOperation operations[] = {
    {"addresses/add", add_addresses},
    {"addresses/update", update_addresses},
    {"addresses/delete", delete_addresses},
};

}  // namespace

std::span<const WriteOperation> address_writes() {
    return operations;
}

}  // namespace stayd::sim
