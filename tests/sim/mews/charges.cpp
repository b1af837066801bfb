#include "tests/sim/mews/charges.hpp"

#include "tests/sim/mews/city_catalog.hpp"
#include "tests/sim/mews/city_house.hpp"
#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using namespace std::chrono_literals;

constexpr int city_tax_cents = 100;  ///< a person and night, for the first seven nights
constexpr int city_tax_nights = 7;
constexpr int breakfast_cents = 900;

class Charges {
  public:
    Charges(const Hotel& hotel, const Reservation& stay, SplitMix& random)
        : hotel_(hotel), stay_(stay), random_(random) {
        first_ = day_in_lisbon(stay.scheduled_start_utc);
        nights_ =
            std::max<std::int64_t>(1, (day_in_lisbon(stay.scheduled_end_utc) - first_).count());
    }

    std::vector<OrderItem> make(StayPrice price) {
        items_.reserve(static_cast<std::size_t>(2 * nights_ + 1));
        const int adults = stay_.person_counts.empty() ? 1 : stay_.person_counts.front().count;
        const auto& night = product(hotel_, "NIGHT");
        const auto evenings = times(23h, 0);
        for (const auto evening : evenings) {
            auto& item = add(night, price.rate_cents, 1, evening);
            item.type = "SpaceOrder";
            item.revenue_type = "Service";
            item.product_id.reset();
        }
        auto& tax = add(product(hotel_, "CITYTAX"), city_tax_cents,
                        adults * static_cast<int>(std::min<std::int64_t>(nights_, city_tax_nights)),
                        evenings.front());
        tax.type = "CityTax";
        tax.tax_percent = 0;
        if (!price.has_breakfast) return std::move(items_);
        const auto& breakfast = product(hotel_, "BREAKFAST");
        for (const auto morning : times(8h, 1)) add(breakfast, breakfast_cents, adults, morning);
        return std::move(items_);
    }

  private:
    /// One instant a night, at that hour, `days_later`.
    std::vector<UtcTime> times(Duration hour, int days_later) const {
        std::vector<UtcTime> times;
        const auto day = first_ + std::chrono::days{days_later};
        const auto start = in_lisbon(day, hour);
        const auto last = day + std::chrono::days{nights_ - 1};
        const bool is_even = in_lisbon(last, hour) == start + 24h * (nights_ - 1);
        for (std::int64_t night = 0; night < nights_; ++night) {
            times.push_back(is_even ? start + 24h * night
                                    : in_lisbon(day + std::chrono::days{night}, hour));
        }
        return times;
    }

    OrderItem& add(const Record& product, std::int64_t unit_cents, int count, UtcTime consumed) {
        OrderItem item{.id = random_.guid(),
                       .account_id = stay_.account_id,
                       .account_type = stay_.account_type,
                       .service_id = stay_.service_id,
                       .service_order_id = stay_.id,
                       .accounting_category_id = id_in(product, "AccountingCategoryId"),
                       .product_id = product.id,
                       .unit_count = count,
                       .unit_cents = unit_cents,
                       .creator_profile_id = stay_.creator_profile_id,
                       .updater_profile_id = stay_.creator_profile_id,
                       .consumed_utc = consumed,
                       .created_utc = stay_.created_utc,
                       .updated_utc = stay_.created_utc};
        const bool is_only_held = stay_.state == ReservationState::optional ||
                                  stay_.state == ReservationState::requested ||
                                  stay_.state == ReservationState::inquired;
        if (item.cents() == 0 || is_only_held) item.state = "Inactive";
        if (stay_.state == ReservationState::canceled)
            cancel(item, stay_.cancelled_utc.value_or(stay_.updated_utc), true);
        items_.push_back(std::move(item));
        return items_.back();
    }

    const Hotel& hotel_;
    const Reservation& stay_;
    SplitMix& random_;
    std::chrono::sys_days first_{};
    std::int64_t nights_ = 1;
    std::vector<OrderItem> items_{};
};

}  // namespace

std::vector<OrderItem> charges_of(const Hotel& hotel, const Reservation& stay, StayPrice price,
                                  SplitMix& random) {
    return Charges{hotel, stay, random}.make(price);
}

std::vector<OrderItem*> items_of(Hotel& hotel, const Uuid& service_order_id) {
    static const Table<OrderItem>::Parent order = [](const OrderItem& item) {
        return std::optional{item.service_order_id};
    };
    std::vector<OrderItem*> items;
    for (const auto place : hotel.order_items.places_by("ServiceOrderIds", order, service_order_id))
        items.push_back(&hotel.order_items.rows()[place]);
    return items;
}

void cancel(OrderItem& item, UtcTime now, bool with_reservation) {
    item.state = "Canceled";
    item.canceled_utc = item.updated_utc = std::chrono::floor<std::chrono::seconds>(now);
    item.canceled_with_reservation = with_reservation;
}

void close(OrderItem& item, const Uuid& bill_id, UtcTime now) {
    item.state = "Closed";
    item.bill_id = bill_id;
    item.closed_utc = item.updated_utc = std::chrono::floor<std::chrono::seconds>(now);
}

}  // namespace stayd::sim
