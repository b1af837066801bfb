#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "base/invariant.hpp"
#include "mirror/list_sql.hpp"
#include "mirror/mirror.hpp"

// By whose ids a list is asked.

namespace stayd::mirror {
namespace {

using model::List;
using model::Parents;

/// Where the parents of a kind stand: in one table, or in two.
struct Source {
    List list;
    std::string_view condition = "TRUE";
};
struct Kind {
    Parents kind;
    Source first;
    std::optional<Source> second{};
};

constexpr Kind kinds[] = {
    {Parents::services, {List::services}},
    {Parents::bookable_services, {List::services, "type = 'Bookable'"}},
    {Parents::additional_services, {List::services, "type = 'Additional'"}},
    {Parents::resource_categories, {List::resource_categories}},
    {Parents::resource_features, {List::resource_features}},
    {Parents::loyalty_programs, {List::loyalty_programs}},
    {Parents::message_threads, {List::message_threads}},
    {Parents::reservation_groups, {List::reservation_groups}},
    {Parents::stays, {List::reservations}},
    {Parents::orders, {List::reservations}, Source{List::product_service_orders}},
    {Parents::guests,
     {List::customers,
      "(EXISTS (SELECT 1 FROM reservation WHERE account_uid = customer.uid)"
      " OR EXISTS (SELECT 1 FROM companionship WHERE customer_uid = customer.uid))"}},
    {Parents::accounts, {List::customers}, Source{List::companies}},
};

struct SourceSql {
    std::string after;  ///< :id, :limit; gives id, uid
    std::string last;
};
struct KindSql {
    SourceSql first;
    std::optional<SourceSql> second{};
};

SourceSql make(const Source& source) {
    const auto table = model::entry(source.list).table;
    return {.after =
                fmt::format("SELECT id, uid FROM {} WHERE id > :id AND {} ORDER BY id LIMIT :limit",
                            table, source.condition),
            .last = fmt::format("SELECT max(id) FROM {} WHERE {}", table, source.condition)};
}

/// The texts are made once: the cache of statements knows them by their address.
const KindSql& sql_of(Parents kind) {
    static const auto all = [] {
        std::vector<KindSql> made;
        for (const auto& one : kinds) {
            made.push_back({.first = make(one.first)});
            if (one.second) made.back().second = make(*one.second);
        }
        return made;
    }();
    const auto found = std::ranges::find(kinds, kind, &Kind::kind);
    invariant(found != std::end(kinds), "this kind of parents has a table");
    return all[static_cast<std::size_t>(found - std::begin(kinds))];
}

/// How far one has gone through both tables of a kind, in one number: first the one to its end,
/// then the other. A row that is new in the first after that comes next, and the number only grows.
struct Place {
    static constexpr int bits = 32;
    static constexpr std::int64_t mask = (std::int64_t{1} << bits) - 1;

    Place(std::int64_t number, bool two) : two_(two), first(two ? number >> bits : number) {
        if (two) second = number & mask;
    }
    std::int64_t number() const { return two_ ? first << bits | second : first; }

  private:
    bool two_;

