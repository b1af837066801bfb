#include "mirror/streams.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace stayd::mirror {
namespace {

constexpr std::array<std::pair<Trouble, std::string_view>, 4> troubles{{
    {Trouble::none, "None"},
    {Trouble::failing, "Failing"},
    {Trouble::not_allowed, "NotAllowed"},
    {Trouble::unreadable, "Unreadable"},
}};

Trouble trouble_of(std::string_view word) {
    for (const auto& [trouble, text] : troubles) {
        if (text == word) return trouble;
    }
    throw storage::Failure(0, "a word in table stream that no version wrote: " + std::string{word});
}

#define STAYD_STREAM_COLUMNS                                                                     \
    "SELECT list, generation, watermark_utc_ms, complete_utc_ms, scan_began_utc_ms, scan_step, " \
    "scan_steps, scan_calls, scan_rows, scan_changed, scan_cursor, scan_saved_utc_ms, "          \
    "swept_utc_ms, sweep_differences, late, worst_lag_ms, trouble, trouble_text, "               \
    "trouble_since_utc_ms, next_attempt_utc_ms, row_count FROM stream "

Stream read(model::List list, const storage::Statement& row) {
    Stream stream{.list = list};
    stream.generation = row.integer(1);
    stream.watermark = row.optional_time(2);
    stream.complete = row.optional_time(3);
    if (!row.is_null(4)) {
        stream.scan = Scan{.began = row.time(4),
                           .step = row.integer(5),
                           .steps = row.integer(6),
                           .calls = static_cast<int>(row.integer(7)),
                           .rows = row.integer(8),
                           .changed = row.integer(9),
                           .cursor = row.optional_text(10),
                           .saved = row.time(11)};
    } else {
        stream.parents_read = row.integer(5);
    }
    stream.swept = row.optional_time(12);
    stream.sweep_differences = row.integer(13);
    stream.late = row.integer(14);
    stream.worst_lag = row.duration(15);
    stream.trouble = trouble_of(row.text(16));
    stream.trouble_text = row.text(17);
    stream.trouble_since = row.optional_time(18);
    stream.next_attempt = row.optional_time(19);
    stream.rows = row.integer(20);
    return stream;
}

/// Every other statement finds the row there.
void begin(storage::Database& database, model::List list) {
    auto put = database.statement(
        "INSERT INTO stream (list) VALUES (:list) ON CONFLICT (list) DO NOTHING");
    put.bind(":list", to_text(list)).run();
}

}  // namespace

std::string_view to_text(Trouble trouble) {
    return troubles[static_cast<std::size_t>(trouble)].second;
}

int Scan::percent() const {
    if (steps <= 0) return 0;
    const auto share = static_cast<double>(step) / static_cast<double>(steps);
    return static_cast<int>(std::clamp(share, 0.0, 1.0) * 100);
}

std::optional<int> Scan::calls_left() const {
    if (step <= 0 || steps <= 0) return std::nullopt;
    const auto done = static_cast<double>(step) / static_cast<double>(steps);
    if (done < 0.01) return std::nullopt;
    return std::max(0, static_cast<int>((1 / done - 1) * calls));
}

Stream Streams::find(model::List list) {
    auto query = database_.statement(STAYD_STREAM_COLUMNS "WHERE list = :list");
    query.bind(":list", to_text(list));
    return query.step() ? read(list, query) : Stream{.list = list};
}

std::vector<Stream> Streams::all() {
    std::vector<Stream> streams;
    for (const auto& entry : model::lists()) streams.push_back({.list = entry.list});
    auto query = database_.statement(STAYD_STREAM_COLUMNS);
    while (query.step()) {
        const auto* entry = model::find_list(query.text(0));
        if (entry == nullptr) continue;  // another version's
        streams[static_cast<std::size_t>(entry - model::lists().data())] = read(entry->list, query);
    }
    return streams;
}

std::optional<UtcTime> Streams::newest_watermark() {
    auto query = database_.statement("SELECT max(watermark_utc_ms) FROM stream");
    return query.step() ? query.optional_time(0) : std::nullopt;
}

void Streams::clock_went_back(Duration by, UtcTime now) {
    auto update = database_.statement(
        "UPDATE stream SET watermark_utc_ms = watermark_utc_ms - :by WHERE watermark_utc_ms > "
        ":now");
    update.bind(":by", by).bind(":now", now).run();
}

