#include <algorithm>

#include "base/log.hpp"
#include "house/house.hpp"

// How a staff command is accepted: judged, written to the journal with what it was made upon, laid
// over what is shown, audited, acknowledged. All in the transaction of the apply under way (sync.md
// R14).

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;

constexpr std::size_t longest_user = 80;
constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_description = 2000;
/// A device's clock is believed this far back; beyond it the time of acceptance counts (sync.md
/// R11).
constexpr Duration believed_age = 12h;
constexpr Duration default_task_time = 2h;
constexpr Duration furthest_due = 366 * 24h;

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

UtcTime believable(std::optional<UtcTime> made, UtcTime now) {
    if (!made || *made > now || *made < now - believed_age) return now;
    return *made;
}

/// What judging an action gave: a change to write down, or why it cannot be taken.
struct Judgement {
    std::string refusal;  ///< empty: accepted
    Kind kind = Kind::set_room_state;
    Uuid subject;
    std::optional<Uuid> depends_on{};
    std::string value{};
    std::string base{};
    Stage stage = Stage::ready;
};

Judgement no(std::string refusal) {
    return {.refusal = std::move(refusal), .subject = {}};
}

struct Judge {
    House& house;
    const StaffCommand& command;
    UtcTime now;

    Judgement operator()(const SetRoomState& action) const {
        const auto room = house.mirror().resource(action.room);
        if (!room || !room->is_active) return no("This room is not in the house. Reload the page.");
        if (action.state == model::ResourceState::out_of_order) {
            return no("Out of order is a block in Mews: it cannot be set as a room state.");
        }
        if (action.state == model::ResourceState::other)
            return no("A room state is missing in the command.");
        return {.refusal = {},
                .kind = Kind::set_room_state,
                .subject = action.room,
                .value = std::string{to_word(action.state)},
                .base = std::string{to_word(room->state)}};
    }
    Judgement operator()(const CreateTask& action) const {
        if (action.title.empty()) return no("A task needs a title.");
        if (characters(action.title) > longest_title)
            return no("The title is longer than 200 characters.");
        if (characters(action.description) > longest_description) {
            return no("The description is longer than 2,000 characters.");
        }
        if (action.priority < 1 || action.priority > 4) return no("The priority must be P1 to P4.");
        if (action.room && !house.mirror().resource(*action.room)) {
            return no("The task's room is not in the house. Reload the page.");
        }
        if (action.due && (*action.due < now - furthest_due || *action.due > now + furthest_due)) {
            return no("The due time is more than a year away.");
        }
        if (house.tasks().find(command.id)) return no("There is a task with this id already.");
        // The task takes the command's id: a repeat can never make a second one.
        return {.refusal = {}, .kind = Kind::create_task, .subject = command.id};
    }
    Judgement operator()(const AcceptTask& action) const {
        const auto task = house.tasks().find(action.task);
        if (!task) return no("This task is not known here. Reload the page.");
        if (task->stage == operations::TaskStage::done)
            return no("This task is already done, by " + by(*task) + ".");
        return {.refusal = {},
                .kind = Kind::accept_task,
                .subject = action.task,
                .stage = Stage::box_only};
    }
    Judgement operator()(const CompleteTask& action) const {
        const auto task = house.tasks().find(action.task);
        if (!task) return no("This task is not known here. Reload the page.");
        if (task->stage == operations::TaskStage::done)
            return no("This task is already done, by " + by(*task) + ".");
        return {.refusal = {}, .kind = Kind::complete_task, .subject = action.task};
    }
    Judgement operator()(const CheckIn& action) const {
        const auto stay = house.mirror().reservation(action.reservation);
        if (!stay) return no("This reservation is not known here. Reload the page.");
        if (stay->state == model::ReservationState::started ||
            house.journal().newest_open(action.reservation, Kind::check_in)) {
            return no("The guest is already checked in.");
        }
        if (stay->state != model::ReservationState::confirmed) {
            return no("Only a confirmed reservation can be checked in. This one is " +
                      std::string{to_word(stay->state)} + ".");
        }
        if (!stay->assigned_resource_id)
            return no("No room is assigned. Assign one in Mews first.");
        return {.refusal = {},
                .kind = Kind::check_in,
                .subject = action.reservation,
                .depends_on = stay->assigned_resource_id,
                .base = std::string{to_word(stay->state)}};
    }
    Judgement operator()(const SetGuestWaiting& action) const {
        const auto stay = house.mirror().reservation(action.reservation);
        if (!stay) return no("This reservation is not known here. Reload the page.");
        if (action.waiting && stay->state != model::ReservationState::confirmed) {
            return no("Only the guest of a confirmed reservation can wait for a room.");
        }
        return {.refusal = {},
                .kind = Kind::set_guest_waiting,
                .subject = action.reservation,
                .value = action.waiting ? "1" : "0",
                .stage = Stage::box_only};
    }
    Judgement operator()(const DismissChange& action) const {
        const auto change = house.journal().find(action.change);
        if (!change) return no("This change is not known here. Reload the page.");
        if (change->stage != Stage::refused && change->stage != Stage::replaced) {
            return no("Only a refused or replaced change can be put away.");
        }
        return {.refusal = {},
                .kind = Kind::dismiss_change,
                .subject = action.change,
                .stage = Stage::box_only};
    }

