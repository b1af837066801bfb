#include "tests/sim/mews/city_stays.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>
#include <utility>

#include "tests/sim/mews/city_house.hpp"
#include "tests/sim/mews/guest_names.hpp"
#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using namespace std::chrono_literals;

/// Bookings that share all this were one group's booking; the data does not number groups.
using GroupKey =
    std::tuple<std::chrono::sys_days, int, int, std::string, std::string, std::string, std::string>;

GroupKey group_key(const Booking& booking) {
    return {booking.arrival, booking.nights,        booking.lead_days, booking.agent,
            booking.company, booking.customer_type, booking.segment};
}

struct Group {
    Uuid id;
    int size = 0;
    std::optional<Uuid> leader_id;
};
constexpr int large_group = 8;

class StayMaker {
  public:
    StayMaker(Hotel& hotel, UtcTime now, SplitMix& random)
        : hotel_(hotel), now_(now), random_(random) {}

    void count_group(const Booking& booking) { ++groups_[group_key(booking)].size; }
    StaySource add(const Booking& booking, UtcTime created);

  private:
    void set_times(Reservation& stay, const Booking& booking);
    void set_state(Reservation& stay, const Booking& booking);
    void set_people(Reservation& stay, const Booking& booking);
    void set_owner(Reservation& stay, const Booking& booking);
    void add_companions(const Reservation& stay, const Booking& booking);
    Uuid add_guest(const Booking& booking, UtcTime created);
    void keep(ComingBooking made);
    Uuid company(const std::string& name, UtcTime created);
    const ResourceCategory& category(char letter) const;
    Duration between(Duration first, Duration last);

    Hotel& hotel_;
    UtcTime now_;
    SplitMix& random_;
    std::map<GroupKey, Group> groups_;
    std::map<std::string, Uuid> companies_;
    Uuid rate_id_ = random_.guid();
    int next_number_ = 30'001;
    int next_guest_number_ = 500'001;
    ComingBooking made_;  ///< the booking in hand
};

Duration StayMaker::between(Duration first, Duration last) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(last - first).count();
    return first + std::chrono::minutes{static_cast<std::int64_t>(
                       random_.below(static_cast<std::uint64_t>(minutes)))};
}

const ResourceCategory& StayMaker::category(char letter) const {
    const auto& rows = hotel_.resource_categories.rows();
    const auto found = std::ranges::find(rows, letter, &ResourceCategory::letter);
    invariant(found != rows.end(), "every room type of the bookings is a category of the house");
    return *found;
}

Uuid StayMaker::company(const std::string& name, UtcTime created) {
    const auto [place, is_new] = companies_.try_emplace(name);
    if (is_new) {
        place->second = hotel_.companies
                            .add(make_record(hotel_, &Hotel::companies, random_.guid(),
                                             std::min(created, now_), {{"Name", name}}))
                            .id;
    }
    return place->second;
}

