#include "tests/integration/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace stayd::sim {
namespace {

namespace json = boost::json;

constexpr v1::ResourceState states[] = {v1::RESOURCE_STATE_DIRTY, v1::RESOURCE_STATE_CLEAN,
                                        v1::RESOURCE_STATE_INSPECTED,
                                        v1::RESOURCE_STATE_OUT_OF_SERVICE};
/// Of a room that is out of order the PMS takes no state.
constexpr const char* state_words[] = {"Dirty", "Clean", "Inspected", "OutOfService", "OutOfOrder"};
constexpr std::size_t how_far_back = 200;  ///< what is repeated, dismissed, accepted

std::string text(const json::value& value) {
    return std::string{value.as_string()};
}

std::string bytes_of_text(const std::string& id) {
    return bytes_of(*Uuid::parse(id));
}

}  // namespace

Load::Load(const Box& box, Random& dice) : box_(box), dice_(dice) {
    for (const char* device : {"hk-ana", "hk-ivo", "desk-1", "desk-2"})
        staff_.push_back(std::make_unique<Staff>(device, box.broker().port(), dice));
    // Guests whose room is inspected and whose time has come; their rooms are left alone.
    const auto now = text(box.control("/control/state").at("now"));
    const auto rooms = box.control("/control/rooms").at("rooms").as_array();
    const auto stays = box.control("/control/stays").at("stays").as_array();
    std::set<std::string> wanted;
    for (const auto& stay : stays) {
        const auto room = text(stay.at("room"));
        const auto found = std::ranges::find_if(
            rooms, [&](const auto& row) { return !room.empty() && text(row.at("name")) == room; });
        if (text(stay.at("state")) != "Confirmed" || found == rooms.end()) continue;
        wanted.insert(room);
        if (text(found->at("state")) == "Inspected" && text(stay.at("start")) < now)
            stays_.push_back(text(stay.at("id")));
    }
    for (const auto& room : rooms) {
        if (!wanted.contains(text(room.at("name")))) rooms_.push_back(text(room.at("id")));
    }
}

void Load::act() {
    const auto drawn = dice_.below(100);
    if (drawn < 36) {
        send(room_state());
    } else if (drawn < 54 || tasks_.empty()) {
        tasks_.push_back(send(new_task()));
    } else if (drawn < 62) {
        send(accept(one_of(tasks_)));
    } else if (drawn < 70) {
        send(complete(one_of(tasks_)));
    } else if (drawn < 75) {
        send(guest_waits());
    } else if (drawn < 77) {
        send(check_in());
    } else if (drawn < 79) {
        send(dismiss());
    } else if (drawn < 88) {
        repeat_one();
    } else if (drawn < 91) {
        send_out_of_order();
    } else {
        edit_in_pms();
    }
}

v1::Command Load::room_state() {
    v1::Command command;
    command.mutable_set_room_state()->set_room_id(bytes_of_text(one_of(rooms_)));
    command.mutable_set_room_state()->set_state(one_of(states));
    return command;
}

v1::Command Load::new_task() {
    v1::Command command;
    auto& task = *command.mutable_create_task();
    task.set_title(fmt::format("Extra towels {}", ++number_));
    if (dice_.below(2) == 0) task.set_description(fmt::format("For guest {}", number_));
    if (dice_.below(2) == 0) task.set_room_id(bytes_of_text(one_of(rooms_)));
    if (dice_.below(2) == 0) task.set_priority(static_cast<v1::TaskPriority>(1 + dice_.below(4)));
    return command;
}

v1::Command Load::accept(const Uuid& task) {
    v1::Command command;
    command.mutable_accept_task()->set_task_id(bytes_of(task));
    return command;
}

v1::Command Load::complete(const Uuid& task) {
    v1::Command command;
    command.mutable_complete_task()->set_task_id(bytes_of(task));
    return command;
}

v1::Command Load::guest_waits() {
    v1::Command command;
    command.mutable_set_guest_waiting()->set_reservation_id(bytes_of_text(one_of(stays_)));
    command.mutable_set_guest_waiting()->set_waiting(dice_.below(3) != 0);
    return command;
}

v1::Command Load::check_in() {
    v1::Command command;
    command.mutable_check_in()->set_reservation_id(bytes_of_text(one_of(stays_)));
    return command;
}

/// Mostly of a change that went well, which is answered "not saved".
v1::Command Load::dismiss() {
    v1::Command command;
    command.mutable_dismiss_change()->set_change_id(
        bytes_of(sent_.empty() ? Uuid{} : one_of(sent_).id));
    return command;
}

Uuid Load::send(v1::Command command) {
    auto& staff = anyone();
    const auto id = staff.send(std::move(command));
    sent_.push_back({&staff, id});
    return id;
}

void Load::repeat_one() {
    if (sent_.empty()) return;
    const auto& [staff, id] =
        sent_[sent_.size() - 1 - dice_.below(std::min(sent_.size(), how_far_back))];
    staff->repeat(id);
    ++repeats_;
}

/// What is done to a task comes before the task; what came too early comes once more.
void Load::send_out_of_order() {
    auto& staff = anyone();
    const auto task = staff.write_down(new_task());
    const auto accepted = staff.write_down(accept(task));
    const auto completed = staff.write_down(complete(task));
    for (const auto& id : {completed, task, accepted, completed}) staff.repeat(id);
    for (const auto& id : {task, accepted, completed}) sent_.push_back({&staff, id});
    tasks_.push_back(task);
    ++disorders_;
}

void Load::edit_in_pms() {
    box_.control(
        "/control/edit",
        {{"kind", "room_state"}, {"room", one_of(rooms_)}, {"state", one_of(state_words)}});
    ++others_;
}

void Load::disturb_line() {
    static constexpr const char* paths[] = {"", "resources/update", "tasks/add", "tasks/close",
                                            "reservations/start"};
    json::object fault{{"path", one_of(paths)},
                       {"calls", static_cast<std::int64_t>(1 + dice_.below(3))}};
    switch (dice_.below(4)) {
        case 0:
            fault["mode"] = "answer-lost";
            break;
        case 1:
            fault["mode"] = "error";
            fault["status"] = 503;
            fault["acts"] = dice_.below(2) == 0;
            break;
        case 2:
            fault["mode"] = "reset";
            break;
        default:
            fault["mode"] = "delay";
            fault["delay_ms"] = static_cast<std::int64_t>(50 + dice_.below(500));
            break;
    }
    box_.control("/control/fault", fault);
    ++faults_;
}

void Load::disconnect() {
    for (auto& staff : staff_) staff->disconnect();
}

void Load::connect() {
    for (auto& staff : staff_) staff->connect(box_.broker().port());
}

void Load::repeat_unanswered() {
    for (auto& staff : staff_) staff->send_unanswered();
}

void Load::repeat_unsaved() {
    for (auto& staff : staff_) {
        staff->unanswered();
        for (const auto& [id, payload] : staff->sent()) {
            if (!staff->is_saved(id)) staff->repeat(id);
        }
    }
}

std::size_t Load::unanswered() {
    std::size_t missing = 0;
    for (auto& staff : staff_) missing += staff->unanswered();
    return missing;
}

}  // namespace stayd::sim
