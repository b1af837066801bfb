#include "journal/journal.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace stayd::journal {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 7> kinds{{
    {Kind::set_room_state, "SetRoomState"},
    {Kind::create_task, "CreateTask"},
    {Kind::accept_task, "AcceptTask"},
    {Kind::complete_task, "CompleteTask"},
    {Kind::check_in, "CheckIn"},
    {Kind::set_guest_waiting, "SetGuestWaiting"},
    {Kind::dismiss_change, "DismissChange"},
}};
constexpr std::array<std::pair<Stage, std::string_view>, 7> stages{{
    {Stage::ready, "Ready"},
    {Stage::in_flight, "InFlight"},
    {Stage::unknown, "Unknown"},
    {Stage::confirmed, "Confirmed"},
    {Stage::box_only, "BoxOnly"},
    {Stage::replaced, "Replaced"},
    {Stage::refused, "Refused"},
}};

template <class Table>
auto value_of(const Table& table, std::string_view word) {
    for (const auto& [value, text] : table) {
        if (text == word) return value;
    }
    throw storage::Failure(0, "a word in table change that no version wrote: " + std::string{word});
}

#define STAYD_CHANGE_COLUMNS                                                                       \
    "SELECT seq, uid, kind, subject_uid, depends_uid, value, base, device, made_by, made_utc_ms, " \
    "accepted_utc_ms, stage, "                                                                     \
    "stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms, reason, dismissed FROM change AS "  \
    "c "

Change read(storage::Statement& row) {
    return {.seq = row.integer(0),
            .id = row.uuid(1),
            .kind = value_of(kinds, row.text(2)),
            .subject = row.uuid(3),
            .depends_on = row.optional_uuid(4),
            .value = row.text(5),
            .base = row.text(6),
            .device = row.text(7),
            .made_by = row.text(8),
            .made = row.time(9),
            .accepted = row.time(10),
            .stage = value_of(stages, row.text(11)),
            .stage_since = row.time(12),
            .attempts = static_cast<int>(row.integer(13)),
            .next_attempt = row.time(14),
            .sent = row.optional_time(15),
            .reason = row.text(16),
            .dismissed = row.boolean(17)};
}

std::optional<Change> read_one(storage::Statement& query) {
    if (!query.step()) return std::nullopt;
    return read(query);
}

}  // namespace

std::string_view to_word(Kind kind) {
    for (const auto& [value, text] : kinds) {
        if (value == kind) return text;
    }
    return "Unknown";
}

std::string_view to_word(Stage stage) {
    for (const auto& [value, text] : stages) {
        if (value == stage) return text;
    }
    return "Unknown";
}

bool is_open(Stage stage) {
    return stage == Stage::ready || stage == Stage::in_flight || stage == Stage::unknown;
}

std::optional<Change> Journal::find(const Uuid& id) {
    auto query = database_.statement(STAYD_CHANGE_COLUMNS "WHERE uid = :uid");
    query.bind(":uid", id);
    return read_one(query);
}

void Journal::insert(const Change& change) {
    auto put = database_.statement(R"sql(
        INSERT INTO change (uid, kind, subject_uid, depends_uid, value, base, device, made_by, made_utc_ms, accepted_utc_ms, stage,
            stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms, reason, dismissed)
        VALUES (:uid, :kind, :subject, :depends, :value, :base, :device, :by, :made, :accepted, :stage, :accepted, 0, 0, NULL,
            :reason, 0)
    )sql");
    put.bind(":uid", change.id)
        .bind(":kind", to_word(change.kind))
        .bind(":subject", change.subject);
    put.bind(":depends", change.depends_on)
        .bind(":value", change.value)
        .bind(":base", change.base)
        .bind(":device", change.device);
    put.bind(":by", change.made_by).bind(":made", change.made).bind(":accepted", change.accepted);
    put.bind(":stage", to_word(change.stage)).bind(":reason", change.reason).run();
}

void Journal::settle(const Uuid& id, Stage stage, UtcTime now, std::string_view reason) {
    auto update = database_.statement(R"sql(
        UPDATE change SET stage = :stage, stage_utc_ms = :now, reason = :reason WHERE uid = :uid
    )sql");
    update.bind(":stage", to_word(stage))
        .bind(":now", now)
        .bind(":reason", reason)
        .bind(":uid", id)
        .run();
}

void Journal::mark_sent(const Uuid& id, UtcTime now) {
    auto update = database_.statement(R"sql(
        UPDATE change SET stage = 'InFlight', stage_utc_ms = :now, sent_utc_ms = :now, attempts = attempts + 1
        WHERE uid = :uid
    )sql");
    update.bind(":now", now).bind(":uid", id).run();
}

void Journal::retry_at(const Uuid& id, Stage stage, UtcTime at, UtcTime now,
                       std::string_view reason) {
    auto update = database_.statement(R"sql(
        UPDATE change SET stage = :stage, stage_utc_ms = :now, next_attempt_utc_ms = :at, reason = :reason
        WHERE uid = :uid
    )sql");
    update.bind(":stage", to_word(stage)).bind(":now", now).bind(":at", at).bind(":reason", reason);
    update.bind(":uid", id).run();
}

void Journal::dismiss(const Uuid& id) {
    auto update = database_.statement("UPDATE change SET dismissed = 1 WHERE uid = :uid");
    update.bind(":uid", id).run();
}

