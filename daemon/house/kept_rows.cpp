#include "house/kept_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <utility>

#include "base/log.hpp"
#include "journal/change_count.hpp"

namespace stayd::house {
namespace {

namespace json = boost::json;

/// Triggers of this connection alone note what a transaction touches; a rollback takes the notes
/// back with the rows. (No OR IGNORE in them: the statement that fires them says what a conflict
/// does.) Tasks that are wholly the PMS's are left out, as is the audit of what others
/// did: both come again from there, and so is what nobody decided of a finding.
constexpr const char* notes = R"sql(
    CREATE TEMP TABLE touched (name TEXT NOT NULL, key NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;
    CREATE TEMP TRIGGER change_made AFTER INSERT ON main.change
    BEGIN INSERT INTO touched SELECT 'change', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'change' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER change_moved AFTER UPDATE ON main.change
    BEGIN INSERT INTO touched SELECT 'change', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'change' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER task_made AFTER INSERT ON main.task
        WHEN NEW.created_by <> '' OR NEW.assignee <> '' OR NEW.done_by NOT IN ('', 'Mews')
    BEGIN INSERT INTO touched SELECT 'task', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'task' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER task_moved AFTER UPDATE ON main.task
        WHEN NEW.created_by <> '' OR NEW.assignee <> '' OR NEW.done_by NOT IN ('', 'Mews')
    BEGIN INSERT INTO touched SELECT 'task', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'task' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER guest_waits AFTER INSERT ON main.guest_waiting
    BEGIN INSERT INTO touched SELECT 'guest_waiting', NEW.reservation_uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'guest_waiting' AND key = NEW.reservation_uid); END;
    CREATE TEMP TRIGGER guest_waits_no_more AFTER DELETE ON main.guest_waiting
    BEGIN INSERT INTO touched SELECT 'guest_waiting', OLD.reservation_uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'guest_waiting' AND key = OLD.reservation_uid); END;
    CREATE TEMP TRIGGER recorded AFTER INSERT ON main.record
    BEGIN INSERT INTO touched SELECT 'record', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'record' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER recorded_again AFTER UPDATE ON main.record
    BEGIN INSERT INTO touched SELECT 'record', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'record' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER recorded_no_more AFTER DELETE ON main.record
    BEGIN INSERT INTO touched SELECT 'record', OLD.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'record' AND key = OLD.uid); END;
    CREATE TEMP TRIGGER rule_edited AFTER INSERT ON main.rule_edit
    BEGIN INSERT INTO touched SELECT 'rule_edit', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'rule_edit' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER rule_edited_again AFTER UPDATE ON main.rule_edit
    BEGIN INSERT INTO touched SELECT 'rule_edit', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'rule_edit' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER finding_decided AFTER UPDATE ON main.finding WHEN NEW.decided_by <> '' OR OLD.decided_by <> ''
    BEGIN INSERT INTO touched SELECT 'finding', NEW.uid WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'finding' AND key = NEW.uid); END;
    CREATE TEMP TRIGGER audit_made AFTER INSERT ON main.audit WHEN NEW.change_uid IS NOT NULL OR NEW.what = 'Opened' OR NEW.kind = 'Rule'
    BEGIN INSERT INTO touched SELECT 'audit', NEW.seq WHERE NOT EXISTS (SELECT 1 FROM touched WHERE name = 'audit' AND key = NEW.seq); END;
)sql";

constexpr std::string_view hex_digits = "0123456789abcdef";

Uuid id_in(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(hex_digits.find(hex[i]) * 16 + hex_digits.find(hex[i + 1]));
    }
    return Uuid::from_bytes(bytes).value_or(Uuid{});
}

std::string text_in(const json::object& row, std::string_view name) {
    const auto* member = row.if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->get_string()} : "";
}

std::optional<Uuid> optional_id_in(const json::object& row, std::string_view name) {
    const auto hex = text_in(row, name);
    if (hex.empty()) return std::nullopt;
    return id_in(hex);
}

/// The audit's own numbers and hashes belong to the database it stood in: it is continued, not
/// copied.
journal::AuditRow audit_row(const json::object& row) {
    return {.at = from_ms(row.at("at_utc_ms").to_number<std::int64_t>()),
            .actor = text_in(row, "actor"),
            .device = text_in(row, "device"),
            .change = optional_id_in(row, "change_uid"),
            .kind = text_in(row, "kind"),
            .subject = id_in(text_in(row, "subject_uid")),
            .about = optional_id_in(row, "about_uid"),
            .what = text_in(row, "what"),
            .before = text_in(row, "before"),
            .after = text_in(row, "after"),
            .remote = text_in(row, "remote"),
            .why = text_in(row, "why"),
            .rule = text_in(row, "rule")};
}

}  // namespace

