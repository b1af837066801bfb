#include "tests/crash/promises.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/invariant.hpp"

namespace stayd::crash {
namespace {

using journal::Kind;

/// A question to the tables whose answer must be 0.
struct Question {
    const char* invariant;
    const char* text;
    const char* sql;
};

// "One change" is: its row, one audit row of its acceptance, the row of the task it is about, the
// revision of what it lets be shown, and, once it has ended, one audit row of its end.
constexpr Question questions[] = {
    {"I3", "ids that stand in the journal more than once",
     "SELECT count(*) FROM (SELECT uid FROM change GROUP BY uid HAVING count(*) > 1)"},
    {"I3", "changes that were accepted more than once by the audit",
     "SELECT count(*) FROM (SELECT change_uid FROM audit WHERE actor <> 'Mews' "
     "GROUP BY change_uid HAVING count(*) > 1)"},
    {"I5", "changes without the audit of their acceptance, as they were accepted",
     "SELECT count(*) FROM change LEFT JOIN (SELECT * FROM audit WHERE actor <> 'Mews') AS a "
     "ON a.change_uid = change.uid AND a.what = change.kind AND a.actor = change.made_by "
     "AND a.device = change.device AND a.subject_uid = change.subject_uid "
     "AND a.after = change.value WHERE a.seq IS NULL"},
    {"I5", "audited changes that are not in the journal",
     "SELECT count(*) FROM audit WHERE change_uid IS NOT NULL "
     "AND change_uid NOT IN (SELECT uid FROM change)"},
    {"I5", "ended changes without exactly one audit of their end",
     "SELECT count(*) FROM change LEFT JOIN (SELECT change_uid, count(*) AS n, max(what) AS what "
     "FROM audit WHERE actor = 'Mews' GROUP BY change_uid) AS a ON a.change_uid = change.uid "
     "WHERE CASE WHEN stage IN ('Confirmed', 'Replaced', 'Refused') OR (stage = 'BoxOnly' AND kind "
     "NOT IN ('AcceptTask', 'SetGuestWaiting', 'DismissChange')) "
     "THEN a.n IS NOT 1 OR a.what IS NOT stage ELSE a.n IS NOT NULL END"},
    {"I5", "created tasks that are no tasks",
     "SELECT count(*) FROM change WHERE kind = 'CreateTask' AND uid NOT IN (SELECT uid FROM task)"},
    {"I5", "tasks of the staff that nobody created",
     "SELECT count(*) FROM task WHERE created_by <> '' AND uid NOT IN (SELECT uid FROM change)"},
    {"I5", "tasks that are not as far as their changes, or further",
     "SELECT count(*) FROM task LEFT JOIN (SELECT subject_uid, max(kind = 'CompleteTask') AS done "
     "FROM change WHERE kind IN ('AcceptTask', 'CompleteTask') GROUP BY subject_uid) AS c "
     "ON c.subject_uid = task.uid WHERE stage IS NOT CASE WHEN c.done THEN 'Done' "
     "WHEN c.done IS NULL THEN 'New' ELSE 'Accepted' END"},
    {"I5", "changes put away by nobody, or not although somebody did",
     "SELECT count(*) FROM change WHERE dismissed <> (uid IN "
     "(SELECT subject_uid FROM change WHERE kind = 'DismissChange'))"},
    {"I5", "guests who wait without a change that says so",
     "SELECT count(*) FROM guest_waiting WHERE reservation_uid NOT IN "
     "(SELECT subject_uid FROM change WHERE kind = 'SetGuestWaiting' AND value ->> 'Waiting' = "
     "'1')"},
    {"I5", "changes for the PMS that are not shown",
     "SELECT count(*) FROM change WHERE stage NOT IN ('Confirmed', 'BoxOnly') AND NOT dismissed "
     "AND uid NOT IN (SELECT uid FROM shown WHERE kind = 6)"},
    {"I5", "tasks that are not shown",
     "SELECT count(*) FROM task WHERE stage <> 'Done' "
     "AND uid NOT IN (SELECT uid FROM shown WHERE kind = 5)"},
    {"I5", "rooms with changes that are not shown",
     "SELECT count(*) FROM change WHERE kind = 'SetRoomState' "
     "AND subject_uid NOT IN (SELECT uid FROM shown WHERE kind = 3)"},
    {"I5", "difference of the house's revision to the last shown one",
     "SELECT revision - (SELECT max(revision) FROM shown) FROM house"},
    {"I9", "changes that are in flight although nobody is sending",
     "SELECT count(*) FROM change WHERE stage = 'InFlight'"},
    {"I27", "audit rows that are missing in their order",
     "SELECT coalesce(max(seq), 0) - count(*) FROM audit"},
    {"I27", "journal rows that are missing in their order",
     "SELECT coalesce(max(seq), 0) - count(*) FROM change"},
};

std::int64_t number(storage::Database& database, const char* sql) {
    auto query = database.statement(sql);
    return query.step() ? query.integer(0) : 0;
}

/// What the journal must say of a command.
struct Said {
    Kind kind;
    Uuid subject;
    journal::Fields value{};
};

struct Words {
    const Uuid& id;
    Said operator()(const house::SetRoomState& act) const {
        return {Kind::set_room_state, act.room, {{"State", std::string{to_word(act.state)}}}};
    }
    Said operator()(const house::CreateTask& act) const {
        return {Kind::create_task, id, {{"Title", act.title}, {"Description", act.description}}};
    }
    Said operator()(const house::AcceptTask& act) const { return {Kind::accept_task, act.task}; }
    Said operator()(const house::CompleteTask& act) const {
        return {Kind::complete_task, act.task};
    }
    Said operator()(const house::CheckIn& act) const { return {Kind::check_in, act.reservation}; }
    Said operator()(const house::SetGuestWaiting& act) const {
        return {Kind::set_guest_waiting, act.reservation, {{"Waiting", act.waiting ? "1" : "0"}}};
    }
    Said operator()(const house::DismissChange& act) const {
        return {Kind::dismiss_change, act.change};
    }
    /// The scenario has no others.
    template <class Other>
    Said operator()(const Other&) const {
        invariant(false, "an act of the scenario is known here");
        return {};
    }
};

Said said(const house::StaffCommand& command) {
    return std::visit(Words{command.id}, command.action);
}

class Look {
  public:
    Look(Box& box, const Scenario& scenario, Moment through)
        : box_(box), scenario_(scenario), through_(through) {}

