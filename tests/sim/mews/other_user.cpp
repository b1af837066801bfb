#include "tests/sim/mews/other_user.hpp"

#include <fmt/format.h>

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;

/// The row whose id or whose plain name (a room's number, a reservation's number, a task's name)
/// the member gives.
template <class Row>
Row& find(Act& act, Table<Row>& table, std::string_view member, std::string Row::* name) {
    const auto wanted = required(act.parameters.text(member), member);
    if (const auto id = Uuid::parse(wanted)) {
        if (auto* row = table.find(*id)) return *row;
    }
    const auto found = std::ranges::find(table.rows(), wanted, name);
    if (found == table.rows().end()) refuse_act(fmt::format("there is no {} {}", member, wanted));
    return *found;
}

Reservation& stay_in(Act& act, ReservationState state) {
    auto& found = act.stay();
    if (found.state != state)
        refuse_act(fmt::format("reservation {} is {}", found.number, to_word(found.state)));
    return found;
}

Uuid set_room_state(Act& act) {
    auto& row = act.room();
    const auto state = model::resource_state(required(act.parameters.text("state"), "state"));
    if (state == ResourceState::other)
        refuse_act("state is one of Dirty, Clean, Inspected, OutOfService, OutOfOrder");
    act.desk().set_room_state(row, state, act.parameters.text("reason").value_or(""), act.stamp);
    return row.id;
}

Uuid rename_room(Act& act) {
    auto& row = act.room();
    act.desk().rename_room(row, required(act.parameters.text("name"), "name"), act.stamp);
    return row.id;
}

Uuid assign(Act& act) {
    auto& row = act.stay();
    if (!row.holds_room())
        refuse_act(fmt::format("reservation {} is {}", row.number, to_word(row.state)));
    std::optional<Uuid> room_id;
    if (act.parameters.has("room")) {
        const auto& wanted = act.room();
        room_id = wanted.id;
        if (const auto* other = act.desk().occupant(wanted.id, row.scheduled_start_utc,
                                                    row.scheduled_end_utc, row.id)) {
            refuse_act(
                fmt::format("room {} is taken by reservation {}", wanted.name, other->number));
        }
    }
    act.desk().assign(row, room_id, act.stamp);
    return row.id;
}

Uuid reschedule(Act& act) {
    auto& row = act.stay();
    const auto start = act.parameters.instant("start").value_or(row.scheduled_start_utc);
    const auto end = act.parameters.instant("end").value_or(row.scheduled_end_utc);
    if (end <= start) refuse_act("the stay ends after it starts");
    act.desk().reschedule(row, start, end, act.stamp);
    return row.id;
}

Uuid cancel(Act& act) {
    auto& row = act.stay();
    if (!row.holds_room() || row.state == ReservationState::started) {
        refuse_act(fmt::format("reservation {} is {}", row.number, to_word(row.state)));
    }
    act.desk().cancel(row, act.parameters.text("reason").value_or("RequestedByGuest"), act.stamp);
    return row.id;
}

Uuid check_in(Act& act) {
    auto& row = stay_in(act, ReservationState::confirmed);
    if (!row.assigned_resource_id)
        refuse_act(fmt::format("reservation {} has no room", row.number));
    act.desk().start(row, act.stamp);
    return row.id;
}

Uuid check_out(Act& act) {
    auto& row = stay_in(act, ReservationState::started);
    act.desk().process(row, act.stamp);
    return row.id;
}

