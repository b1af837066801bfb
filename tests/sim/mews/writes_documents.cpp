#include "tests/sim/mews/writes.hpp"

/// identityDocuments/add, update and delete.
namespace stayd::sim {
namespace {

constexpr std::string_view types[] = {"IdentityCard", "Passport", "Visa", "DriversLicense"};

/// The members that may be missing.
struct Field {
    std::string_view name;
    bool is_date = false;
};
constexpr Field fields[] = {{"ExpirationDate", true}, {"IssuanceDate", true},
                            {"IssuingCountryCode"},   {"IssuingCountrySubdivisionCode"},
                            {"IssuingCity"},          {"IdentityDocumentSupportNumber"}};

json::value held(const Field& field, const std::string& text) {
    return json::value(field.is_date ? checked_date(text, field.name) : text);
}

json::object read_document(Parameters& item, Hotel& hotel) {
    const auto& guest = existing(hotel.customers, item.id("CustomerId"), "CustomerId");
    json::object members{{"CustomerId", guest.id.to_string()},
                         {"Type", required(item.word("Type", types), "Type")},
                         {"Number", needed_text(item, "Number")},
                         {"IsVerified", item.flag("IsVerified").value_or(false)}};
    for (const auto& field : fields) {
        if (const auto text = item.text(field.name)) members[field.name] = held(field, *text);
    }
    item.note_unknown();
    return members;
}

json::object add_documents(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("IdentityDocuments", 10), "IdentityDocuments");
    parameters.id("ChainId");
    parameters.note_unknown();
    std::vector<json::object> documents;
    for (auto& item : items) documents.push_back(read_document(item, context.hotel));
    return add_all(&Hotel::identity_documents, "IdentityDocuments", documents, context);
}

json::object read_document_update(Parameters& item) {
    json::object members;
    if (auto type = item.object("Type")) {
        members["Type"] = required(type->word("Value", types), "Type");
        type->note_unknown();
    }
    if (auto number = never_cleared(item.updated_text("Number"), "Number")) {
        if (number->empty()) refuse_parameter("Number");
        members["Number"] = std::move(*number);
    }
    if (const auto flag = never_cleared(item.updated_flag("IsVerified"), "IsVerified"))
        members["IsVerified"] = *flag;
    for (const auto& field : fields) {
        const auto update = item.updated_text(field.name);
        if (!update) continue;
        members[field.name] = update->value ? held(field, *update->value) : json::value{};
    }
    return members;
}

json::object update_documents(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("IdentityDocuments", 10), "IdentityDocuments");
    parameters.id("ChainId");
    parameters.note_unknown();
    return change_all(
        &Hotel::identity_documents, "IdentityDocuments", "Id", items,
        [](Parameters& item, const Record&) { return read_document_update(item); }, context);
}

json::object delete_documents(Parameters& parameters, WriteContext context) {
    parameters.id("ChainId");
    return delete_records(&Hotel::identity_documents, "IdentityDocumentIds", 100, parameters,
                          context);
}

constexpr WriteOperation operations[] = {
    {"identityDocuments/add", add_documents},
    {"identityDocuments/update", update_documents},
    {"identityDocuments/delete", delete_documents},
};

}  // namespace

std::span<const WriteOperation> document_writes() {
    return operations;
}

}  // namespace stayd::sim
