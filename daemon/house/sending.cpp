#include "house/house.hpp"

// How the answers of the PMS to our writes enter. Base and overlay go only when a change has ended
// (sync.md R25): an open change keeps lying over the mirror, an ended one leaves what the PMS has.

namespace stayd::house {

using journal::Kind;
using journal::Stage;

void House::touch_subject(const journal::Change& change) {
    switch (change.kind) {
        case Kind::set_room_state:
            return shown_.touch_room(change.subject);
        case Kind::check_in:
        case Kind::set_guest_waiting:
            return shown_.touch_arrival(change.subject);
        case Kind::create_task:
        case Kind::accept_task:
        case Kind::complete_task:
            return shown_.touch_task(change.subject);
        case Kind::dismiss_change:
            return shown_.touch_change(change.subject);
    }
}

void House::take(const SendStarted& started, UtcTime now) {
    journal_.mark_sent(started.change, now);
    if (const auto change = journal_.find(started.change)) touch_subject(*change);
    shown_.touch_change(started.change);
}

void House::take(const SendSettled& settled, UtcTime now) {
    const auto change = journal_.find(settled.change);
    // A page may have settled it already: a task that was found by its mark.
    if (!change || !journal::is_open(change->stage)) return;
    std::visit([&](const auto& outcome) { settle(*change, outcome, now); }, settled.outcome);
    touch_subject(*change);
    shown_.touch_change(change->id);
}

void House::settle(const journal::Change& change, const Confirmed& outcome, UtcTime now) {
    switch (change.kind) {
        case Kind::set_room_state:
            mirror_.set_resource_state(change.subject, model::resource_state(change.value),
                                       change.sent);
            journal_.rebase(change.subject, change.value);
            break;
        case Kind::check_in:
            mirror_.set_reservation_started(change.subject, now, change.sent);
            break;
        case Kind::create_task:
            if (outcome.pms_id) tasks_.set_pms_id(change.subject, *outcome.pms_id);
            break;
        case Kind::complete_task:
            if (const auto task = tasks_.find(change.subject); task && task->pms_id) {
                mirror_.set_task_closed(*task->pms_id, now);
            }
            break;
        case Kind::accept_task:
        case Kind::set_guest_waiting:
        case Kind::dismiss_change:
            break;
    }
    end(change, Stage::confirmed, {}, now);
    effects_.outbox_grew = true;  // what waited for it may go now
}

void House::settle(const journal::Change& change, const Refused& outcome, UtcTime now) {
    end(change, Stage::refused, outcome.reason, now);
}

void House::settle(const journal::Change& change, const Replaced& outcome, UtcTime now) {
    end(change, Stage::replaced, outcome.reason, now);
}

void House::settle(const journal::Change& change, const KeptOnBox& outcome, UtcTime now) {
    end(change, Stage::box_only, outcome.reason, now);
}

void House::settle(const journal::Change& change, const TryAgain& outcome, UtcTime now) {
    journal_.retry_at(change.id, Stage::ready, outcome.at, now, outcome.reason);
}

void House::settle(const journal::Change& change, const InDoubt& outcome, UtcTime now) {
    journal_.retry_at(change.id, Stage::unknown, outcome.at, now, outcome.reason);
}

void House::end(const journal::Change& change, Stage stage, const std::string& reason,
                UtcTime now) {
    journal_.settle(change.id, stage, now, reason);
    journal_.audit(now, "Mews", {}, change.id, change.subject, journal::to_word(stage),
                   change.value, reason);
}

}  // namespace stayd::house