/// With a name a new guest's stay; without one the next real booking of the data.
Uuid book(Act& act) {
    auto last_name = act.parameters.text("last_name");
    if (!last_name) {
        const auto* row = act.desk().book_next(act.stamp);
        if (row == nullptr) refuse_act("no booking of the data is left");
        return row->id;
    }
    StayDraft draft{.first_name = act.parameters.text("first_name").value_or(""),
                    .last_name = std::move(*last_name)};
    draft.start_utc = required(act.parameters.instant("start"), "start");
    draft.end_utc = required(act.parameters.instant("end"), "end");
    draft.adults = static_cast<int>(act.parameters.integer("adults").value_or(1));
    const auto letter = act.parameters.text("category").value_or("A");
    const auto& kinds = act.hotel().resource_categories.rows();
    if (letter.size() != 1 ||
        std::ranges::find(kinds, letter.front(), &ResourceCategory::letter) == kinds.end()) {
        refuse_act("category is the letter of one");
    }
    draft.category = letter.front();
    if (draft.end_utc <= draft.start_utc) refuse_act("the stay ends after it starts");
    return act.desk().book(draft, act.stamp).id;
}

Uuid add_task(Act& act) {
    TaskDraft draft{.name = required(act.parameters.text("name"), "name")};
    draft.description = act.parameters.text("description").value_or("");
    draft.deadline_utc =
        act.parameters.instant("deadline").value_or(act.stamp.now + std::chrono::hours{2});
    draft.deadline_utc = std::chrono::floor<std::chrono::seconds>(draft.deadline_utc);
    if (act.parameters.has("department")) {
        draft.department_id =
            find(act, act.hotel().departments, "department", &Department::name).id;
    }
    if (act.parameters.has("reservation")) draft.service_order_id = act.stay().id;
    return act.desk().add_task(std::move(draft), act.stamp).id;
}

Uuid close_task(Act& act) {
    auto& row = find(act, act.hotel().tasks, "task", &Task::name);
    if (row.closed_utc) refuse_act("the task is closed");
    act.desk().close_task(row, act.stamp);
    return row.id;
}

Uuid rename_guest(Act& act) {
    auto& row = act.guest();
    auto last_name = required(act.parameters.text("last_name"), "last_name");
    act.desk().rename_guest(row, act.parameters.text("first_name").value_or(""),
                            std::move(last_name), act.stamp);
    return row.id;
}

/// What a hotel's PMS does by itself between four and five in the morning (connector-api.md, "Dirty
/// rooms"): rooms with somebody in them turn dirty, all at once.
Uuid pass_night(Act& act) {
    act.desk().follow_blocks(act.stamp);
    for (const auto& row : act.hotel().reservations.rows()) {
        if (row.state != ReservationState::started || !row.assigned_resource_id) continue;
        auto& slept_in = *act.hotel().resources.find(*row.assigned_resource_id);
        if (slept_in.state == ResourceState::clean || slept_in.state == ResourceState::inspected) {
            act.desk().set_room_state(slept_in, ResourceState::dirty, "", act.stamp);
        }
    }
    return act.hotel().enterprise().id;
}

constexpr ActKind kinds[] = {
    {"room_state", set_room_state},
    {"room_name", rename_room},
    {"assign", assign},
    {"reschedule", reschedule},
    {"cancel", cancel},
    {"check_in", check_in},
    {"check_out", check_out},
    {"book", book},
    {"add_task", add_task},
    {"close_task", close_task},
    {"rename_guest", rename_guest},
    {"night", pass_night},
};

}  // namespace

Resource& Act::room() {
    return find(*this, hotel().resources, "room", &Resource::name);
}
Reservation& Act::stay() {
    return find(*this, hotel().reservations, "reservation", &Reservation::number);
}
Customer& Act::guest() {
    return find(*this, hotel().customers, "guest", &Customer::number);
}

void refuse_act(std::string message) {
    throw Refused{400, std::move(message)};
}

json::object act_as_other_user(Pms& pms, Parameters& parameters, UtcTime now) {
    const auto name = required(parameters.text("kind"), "kind");
    Act act{pms, parameters, Stamp{now, Actor::other_user}};
    for (const auto part : {std::span<const ActKind>{kinds}, record_acts()}) {
        const auto kind = std::ranges::find(part, name, &ActKind::name);
        if (kind != part.end()) return {{"id", kind->act(act).to_string()}};
    }
    refuse_act(fmt::format("there is no kind {}", name));
}

}  // namespace stayd::sim
