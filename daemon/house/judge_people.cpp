#include <fmt/format.h>

#include <algorithm>

#include "house/guest_address.hpp"
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

bool is_country(std::string_view code) {
    return code.size() == 2 &&
           std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// As ISO 3166-2 writes it.
bool is_subdivision(std::string_view code) {
    const auto is_part = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return code.size() >= 4 && code.size() <= 6 && is_country(code.substr(0, 2)) &&
           code[2] == '-' && std::ranges::all_of(code.substr(3), is_part);
}

/// Why what is to be changed of an address cannot be, with which it is `wanted`.
std::string wrong_place(const journal::Fields& changed, const journal::Fields& wanted) {
    if (const auto country = changed.get("CountryCode"); country && !is_country(*country))
        return "CountryCode is two capital letters, such as PT.";
    const auto subdivision = changed.get("CountrySubdivisionCode");
    if (subdivision && !is_subdivision(*subdivision))
        return "CountrySubdivisionCode is written like PT-11: the country, a hyphen, the district.";
    if (subdivision && !subdivision->starts_with(wanted.text("CountryCode") + "-"))
        return fmt::format("{} is in another country: change CountryCode with it, or clear it.",
                           *subdivision);
    if (std::ranges::none_of(wanted, [](const auto& field) { return field.second.has_value(); }))
        return "An address says at least one thing. To remove it, do so in Mews.";
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

/// The whole address is written down, so that it is merged and shown as one; an open change of it
/// is what the next one stands upon.
Judgement Judge::operator()(const SetAddress& action) const {
    const auto guest = surviving_guest(house_.database(), action.guest);
    if (!house_.mirror().document(model::List::customers, guest))
        return no("This guest is not known here. Reload the page.");
    const auto seen = address_of(house_.database(), guest);
    journal::Fields changed;
    auto wanted = seen.fields;
    for (const auto& [name, value] : action.fields) {
        if (seen.fields.has(name) && seen.fields.get(name) == value) continue;
        changed.set(name, value);
        wanted.set(name, value);
    }
    if (changed.empty() && !action.fields.empty()) return no("The guest has this address already.");
    if (auto wrong = wrong_field(changed, address_fields()); !wrong.empty())
        return no(std::move(wrong));
    if (auto wrong = wrong_place(changed, wanted); !wrong.empty()) return no(std::move(wrong));
    // A district of the country that was before.
    if (changed.has("CountryCode") &&
        !wanted.text("CountrySubdivisionCode").starts_with(wanted.text("CountryCode") + "-"))
        wanted.set("CountrySubdivisionCode", std::nullopt);
    if (!seen.id) {
        return {.kind = Kind::add_address,
                .subject = command_,
                .about = guest,
                .value = std::move(wanted),
                .base = seen.fields};
    }
    auto base = fields_in_pms(house_.mirror(), Kind::update_address,
                              pms_id_of(house_.journal(), *seen.id), seen.fields);
    const auto made = house_.journal().find(*seen.id);
    if (!base && !made) return no("This address has just been removed in Mews. Try again.");
    return {.kind = Kind::update_address,
            .subject = *seen.id,
            .about = guest,
            .value = std::move(wanted),
            .base = base ? std::move(*base) : made->value};
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