    std::vector<Broken> look() {
        for (const auto& question : questions) {
            const auto answer = number(box_.database(), question.sql);
            if (answer != 0)
                broken(question.invariant, fmt::format("{} {}", answer, question.text));
        }
        what_was_accepted_is_there();
        what_left_was_marked();
        overlays_are_the_open_changes();
        rows_and_watermarks_agree();
        the_balance_balances();
        return std::move(broken_);
    }

  private:
    void broken(std::string invariant, std::string text) {
        broken_.push_back({.invariant = std::move(invariant), .text = std::move(text)});
    }
    bool had_returned(std::size_t step) const { return step + 2 <= through_; }

    void what_was_accepted_is_there() {
        for (const auto& [step, command] : scenario_.accepted) {
            if (!had_returned(step)) break;
            const auto change = box_.house().journal().find(command.id);
            if (!change) {
                broken("I1", fmt::format("the command of step {} is gone", step));
                continue;
            }
            const auto wanted = said(command);
            const bool same = change->kind == wanted.kind && change->subject == wanted.subject &&
                              change->value == wanted.value && change->made_by == command.user &&
                              change->device == command.device && change->made == command.made;
            if (!same) broken("I1", fmt::format("the command of step {} says other", step));
            const auto* created = std::get_if<house::CreateTask>(&command.action);
            if (created == nullptr) continue;
            const auto task = box_.house().tasks().find(command.id);
            if (!task || task->title != created->title ||
                task->description != created->description || task->room_id != created->room ||
                task->priority != created->priority || task->created_by != command.user)
                broken("I1", fmt::format("the task of step {} is not as it was made", step));
        }
        // All or nothing of a group: the number of changes is that of some moment.
        const auto there = number(box_.database(), "SELECT count(*) FROM change");
        std::int64_t would_be = 0;
        bool fits = there == 0 && through_ == 0;
        for (std::size_t step = 0, next = 0; step < scenario_.steps.size() && !fits; ++step) {
            for (; next < scenario_.accepted.size() && scenario_.accepted[next].step == step;
                 ++next)
                ++would_be;
            fits = would_be == there && step + 2 >= through_;
        }
        if (there == 0 && through_ < 2) fits = true;
        if (!fits) broken("I5", fmt::format("{} changes: no group ends there", there));
    }

