#include <algorithm>

#include "base/log.hpp"
#include "house/judge.hpp"
#include "house/pms_facts.hpp"

// How a staff command is accepted: judged, written to the journal with what it was made upon, laid
// over what is shown, audited, acknowledged. All in the transaction of the apply under way (sync.md
// R14).

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;
using journal::WriteClass;

constexpr std::size_t longest_user = 80;
/// A device's clock is believed this far back; beyond it the time of acceptance counts (sync.md
/// R11).
constexpr Duration believed_age = 12h;
constexpr Duration default_task_time = 2h;
constexpr Duration held_for = 15min;
/// What a list had read up to its watermark is known up to so long before (sync.md C13).
constexpr Duration visible_within = 6min;

UtcTime believable(std::optional<UtcTime> made, UtcTime now) {
    if (!made || *made > now || *made < now - believed_age) return now;
    return *made;
}

/// Of the changes that belong to the command's own: the one it needs first, and those that follow.
constexpr std::uint8_t first = 1;
Uuid beside(Uuid command, std::uint8_t place) {
    command.bytes.back() ^= place;
    return command;
}

}  // namespace

/// One command that the tables refuse must not take its group with it: it has a savepoint of its
/// own.
void House::take(const StaffCommand& command, UtcTime now) {
    if (is_too_early(command)) {
        effects_.acks.push_back({.command = command.id,
                                 .device = command.device,
                                 .durable = false,
                                 .reason = {},
                                 .too_early = true});
        return;
    }
    std::string refusal;
    try {
        storage::Transaction one(database_);
        refusal = accept(command, std::nullopt, now);
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

/// A device's commands are applied in its order (sync.md R15). What comes before its turn is left
/// with the device, which has the missing one as well; so nothing is promised that is not judged
/// yet, and no gap can stay: of what never comes the device no longer says that it follows it.
bool House::is_too_early(const StaffCommand& command) {
    return command.follows && !journal_.find(*command.follows) && !journal_.find(command.id);
}

/// Empty when the command is saved, also when it was before; else why it cannot be.
std::string House::accept(const StaffCommand& command, std::optional<Uuid> cause, UtcTime now) {
    if (journal_.find(command.id)) return {};  // a repeat: saying so again does no harm
    if (command.id.is_nil()) return "The command carries no id.";
    if (command.user.empty() || characters(command.user) > longest_user) {
        return "The command must say who acts, in 1 to 80 characters.";
    }
    auto judged = std::visit(Judge{*this, command.id, now}, command.action);
    if (!judged.refusal.empty()) return judged.refusal;

    journal::Change change{.id = command.id,
                           .kind = judged.kind,
                           .subject = judged.subject,
                           .about = judged.about,
                           .depends_on = judged.depends_on,
                           .cause = cause,
                           .value = std::move(judged.value),
                           .base = std::move(judged.base),
                           .device = command.device,
                           .made_by = command.user,
                           .made = when_made(command, now),
                           .accepted = now};
    if (change.kind == Kind::send_message && !change.depends_on) {
        auto thread = change;
        thread.id = thread.subject = beside(command.id, first);
        thread.kind = Kind::open_thread;
        thread.value = {};
        write_down(thread, now);
        change.depends_on = thread.id;
    }
    write_down(change, now);
    std::visit([&](const auto& action) { carry_out(command, action, now); }, command.action);
    auto place = first;
    for (auto& action : judged.then) {
        auto next = command;
        next.id = beside(command.id, ++place);
        next.action = std::move(action);
        if (auto refusal = accept(next, command.id, now); !refusal.empty()) return refusal;
    }
    return {};
}

/// By the device's clock, within what the box's own allows, while that one is believed.
UtcTime House::when_made(const StaffCommand& command, UtcTime now) {
    if (!clock_is_believed(now) && command.made && is_plausible(*command.made))
        return *command.made;
    return believable(command.made, now);
}

void House::take(const ProfileOpened& opened, UtcTime now) {
    constexpr Duration one_opening{900'000};
    auto known = database_.statement(R"sql(
        SELECT 1 FROM audit WHERE subject_uid = :guest AND actor = :by AND what = 'Opened'
           AND at_utc_ms > :since LIMIT 1
    )sql");
    known.bind(":guest", opened.guest).bind(":by", opened.by).bind(":since", now - one_opening);
    if (known.step()) return;
    audit_.add({.at = now,
                .actor = opened.by,
                .device = opened.device,
                .kind = std::string{to_word(journal::Subject::guest)},
                .subject = opened.guest,
                .what = "Opened"});
}

/// The change and its line in the audit.
void House::write_down(journal::Change& change, UtcTime now) {
    const auto& kind = journal::entry(change.kind);
    if (kind.write_class == WriteClass::local) change.stage = Stage::box_only;
    if (kind.write_class == WriteClass::set) {
        const auto read = streams_.find(kind.list).watermark.value_or(UtcTime{});
        change.base_at =
            std::max(updated_in_pms(mirror_, kind.list, change.subject), read - visible_within);
    }
    journal_.insert(change);
    audit_.add({.at = now,
                .actor = change.made_by,
                .device = change.device,
                .change = change.id,
                .kind = std::string{to_word(kind.subject)},
                .subject = change.subject,
                .about = change.about,
                .what = std::string{kind.word},
                .before = change.base.to_json(),
                .after = change.value.to_json()});
    touch_subject(change);
    shown_.touch(ShownKind::status);
    if (change.stage == Stage::ready) {
        shown_.touch_change(change.id);
        effects_.outbox_grew = true;
    }
}

// What an act does to the box's own tables, besides the change that was written down.

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
}

void House::carry_out(const StaffCommand& command, const AcceptTask& action, UtcTime) {
    tasks_.accept(action.task, command.user);
}

void House::carry_out(const StaffCommand& command, const CompleteTask& action, UtcTime now) {
    tasks_.complete(action.task, now, command.user);
}

void House::carry_out(const StaffCommand&, const CheckIn& action, UtcTime) {
    guests_waiting_.stop(action.reservation);
}

void House::carry_out(const StaffCommand&, const SetGuestWaiting& action, UtcTime now) {
    if (action.waiting) {
        guests_waiting_.start(action.reservation, now, random_.next());
    } else {
        guests_waiting_.stop(action.reservation);
    }
}

void House::carry_out(const StaffCommand& command, const Record& action, UtcTime now) {
    const auto change = journal_.find(command.id);
    const auto value = operations::stored_record(action.name, action.value);
    if (value.empty())
        records_.remove(change->subject, action.name);
    else
        records_.put(change->subject, action.name, value, command.user, now);
}

void House::carry_out(const StaffCommand&, const DismissChange& action, UtcTime) {
    put_away(action.change);
}

void House::carry_out(const StaffCommand& command, const DecideFinding& action, UtcTime now) {
    const auto finding = conclusions_.findings().find(action.finding);
    if (!finding) return;
    conclusions_.findings().decide(action.finding, action.state, action.until, command.user,
                                   action.reason, now);
    conclusions_.ask(finding->subject, finding->about);  // it says when it is open again
}

void House::carry_out(const StaffCommand& command, const EditRule& action, UtcTime now) {
    conclusions_.edit(action, command.user, now);
}

/// A room that is offered is kept for the guest to answer (hotel-domain.md 4.3, 5).
void House::carry_out(const StaffCommand& command, const DecideOpportunity& action, UtcTime now) {
    const auto decision = journal_.find(command.id);
    if (now < known_.day.start) conclusions_.opportunities().forget_tallies();
    if (action.decision != insight::OfferDecision::offered)
        return conclusions_.let_go_of_offered(*decision->about, action.opportunity, now);
    if (const auto room = Uuid::parse(decision->value.text("Room")))
        conclusions_.hold(*room, *decision->about, now + held_for, now);
}

void House::carry_out(const StaffCommand&, const ReapplyChange& action, UtcTime) {
    put_away(action.change);
}

void House::put_away(const Uuid& id) {
    journal_.dismiss(id);
    shown_.touch_change(id);
    if (const auto change = journal_.find(id)) touch_subject(*change);
}

}  // namespace stayd::house
