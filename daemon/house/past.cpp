#include "house/past.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "base/local_day.hpp"

namespace stayd::house {
namespace {

namespace json = boost::json;

/// Something that happens to things of the house, and what takes it back.
struct Event {
    std::string found;  ///< gives `at` and `uid`, and `seq` if it is of the audit
    std::string undo;   ///< :uid; empty: by the audit
};

/// Of what happened at one moment, what stands last here is taken back first.
std::vector<Event> all_events() {
    std::vector<Event> events{
        {"SELECT accepted_utc_ms AS at, uid, 0 AS seq FROM change",
         "DELETE FROM change WHERE uid = :uid"},
        {"SELECT accepted_utc_ms AS at, uid, 0 AS seq FROM change WHERE kind IN ('RecordOfStay', "
         "'RecordOfGuest')",
         "INSERT OR REPLACE INTO record (uid, subject_uid, name, value, made_by, made_utc_ms) "
         "SELECT randomblob(16), subject_uid, said.key, iif(said.value GLOB '????-??-??T*', "
         "unixepoch(said.value) * 1000, said.value), made_by, 0 FROM change, "
         "json_each(change.base) AS said WHERE change.uid = :uid AND said.value IS NOT NULL"},
        {"SELECT accepted_utc_ms AS at, uid, 0 AS seq FROM change WHERE kind IN ('RecordOfStay', "
         "'RecordOfGuest')",
         "DELETE FROM record WHERE (subject_uid, name) IN (SELECT subject_uid, said.key FROM "
         "change, json_each(change.value) AS said WHERE change.uid = :uid)"},
        {"SELECT stage_utc_ms AS at, uid, 0 AS seq FROM change WHERE stage NOT IN ('Ready', "
         "'InFlight', 'Unknown')",
         "UPDATE change SET stage = 'Ready' WHERE uid = :uid"},
        // What the box writes into the mirror when the PMS has confirmed it. (The change itself was
        // rebased by then.)
        {"SELECT at_utc_ms AS at, change_uid AS uid, 0 AS seq FROM audit WHERE kind = 'Room' AND "
         "what = 'Confirmed' AND before ->> 'State' IS NOT NULL",
         "UPDATE resource SET state = audit.before ->> 'State' FROM audit WHERE audit.change_uid = "
         ":uid AND audit.what = 'Confirmed' AND resource.uid = audit.subject_uid"},
        {"SELECT created_utc_ms AS at, uid, 0 AS seq FROM task",
         "DELETE FROM task WHERE uid = :uid"},
        {"SELECT done_utc_ms AS at, uid, 0 AS seq FROM task WHERE stage = 'Done'",
         "UPDATE task SET stage = iif(assignee = '', 'New', 'Accepted'), done_utc_ms = NULL, "
         "done_by = '' WHERE uid = :uid"},
        {"SELECT since_utc_ms AS at, reservation_uid AS uid, 0 AS seq FROM guest_waiting",
         "DELETE FROM guest_waiting WHERE reservation_uid = :uid"},
        {"SELECT actual_start_utc_ms AS at, uid, 0 AS seq FROM reservation",
         "UPDATE reservation SET state = 'Confirmed', actual_start_utc_ms = NULL WHERE uid = :uid "
         "AND state = 'Started'"},
        {"SELECT actual_end_utc_ms AS at, uid, 0 AS seq FROM reservation",
         "UPDATE reservation SET state = 'Started', actual_end_utc_ms = NULL WHERE uid = :uid AND "
         "state = 'Processed'"},
        {"SELECT canceled_utc_ms AS at, uid, 0 AS seq FROM reservation",
         "UPDATE reservation SET state = 'Confirmed', canceled_utc_ms = NULL WHERE uid = :uid AND "
         "state = 'Canceled'"},
        {"SELECT deleted_utc_ms AS at, uid, 0 AS seq FROM resource_block",
         "UPDATE resource_block SET is_active = 1, deleted_utc_ms = NULL WHERE uid = :uid"},
    };
    for (const auto& entry : model::lists()) {
        if (entry.has_column("created_utc_ms"))
            events.push_back(
                {fmt::format("SELECT created_utc_ms AS at, uid, 0 AS seq FROM {}", entry.table),
                 fmt::format("DELETE FROM {} WHERE uid = :uid", entry.table)});
    }
    events.push_back(
        {"SELECT at_utc_ms AS at, subject_uid AS uid, seq FROM audit WHERE actor = "
         "'Mews' AND change_uid IS NULL",
         {}});
    return events;
}

/// Their texts live as long as the program, as the cache of statements demands.
const std::vector<Event>& events() {
    static const auto all = all_events();
    return all;
}

json::object object_in(std::string_view text) {
    json::parse_options options;
    options.max_depth = 100;  // mews/ keeps 64
    boost::system::error_code failure;
    auto value = json::parse(json::string_view{text.data(), text.size()}, failure, {}, options);
    return value.is_object() ? std::move(value.get_object()) : json::object{};
}

}  // namespace

Past::Past(storage::Database& copy, ReadDocument read, UtcTime earliest)
    : database_(copy), mirror_(copy), read_(std::move(read)) {
    auto query = database_.statement("SELECT default_language_code FROM enterprise LIMIT 1");
    if (query.step()) language_ = query.text(0);
    note_what_to_undo(earliest);
}

void Past::note_what_to_undo(UtcTime earliest) {
    database_.execute(R"sql(
        CREATE TEMP TABLE undo (at_utc_ms INTEGER NOT NULL, place INTEGER NOT NULL, seq INTEGER NOT NULL, uid BLOB NOT NULL,
                                PRIMARY KEY (at_utc_ms, place, seq, uid)) STRICT, WITHOUT ROWID
    )sql");
    for (std::size_t place = 0; place < events().size(); ++place) {
        const auto note =
            fmt::format("INSERT INTO undo SELECT at, {}, seq, uid FROM ({}) WHERE at > {}", place,
                        events()[place].found, to_ms(earliest));
        database_.execute(note.c_str());
    }
}

void Past::back_to(UtcTime moment) {
    storage::Transaction transaction(database_);
    auto query = database_.statement(R"sql(
        SELECT place, seq, uid FROM undo WHERE at_utc_ms > :moment ORDER BY at_utc_ms DESC, place DESC, seq DESC
    )sql");
    query.bind(":moment", moment);
    while (query.step()) {
        const auto& event = events()[static_cast<std::size_t>(query.integer(0))];
        if (event.undo.empty()) {
            undo_audited(query.integer(1), moment);
        } else {
            auto undo = database_.statement(event.undo);
            undo.bind(":uid", query.uuid(2)).run();
        }
    }
    auto done = database_.statement("DELETE FROM undo WHERE at_utc_ms > :moment");
    done.bind(":moment", moment).run();
    begin_day(moment);
    transaction.commit();
}

void Past::undo_audited(std::int64_t seq, UtcTime moment) {
    auto query =
        database_.statement("SELECT kind, what, before, subject_uid FROM audit WHERE seq = :seq");
    query.bind(":seq", seq);
    if (!query.step()) return;
    const auto* entry = model::find_list(query.text(0));
    if (entry == nullptr) return;
    const auto what = query.text(1);
    const auto before = query.text(2);
    const auto uid = query.uuid(3);
    if (what == "Added") {
        mirror_.remove(entry->list, uid, moment);
    } else if (what == "Gone") {
        put_back(entry->list, before, moment);
    } else if (what == "Changed") {
        const auto now = mirror_.document(entry->list, uid);
        if (!now) return;
        auto document = object_in(*now);
        for (auto& [name, value] : object_in(before)) {
            if (value.is_null())
                document.erase(name);
            else
                document[name] = value;
        }
        put_back(entry->list, json::serialize(document), moment);
    }
}

void Past::put_back(model::List list, std::string_view document, UtcTime moment) {
    const auto rows = read_(list, document, language_);
    if (rows.empty()) return;
    // As if it were looked up at a time that nothing in the mirror is later than.
    const auto asked = UtcTime::max();
    mirror_.enter(rows[0], list, moment, mirror::Evidence::by_id, asked);
}

void Past::begin_day(UtcTime moment) {
    const auto enterprise = mirror_.enterprise();
    if (!enterprise) return;
    const auto day =
        business_day(moment, enterprise->time_zone, enterprise->business_day_closing_offset);
    auto update = database_.statement(
        "UPDATE house SET business_day_start_utc_ms = :start, business_day_end_utc_ms = :end");
    update.bind(":start", day.start).bind(":end", day.end).run();
}

UtcTime Past::known_since() {
    auto query = database_.statement(R"sql(
        SELECT max(epoch * 1000 + clock_offset_ms, coalesce((SELECT max(at_utc_ms) FROM audit WHERE what = 'ReadAnew'), 0)) FROM house
    )sql");
    return query.step() ? query.time(0) : UtcTime{};
}

}  // namespace stayd::house
