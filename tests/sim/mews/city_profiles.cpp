#include "tests/sim/mews/city_profiles.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/record_lists.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using namespace std::chrono_literals;

struct Place {
    const char* country;
    const char* street;
    const char* city;
    const char* postal_code;
    const char* subdivision;  ///< empty: null
};
constexpr Place places[] = {
    {"PT", "Rua das Flores {}, 2.º Esq.", "Porto", "4050-265", "PT-13"},
    {"GB", "{} Mill Lane", "Leeds", "LS1 4AP", ""},
    {"FR", "{}, rue de l’Église", "Orléans", "45000", "FR-45"},
    {"DE", "Königstraße {}", "Köln", "50667", ""},
    {"ES", "Calle de la Peña {}", "A Coruña", "15001", "ES-C"},
    {"IT", "Via Forlì {}", "Bologna", "40121", ""},
    {"IL", "רחוב הנביאים {}", "ירושלים", "9510101", ""},
    {"RU", "ул. Садовая, д. {}", "Санкт-Петербург", "191023", ""},
    {"CN", "中山路{}号", "上海", "200001", ""},
    {"BR", "Avenida São João, {}", "São Paulo", "01035-000", "BR-SP"},
    {"US", "{} Elm Street", "Springfield", "62701", "US-IL"},
};

const Place& place_of(const std::string& country, SplitMix& random) {
    const auto known = std::ranges::find(places, country, &Place::country);
    return known == std::end(places) ? places[random.below(std::size(places))] : *known;
}

constexpr const char* account_notes[] = {
    "Likes a quiet room away from the lift.",
    "Gosta de jornais em papel de manhã.",
    "Allergisch gegen Federn: bitte nur Kunstfaserkissen.",
    "מעדיף קומה גבוהה",
    "Complained about noise from room above (previous stay); offered an upgrade.",
    "Anniversary on 20 September. Flowers from the house.",
    "Client régulier, connaît bien la maison ; café sans sucre.",
};
constexpr const char* note_kinds[] = {"General",         "Housekeeping", "FrontOffice",
                                      "FoodAndBeverage", "Complaints",   "PreviousStay"};

class ProfileMaker {
  public:
    ProfileMaker(Hotel& hotel, UtcTime now, SplitMix& random)
        : hotel_(hotel), now_(now), random_(random) {}

    void complete_companies();
    void add_addresses();
    void add_documents_and_families();
    void add_account_notes();
    void add_memberships();

  private:
    Record address(const Uuid& account, const char* type, const std::string& country,
                   UtcTime created);
    void add_document(const Customer& guest, UtcTime checked_in);
    void add_relationship(const Uuid& one, const Uuid& other, const char* word, UtcTime created);
    /// The guests of each stay in the house.
    std::map<Uuid, std::vector<const Customer*>> guests_in_house() const;

    Hotel& hotel_;
    UtcTime now_;
    SplitMix& random_;
    std::vector<Record> documents_{};
    std::vector<Record> relationships_{};
    std::vector<Record> addresses_{};
};

