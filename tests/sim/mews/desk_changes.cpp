#include <fmt/format.h>

#include "tests/sim/mews/desk.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

UtcTime whole_second(UtcTime time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

template <class Value>
void set(Value& place, const std::optional<Value>& change) {
    if (change) place = *change;
}
template <class Value>
void set(std::optional<Value>& place, const std::optional<Update<Value>>& change) {
    if (change) place = change->value;
}
void set(std::string& place, const std::optional<Update<std::string>>& change) {
    if (change) place = change->value.value_or("");
}

/// The members of the list's object that are another now: `{"Purpose":"Business"}`.
std::string difference(const json::object& before, const json::object& after) {
    json::object changed;
    for (const auto& [name, value] : after) {
        if (name != "UpdatedUtc" && name != "UpdaterProfileId" && before.at(name) != value)
            changed.emplace(name, value);
    }
    return json::serialize(changed);
}

constexpr std::string_view nothing = "{}";

}  // namespace

void StayDetails::enter(Reservation& stay) const {
    set(stay.person_counts, person_counts);
    set(stay.requested_category_id, requested_category_id);
    set(stay.rate_id, rate_id);
    set(stay.booker_id, booker_id);
    set(stay.travel_agency_id, travel_agency_id);
    set(stay.partner_company_id, partner_company_id);
    set(stay.business_segment_id, business_segment_id);
    set(stay.released_utc, released_utc);
    set(stay.channel_number, channel_number);
    set(stay.purpose, purpose);
    set(stay.owner_checked_in, owner_checked_in);
}

void StayChange::enter(Reservation& stay) const {
    set(stay.scheduled_start_utc, start_utc);
    set(stay.scheduled_end_utc, end_utc);
    set(stay.assigned_resource_id, room_id);
    set(stay.assigned_resource_locked, room_is_locked);
    if (details) details->enter(stay);
}

void Desk::change_stay(Reservation& stay, const StayChange& change, Stamp stamp) {
    const auto before = stay;
    change.enter(stay);
    touch(stay, stamp);
    if (change.start_utc || change.end_utc) {
        note("rescheduled", stay.id,
             fmt::format("{} to {}", to_iso8601(stay.scheduled_start_utc),
                         to_iso8601(stay.scheduled_end_utc)),
             stamp,
             stay.scheduled_start_utc != before.scheduled_start_utc ||
                 stay.scheduled_end_utc != before.scheduled_end_utc);
    }
    const auto room =
        stay.assigned_resource_id ? hotel_.resources.find(*stay.assigned_resource_id)->name : "";
    if (change.room_id)
        note("assigned", stay.id, room, stamp,
             stay.assigned_resource_id != before.assigned_resource_id);
    if (change.room_is_locked)
        note(*change.room_is_locked ? "room_locked" : "room_unlocked", stay.id, room, stamp,
             stay.assigned_resource_locked != before.assigned_resource_locked);
    if (change.details) {
        auto now = before;
        change.details->enter(now);
        const auto changed = difference(render(before, hotel_), render(now, hotel_));
        note("stay_changed", stay.id, changed, stamp, changed != nothing);
    }
}

// --- Guests ---

Customer& Desk::add_guest(const GuestChange& profile_of, Stamp stamp) {
    const auto now = whole_second(stamp.now);
    auto& guest = hotel_.customers.add({.id = random_.guid(),
                                        .number = std::to_string(500'000 + hotel_.customers.size()),
                                        .creator_profile_id = profile(stamp),
                                        .created_utc = now});
    enter(guest, profile_of, stamp);
    note("guest_added", guest.id, guest.number, stamp);
    return guest;
}

void Desk::change_guest(Customer& guest, const GuestChange& change, Stamp stamp) {
    const auto before = render(guest, hotel_);
    enter(guest, change, stamp);
    const auto changed = difference(before, render(guest, hotel_));
    note("guest_changed", guest.id, changed, stamp, changed != nothing || !change.address.empty());
}

void Desk::enter(Customer& guest, const GuestChange& change, Stamp stamp) {
    for (const auto& [text, value] : change.texts) {
        text->set(guest, value);
        if (text->column == &Customer::preferred_language && !value.empty()) guest.language = value;
    }
    set(guest.company_id, change.company_id);
    set(guest.classifications, change.classifications);
    set(guest.options, change.options);
    if (!change.address.empty()) enter_address(guest, change.address, stamp);
    guest.updated_utc = whole_second(stamp.now);
    guest.updater_profile_id = profile(stamp);
}

void Desk::enter_address(Customer& guest, const json::object& members, Stamp stamp) {
    if (guest.address_id) {
        auto& address = *hotel_.addresses.find(*guest.address_id);
        set_members(address, members);
        address.is_active = true;
        address.updated_utc = whole_second(stamp.now);
        return;
    }
    auto all = members;
    all["AccountId"] = guest.id.to_string();
    guest.address_id = put(&Hotel::addresses, all, stamp).id;
}

}  // namespace stayd::sim
