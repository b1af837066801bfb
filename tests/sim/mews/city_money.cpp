#include "tests/sim/mews/city_money.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "tests/sim/mews/charges.hpp"
#include "tests/sim/mews/city_catalog.hpp"
#include "tests/sim/mews/city_profiles.hpp"
#include "tests/sim/mews/record_lists.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using namespace std::chrono_literals;

constexpr const char* requests[] = {
    "Late arrival, after 23:00. Please keep the room.",
    "Cama de casal, por favor.",
    "Chambre calme si possible, étage élevé.",
    "Ruhiges Zimmer, bitte kein Zimmer neben dem Aufzug.",
    "חדר שקט בקומה גבוהה, בבקשה. מגיעים מאוחר.",
    "Пожалуйста, две отдельные кровати.",
    "高层安静的房间，谢谢。",
    "Camas separadas y cuna para bebé.",
};
constexpr const char* desk_notes[] = {
    "Called: arrives by taxi about six.",
    "Traz cão pequeno, avisado da taxa.",
    "Wants the same room as last year (608) if it can be had.",
};

std::string_view account_type(const Reservation& stay) {
    return to_word(stay.account_type);
}

class MoneyMaker {
  public:
    MoneyMaker(Hotel& hotel, UtcTime now, SplitMix& random)
        : hotel_(hotel),
          now_(now),
          random_(random),
          payments_category_(record_by(hotel.accounting_categories, "Code", "PAY").id.to_string()) {
    }

    void add(Reservation& stay, const Booking& booking);
    void keep();

  private:
    void settle(Reservation& stay, const Booking& booking, std::vector<OrderItem>& items);
    void charge_cancellation(const Reservation& stay, const Booking& booking);
    void order_dinners(const Reservation& stay, const Booking& booking);
    void order_drinks(const Reservation& stay);
    Record& pay(const Reservation& stay, std::int64_t cents, UtcTime at, const Booking& booking);
    Record& bill(const Reservation& stay, UtcTime created, std::optional<UtcTime> closed);
    void ask_for_payment(const Reservation& stay, std::int64_t cents);
    std::string order(const Reservation& stay, UtcTime created);
    OrderItem item(const Reservation& stay, const std::string& order, const char* code, int count,
                   UtcTime created);

    Hotel& hotel_;
    UtcTime now_;
    SplitMix& random_;
    std::string payments_category_;
    std::vector<OrderItem> later_items_{};  ///< charged after the booking was made
    std::vector<OrderItem> items_{};        ///< charged with it: in order already
    std::vector<Record> orders_{};
    std::vector<Record> payments_{};
    std::vector<Record> bills_{};
    std::vector<Record> requests_{};
    int next_bill_ = 1;
};

std::int64_t open_cents(const std::vector<OrderItem>& items) {
    std::int64_t cents = 0;
    for (const auto& item : items) {
        if (item.state == "Open") cents += item.cents();
    }
    return cents;
}

