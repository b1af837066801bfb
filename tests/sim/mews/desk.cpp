#include "tests/sim/mews/desk.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

UtcTime whole_second(UtcTime time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

}  // namespace

std::string_view to_text(Actor actor) {
    return actor == Actor::our_client ? "our client" : "other user";
}

Desk::Desk(Hotel& hotel, SplitMix& random)
    : hotel_(hotel), random_(random), record_random_([&hotel] {
          std::uint64_t seed = 0;
          for (const auto byte : hotel.integration_profile_id.bytes) seed = seed * 257 + byte;
          return seed;
      }()) {}

void Desk::note(std::string kind, const Uuid& id, std::string value, Stamp stamp, bool changed) {
    writes_.push_back({std::move(kind), id, std::move(value), stamp.now, stamp.by, changed});
}

Uuid Desk::profile(Stamp stamp) const {
    return stamp.by == Actor::our_client ? hotel_.integration_profile_id : hotel_.staff_profile_id;
}

void Desk::touch(Reservation& reservation, Stamp stamp) {
    reservation.updated_utc = whole_second(stamp.now);
    reservation.updater_profile_id = profile(stamp);
    events_.push_back(reservation_event(reservation));
}

void Desk::set_room_state(Resource& room, model::ResourceState state, const std::string& reason,
                          Stamp stamp) {
    const bool changed = room.state != state;
    turn(room, state, stamp);
    room.state_reason = reason;
    note("room_state", room.id, std::string{to_word(state)}, stamp, changed);
}

void Desk::turn(Resource& room, model::ResourceState state, Stamp stamp) {
    if (room.state == state) return;
    room.state = state;
    room.updated_utc = whole_second(stamp.now);
    turned_[room.id] = stamp.now;
    events_.push_back(resource_event(room));
}

void Desk::rename_room(Resource& room, const std::string& name, Stamp stamp) {
    room.name = name;
    room.updated_utc = whole_second(stamp.now);
    events_.push_back(resource_event(room));
    note("room_name", room.id, name, stamp);
}

void Desk::describe_room(Resource& room, const std::optional<std::string>& floor,
                         const std::optional<std::string>& location_notes, Stamp stamp) {
    room.floor = floor.value_or(room.floor);
    room.location_notes = location_notes.value_or(room.location_notes);
    room.updated_utc = whole_second(stamp.now);
    note("room_data", room.id, room.floor, stamp);
}

Task& Desk::add_task(TaskDraft draft, Stamp stamp) {
    auto& task = hotel_.tasks.add({.id = random_.guid(),
                                   .name = std::move(draft.name),
                                   .description = std::move(draft.description),
                                   .department_id = draft.department_id,
                                   .service_order_id = draft.service_order_id,
                                   .created_utc = whole_second(stamp.now),
                                   .deadline_utc = draft.deadline_utc});
    note("task_added", task.id, task.name, stamp);
    return task;
}

void Desk::close_task(Task& task, Stamp stamp) {
    task.closed_utc = whole_second(stamp.now);
    note("task_closed", task.id, task.name, stamp);
}

void Desk::start(Reservation& reservation, Stamp stamp) {
    reservation.state = model::ReservationState::started;
    reservation.actual_start_utc = whole_second(stamp.now);
    reservation.owner_checked_in = true;
    reservation.connector_check_in = stamp.by == Actor::our_client;
    touch(reservation, stamp);
    note("started", reservation.id, reservation.number, stamp);
}

/// Leaves a dirty room: this hotel's policy is "dirty at check-out" (connector-api.md, "Dirty
/// rooms").
void Desk::process(Reservation& reservation, Stamp stamp) {
    reservation.state = model::ReservationState::processed;
    reservation.actual_end_utc = whole_second(stamp.now);
    reservation.balance_minor = 0;
    touch(reservation, stamp);
    settle(reservation, stamp);
    note("processed", reservation.id, reservation.number, stamp);
    if (!reservation.assigned_resource_id) return;
    auto& room = *hotel_.resources.find(*reservation.assigned_resource_id);
    if (room.state != model::ResourceState::out_of_order)
        turn(room, model::ResourceState::dirty, stamp);
}