void Streams::completed(model::List list, UtcTime watermark, UtcTime now) {
    begin(database_, list);
    auto update = database_.statement(R"sql(
        UPDATE stream SET watermark_utc_ms = CASE WHEN watermark_utc_ms > :now THEN :watermark
                ELSE max(coalesce(watermark_utc_ms, :watermark), :watermark) END,
            complete_utc_ms = :now, trouble = 'None', trouble_text = '', trouble_since_utc_ms = NULL,
            next_attempt_utc_ms = NULL
        WHERE list = :list
    )sql");
    update.bind(":watermark", watermark).bind(":now", now).bind(":list", to_text(list)).run();
}

void Streams::scanned(model::List list, const Scan& scan) {
    begin(database_, list);
    auto update = database_.statement(R"sql(
        UPDATE stream SET scan_began_utc_ms = :began, scan_step = :step, scan_steps = :steps, scan_calls = :calls,
            scan_rows = :rows, scan_changed = :changed, scan_cursor = :cursor, scan_saved_utc_ms = :saved
        WHERE list = :list
    )sql");
    update.bind(":began", scan.began).bind(":step", scan.step).bind(":steps", scan.steps);
    update.bind(":calls", scan.calls).bind(":rows", scan.rows).bind(":changed", scan.changed);
    update.bind(":cursor", scan.cursor)
        .bind(":saved", scan.saved)
        .bind(":list", to_text(list))
        .run();
}

void Streams::parents_read(model::List list, std::int64_t step) {
    begin(database_, list);
    auto update = database_.statement(
        "UPDATE stream SET scan_step = :step WHERE list = :list AND scan_began_utc_ms IS NULL");
    update.bind(":step", step).bind(":list", to_text(list)).run();
}

void Streams::scan_completed(model::List list, UtcTime now) {
    const auto before = find(list);
    if (!before.scan) return;
    completed(list, before.scan->began, now);
    auto update = database_.statement(R"sql(
        UPDATE stream SET swept_utc_ms = :now, sweep_differences = :differences, scan_began_utc_ms = NULL,
            scan_cursor = NULL
        WHERE list = :list
    )sql");
    update.bind(":now", now)
        .bind(":differences", before.swept ? before.scan->changed : std::int64_t{0})
        .bind(":list", to_text(list))
        .run();
}

void Streams::troubled(model::List list, Trouble trouble, std::string_view text,
                       std::optional<UtcTime> next_attempt, UtcTime now) {
    begin(database_, list);
    auto update = database_.statement(R"sql(
        UPDATE stream SET trouble = :trouble, trouble_text = :text, next_attempt_utc_ms = :next,
            trouble_since_utc_ms = CASE WHEN :trouble = 'None' THEN NULL
                                        WHEN trouble = :trouble THEN trouble_since_utc_ms ELSE :now END
        WHERE list = :list
    )sql");
    update.bind(":trouble", to_text(trouble)).bind(":text", text).bind(":next", next_attempt);
    update.bind(":now", now).bind(":list", to_text(list)).run();
}

void Streams::came_late(model::List list, std::int64_t rows, Duration lag) {
    begin(database_, list);
    auto update = database_.statement(R"sql(
        UPDATE stream SET late = late + :rows, worst_lag_ms = max(worst_lag_ms, :lag) WHERE list = :list
    )sql");
    update.bind(":rows", rows).bind(":lag", lag).bind(":list", to_text(list)).run();
}

void Streams::reset(model::List list) {
    begin(database_, list);
    auto update = database_.statement(R"sql(
        UPDATE stream SET generation = generation + 1, watermark_utc_ms = NULL, complete_utc_ms = NULL,
            scan_began_utc_ms = NULL, scan_cursor = NULL, swept_utc_ms = NULL, sweep_differences = 0,
            trouble = 'None', trouble_text = '', trouble_since_utc_ms = NULL, next_attempt_utc_ms = NULL
        WHERE list = :list
    )sql");
    update.bind(":list", to_text(list)).run();
}

void Streams::count(model::List list, std::int64_t rows) {
    begin(database_, list);
    auto update = database_.statement("UPDATE stream SET row_count = :rows WHERE list = :list");
    update.bind(":rows", rows).bind(":list", to_text(list)).run();
}

void Streams::counted(model::List list, std::int64_t added) {
    count(list, find(list).rows + added);
}

}  // namespace stayd::mirror
