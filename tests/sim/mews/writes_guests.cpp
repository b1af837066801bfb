#include <fmt/format.h>

#include <cctype>

#include "tests/sim/mews/profiles.hpp"
#include "tests/sim/mews/writes.hpp"

/// customers/add, customers/update and accounts/update.
namespace stayd::sim {
namespace {

// --- The fields of a profile ---

/// A text as the field holds it, or 400.
std::string checked(const GuestText& text, std::string value, std::string_view name) {
    if (text.holds == Holds::word && !value.empty() &&
        std::ranges::find(text.words, value) == text.words.end())
        refuse_parameter(name);
    return text.holds == Holds::date && !value.empty() ? checked_date(value, name)
                                                       : std::move(value);
}

/// As customers/add and customers/update read it: what is null or missing is kept, and nothing can
/// be cleared.
void read_plain_texts(Parameters& parameters, GuestChange& change) {
    for (const auto& text : guest_texts()) {
        if (text.only_in_accounts || !parameters.has(text.name)) continue;
        change.texts[&text] =
            checked(text, needed_text(parameters, text.name, text.most), text.name);
    }
}

void read_updated_texts(std::span<const GuestText> texts, std::string_view GuestText::* called,
                        Parameters& parameters, GuestChange& change) {
    for (const auto& text : texts) {
        const auto name = text.*called;
        if (name.empty()) continue;
        const auto update = parameters.updated_text(name, text.most);
        if (!update) continue;
        auto value = update->value.value_or("");
        if (text.column == &Customer::last_name && value.empty()) refuse_parameter(name);
        change.texts[&text] = checked(text, std::move(value), name);
    }
}

void read_address(Parameters& parameters, GuestChange& change) {
    auto address = parameters.object("Address");
    if (!address) return;
    for (const auto name :
         {"Line1", "Line2", "City", "PostalCode", "CountryCode", "CountrySubdivisionCode"}) {
        if (auto text = address->text(name)) change.address[name] = std::move(*text);
    }
    address->note_unknown();
}

/// What customers/add and customers/update share.
GuestChange read_profile(Parameters& parameters, Hotel& hotel) {
    GuestChange change;
    read_plain_texts(parameters, change);
    if (const auto id = parameters.id("CompanyId")) {
        check_reference(hotel.companies, id, "CompanyId");
        change.company_id = Update<Uuid>{id};
    }
    read_address(parameters, change);
    change.classifications = parameters.words("Classifications", guest_classifications());
    change.options = parameters.words("Options", guest_options());
    parameters.id("ChainId");
    return change;
}

// --- E-mail addresses are unique ---

bool same_address(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
        return std::tolower(a) == std::tolower(b);
    });
}

const std::string* email_in(const GuestChange& change) {
    for (const auto& [text, value] : change.texts) {
        if (text->column == &Customer::email && !value.empty()) return &value;
    }
    return nullptr;
}

Customer* guest_by_email(Hotel& hotel, std::string_view email) {
    for (auto& row : hotel.customers.rows()) {
        if (row.is_active && same_address(row.email, email)) return &row;
    }
    return nullptr;
}

[[noreturn]] void refuse_email(std::string_view email) {
    refuse_for_staff(fmt::format("Another profile has the e-mail {}.", email));
}

void check_email(Hotel& hotel, const Customer& guest, const GuestChange& change) {
    const auto* email = email_in(change);
    if (email == nullptr) return;
    const auto* other = guest_by_email(hotel, *email);
    if (other != nullptr && other->id != guest.id) refuse_email(*email);
}

// --- customers/add, customers/update ---

json::object add_customer(Parameters& parameters, WriteContext context) {
    required(parameters.text("LastName"), "LastName");
    auto profile = read_profile(parameters, context.hotel);
    for (const auto& text : italian_guest_texts()) {
        if (auto value = parameters.text(text.name, text.most))
            profile.texts[&text] = std::move(*value);
    }
    const bool overwrites = required(parameters.flag("OverwriteExisting"), "OverwriteExisting");
    parameters.note_unknown();
    const auto* email = email_in(profile);
    auto* known = email == nullptr ? nullptr : guest_by_email(context.hotel, *email);
    const Stamp stamp{context.now};
    if (known == nullptr) return render(context.desk.add_guest(profile, stamp), context.hotel);
    if (!overwrites) refuse_email(*email);
    context.desk.change_guest(*known, profile, stamp);
    return render(*known, context.hotel);
}

