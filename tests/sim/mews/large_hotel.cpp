#include "tests/sim/mews/large_hotel.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/charges.hpp"
#include "tests/sim/mews/city_catalog.hpp"
#include "tests/sim/mews/city_house.hpp"
#include "tests/sim/mews/guest_names.hpp"
#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using std::chrono::days;
using std::chrono::sys_days;
using namespace std::chrono_literals;

constexpr std::size_t stays_a_group = 3;

/// A stay before it is written down.
struct Plan {
    UtcTime created;
    std::size_t room = 0;
    sys_days arrival;
    int nights = 0;
};

class LargeHotelMaker {
  public:
    LargeHotelMaker(const LargeHotel& size, UtcTime now, SplitMix& random)
        : size_(size), now_(std::chrono::floor<std::chrono::seconds>(now)), random_(random) {}

    Hotel make();

  private:
    std::vector<Plan> plans();
    void add_guest(UtcTime created);
    void add_stay(const Plan& plan);
    void set_state(Reservation& stay);
    void add_items(const Reservation& stay);
    std::size_t share(int count, std::size_t of_stay) const;

    LargeHotel size_;
    UtcTime now_;
    SplitMix& random_;
    Hotel hotel_;
    Uuid group_id_{};
};

/// Each room's days are cut into as many slots as it has stays; every stay keeps to its own.
std::vector<Plan> LargeHotelMaker::plans() {
    std::vector<Plan> plans;
    const auto first = day_in_lisbon(now_) - days{size_.days_around};
    const auto count = static_cast<std::size_t>(size_.reservations);
    const auto rooms = static_cast<std::size_t>(size_.rooms);
    const auto a_room = (count + rooms - 1) / rooms;
    const auto slot = static_cast<int>(2 * static_cast<std::size_t>(size_.days_around) /
                                       std::max<std::size_t>(1, a_room));
    invariant(slot >= 2, "a room has at most one stay in two days");
    for (std::size_t i = 0; i < count; ++i) {
        const auto nights =
            1 + static_cast<int>(random_.below(static_cast<std::uint64_t>(std::min(slot - 1, 6))));
        const auto offset =
            static_cast<int>(random_.below(static_cast<std::uint64_t>(slot - nights)));
        const auto arrival = first + days{static_cast<int>(i / rooms) * slot + offset};
        const auto lead = std::chrono::minutes{60 + random_.below(120 * 24 * 60)};
        const auto newest = now_ - std::chrono::seconds{random_.below(60 * 24 * 3600)};
        const auto created = std::min(in_lisbon(arrival, 12h) - lead, newest);
        plans.push_back(
            {std::chrono::floor<std::chrono::seconds>(created), i % rooms, arrival, nights});
    }
    std::ranges::stable_sort(plans, {}, &Plan::created);
    return plans;
}

void LargeHotelMaker::add_guest(UtcTime created) {
    constexpr const char* countries[] = {"PRT", "GBR", "FRA", "DEU", "ESP", "ITA", "ISR", "BRA"};
    const std::string_view country = countries[random_.below(std::size(countries))];
    const auto name = guest_of(country, random_);
    const auto number = 500'001 + hotel_.customers.size();
    hotel_.customers.add({.id = random_.guid(),
                          .number = std::to_string(number),
                          .title = name.title,
                          .sex = name.sex,
                          .first_name = name.first_name,
                          .last_name = name.last_name,
                          .second_last_name = name.second_last_name,
                          .nationality = origin_of(country).nationality,
                          .language = origin_of(country).language,
                          .email = fmt::format("guest{}@example.com", number),
                          .creator_profile_id = hotel_.staff_profile_id,
                          .updater_profile_id = hotel_.staff_profile_id,
                          .created_utc = created,
                          .updated_utc = created});
}

void LargeHotelMaker::set_state(Reservation& stay) {
    const bool is_dropped = random_.chance(12);
    const auto lapse =
        std::min(now_, stay.created_utc + 24h * static_cast<int>(1 + random_.below(5)));
    stay.state = ReservationState::confirmed;
    stay.updated_utc = stay.created_utc;
    if (is_dropped) {
        stay.state = ReservationState::canceled;
        stay.cancellation_reason = "RequestedByGuest";
        stay.cancelled_utc = stay.updated_utc = lapse;
        stay.assigned_resource_id.reset();
        return;
    }
    if (stay.scheduled_start_utc + 2h > now_) {
        if (!random_.chance(30)) stay.assigned_resource_id.reset();
        return;
    }
    stay.state = ReservationState::started;
    stay.owner_checked_in = true;
    stay.actual_start_utc = stay.updated_utc = stay.scheduled_start_utc + 1h;
    if (stay.scheduled_end_utc > now_) return;
    stay.state = ReservationState::processed;
    stay.actual_end_utc = stay.updated_utc = stay.scheduled_end_utc;
}

