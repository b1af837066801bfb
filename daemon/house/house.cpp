#include "house/house.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "house/migrations.hpp"
#include "storage/migrator.hpp"

namespace stayd::house {
namespace {

constexpr Duration tombstones_kept = std::chrono::days{90};  // sync.md R43
/// A clock that is further ahead of what was last read than the longest outage is not believed.
constexpr Duration believed_outage = std::chrono::days{30};
/// Few enough not to be felt; where more is written every day, old rows stay longer than they must.
constexpr int most_audit_let_go = 5'000;

std::string_view to_word(Line line) {
    switch (line) {
        case Line::unknown:
            return "Unknown";
        case Line::up:
            return "Up";
        case Line::down:
            return "Down";
        case Line::refused:
            return "Refused";
    }
    return "Unknown";
}

/// A part of reading all of a list, as a first read and a sweep do.
bool is_of_whole_list(const Input& input) {
    if (const auto* page = std::get_if<PageArrived>(&input)) return page->scan.has_value();
    return std::holds_alternative<ScanAdvanced>(input) ||
           std::holds_alternative<ParentsRead>(input) ||
           std::holds_alternative<ScanCompleted>(input) ||
           std::holds_alternative<MirrorRebuilt>(input);
}

}  // namespace

void prepare(storage::Database& database, const std::filesystem::path& file) {
    storage::migrate(database, file, migrations());
    mirror::prepare(database);
}

int schema_version() {
    return static_cast<int>(migrations().size());
}

House::House(storage::Database& database, Random& random, Keeping keeping)
    : database_(database), random_(random), keeping_(keeping) {
    auto query =
        database_.statement("SELECT business_day_start_utc_ms, business_day_end_utc_ms FROM house");
    if (query.step()) known_.day = {.start = query.time(0), .end = query.time(1)};
}

Effects House::apply(std::span<const Input> inputs, UtcTime now) {
    if (waits_for_space(inputs)) return not_saved(inputs);
    for (;;) {
        const auto before = known_;
        try {
            return commit(inputs, now);
        } catch (const storage::Failure& failure) {
            shown_.forget();
            known_ = before;
            conclusions_.take_back();
            if (!failure.disk_full()) throw;
            log::error("not saved: {}", failure.what());
        }
        if (std::ranges::all_of(inputs, is_of_whole_list) || !make_space())
            return not_saved(inputs);
        if (waits_for_space(inputs)) return not_saved(inputs);
    }
}

Effects House::commit(std::span<const Input> inputs, UtcTime now) {
    effects_ = {};
    journal_held_.reset();
    {
        storage::Transaction transaction(database_);
        for (const auto& input : inputs) {
            std::visit([&](const auto& taken) { take(taken, now); }, input);
        }
        conclusions_.conclude(first_read_is_over(), now);
        effects_.changed_shown = shown_.write();
        commit(transaction);
    }
    conclusions_.committed();
    if (journal_held_) keeping_.segments->forget_through(*journal_held_);
    return std::move(effects_);
}

/// The files first: what is in them alone is put into the database at the next start, what is in
/// the database alone would be lost with it. Of a commit that the disk failed nobody knows what the
/// next start finds of it: its frames stay, so that whatever is found is on disk twice.
void House::commit(storage::Transaction& transaction) {
    try {
        kept_rows_.write();
        transaction.commit();
    } catch (const storage::Failure& failure) {
        if (!failure.unreadable()) kept_rows_.take_back();
        throw;
    }
}

Effects House::not_saved(std::span<const Input> inputs) {
    Effects effects{.disk_full = true};
    for (const auto& input : inputs) {
        const auto* command = std::get_if<StaffCommand>(&input);
        if (command == nullptr) continue;
        effects.acks.push_back(
            {.command = command->id,
             .device = command->device,
             .durable = false,
             .reason = "The box's disk is full. Free some space on the box, then try again."});
    }
    return effects;
}

/// Who gives way on a full disk (sync.md R7): first the reads of whole lists, which take most and
/// are in no hurry; then the evidence of old damage; then, with the ballast, what the PMS has
/// changed. There is no history of events to throw away, and rows of the mirror are not: that would
/// need space first, and give none back to the disk.
bool House::make_space() {
    if (keeping_.throw_evidence_away && keeping_.throw_evidence_away()) {
        log::warning("the disk is full: the evidence of old damage is thrown away");
        return true;
    }
    if (keeping_.ballast == nullptr || !keeping_.ballast->give_up()) return false;
    log::warning("the disk is full: the ballast is given up, and the mirror waits for space");
    return true;
}

/// The space of the ballast is for what cannot be read again: rows of the PMS wait until it is
/// whole.
bool House::waits_for_space(std::span<const Input> inputs) const {
    if (keeping_.ballast == nullptr ||
        keeping_.ballast->state() != storage::Ballast::State::given_up)
        return false;
    return std::ranges::all_of(inputs, [](const Input& input) {
        return is_of_whole_list(input) || std::holds_alternative<PageArrived>(input) ||
               std::holds_alternative<StreamCompleted>(input);
    });
}

/// Not before what was last read of the PMS, nor long after it.
bool House::is_plausible(UtcTime time) {
    const auto read = streams_.newest_watermark();
    return !read || (*read <= time && time <= *read + believed_outage);
}

/// By a clock that is not believed nothing ends: the house stays in the day it is in, until the PMS
/// says what time it is (sync.md R12).
void House::begin_day(UtcTime now) {
    if (!clock_is_believed(now)) return;
    const auto enterprise = mirror_.enterprise();
    const auto day =
        business_day(now, enterprise ? enterprise->time_zone : "UTC",
                     enterprise ? enterprise->business_day_closing_offset : Duration{0});
    if (day.start == known_.day.start && day.end == known_.day.end) return;
    shown_.prune();
    known_.day = day;
    auto update = database_.statement(
        "UPDATE house SET business_day_start_utc_ms = :start, business_day_end_utc_ms = :end");
    update.bind(":start", day.start).bind(":end", day.end).run();
    stop_waiting_of_yesterday();
    let_old_rows_go(now);
    shown_.touch_all();
    conclusions_.ask_all();
}

/// What is gone cannot be brought back: that the time looks right is not enough.
void House::let_old_rows_go(UtcTime now) {
    if (!known_.clock_is_proven) return;
    mirror_.purge_tombstones(now - tombstones_kept);
    audit_.purge(now, most_audit_let_go);
    records_.remove_of_nobody();
}

/// Who waited yesterday and is not expected today waits no longer.
void House::stop_waiting_of_yesterday() {
    auto query = database_.statement(R"sql(
        SELECT waiting.reservation_uid FROM guest_waiting AS waiting
        JOIN reservation ON reservation.uid = waiting.reservation_uid
        WHERE waiting.reservation_uid NOT IN (SELECT uid FROM arrival_now WHERE state_now = 'Confirmed')
    )sql");
    std::vector<Uuid> stays;
    while (query.step()) stays.push_back(query.uuid(0));
    for (const auto& stay : stays) guests_waiting_.stop(stay);
}

void House::take(const Started&, UtcTime now) {
    const int doubtful = journal_.doubt_in_flight(now);
    if (doubtful > 0)
        log::warning("{} changes were on their way to Mews when stayd ended: finding out",
                     doubtful);
    auto update = database_.statement(
        "UPDATE house SET line = 'Unknown', line_since_utc_ms = :now, line_cause = ''");
    update.bind(":now", now).run();
    // Devices drop what they hold of a smaller epoch, so a box made anew is believed.
    auto first = database_.statement("UPDATE house SET epoch = :now / 1000 WHERE epoch = 0");
    first.bind(":now", now).run();
    kept_rows_.write_epoch(shown_.epoch());
    begin_day(now);
    shown_.touch_all();
}

/// Each start says all of it anew, over what the journal's files or a backup brought back.
void House::take(const HotelTold& told, UtcTime now) {
    const Uuid nobody;
    for (const auto& [name, value] : told.records) {
        if (records_.find(nobody, name).value_or("") == value) continue;
        if (value.empty()) {
            records_.remove(nobody, name);
        } else {
            records_.put(nobody, name, value, "stayd.toml", now);
        }
        conclusions_.ask_all();
    }
}

void House::take(const RulesLoaded& loaded, UtcTime now) {
    conclusions_.load(loaded, now);
    for (const auto& mistake : conclusions_.mistakes())
        log::warning("a rule is left out: {}", mistake);
}

void House::take(const Tick&, UtcTime now) {
    begin_day(now);
    conclusions_.ask_due(now);
    show_what_became_late(now);
}

/// The dashboard counts the tasks that are late; a clock that was set back makes fewer so.
void House::show_what_became_late(UtcTime now) {
    auto query = database_.statement(R"sql(
        SELECT EXISTS (SELECT 1 FROM task WHERE stage IN ('New', 'Accepted') AND due_utc_ms >= :since AND due_utc_ms < :now)
    )sql");
    query.bind(":since", known_.late_until).bind(":now", now).step();
    if (query.boolean(0) || now < known_.late_until) shown_.touch(ShownKind::dashboard);
    known_.late_until = now;
}

UtcTime House::next_tick(UtcTime now) {
    if (!clock_is_believed(now)) return now + std::chrono::days{1};
    if (now < known_.late_until) return now;
    auto query = database_.statement(
        "SELECT min(due_utc_ms) FROM task WHERE stage IN ('New', 'Accepted') AND due_utc_ms >= "
        ":known");
    query.bind(":known", known_.late_until);
    const auto due = query.step() ? query.optional_time(0) : std::nullopt;
    auto next = !due || known_.day.end < *due ? known_.day.end : *due + Duration{1};
    // While a list is read for the first time what is owed waits for its end.
    if (const auto asked = conclusions_.next(); asked && known_.first_read_is_over.value_or(false))
        next = std::min(next, *asked);
    return next;
}

void House::take(const LineObserved& observed, UtcTime now) {
    auto before = database_.statement("SELECT line FROM house");
    const bool other = before.step() && before.text(0) != to_word(observed.line);
    auto update = database_.statement(R"sql(
        UPDATE house SET line = :line, line_cause = :cause,
            line_since_utc_ms = CASE WHEN line = :line THEN line_since_utc_ms ELSE :now END,
            last_contact_utc_ms = CASE WHEN :line = 'Up' THEN :now ELSE last_contact_utc_ms END
    )sql");
    update.bind(":line", to_word(observed.line))
        .bind(":cause", observed.cause)
        .bind(":now", now)
        .run();
    shown_.touch(ShownKind::status);
    if (observed.line == Line::up) effects_.outbox_grew = true;  // also when it never was seen down
    if (!other) return;
    // What waits is shown with its cause, and the cause is the line.
    for (const auto& change : journal_.open()) {
        shown_.touch_change(change.id);
        touch_subject(change);
    }
    look_at_all_if_much_changed();  // a read that ended here showed nothing yet
}

void House::take(const ClockMeasured& measured, UtcTime now) {
    auto known = database_.statement("SELECT clock_offset_ms FROM house");
    known.step();
    const auto back = known.duration(0) - measured.offset;
    if (back > Duration{}) streams_.clock_went_back(back, now);
    auto update = database_.statement("UPDATE house SET clock_offset_ms = :offset");
    update.bind(":offset", measured.offset).run();
    const bool is_first = !std::exchange(known_.clock_is_proven, true);
    begin_day(now);  // the box's own clock may have begun another
    show_what_became_late(now);
    if (!is_first) return;
    let_old_rows_go(now);
    shown_.touch(ShownKind::dashboard);  // what is late is known now
}

}  // namespace stayd::house