json::object update_customer(Parameters& parameters, WriteContext context) {
    auto& guest = existing(context.hotel.customers, parameters.id("CustomerId"), "CustomerId");
    auto change = read_profile(parameters, context.hotel);
    read_updated_texts(italian_guest_texts(), &GuestText::name, parameters, change);
    parameters.note_unknown();
    check_email(context.hotel, guest, change);
    context.desk.change_guest(guest, change, Stamp{context.now});
    return render(guest, context.hotel);
}

// --- accounts/update ---

/// One `upd<bool>` for each word: what the list of set words becomes.
std::optional<std::vector<std::string>> read_flags(Parameters& parameters, std::string_view name,
                                                   std::span<const std::string_view> words,
                                                   std::vector<std::string> set) {
    auto flags = parameters.object(name);
    if (!flags) return std::nullopt;
    for (const auto word : words) {
        const auto update = flags->updated_flag(word);
        if (!update) continue;
        std::erase(set, word);
        if (update->value.value_or(false)) set.emplace_back(word);
    }
    flags->note_unknown();
    return set;
}

GuestChange read_guest_account(Parameters& item, const Customer& guest, Hotel& hotel) {
    GuestChange change;
    read_updated_texts(guest_texts(), &GuestText::account_name, item, change);
    if (auto identifiers = item.object("LegalEntityIdentifiers")) {
        read_updated_texts(italian_guest_texts(), &GuestText::account_name, *identifiers, change);
        identifiers->note_unknown();
    }
    change.company_id = item.updated_id("CompanyId");
    check_reference(hotel.companies, change.company_id, "CompanyId");
    change.classifications =
        read_flags(item, "Classifications", guest_classifications(), guest.classifications);
    change.options = read_flags(item, "Options", guest_account_options(), guest.options);
    item.note_unknown();
    return change;
}

struct AccountChange {
    Uuid id;
    std::optional<GuestChange> guest{};
    json::object company{};
};

AccountChange read_account(Parameters& item, WriteContext context) {
    static constexpr std::string_view kinds[] = {"Customer", "Company"};
    const auto kind = required(item.word("Discriminator", kinds), "Discriminator");
    AccountChange change{.id = required(item.id("Id"), "Id")};
    auto members = required(item.object(kind), kind);
    item.has(kind == "Customer" ? "Company" : "Customer");
    item.note_unknown();
    if (kind == "Customer") {
        const auto& guest = existing(context.hotel.customers, change.id, "Id");
        change.guest = read_guest_account(members, guest, context.hotel);
    } else {
        const auto& company = existing(context.hotel.companies, change.id, "Id");
        change.company = read_company_account(members, company, context.hotel);
    }
    return change;
}

/// Within one call, too, no two guests get the same.
void check_emails(const std::vector<AccountChange>& changes, Hotel& hotel) {
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        if (!change->guest) continue;
        check_email(hotel, *hotel.customers.find(change->id), *change->guest);
        const auto* email = email_in(*change->guest);
        if (email == nullptr) continue;
        for (auto other = changes.begin(); other != change; ++other) {
            const auto* taken = other->guest ? email_in(*other->guest) : nullptr;
            if (other->id != change->id && taken != nullptr && same_address(*taken, *email))
                refuse_email(*email);
        }
    }
}

json::object update_accounts(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("AccountUpdates", 1000), "AccountUpdates");
    parameters.id("ChainId");
    parameters.note_unknown();
    std::vector<AccountChange> changes;
    for (auto& item : items) {
        auto change = read_account(item, context);
        if (std::ranges::find(changes, change.id, &AccountChange::id) != changes.end())
            refuse_parameter("Id");
        changes.push_back(std::move(change));
    }
    check_emails(changes, context.hotel);

    json::array accounts;
    for (const auto& change : changes) {
        const Stamp stamp{context.now};
        if (change.guest) {
            auto& guest = *context.hotel.customers.find(change.id);
            context.desk.change_guest(guest, *change.guest, stamp);
            accounts.push_back(render_account(guest, context.hotel));
        } else {
            auto& company = *context.hotel.companies.find(change.id);
            if (!change.company.empty())
                context.desk.change(&Hotel::companies, company, change.company, stamp);
            accounts.push_back(render_account(company, context.hotel));
        }
    }
    return {{"Accounts", std::move(accounts)}};
}

constexpr WriteOperation operations[] = {
    {"customers/add", add_customer},
    {"customers/update", update_customer},
    {"accounts/update", update_accounts},
};

}  // namespace

std::span<const WriteOperation> guest_writes() {
    return operations;
}

}  // namespace stayd::sim