void Desk::cancel(Reservation& reservation, std::string reason, Stamp stamp) {
    reservation.state = model::ReservationState::canceled;
    reservation.cancelled_utc = whole_second(stamp.now);
    reservation.cancellation_reason = std::move(reason);
    touch(reservation, stamp);
    cancel_items(reservation.id, true, stamp);
    note("canceled", reservation.id, reservation.cancellation_reason, stamp);
}

void Desk::assign(Reservation& reservation, std::optional<Uuid> room_id, Stamp stamp) {
    change_stay(reservation, {.room_id = Update<Uuid>{room_id}}, stamp);
}

void Desk::reschedule(Reservation& reservation, UtcTime start, UtcTime end, Stamp stamp) {
    change_stay(reservation, {.start_utc = whole_second(start), .end_utc = whole_second(end)},
                stamp);
}

Reservation& Desk::book(const StayDraft& draft, Stamp stamp) {
    const auto now = whole_second(stamp.now);
    const auto number = std::to_string(100'000 + hotel_.reservations.size());
    const auto category = std::ranges::find(hotel_.resource_categories.rows(), draft.category,
                                            &ResourceCategory::letter);
    invariant(category != hotel_.resource_categories.rows().end(), "the category exists");
    const auto& guest =
        hotel_.customers.add({.id = random_.guid(),
                              .number = std::to_string(500'000 + hotel_.customers.size()),
                              .first_name = draft.first_name,
                              .last_name = draft.last_name,
                              .creator_profile_id = profile(stamp),
                              .updater_profile_id = profile(stamp),
                              .created_utc = now,
                              .updated_utc = now});
    auto& stay = hotel_.reservations.add(
        {.id = random_.guid(),
         .service_id = category->service_id,
         .account_id = guest.id,
         .group_id = random_.guid(),
         .rate_id = hotel_.reservations.rows().front().rate_id,
         .creator_profile_id = profile(stamp),
         .number = number,
         .origin = "Commander",
         .commander_origin = "InPerson",
         .requested_category_id = category->id,
         .scheduled_start_utc = whole_second(draft.start_utc),
         .scheduled_end_utc = whole_second(draft.end_utc),
         .person_counts = {{hotel_.age_categories.rows().front().id, draft.adults}},
         .created_utc = now});
    hotel_.companionships.add({random_.guid(), guest.id, stay.group_id, stay.id, now});
    complete(stay, "OnlineBookingEngine", {.rate_cents = 9500, .has_breakfast = true}, stamp);
    touch(stay, stamp);
    note("booked", stay.id, stay.number, stamp);
    return stay;
}

Reservation* Desk::book_next(Stamp stamp) {
    if (hotel_.to_come.empty()) return nullptr;
    auto booking = std::move(hotel_.to_come.front());
    hotel_.to_come.erase(hotel_.to_come.begin());
    const auto now = whole_second(stamp.now);
    for (auto& guest : booking.guests) {
        guest.created_utc = guest.updated_utc = now;
        hotel_.customers.add(std::move(guest));
    }
    booking.stay.created_utc = now;
    auto& stay = hotel_.reservations.add(std::move(booking.stay));
    for (auto& companionship : booking.companionships) {
        companionship.updated_utc = now;
        hotel_.companionships.add(companionship);
    }
    complete(stay, stay.channel_number.empty() ? "TourOperatorSystem" : "OnlineTravelAgency",
             {booking.rate_cents, booking.has_breakfast}, stamp);
    touch(stay, stamp);
    note("booked", stay.id, stay.number, stamp);
    return &stay;
}

void Desk::rename_guest(Customer& guest, std::string first_name, std::string last_name,
                        Stamp stamp) {
    guest.first_name = std::move(first_name);
    guest.last_name = std::move(last_name);
    guest.updated_utc = whole_second(stamp.now);
    guest.updater_profile_id = profile(stamp);
    note("guest_renamed", guest.id, guest.number, stamp);
}

const Reservation* Desk::occupant(const Uuid& room_id, UtcTime start, UtcTime end,
                                  const Uuid& apart_from) const {
    for (const auto& other : hotel_.reservations.rows()) {
        if (!other.holds_room() || other.id == apart_from || other.assigned_resource_id != room_id)
            continue;
        if (other.scheduled_start_utc < end && start < other.scheduled_end_utc) return &other;
    }
    return nullptr;
}

}  // namespace stayd::sim
