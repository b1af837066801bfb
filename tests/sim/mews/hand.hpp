#pragma once

#include <fmt/format.h>

#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {

/// Another user of the PMS about to edit something: what there is to edit, and with what.
class Hand {
  public:
    Hand(Pms& pms, SplitMix& drawn, UtcTime now)
        : hotel(pms.hotel()), desk(pms.desk()), random(drawn), stamp{now, Actor::other_user} {}

    Hotel& hotel;
    Desk& desk;
    SplitMix& random;
    Stamp stamp;

    const char* text() { return texts[random.below(std::size(texts))]; }
    const char* family() { return families[random.below(std::size(families))]; }
    /// A row that is so, if a few tries find one.
    template <class Row, class Claim>
    Row* any(Table<Row>& table, Claim is_so) {
        if (table.size() == 0) return nullptr;
        for (int i = 0; i < tries; ++i) {
            auto& row = table.rows()[random.below(table.size())];
            if (is_so(row)) return &row;
        }
        return nullptr;
    }
    template <class Row>
    Row* any(Table<Row>& table) {
        return any(table, [](const Row&) { return true; });
    }
    Record* any_active(Records table) {
        return any(hotel.*table, [](const Record& row) { return row.is_active; });
    }
    Reservation* stay_in(model::ReservationState state) {
        return any(hotel.reservations, [&](const Reservation& row) { return row.state == state; });
    }
    Customer* guest() {
        return any(hotel.customers, [](const Customer& row) { return row.is_active; });
    }
    /// Changes a text of an active row.
    std::string retext(Records table, std::string_view member, const std::string& value) {
        auto* row = any_active(table);
        if (row == nullptr) return {};
        desk.change(table, *row, {{member, value}}, stamp);
        return fmt::format("{} of {} is now {}", member, row->id.to_string(), value);
    }
    /// Changes the English one of its names.
    std::string rename(Records table, const std::string& name) {
        auto* row = any_active(table);
        if (row == nullptr) return {};
        auto names = row->body.at("Names").as_object();
        names["en-GB"] = name;
        desk.change(table, *row, {{"Names", names}}, stamp);
        return fmt::format("{} is now called {}", row->id.to_string(), name);
    }
    std::string erase(Records table) {
        const auto* row = any_active(table);
        if (row == nullptr) return {};
        const auto id = row->id;
        desk.erase(table, id, stamp);
        return fmt::format("deleted {}", id.to_string());
    }
    std::string add(Records table, const json::object& members) {
        return fmt::format("added {}", desk.add(table, members, stamp).id.to_string());
    }

  private:
    static constexpr const char* texts[] = {
        "Quiet room, please.",     "Cama extra pedida.",         "Bitte Babybett bereitstellen.",
        "חדר שקט בבקשה",           "Поздний заезд, после 23:00", "安静的房间",
        "Allergie aux arachides.", "Called again: now at 21:30"};
    static constexpr const char* families[] = {"Okafor", "Sørensen", "d’Ávila",
                                               "Nowak",  "كريم",     "Yıldız"};
    static constexpr int tries = 60;
};

// edit_money.cpp
std::string edit_item(Hand& hand);
std::string edit_order(Hand& hand);
std::string edit_payment(Hand& hand);
std::string edit_bill(Hand& hand);
std::string edit_payment_request(Hand& hand);
std::string edit_product(Hand& hand);
std::string edit_product_category(Hand& hand);

}  // namespace stayd::sim
