#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/local_day.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "storage/database.hpp"

namespace stayd::house {

/// What the house has left to offer: rooms, nights of categories, prices, products. Kept apart from
/// the facts of a stay, so that of a room that changes only those stays are asked anew to which it
/// could be offered, and only when it makes a difference to them.
class Supply {
  public:
    explicit Supply(storage::Database& database) : database_(database) {}

    /// All of it anew, as when everything is asked. Prices stay for the day.
    void look_at_all();
    /// Whether another guest could now have the room who could not before, or the other way round.
    bool look_at_room(const Uuid& room);
    /// The same of the night that a row of the PMS's availability is about, if it has become
    /// another step.
    struct Night {
        Uuid category;
        UtcTime starts{};

        auto operator<=>(const Night&) const = default;
    };
    std::optional<Night> night_of(const Uuid& availability);
    bool look_at_night(const Night& night);

    /// Stays to which a room could be offered, or that asked for its night.
    std::vector<Uuid> stays_for_rooms();
    std::vector<Uuid> stays_for_night(const Night& night);

    /// It is not offered to others meanwhile (hotel-domain.md 4.3, 5).
    void hold(const Uuid& room, const Uuid& stay, UtcTime until);
    /// What another stay holds by now stays with it. False when this one held nothing.
    bool let_go(const Uuid& room, const Uuid& stay);
    /// Rooms of a category, the likeliest first, without those that are held for other stays.
    std::vector<Uuid> rooms_of(const Uuid& category, const Uuid& stay, UtcTime now);

  private:
    void look_at_rooms();
    void look_at_nights();
    void look_at_prices();
    void look_at_products();
    storage::Database& database_;
};

}  // namespace stayd::house
