#include <fmt/format.h>

#include <cmath>

#include "tests/sim/mews/desk.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

UtcTime whole_second(UtcTime time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

std::int64_t cents_of(const json::value& amount) {
    return std::lround(amount.at("GrossValue").to_number<double>() * 100);
}

void set_price(OrderItem& item, const std::optional<UnitPrice>& price) {
    if (!price) return;
    item.unit_cents = price->cents;
    item.tax_percent = price->tax_percent.value_or(item.tax_percent);
}

/// Negative: money that came in.
json::object payment_members(const Reservation& stay, std::int64_t cents, std::string_view type,
                             UtcTime time) {
    const auto now = to_iso8601(time);
    json::value data;
    if (type == "ExternalPayment") {
        data = {
            {"Discriminator", "External"},
            {"CreditCard", nullptr},
            {"Invoice", nullptr},
            {"External", json::object{{"Type", "WireTransfer"}, {"ExternalIdentifier", nullptr}}},
            {"Ghost", nullptr},
            {"Alternative", nullptr}};
    }
    return {{"AccountId", stay.account_id.to_string()},
            {"AccountType", to_word(stay.account_type)},
            {"ReservationId", stay.id.to_string()},
            {"Amount", amount(-cents, 0)},
            {"OriginalAmount", amount(-cents, 0)},
            {"ConsumedUtc", now},
            {"ChargedUtc", now},
            {"SettlementUtc", now},
            {"Type", type},
            {"Data", std::move(data)}};
}

}  // namespace

OrderItem Desk::blank_charge(int count, UtcTime consumed, Stamp stamp) {
    const auto now = whole_second(stamp.now);
    return {.id = record_random_.guid(),
            .unit_count = count,
            .tax_percent = 13,
            .creator_profile_id = profile(stamp),
            .updater_profile_id = profile(stamp),
            .consumed_utc = whole_second(consumed),
            .created_utc = now,
            .updated_utc = now};
}

OrderItem Desk::charge_of(const Record& product, int count, UtcTime consumed, Stamp stamp) {
    auto item = blank_charge(count, consumed, stamp);
    item.service_id = *id_in(product, "ServiceId");
    item.accounting_category_id = id_in(product, "AccountingCategoryId");
    item.product_id = product.id;
    item.unit_cents = cents_of(product.body.at("Price"));
    return item;
}

void Desk::enter_charge(Reservation& stay, OrderItem item) {
    item.account_id = stay.account_id;
    item.account_type = stay.account_type;
    item.service_order_id = stay.id;
    if (item.cents() == 0) item.state = "Inactive";
    if (stay.state == model::ReservationState::started)
        stay.balance_minor += static_cast<int>(item.cents());
    hotel_.order_items.add(std::move(item));
}

OrderItem& Desk::charge(Reservation& stay, const Record& product, int count, Stamp stamp) {
    enter_charge(stay, charge_of(product, count, stamp.now, stamp));
    auto& item = hotel_.order_items.rows().back();
    note("order_item_added", item.id, stay.number, stamp);
    return item;
}

std::vector<Uuid> Desk::add_product(Reservation& stay, const Record& product,
                                    const ProductDraft& draft, Stamp stamp) {
    std::vector<Uuid> ids;
    for (const auto consumed : draft.consumed_utc) {
        auto item = charge_of(product, draft.count, consumed, stamp);
        set_price(item, draft.price);
        ids.push_back(item.id);
        enter_charge(stay, std::move(item));
    }
    note("product_added", stay.id,
         fmt::format("{} x {}", draft.count, text_in(product, "ExternalIdentifier")), stamp);
    return ids;
}

void Desk::cancel_item(OrderItem& item, Stamp stamp) {
    auto* stay = hotel_.reservations.find(item.service_order_id);
    if (stay != nullptr && stay->state == model::ReservationState::started && item.state == "Open")
        stay->balance_minor -= static_cast<int>(item.cents());
    sim::cancel(item, stamp.now, false);
    item.updater_profile_id = profile(stamp);
    note("order_item_canceled", item.id, {}, stamp);
}

void Desk::cancel_items(const Uuid& service_order_id, bool with_reservation, Stamp stamp) {
    for (auto* item : items_of(hotel_, service_order_id)) {
        if (item->state == "Canceled" || item->state == "Closed") continue;
        sim::cancel(*item, stamp.now, with_reservation);
        item->updater_profile_id = profile(stamp);
    }
}

Record& Desk::pay(Reservation& stay, std::int64_t cents, std::string_view type, Stamp stamp) {
    if (stay.state == model::ReservationState::started)
        stay.balance_minor -= static_cast<int>(cents);
    return add(&Hotel::payments, payment_members(stay, cents, type, stamp.now), stamp);
}

std::vector<Record*> Desk::payments_of(const Uuid& reservation_id) {
    static const Table<Record>::Parent reservation = [](const Record& row) {
        return id_in(row, "ReservationId");
    };
    std::vector<Record*> payments;
    for (const auto place :
         hotel_.payments.places_by("ReservationIds", reservation, reservation_id))
        payments.push_back(&hotel_.payments.rows()[place]);
    return payments;
}

