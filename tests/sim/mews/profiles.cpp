#include "tests/sim/mews/profiles.hpp"

#include <algorithm>

#include "tests/sim/mews/record_lists.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

constexpr std::string_view titles[] = {"Mister", "Miss", "Misses"};
constexpr std::string_view sexes[] = {"Male", "Female"};

constexpr GuestText texts[] = {
    {.name = "Title",
     .account_name = "Title",
     .column = &Customer::title,
     .holds = Holds::word,
     .words = titles},
    {.name = "FirstName", .account_name = "FirstName", .column = &Customer::first_name},
    {.name = "LastName", .account_name = "LastName", .column = &Customer::last_name},
    {.name = "SecondLastName",
     .account_name = "SecondLastName",
     .column = &Customer::second_last_name},
    {.name = "NationalityCode",
     .account_name = "NationalityCode",
     .column = &Customer::nationality},
    {.name = "PreferredLanguageCode",
     .account_name = "PreferredLanguageCode",
     .column = &Customer::preferred_language},
    {.name = "Sex",
     .account_name = "Sex",
     .column = &Customer::sex,
     .holds = Holds::word,
     .words = sexes},
    {.name = "BirthDate",
     .account_name = "BirthDate",
     .column = &Customer::birth_date,
     .holds = Holds::date},
    {.name = "BirthCountryCode"},
    {.name = "BirthCountrySubdivisionCode"},
    {.name = "BirthPlace", .account_name = "BirthPlace"},
    {.name = "Occupation", .account_name = "Occupation"},
    {.name = "Email", .account_name = "Email", .column = &Customer::email},
    {.name = "Phone", .account_name = "Telephone", .column = &Customer::phone},
    {.name = "LoyaltyCode", .account_name = "LoyaltyCode"},
    {.name = "Notes", .account_name = "Notes", .column = &Customer::notes},
    {.name = "CarRegistrationNumber", .account_name = "CarRegistrationNumber", .most = 255},
    {.name = "DietaryRequirements",
     .account_name = "DietaryRequirements",
     .column = &Customer::dietary_requirements,
     .most = 255},
    {.name = "TaxIdentificationNumber", .account_name = "TaxIdentifier"},
    {.name = "BillingCode", .account_name = "BillingCode", .only_in_accounts = true},
    {.name = "AccountingCode", .account_name = "AccountingCode", .only_in_accounts = true},
};

constexpr GuestText italian_texts[] = {
    {.name = "ItalianDestinationCode", .account_name = "ItDestinationCode"},
    {.name = "ItalianFiscalCode", .account_name = "ItFiscalCode"},
    {.name = "ItalianLotteryCode", .account_name = "ItLotteryCode", .most = 15},
};

constexpr std::string_view classifications[] = {
    "PaymasterAccount", "Blacklist",       "Media",          "LoyaltyProgram", "PreviousComplaint",
    "Returning",        "Staff",           "FriendOrFamily", "TopManagement",  "Important",
    "VeryImportant",    "Problematic",     "Cashlist",       "DisabledPerson", "Military",
    "Airline",          "HealthCompliant", "InRoom",         "WaitingForRoom", "Student",
    "Blocklist"};

constexpr std::string_view options[] = {"None",
                                        "SendMarketingEmails",
                                        "Invoiceable",
                                        "BillAddressObjection",
                                        "SendMarketingPostalMail",
                                        "SendPartnerMarketingEmails",
                                        "SendPartnerMarketingPostalMail",
                                        "WithdrawCardConsent",
                                        "GuestPhotoConsent",
                                        "IdPhotosConsent"};
constexpr std::string_view account_options[] = {"SendMarketingEmails", "Invoiceable",
                                                "BillAddressObjection"};

constexpr CompanyField fields[] = {
    {.name = "Name", .account_name = "Name", .may_be_cleared = false},
    {.name = "MotherCompanyId", .account_name = "MotherCompanyId", .holds = Holds::id},
    {.name = "InvoicingEmail", .account_name = "Email"},
    {.name = "WebsiteUrl", .account_name = "WebsiteUrl"},
    {.name = "InvoiceDueInterval", .account_name = "InvoiceDueInterval", .holds = Holds::duration},
    {.name = "Department", .account_name = "Department"},
    {.name = "DunsNumber", .account_name = "DunsNumber"},
    {.name = "ReferenceIdentifier", .account_name = "ReferenceId"},
    {.name = "AccountingCode", .account_name = "AccountingCode"},
    {.name = "AdditionalTaxIdentifier", .account_name = "AdditionalTaxIdentifier"},
    {.name = "BillingCode", .account_name = "BillingCode"},
    {.name = "Contact", .account_name = "Contact"},
    {.name = "ContactPerson", .account_name = "ContactPerson"},
    {.name = "Identifier", .account_name = "FiscalIdentifier"},
    {.name = "Iata", .account_name = "Iata"},
    {.name = "Notes", .account_name = "Notes"},
    {.name = "TaxIdentifier", .account_name = "TaxIdentifier"},
    {.name = "Telephone", .account_name = "Telephone"},
    {.name = "ExternalIdentifier", .account_name = "ExternalIdentifier", .most = 255},
};

