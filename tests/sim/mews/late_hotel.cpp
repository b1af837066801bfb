#include "tests/sim/mews/late_hotel.hpp"

#include <tuple>
#include <utility>

namespace stayd::sim {
namespace {

constexpr Duration shortest_lag{1'000};

constexpr std::tuple tables{&Hotel::enterprises,
                            &Hotel::services,
                            &Hotel::resources,
                            &Hotel::resource_categories,
                            &Hotel::resource_category_assignments,
                            &Hotel::age_categories,
                            &Hotel::departments,
                            &Hotel::reservations,
                            &Hotel::companionships,
                            &Hotel::customers,
                            &Hotel::tasks,
                            &Hotel::order_items,
                            &Hotel::resource_features,
                            &Hotel::resource_feature_assignments,
                            &Hotel::resource_blocks,
                            &Hotel::reservation_groups,
                            &Hotel::relationships,
                            &Hotel::addresses,
                            &Hotel::identity_documents,
                            &Hotel::companies,
                            &Hotel::account_notes,
                            &Hotel::service_order_notes,
                            &Hotel::products,
                            &Hotel::product_categories,
                            &Hotel::accounting_categories,
                            &Hotel::product_service_orders,
                            &Hotel::payments,
                            &Hotel::bills,
                            &Hotel::payment_requests,
                            &Hotel::message_threads,
                            &Hotel::messages,
                            &Hotel::rates,
                            &Hotel::rate_groups,
                            &Hotel::business_segments,
                            &Hotel::sources,
                            &Hotel::source_assignments,
                            &Hotel::outlets,
                            &Hotel::loyalty_programs,
                            &Hotel::loyalty_tiers,
                            &Hotel::loyalty_memberships};

template <class... Rows>
constexpr std::size_t size_of(std::tuple<Table<Rows> Hotel::*...>) {
    return (sizeof(Table<Rows>) + ...);
}
static_assert(sizeof(Hotel) == size_of(tables) + sizeof(Hotel::to_come) + 2 * sizeof(Uuid),
              "every table of the hotel stands above, or its changes are never seen");

template <class Row>
UtcTime changed_at(const Row& row) {
    return row.updated_utc;
}
UtcTime changed_at(const Task& task) {
    return task.closed_utc.value_or(task.created_utc);
}
UtcTime changed_at(const Record& record) {
    return std::max({record.updated_utc.value_or(UtcTime{}), record.created_utc.value_or(UtcTime{}),
                     record.deleted_utc.value_or(UtcTime{})});
}

template <class Row>
bool is_same(const Row& former, const Row& row) {
    return changed_at(former) == changed_at(row);
}
/// Some have no time that a change moves.
bool is_same(const Record& former, const Record& record) {
    return changed_at(former) == changed_at(record) && former.is_active == record.is_active &&
           (record.updated_utc || former.body == record.body);
}

}  // namespace

LateHotel::LateHotel(const Hotel& hotel, Duration most, std::uint64_t seed)
    : shown_(hotel), most_(most), random_(seed) {
    invariant(most >= shortest_lag, "a lag is a second at least");
}

const Hotel& LateHotel::seen(const Hotel& hotel, UtcTime last_change, UtcTime now) {
    last_change = std::max(last_change, std::exchange(seen_at_, now));
    const auto follow = [&]<class Row>(Table<Row> Hotel::* table) {
        (shown_.*table).follow(hotel.*table, [&](const Row* former, const Row* row) {
            if (row == nullptr) return is_visible(former->id, last_change, now);
            if (former != nullptr && is_same(*former, *row)) return false;
            auto changed = changed_at(*row);
            if (former != nullptr && changed == changed_at(*former)) changed = last_change;
            return is_visible(row->id, changed, now);
        });
    };
    std::apply([&](auto... each) { (follow(each), ...); }, tables);
    return shown_;
}

bool LateHotel::is_visible(const Uuid& id, UtcTime changed, UtcTime now) {
    const auto span = static_cast<std::uint64_t>((most_ - shortest_lag).count()) + 1;
    const auto known = visible_at_.find(id);
    if (known == visible_at_.end()) {
        const Duration lag =
            shortest_lag + Duration{static_cast<std::int64_t>(random_.below(span))};
        if (now < changed + lag) visible_at_.emplace(id, changed + lag);
        return now >= changed + lag;
    }
    if (now < known->second) return false;
    visible_at_.erase(known);
    return true;
}

}  // namespace stayd::sim
