#include "house/house.hpp"
#include "house/pms_facts.hpp"

// How the answers of the PMS to our writes enter. Base and overlay go only when a change has ended
// (sync.md R25): an open change keeps lying over the mirror, an ended one leaves what the PMS has.

namespace stayd::house {

using journal::Kind;
using journal::Stage;

void House::touch_subject(const journal::Change& change) {
    using journal::Subject;
    conclusions_.change_moved(change);
    switch (journal::entry(change.kind).subject) {
        case Subject::room:
            return shown_.touch_room(change.subject);
        case Subject::block:
            if (change.about) shown_.touch_room(*change.about);
            return;
        case Subject::stay:
            if (change.about) shown_.touch_room(*change.about);  // it moves there
            return shown_.touch_arrival(change.subject);
        case Subject::guest:
        case Subject::company:
            return shown_.touch_arrivals_of_account(change.subject);
        case Subject::address:
        case Subject::document:
        case Subject::companion:
        case Subject::note:
        case Subject::product:
        case Subject::thread:
        case Subject::message:
            if (!change.about) return;
            shown_.touch(ShownKind::arrival, *change.about);
            return shown_.touch_arrivals_of_account(*change.about);
        case Subject::task:
            return shown_.touch_task(change.subject);
        case Subject::change:
            return shown_.touch_change(change.subject);
        case Subject::finding:
            return shown_.touch(ShownKind::finding, change.subject);
        case Subject::rule:
            return shown_.touch(ShownKind::rule, change.subject);
        case Subject::offer:
            return shown_.touch(ShownKind::opportunity, change.subject);
    }
}

void House::take(const SendStarted& started, UtcTime now) {
    const auto change = journal_.find(started.change);
    if (!change) return;
    journal_.mark_sent(started.change, now);
    if (started.lost != change->lost || started.beaten != change->beaten) {
        journal_.keep_merge(started.change, started.lost, started.beaten);
        journal::Fields remote = started.lost;
        for (const auto& [name, value] : started.beaten) remote.set(name, value);
        if (!remote.empty()) audit_merge(*change, "Merged", remote, {}, started.rule, now);
    }
    touch_subject(*change);
    shown_.touch_change(started.change);
}

void House::take(const SendSettled& settled, UtcTime now) {
    const auto change = journal_.find(settled.change);
    // A page may have settled it already: what it created was found there.
    if (!change || !journal::is_open(change->stage)) return;
    std::visit([&](const auto& outcome) { settle(*change, outcome, now); }, settled.outcome);
    touch_subject(*change);
    shown_.touch_change(change->id);
}

void House::settle(const journal::Change& change, const Confirmed& outcome, UtcTime now) {
    if (change.kind == Kind::create_task && outcome.pms_id)
        tasks_.set_pms_id(change.subject, *outcome.pms_id);
    if (!outcome.was_read) show_as_sent(change, now);
    if (outcome.pms_id) journal_.keep_pms_id(change.id, *outcome.pms_id);
    if (journal::entry(change.kind).write_class == journal::WriteClass::set)
        journal_.rebase(change.subject, change.kind, change.value);
    if (change.lost.empty()) {
        end(change, Stage::confirmed, {}, {}, now);
    } else {
        end(change, Stage::replaced,
            "A part of it was changed in Mews meanwhile, and stays as there.", {}, now);
    }
    effects_.outbox_grew = true;  // what waited for it may go now
}

/// What the PMS has said it took and the mirror does not show yet; the next read brings the rest.
void House::show_as_sent(const journal::Change& change, UtcTime now) {
    switch (change.kind) {
        case Kind::set_room_state:
            return mirror_.set_resource_state(
                change.subject, model::resource_state(change.value.text("State")), change.sent);
        case Kind::check_in:
            return mirror_.set_reservation_started(change.subject, now, change.sent);
        case Kind::complete_task:
            if (const auto task = tasks_.find(change.subject); task && task->pms_id)
                mirror_.set_task_closed(*task->pms_id, now);
            return;
        case Kind::remove_document:
        case Kind::remove_companion: {
            const auto list = journal::entry(change.kind).list;
            if (mirror_.remove(list, pms_id_of(journal_, change.subject), now))
                count_rows(list, -1);
            return;
        }
        default:
            return;
    }
}

void House::settle(const journal::Change& change, const Refused& outcome, UtcTime now) {
    end(change, Stage::refused, outcome.reason, {}, now);
    if (outcome.in_words_of_pms) journal_.keep_as_words_of_pms(change.id);
}

void House::settle(const journal::Change& change, const Replaced& outcome, UtcTime now) {
    journal_.keep_merge(change.id, outcome.lost, {});
    auto ended = change;
    ended.lost = outcome.lost;
    end(ended, Stage::replaced, outcome.reason, outcome.rule, now);
}

void House::settle(const journal::Change& change, const KeptOnBox& outcome, UtcTime now) {
    end(change, Stage::box_only, outcome.reason, {}, now);
}

void House::settle(const journal::Change& change, const TryAgain& outcome, UtcTime now) {
    journal_.retry_at(change.id, Stage::ready, outcome.at, now, outcome.reason);
}

void House::settle(const journal::Change& change, const InDoubt& outcome, UtcTime now) {
    journal_.retry_at(change.id, Stage::unknown, outcome.at, now, outcome.reason);
}

void House::end(const journal::Change& change, Stage stage, const std::string& reason,
                const std::string& rule, UtcTime now) {
    journal_.settle(change.id, stage, now, reason);
    audit_merge(change, journal::to_word(stage), change.lost, reason, rule, now);
}

void House::audit_merge(const journal::Change& change, std::string_view what,
                        const journal::Fields& remote, const std::string& why,
                        const std::string& rule, UtcTime now) {
    audit_.add({.at = now,
                .actor = "Mews",
                .device = {},
                .change = change.id,
                .kind = std::string{to_word(journal::entry(change.kind).subject)},
                .subject = change.subject,
                .about = change.about,
                .what = std::string{what},
                .before = change.base.to_json(),
                .after = change.value.to_json(),
                .remote = remote.empty() ? std::string{} : remote.to_json(),
                .why = why,
                .rule = rule});
}

/// What our creates brought about, found among the rows of a page: also when the answer was lost,
/// or a restored database does not know that it was sent.
void House::settle_what_was_created(model::List list, UtcTime now) {
    for (const auto& kind : journal::kinds()) {
        if (kind.list != list || kind.write_class != journal::WriteClass::create) continue;
        for (const auto& change : journal_.open(kind.kind)) settle_if_created(change, now);
    }
}

void House::settle_if_created(const journal::Change& change, UtcTime now) {
    const auto found = created_in_pms(database_, change);
    if (!found) return;
    settle(change, Confirmed{.pms_id = found, .was_read = true}, now);
    touch_subject(change);
    shown_.touch_change(change.id);
}

}  // namespace stayd::house
