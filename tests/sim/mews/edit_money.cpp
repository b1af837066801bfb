#include "tests/sim/mews/hand.hpp"
#include "tests/sim/mews/render.hpp"

// What another user of the PMS does with items, orders, payments, bills and products.

namespace stayd::sim {
namespace {

using model::ReservationState;
using namespace std::chrono_literals;

const Record* product_for_sale(Hand& hand, model::ServiceType of) {
    return hand.any(hand.hotel.products, [&](const Record& row) {
        return row.is_active && !row.body.at("IsDefault").as_bool() &&
               hand.hotel.services.find(*id_in(row, "ServiceId"))->type == of;
    });
}

}  // namespace

std::string edit_item(Hand& hand) {
    if (hand.random.chance(35)) {
        auto* item = hand.any(hand.hotel.order_items, [&](const OrderItem& row) {
            return row.state == "Open" && hand.hotel.reservations.find(row.service_order_id);
        });
        if (item == nullptr) return {};
        hand.desk.cancel_item(*item, hand.stamp);
        return fmt::format("canceled {}", item->id.to_string());
    }
    auto* stay = hand.stay_in(ReservationState::started);
    const auto* product = product_for_sale(hand, model::ServiceType::bookable);
    if (stay == nullptr || product == nullptr) return {};
    const auto& item = hand.desk.charge(*stay, *product, 1, hand.stamp);
    return fmt::format("charged {} with {} cents", stay->number, item.cents());
}

std::string edit_order(Hand& hand) {
    if (hand.random.chance(35)) {
        auto* order = hand.any(hand.hotel.product_service_orders, [](const Record& row) {
            return text_in(row, "State") == "Confirmed";
        });
        if (order == nullptr) return {};
        hand.desk.cancel_order(*order, hand.stamp);
        return fmt::format("canceled {}", text_in(*order, "Number"));
    }
    const auto* stay = hand.stay_in(ReservationState::started);
    const auto* product = product_for_sale(hand, model::ServiceType::additional);
    if (stay == nullptr || product == nullptr) return {};
    return fmt::format("ordered {} for {}",
                       text_in(hand.desk.order(*stay, *product, 2, hand.stamp), "Number"),
                       stay->number);
}

/// What is owed, or a deposit before the stay.
std::string edit_payment(Hand& hand) {
    auto* stay = hand.any(hand.hotel.reservations, [](const Reservation& row) {
        return row.state == ReservationState::confirmed ||
               (row.state == ReservationState::started && row.balance_minor > 0);
    });
    if (stay == nullptr) return {};
    const int cents = stay->state == ReservationState::started ? stay->balance_minor : 5'000;
    constexpr std::string_view types[] = {"CashPayment", "CreditCardPayment", "ExternalPayment"};
    hand.desk.pay(*stay, cents, types[hand.random.below(3)], hand.stamp);
    return fmt::format("{} cents for {}", cents, stay->number);
}

std::string edit_bill(Hand& hand) {
    if (hand.random.chance(50)) {
        auto* bill = hand.any(hand.hotel.bills,
                              [](const Record& row) { return text_in(row, "State") == "Open"; });
        if (bill == nullptr) return {};
        hand.desk.close_bill(*bill, hand.stamp);
        return fmt::format("closed {}", text_in(*bill, "Number"));
    }
    const auto* stay = hand.stay_in(ReservationState::started);
    if (stay == nullptr) return {};
    hand.desk.open_bill(*stay, hand.stamp);
    return fmt::format("opened one for {}", stay->number);
}

std::string edit_payment_request(Hand& hand) {
    auto* request = hand.any(hand.hotel.payment_requests,
                             [](const Record& row) { return text_in(row, "State") == "Pending"; });
    if (request != nullptr && hand.random.chance(50)) {
        const auto* state = hand.random.chance(50) ? "Canceled" : "Completed";
        hand.desk.change(&Hotel::payment_requests, *request, {{"State", state}}, hand.stamp);
        return fmt::format("{} is {}", request->id.to_string(), state);
    }
    const auto* stay = hand.any(hand.hotel.reservations, [](const Reservation& row) {
        return row.state == ReservationState::confirmed &&
               row.account_type == model::AccountType::customer;
    });
    if (stay == nullptr) return {};
    return hand.add(&Hotel::payment_requests, {{"AccountId", stay->account_id.to_string()},
                                               {"ReservationId", stay->id.to_string()},
                                               {"Amount", amount(10'000, 6)},
                                               {"Reason", "Deposit"},
                                               {"ExpirationUtc", to_iso8601(hand.stamp.now + 72h)},
                                               {"Description", "Deposit"}});
}

std::string edit_product(Hand& hand) {
    auto* product = hand.any_active(&Hotel::products);
    if (product == nullptr) return {};
    const auto cents = static_cast<std::int64_t>(100 + hand.random.below(4'000));
    hand.desk.change(&Hotel::products, *product, {{"Price", amount(cents, 13)}}, hand.stamp);
    return fmt::format("{} costs {} cents", text_in(*product, "ExternalIdentifier"), cents);
}

/// Products keep the id of a category that has vanished.
std::string edit_product_category(Hand& hand) {
    if (hand.hotel.product_categories.size() > 2 && hand.random.chance(30))
        return hand.erase(&Hotel::product_categories);
    const auto& service = hand.hotel.services.rows().back();
    return hand.add(&Hotel::product_categories,
                    {{"ServiceId", service.id.to_string()},
                     {"Names", json::object{{"en-GB", "Specials of the week"}}}});
}

}  // namespace stayd::sim