    void what_left_was_marked() {
        std::map<Uuid, int> sent;
        for (const auto& [step, change] : scenario_.left) {
            if (had_returned(step)) ++sent[change];
        }
        for (const auto& [id, times] : sent) {
            const auto change = box_.house().journal().find(id);
            if (!change || change->attempts < times)
                broken("I6", "a request left of which there is no mark");
        }
    }

    void overlays_are_the_open_changes() {
        std::map<Uuid, std::string> wanted;
        std::set<Uuid> checked_in;
        for (const auto& change : box_.house().journal().open()) {
            if (change.kind == Kind::set_room_state)
                wanted[change.subject] = change.value.text("State");
            if (change.kind == Kind::check_in) checked_in.insert(change.subject);
        }
        auto rooms = box_.database().statement("SELECT uid, state, state_now FROM room_now");
        while (rooms.step()) {
            const auto open = wanted.find(rooms.uuid(0));
            if (rooms.text(2) != (open == wanted.end() ? rooms.text(1) : open->second))
                broken("I9", "a room shows what is neither the PMS's nor waiting");
        }
        auto stays = box_.database().statement("SELECT uid, state, state_now FROM stay_now");
        while (stays.step()) {
            const bool open = checked_in.contains(stays.uuid(0)) && stays.text(1) == "Confirmed";
            if (stays.text(2) != (open ? "Started" : stays.text(1)))
                broken("I9", "a stay shows what is neither the PMS's nor waiting");
        }
    }

    void rows_and_watermarks_agree() {
        for (const auto list : scanned_lists) {
            const auto stream = box_.house().streams().find(list);
            const auto rows = box_.house().mirror().row_count(list);
            const auto name = model::entry(list).name;
            auto gone =
                box_.database().statement("SELECT count(*) FROM tombstone WHERE list = :list");
            gone.bind(":list", name);
            gone.step();
            const auto removed = gone.integer(0);
            if (stream.rows != rows)
                broken("I15", fmt::format("{}: {} rows, counted {}", name, rows, stream.rows));
            if (stream.watermark.has_value() != stream.swept.has_value())
                broken("I15", fmt::format("{}: a watermark without its scan", name));
            const auto pages = stream.swept ? pages_a_list : (stream.scan ? stream.scan->step : 0);
            const auto whole = pages * rows_a_page;
            const bool purged =
                box_.house().day().start > scenario_.begins + std::chrono::hours{48};
            const bool agree = rows + removed == whole ||
                               (purged && list == model::List::companies && rows + 1 == whole);
            if (!agree) broken("I15", fmt::format("{}: {} rows after {} pages", name, rows, pages));
        }
    }

    void the_balance_balances() {
        const auto sum = box_.house().journal().balance();
        const auto stages = sum.confirmed + sum.box_only + sum.replaced + sum.refused + sum.waiting;
        if (sum.accepted != stages ||
            sum.accepted != number(box_.database(), "SELECT count(*) FROM change"))
            broken("balance", fmt::format("accepted {}, by stages {}", sum.accepted, stages));
    }

