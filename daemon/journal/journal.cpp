#include "journal/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/invariant.hpp"
#include "journal/change_count.hpp"

namespace stayd::journal {
namespace {

constexpr std::array<std::pair<Stage, std::string_view>, 7> stages{{
    {Stage::ready, "Ready"},
    {Stage::in_flight, "InFlight"},
    {Stage::unknown, "Unknown"},
    {Stage::confirmed, "Confirmed"},
    {Stage::box_only, "BoxOnly"},
    {Stage::replaced, "Replaced"},
    {Stage::refused, "Refused"},
}};

constexpr std::string_view accepted = "Accepted";  // beside the stages in table change_count

Stage stage_of(std::string_view word) {
    for (const auto& [value, text] : stages) {
        if (text == word) return value;
    }
    throw storage::Failure(0,
                           "a stage in table change that no version wrote: " + std::string{word});
}

Kind kind_of(std::string_view word) {
    for (const auto& row : kinds()) {
        if (row.word == word) return row.kind;
    }
    throw storage::Failure(0, "a kind in table change that no version wrote: " + std::string{word});
}

#define STAYD_CHANGE_COLUMNS                                                                       \
    "SELECT seq, uid, kind, subject_uid, about_uid, depends_uid, value, base, base_utc_ms, lost, " \
    "beaten, pms_uid, "                                                                            \
    "device, made_by, made_utc_ms, "                                                               \
    "accepted_utc_ms, stage, "                                                                     \
    "stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms, reason, dismissed, "                \
    "reason_is_of_pms, cause_uid FROM change AS c "

Change read(storage::Statement& row) {
    return {.seq = row.integer(0),
            .id = row.uuid(1),
            .kind = kind_of(row.text(2)),
            .subject = row.uuid(3),
            .about = row.optional_uuid(4),
            .depends_on = row.optional_uuid(5),
            .cause = row.optional_uuid(24),
            .value = Fields::from_json(row.text(6)),
            .base = Fields::from_json(row.text(7)),
            .base_at = row.time(8),
            .lost = Fields::from_json(row.text(9)),
            .beaten = Fields::from_json(row.text(10)),
            .pms_id = row.optional_uuid(11),
            .device = row.text(12),
            .made_by = row.text(13),
            .made = row.time(14),
            .accepted = row.time(15),
            .stage = stage_of(row.text(16)),
            .stage_since = row.time(17),
            .attempts = static_cast<int>(row.integer(18)),
            .next_attempt = row.time(19),
            .sent = row.optional_time(20),
            .reason = row.text(21),
            .reason_is_of_pms = row.boolean(23),
            .dismissed = row.boolean(22)};
}

/// An SQL expression: the step of the change's kind in the order after an outage.
std::string step_of_kind() {
    std::string sql = "CASE c.kind";
    for (const auto& row : kinds()) sql += fmt::format(" WHEN '{}' THEN {}", row.word, row.step);
    return sql + " END";
}

std::optional<Change> read_one(storage::Statement& query) {
    if (!query.step()) return std::nullopt;
    return read(query);
}

}  // namespace

std::string_view to_word(Stage stage) {
    for (const auto& [value, text] : stages) {
        if (value == stage) return text;
    }
    return "Unknown";
}

bool is_open(Stage stage) {
    return stage == Stage::ready || stage == Stage::in_flight || stage == Stage::unknown;
}

bool wants_reading(const Change& change) {
    if (change.dismissed) return false;
    return change.stage == Stage::refused || change.stage == Stage::replaced ||
           (change.stage == Stage::confirmed && !change.beaten.empty());
}

std::optional<Change> Journal::find(const Uuid& id) {
    auto query = database_.statement(STAYD_CHANGE_COLUMNS "WHERE uid = :uid");
    query.bind(":uid", id);
    return read_one(query);
}

void Journal::insert(const Change& change) {
    auto put = database_.statement(R"sql(
        INSERT INTO change (uid, kind, subject_uid, about_uid, depends_uid, cause_uid, value, base, base_utc_ms, lost, beaten,
            pms_uid, device, made_by, made_utc_ms, accepted_utc_ms, stage, stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms, reason, dismissed)
        VALUES (:uid, :kind, :subject, :about, :depends, :cause, :value, :base, :base_at, '{}', '{}',
            NULL, :device, :by, :made, :accepted, :stage, :accepted, 0, 0, NULL, :reason, 0)
    )sql");
    put.bind(":uid", change.id)
        .bind(":kind", to_word(change.kind))
        .bind(":subject", change.subject);
    put.bind(":about", change.about)
        .bind(":depends", change.depends_on)
        .bind(":cause", change.cause)
        .bind(":value", change.value.to_json())
        .bind(":base", change.base.to_json())
        .bind(":base_at", change.base_at)
        .bind(":device", change.device);
    put.bind(":by", change.made_by).bind(":made", change.made).bind(":accepted", change.accepted);
    put.bind(":stage", to_word(change.stage)).bind(":reason", change.reason).run();
    count(database_, std::nullopt, change.stage);
}

void Journal::settle(const Uuid& id, Stage stage, UtcTime now, std::string_view reason) {
    invariant(!is_open(stage), "a change ends in an end");
    auto update = database_.statement(R"sql(
        UPDATE change SET stage = :stage, stage_utc_ms = :now, reason = :reason WHERE uid = :uid
    )sql");
    update.bind(":stage", to_word(stage))
        .bind(":now", now)
        .bind(":reason", reason)
        .bind(":uid", id)
        .run();
    count(database_, Stage::ready, stage);
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

void Journal::rebase(const Uuid& subject, Kind kind, const Fields& confirmed) {
    auto query = database_.statement(
        STAYD_CHANGE_COLUMNS "WHERE subject_uid = :subject AND kind = :kind AND stage = 'Ready'");
    query.bind(":subject", subject).bind(":kind", to_word(kind));
    while (query.step()) {
        auto change = read(query);
        for (const auto& [name, value] : confirmed) {
            if (change.base.has(name)) change.base.set(name, value);
        }
        auto put = database_.statement("UPDATE change SET base = :base WHERE uid = :uid");
        put.bind(":base", change.base.to_json()).bind(":uid", change.id).run();
    }
}

void Journal::keep_merge(const Uuid& id, const Fields& lost, const Fields& beaten) {
    auto update =
        database_.statement("UPDATE change SET lost = :lost, beaten = :beaten WHERE uid = :uid");
    update.bind(":lost", lost.to_json()).bind(":beaten", beaten.to_json()).bind(":uid", id).run();
}

void Journal::keep_as_words_of_pms(const Uuid& id) {
    auto update = database_.statement("UPDATE change SET reason_is_of_pms = 1 WHERE uid = :uid");
    update.bind(":uid", id).run();
}

void Journal::keep_pms_id(const Uuid& id, const Uuid& pms_id) {
    auto update = database_.statement("UPDATE change SET pms_uid = :pms WHERE uid = :uid");
    update.bind(":pms", pms_id).bind(":uid", id).run();
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
    auto query = database_.statement(STAYD_CHANGE_COLUMNS
                                     "WHERE (subject_uid = :subject OR about_uid = :subject) AND "
                                     "NOT dismissed AND stage <> 'BoxOnly' "
                                     "ORDER BY seq DESC LIMIT 1");
    query.bind(":subject", subject);
    return read_one(query);
}

std::optional<Change> Journal::newest_about(const Uuid& about, Kind kind) {
    auto query = database_.statement(STAYD_CHANGE_COLUMNS
                                     "WHERE about_uid = :about AND kind = :kind AND stage <> "
                                     "'Refused' ORDER BY seq DESC LIMIT 1");
    query.bind(":about", about).bind(":kind", to_word(kind));
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

std::vector<Change> Journal::open(Kind kind) {
    auto query = database_.statement(
        STAYD_CHANGE_COLUMNS
        "WHERE kind = :kind AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq");
    query.bind(":kind", to_word(kind));
    std::vector<Change> changes;
    while (query.step()) changes.push_back(read(query));
    return changes;
}

std::optional<Change> Journal::next_due(UtcTime now) {
    static const std::string sql = STAYD_CHANGE_COLUMNS R"sql(
        WHERE c.stage IN ('Ready', 'InFlight', 'Unknown') AND c.stage <> 'InFlight'
          AND c.next_attempt_utc_ms <= :now
          AND NOT EXISTS (SELECT 1 FROM change AS earlier
                          WHERE earlier.subject_uid = c.subject_uid AND earlier.seq < c.seq
                            AND earlier.stage IN ('Ready', 'InFlight', 'Unknown'))
          AND NOT EXISTS (SELECT 1 FROM change AS needed
                          WHERE needed.subject_uid = c.depends_uid AND needed.seq < c.seq
                            AND needed.stage IN ('Ready', 'InFlight', 'Unknown'))
          AND NOT (c.stage = 'Ready' AND EXISTS (
                     SELECT 1 FROM change AS twin
                      WHERE twin.about_uid = c.about_uid AND twin.kind = c.kind AND twin.value = c.value
                        AND twin.uid <> c.uid AND twin.stage IN ('InFlight', 'Unknown')))
        ORDER BY c.stage = 'Unknown' DESC, )sql" +
                                   step_of_kind() + ", c.seq LIMIT 1";
    auto query = database_.statement(sql);
    query.bind(":now", now);
    return read_one(query);
}

std::vector<Change> Journal::due_with(const Change& first, UtcTime now, std::size_t limit) {
    auto query = database_.statement(STAYD_CHANGE_COLUMNS R"sql(
        WHERE c.kind = :kind AND c.stage = :stage AND c.stage IN ('Ready', 'InFlight', 'Unknown')
          AND (c.next_attempt_utc_ms <= :now OR c.uid = :first)
          AND NOT EXISTS (SELECT 1 FROM change AS earlier
                          WHERE earlier.subject_uid = c.subject_uid AND earlier.seq < c.seq
                            AND earlier.stage IN ('Ready', 'InFlight', 'Unknown'))
        ORDER BY c.uid = :first DESC, c.seq LIMIT :limit
    )sql");
    query.bind(":kind", to_word(first.kind)).bind(":stage", to_word(first.stage));
    query.bind(":now", now).bind(":first", first.id);
    query.bind(":limit", static_cast<std::int64_t>(limit));
    std::vector<Change> changes;
    while (query.step()) changes.push_back(read(query));
    return changes;
}

std::optional<UtcTime> Journal::next_attempt_after(UtcTime now) {
    auto query = database_.statement(R"sql(
        SELECT min(next_attempt_utc_ms) FROM change
        WHERE stage IN ('Ready', 'InFlight', 'Unknown') AND next_attempt_utc_ms > :now
    )sql");
    query.bind(":now", now);
    return query.step() ? query.optional_time(0) : std::nullopt;
}

void count(storage::Database& database, std::optional<Stage> before, Stage after) {
    const auto add = [&database](std::string_view what, int more) {
        auto update = database.statement(
            "UPDATE change_count SET changes = changes + :more WHERE what = :what");
        update.bind(":more", more).bind(":what", what).run();
    };
    if (!before) add(accepted, 1);
    if (before && !is_open(*before)) add(to_word(*before), -1);
    if (!is_open(after)) add(to_word(after), 1);
}

Balance Journal::balance() {
    Balance balance;
    auto counts = database_.statement("SELECT what, changes FROM change_count");
    while (counts.step()) {
        const auto what = counts.text(0);
        auto& counted = what == accepted                    ? balance.accepted
                        : what == to_word(Stage::confirmed) ? balance.confirmed
                        : what == to_word(Stage::box_only)  ? balance.box_only
                        : what == to_word(Stage::replaced)  ? balance.replaced
                                                            : balance.refused;
        counted = counts.integer(1);
    }
    auto open = database_.statement(R"sql(
        SELECT count(*), min(accepted_utc_ms) FROM change WHERE stage IN ('Ready', 'InFlight', 'Unknown')
    )sql");
    open.step();
    balance.waiting = open.integer(0);
    balance.oldest_waiting = open.optional_time(1);
    auto to_read = database_.statement(R"sql(
        SELECT count(*) FROM change INDEXED BY change_to_read
        WHERE NOT dismissed AND (stage IN ('Refused', 'Replaced') OR (stage = 'Confirmed' AND beaten <> '{}'))
    )sql");
    to_read.step();
    balance.to_read = to_read.integer(0);
    return balance;
}

}  // namespace stayd::journal
