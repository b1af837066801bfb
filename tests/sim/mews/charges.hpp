#pragma once

#include <vector>

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

struct StayPrice {
    int rate_cents = 0;  ///< a night
    bool has_breakfast = false;
};

/// What a stay costs: its nights, the city tax and the breakfasts, each in the state the
/// reservation gives it (connector-api.md, "orderItems/getAll").
std::vector<OrderItem> charges_of(const Hotel& hotel, const Reservation& stay, StayPrice price,
                                  SplitMix& random);

/// The charges of a reservation or of a product service order.
std::vector<OrderItem*> items_of(Hotel& hotel, const Uuid& service_order_id);

void cancel(OrderItem& item, UtcTime now, bool with_reservation);
void close(OrderItem& item, const Uuid& bill_id, UtcTime now);

}  // namespace stayd::sim
