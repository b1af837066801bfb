#include <array>
#include <unordered_set>

#include "mirror/mirror.hpp"

// Rows that other rows name and the mirror does not hold: read by their own ids.

namespace stayd::mirror {
namespace {

#define STAYD_MISSING_CUSTOMER                                    \
    " wanted IS NOT NULL"                                         \
    " AND NOT EXISTS (SELECT 1 FROM customer WHERE uid = wanted)" \
    " AND NOT EXISTS (SELECT 1 FROM tombstone WHERE list = 'customers' AND uid = wanted)"
#define STAYD_MISSING_GROUP                                                \
    " wanted IS NOT NULL"                                                  \
    " AND NOT EXISTS (SELECT 1 FROM reservation_group WHERE uid = wanted)" \
    " AND NOT EXISTS (SELECT 1 FROM tombstone WHERE list = 'reservationGroups' AND uid = wanted)"
// The states serve the index; whoever is of another one comes with all others.
#define STAYD_TO_COME                                                                        \
    " r.state IN ('Started', 'Confirmed', 'Optional', 'Requested', 'Inquired', 'Processed')" \
    " AND r.scheduled_end_utc_ms >= :ends_after"

struct Wanted {
    std::string_view soon;                     ///< :ends_after, :limit
    std::array<std::string_view, 4> others{};  ///< :limit; empty ones are none
};

constexpr Wanted customers{
    .soon =
        "SELECT wanted, min(start) FROM ("
        " SELECT r.account_uid AS wanted, r.scheduled_start_utc_ms AS start"
        "  FROM reservation AS r WHERE r.account_type = 'Customer' AND" STAYD_TO_COME
        " UNION ALL SELECT c.customer_uid, r.scheduled_start_utc_ms FROM reservation AS r"
        "  JOIN companionship AS c ON c.reservation_uid = r.uid WHERE" STAYD_TO_COME
        ") WHERE" STAYD_MISSING_CUSTOMER " GROUP BY wanted ORDER BY 2 LIMIT :limit",
    .others = {"SELECT DISTINCT account_uid AS wanted FROM reservation"
               " WHERE account_type = 'Customer' AND" STAYD_MISSING_CUSTOMER " LIMIT :limit",
               "SELECT DISTINCT customer_uid AS wanted FROM companionship"
               " WHERE" STAYD_MISSING_CUSTOMER " LIMIT :limit",
               "SELECT DISTINCT booker_uid AS wanted FROM reservation"
               " WHERE" STAYD_MISSING_CUSTOMER " LIMIT :limit",
               "SELECT DISTINCT merge_target_uid AS wanted FROM customer AS merged"
               " WHERE" STAYD_MISSING_CUSTOMER " LIMIT :limit"},
};
constexpr Wanted groups{
    .soon =
        "SELECT r.group_uid AS wanted, min(r.scheduled_start_utc_ms) FROM reservation AS r"
        " WHERE" STAYD_TO_COME " AND" STAYD_MISSING_GROUP
        " GROUP BY wanted ORDER BY 2 LIMIT :limit",
    .others = {"SELECT DISTINCT group_uid AS wanted FROM reservation"
               " WHERE" STAYD_MISSING_GROUP " LIMIT :limit",
               "SELECT DISTINCT reservation_group_uid AS wanted FROM companionship"
               " WHERE" STAYD_MISSING_GROUP " LIMIT :limit"},
};

#undef STAYD_MISSING_CUSTOMER
#undef STAYD_MISSING_GROUP
#undef STAYD_TO_COME

const Wanted* wanted_of(model::List list) {
    if (list == model::List::customers) return &customers;
    return list == model::List::reservation_groups ? &groups : nullptr;
}

}  // namespace

std::vector<Uuid> Mirror::wanted(model::List list, UtcTime ends_after, std::size_t limit) {
    std::vector<Uuid> ids;
    const auto* sql = wanted_of(list);
    if (sql == nullptr) return ids;
    std::unordered_set<Uuid> known;
    const auto take = [&](storage::Statement query) {
        query.bind(":limit", static_cast<std::int64_t>(limit));
        while (ids.size() < limit && query.step()) {
            if (known.insert(query.uuid(0)).second) ids.push_back(query.uuid(0));
        }
    };
    auto soon = database_.statement(sql->soon);
    soon.bind(":ends_after", ends_after);
    take(std::move(soon));
    for (const auto others : sql->others) {
        if (ids.size() < limit && !others.empty()) take(database_.statement(others));
    }
    return ids;
}

}  // namespace stayd::mirror
