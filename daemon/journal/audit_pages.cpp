#include <algorithm>
#include <functional>
#include <set>

#include "journal/audit.hpp"

// What is asked of the audit: newest first, a bounded number of rows looked at each time.

namespace stayd::journal {
namespace {

/// Rows looked at for one page. A clock that was set back is allowed for by as many.
constexpr std::int64_t looked_at = 1000;

bool is_about(const AuditRow& row, const std::vector<Uuid>& things) {
    return std::ranges::any_of(
        things, [&](const auto& id) { return row.subject == id || row.about == id; });
}

bool fits(const AuditRow& row, const AuditFilter& filter) {
    if (!filter.actor.empty() && row.actor != filter.actor) return false;
    if (filter.change && row.change != filter.change) return false;
    if (filter.since && row.at < *filter.since) return false;
    if (filter.until && row.at >= *filter.until) return false;
    return std::ranges::all_of(filter.things,
                               [&](const auto& group) { return is_about(row, group); });
}

using Places = std::set<std::int64_t, std::greater<>>;

void take(storage::Statement& query, std::int64_t before, Places& places) {
    query.bind(":before", before).bind(":most", looked_at);
    while (query.step()) places.insert(query.integer(0));
}

}  // namespace

/// The newest numbers before `before` of rows that may fit, by the index that leaves the fewest.
std::vector<std::int64_t> Audit::candidates(std::int64_t before, const AuditFilter& filter) {
    Places places;
    if (filter.change) {
        auto query = database_.statement(
            "SELECT seq FROM audit WHERE change_uid = :id AND seq < :before ORDER BY seq DESC "
            "LIMIT :most");
        query.bind(":id", *filter.change);
        take(query, before, places);
    } else if (!filter.things.empty()) {
        for (const auto& id : filter.things.front()) {
            auto subject = database_.statement(
                "SELECT seq FROM audit WHERE subject_uid = :id AND seq < :before ORDER BY seq DESC "
                "LIMIT :most");
            subject.bind(":id", id);
            take(subject, before, places);
            auto about = database_.statement(
                "SELECT seq FROM audit WHERE about_uid = :id AND seq < :before ORDER BY seq DESC "
                "LIMIT :most");
            about.bind(":id", id);
            take(about, before, places);
        }
    } else if (!filter.actor.empty()) {
        auto query = database_.statement(
            "SELECT seq FROM audit WHERE actor = :actor AND seq < :before ORDER BY seq DESC LIMIT "
            ":most");
        query.bind(":actor", filter.actor);
        take(query, before, places);
    } else {
        auto query = database_.statement(
            "SELECT seq FROM audit WHERE seq < :before ORDER BY seq DESC LIMIT :most");
        take(query, before, places);
    }
    std::vector<std::int64_t> newest(places.begin(), places.end());
    if (newest.size() > looked_at) newest.resize(looked_at);
    return newest;
}

/// The number of the first row at or after a time, if times never went back.
std::int64_t Audit::first_since(UtcTime time) {
    auto bounds = database_.statement("SELECT min(seq), max(seq) FROM audit");
    if (!bounds.step()) return 0;
    auto from = bounds.integer(0);
    auto to = bounds.integer(1) + 1;
    while (from < to) {
        const auto middle = from + (to - from) / 2;
        auto query = database_.statement(
            "SELECT at_utc_ms FROM audit WHERE seq >= :seq ORDER BY seq LIMIT 1");
        query.bind(":seq", middle);
        if (query.step() && query.time(0) < time)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

AuditPage Audit::page_before(std::int64_t before, const AuditFilter& filter, std::size_t most) {
    if (filter.until) before = std::min(before, first_since(*filter.until) + looked_at);
    const auto oldest = filter.since ? first_since(*filter.since) - looked_at : 0;
    const auto places = candidates(before, filter);
    AuditPage page;
    for (const auto seq : places) {
        if (seq < oldest) return page;
        auto entry = find(seq);
        if (entry && fits(entry->row, filter)) page.rows.push_back(std::move(*entry));
        if (page.rows.size() < most) continue;
        page.next = seq;
        return page;
    }
    if (places.size() == looked_at) page.next = places.back();
    return page;
}

}  // namespace stayd::journal
