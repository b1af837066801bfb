#include <algorithm>

#include "house/house.hpp"

// How far the lists have been read, and what stands in their way. The status is touched when it
// says something else.

namespace stayd::house {
namespace {

using namespace std::chrono_literals;

/// The longest window a budget of calls may have (app/config.cpp): an older lease counts nowhere.
constexpr Duration longest_budget_window = 24h;
/// No lease is taken further ahead than this.
constexpr Duration longest_lease = 1h;
/// A day of them is looked through for those that count no longer.
constexpr std::int64_t leases_between_looks = 16;

}  // namespace

/// `changed` counts on from what is kept, as long as it is the same scan.
void House::keep_scan(model::List list, mirror::Scan scan, std::int64_t changed) {
    const auto before = streams_.find(list).scan;
    const bool goes_on = before && before->began == scan.began;
    scan.changed = (goes_on ? before->changed : 0) + changed;
    streams_.scanned(list, scan);
    if (!goes_on || before->percent() != scan.percent()) shown_.touch(ShownKind::status);
}

/// The status says how many rows of each list there are.
void House::count_rows(model::List list, std::int64_t added) {
    streams_.counted(list, added);
    shown_.touch(ShownKind::status);
}

bool House::is_of_the_past(model::List list, std::int64_t generation) {
    return generation != any_generation && generation != streams_.find(list).generation;
}

void House::take(const ScanAdvanced& advanced, UtcTime) {
    if (is_of_the_past(advanced.list, advanced.generation)) return;
    keep_scan(advanced.list, advanced.scan, 0);
    look_at_all_if_much_changed();
}

void House::take(const ParentsRead& read, UtcTime) {
    if (is_of_the_past(read.list, read.generation)) return;
    if (streams_.find(read.list).parents_read != read.from) return;
    streams_.parents_read(read.list, read.step);
    look_at_all_if_much_changed();
}

void House::take(const StreamCompleted& stream, UtcTime now) {
    if (is_of_the_past(stream.list, stream.generation)) return;
    streams_.completed(stream.list, stream.watermark, now);
    look_at_all_if_much_changed();
    shown_.touch(ShownKind::status);
}

void House::take(const ScanCompleted& scan, UtcTime now) {
    if (is_of_the_past(scan.list, scan.generation)) return;
    streams_.scan_completed(scan.list, now);
    look_at_all_if_much_changed();
    shown_.touch(ShownKind::status);
}

void House::take(const StreamTroubled& stream, UtcTime now) {
    const auto before = streams_.find(stream.list);
    streams_.troubled(stream.list, stream.trouble, stream.text, stream.next_attempt, now);
    const bool is_known = before.trouble == stream.trouble && before.trouble_text == stream.text &&
                          before.next_attempt == stream.next_attempt;
    if (!is_known) shown_.touch(ShownKind::status);
    look_at_all_if_much_changed();
}

void House::take(const MirrorRebuilt& rebuilt, UtcTime now) {
    shown_.touch_all();  // first: afterwards nobody knows what there was
    known_.first_read_is_over = false;
    for (const auto list : rebuilt.lists) {
        // What changes between this and the next read shows in no row of its own.
        audit_.add({.at = now,
                    .actor = "stayd",
                    .device = {},
                    .kind = std::string{to_text(list)},
                    .subject = {},
                    .what = "ReadAnew"});
        mirror_.wipe(list);
        streams_.reset(list);
        streams_.count(list, 0);
    }
    // A read by parents says how far it is by their places, which are given anew.
    for (const auto& stream : streams_.all()) {
        const bool by_lost_parents = std::ranges::any_of(rebuilt.lists, [&](const auto list) {
            return mirror::come_from(model::entry(stream.list).parents, list);
        });
        if (!by_lost_parents) continue;
        if (stream.scan)
            streams_.reset(stream.list);
        else
            streams_.parents_read(stream.list, 0);
    }
}

void House::take(const CallsLeased& leased, UtcTime) {
    auto put = database_.statement(
        "INSERT INTO lease (until_steady_ms, calls) VALUES (:until, :calls) RETURNING id");
    put.bind(":until", leased.until_steady_ms).bind(":calls", leased.calls);
    put.step();
    if (put.integer(0) % leases_between_looks != 0) return;
    // The monotonic clock begins anew with the machine. A lease of this boot ends at most a lease
    // later than this one; one that ends later still is of an earlier boot, and matters until this
    // boot is as old as the longest window.
    auto prune = database_.statement(R"sql(
        DELETE FROM lease WHERE until_steady_ms < :until - :window
           OR (until_steady_ms > :until + :lease AND :until - :lease > :window)
    )sql");
    prune.bind(":until", leased.until_steady_ms).bind(":window", longest_budget_window);
    prune.bind(":lease", longest_lease).run();
}

std::vector<CallsLeased> House::leases() {
    auto query = database_.statement("SELECT until_steady_ms, calls FROM lease ORDER BY id");
    std::vector<CallsLeased> all;
    while (query.step()) {
        all.push_back(
            {.until_steady_ms = query.integer(0), .calls = static_cast<int>(query.integer(1))});
    }
    return all;
}

}  // namespace stayd::house
