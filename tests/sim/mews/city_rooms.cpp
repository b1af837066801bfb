#include "tests/sim/mews/city_rooms.hpp"

#include <unordered_map>

#include "tests/sim/mews/city_house.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;
using namespace std::chrono_literals;

constexpr int rooms_out_of_service = 3;

struct Span {
    UtcTime start;
    UtcTime end;
};

UtcTime start_of(const Reservation& stay) {
    return std::min(stay.scheduled_start_utc,
                    stay.actual_start_utc.value_or(stay.scheduled_start_utc));
}

/// Which rooms are taken when.
class RoomRack {
  public:
    RoomRack(Hotel& hotel, SplitMix& random) : hotel_(hotel), random_(random) {}

    /// A free room of the wanted kind, else of a better one, else of any.
    std::optional<Uuid> take(char letter, Span span) {
        const auto& rows = hotel_.resource_categories.rows();
        const int wanted = std::ranges::find(rows, letter, &ResourceCategory::letter)->ordering;
        std::vector<const ResourceCategory*> kinds;
        for (const auto& row : rows) kinds.push_back(&row);
        std::ranges::sort(kinds, {}, [wanted](const ResourceCategory* kind) {
            return std::pair{kind->ordering < wanted, std::abs(kind->ordering - wanted)};
        });
        for (const auto* kind : kinds) {
            if (auto room = take_of(kind->id, span)) return room;
        }
        return std::nullopt;
    }

  private:
    std::optional<Uuid> take_of(const Uuid& category_id, Span span) {
        std::vector<Uuid> free;
        for (const auto& room : hotel_.resources.rows()) {
            if (room.category_id == category_id && is_free(room.id, span)) free.push_back(room.id);
        }
        if (free.empty()) return std::nullopt;
        const auto room = free[random_.below(free.size())];
        taken_[room].push_back(span);
        return room;
    }
    bool is_free(const Uuid& room, Span span) {
        return std::ranges::none_of(taken_[room], [&](Span other) {
            return other.start < span.end && span.start < other.end;
        });
    }

    Hotel& hotel_;
    SplitMix& random_;
    std::unordered_map<Uuid, std::vector<Span>> taken_;
};

/// In percent: how likely a stay that is still to come has a room by now.
int assigned_by_now(const Reservation& stay, std::chrono::sys_days today) {
    if (stay.state != ReservationState::confirmed) return 0;
    const auto days_ahead = (day_in_lisbon(stay.scheduled_start_utc) - today).count();
    if (days_ahead <= 0) return 88;
    return days_ahead == 1 ? 50 : 6;
}

/// The booking data lets a few more in on its fullest night than the house has rooms.
void turn_away(Reservation& stay) {
    stay.cancelled_utc = stay.updated_utc = *stay.actual_start_utc;
    stay.actual_start_utc.reset();
    stay.actual_end_utc.reset();
    stay.owner_checked_in = false;
    stay.balance_minor = 0;
    stay.state = ReservationState::canceled;
    stay.cancellation_reason = "ServiceNotAvailable";
}

/// The room's stays on both sides of now.
struct RoomDay {
    const Reservation* guest = nullptr;       ///< in it
    std::optional<UtcTime> left_utc;          ///< when the last one left
    std::optional<UtcTime> next_arrival_utc;  ///< of the next one
};

std::unordered_map<Uuid, RoomDay> room_days(const Hotel& hotel) {
    std::unordered_map<Uuid, RoomDay> days;
    for (const auto& stay : hotel.reservations.rows()) {
        if (!stay.assigned_resource_id) continue;
        auto& day = days[*stay.assigned_resource_id];
        if (stay.state == ReservationState::started) day.guest = &stay;
        if (stay.state == ReservationState::processed) {
            day.left_utc = std::max(day.left_utc.value_or(UtcTime{}), *stay.actual_end_utc);
        }
        if (stay.state == ReservationState::confirmed) {
            day.next_arrival_utc =
                std::min(day.next_arrival_utc.value_or(UtcTime::max()), stay.scheduled_start_utc);
        }
    }
    return days;
}

ResourceState pick(SplitMix& random, int percent_inspected, int percent_clean) {
    const auto drawn = static_cast<int>(random.below(100));
    if (drawn < percent_inspected) return ResourceState::inspected;
    return drawn < percent_inspected + percent_clean ? ResourceState::clean : ResourceState::dirty;
}

ResourceState morning_state(const RoomDay& day, UtcTime today, UtcTime now, SplitMix& random) {
    if (day.guest != nullptr) return pick(random, 0, 12);
    if (day.left_utc && *day.left_utc >= today) return ResourceState::dirty;
    if (day.next_arrival_utc && *day.next_arrival_utc < now + 4h) return pick(random, 80, 15);
    if (day.left_utc && *day.left_utc >= today - 24h) return pick(random, 45, 35);
    return pick(random, 75, 20);
}

}  // namespace

void assign_rooms(Hotel& hotel, const std::vector<StaySource>& sources, UtcTime now,
                  SplitMix& random) {
    const auto today = day_in_lisbon(now);
    RoomRack rack{hotel, random};
    struct Wish {
        Reservation* stay;
        char letter;
        bool has_come;
    };
    std::vector<Wish> wishes;
    for (const auto& source : sources) {
        auto* stay = hotel.reservations.find(source.reservation_id);
        if (stay == nullptr) continue;
        const bool has_come = stay->actual_start_utc.has_value();
        if (has_come || random.chance(assigned_by_now(*stay, today)))
            wishes.push_back({stay, source.assigned_type, has_come});
    }
    std::ranges::stable_sort(wishes, {}, [](const Wish& wish) {
        return std::pair{!wish.has_come, start_of(*wish.stay)};
    });
    for (const auto& [stay, letter, has_come] : wishes) {
        const auto end = has_come && stay->actual_end_utc
                             ? std::max(*stay->actual_end_utc, stay->scheduled_start_utc)
                             : stay->scheduled_end_utc;
        stay->assigned_resource_id = rack.take(letter, {start_of(*stay), end});
        if (has_come && !stay->assigned_resource_id) turn_away(*stay);
        stay->assigned_resource_locked =
            !has_come && stay->assigned_resource_id && random.chance(10);
    }
}

void set_room_states(Hotel& hotel, UtcTime now, SplitMix& random) {
    const auto today = in_lisbon(day_in_lisbon(now), 0h);
    auto days = room_days(hotel);
    int out_of_service = 0;
    for (auto& room : hotel.resources.rows()) {
        const auto& day = days[room.id];
        room.state = morning_state(day, today, now, random);
        room.updated_utc = room.state == ResourceState::dirty
                               ? std::min(now, today + 4h + std::chrono::minutes{random.below(60)})
                               : today - std::chrono::minutes{60 + random.below(600)};
        const bool is_needed = day.guest != nullptr || day.next_arrival_utc;
        if (!is_needed && out_of_service < rooms_out_of_service && random.chance(70)) {
            room.state = ResourceState::out_of_service;
            room.location_notes = "Air conditioning under repair";
            ++out_of_service;
        }
        if (day.left_utc) room.updated_utc = std::max(room.updated_utc, *day.left_utc);
    }
}

}  // namespace stayd::sim
