#include "tests/crash/promises.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "journal/audit.hpp"
#include "tests/support/change_counts.hpp"

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
     "AND change_uid IS NOT NULL GROUP BY change_uid HAVING count(*) > 1)"},
    {"I5", "changes without the audit of their acceptance, as they were accepted",
     "SELECT count(*) FROM change LEFT JOIN (SELECT * FROM audit WHERE actor <> 'Mews') AS a "
     "ON a.change_uid = change.uid AND a.what = change.kind AND a.actor = change.made_by "
     "AND a.device = change.device AND a.subject_uid = change.subject_uid "
     "AND a.after = change.value WHERE a.seq IS NULL "
     "AND accepted_utc_ms >= (SELECT min(at_utc_ms) FROM audit)"},
    {"I5", "audited changes that are not in the journal",
     "SELECT count(*) FROM audit WHERE change_uid IS NOT NULL "
     "AND change_uid NOT IN (SELECT uid FROM change)"},
    {"I5", "ended changes without exactly one audit of their end",
     "SELECT count(*) FROM change LEFT JOIN (SELECT change_uid, count(*) AS n, max(what) AS what "
     "FROM audit WHERE actor = 'Mews' AND what <> 'Merged' GROUP BY change_uid) AS a "
     "ON a.change_uid = change.uid "
     "WHERE stage_utc_ms >= (SELECT min(at_utc_ms) FROM audit) AND CASE WHEN stage IN "
     "('Confirmed', 'Replaced', 'Refused') OR (stage = 'BoxOnly' AND kind "
     "NOT IN ('AcceptTask', 'SetGuestWaiting', 'DismissChange', 'RecordOfStay', 'RecordOfGuest', "
     "'DecideFinding', 'DecideOpportunity', 'EditRule')) "
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
    {"I5", "changes not put away although somebody did so",
     "SELECT count(*) FROM change WHERE NOT dismissed AND uid IN "
     "(SELECT subject_uid FROM change WHERE kind = 'DismissChange')"},
    {"I5", "records that are not what the last change of them says",
     "SELECT count(*) FROM (SELECT subject_uid, said.key AS name, said.value, max(seq) FROM "
     "change, "
     "json_each(change.value) AS said WHERE kind IN ('RecordOfStay', 'RecordOfGuest') "
     "GROUP BY subject_uid, said.key) AS said LEFT JOIN record USING (subject_uid, name) "
     "WHERE record.value IS NOT said.value"},
    {"I5", "guests who wait without a change that says so",
     "SELECT count(*) FROM guest_waiting WHERE reservation_uid NOT IN "
     "(SELECT subject_uid FROM change WHERE kind = 'SetGuestWaiting' AND value ->> 'Waiting' = "
     "'1')"},
    {"I5", "findings that are not as they were decided last",
     "SELECT count(*) FROM change LEFT JOIN finding ON finding.uid = change.subject_uid "
     "WHERE kind = 'DecideFinding' AND NOT EXISTS (SELECT 1 FROM change AS later WHERE "
     "later.kind = change.kind AND later.subject_uid = change.subject_uid "
     "AND later.seq > change.seq) AND finding.state IS NOT change.value ->> 'State'"},
    {"I5", "rules that are not as they were written last",
     "SELECT count(*) FROM change LEFT JOIN rule_edit ON rule_edit.uid = change.subject_uid "
     "WHERE kind = 'EditRule' AND NOT EXISTS (SELECT 1 FROM change AS later WHERE "
     "later.kind = change.kind AND later.seq > change.seq) "
     "AND rule_edit.text IS NOT coalesce(change.value ->> 'Text', '')"},
    {"I5", "accepted offers without what accepting them does",
     "SELECT count(*) FROM change WHERE kind = 'DecideOpportunity' "
     "AND value ->> 'State' = 'Accepted' AND NOT EXISTS (SELECT 1 FROM change AS made "
     "WHERE made.cause_uid = change.uid AND made.kind = 'CreateTask')"},
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
     "SELECT coalesce(max(seq) - min(seq) + 1, 0) - count(*) FROM audit"},
    {"I27", "journal rows that are missing in their order",
     "SELECT coalesce(max(seq), 0) - count(*) FROM change"},
    {"balance", "counts of changes that are not as their rows", sim::wrong_change_counts},
};

std::int64_t number(storage::Database& database, const char* sql) {
    auto query = database.statement(sql);
    return query.step() ? query.integer(0) : 0;
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
        std::ranges::move(broken_overlays(box_), std::back_inserter(broken_));
        the_journal_is_in_the_database();
        the_audit_is_whole();
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
        for (const auto& [step, wanted, task_made] : scenario_.accepted) {
            if (!had_returned(step)) break;
            const auto change = box_.house().journal().find(wanted.id);
            if (!change) {
                broken("I1", fmt::format("a {} of step {} is gone", to_word(wanted.kind), step));
                continue;
            }
            const bool same = change->kind == wanted.kind && change->subject == wanted.subject &&
                              change->about == wanted.about && change->value == wanted.value &&
                              change->made_by == wanted.made_by &&
                              change->device == wanted.device && change->made == wanted.made &&
                              change->accepted >= wanted.accepted;
            if (!same)
                broken("I1", fmt::format("a {} of step {} says other", to_word(wanted.kind), step));
            if (!task_made) continue;
            const auto task = box_.house().tasks().find(wanted.id);
            if (!task || task->title != task_made->title ||
                task->description != task_made->description || task->room_id != task_made->room ||
                task->priority != task_made->priority || task->created_by != wanted.made_by)
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

    void the_journal_is_in_the_database() {
        const auto in_database = number(box_.database(), "SELECT seq FROM journal_file");
        const auto in_files = static_cast<std::int64_t>(box_.segments().last_seq());
        if (in_database != in_files)
            broken("I5",
                   fmt::format("frames up to {} of {} are in the database", in_database, in_files));
    }

    void the_audit_is_whole() {
        const auto check = journal::Audit(box_.database()).verify();
        if (!check.fault.empty()) broken("I27", check.fault);
    }

    void the_balance_balances() {
        const auto sum = box_.house().journal().balance();
        const auto stages = sum.confirmed + sum.box_only + sum.replaced + sum.refused + sum.waiting;
        if (sum.accepted != stages)
            broken("balance", fmt::format("accepted {}, by stages {}", sum.accepted, stages));
    }

    Box& box_;
    const Scenario& scenario_;
    Moment through_;
    std::vector<Broken> broken_;
};

}  // namespace

std::vector<Broken> broken_promises(Box& box, const Scenario& scenario, Moment through) {
    return Look(box, scenario, through).look();
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
