#include "tests/sim/mews/city_hotel.hpp"

#include "tests/sim/mews/city_catalog.hpp"
#include "tests/sim/mews/city_house.hpp"
#include "tests/sim/mews/city_money.hpp"
#include "tests/sim/mews/city_profiles.hpp"
#include "tests/sim/mews/city_rooms.hpp"
#include "tests/sim/mews/city_tasks.hpp"

namespace stayd::sim {
namespace {

constexpr int merged_guests = 3;

/// Doubles of guests, merged into them: inactive rows that lead to the kept one. The first is still
/// the owner of a stay, as happens while a merge is under way (connector-api.md, trap 24).
void add_merged_guests(Hotel& hotel, UtcTime now, SplitMix& random) {
    for (int i = 0; i < merged_guests; ++i) {
        auto& stay = hotel.reservations.rows()[random.below(hotel.reservations.size())];
        const auto* kept = hotel.customers.find(stay.account_id);
        if (kept == nullptr) continue;
        auto twin = *kept;
        twin.id = random.guid();
        twin.number = std::to_string(900'001 + i);
        twin.email.clear();
        twin.is_active = false;
        twin.merge_target_id = kept->id;
        twin.created_utc = twin.updated_utc = now - std::chrono::hours{5 - i};
        twin.deleted_utc = twin.updated_utc;
        hotel.customers.add(twin);
        if (i == 0) stay.account_id = twin.id;
    }
}

Hotel filled(Hotel hotel, std::string_view csv, std::uint64_t seed, UtcTime now, SplitMix& random) {
    const auto bookings = parse_bookings(csv);
    const auto sources = add_stays(hotel, bookings, now, random);
    assign_rooms(hotel, sources, now, random);
    set_room_states(hotel, now, random);
    add_merged_guests(hotel, now, random);
    add_tasks(hotel, sources, now, random);
    SplitMix other_random{seed ^ 0x6d657773};  // the rest of the PMS shifts nobody's id
    add_catalog(hotel, other_random);
    add_blocks(hotel, now, other_random);
    add_profiles(hotel, now, other_random);
    add_messages(hotel, now, other_random);
    add_notes_and_groups(hotel, sources, now, other_random);
    add_money(hotel, sources, now, other_random);
    return hotel;
}

}  // namespace

Hotel city_hotel(std::uint64_t seed, UtcTime now) {
    SplitMix random{seed};
    auto house = empty_city_hotel(random);
    return filled(std::move(house), city_hotel_csv(), seed, now, random);
}

Hotel resort_hotel(std::uint64_t seed, UtcTime now) {
    SplitMix random{seed};
    auto house = empty_resort_hotel(random);
    return filled(std::move(house), resort_hotel_csv(), seed, now, random);
}

}  // namespace stayd::sim
