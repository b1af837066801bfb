#include "tests/sim/mews/writes.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;

[[noreturn]] void refuse_for_staff(std::string message) {
    throw Refused{403, std::move(message)};
}

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

// --- resources/update ---

struct RoomChange {
    Resource* room;
    std::optional<ResourceState> state{};
    std::string reason{};
    std::optional<std::string> name{};
    std::optional<std::string> floor{};
    std::optional<std::string> location_notes{};
};

ResourceState read_state(const std::string& word) {
    const auto state = model::resource_state(word);
    if (state == ResourceState::other || state == ResourceState::out_of_order)
        refuse_parameter("State");
    return state;
}

void read_data(Parameters& item, RoomChange& change) {
    auto data = item.object("Data");
    if (!data) return;
    if (required(data->text("Discriminator"), "Data") != "Space") refuse_parameter("Data");
    auto value = required(data->object("Value"), "Data");
    change.floor = value.changed_text("FloorNumber");
    change.location_notes = value.changed_text("LocationNotes");
    value.note_unknown();
    data->note_unknown();
}

RoomChange read_room_change(Parameters& item, WriteContext context) {
    RoomChange change{};
    change.room = context.hotel.resources.find(required(item.id("ResourceId"), "ResourceId"));
    if (change.room == nullptr || !change.room->is_active) refuse_parameter("ResourceId");
    if (const auto word = item.changed_text("State")) change.state = read_state(*word);
    if (change.state && change.room->state == ResourceState::out_of_order) {
        refuse_for_staff(
            fmt::format("Room {} is out of order. Remove its block first.", change.room->name));
    }
    change.reason = item.changed_text("StateReason").value_or("");
    change.name = item.changed_text("Name");
    item.changed_text("ParentResourceId");
    read_data(item, change);
    item.note_unknown();
    return change;
}

/// All or nothing: every item is read and checked before the first is applied.
json::object update_resources(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("ResourceUpdates", 1000), "ResourceUpdates");
    parameters.note_unknown();
    std::vector<RoomChange> changes{};
    for (auto& item : items) changes.push_back(read_room_change(item, context));

    const Stamp stamp{context.now};
    for (auto& change : changes) {
        if (change.state)
            context.desk.set_room_state(*change.room, *change.state, change.reason, stamp);
        if (change.name) context.desk.rename_room(*change.room, *change.name, stamp);
        if (change.floor || change.location_notes) {
            context.desk.describe_room(*change.room, change.floor, change.location_notes, stamp);
        }
    }
    return {};
}

// --- tasks ---

json::object add_task(Parameters& parameters, WriteContext context) {
    TaskDraft draft;
    draft.name = parameters.text("Name").value_or("");
    if (draft.name.empty()) refuse_parameter("Name");
    draft.deadline_utc = required(parameters.instant("DeadlineUtc"), "DeadlineUtc");
    draft.description = parameters.text("Description").value_or("");
    draft.department_id = parameters.id("DepartmentId");
    draft.service_order_id = parameters.id("ServiceOrderId");
    parameters.note_unknown();
    if (draft.department_id) {
        const auto* department = context.hotel.departments.find(*draft.department_id);
        if (department == nullptr || !department->is_active) refuse_parameter("DepartmentId");
    }
    if (draft.service_order_id &&
        context.hotel.reservations.find(*draft.service_order_id) == nullptr) {
        refuse_parameter("ServiceOrderId");
    }
    const auto& task = context.desk.add_task(std::move(draft), Stamp{context.now});
    return {{"TaskId", task.id.to_string()}};
}

json::object close_tasks(Parameters& parameters, WriteContext context) {
    const auto ids = required(parameters.ids("TaskIds", 100), "TaskIds");
    parameters.note_unknown();
    std::vector<Task*> tasks{};
    for (const auto& id : ids) {
        auto* task = context.hotel.tasks.find(id);
        if (task == nullptr) refuse_parameter("TaskIds");
        if (task->closed_utc && context.settings.closing_twice_is_refused)
            refuse_parameter("TaskIds");
        tasks.push_back(task);
    }
    for (auto* task : tasks) {
        if (!task->closed_utc) context.desk.close_task(*task, Stamp{context.now});
    }
    return {};
}

// --- check-in, check-out ---

Reservation& find_reservation(Parameters& parameters, Hotel& hotel) {
    auto* reservation =
        hotel.reservations.find(required(parameters.id("ReservationId"), "ReservationId"));
    if (reservation == nullptr) refuse_parameter("ReservationId");
    return *reservation;
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
        refuse_for_staff(fmt::format("Reservation {} has an open balance of {}.{:02} {}.",
                                     reservation.number, reservation.balance_minor / 100,
                                     reservation.balance_minor % 100,
                                     context.hotel.enterprise().currency));
    }
    context.desk.process(reservation, Stamp{context.now});
    return {};
}

constexpr WriteOperation operations[] = {
    {"resources/update", update_resources},
    {"tasks/add", add_task},
    {"tasks/close", close_tasks},
    {"reservations/start", start_reservation},
    {"reservations/process", process_reservation},
};

}  // namespace

std::span<const WriteOperation> write_operations() {
    return operations;
}

}  // namespace stayd::sim
