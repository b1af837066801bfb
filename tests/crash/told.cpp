#include "tests/crash/told.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::crash {
namespace {

struct Query {
    const char* table;
    const char* sql;
};

/// What is older than 400 days may go with the first time that the PMS tells, and so a little
/// sooner in a box that has just started.
#define STAYD_STILL_KEPT " AND at_utc_ms > (SELECT max(at_utc_ms) FROM audit) - 399 * 86400000 "

/// Without the stages on the way, which another end of a send may lead through.
constexpr Query kept_at_the_end[] = {
    {"change",
     "SELECT json_array(seq, hex(uid), kind, hex(subject_uid), hex(about_uid), hex(depends_uid), "
     "value, base, base_utc_ms, lost, beaten, hex(pms_uid), device, made_by, made_utc_ms, "
     "accepted_utc_ms, stage, reason, dismissed) FROM change ORDER BY seq"},
    {"audit of staff",
     "SELECT json_array(actor, device, hex(change_uid), kind, hex(subject_uid), hex(about_uid), "
     "what, before, after, remote, why, rule) FROM audit WHERE change_uid IS NOT "
     "NULL " STAYD_STILL_KEPT "ORDER BY seq"},
    {"task",
     "SELECT json_array(hex(uid), title, description, hex(department_uid), hex(room_uid), "
     "priority, stage, assignee, created_utc_ms, created_by, due_utc_ms, done_utc_ms, done_by, "
     "hex(pms_uid)) FROM task ORDER BY uid"},
    {"record",
     "SELECT json_array(hex(uid), hex(subject_uid), name, value, made_by) FROM record ORDER BY 1"},
    {"guest_waiting",
     "SELECT json_array(hex(reservation_uid), since_utc_ms) FROM guest_waiting ORDER BY 1"},
    {"finding",
     "SELECT json_array(hex(uid), state, until_utc_ms, reason) FROM finding "
     "WHERE decided_by <> '' ORDER BY uid"},
    {"rule_edit", "SELECT json_array(id, text, made_by, made_utc_ms) FROM rule_edit ORDER BY uid"},
};

constexpr Query read_at_the_end[] = {
    {"audit of the PMS",
     "SELECT json_array(actor, hex(subject_uid), what, before, after) FROM audit "
     "WHERE change_uid IS NULL" STAYD_STILL_KEPT "ORDER BY seq"},
    {"shown", "SELECT json_array(kind, hex(uid)) FROM shown ORDER BY kind, uid"},
    {"room_now", "SELECT json_array(hex(uid), name, state, state_now) FROM room_now ORDER BY uid"},
    {"stay_now",
     "SELECT json_array(hex(uid), state, state_now, hex(room_uid_now), start_now_utc_ms, "
     "end_now_utc_ms, actual_start_utc_ms) FROM stay_now ORDER BY uid"},
    {"people",
     "SELECT hex(uid) FROM customer UNION ALL SELECT hex(uid) FROM company "
     "UNION ALL SELECT hex(uid) FROM pms_task ORDER BY 1"},
    {"stream",
     "SELECT json_array(list, row_count, generation, watermark_utc_ms, scan_began_utc_ms, "
     "scan_step, scan_rows, scan_changed, swept_utc_ms, trouble) FROM stream ORDER BY list"},
    {"tombstone", "SELECT json_array(list, hex(uid), at_utc_ms) FROM tombstone ORDER BY list, uid"},
    {"house",
     "SELECT json_array(epoch, business_day_start_utc_ms, business_day_end_utc_ms, "
     "clock_offset_ms) FROM house"},
};

constexpr Query kept_on_the_way[] = {
    {"sending",
     "SELECT json_array(stage_utc_ms, attempts, next_attempt_utc_ms, sent_utc_ms) FROM change "
     "ORDER BY seq"},
    {"times of the audit of staff",
     "SELECT at_utc_ms FROM audit WHERE change_uid IS NOT NULL" STAYD_STILL_KEPT "ORDER BY seq"},
};

constexpr Query read_on_the_way[] = {
    {"line",
     "SELECT json_array(line, line_since_utc_ms, line_cause, last_contact_utc_ms) FROM house"},
    {"lease", "SELECT json_array(id, until_steady_ms, calls) FROM lease ORDER BY id"},
    {"schema", "SELECT sql FROM sqlite_master ORDER BY name"},
};

template <std::size_t Size>
std::string rows_of(storage::Database& database, const Query (&queries)[Size]) {
    std::string text;
    for (const auto& [table, sql] : queries) {
        text += fmt::format("-- {}\n", table);
        auto query = database.statement(sql);
        while (query.step()) text += query.text(0) + "\n";
    }
    return text;
}

}  // namespace

Told told(Box& box) {
    auto& database = box.database();
    return {.kept = rows_of(database, kept_at_the_end) + rows_of(database, kept_on_the_way),
            .read = rows_of(database, read_at_the_end) + rows_of(database, read_on_the_way)};
}

std::string told_at_the_end(Box& box) {
    return rows_of(box.database(), kept_at_the_end) + rows_of(box.database(), read_at_the_end);
}

std::string difference(const std::string& one, const std::string& other) {
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(one, other).in1 - one.begin());
    const auto table = one.rfind("-- ", at);
    const auto line = at == 0 ? 0 : one.rfind('\n', at - 1) + 1;
    const auto line_of = [&](const std::string& text) {
        return line < text.size() ? text.substr(line, text.find('\n', line) - line) : "";
    };
    return fmt::format("{}: {} | {}", one.substr(table, one.find('\n', table) - table),
                       line_of(one), line_of(other));
}

}  // namespace stayd::crash
