#include "tests/sim/mews/city_hotel.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/sim/mews/booking.hpp"
#include "tests/sim/mews/city_house.hpp"
#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;

int count(ReservationState state) {
    return static_cast<int>(
        std::ranges::count(morning_hotel().reservations.rows(), state, &Reservation::state));
}

TEST(CityHotel, HoldsEveryBookingOfTheData) {
    const auto bookings = parse_bookings(city_hotel_csv());
    EXPECT_EQ(bookings.size(), 2442u);
    EXPECT_EQ(morning_hotel().reservations.size() + morning_hotel().to_come.size(),
              bookings.size());
    EXPECT_EQ(morning_hotel().to_come.size(), 16u);
}

TEST(CityHotel, HasTwoHundredRoomsOnEightFloorsEachNamedOnceAndOfOneCategory) {
    std::set<std::string> names;
    std::map<std::string, int> floors;
    for (const auto& room : morning_hotel().resources.rows()) {
        names.insert(room.name);
        ++floors[room.floor];
    }
    EXPECT_EQ(names.size(), 200u);
    EXPECT_EQ(floors.size(), 8u);
    for (const auto& [floor, rooms] : floors) EXPECT_EQ(rooms, 25) << floor;
    EXPECT_EQ(morning_hotel().resource_category_assignments.size(), 200u);
}

TEST(CityHotel, HasOneHundredSixtyFourGuestsOfTheNightLessThoseWhoLeft) {
    int of_the_night = 0;
    const auto last_night = in_lisbon(day_in_lisbon(city_hotel_morning()), 0h);
    for (const auto& stay : morning_hotel().reservations.rows()) {
        if (stay.actual_start_utc && *stay.actual_start_utc < last_night &&
            stay.end_utc() > last_night)
            ++of_the_night;
    }
    EXPECT_EQ(of_the_night, 164);
    EXPECT_LT(count(ReservationState::started), of_the_night);
    EXPECT_GT(count(ReservationState::started), 122);
}

void expect_no_shared_room(const Hotel& hotel) {
    std::map<Uuid, std::vector<const Reservation*>> by_room;
    for (const auto& stay : hotel.reservations.rows()) {
        if (stay.assigned_resource_id) by_room[*stay.assigned_resource_id].push_back(&stay);
    }
    for (auto& [room, stays] : by_room) {
        std::ranges::sort(stays, {}, &Reservation::scheduled_start_utc);
        for (std::size_t i = 1; i < stays.size(); ++i) {
            EXPECT_LE(stays[i - 1]->end_utc(), stays[i]->scheduled_start_utc)
                << hotel.resources.find(room)->name;
        }
    }
}

TEST(CityHotel, LetsNoTwoStaysShareARoom) {
    expect_no_shared_room(morning_hotel());
}

TEST(CityHotel, CanBeSeenFromAnyDayOfItsData) {
    for (auto now = city_hotel_first_day(); now <= city_hotel_last_day(); now += 24h * 4) {
        const auto hotel = city_hotel(3, now + 20h);
        expect_no_shared_room(hotel);
        const auto& stays = hotel.reservations.rows();
        EXPECT_TRUE(std::ranges::none_of(stays, [](const Reservation& stay) {
            return stay.state == ReservationState::started && !stay.assigned_resource_id;
        }));
    }
}

TEST(CityHotel, TurnsTheSevenAwayThatItsFullestNightHasNoRoomFor) {
    const auto hotel = city_hotel(1, city_hotel_morning() + 48h);
    EXPECT_EQ(std::ranges::count(hotel.reservations.rows(), "ServiceNotAvailable",
                                 &Reservation::cancellation_reason),
              7);
}

TEST(CityHotel, HasARoomForEverybodyInTheHouseAndForMostArrivalsOfTheDay) {
    int with_room = 0;
    int without = 0;
    for (const auto& stay : morning_hotel().reservations.rows()) {
        if (stay.state == ReservationState::started) {
            EXPECT_TRUE(stay.assigned_resource_id);
        }
        if (stay.state != ReservationState::confirmed) continue;
        if (day_in_lisbon(stay.scheduled_start_utc) != day_in_lisbon(city_hotel_morning()))
            continue;
        ++(stay.assigned_resource_id ? with_room : without);
    }
    EXPECT_EQ(with_room + without, 73);
    EXPECT_GT(without, 0);
    EXPECT_GT(with_room, 50);
}

