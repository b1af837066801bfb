#include "house/shown.hpp"

namespace stayd::house {

void Shown::touch(ShownKind kind, const Uuid& id) {
    const ShownThing thing{.kind = kind, .id = id};
    if (known_.insert(thing).second) touched_.push_back(thing);
}

bool Shown::write() {
    if (touched_.empty()) return false;
    if (!all_touched_) touch_what_names_them();
    for (const auto& thing : touched_) {
        if (!may_be_shown(thing)) continue;
        auto count = database_.statement("UPDATE house SET revision = revision + 1");
        count.run();
        auto put = database_.statement(R"sql(
            INSERT INTO shown (kind, uid, revision) VALUES (:kind, :uid, (SELECT revision FROM house))
            ON CONFLICT (kind, uid) DO UPDATE SET revision = excluded.revision
        )sql");
        put.bind(":kind", static_cast<int>(thing.kind)).bind(":uid", thing.id).run();
    }
    forget();
    return true;
}

/// Findings, offers, tasks and changes that are shown name whom and what they are about, and when
/// it is.
void Shown::touch_what_names_them() {
    bool may_be_named = false;
    for (std::size_t at = 0; at < touched_.size(); ++at) {  // a task that names a room is named too
        const ShownThing thing = touched_[at];
        switch (thing.kind) {
            case ShownKind::arrival:
                touch_what_names_stay(thing.id);
                break;
            case ShownKind::room:
                touch_what_names_room(thing.id);
                break;
            case ShownKind::task:
                touch_findings_of(thing.id);
                break;
            default:
                continue;
        }
        may_be_named = true;
    }
    if (may_be_named) touch_changes_that_name_them();
}

void Shown::touch_what_names_stay(const Uuid& stay) {
    auto offers = database_.statement(
        "SELECT uid FROM opportunity WHERE stay_uid = :uid AND uid IN (SELECT uid FROM shown WHERE "
        "kind = 10)");
    offers.bind(":uid", stay);
    touch_each(ShownKind::opportunity, std::move(offers));
    auto findings = database_.statement(R"sql(
        WITH about(uid) AS (
            SELECT :uid
            UNION ALL SELECT account_uid FROM reservation WHERE uid = :uid
            UNION ALL SELECT customer_uid FROM companionship WHERE reservation_uid = :uid)
        SELECT uid FROM finding WHERE subject_uid IN about AND uid IN (SELECT uid FROM shown WHERE kind = 9)
    )sql");
    findings.bind(":uid", stay);
    touch_each(ShownKind::finding, std::move(findings));
}

void Shown::touch_what_names_room(const Uuid& room) {
    auto offers = database_.statement(R"sql(
        SELECT uid FROM opportunity WHERE stay_uid IN (
            SELECT uid FROM reservation WHERE assigned_resource_uid = :uid
            UNION SELECT subject_uid FROM change WHERE about_uid = :uid AND kind = 'MoveStay')
           AND uid IN (SELECT uid FROM shown WHERE kind = 10)
    )sql");
    offers.bind(":uid", room);
    touch_each(ShownKind::opportunity, std::move(offers));
    auto tasks = database_.statement(R"sql(
        SELECT uid FROM task WHERE room_uid = :uid AND uid IN (SELECT uid FROM shown WHERE kind = 5)
    )sql");
    tasks.bind(":uid", room);
    touch_each(ShownKind::task, std::move(tasks));
    touch_findings_of(room);
}

void Shown::touch_findings_of(const Uuid& subject) {
    auto findings = database_.statement(R"sql(
        SELECT uid FROM finding WHERE subject_uid = :uid AND uid IN (SELECT uid FROM shown WHERE kind = 9)
    )sql");
    findings.bind(":uid", subject);
    touch_each(ShownKind::finding, std::move(findings));
}

/// Of changes that wait or are to be read. Where a stay was moved to stands in the values of a
/// conflict.
void Shown::touch_changes_that_name_them() {
    auto query = database_.statement(R"sql(
        WITH card AS (
            SELECT * FROM change WHERE stage IN ('Ready', 'InFlight', 'Unknown')
            UNION ALL SELECT * FROM change
             WHERE NOT dismissed AND (stage IN ('Refused', 'Replaced') OR (stage = 'Confirmed' AND beaten <> '{}')))
        SELECT card.uid, subject_uid, about_uid, depends_uid, assigned_resource_uid,
               kind = 'MoveStay' AND (lost <> '{}' OR beaten <> '{}')
          FROM card LEFT JOIN reservation ON reservation.uid = card.subject_uid
    )sql");
    const auto is_touched = [&](int column) {
        if (query.is_null(column)) return false;
        const auto id = query.uuid(column);
        return known_.contains({ShownKind::room, id}) ||
               known_.contains({ShownKind::arrival, id}) || known_.contains({ShownKind::task, id});
    };
    while (query.step()) {
        if (is_touched(1) || is_touched(2) || is_touched(3) || is_touched(4) || query.boolean(5))
            touch(ShownKind::change, query.uuid(0));
    }
}

/// Most reservations of a page are of other days, and the journal's files bring back tasks that
/// were done long ago: only what is on its board, or leaving it, counts.
bool Shown::may_be_shown(const ShownThing& thing) {
    const auto is_so = [&](const char* sql) {
        auto query = database_.statement(sql);
        query.bind(":uid", thing.id);
        return query.step() && query.boolean(0);
    };
    if (thing.kind == ShownKind::arrival)
        return is_so(R"sql(
            SELECT EXISTS (SELECT 1 FROM arrival_now WHERE uid = :uid)
                OR EXISTS (SELECT 1 FROM shown WHERE kind = 4 AND uid = :uid)
        )sql");
    if (thing.kind == ShownKind::task)
        return is_so(R"sql(
            SELECT EXISTS (SELECT 1 FROM task, house WHERE uid = :uid
                              AND (stage <> 'Done' OR done_utc_ms >= business_day_start_utc_ms))
                OR EXISTS (SELECT 1 FROM shown WHERE kind = 5 AND uid = :uid)
        )sql");
    return true;
}

void Shown::prune() {
    // Kinds 4, 5, 6, 9 and 10: arrivals, tasks, changes, findings, opportunities. Their topics were
    // emptied when they left.
    database_.execute(R"sql(
        DELETE FROM shown WHERE (kind = 4 AND uid NOT IN (SELECT uid FROM arrival_now))
            OR (kind = 5 AND EXISTS (
                SELECT 1 FROM task, house WHERE task.uid = shown.uid AND stage = 'Done' AND done_utc_ms < business_day_start_utc_ms))
            OR (kind = 6 AND EXISTS (
                SELECT 1 FROM change WHERE change.uid = shown.uid
                   AND (dismissed OR stage = 'BoxOnly' OR (stage = 'Confirmed' AND beaten = '{}'))))
            OR (kind = 9 AND uid NOT IN (SELECT uid FROM finding WHERE state <> 'Resolved'))
            OR (kind = 10 AND uid NOT IN (SELECT uid FROM opportunity))
    )sql");
}

void Shown::forget() {
    touched_.clear();
    known_.clear();
    all_touched_ = false;
}

void Shown::touch_room(const Uuid& room) {
    touch(ShownKind::room, room);
    auto query = database_.statement(R"sql(
        SELECT uid FROM reservation, house
         WHERE uid IN (SELECT uid FROM reservation WHERE assigned_resource_uid = :room
                        UNION SELECT subject_uid FROM change WHERE about_uid = :room AND kind = 'MoveStay')
           AND +scheduled_start_utc_ms < business_day_end_utc_ms
           AND (+state IN ('Confirmed', 'Optional', 'Requested', 'Inquired')
             OR (+state = 'Started'
                 AND coalesce(actual_start_utc_ms, scheduled_start_utc_ms) >= business_day_start_utc_ms))
    )sql");
    query.bind(":room", room);
    touch_each(ShownKind::arrival, std::move(query));
    touch(ShownKind::lobby_sign);
    touch(ShownKind::dashboard);
}

void Shown::touch_arrival(const Uuid& reservation) {
    touch(ShownKind::arrival, reservation);
    // Of several moves that wait each shows its room; only the last one counts.
    auto query = database_.statement(R"sql(
        SELECT assigned_resource_uid FROM reservation WHERE uid = :uid AND assigned_resource_uid IS NOT NULL
        UNION SELECT about_uid FROM change WHERE subject_uid = :uid AND kind = 'MoveStay'
                AND about_uid IS NOT NULL AND stage IN ('Ready', 'InFlight', 'Unknown')
    )sql");
    query.bind(":uid", reservation);
    while (query.step()) touch_room(query.uuid(0));
    touch(ShownKind::dashboard);
    touch(ShownKind::lobby_sign);
}

void Shown::touch_task(const Uuid& task) {
    touch(ShownKind::task, task);
    touch(ShownKind::dashboard);
}

void Shown::touch_change(const Uuid& change) {
    touch(ShownKind::change, change);
    touch(ShownKind::dashboard);
    touch(ShownKind::status);
}

void Shown::touch_arrivals_of_account(const Uuid& account) {
    auto query = database_.statement(R"sql(
        WITH known(uid) AS (
            SELECT :account
            UNION ALL SELECT uid FROM customer WHERE merge_target_uid = :account
            UNION ALL SELECT uid FROM company WHERE merge_target_uid = :account)
        SELECT r.uid FROM known JOIN reservation AS r ON r.account_uid = known.uid
              WHERE r.scheduled_end_utc_ms >= (SELECT business_day_start_utc_ms - 3 * 86400000 FROM house)
                 OR r.uid IN (SELECT uid FROM shown WHERE kind = 4)
        UNION SELECT c.reservation_uid FROM known JOIN companionship AS c ON c.customer_uid = known.uid
              WHERE c.reservation_uid IS NOT NULL
        UNION SELECT about_uid FROM change WHERE kind = 'AddCompanion' AND stage IN ('Ready', 'InFlight', 'Unknown')
                 AND replace(value ->> 'Guest', '-', '') IN (SELECT lower(hex(uid)) FROM known)
    )sql");
    query.bind(":account", account);
    touch_each(ShownKind::arrival, std::move(query));
    // Those of stays long ago are still there.
    auto offers = database_.statement(R"sql(
        SELECT opportunity.uid FROM reservation JOIN opportunity ON opportunity.stay_uid = reservation.uid
         WHERE account_uid = :account AND opportunity.uid IN (SELECT uid FROM shown WHERE kind = 10)
    )sql");
    offers.bind(":account", account);
    touch_each(ShownKind::opportunity, std::move(offers));
    touch_findings_of(account);
}

void Shown::touch_rule(const std::string& id, const Uuid& uid) {
    touch(ShownKind::rule, uid);
    auto findings = database_.statement(
        "SELECT uid FROM finding WHERE rule = :id AND uid IN (SELECT uid FROM shown WHERE kind = "
        "9)");
    findings.bind(":id", id);
    touch_each(ShownKind::finding, std::move(findings));
}

void Shown::touch_shown(ShownKind kind) {
    auto query = database_.statement("SELECT uid FROM shown WHERE kind = :kind");
    query.bind(":kind", static_cast<int>(kind));
    touch_each(kind, std::move(query));
}

void Shown::touch_each(ShownKind kind, storage::Statement query) {
    while (query.step()) touch(kind, query.uuid(0));
}

void Shown::touch_all() {
    using enum ShownKind;
    all_touched_ = true;
    touch_each(room, database_.statement("SELECT uid FROM resource"));
    // Also what was shown and no longer is, so that its topic is emptied.
    for (const auto kind : {arrival, task, change, finding, opportunity, rule}) touch_shown(kind);
    touch_each(arrival, database_.statement("SELECT uid FROM arrival_now"));
    touch_each(task, database_.statement("SELECT uid FROM task WHERE stage <> 'Done'"));
    for (const auto kind : {status, directory, dashboard, lobby_sign}) touch(kind);
}

std::uint64_t Shown::epoch() {
    auto query = database_.statement("SELECT epoch FROM house");
    return query.step() ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

std::uint64_t Shown::revision() {
    auto query = database_.statement("SELECT revision FROM house");
    return query.step() ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

std::vector<ShownThing> Shown::since(std::uint64_t revision) {
    auto query = database_.statement(
        "SELECT kind, uid, revision FROM shown WHERE revision > :revision ORDER BY revision");
    query.bind(":revision", static_cast<std::int64_t>(revision));
    std::vector<ShownThing> things;
    while (query.step()) {
        things.push_back({.kind = static_cast<ShownKind>(query.integer(0)),
                          .id = query.uuid(1),
                          .revision = static_cast<std::uint64_t>(query.integer(2))});
    }
    return things;
}

}  // namespace stayd::house
