#include <fmt/format.h>

#include <cmath>

#include "tests/sim/mews/city_house.hpp"
#include "tests/sim/mews/writes.hpp"

/// reservations/addProduct and orders/add: what a guest is charged.
namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

// --- Prices and counts ---

/// This enterprise is `Gross` and has one currency.
std::optional<UnitPrice> read_price(Parameters& parameters) {
    static constexpr std::string_view codes[] = {"PT-R", "PT-I", "PT-N"};
    static constexpr int percents[] = {6, 13, 23};
    auto amount = parameters.object("UnitAmount");
    if (!amount) return std::nullopt;
    if (amount->has("NetValue")) refuse_parameter("UnitAmount");
    if (amount->text("Currency") != "EUR") refuse_parameter("Currency");
    const auto gross = required(amount->number("GrossValue"), "GrossValue");
    UnitPrice price{.cents = std::lround(gross * 100)};
    if (const auto taxes = amount->words("TaxCodes", codes)) {
        if (taxes->size() != 1) refuse_parameter("TaxCodes");
        price.tax_percent = percents[std::ranges::find(codes, taxes->front()) - codes];
    }
    amount->note_unknown();
    return price;
}

int checked_count(std::optional<std::int64_t> count, std::string_view name) {
    if (required(count, name) < 1 || *count > 10'000) refuse_parameter(name);
    return static_cast<int>(*count);
}

const Record& product_of(Hotel& hotel, Parameters& parameters, const Uuid& service_id) {
    const auto& product = existing(hotel.products, parameters.id("ProductId"), "ProductId");
    // The night itself and its like are not for sale.
    if (id_in(product, "ServiceId") != service_id || product.body.at("IsDefault").as_bool())
        refuse_parameter("ProductId");
    return product;
}

// --- reservations/addProduct ---

/// One instant a night that begins in the interval, the next morning.
std::vector<UtcTime> mornings(Interval interval) {
    std::vector<UtcTime> times;
    const auto last =
        std::max(day_in_lisbon(interval.end), day_in_lisbon(interval.start) + std::chrono::days{1});
    for (auto day = day_in_lisbon(interval.start); day < last; day += std::chrono::days{1})
        times.push_back(in_lisbon(day + std::chrono::days{1}, 8h));
    return times;
}

json::object add_product(Parameters& parameters, WriteContext context) {
    auto& stay =
        existing(context.hotel.reservations, parameters.id("ReservationId"), "ReservationId");
    const auto& product = product_of(context.hotel, parameters, stay.service_id);
    ProductDraft draft{.count = checked_count(parameters.integer("Count"), "Count"),
                       .price = read_price(parameters)};
    const auto start = parameters.instant("StartUtc");
    const auto end = parameters.instant("EndUtc");
    parameters.note_unknown();

    const auto mode = text_in(product, "ChargingMode");
    const bool is_nightly = mode.ends_with("PerTimeUnit");
    if (start.has_value() != end.has_value() || (!is_nightly && start != end) || end < start)
        refuse_parameter("EndUtc");
    check_open(stay);
    if (is_nightly)
        draft.consumed_utc = mornings(
            {start.value_or(stay.scheduled_start_utc), end.value_or(stay.scheduled_end_utc)});
    else
        draft.consumed_utc = {start.value_or(context.now)};
    if (mode.starts_with("PerPerson")) {
        int persons = 0;
        for (const auto& [age, count] : stay.person_counts) persons += count;
        draft.count *= std::max(persons, 1);
    }
    json::array ids;
    for (const auto& id : context.desk.add_product(stay, product, draft, Stamp{context.now}))
        ids.emplace_back(id.to_string());
    return {{"ItemIds", std::move(ids)}};
}

// --- orders/add ---

void read_products(Parameters& parameters, Hotel& hotel, OrderDraft& draft) {
    auto orders = parameters.objects("ProductOrders", 1000);
    if (!orders) return;
    for (auto& order : *orders) {
        if (order.has("StartUtc")) refuse_parameter("StartUtc");
        if (order.has("EndUtc")) refuse_parameter("EndUtc");
        draft.lines.push_back(
            {.product = &product_of(hotel, order, draft.service_id),
             .count = checked_count(order.integer("Count").value_or(1), "Count"),
             .price = read_price(order),
             .external_identifier = order.text("ExternalIdentifier", 255).value_or("")});
        order.note_unknown();
    }
}

void read_items(Parameters& parameters, Hotel& hotel, OrderDraft& draft) {
    auto items = parameters.objects("Items", 1000);
    if (!items) return;
    for (auto& item : *items) {
        OrderDraft::Line line{.name = needed_text(item, "Name")};
        line.count = checked_count(item.integer("UnitCount"), "UnitCount");
        line.price = read_price(item);
        if (!line.price) refuse_parameter("UnitAmount");
        line.accounting_category_id = item.id("AccountingCategoryId");
        check_reference(hotel.accounting_categories, line.accounting_category_id,
                        "AccountingCategoryId");
        line.external_identifier = item.text("ExternalIdentifier", 255).value_or("");
        item.note_unknown();
        draft.lines.push_back(std::move(line));
    }
}

/// A guest marked `Cashlist` pays cash: nothing is posted to him.
void check_payer(Hotel& hotel, const OrderDraft& draft) {
    const auto* guest = hotel.customers.find(draft.account_id);
    if (guest != nullptr &&
        std::ranges::find(guest->classifications, "Cashlist") != guest->classifications.end())
        refuse_for_staff(fmt::format("{} pays cash; nothing can be charged.", guest->last_name));
}

void check_bill(Hotel& hotel, const OrderDraft& draft) {
    if (!draft.bill_id) return;
    const auto& bill = existing(hotel.bills, draft.bill_id, "BillId");
    if (text_in(bill, "State") != "Open" || id_in(bill, "AccountId") != draft.account_id)
        refuse_parameter("BillId");
}

json::object add_order(Parameters& parameters, WriteContext context) {
    auto& hotel = context.hotel;
    OrderDraft draft;
    const auto& service = existing(hotel.services, parameters.id("ServiceId"), "ServiceId");
    if (service.type != model::ServiceType::additional) refuse_parameter("ServiceId");
    draft.service_id = service.id;
    draft.account_id = required(parameters.id("AccountId"), "AccountId");
    draft.account_type = account_type(hotel, draft.account_id, "AccountId");
    if (auto options = parameters.object("Options")) {
        options->flag("DisableItemGrouping");
        options->note_unknown();
    }
    read_products(parameters, hotel, draft);
    read_items(parameters, hotel, draft);
    if (draft.lines.empty()) refuse_parameter("ProductOrders");
    draft.consumed_utc = parameters.instant("ConsumptionUtc").value_or(context.now);
    draft.notes = parameters.text("Notes").value_or("");
    draft.business_segment_id = parameters.id("BusinessSegmentId");
    check_reference(hotel.business_segments, draft.business_segment_id, "BusinessSegmentId");
    draft.bill_id = parameters.id("BillId");
    check_bill(hotel, draft);
    draft.reservation_id = parameters.id("LinkedReservationId");
    check_reference(hotel.reservations, draft.reservation_id, "LinkedReservationId");
    parameters.id("EnterpriseId");
    parameters.note_unknown();
    check_payer(hotel, draft);
    if (draft.consumed_utc < context.now - editable_history)
        refuse_for_staff("The consumption lies before the editable history.");
    return {{"OrderId", context.desk.place_order(draft, Stamp{context.now}).id.to_string()}};
}

constexpr WriteOperation operations[] = {
    {"reservations/addProduct", add_product},
    {"orders/add", add_order},
};

}  // namespace

std::span<const WriteOperation> sale_writes() {
    return operations;
}

}  // namespace stayd::sim