/// Negative: money that came in. Companies transfer it, guests pay by card or in cash.
Record& MoneyMaker::pay(const Reservation& stay, std::int64_t cents, UtcTime at,
                        const Booking& booking) {
    const auto value = amount(-cents, 0);
    const auto time = to_iso8601(at);
    const auto id = random_.guid();
    const bool is_transfer = !booking.company.empty() || random_.chance(10);
    const bool is_cash = !is_transfer && random_.chance(15);
    json::object data{{"Discriminator", is_transfer ? "External" : "CreditCard"},
                      {"CreditCard", nullptr},
                      {"Invoice", nullptr},
                      {"External", nullptr},
                      {"Ghost", nullptr},
                      {"Alternative", nullptr}};
    if (is_transfer) {
        data["External"] = {
            {"Type", "WireTransfer"},
            {"ExternalIdentifier", fmt::format("TRF-{}", random_.below(1'000'000))}};
    } else {
        data["CreditCard"] = {{"CreditCardId", nullptr},
                              {"Transaction", json::object{{"PaymentId", id.to_string()},
                                                           {"SettlementId", nullptr},
                                                           {"SettledUtc", nullptr},
                                                           {"Fee", nullptr},
                                                           {"AdjustedFee", nullptr},
                                                           {"ChargedAmount", value},
                                                           {"SettledAmount", nullptr}}}};
    }
    payments_.push_back(make_record(
        hotel_, &Hotel::payments, id, at,
        {{"AccountId", stay.account_id.to_string()},
         {"AccountType", account_type(stay)},
         {"ReservationId", stay.id.to_string()},
         {"AccountingCategoryId", payments_category_},
         {"Amount", value},
         {"OriginalAmount", value},
         {"ConsumedUtc", time},
         {"ChargedUtc", time},
         {"SettlementUtc", to_iso8601(at + 48h)},
         {"Identifier", is_cash || is_transfer
                            ? json::value{}
                            : json::value(fmt::format("**** {:04}", random_.below(10'000)))},
         {"Type", is_transfer ? "ExternalPayment"
                  : is_cash   ? "CashPayment"
                              : "CreditCardPayment"},
         {"Data", is_cash ? json::value{} : json::value(std::move(data))},
         {"PaymentOrigin", is_transfer ? "Operations" : "Terminal"}}));
    return payments_.back();
}

Record& MoneyMaker::bill(const Reservation& stay, UtcTime created, std::optional<UtcTime> closed) {
    bills_.push_back(make_record(
        hotel_, &Hotel::bills, random_.guid(), created,
        {{"AccountId", stay.account_id.to_string()}, {"AccountType", account_type(stay)}}));
    auto& row = bills_.back();
    if (!closed) return row;
    const bool is_invoice = stay.account_type == model::AccountType::company;
    row.updated_utc = closed;
    set_members(row, {{"State", "Closed"},
                      {"Type", is_invoice ? "Invoice" : "Receipt"},
                      {"Number", fmt::format("2015/{:05}", next_bill_++)},
                      {"IssuedUtc", to_iso8601(*closed)},
                      {"TaxedUtc", to_iso8601(*closed)},
                      {"PaidUtc", is_invoice ? json::value{} : json::value(to_iso8601(*closed))},
                      {"DueUtc",
                       is_invoice ? json::value(to_iso8601(*closed + 24h * 30)) : json::value{}}});
    return row;
}

void MoneyMaker::settle(Reservation& stay, const Booking& booking, std::vector<OrderItem>& items) {
    const auto total = open_cents(items);
    const bool is_prepaid = booking.deposit == "Non Refund";
    if (stay.state == ReservationState::processed) {
        const auto& closed = bill(stay, *stay.actual_start_utc, *stay.actual_end_utc);
        for (auto& item : items) {
            if (item.state == "Open") close(item, closed.id, *stay.actual_end_utc);
        }
        if (total == 0) return;
        auto& payment =
            pay(stay, total, is_prepaid ? stay.created_utc : *stay.actual_end_utc, booking);
        payment.updated_utc = stay.actual_end_utc;
        set_members(payment, {{"BillId", closed.id.to_string()},
                              {"AccountingState", "Closed"},
                              {"ClosedUtc", to_iso8601(*stay.actual_end_utc)}});
    } else if (stay.state == ReservationState::started) {
        const auto paid = total - stay.balance_minor;
        if (paid != 0)
            pay(stay, paid, is_prepaid ? stay.created_utc : *stay.actual_start_utc, booking);
        if (!random_.chance(50)) return;
        const auto& open = bill(stay, *stay.actual_start_utc, std::nullopt);
        for (auto& item : items) {
            item.bill_id = open.id;
            item.updated_utc = *stay.actual_start_utc;
        }
    } else if (stay.state == ReservationState::confirmed && total > 0) {
        if (is_prepaid)
            pay(stay, total, stay.created_utc, booking);
        else if (random_.chance(5))
            ask_for_payment(stay, total);
    }
}

void MoneyMaker::ask_for_payment(const Reservation& stay, std::int64_t cents) {
    if (stay.account_type != model::AccountType::customer) return;
    constexpr const char* states[] = {"Pending", "Pending", "Expired", "Canceled"};
    const auto* state = states[random_.below(std::size(states))];
    const bool is_past = std::string_view{state} == "Expired";
    requests_.push_back(make_record(
        hotel_, &Hotel::payment_requests, random_.guid(), stay.created_utc,
        {{"AccountId", stay.account_id.to_string()},
         {"ReservationGroupId", stay.group_id.to_string()},
         {"ReservationId", stay.id.to_string()},
         {"State", state},
         {"Amount", amount(cents, 6)},
         {"Reason", "Prepayment"},
         {"ExpirationUtc",
          to_iso8601(is_past ? std::min(now_, stay.created_utc + 72h) : stay.scheduled_start_utc)},
         {"Description", fmt::format("Prepayment of reservation {}", stay.number)}}));
}

/// A stay that was not to be refunded and was canceled is paid all the same.
void MoneyMaker::charge_cancellation(const Reservation& stay, const Booking& booking) {
    const auto cents = static_cast<std::int64_t>(booking.rate_cents) * std::max(1, booking.nights);
    if (booking.deposit != "Non Refund" || cents == 0) return;
    auto fee = item(stay, stay.id.to_string(), "NIGHT", 1, *stay.cancelled_utc);
    fee.service_id = stay.service_id;
    fee.type = "CancellationFee";
    fee.revenue_type = "Additional";
    fee.product_id.reset();
    fee.unit_cents = cents;
    fee.name = "Cancellation fee";
    const auto& closed = bill(stay, *stay.cancelled_utc, *stay.cancelled_utc);
    close(fee, closed.id, *stay.cancelled_utc);
    later_items_.push_back(std::move(fee));
    auto& payment = pay(stay, cents, stay.created_utc, booking);
    payment.updated_utc = stay.cancelled_utc;
    set_members(payment, {{"BillId", closed.id.to_string()},
                          {"AccountingState", "Closed"},
                          {"ClosedUtc", to_iso8601(*stay.cancelled_utc)}});
}

std::string MoneyMaker::order(const Reservation& stay, UtcTime created) {
    orders_.push_back(make_record(
        hotel_, &Hotel::product_service_orders, random_.guid(), created,
        {{"ServiceId", hotel_.services.rows().back().id.to_string()},
         {"AccountId", stay.account_id.to_string()},
         {"AccountType", account_type(stay)},
         {"CreatorProfileId", hotel_.staff_profile_id.to_string()},
         {"UpdaterProfileId", hotel_.staff_profile_id.to_string()},
         {"Number", std::to_string(700'001 + orders_.size())},
         {"State", stay.state == ReservationState::processed ? "Processed" : "Confirmed"},
         {"CommanderOrigin", "InPerson"},
         {"LinkedReservationId", stay.id.to_string()}}));
    return orders_.back().id.to_string();
}

OrderItem MoneyMaker::item(const Reservation& stay, const std::string& order, const char* code,
                           int count, UtcTime created) {
    const auto& product = sim::product(hotel_, code);
    const auto cents = product.body.at("Price").at("GrossValue").as_double() * 100;
    const auto at = std::chrono::floor<std::chrono::seconds>(created);
    return {.id = random_.guid(),
            .account_id = stay.account_id,
            .account_type = stay.account_type,
            .service_id = *id_in(product, "ServiceId"),
            .service_order_id = *Uuid::parse(order),
            .accounting_category_id = id_in(product, "AccountingCategoryId"),
            .product_id = product.id,
            .unit_count = count,
            .unit_cents = std::lround(cents),
            .tax_percent = 13,
            .creator_profile_id = hotel_.staff_profile_id,
            .updater_profile_id = hotel_.staff_profile_id,
            .consumed_utc = at,
            .created_utc = at,
            .updated_utc = at};
}

/// Half board is an order of its own on the restaurant, paid at the table's till.
void MoneyMaker::order_dinners(const Reservation& stay, const Booking& booking) {
    const auto came = *stay.actual_start_utc;
    const auto made = order(stay, came);
    auto dinner = item(stay, made, "DINNER", std::max(1, booking.adults), came);
    if (random_.chance(30)) {
        dinner.unit_cents = 0;  // within the package
        dinner.state = "Inactive";
    } else {
        const auto paid = std::min(now_, came + 1h);
        close(dinner, bill(stay, came, std::chrono::floor<std::chrono::seconds>(paid)).id, paid);
        pay(stay, dinner.cents(), paid, booking).body["AccountingState"] = "Closed";
        payments_.back().body["BillId"] = bills_.back().id.to_string();
        payments_.back().body["ClosedUtc"] = to_iso8601(paid);
    }
    later_items_.push_back(std::move(dinner));
}

void MoneyMaker::order_drinks(const Reservation& stay) {
    const auto at = *stay.actual_start_utc + (now_ - *stay.actual_start_utc) / 2;
    const auto made = order(stay, at);
    auto drink = item(stay, made, random_.chance(50) ? "WINE" : "COFFEE",
                      1 + static_cast<int>(random_.below(3)), at);
    drink.external_identifier = fmt::format("TAB-{}", random_.below(10'000));
    cancel(drink, at + 5min, false);
    set_members(orders_.back(), {{"State", "Canceled"}, {"CancelledUtc", to_iso8601(at + 5min)}});
    orders_.back().updated_utc = std::chrono::floor<std::chrono::seconds>(at + 5min);
    later_items_.push_back(std::move(drink));
}

void MoneyMaker::add(Reservation& stay, const Booking& booking) {
    auto items = charges_of(hotel_, stay, {booking.rate_cents, booking.meal != "SC"}, random_);
    settle(stay, booking, items);
    std::ranges::move(items, std::back_inserter(items_));
    if (stay.state == ReservationState::canceled) charge_cancellation(stay, booking);
    if (!stay.actual_start_utc) return;
    if (booking.meal == "HB" || booking.meal == "FB") order_dinners(stay, booking);
    if (stay.state == ReservationState::started && random_.chance(8)) order_drinks(stay);
}

void MoneyMaker::keep() {
    std::ranges::stable_sort(later_items_, {}, &OrderItem::created_utc);
    hotel_.order_items.reserve(items_.size() + later_items_.size());
    auto later = later_items_.begin();
    for (auto& item : items_) {
        while (later != later_items_.end() && later->created_utc < item.created_utc)
            hotel_.order_items.add(std::move(*later++));
        hotel_.order_items.add(std::move(item));
    }
    while (later != later_items_.end()) hotel_.order_items.add(std::move(*later++));
    keep_in_order(hotel_.product_service_orders, std::move(orders_));
    keep_in_order(hotel_.payments, std::move(payments_));
    keep_in_order(hotel_.payment_requests, std::move(requests_));
    keep_in_order(hotel_.bills, std::move(bills_));
}

/// One bill of the past was wrong.
void correct_a_bill(Hotel& hotel, UtcTime now, SplitMix& random) {
    for (const auto& wrong : hotel.bills.rows()) {
        if (text_in(wrong, "State") != "Closed") continue;
        auto corrective = make_record(hotel, &Hotel::bills, random.guid(), now - 10min,
                                      {{"AccountId", text_in(wrong, "AccountId")},
                                       {"AccountType", text_in(wrong, "AccountType")},
                                       {"State", "Closed"},
                                       {"Number", "2015/C0001"},
                                       {"IssuedUtc", to_iso8601(now - 10min)},
                                       {"CorrectionState", "CorrectiveBill"},
                                       {"CorrectionType", "CreditNote"},
                                       {"CorrectedBillId", wrong.id.to_string()}});
        hotel.bills.add(std::move(corrective));
        return;
    }
}

class NoteMaker {
  public:
    NoteMaker(Hotel& hotel, UtcTime now, SplitMix& random)
        : hotel_(hotel), now_(now), random_(random) {}

    void add(const Reservation& stay, const Booking& booking) {
        if (booking.requests > 0)
            note(stay, "SpecialRequest", requests[random_.below(std::size(requests))],
                 stay.created_utc);
        if (!stay.channel_number.empty() && random_.chance(10))
            note(stay, "ChannelManager",
                 fmt::format("Virtual card. Channel reference {}.", stay.channel_number),
                 stay.created_utc);
        if (random_.chance(6))
            note(stay, "General", desk_notes[random_.below(std::size(desk_notes))],
                 stay.created_utc + (now_ - stay.created_utc) / 2);
    }

    void add_group(const Reservation& stay, const Booking& booking, int size) {
        std::string name;
        if (size > 1) {
            name = fmt::format("{} {}, {} rooms",
                               booking.agent.empty() ? "Party" : "Agent " + booking.agent,
                               stay.number, size);
        }
        const auto text = [](const std::string& words) {
            return words.empty() ? json::value{} : json::value(words);
        };
        hotel_.reservation_groups.add(make_record(
            hotel_, &Hotel::reservation_groups, stay.group_id, stay.created_utc,
            {{"Name", text(name)},
             {"ChannelManager",
              stay.channel_number.empty() ? json::value{} : json::value("Channel manager")},
             {"ChannelManagerGroupNumber", text(stay.channel_number)}}));
        const auto& source = source_of(hotel_, booking.segment, booking.channel);
        hotel_.source_assignments.add(
            make_record(hotel_, &Hotel::source_assignments, random_.guid(), stay.created_utc,
                        {{"ReservationGroupId", stay.group_id.to_string()},
                         {"SourceId", source.id.to_string()}}));
    }

    void keep() { keep_in_order(hotel_.service_order_notes, std::move(notes_)); }

  private:
    void note(const Reservation& stay, const char* type, std::string text, UtcTime created) {
        notes_.push_back(make_record(
            hotel_, &Hotel::service_order_notes, random_.guid(), created,
            {{"OrderId", stay.id.to_string()}, {"Text", std::move(text)}, {"Type", type}}));
        if (random_.chance(2)) notes_.back().updated_utc.reset();
    }

    Hotel& hotel_;
    UtcTime now_;
    SplitMix& random_;
    std::vector<Record> notes_{};
};

}  // namespace

const Record& source_of(const Hotel& hotel, std::string_view segment, std::string_view channel) {
    if (channel == "GDS") return record_by(hotel.sources, "Name", "GDS");
    if (segment == "Online TA") return record_by(hotel.sources, "Name", "Online travel agencies");
    if (segment == "Offline TA/TO") return record_by(hotel.sources, "Name", "Tour operators");
    if (segment == "Groups") return record_by(hotel.sources, "Name", "Group desks");
    if (segment == "Corporate") return record_by(hotel.sources, "Name", "Companies");
    return record_by(hotel.sources, "Name", "Website");
}

void add_notes_and_groups(Hotel& hotel, const std::vector<StaySource>& sources, UtcTime now,
                          SplitMix& random) {
    std::unordered_map<Uuid, int> sizes;
    for (const auto& stay : hotel.reservations.rows()) ++sizes[stay.group_id];
    std::unordered_map<Uuid, const Booking*> bookings;
    NoteMaker maker{hotel, now, random};
    std::unordered_set<Uuid> known;
    for (const auto& source : sources) {
        bookings.emplace(source.reservation_id, source.booking);
        auto* stay = hotel.reservations.find(source.reservation_id);
        if (stay == nullptr) continue;
        stay->business_segment_id =
            record_by(hotel.business_segments, "Name", source.booking->segment).id;
        maker.add(*stay, *source.booking);
        if (known.insert(stay->group_id).second)
            maker.add_group(*stay, *source.booking, sizes[stay->group_id]);
    }
    maker.keep();
    for (auto& coming : hotel.to_come) {
        const auto& booking = *bookings.at(coming.stay.id);
        coming.stay.business_segment_id =
            record_by(hotel.business_segments, "Name", booking.segment).id;
    }
}

void add_money(Hotel& hotel, const std::vector<StaySource>& sources, UtcTime now,
               SplitMix& random) {
    MoneyMaker maker{hotel, now, random};
    for (const auto& source : sources) {
        if (auto* stay = hotel.reservations.find(source.reservation_id))
            maker.add(*stay, *source.booking);
    }
    maker.keep();
    correct_a_bill(hotel, now, random);
}

}  // namespace stayd::sim