void Journal::rebase(const Uuid& subject, std::string_view base) {
    auto update = database_.statement(R"sql(
        UPDATE change SET base = :base WHERE subject_uid = :subject AND kind = 'SetRoomState' AND stage = 'Ready'
    )sql");
    update.bind(":base", base).bind(":subject", subject).run();
}

bool Journal::hurry(const Uuid& subject, Kind kind) {
    auto update = database_.statement(R"sql(
        UPDATE change SET next_attempt_utc_ms = 0
        WHERE subject_uid = :subject AND kind = :kind AND stage = 'Ready' AND next_attempt_utc_ms > 0
    )sql");
    return update.bind(":subject", subject).bind(":kind", to_word(kind)).run() > 0;
}

int Journal::doubt_in_flight(UtcTime now) {
    auto update = database_.statement(R"sql(
        UPDATE change SET stage = 'Unknown', stage_utc_ms = :now, next_attempt_utc_ms = 0 WHERE stage = 'InFlight'
    )sql");
    return update.bind(":now", now).run();
}

std::optional<Change> Journal::newest(const Uuid& subject) {
    auto query =
        database_.statement(STAYD_CHANGE_COLUMNS
                            "WHERE subject_uid = :subject AND NOT dismissed AND stage <> 'BoxOnly' "
                            "ORDER BY seq DESC LIMIT 1");
    query.bind(":subject", subject);
    return read_one(query);
}

std::optional<Change> Journal::newest_open(const Uuid& subject, Kind kind) {
    auto query = database_.statement(
        STAYD_CHANGE_COLUMNS
        "WHERE subject_uid = :subject AND kind = :kind "
        "AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq DESC LIMIT 1");
    query.bind(":subject", subject).bind(":kind", to_word(kind));
    return read_one(query);
}

std::vector<Change> Journal::open() {
    auto query = database_.statement(
        STAYD_CHANGE_COLUMNS "WHERE stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY +seq");
    std::vector<Change> changes;
    while (query.step()) changes.push_back(read(query));
    return changes;
}

std::optional<Change> Journal::next_due(UtcTime now) {
    auto query = database_.statement(STAYD_CHANGE_COLUMNS R"sql(
        WHERE c.stage IN ('Ready', 'InFlight', 'Unknown') AND c.stage <> 'InFlight'
          AND c.next_attempt_utc_ms <= :now
          AND NOT EXISTS (SELECT 1 FROM change AS earlier
                          WHERE earlier.subject_uid = c.subject_uid AND earlier.seq < c.seq
                            AND earlier.stage IN ('Ready', 'InFlight', 'Unknown'))
          AND NOT EXISTS (SELECT 1 FROM change AS needed
                          WHERE needed.subject_uid = c.depends_uid AND needed.seq < c.seq
                            AND needed.stage IN ('Ready', 'InFlight', 'Unknown'))
        ORDER BY c.stage = 'Unknown' DESC,
                 CASE c.kind WHEN 'SetRoomState' THEN 1 WHEN 'CheckIn' THEN 7 ELSE 12 END, c.seq
        LIMIT 1
    )sql");
    query.bind(":now", now);
    return read_one(query);
}

std::optional<UtcTime> Journal::next_attempt_after(UtcTime now) {
    auto query = database_.statement(R"sql(
        SELECT min(next_attempt_utc_ms) FROM change
        WHERE stage IN ('Ready', 'InFlight', 'Unknown') AND next_attempt_utc_ms > :now
    )sql");
    query.bind(":now", now);
    return query.step() ? query.optional_time(0) : std::nullopt;
}

Balance Journal::balance() {
    Balance balance;
    auto query = database_.statement(R"sql(
        SELECT stage, dismissed, count(*), min(accepted_utc_ms) FROM change GROUP BY stage, dismissed
    )sql");
    while (query.step()) {
        const auto stage = value_of(stages, query.text(0));
        const auto count = query.integer(2);
        balance.accepted += count;
        switch (stage) {
            case Stage::confirmed:
                balance.confirmed += count;
                break;
            case Stage::box_only:
                balance.box_only += count;
                break;
            case Stage::replaced:
                balance.replaced += count;
                break;
            case Stage::refused:
                balance.refused += count;
                break;
            case Stage::ready:
            case Stage::in_flight:
            case Stage::unknown:
                balance.waiting += count;
                balance.oldest_waiting =
                    std::min(balance.oldest_waiting.value_or(query.time(3)), query.time(3));
                break;
        }
        const bool ended_otherwise = stage == Stage::replaced || stage == Stage::refused;
        if (ended_otherwise && !query.boolean(1)) balance.to_read += count;
    }
    return balance;
}

void Journal::audit(UtcTime at, std::string_view actor, std::string_view device,
                    std::optional<Uuid> change, const Uuid& subject, std::string_view what,
                    std::string_view before, std::string_view after) {
    auto put = database_.statement(R"sql(
        INSERT INTO audit (at_utc_ms, actor, device, change_uid, subject_uid, what, before, after)
        VALUES (:at, :actor, :device, :change, :subject, :what, :before, :after)
    )sql");
    put.bind(":at", at).bind(":actor", actor).bind(":device", device).bind(":change", change);
    put.bind(":subject", subject)
        .bind(":what", what)
        .bind(":before", before)
        .bind(":after", after)
        .run();
}

}  // namespace stayd::journal
