#include "tests/sim/mews/city_house.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <span>

#include "tests/sim/mews/city_hotel.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

/// A kind of room under the letter the booking data gives it. The data does not say what the
/// letters mean.
struct Kind {
    char letter;
    int rooms;
    const char* name;
    const char* portuguese;
    const char* short_name;
    const char* type;
    const char* classification;
    int ordering;
    int capacity;
    int extra_capacity;
};

/// A house before anybody came: as many rooms of each kind as the data's fullest night asks for,
/// give or take.
struct House {
    const char* name;
    const char* short_name;
    int floors;
    std::span<const Kind> kinds;

    int rooms() const {
        int sum = 0;
        for (const auto& kind : kinds) sum += kind.rooms;
        return sum;
    }
};

constexpr Kind city_kinds[] = {
    {'A', 120, "Standard Double", "Duplo Standard", "STD", "Room", "StandardDouble", 10, 2, 1},
    {'B', 14, "Courtyard Twin", "Twin Pátio", "CTW", "Room", "StandardTwin", 20, 2, 0},
    {'D', 46, "Superior Double", "Duplo Superior", "SUP", "Room", "SuperiorDouble", 30, 2, 1},
    {'E', 9, "Deluxe Double with Balcony", "Duplo Deluxe com Varanda", "DLX", "Room",
     "SuperiorDouble", 40, 2, 1},
    {'F', 6, "Family Room", "Quarto Familiar", "FAM", "Room", "Family", 50, 4, 0},
    {'C', 1, "Triple Room", "", "TRP", "Room", "Triple", 45, 3, 0},
    {'K', 2, "Annexe Room", "", "ANX", "Room", "Other", 5, 2, 0},
    {'G', 2, "Junior Suite", "Suite Júnior", "JSU", "Suite", "JuniorSuite", 60, 3, 1},
};
constexpr House city_house{"City Hotel Lisboa", "CITYLIS", 8, city_kinds};

constexpr Kind resort_kinds[] = {
    {'A', 48, "Garden Double", "Duplo Jardim", "GDN", "Room", "StandardDouble", 10, 2, 1},
    {'B', 2, "Annexe Room", "", "ANX", "Room", "Other", 5, 2, 0},
    {'D', 28, "Pool View Double", "Duplo Vista Piscina", "PLV", "Room", "SuperiorDouble", 20, 2, 1},
    {'E', 18, "Sea View Double", "Duplo Vista Mar", "SEA", "Room", "SuperiorDouble", 30, 2, 1},
    {'C', 8, "Family Room", "Quarto Familiar", "FAM", "Room", "Family", 40, 4, 1},
    {'F', 8, "Terrace Room", "Quarto com Terraço", "TER", "Room", "SuperiorDouble", 45, 3, 1},
    {'G', 7, "Family Suite", "Suite Familiar", "FSU", "Suite", "Suite", 50, 4, 1},
    {'H', 3, "Two-bedroom Villa", "Moradia T2", "VIL", "Suite", "Suite", 60, 5, 1},
    {'I', 2, "Sea View Suite", "Suite Vista Mar", "SSU", "Suite", "JuniorSuite", 70, 3, 1},
};
constexpr House resort_house{"Resort Hotel Algarve", "RESALG", 4, resort_kinds};

UtcTime founded() {
    return in_lisbon(std::chrono::sys_days{std::chrono::year{2015} / 6 / 1}, 9h);
}

Localized in_two_languages(const char* english, const char* portuguese) {
    Localized texts{{"en-GB", english}};
    if (*portuguese != '\0') texts.emplace("pt-PT", portuguese);
    return texts;
}

void add_services(Hotel& hotel, SplitMix& random) {
    hotel.services.add({.id = random.guid(),
                        .names = {{"en-GB", "Stay"}, {"pt-PT", "Estadia"}},
                        .type = model::ServiceType::bookable,
                        .start_offset = "P0M0DT15H0M0S",
                        .end_offset = "P0M0DT11H0M0S",
                        .ordering = 1,
                        .created_utc = founded(),
                        .updated_utc = founded()});
    hotel.services.add({.id = random.guid(),
                        .names = {{"en-GB", "Food and beverage"}, {"pt-PT", "Comidas e bebidas"}},
                        .type = model::ServiceType::additional,
                        .ordering = 2,
                        .created_utc = founded(),
                        .updated_utc = founded()});
}