KeptRows::KeptRows(storage::Database& database, journal::Segments* segments)
    : database_(database), segments_(segments), audit_(database) {
    if (segments_ == nullptr) return;
    database_.execute(notes);
    for (const auto& [name, key, own] :
         {std::tuple{"change", "uid", ""}, std::tuple{"task", "uid", "id"},
          std::tuple{"guest_waiting", "reservation_uid", ""}, std::tuple{"finding", "uid", "id"},
          std::tuple{"record", "uid", ""}, std::tuple{"rule_edit", "uid", ""},
          std::tuple{"audit", "seq", "hash"}}) {
        Table table{.name = name, .key = key, .columns = {}, .is_id = {}, .select = {}};
        auto query = database_.statement("SELECT name, type FROM pragma_table_info(:table)");
        query.bind(":table", name);
        std::string members;
        while (query.step()) {
            const auto column = query.text(0);
            if (column == own) continue;
            table.columns.push_back(column);
            const bool is_id = table.is_id[column] = query.text(1) == "BLOB";
            members += fmt::format(
                ", '{0}', {1}", column,
                is_id ? fmt::format("iif({0} IS NULL, NULL, lower(hex({0})))", "\"" + column + "\"")
                      : "\"" + column + "\"");
        }
        table.select = fmt::format(
            "SELECT json_object('table', '{0}', 'row', json_object({1})) FROM main.{0} WHERE {2} = "
            ":key",
            name, members.substr(2), key);
        tables_.push_back(std::move(table));
    }
}

std::vector<journal::Entry> KeptRows::touched() {
    std::vector<journal::Entry> entries;
    if (!database_.statement("SELECT 1 FROM touched LIMIT 1").step()) return entries;
    for (const auto& table : tables_) {
        auto keys = database_.statement(
            "SELECT key, lower(hex(key)) FROM touched WHERE name = :name ORDER BY key");
        keys.bind(":name", table.name);
        while (keys.step()) {
            auto row = database_.statement(table.select);
            if (table.key == "seq") {
                row.bind(":key", keys.integer(0));
            } else {
                row.bind(":key", keys.uuid(0));
            }
            entries.push_back({journal::FrameType::row,
                               row.step() ? row.text(0)
                                          : json::serialize(json::object{{"table", table.name},
                                                                         {"gone", keys.text(1)}})});
        }
    }
    return entries;
}

void KeptRows::forget_touched() {
    if (segments_ != nullptr) database_.statement("DELETE FROM touched").run();
}

void KeptRows::write() {
    written_ = false;
    if (segments_ == nullptr) return;
    auto entries = touched();
    if (epoch_to_write_) {
        entries.push_back({journal::FrameType::epoch,
                           json::serialize(json::object{{"epoch", *epoch_to_write_}})});
    }
    if (entries.empty()) return;
    forget_touched();
    const auto seq = segments_->append(entries);
    written_ = true;
    epoch_to_write_.reset();
    set_seq(seq);
}

void KeptRows::write_epoch(std::uint64_t epoch) {
    if (segments_ != nullptr && segments_->epoch() != epoch) epoch_to_write_ = epoch;
}

void KeptRows::take_back() {
    epoch_to_write_.reset();
    if (!std::exchange(written_, false)) return;
    try {
        segments_->take_back();
    } catch (const storage::Failure& failure) {
        // "Not saved" would not be true of what the next start puts into the database.
        throw storage::Failure::of_file(EIO, failure.what());
    }
}

void KeptRows::touch_all_open() {
    database_.execute(R"sql(
        INSERT OR IGNORE INTO touched SELECT 'change', uid FROM change
            WHERE stage IN ('Ready', 'InFlight', 'Unknown') OR (stage IN ('Refused', 'Replaced') AND NOT dismissed);
        INSERT OR IGNORE INTO touched SELECT 'task', uid FROM task
            WHERE stage <> 'Done' AND (created_by <> '' OR assignee <> '');
        INSERT OR IGNORE INTO touched SELECT 'guest_waiting', reservation_uid FROM guest_waiting;
        INSERT OR IGNORE INTO touched SELECT 'finding', uid FROM finding WHERE decided_by <> '' AND state <> 'Resolved';
        INSERT OR IGNORE INTO touched SELECT 'record', uid FROM record;
        INSERT OR IGNORE INTO touched SELECT 'rule_edit', uid FROM rule_edit;
    )sql");
}

