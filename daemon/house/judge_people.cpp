#include <fmt/format.h>

#include <algorithm>

#include "house/judge.hpp"
#include "house/pms_facts.hpp"

namespace stayd::house {

using journal::Kind;

namespace {

constexpr std::size_t longest_field = 255;
constexpr std::size_t longest_note = 900;  // of the PMS's 1000, with our mark

constexpr std::string_view document_types[] = {"IdentityCard", "Passport", "Visa",
                                               "DriversLicense"};

std::string wrong_field(const journal::Fields& fields, std::span<const std::string_view> known) {
    if (fields.empty()) return "Nothing is to be changed.";
    for (const auto& [name, value] : fields) {
        if (std::ranges::find(known, name) == known.end())
            return fmt::format("{} cannot be changed here.", name);
        if (value && value->empty()) return fmt::format("{} is empty: clear it instead.", name);
        if (value && characters(*value) > longest_field)
            return fmt::format("{} is longer than 255 characters.", name);
    }
    if (const auto email = fields.get("Email"); email && email->find('@') == std::string::npos)
        return "The e-mail address has no @.";
    return {};
}

}  // namespace

Judgement Judge::of_account(Kind kind, const Uuid& subject, const journal::Fields& fields,
                            std::span<const std::string_view> known) const {
    if (auto wrong = wrong_field(fields, known); !wrong.empty()) return no(std::move(wrong));
    for (const char* name : {"LastName", "Name"}) {
        if (fields.has(name) && !fields.get(name)) return no("The name cannot be cleared.");
    }
    auto base = fields_in_pms(house_.mirror(), kind, subject, fields);
    if (!base) return no("This profile is not known here. Reload the page.");
    return {.kind = kind, .subject = subject, .value = fields, .base = std::move(*base)};
}

Judgement Judge::operator()(const UpdateGuest& action) const {
    return of_account(Kind::update_guest, surviving_guest(house_.database(), action.guest),
                      action.fields, guest_fields());
}

Judgement Judge::operator()(const UpdateCompany& action) const {
    return of_account(Kind::update_company, action.company, action.fields, company_fields());
}

Judgement Judge::operator()(const AddDocument& action) const {
    const auto guest = surviving_guest(house_.database(), action.guest);
    if (!house_.mirror().document(model::List::customers, guest))
        return no("This guest is not known here. Reload the page.");
    if (auto wrong = wrong_field(action.fields, document_fields()); !wrong.empty())
        return no(std::move(wrong));
    if (std::ranges::find(document_types, action.fields.text("Type")) == std::end(document_types)) {
        return no("A document is an IdentityCard, a Passport, a Visa or a DriversLicense.");
    }
    if (!action.fields.get("Number")) return no("The document's number is missing.");
    return {
        .kind = Kind::add_document, .subject = command_, .about = guest, .value = action.fields};
}

Judgement Judge::operator()(const RemoveDocument& action) const {
    const auto made = house_.journal().find(action.document);
    if (made && made->kind == Kind::add_document)
        return {.kind = Kind::remove_document, .subject = action.document, .about = made->about};
    const auto guest =
        house_.mirror().id_in(model::List::identity_documents, action.document, "customer_uid");
    if (!guest) return no("This document is not known here. Reload the page.");
    return {.kind = Kind::remove_document, .subject = action.document, .about = guest};
}

Judgement Judge::operator()(const AddGuestNote& action) const {
    const auto guest = surviving_guest(house_.database(), action.guest);
    if (!house_.mirror().document(model::List::customers, guest))
        return no("This guest is not known here. Reload the page.");
    if (action.text.empty()) return no("The note is empty.");
    if (characters(action.text) > longest_note || action.text.size() > longest_note)
        return no("The note is longer than 900 characters.");
    return {.kind = Kind::add_guest_note,
            .subject = command_,
            .about = guest,
            .value = {{"Text", action.text}}};
}

}  // namespace stayd::house