void ProfileMaker::complete_companies() {
    // Numbers of up to 19 digits: the second is more than a double holds exactly, the third more
    // than a signed integer holds.
    constexpr std::uint64_t large_numbers[] = {1'000U, 9'007'199'254'740'993U,
                                               9'300'000'000'000'000'001U};
    auto& rows = hotel_.companies.rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& company = rows[i];
        const bool is_agent = text_in(company, "Name").starts_with("Agent");
        const auto number = i < std::size(large_numbers) ? large_numbers[i] : 1'000 + i;
        set_members(
            company,
            {{"Number", number},
             {"Iata", is_agent && random_.chance(60)
                          ? json::value(fmt::format("{:08}", random_.below(100'000'000)))
                          : json::value{}},
             {"InvoicingEmail", random_.chance(50)
                                    ? json::value(fmt::format("invoices{}@example.com", i))
                                    : json::value{}},
             {"TaxIdentifier",
              is_agent ? json::value{}
                       : json::value(fmt::format("PT{:09}", random_.below(1'000'000'000)))},
             {"InvoiceDueInterval", is_agent ? json::value("P0Y1M0DT0H0M0S") : json::value{}},
             {"CreditRating",
              json::object{{"Basic", random_.chance(20) ? json::value("PaymentRequiredUpfront")
                                                        : json::value("CreditOk")}}}});
        if (i % 9 == 4) company.updated_utc.reset();
        if (i % 13 == 6) company.created_utc = company.updated_utc = std::nullopt;
    }
    if (rows.size() > 5) {
        rows[5].is_active = false;
        set_members(rows[5], {{"MergeTargetId", rows[3].id.to_string()}});
        set_members(rows[4], {{"MotherCompanyId", rows[0].id.to_string()}});
    }
}

Record ProfileMaker::address(const Uuid& account, const char* type, const std::string& country,
                             UtcTime created) {
    const auto& place = place_of(country, random_);
    return make_record(
        hotel_, &Hotel::addresses, random_.guid(), created,
        {{"AccountId", account.to_string()},
         {"AccountType", type},
         {"Line1", fmt::format(fmt::runtime(place.street), 1 + random_.below(180))},
         {"City", place.city},
         {"PostalCode", place.postal_code},
         {"CountryCode", place.country},
         {"CountrySubdivisionCode",
          *place.subdivision == '\0' ? json::value{} : json::value(place.subdivision)}});
}

void ProfileMaker::add_addresses() {
    for (auto& guest : hotel_.customers.rows()) {
        if (!random_.chance(25)) continue;
        addresses_.push_back(address(guest.id, "Customer", guest.nationality, guest.created_utc));
        guest.address_id = addresses_.back().id;
        if (random_.chance(2)) addresses_.back().is_active = false;
        if (random_.chance(3)) addresses_.back().updated_utc.reset();
    }
    for (auto& company : hotel_.companies.rows()) {
        if (!random_.chance(70)) continue;
        addresses_.push_back(
            address(company.id, "Company", "PT",
                    company.created_utc.value_or(hotel_.enterprise().created_utc)));
        set_members(company, {{"AddressId", addresses_.back().id.to_string()}});
    }
    keep_in_order(hotel_.addresses, std::move(addresses_));
}

std::map<Uuid, std::vector<const Customer*>> ProfileMaker::guests_in_house() const {
    std::map<Uuid, std::vector<const Customer*>> guests;
    for (const auto& stay : hotel_.reservations.rows()) {
        if (stay.state != ReservationState::started) continue;
        auto& of_stay = guests[stay.id];
        if (const auto* owner = hotel_.customers.find(stay.account_id)) of_stay.push_back(owner);
    }
    for (const auto& companionship : hotel_.companionships.rows()) {
        const auto found = guests.find(*companionship.reservation_id);
        if (found == guests.end()) continue;
        const auto* guest = hotel_.customers.find(companionship.customer_id);
        if (std::ranges::find(found->second, guest) == found->second.end())
            found->second.push_back(guest);
    }
    return guests;
}

void ProfileMaker::add_document(const Customer& guest, UtcTime checked_in) {
    const bool is_near = guest.nationality == "PT" || guest.nationality == "ES" ||
                         guest.nationality == "FR" || guest.nationality == "DE";
    const bool is_card = is_near && random_.chance(70);
    const auto digits = random_.below(100'000'000);
    documents_.push_back(make_record(
        hotel_, &Hotel::identity_documents, random_.guid(), checked_in,
        {{"CustomerId", guest.id.to_string()},
         {"Type", is_card ? "IdentityCard" : "Passport"},
         {"Number", random_.chance(3) ? std::string{} : fmt::format("X{:08}", digits)},
         {"ExpirationDate",
          fmt::format("{}-0{}-{:02}", 2016 + digits % 8, 1 + digits % 9, 1 + digits % 28)},
         {"IssuanceDate", random_.chance(40) ? json::value("2012-02-29") : json::value{}},
         {"IssuingCountryCode",
          guest.nationality.empty() ? json::value{} : json::value(guest.nationality)},
         {"IsVerified", random_.chance(30)}}));
}

void ProfileMaker::add_relationship(const Uuid& one, const Uuid& other, const char* word,
                                    UtcTime created) {
    relationships_.push_back(make_record(hotel_, &Hotel::relationships, random_.guid(), created,
                                         {{"CustomerId", one.to_string()},
                                          {"RelatedCustomerId", other.to_string()},
                                          {"Relationship", word}}));
}

void ProfileMaker::add_documents_and_families() {
    for (const auto& [stay_id, guests] : guests_in_house()) {
        const auto came = *hotel_.reservations.find(stay_id)->actual_start_utc;
        for (const auto* guest : guests) {
            if (random_.chance(85)) add_document(*guest, came);
        }
        if (guests.size() < 2 || !random_.chance(35)) continue;
        const bool are_friends = random_.chance(20);
        add_relationship(guests[0]->id, guests[1]->id, are_friends ? "Friend" : "Spouse", came);
        add_relationship(guests[1]->id, guests[0]->id, are_friends ? "Friend" : "Spouse", came);
        if (guests.size() < 3) continue;
        add_relationship(guests[0]->id, guests[2]->id, "Child", came);
        add_relationship(guests[2]->id, guests[0]->id, "Parent", came);
    }
    keep_in_order(hotel_.identity_documents, std::move(documents_));
    keep_in_order(hotel_.relationships, std::move(relationships_));
}

void ProfileMaker::add_account_notes() {
    std::vector<Record> notes;
    const auto profile = profile_data(hotel_.staff_profile_id);
    const auto add = [&](const Uuid& account, const char* type, const char* kind, UtcTime created) {
        notes.push_back(
            make_record(hotel_, &Hotel::account_notes, random_.guid(), created,
                        {{"AccountId", account.to_string()},
                         {"AccountType", type},
                         {"Content", account_notes[random_.below(std::size(account_notes))]},
                         {"Classifications", json::array{kind}},
                         {"CreatorProfile", profile},
                         {"UpdaterProfile", profile}}));
        notes.back().is_active = !random_.chance(6);
    };
    for (const auto& guest : hotel_.customers.rows()) {
        if (random_.chance(4))
            add(guest.id, "Customer", note_kinds[random_.below(std::size(note_kinds))],
                guest.created_utc + (now_ - guest.created_utc) / 2);
    }
    for (const auto& company : hotel_.companies.rows()) {
        if (random_.chance(30))
            add(company.id, "Company", "General",
                company.created_utc.value_or(hotel_.enterprise().created_utc));
    }
    keep_in_order(hotel_.account_notes, std::move(notes));
}

void ProfileMaker::add_memberships() {
    std::vector<Record> memberships;
    const auto program = hotel_.loyalty_programs.rows().front().id.to_string();
    const auto& tiers = hotel_.loyalty_tiers.rows();
    const auto profile = profile_data(hotel_.staff_profile_id);
    for (const auto& guest : hotel_.customers.rows()) {
        if (!guest.is_active || !random_.chance(5)) continue;
        const bool is_new = random_.chance(15);
        memberships.push_back(make_record(
            hotel_, &Hotel::loyalty_memberships, random_.guid(), guest.created_utc,
            {{"AccountId", guest.id.to_string()},
             {"LoyaltyProgramId", program},
             {"State", is_new ? "Pending" : "Enrolled"},
             {"MembershipNumber",
              is_new ? json::value{}
                     : json::value(fmt::format("AZ{:07}", random_.below(10'000'000)))},
             {"Points", is_new ? json::value{} : json::value(random_.below(20'000))},
             {"ExpirationDate", random_.chance(50) ? json::value("2017-12-31") : json::value{}},
             {"LoyaltyTierId",
              is_new ? json::value{}
                     : json::value(tiers[random_.below(tiers.size())].id.to_string())},
             {"CreatorProfile", profile},
             {"UpdaterProfile", profile}}));
        memberships.back().is_active = !random_.chance(8);
    }
    keep_in_order(hotel_.loyalty_memberships, std::move(memberships));
}

struct Line {
    const char* sender;
    const char* text;
};
struct Thread {
    const char* guest;
    const char* subject;
    Duration opened_ago;
    bool is_resolved;
    std::vector<Line> lines;
};

}  // namespace

void keep_in_order(Table<Record>& table, std::vector<Record> rows) {
    std::ranges::stable_sort(rows, {},
                             [](const Record& row) { return row.created_utc.value_or(UtcTime{}); });
    for (auto& row : rows) table.add(std::move(row));
}

void add_profiles(Hotel& hotel, UtcTime now, SplitMix& random) {
    ProfileMaker maker{hotel, now, random};
    maker.complete_companies();
    maker.add_addresses();
    maker.add_documents_and_families();
    maker.add_account_notes();
    maker.add_memberships();
}

void add_messages(Hotel& hotel, UtcTime now, SplitMix& random) {
    const Thread threads[] = {
        {"Inês Ferreira",
         "Berço para bebé",
         30h,
         true,
         {{"Application", "Boa tarde! Podem pôr um berço no quarto?"},
          {"Enterprise", "Com certeza, já está marcado."},
          {"Application", "Obrigada 👶"}}},
        {"Jonas Weber",
         "Late arrival",
         20h,
         false,
         {{"Application", "We land at 23:40, is the desk open?"},
          {"Enterprise", "The desk is open all night."}}},
        {"נועה לוי",
         "הסעה משדה התעופה",
         6h,
         false,
         {{"Application", "שלום, האם אפשר להזמין הסעה לשעה 10:30?"}}},
        {"Guest of 512", "Towels", 40min, false, {{"Application", "Two more towels, please."}}},
    };
    std::vector<Record> messages;
    for (const auto& thread : threads) {
        auto row =
            make_record(hotel, &Hotel::message_threads, random.guid(), now - thread.opened_ago,
                        {{"OriginalSender", thread.guest},
                         {"Subject", thread.subject},
                         {"IsResolved", thread.is_resolved}});
        auto said = *row.created_utc;
        for (const auto& line : thread.lines) {
            messages.push_back(make_record(
                hotel, &Hotel::messages, random.guid(), said,
                {{"MessageThreadId", row.id.to_string()},
                 {"Text", line.text},
                 {"Sender", json::object{{"Discriminator", line.sender}, {"Value", nullptr}}}}));
            row.updated_utc = said;
            said += 7min;
        }
        hotel.message_threads.add(std::move(row));
    }
    keep_in_order(hotel.messages, std::move(messages));
}

}  // namespace stayd::sim