void add_age_categories(Hotel& hotel, SplitMix& random) {
    const auto add = [&](const char* name, const char* short_name,
                         model::AgeClassification classification, std::optional<int> from,
                         std::optional<int> to) {
        hotel.age_categories.add({.id = random.guid(),
                                  .service_id = hotel.services.rows().front().id,
                                  .names = {{"en-GB", name}},
                                  .short_names = {{"en-GB", short_name}},
                                  .classification = classification,
                                  .minimal_age = from,
                                  .maximal_age = to,
                                  .created_utc = founded(),
                                  .updated_utc = founded()});
    };
    add("Adult", "A", model::AgeClassification::adult, 18, std::nullopt);
    add("Child", "C", model::AgeClassification::child, 3, 17);
    add("Infant", "I", model::AgeClassification::child, std::nullopt, 2);
}

/// Kind by kind across the floors, so that every floor has as many rooms and most kinds.
void add_rooms(Hotel& hotel, const House& house, int rooms, SplitMix& random) {
    int placed = 0;
    int due = 0;  ///< by the end of the kind in hand, of the house's own
    for (const auto& kind : house.kinds) {
        const auto category_id = hotel.resource_categories
                                     .add({.id = random.guid(),
                                           .service_id = hotel.services.rows().front().id,
                                           .letter = kind.letter,
                                           .names = in_two_languages(kind.name, kind.portuguese),
                                           .short_names = {{"en-GB", kind.short_name}},
                                           .type = kind.type,
                                           .classification = kind.classification,
                                           .ordering = kind.ordering,
                                           .capacity = kind.capacity,
                                           .extra_capacity = kind.extra_capacity,
                                           .created_utc = founded(),
                                           .updated_utc = founded()})
                                     .id;
        due += kind.rooms;
        for (; placed < due * rooms / house.rooms(); ++placed) {
            const int floor = placed % house.floors + 1;
            const auto& room = hotel.resources.add(
                {.id = random.guid(),
                 .category_id = category_id,
                 .name = fmt::format("{}{:02}", floor, placed / house.floors + 1),
                 .floor = std::to_string(floor),
                 .created_utc = founded(),
                 .updated_utc = founded()});
            hotel.resource_category_assignments.add({.id = random.guid(),
                                                     .resource_id = room.id,
                                                     .category_id = category_id,
                                                     .created_utc = founded(),
                                                     .updated_utc = founded()});
        }
    }
}

Hotel empty_hotel(const House& house, int rooms, SplitMix& random) {
    Hotel hotel;
    hotel.integration_profile_id = random.guid();
    hotel.staff_profile_id = random.guid();
    hotel.enterprises.add({.id = random.guid(),
                           .chain_id = random.guid(),
                           .address_id = random.guid(),
                           .name = house.name,
                           .short_name = house.short_name,
                           .time_zone = "Europe/Lisbon",
                           .default_language = "en-GB",
                           .currency = "EUR",
                           .created_utc = founded(),
                           .updated_utc = founded()});
    add_services(hotel, random);
    add_age_categories(hotel, random);
    add_rooms(hotel, house, rooms, random);
    for (const char* name :
         {"Housekeeping", "Maintenance", "Front desk", "Food and beverage", "Concierge"}) {
        hotel.departments.add({.id = random.guid(),
                               .name = name,
                               .created_utc = founded(),
                               .updated_utc = founded()});
    }
    return hotel;
}

}  // namespace

UtcTime in_lisbon(std::chrono::sys_days day, Duration time_of_day) {
    static const auto* zone = date::locate_zone("Europe/Lisbon");
    return zone->to_sys(date::local_time<Duration>{day.time_since_epoch() + time_of_day},
                        date::choose::earliest);
}

std::chrono::sys_days day_in_lisbon(UtcTime time) {
    static const auto* zone = date::locate_zone("Europe/Lisbon");
    return std::chrono::sys_days{
        std::chrono::floor<std::chrono::days>(zone->to_local(time).time_since_epoch())};
}

UtcTime city_hotel_morning() {
    return std::chrono::sys_days{std::chrono::year{2015} / 9 / 17} + std::chrono::hours{8};
}

UtcTime city_hotel_first_day() {
    return std::chrono::sys_days{std::chrono::year{2015} / 9 / 10};
}
UtcTime city_hotel_last_day() {
    return std::chrono::sys_days{std::chrono::year{2015} / 10 / 16};
}

Hotel empty_city_hotel(SplitMix& random, int rooms) {
    return empty_hotel(city_house, rooms, random);
}

Hotel empty_resort_hotel(SplitMix& random) {
    return empty_hotel(resort_house, resort_house.rooms(), random);
}

}  // namespace stayd::sim