void KeptRows::begin(std::uint64_t epoch) {
    const auto entries = touched();
    forget_touched();
    segments_->begin(epoch, static_cast<std::uint64_t>(seq()), entries);
    set_seq(segments_->last_seq());
}

std::int64_t KeptRows::seq() {
    auto query = database_.statement("SELECT seq FROM journal_file");
    return query.step() ? query.integer(0) : 0;
}

void KeptRows::set_seq(std::uint64_t seq) {
    auto update = database_.statement("UPDATE journal_file SET seq = :seq");
    update.bind(":seq", static_cast<std::int64_t>(seq)).run();
}

KeptRows::Put KeptRows::put(const std::string& payload) {
    boost::system::error_code error;
    const auto parsed = json::parse(payload, error);
    const auto* frame = error ? nullptr : parsed.if_object();
    const auto name = frame == nullptr ? "" : text_in(*frame, "table");
    const auto table = std::ranges::find(tables_, name, &Table::name);
    if (table == tables_.end()) {
        log::error("a frame of the journal of no table that is known");
        return {};
    }
    try {
        storage::Transaction one(database_);
        const auto done = put_row(*table, *frame);
        one.commit();
        return done;
    } catch (const storage::Failure& failure) {
        // Better without one row than without the box; what staff wrote is no matter for the log.
        if (!failure.constraint()) throw;
        log::error("a row of table {} in the journal does not fit: {}", name, failure.what());
        return {};
    }
}

KeptRows::Put KeptRows::put_row(const Table& table, const boost::json::object& frame) {
    if (const auto gone = text_in(frame, "gone"); !gone.empty()) {
        // Nothing else is taken away.
        const char* sql = table.name == "guest_waiting"
                              ? "DELETE FROM guest_waiting WHERE reservation_uid = :uid"
                          : table.name == "record" ? "DELETE FROM record WHERE uid = :uid"
                                                   : nullptr;
        if (sql == nullptr) return {};
        auto remove = database_.statement(sql);
        remove.bind(":uid", id_in(gone)).run();
        return {};
    }
    const auto& row = frame.at("row").as_object();
    if (table.name == "audit") {
        audit_.add(audit_row(row));
        return {};
    }
    std::vector<std::string> columns;
    for (const auto& column : table.columns) {
        if (row.contains(column)) columns.push_back(column);
    }
    Put done;
    if (table.name == "finding") done.finding = id_in(text_in(row, "uid"));
    if (table.name == "task") done.task = id_in(text_in(row, "uid"));
    std::optional<journal::Change> before;
    if (table.name == "change") {
        const auto id = id_in(text_in(row, "uid"));
        done.change = id;
        auto taken = database_.statement("SELECT 1 FROM change WHERE seq = :seq AND uid <> :uid");
        taken.bind(":seq", row.at("seq").to_number<std::int64_t>()).bind(":uid", id);
        if (taken.step()) std::erase(columns, "seq");  // another has it: behind all then
        before = journal::Journal(database_).find(id);
    }
    auto insert = database_.statement(insert_of(table, columns));
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& value = row.at(columns[i]);
        const auto name = fmt::format(":{}", columns[i]);
        if (value.is_null()) continue;
        if (value.is_number()) {
            insert.bind(name.c_str(), value.to_number<std::int64_t>());
        } else if (table.is_id.at(columns[i])) {
            insert.bind(name.c_str(), id_in(value.as_string()));
        } else {
            insert.bind(name.c_str(), std::string_view{value.as_string()});
        }
    }
    insert.run();
    if (!done.change) return done;
    using journal::Stage;
    const auto was = before ? std::optional{before->stage} : std::nullopt;
    const auto is = journal::Journal(database_).find(*done.change)->stage;
    journal::count(database_, was, is);
    done.confirmed = is == Stage::confirmed && was != Stage::confirmed;
    return done;
}

const std::string& KeptRows::insert_of(const Table& table,
                                       const std::vector<std::string>& columns) {
    const auto names = fmt::format("{}", fmt::join(columns, ", "));
    auto& sql = inserts_[table.name + names];
    if (!sql.empty()) return sql;
    std::vector<std::string> updates;
    for (const auto& column : columns) {
        if (column != table.key && column != "seq")
            updates.push_back(fmt::format("{0} = excluded.{0}", column));
    }
    sql = fmt::format("INSERT INTO {} ({}) VALUES (:{}) ON CONFLICT ({}) DO UPDATE SET {}",
                      table.name, names, fmt::join(columns, ", :"), table.key,
                      fmt::join(updates, ", "));
    return sql;
}

}  // namespace stayd::house
