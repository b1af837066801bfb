#include "house/shown.hpp"

namespace stayd::house {

void Shown::touch(ShownKind kind, const Uuid& id) {
    const ShownThing thing{.kind = kind, .id = id};
    if (known_.insert(thing).second) touched_.push_back(thing);
}

bool Shown::write() {
    if (touched_.empty()) return false;
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
        DELETE FROM shown WHERE kind = 4 AND uid NOT IN (SELECT uid FROM arrival_now);
        DELETE FROM shown WHERE kind = 5 AND uid IN (
            SELECT uid FROM task, house WHERE stage = 'Done' AND done_utc_ms < business_day_start_utc_ms);
        DELETE FROM shown WHERE kind = 6 AND uid IN (
            SELECT uid FROM change WHERE dismissed OR stage = 'BoxOnly' OR (stage = 'Confirmed' AND beaten = '{}'));
        DELETE FROM shown WHERE kind = 9 AND uid NOT IN (SELECT uid FROM finding WHERE state <> 'Resolved');
        DELETE FROM shown WHERE kind = 10 AND uid NOT IN (SELECT uid FROM opportunity);
    )sql");
}

void Shown::forget() {
    touched_.clear();
    known_.clear();
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
    auto query = database_.statement(
        "SELECT assigned_resource_uid, room_uid_now FROM stay_now WHERE uid = :uid");
    query.bind(":uid", reservation);
    if (query.step()) {
        if (!query.is_null(0)) touch_room(query.uuid(0));
        if (!query.is_null(1) && query.optional_uuid(1) != query.optional_uuid(0))
            touch_room(query.uuid(1));
    }
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
        UNION SELECT c.reservation_uid FROM known JOIN companionship AS c ON c.customer_uid = known.uid
              WHERE c.reservation_uid IS NOT NULL
    )sql");
    query.bind(":account", account);
    touch_each(ShownKind::arrival, std::move(query));
}

void Shown::touch_each(ShownKind kind, storage::Statement query) {
    while (query.step()) touch(kind, query.uuid(0));
}

void Shown::touch_all() {
    touch_each(ShownKind::room, database_.statement("SELECT uid FROM resource"));
    // Also what was shown and no longer is, so that its topic is emptied.
    touch_each(ShownKind::arrival, database_.statement(R"sql(
        SELECT uid FROM shown WHERE kind = 4
        UNION SELECT r.uid FROM reservation r, house h
              WHERE r.scheduled_start_utc_ms < h.business_day_end_utc_ms
                AND r.scheduled_start_utc_ms >= h.business_day_start_utc_ms - 3 * 86400000
    )sql"));
    touch_each(ShownKind::task, database_.statement("SELECT uid FROM shown WHERE kind = 5 UNION "
                                                    "SELECT uid FROM task WHERE stage <> 'Done'"));
    touch_each(ShownKind::change, database_.statement("SELECT uid FROM shown WHERE kind = 6"));
    touch_each(ShownKind::finding, database_.statement("SELECT uid FROM shown WHERE kind = 9"));
    touch_each(ShownKind::opportunity,
               database_.statement("SELECT uid FROM shown WHERE kind = 10"));
    touch_each(ShownKind::rule, database_.statement("SELECT uid FROM shown WHERE kind = 11"));
    for (const auto kind :
         {ShownKind::status, ShownKind::directory, ShownKind::dashboard, ShownKind::lobby_sign}) {
        touch(kind);
    }
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