Record& Desk::open_bill(const Reservation& stay, Stamp stamp) {
    auto& bill = put(
        &Hotel::bills,
        {{"AccountId", stay.account_id.to_string()}, {"AccountType", to_word(stay.account_type)}},
        stamp);
    for (auto* item : items_of(hotel_, stay.id)) {
        if (item->state != "Open" || item->bill_id) continue;
        item->bill_id = bill.id;
        item->updated_utc = whole_second(stamp.now);
    }
    note("bill_added", bill.id, stay.number, stamp);
    return bill;
}

void Desk::close_bill(Record& bill, Stamp stamp) {
    close_over(bill, stamp);
    note("bill_changed", bill.id, "Closed", stamp);
}

/// Closes it over the open charges and payments that are on it.
void Desk::close_over(Record& bill, Stamp stamp) {
    const auto now = to_iso8601(stamp.now);
    for (auto& item : hotel_.order_items.rows()) {
        if (item.bill_id == bill.id && item.state == "Open") sim::close(item, bill.id, stamp.now);
    }
    for (auto& payment : hotel_.payments.rows()) {
        if (id_in(payment, "BillId") != bill.id || text_in(payment, "AccountingState") != "Open")
            continue;
        set_members(payment, {{"AccountingState", "Closed"}, {"ClosedUtc", now}});
        payment.updated_utc = whole_second(stamp.now);
    }
    set_members(bill, {{"State", "Closed"},
                       {"Number", fmt::format("2015/{:05}", 10'000 + hotel_.bills.size())},
                       {"IssuedUtc", now},
                       {"TaxedUtc", now},
                       {"PaidUtc", now}});
    bill.updated_utc = whole_second(stamp.now);
}

void Desk::settle(Reservation& stay, Stamp stamp) {
    std::int64_t open = 0;
    const auto items = items_of(hotel_, stay.id);
    if (items.empty()) return;
    for (const auto* item : items) {
        if (item->state == "Open") open += item->cents();
    }
    for (const auto* payment : payments_of(stay.id)) {
        if (text_in(*payment, "AccountingState") == "Open")
            open += cents_of(payment->body.at("Amount"));
    }
    if (open > 0)
        put(&Hotel::payments, payment_members(stay, open, "CashPayment", stamp.now), stamp);
    auto& bill = put(
        &Hotel::bills,
        {{"AccountId", stay.account_id.to_string()}, {"AccountType", to_word(stay.account_type)}},
        stamp);
    for (auto* item : items) {
        if (item->state == "Open") item->bill_id = bill.id;
    }
    for (auto* payment : payments_of(stay.id)) {
        if (text_in(*payment, "AccountingState") == "Open")
            set_members(*payment, {{"BillId", bill.id.to_string()}});
    }
    close_over(bill, stamp);
}

OrderItem Desk::line_of(const OrderDraft& draft, const OrderDraft::Line& line, Stamp stamp) {
    auto item = line.product != nullptr
                    ? charge_of(*line.product, line.count, draft.consumed_utc, stamp)
                    : blank_charge(line.count, draft.consumed_utc, stamp);
    if (line.product == nullptr) {
        item.service_id = draft.service_id;
        item.type = "CustomItem";
        item.revenue_type = "Additional";
        item.accounting_category_id = line.accounting_category_id;
    }
    set_price(item, line.price);
    item.account_id = draft.account_id;
    item.account_type = draft.account_type;
    item.bill_id = draft.bill_id;
    item.name = line.name;
    item.external_identifier = line.external_identifier;
    return item;
}

Record& Desk::place_order(const OrderDraft& draft, Stamp stamp) {
    const auto id_or_null = [](const std::optional<Uuid>& id) {
        return id ? json::value(id->to_string()) : json::value{};
    };
    auto& row = add(
        &Hotel::product_service_orders,
        {{"ServiceId", draft.service_id.to_string()},
         {"AccountId", draft.account_id.to_string()},
         {"AccountType", to_word(draft.account_type)},
         {"Number", std::to_string(800'001 + hotel_.product_service_orders.size())},
         {"Origin", draft.origin},
         {"CommanderOrigin", draft.origin == "Commander" ? json::value("InPerson") : json::value{}},
         {"BusinessSegmentId", id_or_null(draft.business_segment_id)},
         {"LinkedReservationId", id_or_null(draft.reservation_id)}},
        stamp);
    for (const auto& line : draft.lines) {
        auto item = line_of(draft, line, stamp);
        item.service_order_id = row.id;
        note("order_item_added", item.id, line.external_identifier, stamp);
        hotel_.order_items.add(std::move(item));
    }
    if (!draft.notes.empty())
        put(&Hotel::service_order_notes, {{"OrderId", row.id.to_string()}, {"Text", draft.notes}},
            stamp);
    return row;
}

Record& Desk::order(const Reservation& stay, const Record& product, int count, Stamp stamp) {
    return place_order({.service_id = *id_in(product, "ServiceId"),
                        .account_id = stay.account_id,
                        .account_type = stay.account_type,
                        .reservation_id = stay.id,
                        .origin = "Commander",
                        .consumed_utc = stamp.now,
                        .lines = {{.product = &product, .count = count}}},
                       stamp);
}

void Desk::cancel_order(Record& order, Stamp stamp) {
    cancel_items(order.id, false, stamp);
    change(&Hotel::product_service_orders, order,
           {{"State", "Canceled"}, {"CancelledUtc", to_iso8601(stamp.now)}}, stamp);
}

}  // namespace stayd::sim