TEST(CityHotel, ResolvesEveryId) {
    const auto& hotel = morning_hotel();
    for (const auto& stay : hotel.reservations.rows()) {
        const bool owned_by_guest = stay.account_type == model::AccountType::customer;
        EXPECT_TRUE(owned_by_guest ? hotel.customers.find(stay.account_id) != nullptr
                                   : hotel.companies.find(stay.account_id) != nullptr);
        EXPECT_NE(hotel.services.find(stay.service_id), nullptr);
        EXPECT_NE(hotel.resource_categories.find(stay.requested_category_id), nullptr);
        if (stay.assigned_resource_id) {
            EXPECT_NE(hotel.resources.find(*stay.assigned_resource_id), nullptr);
        }
        for (const auto& people : stay.person_counts)
            EXPECT_NE(hotel.age_categories.find(people.age_category_id), nullptr);
    }
    for (const auto& companionship : hotel.companionships.rows()) {
        EXPECT_NE(hotel.customers.find(companionship.customer_id), nullptr);
        EXPECT_NE(hotel.reservations.find(*companionship.reservation_id), nullptr);
    }
    for (const auto& task : hotel.tasks.rows()) {
        EXPECT_NE(hotel.departments.find(*task.department_id), nullptr);
        if (task.service_order_id) {
            EXPECT_NE(hotel.reservations.find(*task.service_order_id), nullptr);
        }
    }
    for (const auto& guest : hotel.customers.rows()) {
        if (guest.merge_target_id) {
            EXPECT_TRUE(hotel.customers.find(*guest.merge_target_id)->is_active);
        }
    }
}

TEST(CityHotel, KnowsNothingOfTheFuture) {
    const auto now = city_hotel_morning();
    const auto check = [now](const auto& table) {
        for (const auto& row : table.rows()) {
            EXPECT_LE(row.created_utc, now);
            if constexpr (requires { row.updated_utc; }) {
                EXPECT_LE(row.updated_utc, now);
                EXPECT_GE(row.updated_utc, row.created_utc);
            }
            EXPECT_EQ(row.created_utc.time_since_epoch() % 1000ms, 0ms);
        }
        EXPECT_TRUE(std::ranges::is_sorted(table.rows(), {},
                                           [](const auto& row) { return row.created_utc; }));
    };
    check(morning_hotel().reservations);
    check(morning_hotel().customers);
    check(morning_hotel().resources);
    check(morning_hotel().tasks);
}

TEST(CityHotel, IsTheSameForTheSameSeedAndAnotherForAnother) {
    const auto again = city_hotel(1, city_hotel_morning());
    const auto other = city_hotel(2, city_hotel_morning());
    EXPECT_EQ(again.reservations.rows().back().id, morning_hotel().reservations.rows().back().id);
    EXPECT_EQ(again.customers.rows().back().last_name,
              morning_hotel().customers.rows().back().last_name);
    EXPECT_NE(other.reservations.rows().back().id, morning_hotel().reservations.rows().back().id);
}

TEST(CityHotel, NamesGuestsAsTheWorldDoes) {
    const auto& guests = morning_hotel().customers.rows();
    const auto holds = [&](std::string_view text) {
        return std::ranges::any_of(guests, [&](const Customer& guest) {
            return guest.last_name.find(text) != std::string::npos ||
                   guest.first_name.find(text) != std::string::npos;
        });
    };
    EXPECT_TRUE(holds("’"));
    EXPECT_TRUE(holds("ş") || holds("ö"));
    EXPECT_TRUE(holds("ה") || holds("ו"));
    EXPECT_TRUE(holds("ا"));
    EXPECT_TRUE(holds("ов"));
    EXPECT_TRUE(std::ranges::any_of(
        guests, [](const Customer& guest) { return guest.first_name.empty(); }));
    EXPECT_TRUE(std::ranges::none_of(
        guests, [](const Customer& guest) { return guest.last_name.empty(); }));
}

}  // namespace
}  // namespace stayd::sim