/// Of `count` things for all stays, the first one that belongs to the next stay.
std::size_t LargeHotelMaker::share(int count, std::size_t of_stay) const {
    return static_cast<std::size_t>(count) * of_stay / static_cast<std::size_t>(size_.reservations);
}

void LargeHotelMaker::add_items(const Reservation& stay) {
    const auto number = hotel_.reservations.size();
    const auto count = share(size_.order_items, number) - share(size_.order_items, number - 1);
    const auto& night = product(hotel_, "NIGHT");
    const auto category = id_in(night, "AccountingCategoryId");
    for (std::size_t i = 0; i < count; ++i) {
        OrderItem item{.id = random_.guid(),
                       .account_id = stay.account_id,
                       .service_id = stay.service_id,
                       .service_order_id = stay.id,
                       .accounting_category_id = category,
                       .type = "SpaceOrder",
                       .revenue_type = "Service",
                       .unit_cents = 5'000 + static_cast<std::int64_t>(random_.below(15'000)),
                       .creator_profile_id = stay.creator_profile_id,
                       .updater_profile_id = stay.creator_profile_id,
                       .consumed_utc = stay.scheduled_start_utc + 24h * static_cast<int>(i),
                       .created_utc = stay.created_utc,
                       .updated_utc = stay.created_utc};
        if (stay.state == ReservationState::canceled) cancel(item, *stay.cancelled_utc, true);
        if (stay.state == ReservationState::processed) {
            item.state = "Closed";
            item.closed_utc = item.updated_utc = stay.actual_end_utc.value();
        }
        hotel_.order_items.add(std::move(item));
    }
}

void LargeHotelMaker::add_stay(const Plan& plan) {
    const auto number = hotel_.reservations.size();
    const auto guests = std::max<std::size_t>(1, share(size_.customers, number + 1));
    while (hotel_.customers.size() < guests) add_guest(plan.created);
    const auto& guest = hotel_.customers.rows().back();
    if (number % stays_a_group == 0) {
        group_id_ = random_.guid();
        hotel_.reservation_groups.add(
            make_record(hotel_, &Hotel::reservation_groups, group_id_, plan.created, {}));
    }
    const auto& room = hotel_.resources.rows()[plan.room];
    Reservation stay{.id = random_.guid(),
                     .service_id = hotel_.services.rows().front().id,
                     .account_id = guest.id,
                     .group_id = group_id_,
                     .rate_id = hotel_.rates.rows().front().id,
                     .updater_profile_id = hotel_.staff_profile_id,
                     .creator_profile_id = hotel_.staff_profile_id,
                     .number = std::to_string(30'001 + number),
                     .origin = "Commander",
                     .commander_origin = "Website",
                     .requested_category_id = room.category_id,
                     .assigned_resource_id = room.id,
                     .scheduled_start_utc = in_lisbon(plan.arrival, 15h),
                     .scheduled_end_utc = in_lisbon(plan.arrival + days{plan.nights}, 11h),
                     .person_counts = {{hotel_.age_categories.rows().front().id,
                                        1 + static_cast<int>(random_.below(2))}},
                     .created_utc = plan.created};
    set_state(stay);
    const auto& added = hotel_.reservations.add(std::move(stay));
    hotel_.companionships.add(
        {random_.guid(), added.account_id, added.group_id, added.id, added.created_utc});
    add_items(added);
}

Hotel LargeHotelMaker::make() {
    hotel_ = empty_city_hotel(random_, size_.rooms);
    add_catalog(hotel_, random_);
    const auto stays = static_cast<std::size_t>(size_.reservations);
    hotel_.reservations.reserve(stays);
    hotel_.companionships.reserve(stays);
    hotel_.customers.reserve(static_cast<std::size_t>(size_.customers));
    hotel_.order_items.reserve(static_cast<std::size_t>(size_.order_items));
    for (const auto& plan : plans()) add_stay(plan);
    return std::move(hotel_);
}

}  // namespace

Hotel large_hotel(const LargeHotel& size, std::uint64_t seed, UtcTime now) {
    SplitMix random{seed};
    return LargeHotelMaker{size, now, random}.make();
}

}  // namespace stayd::sim
