#include "tests/sim/mews/city_catalog.hpp"

#include "tests/sim/mews/city_house.hpp"
#include "tests/sim/mews/record_lists.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

class CatalogMaker {
  public:
    CatalogMaker(Hotel& hotel, SplitMix& random)
        : hotel_(hotel),
          random_(random),
          stay_(hotel.services.rows().front().id.to_string()),
          food_(hotel.services.rows().back().id.to_string()),
          opened_(hotel.enterprise().created_utc) {}

    void add_features();
    void add_accounting();
    void add_products();
    void add_rates();
    void add_sources();
    void add_loyalty();

  private:
    std::string add(Records table, const json::object& members) {
        return add_with_id(table, random_.guid(), members);
    }
    std::string add_with_id(Records table, const Uuid& id, const json::object& members) {
        opened_ += 1min;
        (hotel_.*table).add(make_record(hotel_, table, id, opened_, members));
        return id.to_string();
    }

    Hotel& hotel_;
    SplitMix& random_;
    std::string stay_;
    std::string food_;
    UtcTime opened_;
};

json::object named(std::string_view english, std::string_view portuguese = {}) {
    json::object names{{"en-GB", english}};
    if (!portuguese.empty()) names.emplace("pt-PT", portuguese);
    return names;
}

void CatalogMaker::add_features() {
    struct Feature {
        const char* classification;
        const char* english;
        const char* portuguese;
        int percent;  ///< of the rooms
    };
    constexpr Feature features[] = {{"RiverView", "River view", "Vista rio", 12},
                                    {"TwinBeds", "Twin beds", "Camas separadas", 30},
                                    {"HighFloor", "High floor", "Andar alto", 0},
                                    {"Balcony", "Balcony", "Varanda", 8},
                                    {"AccessibleRoom", "Accessible room", "", 3},
                                    {"SeaView", "Sea view", "Vista mar", 4}};
    for (const auto& feature : features) {
        const auto id =
            add(&Hotel::resource_features,
                {{"ServiceId", stay_},
                 {"Classification", feature.classification},
                 {"Names", named(feature.english, feature.portuguese)},
                 {"ShortNames", named(std::string_view{feature.english}.substr(0, 3))}});
        const bool is_high = std::string_view{feature.classification} == "HighFloor";
        for (const auto& room : hotel_.resources.rows()) {
            if (is_high ? room.floor < "7" : !random_.chance(feature.percent)) continue;
            add(&Hotel::resource_feature_assignments,
                {{"ResourceId", room.id.to_string()}, {"FeatureId", id}});
        }
    }
    for (const char* name : {"Restaurante Poço", "Rooftop bar", "Minibar"})
        add(&Hotel::outlets, {{"Name", name}});
    hotel_.outlets.rows().back().is_active = false;
}

void CatalogMaker::add_accounting() {
    struct Category {
        const char* code;
        const char* name;
        const char* classification;  ///< empty: null
    };
    for (const auto& [code, name, classification] :
         {Category{"ACC", "Accommodation", "Accommodation"},
          Category{"FNB", "Food and beverage", "FoodAndBeverage"},
          Category{"TAX", "Taxa municipal turística", "Taxes"}, Category{"PAY", "Payments", ""},
          Category{"MISC", "Other income", "SundryIncome"},
          Category{"OLD", "Telephone (until 2014)", ""}}) {
        add(&Hotel::accounting_categories,
            {{"Name", name},
             {"Code", code},
             {"LedgerAccountCode", "7" + std::to_string(hotel_.accounting_categories.size())},
             {"Classification",
              *classification == '\0' ? json::value{} : json::value(classification)}});
    }
    hotel_.accounting_categories.rows().back().is_active = false;
}

