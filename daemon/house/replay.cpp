#include <fmt/format.h>

#include <boost/json.hpp>
#include <set>

#include "base/log.hpp"
#include "house/house.hpp"

// How the journal's files and the database are brought together at the start (sync.md 11). Every
// step may be interrupted and done again: rows are whole, and the frames up to `journal_file.seq`
// are not looked at twice.

namespace stayd::house {
namespace {

namespace json = boost::json;
using State = journal::Reading::State;

/// The frames whose transaction was not committed.
std::set<std::uint64_t> taken_back(const journal::Reading& reading) {
    std::set<std::uint64_t> seqs;
    for (const auto& frame : reading.frames) {
        if (frame.type != journal::FrameType::taken_back) continue;
        boost::system::error_code error;
        const auto range = json::parse(frame.payload, error);
        if (error || !range.is_object()) continue;
        for (auto seq = range.at("from").to_number<std::uint64_t>();
             seq <= range.at("to").to_number<std::uint64_t>(); ++seq)
            seqs.insert(seq);
    }
    return seqs;
}

}  // namespace

std::uint64_t epoch_of(storage::Database& database) {
    auto query = database.statement("SELECT epoch FROM house");
    return query.step() ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

void set_epoch(storage::Database& database, std::uint64_t epoch) {
    auto update = database.statement("UPDATE house SET epoch = :epoch");
    update.bind(":epoch", static_cast<std::int64_t>(epoch)).run();
}

std::int64_t journal_seq_of(storage::Database& database) {
    return KeptRows(database, nullptr).seq();
}

/// Shown as it would have been: what the PMS has confirmed too, before it is read again, for the
/// line may be down.
void House::put_replayed(const journal::Frame& frame) {
    const auto put = kept_rows_.put(frame.payload);
    if (put.task) shown_.touch_task(*put.task);
    if (put.finding) shown_.touch(ShownKind::finding, *put.finding);
    const auto change = put.change ? journal_.find(*put.change) : std::nullopt;
    if (!change) return;
    if (put.confirmed) show_as_sent(*change, change->stage_since);
    touch_subject(*change);
    if (change->stage != journal::Stage::box_only) shown_.touch_change(change->id);
}

void House::begin_journal() {
    storage::Transaction transaction(database_);
    kept_rows_.touch_all_open();
    kept_rows_.begin(shown_.epoch());
    transaction.commit();
}

std::size_t House::put_over(const journal::Reading& reading, std::uint64_t known) {
    storage::Transaction transaction(database_);
    std::size_t rows = 0;
    const auto left_out = taken_back(reading);
    auto last = known;
    for (const auto& frame : reading.frames) {
        if (frame.seq <= known) continue;
        last = frame.seq;
        if (frame.type != journal::FrameType::row || left_out.contains(frame.seq)) continue;
        put_replayed(frame);
        ++rows;
    }
    shown_.write();
    kept_rows_.forget_touched();
    kept_rows_.set_seq(last);
    // What they mean was not concluded with them.
    if (rows > 0) database_.execute("UPDATE concluded SET by = ''");
    transaction.commit();
    return rows;
}

Replayed House::replay(const journal::Reading& reading, UtcTime now) {
    Replayed replayed;
    const auto known = static_cast<std::uint64_t>(kept_rows_.seq());
    try {
        replayed.rows = put_over(reading, known);
    } catch (const storage::Failure& failure) {
        shown_.forget();
        if (!failure.disk_full() || keeping_.ballast == nullptr || !keeping_.ballast->give_up())
            throw;
        log::warning("the disk is full: the ballast is given up for the start");
        replayed.rows = put_over(reading, known);
    }
    const bool lacks_end = reading.state != State::absent && reading.last_seq < known;
    if (reading.state == State::damaged || lacks_end) {
        const auto suffix = fmt::format(".damaged-{}", to_ms(now) / 1000);
        keeping_.segments->move_aside(suffix);
        replayed.journal_mended = fmt::format(
            "The journal's files were damaged ({}): they are kept as *.seg{}, and new ones begin "
            "with what is open.",
            reading.trouble.empty() ? "their end is missing" : reading.trouble, suffix);
        begin_journal();
    } else if (reading.state == State::absent) {
        if (known > 0) {
            replayed.journal_mended =
                "The journal's files were missing: new ones begin with what is open.";
        }
        begin_journal();
    }
    if (!replayed.journal_mended.empty()) {
        log::warning("{}", replayed.journal_mended);
        const auto before = last_recovery();  // of the same start, when the database was mended too
        const bool is_now = before && before->first == now;
        note_recovery(database_, (is_now ? before->second + " " : "") + replayed.journal_mended,
                      now);
    }
    return replayed;
}

/// The files go after the commit: what is open must be in newer ones first.
void House::take(const BackupMade& made, UtcTime) {
    if (keeping_.segments == nullptr) return;
    kept_rows_.touch_all_open();
    journal_held_ = static_cast<std::uint64_t>(made.journal_seq);
}

void note_recovery(storage::Database& database, const std::string& what, UtcTime now) {
    auto update =
        database.statement("UPDATE journal_file SET recovered_utc_ms = :now, recovered = :what");
    update.bind(":now", now).bind(":what", what).run();
}

std::optional<std::pair<UtcTime, std::string>> House::last_recovery() {
    auto query = database_.statement("SELECT recovered_utc_ms, recovered FROM journal_file");
    if (!query.step() || query.is_null(0)) return std::nullopt;
    return std::pair{query.time(0), query.text(1)};
}

}  // namespace stayd::house
