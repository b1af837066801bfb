#include <fmt/format.h>

#include <cmath>
#include <set>

#include "tests/sim/mews/city_catalog.hpp"
#include "tests/sim/mews/desk.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

UtcTime whole_second(UtcTime time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

void set_if_there(Record& record, std::string_view member, json::value value) {
    if (auto* place = record.body.if_contains(member)) *place = std::move(value);
}

bool is_in_force(const Record& block, UtcTime now) {
    return block.is_active && text_in(block, "Type") == "OutOfOrder" &&
           *time_in(block, "StartUtc") <= now && now < *time_in(block, "EndUtc");
}

std::int64_t cents_of(const json::value& amount) {
    return std::lround(amount.at("GrossValue").to_number<double>() * 100);
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

Record& Desk::put(Records table, const json::object& members, Stamp stamp) {
    auto record = make_record(hotel_, table, record_random_.guid(), stamp.now, members);
    const auto profile_id = profile(stamp);
    for (const auto* member : {"CreatorProfileId", "UpdaterProfileId"})
        set_if_there(record, member, json::string(profile_id.to_string()));
    for (const auto* member : {"CreatorProfile", "UpdaterProfile"})
        set_if_there(record, member, profile_data(profile_id));
    return (hotel_.*table).add(std::move(record));
}

Record& Desk::add(Records table, const json::object& members, Stamp stamp) {
    auto& row = put(table, members, stamp);
    note(fmt::format("{}_added", kind_of(table).noun), row.id, {}, stamp);
    return row;
}

void Desk::change(Records table, Record& record, const json::object& members, Stamp stamp) {
    set_members(record, members);
    record.updated_utc = whole_second(stamp.now);
    set_if_there(record, "UpdaterProfileId", json::string(profile(stamp).to_string()));
    set_if_there(record, "UpdaterProfile", profile_data(profile(stamp)));
    note(fmt::format("{}_changed", kind_of(table).noun), record.id, json::serialize(members),
         stamp);
}

void Desk::erase(Records table, const Uuid& id, Stamp stamp) {
    const auto& kind = kind_of(table);
    if (kind.vanishes) {
        (hotel_.*table).remove(id);
    } else {
        auto& record = *(hotel_.*table).find(id);
        record.is_active = false;
        record.deleted_utc = record.updated_utc = whole_second(stamp.now);
    }
    note(fmt::format("{}_deleted", kind.noun), id, {}, stamp);
}

// --- Guests ---

Companionship& Desk::add_companion(const Reservation& stay, const Customer& guest, Stamp stamp) {
    auto& row = hotel_.companionships.add(
        {record_random_.guid(), guest.id, stay.group_id, stay.id, whole_second(stamp.now)});
    note("companion_added", row.id, stay.number, stamp);
    return row;
}

void Desk::remove_companion(const Uuid& companionship_id, Stamp stamp) {
    hotel_.companionships.remove(companionship_id);
    note("companion_removed", companionship_id, {}, stamp);
}

// --- Blocks ---

Record& Desk::add_block(Resource& room, const BlockDraft& draft, Stamp stamp) {
    auto& block = add(&Hotel::resource_blocks,
                      {{"AssignedResourceId", room.id.to_string()},
                       {"Type", draft.type},
                       {"StartUtc", to_iso8601(draft.start_utc)},
                       {"EndUtc", to_iso8601(draft.end_utc)},
                       {"Name", draft.name}},
                      stamp);
    if (!blocks_followed_utc_) blocks_followed_utc_ = stamp.now;
    if (is_in_force(block, stamp.now))
        set_room_state(room, model::ResourceState::out_of_order, draft.name, stamp);
    return block;
}

void Desk::delete_block(Record& block, Stamp stamp) {
    const bool was_in_force = is_in_force(block, stamp.now);
    const auto room_id = *id_in(block, "AssignedResourceId");
    erase(&Hotel::resource_blocks, block.id, stamp);
    if (!was_in_force) return;
    for (const auto& other : hotel_.resource_blocks.rows()) {
        if (is_in_force(other, stamp.now) && id_in(other, "AssignedResourceId") == room_id) return;
    }
    set_room_state(*hotel_.resources.find(room_id), model::ResourceState::dirty, "", stamp);
}

void Desk::follow_blocks(Stamp stamp) {
    const auto since = blocks_followed_utc_.value_or(stamp.now);
    blocks_followed_utc_ = stamp.now;
    std::set<Uuid> blocked;
    for (const auto& block : hotel_.resource_blocks.rows()) {
        if (is_in_force(block, stamp.now)) blocked.insert(*id_in(block, "AssignedResourceId"));
    }
    for (const auto& id : blocked) {
        auto& room = *hotel_.resources.find(id);
        if (room.state != model::ResourceState::out_of_order)
            set_room_state(room, model::ResourceState::out_of_order, "", stamp);
    }
    for (const auto& block : hotel_.resource_blocks.rows()) {
        auto& room = *hotel_.resources.find(*id_in(block, "AssignedResourceId"));
        const auto end = *time_in(block, "EndUtc");
        const bool has_ended = block.is_active && since < end && end <= stamp.now;
        if (has_ended && !blocked.contains(room.id) &&
            room.state == model::ResourceState::out_of_order)
            set_room_state(room, model::ResourceState::dirty, "", stamp);
    }
}

// --- Money ---

OrderItem Desk::charge_of(const Uuid& service_order_id, const Reservation& stay,
                          const Record& product, int count, Stamp stamp) {
    const auto now = whole_second(stamp.now);
    return {.id = record_random_.guid(),
            .account_id = stay.account_id,
            .account_type = stay.account_type,
            .service_id = *id_in(product, "ServiceId"),
            .service_order_id = service_order_id,
            .accounting_category_id = id_in(product, "AccountingCategoryId"),
            .product_id = product.id,
            .unit_count = count,
            .unit_cents = cents_of(product.body.at("Price")),
            .tax_percent = 13,
            .creator_profile_id = profile(stamp),
            .updater_profile_id = profile(stamp),
            .consumed_utc = now,
            .created_utc = now,
            .updated_utc = now};
}

OrderItem& Desk::charge(Reservation& stay, const Record& product, int count, Stamp stamp) {
    auto& item = hotel_.order_items.add(charge_of(stay.id, stay, product, count, stamp));
    if (item.cents() == 0) item.state = "Inactive";
    if (stay.state == model::ReservationState::started)
        stay.balance_minor += static_cast<int>(item.cents());
    note("order_item_added", item.id, stay.number, stamp);
    return item;
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

Record& Desk::order(const Reservation& stay, const Record& product, int count, Stamp stamp) {
    auto& row = add(&Hotel::product_service_orders,
                    {{"ServiceId", text_in(product, "ServiceId")},
                     {"AccountId", stay.account_id.to_string()},
                     {"AccountType", to_word(stay.account_type)},
                     {"Number", std::to_string(800'001 + hotel_.product_service_orders.size())},
                     {"CommanderOrigin", "InPerson"},
                     {"LinkedReservationId", stay.id.to_string()}},
                    stamp);
    const auto& item = hotel_.order_items.add(charge_of(row.id, stay, product, count, stamp));
    note("order_item_added", item.id, {}, stamp);
    return row;
}

void Desk::cancel_order(Record& order, Stamp stamp) {
    cancel_items(order.id, false, stamp);
    change(&Hotel::product_service_orders, order,
           {{"State", "Canceled"}, {"CancelledUtc", to_iso8601(stamp.now)}}, stamp);
}

// --- Stays, messages ---

void Desk::complete(const Reservation& stay, std::string_view source_type, StayPrice price,
                    Stamp stamp) {
    if (hotel_.reservation_groups.find(stay.group_id) == nullptr) {
        hotel_.reservation_groups.add(
            make_record(hotel_, &Hotel::reservation_groups, stay.group_id, stamp.now, {}));
        if (hotel_.sources.size() > 0) {
            hotel_.source_assignments.add(make_record(
                hotel_, &Hotel::source_assignments, record_random_.guid(), stamp.now,
                {{"ReservationGroupId", stay.group_id.to_string()},
                 {"SourceId", record_by(hotel_.sources, "Type", source_type).id.to_string()}}));
        }
    }
    if (hotel_.products.size() == 0) return;
    for (auto& item : charges_of(hotel_, stay, price, record_random_))
        hotel_.order_items.add(std::move(item));
}

Record& Desk::post_message(Record& thread, const std::string& text, std::string_view sender,
                           Stamp stamp) {
    thread.updated_utc = whole_second(stamp.now);
    return add(&Hotel::messages,
               {{"MessageThreadId", thread.id.to_string()},
                {"Text", text},
                {"Sender", json::object{{"Discriminator", sender}, {"Value", nullptr}}}},
               stamp);
}

}  // namespace stayd::sim