    static std::string by(const operations::Task& task) {
        return task.done_by.empty() ? "somebody" : task.done_by;
    }
};

}  // namespace

/// One command that the tables refuse must not take its group with it: it has a savepoint of its
/// own.
void House::take(const StaffCommand& command, UtcTime now) {
    std::string refusal;
    try {
        storage::Transaction one(database_);
        refusal = accept(command, now);
        if (refusal.empty()) one.commit();
    } catch (const storage::Failure& failure) {
        if (!failure.constraint()) throw;
        log::error("command of device {} refused by the tables: {}", command.device,
                   failure.what());
        refusal = "The box cannot store this command. Make it anew.";
    }
    effects_.acks.push_back({.command = command.id,
                             .device = command.device,
                             .durable = refusal.empty(),
                             .reason = std::move(refusal)});
}

/// Empty when the command is saved, also when it was before; else why it cannot be.
std::string House::accept(const StaffCommand& command, UtcTime now) {
    if (journal_.find(command.id)) return {};  // a repeat: saying so again does no harm
    if (command.id.is_nil()) return "The command carries no id.";
    if (command.user.empty() || characters(command.user) > longest_user) {
        return "The command must say who acts, in 1 to 80 characters.";
    }
    const auto judged = std::visit(Judge{*this, command, now}, command.action);
    if (!judged.refusal.empty()) return judged.refusal;

    journal_.insert({.id = command.id,
                     .kind = judged.kind,
                     .subject = judged.subject,
                     .depends_on = judged.depends_on,
                     .value = judged.value,
                     .base = judged.base,
                     .device = command.device,
                     .made_by = command.user,
                     .made = believable(command.made, now),
                     .accepted = now,
                     .stage = judged.stage});
    std::visit([&](const auto& action) { carry_out(command, action, now); }, command.action);
    journal_.audit(now, command.user, command.device, command.id, judged.subject,
                   journal::to_word(judged.kind), judged.base, judged.value);
    shown_.touch(ShownKind::status);
    if (judged.stage == Stage::ready) {
        shown_.touch_change(command.id);
        effects_.outbox_grew = true;
    }
    return {};
}

void House::carry_out(const StaffCommand&, const SetRoomState& action, UtcTime) {
    shown_.touch_room(action.room);
}

void House::carry_out(const StaffCommand& command, const CreateTask& action, UtcTime now) {
    tasks_.insert({.id = command.id,
                   .title = action.title,
                   .description = action.description,
                   .department_id = action.department,
                   .room_id = action.room,
                   .priority = action.priority,
                   .assignee = {},
                   .created = now,
                   .created_by = command.user,
                   .due = action.due.value_or(now + default_task_time),
                   .done_by = {}});
    shown_.touch_task(command.id);
}

void House::carry_out(const StaffCommand& command, const AcceptTask& action, UtcTime) {
    tasks_.accept(action.task, command.user);
    shown_.touch_task(action.task);
}

void House::carry_out(const StaffCommand& command, const CompleteTask& action, UtcTime now) {
    tasks_.complete(action.task, now, command.user);
    shown_.touch_task(action.task);
}

void House::carry_out(const StaffCommand&, const CheckIn& action, UtcTime) {
    guests_waiting_.stop(action.reservation);
    shown_.touch_arrival(action.reservation);
}

void House::carry_out(const StaffCommand&, const SetGuestWaiting& action, UtcTime now) {
    if (action.waiting) {
        guests_waiting_.start(action.reservation, now, random_.next());
    } else {
        guests_waiting_.stop(action.reservation);
    }
    shown_.touch_arrival(action.reservation);
}

void House::carry_out(const StaffCommand&, const DismissChange& action, UtcTime) {
    journal_.dismiss(action.change);
    shown_.touch_change(action.change);
    if (const auto change = journal_.find(action.change)) touch_subject(*change);
}

}  // namespace stayd::house