constexpr std::string_view company_flags[] = {"Invoiceable", "AddFeesToInvoices",
                                              "AddTaxDeductedPaymentToInvoices"};
constexpr std::string_view kinds_of_company[] = {
    "Corporate", "Internal", "Private",         "OnlineTravelAgency", "GlobalDistributionSystem",
    "Marketing", "Inactive", "GovernmentEntity"};
constexpr std::string_view ratings[] = {"CreditOk", "PaymentRequiredUpfront",
                                        "LocalDecisionRequired"};

json::value or_null(const std::string& text) {
    return text.empty() ? json::value{} : json::value(text);
}

json::object flags(const std::vector<std::string>& set, std::span<const std::string_view> all) {
    json::object flags;
    for (const auto name : all) flags[name] = std::ranges::find(set, name) != set.end();
    return flags;
}

}  // namespace

std::string GuestText::of(const Customer& guest) const {
    if (column != nullptr) return guest.*column;
    const auto found = guest.rest.find(name);
    return found == guest.rest.end() ? std::string{} : found->second;
}

void GuestText::set(Customer& guest, std::string text) const {
    if (column != nullptr)
        guest.*column = std::move(text);
    else
        guest.rest.insert_or_assign(std::string{name}, std::move(text));
}

std::span<const GuestText> guest_texts() {
    return texts;
}
std::span<const GuestText> italian_guest_texts() {
    return italian_texts;
}
std::span<const std::string_view> guest_classifications() {
    return classifications;
}
std::span<const std::string_view> guest_options() {
    return options;
}
std::span<const std::string_view> guest_account_options() {
    return account_options;
}
std::span<const CompanyField> company_fields() {
    return fields;
}
std::span<const std::string_view> company_options() {
    return company_flags;
}
std::span<const std::string_view> company_classifications() {
    return kinds_of_company;
}
std::span<const std::string_view> credit_ratings() {
    return ratings;
}

json::object render_account(const Customer& guest, const Hotel& hotel) {
    const auto listed = render(guest, hotel);
    json::object customer{{"Id", listed.at("Id")},
                          {"ChainId", listed.at("ChainId")},
                          {"Number", listed.at("Number")},
                          {"CompanyId", listed.at("CompanyId")},
                          {"IsActive", listed.at("IsActive")},
                          {"CreatedUtc", listed.at("CreatedUtc")},
                          {"UpdatedUtc", listed.at("UpdatedUtc")}};
    for (const auto& text : texts) {
        if (!text.account_name.empty()) customer[text.account_name] = or_null(text.of(guest));
    }
    customer["Classifications"] = flags(guest.classifications, classifications);
    customer["Options"] = flags(guest.options, account_options);
    json::object identifiers;
    for (const auto& text : italian_texts) identifiers[text.account_name] = or_null(text.of(guest));
    customer["LegalEntityIdentifiers"] = std::move(identifiers);
    return {{"Id", listed.at("Id")},
            {"Discriminator", "Customer"},
            {"Customer", std::move(customer)},
            {"Company", nullptr}};
}

json::object render_account(const Record& record, const Hotel& hotel) {
    const auto listed = render(record, hotel);
    json::object company{{"Id", listed.at("Id")},
                         {"ChainId", listed.at("ChainId")},
                         {"Number", listed.at("Number")},
                         {"IsActive", listed.at("IsActive")},
                         {"CreatedUtc", listed.at("CreatedUtc")},
                         {"UpdatedUtc", listed.at("UpdatedUtc")},
                         {"Options", listed.at("Options")},
                         {"CreditRatingBasic", listed.at("CreditRating").at("Basic")}};
    for (const auto& field : fields) company[field.account_name] = listed.at(field.name);
    return {{"Id", listed.at("Id")},
            {"Discriminator", "Company"},
            {"Customer", nullptr},
            {"Company", std::move(company)}};
}

}  // namespace stayd::sim