Uuid StayMaker::add_guest(const Booking& booking, UtcTime created) {
    const auto name = guest_of(booking.country, random_);
    const auto origin = origin_of(booking.country);
    const auto number = next_guest_number_++;
    Customer guest{.id = random_.guid(),
                   .number = std::to_string(number),
                   .title = name.title,
                   .sex = name.sex,
                   .first_name = name.first_name,
                   .last_name = name.last_name,
                   .second_last_name = name.second_last_name,
                   .nationality = origin.nationality,
                   .language = origin.language,
                   .creator_profile_id = hotel_.staff_profile_id,
                   .updater_profile_id = hotel_.staff_profile_id,
                   .created_utc = created,
                   .updated_utc = created};
    guest.has_ota_email = booking.segment == "Online TA" && random_.chance(70);
    if (guest.has_ota_email)
        guest.email = fmt::format("{}@relay.example", number);
    else if (random_.chance(50))
        guest.email = fmt::format("guest{}@example.com", number);
    if (random_.chance(40))
        guest.phone =
            fmt::format("+44 7700 {}", 900'000 + number % 1000);  // Ofcom's numbers for fiction
    if (random_.chance(2)) guest.classifications.emplace_back("Important");
    if (random_.chance(1)) guest.classifications.emplace_back("VeryImportant");
    if (random_.chance(1)) guest.classifications.emplace_back("PreviousComplaint");
    if (random_.chance(3))
        guest.dietary_requirements = random_.chance(50) ? "Vegetarian" : "No nuts, sem glúten";
    if (random_.chance(4))
        guest.preferred_space_features.emplace_back(random_.chance(50) ? "TwinBeds" : "HighFloor");
    if (random_.chance(30)) guest.options.emplace_back("SendMarketingEmails");
    made_.guests.push_back(std::move(guest));
    return made_.guests.back().id;
}

/// The data has days only. Guests who asked for something come early now and then; a stay of no
/// nights is a day use.
void StayMaker::set_times(Reservation& stay, const Booking& booking) {
    stay.scheduled_start_utc = in_lisbon(booking.arrival, 15h);
    stay.scheduled_end_utc = in_lisbon(booking.departure(), 11h);
    if (booking.nights == 0) {
        stay.scheduled_start_utc = in_lisbon(booking.arrival, 12h);
        stay.scheduled_end_utc = in_lisbon(booking.arrival, 18h);
    } else if (booking.requests > 0 && random_.chance(60)) {
        const auto half_hours = static_cast<std::int64_t>(random_.below(12));
        stay.scheduled_start_utc = in_lisbon(booking.arrival, 7h + 30min * half_hours);
    } else if (random_.chance(4)) {
        stay.scheduled_end_utc = in_lisbon(booking.departure(), 13h);
    }
}

void StayMaker::set_state(Reservation& stay, const Booking& booking) {
    const auto day = day_in_lisbon(now_);
    stay.state = ReservationState::confirmed;
    stay.updated_utc = stay.created_utc;
    const auto happened = [&](UtcTime time) {
        return stay.updated_utc = std::max(stay.updated_utc, time);
    };

    if (booking.changes > 0 && stay.created_utc + 48h < now_)
        happened(stay.created_utc + between(1h, 47h));
    if (booking.status == "Check-Out") {
        const auto came =
            std::max(stay.scheduled_start_utc, in_lisbon(booking.arrival, 9h)) + between(15min, 6h);
        const auto left = std::max(came + 30min, in_lisbon(booking.departure(), between(7h, 12h)));
        if (came > now_) return;
        stay.state = ReservationState::started;
        stay.owner_checked_in = true;
        stay.actual_start_utc = happened(came);
        if (random_.chance(20))
            stay.balance_minor = booking.rate_cents * std::max(1, booking.nights);
        if (left > now_) return;
        stay.state = ReservationState::processed;
        stay.balance_minor = 0;
        stay.actual_end_utc = happened(left);
        return;
    }
    const bool stayed_away = booking.status == "No-Show";
    const auto dropped = stayed_away ? in_lisbon(booking.arrival + std::chrono::days{1}, 4h)
                                     : std::max(stay.created_utc + 1h,
                                                in_lisbon(booking.status_date, between(8h, 20h)));
    if (dropped <= now_) {
        stay.state = ReservationState::canceled;
        stay.cancellation_reason = stayed_away                          ? "NoShow"
                                   : booking.segment == "Offline TA/TO" ? "TravelAgency"
                                                                        : "RequestedByGuest";
        stay.cancelled_utc = happened(dropped);
    } else if (booking.segment == "Groups" && booking.arrival > day) {
        stay.state = ReservationState::optional;
        stay.released_utc = dropped;
    } else if (!stayed_away && booking.arrival > day && random_.chance(15)) {
        stay.state = ReservationState::requested;
    }
}

void StayMaker::set_people(Reservation& stay, const Booking& booking) {
    const auto& ages = hotel_.age_categories.rows();
    const int counts[] = {booking.adults, booking.children, booking.babies};
    for (std::size_t i = 0; i < std::size(counts); ++i) {
        if (counts[i] > 0) stay.person_counts.push_back({ages[i].id, counts[i]});
    }
}

/// A company for what companies booked; the leader for a part of a large group's rooms; else a
/// guest.
void StayMaker::set_owner(Reservation& stay, const Booking& booking) {
    auto& group = groups_[group_key(booking)];
    if (group.id.is_nil()) group.id = random_.guid();
    stay.group_id = group.id;
    if (!booking.agent.empty())
        stay.travel_agency_id = company("Agent " + booking.agent, stay.created_utc);
    if (!booking.company.empty()) {
        stay.account_type = model::AccountType::company;
        stay.account_id = company("Company " + booking.company, stay.created_utc);
        stay.partner_company_id = stay.account_id;
        return;
    }
    if (group.size >= large_group && !group.leader_id)
        group.leader_id = add_guest(booking, stay.created_utc);
    stay.booker_id = group.leader_id;
    const bool named = !group.leader_id || stay.actual_start_utc || random_.chance(60);
    stay.account_id = named ? add_guest(booking, stay.created_utc) : *group.leader_id;
}

/// Whether an owner is his own companion differs from stay to stay, as the documentation leaves it
/// open.
void StayMaker::add_companions(const Reservation& stay, const Booking& booking) {
    const bool is_known = stay.actual_start_utc || random_.chance(40);
    const bool is_company = stay.account_type == model::AccountType::company;
    const auto add = [&](const Uuid& guest_id) {
        made_.companionships.push_back(
            {random_.guid(), guest_id, stay.group_id, stay.id, stay.created_utc});
    };
    if (!is_company && random_.chance(70)) add(stay.account_id);
    if (!is_known && !is_company) return;
    for (int person = is_company ? 0 : 1; person < booking.adults; ++person)
        add(add_guest(booking, stay.created_utc));
}

void StayMaker::keep(ComingBooking made) {
    if (made.stay.created_utc > now_) {
        hotel_.to_come.push_back(std::move(made));
        return;
    }
    for (auto& guest : made.guests) hotel_.customers.add(std::move(guest));
    for (const auto& companionship : made.companionships) hotel_.companionships.add(companionship);
    hotel_.reservations.add(std::move(made.stay));
}

StaySource StayMaker::add(const Booking& booking, UtcTime created) {
    Reservation stay{.id = random_.guid(),
                     .service_id = hotel_.services.rows().front().id,
                     .rate_id = rate_id_,
                     .updater_profile_id = hotel_.staff_profile_id,
                     .creator_profile_id = hotel_.staff_profile_id,
                     .number = std::to_string(next_number_++),
                     .origin = booking.channel == "TA/TO" ? "ChannelManager" : "Commander",
                     .commander_origin = booking.channel == "TA/TO" ? "" : "Phone",
                     .requested_category_id = category(booking.reserved_type).id,
                     .purpose = booking.segment == "Corporate" ? "Business" : "Leisure",
                     .created_utc = created};
    if (booking.segment == "Online TA")
        stay.channel_number = fmt::format("OTA-{}", random_.below(1'000'000'000));
    set_times(stay, booking);
    set_state(stay, booking);
    set_people(stay, booking);
    set_owner(stay, booking);
    add_companions(stay, booking);
    StaySource source{stay.id, &booking, booking.assigned_type, booking.requests, booking.babies};
    made_.rate_cents = booking.rate_cents;
    made_.has_breakfast = booking.meal != "SC";
    made_.stay = std::move(stay);
    keep(std::exchange(made_, {}));
    return source;
}

}  // namespace

std::vector<StaySource> add_stays(Hotel& hotel, const std::vector<Booking>& bookings, UtcTime now,
                                  SplitMix& random) {
    struct Made {
        UtcTime created;
        const Booking* booking;
    };
    StayMaker maker{hotel, now, random};
    std::vector<Made> order;
    for (const auto& booking : bookings) {
        maker.count_group(booking);
        const auto minute = std::chrono::minutes{static_cast<std::int64_t>(random.below(14 * 60))};
        // A booking made on the day of arrival is made before it: the guest stands at the desk.
        const auto first = booking.lead_days == 0 ? in_lisbon(booking.booked_on(), 6h) + minute / 20
                                                  : in_lisbon(booking.booked_on(), 8h) + minute;
        order.push_back({std::chrono::floor<std::chrono::seconds>(first), &booking});
    }
    std::ranges::stable_sort(order, {}, &Made::created);
    std::vector<StaySource> sources;
    for (const auto& [created, booking] : order) sources.push_back(maker.add(*booking, created));
    return sources;
}

}  // namespace stayd::sim
