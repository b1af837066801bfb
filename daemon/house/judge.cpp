#include "house/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "house/pms_facts.hpp"
#include "rules/rule_file.hpp"

namespace stayd::house {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;

namespace {

constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_description = 2000;
constexpr std::size_t longest_note = 300;
constexpr std::size_t longest_reason = 500;
constexpr Duration furthest_due = 366 * 24h;
constexpr Duration longest_snooze = 90 * 24h;

std::string by(const operations::Task& task) {
    return task.done_by.empty() ? "somebody" : task.done_by;
}

}  // namespace

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

Judgement Judge::operator()(const SetRoomState& action) const {
    const auto room = house_.mirror().resource(action.room);
    if (!room || !room->is_active) return no("This room is not in the house. Reload the page.");
    if (action.state == model::ResourceState::out_of_order) {
        return no("Out of order is a block in Mews: it cannot be set as a room state.");
    }
    if (action.state == model::ResourceState::other)
        return no("A room state is missing in the command.");
    if (characters(action.note) > longest_note)
        return no("The note is longer than 300 characters.");
    journal::Fields value{{"State", std::string{to_word(action.state)}}};
    if (!action.note.empty()) value.set("Note", action.note);
    return {.kind = Kind::set_room_state,
            .subject = action.room,
            .value = std::move(value),
            .base = {{"State", std::string{to_word(room->state)}}}};
}

Judgement Judge::operator()(const BlockRoom& action) const {
    const auto room = house_.mirror().resource(action.room);
    if (!room || !room->is_active) return no("This room is not in the house. Reload the page.");
    if (action.type != "OutOfOrder" && action.type != "InternalUse")
        return no("A room is blocked as OutOfOrder or for InternalUse.");
    if (action.name.empty()) return no("A block needs a reason.");
    if (characters(action.name) > longest_title)
        return no("The reason is longer than 200 characters.");
    if (action.end <= action.start) return no("The block must end after it starts.");
    if (action.end <= now_) return no("The block would be over already.");
    if (action.end > now_ + furthest_due) return no("The block ends more than a year from now.");
    journal::Fields value{{"Type", action.type},
                          {"Name", action.name},
                          {"Start", to_iso8601(action.start)},
                          {"End", to_iso8601(action.end)}};
    if (!action.notes.empty()) value.set("Notes", action.notes);
    // What is created has the command's id: a repeat can never make a second one.
    return {.kind = Kind::block_room,
            .subject = command_,
            .about = action.room,
            .value = std::move(value)};
}

Judgement Judge::operator()(const EndBlock& action) const {
    const auto made = house_.journal().find(action.block);
    if (made && made->kind == Kind::block_room) {
        if (made->stage == Stage::refused) return no("Mews did not take this block.");
        return {.kind = Kind::end_block, .subject = action.block, .about = made->about};
    }
    const auto room =
        house_.mirror().id_in(model::List::resource_blocks, action.block, "resource_uid");
    if (!room) return no("This block is not known here. Reload the page.");
    if (house_.journal().newest_open(action.block, Kind::end_block))
        return no("The block is being ended already.");
    return {.kind = Kind::end_block, .subject = action.block, .about = room};
}

Judgement Judge::operator()(const CreateTask& action) const {
    if (action.title.empty()) return no("A task needs a title.");
    if (characters(action.title) > longest_title)
        return no("The title is longer than 200 characters.");
    if (characters(action.description) > longest_description) {
        return no("The description is longer than 2,000 characters.");
    }
    if (action.priority < 1 || action.priority > 4) return no("The priority must be P1 to P4.");
    if (action.room && !house_.mirror().resource(*action.room)) {
        return no("The task's room is not in the house. Reload the page.");
    }
    if (action.due && (*action.due < now_ - furthest_due || *action.due > now_ + furthest_due)) {
        return no("The due time is more than a year away.");
    }
    if (house_.tasks().find(command_)) return no("There is a task with this id already.");
    return {.kind = Kind::create_task,
            .subject = command_,
            .value = {{"Title", action.title}, {"Description", action.description}}};
}

Judgement Judge::operator()(const AcceptTask& action) const {
    const auto task = house_.tasks().find(action.task);
    if (!task) return no("This task is not known here. Reload the page.");
    if (task->stage == operations::TaskStage::done)
        return no("This task is already done, by " + by(*task) + ".");
    return {.kind = Kind::accept_task, .subject = action.task};
}

Judgement Judge::operator()(const CompleteTask& action) const {
    const auto task = house_.tasks().find(action.task);
    if (!task) return no("This task is not known here. Reload the page.");
    if (task->stage == operations::TaskStage::done)
        return no("This task is already done, by " + by(*task) + ".");
    return {.kind = Kind::complete_task, .subject = action.task};
}

Judgement Judge::operator()(const SetGuestWaiting& action) const {
    const auto stay = house_.mirror().reservation(action.reservation);
    if (!stay) return no("This reservation is not known here. Reload the page.");
    if (action.waiting && stay->state != model::ReservationState::confirmed) {
        return no("Only the guest of a confirmed reservation can wait for a room.");
    }
    return {.kind = Kind::set_guest_waiting,
            .subject = action.reservation,
            .value = {{"Waiting", action.waiting ? "1" : "0"}}};
}

Judgement Judge::operator()(const Record& action) const {
    const auto* entry = operations::find_record(action.name);
    if (entry == nullptr) return no("There is no such thing to record. Reload the page.");
    const bool is_of_guest = entry->of == operations::RecordOf::guest;
    const auto subject =
        is_of_guest ? surviving_guest(house_.database(), action.subject) : action.subject;
    if (!house_.mirror().document(is_of_guest ? model::List::customers : model::List::reservations,
                                  subject))
        return no(is_of_guest ? "This guest is not known here. Reload the page."
                              : "This reservation is not known here. Reload the page.");
    if (auto fault = operations::fault_of_record(*entry, action.value); !fault.empty())
        return no(std::move(fault));
    const auto before = house_.records().find(subject, action.name);
    const auto said = [](const std::string& value) {
        return value.empty() ? journal::Fields::Value{} : journal::Fields::Value{value};
    };
    journal::Fields value;
    value.set(action.name, said(action.value));
    journal::Fields base;
    base.set(action.name, said(operations::said_record(*entry, before.value_or(""))));
    return {.kind = is_of_guest ? Kind::record_of_guest : Kind::record_of_stay,
            .subject = subject,
            .value = std::move(value),
            .base = std::move(base)};
}

Judgement Judge::operator()(const DismissChange& action) const {
    const auto change = house_.journal().find(action.change);
    if (!change) return no("This change is not known here. Reload the page.");
    if (!journal::wants_reading(*change) && !change->dismissed)
        return no("Only a change that was refused, replaced or in conflict can be put away.");
    return {.kind = Kind::dismiss_change, .subject = action.change};
}

Judgement Judge::operator()(const DecideFinding& action) const {
    using operations::FindingState;
    const auto finding = house_.conclusions().findings().find(action.finding);
    if (!finding || finding->state == FindingState::resolved)
        return no("This finding is settled already. Reload the page.");
    if (action.state == FindingState::resolved)
        return no("A finding is settled by its data, not by hand. Waive it, with the reason.");
    if (action.state == FindingState::waived && action.reason.empty())
        return no("Say why it may stay as it is.");
    if (characters(action.reason) > longest_reason)
        return no("The reason is too long: at most 500 characters.");
    if (action.state == FindingState::snoozed && !action.until)
        return no("Say until when it shall wait.");
    if (action.until && (*action.until <= now_ || *action.until > now_ + longest_snooze))
        return no("The time until which it waits lies in the future, and at most 90 days ahead.");
    journal::Fields value;
    value.set("State", std::string{operations::to_word(action.state)});
    if (action.until) value.set("Until", to_iso8601(*action.until));
    if (!action.reason.empty()) value.set("Reason", action.reason);
    journal::Fields base;
    base.set("State", std::string{operations::to_word(finding->state)});
    return {.kind = Kind::decide_finding,
            .subject = action.finding,
            .about = finding->about,
            .value = std::move(value),
            .base = std::move(base)};
}

Judgement Judge::operator()(const EditRule& action) const {
    auto fault = house_.conclusions().fault_of(action);
    if (!fault.empty()) return no(std::move(fault));
    const auto* before = house_.conclusions().book()->find(action.rule);
    if (before == nullptr && action.text.empty()) return no("There is no such rule.");
    journal::Fields value;
    value.set("Rule", action.rule);
    if (!action.text.empty()) value.set("Text", action.text);
    journal::Fields base;
    if (before != nullptr) base.set("Text", rules::to_toml(*before));
    return {.kind = Kind::edit_rule,
            .subject = uid_of_rule(action.rule),
            .value = std::move(value),
            .base = std::move(base)};
}

/// Judged as the act it stands for: upon what the PMS has now.
Judgement Judge::operator()(const ReapplyChange& action) const {
    const auto before = house_.journal().find(action.change);
    if (!before) return no("This change is not known here. Reload the page.");
    if (!journal::wants_reading(*before))
        return no("This change has been decided already. Reload the page.");
    const auto& kind = journal::entry(before->kind);
    const bool ours_won = before->stage == Stage::confirmed;
    const bool is_of_address = kind.subject == journal::Subject::address;
    if (ours_won && kind.write_class != journal::WriteClass::set && !is_of_address)
        return no("This change cannot be taken back.");
    Judgement again{.kind = before->kind,
                    .subject = before->subject == before->id ? command_ : before->subject,
                    .about = before->about,
                    .depends_on = before->depends_on,
                    .value = before->value};
    if (ours_won) {
        again.value = before->beaten;
    } else if (before->stage == Stage::replaced && !before->lost.empty()) {
        again.value = {};
        for (const auto& [name, theirs] : before->lost)
            again.value.set(name, before->value.get(name));
    }
    // A first one may be there by now, or the one that was changed be gone.
    if (is_of_address) return (*this)(SetAddress{*before->about, std::move(again.value)});
    if (kind.kind == Kind::move_stay) again.about = Uuid::parse(again.value.text("Room"));
    if (kind.write_class == journal::WriteClass::set) {
        const auto now = fields_in_pms(house_.mirror(), kind.kind,
                                       pms_id_of(house_.journal(), again.subject), again.value);
        if (!now) return no("It is no longer in Mews.");
        again.base = *now;
    }
    if (kind.kind == Kind::create_task) return no("Make the task anew.");
    return again;
}

}  // namespace stayd::house