    Box& box_;
    const Scenario& scenario_;
    Moment through_;
    std::vector<Broken> broken_;
};

std::string rows_of(storage::Database& database, const char* table, const char* sql) {
    std::string text = fmt::format("-- {}\n", table);
    auto query = database.statement(sql);
    while (query.step()) text += query.text(0) + "\n";
    return text;
}

}  // namespace

std::vector<Broken> broken_promises(Box& box, const Scenario& scenario, Moment through) {
    return Look(box, scenario, through).look();
}

std::string told_at_the_end(Box& box) {
    auto& database = box.database();
    return rows_of(database, "change",
                   "SELECT json_array(hex(uid), kind, hex(subject_uid), hex(depends_uid), value, "
                   "base, device, made_by, made_utc_ms, accepted_utc_ms, stage, reason, dismissed) "
                   "FROM change ORDER BY seq") +
           rows_of(database, "audit",
                   "SELECT json_array(seq, actor, device, hex(change_uid), hex(subject_uid), what, "
                   "before, after) FROM audit ORDER BY seq") +
           rows_of(database, "task",
                   "SELECT json_array(hex(uid), title, description, hex(room_uid), priority, "
                   "stage, assignee, created_utc_ms, created_by, due_utc_ms, done_utc_ms, done_by, "
                   "hex(pms_uid)) FROM task ORDER BY uid") +
           rows_of(database, "guest_waiting",
                   "SELECT json_array(hex(reservation_uid), since_utc_ms) FROM guest_waiting "
                   "ORDER BY 1") +
           rows_of(database, "shown",
                   "SELECT json_array(kind, hex(uid)) FROM shown ORDER BY kind, uid") +
           rows_of(database, "resource",
                   "SELECT json_array(hex(uid), name, state) FROM resource ORDER BY uid") +
           rows_of(database, "reservation",
                   "SELECT json_array(hex(uid), state, actual_start_utc_ms) FROM reservation "
                   "ORDER BY uid") +
           rows_of(database, "people",
                   "SELECT hex(uid) FROM customer UNION ALL SELECT hex(uid) FROM company "
                   "ORDER BY 1") +
           rows_of(database, "stream",
                   "SELECT json_array(list, row_count, generation, watermark_utc_ms, "
                   "scan_began_utc_ms, scan_step, scan_rows, scan_changed, swept_utc_ms, trouble) "
                   "FROM stream ORDER BY list") +
           rows_of(database, "tombstone",
                   "SELECT json_array(list, hex(uid), at_utc_ms) FROM tombstone ORDER BY list, "
                   "uid") +
           rows_of(database, "house",
                   "SELECT json_array(epoch, business_day_start_utc_ms, business_day_end_utc_ms, "
                   "clock_offset_ms) FROM house");
}

std::string told(Box& box) {
    return told_at_the_end(box) +
           rows_of(box.database(), "sending",
                   "SELECT json_array(stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms) "
                   "FROM change ORDER BY seq") +
           rows_of(box.database(), "line",
                   "SELECT json_array(line, line_since_utc_ms, line_cause, last_contact_utc_ms) "
                   "FROM house") +
           rows_of(box.database(), "lease",
                   "SELECT json_array(id, until_steady_ms, calls) FROM lease ORDER BY id") +
           rows_of(box.database(), "schema", "SELECT sql FROM sqlite_master ORDER BY name");
}

std::vector<Broken> damage(Box& box) {
    std::vector<Broken> broken;
    auto check = box.database().statement("PRAGMA integrity_check");
    while (check.step()) {
        if (check.text(0) != "ok")
            broken.push_back({.invariant = "integrity", .text = check.text(0)});
    }
    return broken;
}

}  // namespace stayd::crash