  public:
    std::int64_t first;
    std::int64_t second = 0;
};

std::vector<Uuid> all_uuids(storage::Statement query) {
    std::vector<Uuid> found;
    while (query.step()) found.push_back(query.uuid(0));
    return found;
}

// Stays in house, arriving, departing; `gone` ones last, then by what happens next.
#define STAYD_NEAR                                                                           \
    "WITH near(uid, account_uid, account_type, group_uid, gone, at) AS ("                    \
    " SELECT uid, account_uid, account_type, group_uid, 0, scheduled_end_utc_ms"             \
    " FROM reservation WHERE state = 'Started'"                                              \
    " UNION ALL SELECT uid, account_uid, account_type, group_uid, 0, scheduled_start_utc_ms" \
    " FROM reservation WHERE state IN ('Confirmed', 'Optional', 'Requested', 'Inquired')"    \
    " AND scheduled_start_utc_ms >= :from AND scheduled_start_utc_ms < :to"                  \
    " UNION ALL SELECT uid, account_uid, account_type, group_uid, state = 'Processed',"      \
    " scheduled_end_utc_ms FROM reservation"                                                 \
    " WHERE state IN ('Confirmed', 'Optional', 'Requested', 'Inquired', 'Processed')"        \
    " AND scheduled_end_utc_ms >= :from AND scheduled_end_utc_ms < :to) "
#define STAYD_NEAREST_FIRST " GROUP BY 1 ORDER BY min(gone), min(at)"

constexpr std::string_view stays_near = STAYD_NEAR "SELECT uid FROM near" STAYD_NEAREST_FIRST;
constexpr std::string_view groups_near =
    STAYD_NEAR "SELECT group_uid FROM near WHERE group_uid IS NOT NULL" STAYD_NEAREST_FIRST;
constexpr std::string_view orders_near = STAYD_NEAR
    "SELECT ordered FROM (SELECT uid AS ordered, gone, at FROM near "
    " UNION ALL SELECT o.uid, gone, at FROM near"
    "  JOIN product_service_order AS o ON o.linked_reservation_uid = near.uid)" STAYD_NEAREST_FIRST;
constexpr std::string_view guests_near = STAYD_NEAR
    "SELECT guest FROM (SELECT account_uid AS guest, gone, at FROM near"
    "  WHERE account_type = 'Customer' "
    " UNION ALL SELECT c.customer_uid, gone, at FROM near"
    "  JOIN companionship AS c ON c.reservation_uid = near.uid) "
    "WHERE guest IS NOT NULL" STAYD_NEAREST_FIRST;
constexpr std::string_view accounts_near = STAYD_NEAR
    "SELECT account FROM (SELECT account_uid AS account, gone, at FROM near "
    " UNION ALL SELECT c.customer_uid, gone, at FROM near"
    "  JOIN companionship AS c ON c.reservation_uid = near.uid) "
    "WHERE account IS NOT NULL" STAYD_NEAREST_FIRST;

#undef STAYD_NEAR
#undef STAYD_NEAREST_FIRST

/// Empty: there are so few that all of them are near.
std::string_view near_sql(Parents kind) {
    switch (kind) {
        case Parents::stays:
            return stays_near;
        case Parents::orders:
            return orders_near;
        case Parents::guests:
            return guests_near;
        case Parents::accounts:
            return accounts_near;
        case Parents::reservation_groups:
            return groups_near;
        default:
            return {};
    }
}

}  // namespace

bool come_from(Parents kind, List list) {
    return std::ranges::count(Mirror::lists_of(kind), list) > 0;
}

std::vector<Uuid> Mirror::parents(Parents kind) {
    std::vector<Uuid> all;
    for (const auto& parent : parents_after(kind, 0, std::numeric_limits<std::int32_t>::max()))
        all.push_back(parent.id);
    return all;
}

std::vector<List> Mirror::lists_of(Parents kind) {
    const auto found = std::ranges::find(kinds, kind, &Kind::kind);
    if (found == std::end(kinds)) return {};
    std::vector<List> lists{found->first.list};
    if (found->second) lists.push_back(found->second->list);
    return lists;
}

std::vector<Uuid> Mirror::parents_near(Parents kind, Near near) {
    const auto sql = near_sql(kind);
    if (sql.empty()) return parents(kind);
    auto query = database_.statement(sql);
    query.bind(":from", near.from).bind(":to", near.to);
    return all_uuids(std::move(query));
}

std::vector<Parent> Mirror::parents_after(Parents kind, std::int64_t place, std::size_t limit) {
    std::vector<Parent> found;
    if (kind == Parents::none) return found;
    const auto& sql = sql_of(kind);
    Place at{place, sql.second.has_value()};
    const auto go_on = [&](const std::string& after, std::int64_t& id) {
        auto query = database_.statement(after);
        query.bind(":id", id).bind(":limit", static_cast<std::int64_t>(limit - found.size()));
        while (query.step()) {
            id = query.integer(0);
            found.push_back({.place = at.number(), .id = query.uuid(1)});
        }
    };
    go_on(sql.first.after, at.first);
    if (sql.second && found.size() < limit) go_on(sql.second->after, at.second);
    return found;
}

std::int64_t Mirror::last_place(Parents kind) {
    if (kind == Parents::none) return 0;
    const auto& sql = sql_of(kind);
    const auto last = [&](const std::string& text) {
        auto query = database_.statement(text);
        return query.step() ? query.integer(0) : 0;
    };
    Place at{0, sql.second.has_value()};
    at.first = last(sql.first.last);
    if (sql.second) at.second = last(sql.second->last);
    return at.number();
}

std::vector<Uuid> Mirror::absent(List list, const std::vector<Uuid>& parents,
                                 const std::vector<Uuid>& seen) {
    const std::unordered_set<Uuid> present(seen.begin(), seen.end());
    std::vector<Uuid> missing;
    const auto take_missing = [&](storage::Statement query) {
        while (query.step()) {
            const auto id = query.uuid(0);
            if (!present.contains(id)) missing.push_back(id);
        }
    };
    const auto& sql = mirror::sql_of(list);
    if (parents.empty() && model::entry(list).parents == Parents::none)
        take_missing(database_.statement(sql.ids));
    for (const auto& parent : parents) {
        invariant(!sql.of_parent.empty(), "rows of this list name a parent");
        auto query = database_.statement(sql.of_parent);
        query.bind(":parent", parent);
        take_missing(std::move(query));
    }
    return missing;
}

std::vector<Parent> Mirror::rows_after(List list, std::int64_t place, std::size_t limit) {
    auto query = database_.statement(mirror::sql_of(list).rows_after);
    query.bind(":place", place).bind(":limit", static_cast<std::int64_t>(limit));
    std::vector<Parent> found;
    while (query.step()) found.push_back({.place = query.integer(0), .id = query.uuid(1)});
    return found;
}

std::int64_t Mirror::last_row(List list) {
    auto query = database_.statement(mirror::sql_of(list).last_row);
    return query.step() ? query.integer(0) : 0;
}

std::vector<Uuid> Mirror::buried(List list, const std::vector<Uuid>& seen) {
    auto any = database_.statement("SELECT 1 FROM tombstone WHERE list = :list LIMIT 1");
    any.bind(":list", to_text(list));
    if (!any.step()) return {};
    std::vector<Uuid> found;
    for (const auto& id : seen) {
        auto query =
            database_.statement("SELECT 1 FROM tombstone WHERE list = :list AND uid = :uid");
        query.bind(":list", to_text(list)).bind(":uid", id);
        if (query.step()) found.push_back(id);
    }
    return found;
}

}  // namespace stayd::mirror