void CatalogMaker::add_products() {
    const auto accounting = [&](const char* code) {
        return record_by(hotel_.accounting_categories, "Code", code).id.to_string();
    };
    const auto category = [&](const std::string& service, const char* english,
                              const char* portuguese, int ordering) {
        return add(&Hotel::product_categories, {{"ServiceId", service},
                                                {"Names", named(english, portuguese)},
                                                {"Ordering", ordering}});
    };
    const auto with_stay = category(stay_, "With the stay", "Com a estadia", 1);
    const auto meals = category(food_, "Meals", "Refeições", 2);
    const auto drinks = category(food_, "Bar", "", 3);

    struct Product {
        const char* code;
        const std::string* service;
        const std::string* category;  ///< null: none
        const char* accounting;
        const char* english;
        const char* portuguese;
        int cents;
        int tax_percent;
        const char* charging;
        const char* kind;  ///< a member of Classifications; empty: none
        bool is_default;
    };
    const Product products[] = {
        {"NIGHT", &stay_, nullptr, "ACC", "Night", "Noite", 9000, 6, "PerTimeUnit", "", true},
        {"CITYTAX", &stay_, nullptr, "TAX", "City tax", "Taxa turística", 100, 0,
         "PerPersonPerTimeUnit", "CityTax", true},
        {"BREAKFAST", &stay_, &with_stay, "FNB", "Breakfast", "Pequeno-almoço", 900, 13,
         "PerPersonPerTimeUnit", "Food", false},
        {"COT", &stay_, &with_stay, "ACC", "Baby cot", "Berço", 0, 6, "Once", "", false},
        {"LATE", &stay_, &with_stay, "ACC", "Late check-out", "", 3500, 6, "Once", "Fee", false},
        {"DINNER", &food_, &meals, "FNB", "Dinner, half board", "Jantar, meia pensão", 2200, 13,
         "PerPersonPerTimeUnit", "Food", false},
        {"LUNCH", &food_, &meals, "FNB", "Lunch", "Almoço", 1850, 13, "Once", "Food", false},
        {"WINE", &food_, &drinks, "FNB", "Glass of vinho verde", "Copo de vinho verde", 480, 23,
         "Once", "Beverage", false},
        {"COFFEE", &food_, &drinks, "FNB", "Bica", "Bica", 120, 13, "Once", "Beverage", false},
        {"WATER", &food_, &drinks, "FNB", "Water", "Água", 190, 13, "Once", "Beverage", false}};
    int ordering = 0;
    for (const auto& product : products) {
        const auto id = add(
            &Hotel::products,
            {{"ServiceId", *product.service},
             {"CategoryId",
              product.category == nullptr ? json::value{} : json::value(*product.category)},
             {"AccountingCategoryId", accounting(product.accounting)},
             {"Names", named(product.english, product.portuguese)},
             {"ExternalNames", named(product.english, product.portuguese)},
             {"ChargingMode", product.charging},
             {"PostingMode", std::string_view{product.charging} == "Once" ? "Once" : "PerTimeUnit"},
             {"Price", amount(product.cents, product.tax_percent)},
             {"Ordering", ++ordering},
             {"ExternalIdentifier", product.code},
             {"IsDefault", product.is_default}});
        auto& row = *hotel_.products.find(*Uuid::parse(id));
        if (*product.kind != '\0') row.body["Classifications"].as_object()[product.kind] = true;
    }
}

void CatalogMaker::add_rates() {
    struct Segment {
        const char* name;
        const char* rate;
        const char* short_name;
        const char* type;
    };
    const auto group = add(&Hotel::rate_groups, {{"ServiceId", stay_},
                                                 {"Ordering", 1},
                                                 {"Names", named("Rack rates", "Tarifas públicas")},
                                                 {"ExternalIdentifier", "RACK"}});
    const auto contracts = add(&Hotel::rate_groups, {{"ServiceId", stay_},
                                                     {"Ordering", 2},
                                                     {"Names", named("Contracts", "Contratos")},
                                                     {"ShortNames", named("Con")}});
    const auto base =
        hotel_.reservations.size() == 0 ? random_.guid() : hotel_.reservations.rows()[0].rate_id;
    add_with_id(&Hotel::rates, base,
                {{"GroupId", group},
                 {"ServiceId", stay_},
                 {"IsBaseRate", true},
                 {"IsDefault", true},
                 {"Names", named("Best flexible", "Tarifa flexível")},
                 {"ShortName", "BAR"},
                 {"ExternalIdentifier", "BAR"}});
    for (const auto& [name, rate, short_name, type] :
         {Segment{"Online TA", "Online, non refundable", "ONR", "Public"},
          Segment{"Offline TA/TO", "Tour operators", "TOP", "Private"},
          Segment{"Groups", "Groups", "GRP", "Private"},
          Segment{"Direct", "Direct", "DIR", "Public"},
          Segment{"Corporate", "Corporate", "COR", "Private"},
          Segment{"Complementary", "Complimentary", "CMP", "Private"}}) {
        const auto segment = add(&Hotel::business_segments, {{"ServiceId", stay_}, {"Name", name}});
        const bool is_public = std::string_view{type} == "Public";
        add(&Hotel::rates, {{"GroupId", is_public ? group : contracts},
                            {"ServiceId", stay_},
                            {"BaseRateId", base.to_string()},
                            {"BusinessSegmentId", segment},
                            {"IsPublic", is_public},
                            {"Type", type},
                            {"Names", named(rate)},
                            {"ShortName", short_name},
                            {"ExternalIdentifier", short_name}});
    }
    hotel_.rates.rows().back().is_active = false;
}

