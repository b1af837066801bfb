#include <fmt/format.h>

#include "house/views.hpp"
#include "operations/records.hpp"

// What people see of a staff change on its way: what it is, what stood against it, what they can
// do.

namespace stayd::house {
namespace {

using journal::Kind;
using journal::Stage;

bool waits(const journal::Change& change, bool line_up) {
    return change.stage == Stage::ready && (!line_up || change.attempts > 0);
}

/// The next useful act after a refusal of the PMS; its own text stands beside it.
std::string after_refusal(Kind kind) {
    switch (kind) {
        case Kind::check_in:
            return "See that the room is inspected and free, then try again; or move the stay.";
        case Kind::check_out:
            return "Settle the balance in Mews, then try again; or check out with a reason for "
                   "what is "
                   "open.";
        case Kind::move_stay:
            return "Choose another room.";
        case Kind::set_stay_times:
            return "Choose other times or another room.";
        case Kind::add_companion:
            return "Raise the number of persons in Mews, then try again.";
        case Kind::create_task:
            return "Make the task anew.";
        default:
            return "Look at it in Mews, then try again or put it away.";
    }
}

std::string next_step(const journal::Change& change) {
    if (change.stage == Stage::refused) return after_refusal(change.kind);
    if (change.stage == Stage::replaced)
        return "What Mews has stays. Use yours if it is the right one.";
    return "Yours was sent. Take back what Mews had if that is the right one.";
}

/// What was recorded, without what: it may be a guest's own business.
std::string_view recorded(const journal::Change& change) {
    const auto* entry = operations::find_record(change.value.begin()->first);
    return entry == nullptr ? std::string_view{"record"} : entry->title;
}

}  // namespace

std::string Views::stay_number(const Uuid& id) {
    const auto stay = mirror_.reservation(id);
    return stay ? stay->number : "?";
}

/// No guest's name: a phone in a corridor shows it.
std::string Views::what_it_is(const journal::Change& change) {
    using journal::Kind;
    const auto about = change.about.value_or(Uuid{});
    switch (change.kind) {
        case Kind::set_room_state:
            return fmt::format("Room {}: {}", room_name(change.subject),
                               model::in_words(model::resource_state(change.value.text("State"))));
        case Kind::block_room:
            return fmt::format("Room {}: blocked, {}", room_name(about), change.value.text("Name"));
        case Kind::end_block:
            return fmt::format("Room {}: block ended", room_name(about));
        case Kind::check_in: {
            const auto stay = mirror_.reservation(change.subject);
            if (!stay) return "Check-in";
            const auto room = change.depends_on ? change.depends_on : stay->assigned_resource_id;
            if (!room) return fmt::format("Check-in {}", stay->number);
            return fmt::format("Check-in {}, room {}", stay->number, room_name(*room));
        }
        case Kind::check_out:
            return fmt::format("Check-out {}", stay_number(change.subject));
        case Kind::move_stay:
            return fmt::format("Reservation {}: room {}", stay_number(change.subject),
                               room_name(about));
        case Kind::set_stay_times:
            return fmt::format("Reservation {}: other times", stay_number(change.subject));
        case Kind::update_guest:
            return "Guest's profile";
        case Kind::update_company:
            return "Company's profile";
        case Kind::add_address:
        case Kind::update_address:
            return "Guest's address";
        case Kind::add_document:
            return "Guest's document";
        case Kind::remove_document:
            return "Guest's document removed";
        case Kind::add_companion:
            return fmt::format("Reservation {}: companion", stay_number(about));
        case Kind::remove_companion:
            return fmt::format("Reservation {}: companion removed", stay_number(about));
        case Kind::add_stay_note:
            return fmt::format("Reservation {}: note", stay_number(about));
        case Kind::add_guest_note:
            return "Note on a guest";
        case Kind::sell_product: {
            auto query = database_.statement("SELECT name FROM product WHERE uid = :uid");
            query.bind(":uid", Uuid::parse(change.value.text("Product")));
            return fmt::format("Reservation {}: {} × {}", stay_number(about),
                               change.value.text("Count"), query.step() ? query.text(0) : "?");
        }
        case Kind::open_thread:
            return fmt::format("Reservation {}: conversation", stay_number(about));
        case Kind::send_message:
            return fmt::format("Reservation {}: message", stay_number(about));
        case Kind::create_task:
        case Kind::accept_task:
        case Kind::complete_task: {
            const auto task = tasks_.find(change.subject);
            return fmt::format("{}: {}",
                               change.kind == Kind::create_task ? "New task" : "Task done",
                               task ? task->title : "?");
        }
        case Kind::set_guest_waiting:
            return "Guest waits";
        case Kind::record_of_stay:
            return fmt::format("Reservation {}: {}", stay_number(change.subject), recorded(change));
        case Kind::record_of_guest:
            return fmt::format("Guest: {}", recorded(change));
        case Kind::edit_rule:
            return "Rule " + change.value.text("Rule");
        case Kind::decide_opportunity:
            return fmt::format("Reservation {}: offer", stay_number(about));
        case Kind::decide_finding:
        case Kind::dismiss_change:
            return "Put away";
    }
    return {};
}

/// A field's value as people say it.
std::string Views::value_in_words(const journal::Change& change, const std::string& field,
                                  const journal::Fields::Value& value) {
    if (!value) return "–";
    if (field == "State") return std::string{model::in_words(model::resource_state(*value))};
    if (field == "Room") return room_name(Uuid::parse(*value).value_or(Uuid{}));
    if (change.kind == journal::Kind::set_stay_times) {
        const auto enterprise = mirror_.enterprise();
        const auto time = parse_iso8601(*value);
        if (time) return local_time(*time, enterprise ? enterprise->time_zone : "UTC");
    }
    return *value;
}

std::vector<ChangeView::Conflict> Views::conflicts_of(const journal::Change& change) {
    std::vector<ChangeView::Conflict> conflicts;
    const auto add = [&](const journal::Fields& theirs, bool ours_chosen) {
        for (const auto& [field, value] : theirs) {
            if (change.value.get(field) == value) continue;  // of what goes together, the same
            conflicts.push_back({.field = field,
                                 .before = value_in_words(change, field, change.base.get(field)),
                                 .ours = value_in_words(change, field, change.value.get(field)),
                                 .theirs = value_in_words(change, field, value),
                                 .ours_chosen = ours_chosen});
        }
    };
    add(change.lost, false);
    add(change.beaten, true);
    return conflicts;
}

std::optional<ChangeView> Views::change(const Uuid& id) {
    auto change = journal_.find(id);
    if (!change) return std::nullopt;
    const bool to_read = journal::wants_reading(*change);
    if (!to_read && !journal::is_open(change->stage)) return std::nullopt;
    return ChangeView{.change = *change,
                      .what = what_it_is(*change),
                      .waits = waits(*change, line_is_up()),
                      .conflicts = conflicts_of(*change),
                      .next_step = to_read ? next_step(*change) : std::string{},
                      .can_reapply = to_read && change->kind != journal::Kind::create_task};
}

}  // namespace stayd::house
