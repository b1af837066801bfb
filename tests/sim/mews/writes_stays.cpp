#include <fmt/format.h>

#include "tests/sim/mews/writes.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;

std::string_view in_words(ReservationState state) {
    switch (state) {
        case ReservationState::started:
            return "checked in already";
        case ReservationState::processed:
            return "checked out already";
        case ReservationState::canceled:
            return "canceled";
        default:
            return "not confirmed";
    }
}

// --- check-in, check-out ---

Reservation& find_reservation(Parameters& parameters, Hotel& hotel) {
    return existing(hotel.reservations, parameters.id("ReservationId"), "ReservationId");
}

const Reservation* guest_still_in(const Hotel& hotel, const Reservation& arriving) {
    for (const auto& other : hotel.reservations.rows()) {
        if (other.state == ReservationState::started && other.id != arriving.id &&
            other.assigned_resource_id == arriving.assigned_resource_id) {
            return &other;
        }
    }
    return nullptr;
}

/// Source: connector-api.md, "Check-in: reservations/start". The texts are for staff.
void check_start(const Reservation& reservation, const Hotel& hotel, UtcTime now) {
    if (reservation.state != ReservationState::confirmed) {
        refuse_for_staff(
            fmt::format("Reservation {} is {}.", reservation.number, in_words(reservation.state)));
    }
    if (reservation.scheduled_start_utc > now) {
        refuse_for_staff(
            fmt::format("Reservation {} starts later. Change its start to check in early.",
                        reservation.number));
    }
    if (!reservation.assigned_resource_id) {
        refuse_for_staff(
            fmt::format("Reservation {} has no room. Assign one first.", reservation.number));
    }
    const auto& room = *hotel.resources.find(*reservation.assigned_resource_id);
    if (const auto* other = guest_still_in(hotel, reservation)) {
        refuse_for_staff(
            fmt::format("Room {} is still occupied by reservation {}.", room.name, other->number));
    }
    if (room.state != ResourceState::inspected) {
        refuse_for_staff(fmt::format("Room {} is not inspected.", room.name));
    }
}

json::object start_reservation(Parameters& parameters, WriteContext context) {
    auto& reservation = find_reservation(parameters, context.hotel);
    parameters.id("EnterpriseId");
    parameters.note_unknown();
    check_start(reservation, context.hotel, context.now);
    context.desk.start(reservation, Stamp{context.now});
    return {};
}

json::object process_reservation(Parameters& parameters, WriteContext context) {
    auto& reservation = find_reservation(parameters, context.hotel);
    parameters.id("EnterpriseId");
    parameters.flag("CloseBills");
    const bool may_owe = parameters.flag("AllowOpenBalance").value_or(false);
    const auto notes = parameters.text("Notes");
    parameters.note_unknown();
    if (may_owe && notes.value_or("").empty()) refuse_parameter("Notes");
    if (reservation.state != ReservationState::started) {
        const auto words = reservation.state == ReservationState::confirmed
                               ? "not checked in"
                               : in_words(reservation.state);
        refuse_for_staff(fmt::format("Reservation {} is {}.", reservation.number, words));
    }
    if (reservation.balance_minor != 0 && !may_owe) {
        refuse_for_staff(fmt::format("Reservation {} has an open balance of {:.2f} {}.",
                                     reservation.number, reservation.balance_minor / 100.0,
                                     context.hotel.enterprise().currency));
    }
    context.desk.process(reservation, Stamp{context.now});
    return {};
}

// --- companions ---

std::vector<Companionship> companions_of(const Hotel& hotel, const Reservation& stay) {
    std::vector<Companionship> found;
    for (const auto& row : hotel.companionships.rows()) {
        if (row.reservation_id == stay.id) found.push_back(row);
    }
    return found;
}

json::object add_companion(Parameters& parameters, WriteContext context) {
    const auto& stay = find_reservation(parameters, context.hotel);
    const auto& guest =
        existing(context.hotel.customers, parameters.id("CustomerId"), "CustomerId");
    parameters.id("EnterpriseId");
    parameters.note_unknown();
    check_open(stay);
    const auto companions = companions_of(context.hotel, stay);
    if (std::ranges::find(companions, guest.id, &Companionship::customer_id) != companions.end()) {
        refuse_for_staff(
            fmt::format("{} is with reservation {} already.", guest.last_name, stay.number));
    }
    int persons = 0;
    for (const auto& count : stay.person_counts) persons += count.count;
    if (static_cast<int>(companions.size()) >= persons) {
        refuse_for_staff(fmt::format("Reservation {} is for {} persons, and all are named.",
                                     stay.number, persons));
    }
    const auto& added = context.desk.add_companion(stay, guest, Stamp{context.now});
    return {{"CompanionshipId", added.id.to_string()}};
}

json::object delete_companion(Parameters& parameters, WriteContext context) {
    const auto& stay = find_reservation(parameters, context.hotel);
    const auto customer_id = required(parameters.id("CustomerId"), "CustomerId");
    parameters.id("EnterpriseId");
    parameters.note_unknown();
    check_open(stay);
    const auto companions = companions_of(context.hotel, stay);
    const auto found = std::ranges::find(companions, customer_id, &Companionship::customer_id);
    if (found == companions.end()) refuse_parameter("CustomerId");
    context.desk.remove_companion(found->id, Stamp{context.now});
    return {};
}

constexpr WriteOperation operations[] = {
    {"reservations/start", start_reservation},
    {"reservations/process", process_reservation},
    {"reservations/addCompanion", add_companion},
    {"reservations/deleteCompanion", delete_companion},
};

}  // namespace

std::span<const WriteOperation> stay_writes() {
    return operations;
}

void check_open(const Reservation& stay) {
    if (!stay.holds_room())
        refuse_for_staff(fmt::format("Reservation {} is {}.", stay.number, in_words(stay.state)));
}

}  // namespace stayd::sim