void CatalogMaker::add_sources() {
    struct Source {
        const char* name;
        const char* type;
        int code;
    };
    for (const auto& [name, type, code] :
         {Source{"Online travel agencies", "OnlineTravelAgency", 10},
          Source{"Tour operators", "TourOperatorSystem", 20}, Source{"Group desks", "Agent", 30},
          Source{"Website", "OnlineBookingEngine", 40},
          Source{"Companies", "CentralReservationSystem", 50},
          Source{"GDS", "GlobalDistributionSystem", 60}})
        add(&Hotel::sources, {{"Name", name}, {"Type", type}, {"Code", code}});
}

void CatalogMaker::add_loyalty() {
    const auto ours = add(&Hotel::loyalty_programs, {{"Name", "Azulejo Club"}, {"Code", "AZUL"}});
    add(&Hotel::loyalty_programs, {{"Name", "Miles of a partner"},
                                   {"Code", "MILES"},
                                   {"Type", "ExternalPartner"},
                                   {"Subscription", "Paid"}});
    int ordering = 0;
    for (const char* name : {"Branco", "Azul", "Dourado"}) {
        add(&Hotel::loyalty_tiers, {{"LoyaltyProgramId", ours},
                                    {"Name", name},
                                    {"Code", std::string{name}.substr(0, 1)},
                                    {"Ordering", ++ordering}});
    }
}

}  // namespace

void add_catalog(Hotel& hotel, SplitMix& random) {
    CatalogMaker maker{hotel, random};
    maker.add_features();
    maker.add_accounting();
    maker.add_products();
    maker.add_rates();
    maker.add_sources();
    maker.add_loyalty();
}

void add_blocks(Hotel& hotel, UtcTime now, SplitMix& random) {
    const auto today = day_in_lisbon(now);
    struct Block {
        const char* name;
        const char* type;
        int first_day;  ///< from today
        int last_day;
        Duration made_ago;
        bool is_deleted;
    };
    const Block blocks[] = {
        {"Carpet laid", "OutOfOrder", -9, -6, 24h * 12, false},
        {"Leak in the bathroom", "OutOfOrder", -3, 2, 24h * 4, true},
        {"Architect of the refurbishment", "InternalUse", -1, 3, 24h * 2, false},
        {"Bathroom refurbishment, 2.ª fase", "OutOfOrder", 40, 47, 20h, false},
    };
    std::vector<const Resource*> free;
    for (const auto& room : hotel.resources.rows()) {
        if (std::ranges::none_of(hotel.reservations.rows(), [&](const Reservation& stay) {
                return stay.assigned_resource_id == room.id && stay.holds_room();
            }))
            free.push_back(&room);
    }
    for (const auto& block : blocks) {
        const auto& rooms = hotel.resources.rows();
        const auto& room =
            free.empty() ? rooms[random.below(rooms.size())] : *free[random.below(free.size())];
        auto record = make_record(
            hotel, &Hotel::resource_blocks, random.guid(), now - block.made_ago,
            {{"AssignedResourceId", room.id.to_string()},
             {"Type", block.type},
             {"StartUtc", to_iso8601(in_lisbon(today + std::chrono::days{block.first_day}, 9h))},
             {"EndUtc", to_iso8601(in_lisbon(today + std::chrono::days{block.last_day}, 18h))},
             {"Name", block.name},
             {"Notes",
              block.is_deleted ? json::value("Mended sooner than thought") : json::value{}}});
        if (block.is_deleted) {
            record.is_active = false;
            record.deleted_utc = record.updated_utc =
                std::chrono::floor<std::chrono::seconds>(now - 30h);
        }
        hotel.resource_blocks.add(std::move(record));
    }
}

const Record& product(const Hotel& hotel, std::string_view code) {
    return record_by(hotel.products, "ExternalIdentifier", code);
}

}  // namespace stayd::sim
