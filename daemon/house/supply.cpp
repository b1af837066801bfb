#include "house/supply.hpp"

#include <fmt/format.h>

namespace stayd::house {
namespace {

/// Rooms as the mirror and staff's changes have them; `{}` narrows them to one. Who is in it
/// overnight and did not leave counts. A block that is over by now stands until the day ends.
constexpr const char* enter_rooms = R"sql(
    INSERT INTO offered_room (room_uid, room, category_uid, service_uid, ordering, capacity, is_ready, free_until_utc_ms)
    SELECT room.uid, coalesce(room.name, ''), category.uid, category.service_uid, coalesce(category.ordering, 0),
           coalesce(category.capacity, 0),
           room.state_now = 'Inspected' AND NOT EXISTS (
               SELECT 1 FROM stay_now AS stay
                WHERE stay.uid IN (SELECT uid FROM room_candidate WHERE room_uid = room.uid)
                  AND stay.room_uid_now = room.uid AND stay.state_now = 'Started'),
           (SELECT min(start) FROM (
               SELECT min(stay.start_now_utc_ms) AS start FROM stay_now AS stay
                WHERE stay.uid IN (SELECT uid FROM room_candidate WHERE room_uid = room.uid)
                  AND stay.room_uid_now = room.uid AND stay.state_now IN ('Optional', 'Confirmed', 'Started')
                  AND (stay.end_now_utc_ms > house.business_day_start_utc_ms OR stay.state_now = 'Started')
               UNION ALL
               SELECT start_utc_ms FROM block_now
                WHERE room_uid = room.uid AND end_utc_ms > house.business_day_start_utc_ms))
      FROM house
      JOIN room_now AS room
      JOIN resource_category_assignment AS is_a ON is_a.id = (
           SELECT id FROM resource_category_assignment WHERE resource_uid = room.uid AND is_active ORDER BY id LIMIT 1)
      JOIN resource_category AS category ON category.uid = is_a.category_uid
     WHERE true {}
    ON CONFLICT (room_uid) DO UPDATE SET
           room = excluded.room, category_uid = excluded.category_uid, service_uid = excluded.service_uid,
           ordering = excluded.ordering, capacity = excluded.capacity, is_ready = excluded.is_ready,
           free_until_utc_ms = excluded.free_until_utc_ms
     WHERE (room, category_uid, service_uid, ordering, capacity, is_ready, free_until_utc_ms)
        IS NOT (excluded.room, excluded.category_uid, excluded.service_uid, excluded.ordering, excluded.capacity,
                excluded.is_ready, excluded.free_until_utc_ms)
)sql";
constexpr const char* remove_rooms = R"sql(
    DELETE FROM offered_room WHERE NOT EXISTS (
        SELECT 1 FROM room_now AS room
          JOIN resource_category_assignment AS is_a ON is_a.resource_uid = room.uid AND is_a.is_active
          JOIN resource_category AS category ON category.uid = is_a.category_uid
         WHERE room.uid = offered_room.room_uid) {}
)sql";

/// Nights of which something is offered: a month ahead. Held by a group and not picked up yet is
/// not left; taken by another service neither.
constexpr const char* enter_nights = R"sql(
    INSERT INTO offered_night (category_uid, starts_utc_ms, level)
    SELECT category_uid, starts_utc_ms,
           CASE WHEN spare <= 0 THEN 0 WHEN spare = 1 THEN 1 WHEN spare * 4 < usable THEN 2 WHEN spare * 2 < usable THEN 3
                ELSE 4 END
      FROM (SELECT category_uid, starts_utc_ms,
                   sum(CASE metric WHEN 'UsableResources' THEN value ELSE 0 END) AS usable,
                   sum(CASE metric WHEN 'UsableResources' THEN value
                                   WHEN 'PublicAvailabilityAdjustment' THEN min(value, 0)
                                   WHEN 'Occupied' THEN -value WHEN 'BlockAvailability' THEN -value
                                   WHEN 'OtherServiceReservationCount' THEN -value ELSE 0 END) AS spare
              FROM availability, house
             WHERE starts_utc_ms >= business_day_start_utc_ms - 2 * 86400000
               AND starts_utc_ms < business_day_start_utc_ms + 31 * 86400000
               {}
             GROUP BY category_uid, starts_utc_ms)
     WHERE true
    ON CONFLICT (category_uid, starts_utc_ms) DO UPDATE SET level = excluded.level WHERE level <> excluded.level
)sql";

/// The median of the last forty bookings, of three at least.
constexpr const char* enter_prices = R"sql(
    INSERT INTO offered_price (category_uid, nightly_millionths, day_start_utc_ms)
    SELECT uid, price, business_day_start_utc_ms FROM (
        SELECT category.uid AS uid, house.business_day_start_utc_ms, (
            SELECT night FROM (
                SELECT night, row_number() OVER (ORDER BY night) AS place, count(*) OVER () AS many FROM (
                    SELECT (SELECT sum(gross_millionths) FROM order_item
                             WHERE service_order_uid = other.uid AND type = 'SpaceOrder' AND accounting_state <> 'Canceled')
                           / max(1, (other.scheduled_end_utc_ms - other.scheduled_start_utc_ms + 43200000) / 86400000) AS night
                      FROM reservation AS other
                     WHERE other.requested_category_uid = category.uid
                       AND other.scheduled_start_utc_ms >= house.business_day_start_utc_ms - 28 * 86400000
                       AND other.scheduled_start_utc_ms < house.business_day_start_utc_ms + 14 * 86400000
                       AND other.state IN ('Confirmed', 'Started', 'Processed')
                     ORDER BY other.scheduled_start_utc_ms DESC, other.uid LIMIT 40)
                 WHERE night > 0)
             WHERE many >= 3 AND place = (many + 1) / 2) AS price
          FROM resource_category AS category, house)
     WHERE price IS NOT NULL
)sql";

/// The first by the hotel's own order whose name says what it is. Names are the hotel's; what they
/// do not say is not offered.
constexpr const char* enter_products = R"sql(
    INSERT INTO offered_product (kind, product_uid)
    WITH word (kind, pattern) AS (VALUES
        ('breakfast', '%breakfast%'), ('breakfast', '%pequeno%almo%'), ('breakfast', '%frühstück%'),
        ('breakfast', '%petit%d_jeuner%'), ('breakfast', '%desayuno%'),
        ('dinner', '%dinner%'), ('dinner', '%half board%'), ('dinner', '%jantar%'), ('dinner', '%abendessen%'),
        ('parking', '%parking%'), ('parking', '%garage%'), ('parking', '%estacionamento%'), ('parking', '%parkplatz%'),
        ('charging', '%charging%'), ('charging', '%wallbox%'), ('charging', '%ladestation%'),
        ('bed', '%extra bed%'), ('bed', '%rollaway%'), ('bed', '%cama extra%'), ('bed', '%zustellbett%'),
        ('cot', '%cot'), ('cot', '%crib%'), ('cot', '%babybett%'),
        ('pet', 'pet'), ('pet', 'pet %'), ('pet', '%dog%'), ('pet', '%hund%'),
        ('transfer', '%transfer%'), ('transfer', '%shuttle%'),
        ('occasion', '%celebration%'), ('occasion', '%romantic%'), ('occasion', '%honeymoon%'), ('occasion', '%birthday%'),
        ('wellness', '%massage%'), ('wellness', '%spa'), ('wellness', '%spa %'), ('wellness', '%wellness%'),
        ('meeting', '%meeting%'), ('meeting', '%conference%'), ('meeting', '%work%room%'),
        ('laundry', '%laundry%'), ('laundry', '%wäsche%'), ('laundry', '%lavandaria%'),
        ('early', '%early check%in%'), ('late', '%late check%out%'))
    SELECT chosen.kind, product.uid FROM (
        SELECT kind, min(coalesce(ordering, 0) * 16777216 + id) % 16777216 AS id FROM product JOIN word ON name LIKE pattern
         WHERE is_active AND gross_millionths > 0 AND NOT coalesce(rest ->> 'IsDefault', 0)
         GROUP BY kind) AS chosen
      JOIN product ON product.id = chosen.id
)sql";

/// Today's arrivals, with those whose times staff have moved.
constexpr const char* arrivals_of_today = R"sql(
    SELECT uid FROM reservation, house WHERE state = 'Confirmed'
       AND scheduled_start_utc_ms >= business_day_start_utc_ms AND scheduled_start_utc_ms < business_day_end_utc_ms
    UNION SELECT subject_uid FROM change
     WHERE kind = 'SetStayTimes' AND stage IN ('Ready', 'InFlight', 'Unknown')
)sql";

/// A stay asks for its own nights, the one before and the one after.
constexpr const char* stays_of_night = R"sql(
    SELECT uid FROM reservation, house WHERE state = 'Confirmed'
       AND scheduled_start_utc_ms >= business_day_start_utc_ms - 4 * 86400000
       AND scheduled_start_utc_ms < :night + 2 * 86400000 AND scheduled_end_utc_ms > :night - 86400000
    UNION SELECT uid FROM reservation WHERE state = 'Started'
       AND scheduled_end_utc_ms > :night - 86400000 AND scheduled_end_utc_ms < :night + 2 * 86400000
    UNION SELECT subject_uid FROM change
     WHERE kind IN ('SetStayTimes', 'CheckIn') AND stage IN ('Ready', 'InFlight', 'Unknown')
)sql";

/// A statement over all, and over one: made once, for statements are kept by their text.
struct Texts {
    std::string all;
    std::string one;

    Texts(const char* sql, const char* narrow)
        : all(fmt::format(fmt::runtime(sql), "")), one(fmt::format(fmt::runtime(sql), narrow)) {}
};
const Texts enter_room{enter_rooms, "AND room.uid = :room"};
const Texts remove_room{remove_rooms, "AND room_uid = :room"};
const Texts enter_night{enter_nights, "AND category_uid = :category AND starts_utc_ms = :starts"};

std::vector<Uuid> ids_of(storage::Statement query) {
    std::vector<Uuid> ids;
    while (query.step()) ids.push_back(query.uuid(0));
    return ids;
}

}  // namespace

void Supply::look_at_all() {
    look_at_rooms();
    look_at_nights();
    look_at_prices();
    look_at_products();
}

void Supply::look_at_rooms() {
    database_.statement(remove_room.all).run();
    database_.statement(enter_room.all).run();
}

void Supply::look_at_nights() {
    database_.execute(R"sql(
        DELETE FROM offered_night WHERE starts_utc_ms < (SELECT business_day_start_utc_ms - 2 * 86400000 FROM house)
           OR NOT EXISTS (SELECT 1 FROM availability
                           WHERE availability.category_uid = offered_night.category_uid
                             AND availability.starts_utc_ms = offered_night.starts_utc_ms)
    )sql");
    database_.statement(enter_night.all).run();
}

void Supply::look_at_prices() {
    auto query = database_.statement(R"sql(
        SELECT EXISTS (SELECT 1 FROM offered_price JOIN house ON day_start_utc_ms = business_day_start_utc_ms)
    )sql");
    if (query.step() && query.boolean(0)) return;
    database_.execute("DELETE FROM offered_price");
    database_.statement(enter_prices).run();
}

void Supply::look_at_products() {
    database_.execute("DELETE FROM offered_product");
    database_.statement(enter_products).run();
}

bool Supply::look_at_room(const Uuid& room) {
    auto remove = database_.statement(remove_room.one);
    const bool is_gone = remove.bind(":room", room).run() > 0;
    auto enter = database_.statement(enter_room.one);
    return enter.bind(":room", room).run() > 0 || is_gone;
}

std::optional<Supply::Night> Supply::night_of(const Uuid& availability) {
    auto query = database_.statement(
        "SELECT category_uid, starts_utc_ms FROM availability WHERE uid = :uid");
    query.bind(":uid", availability);
    if (!query.step()) return std::nullopt;
    return Night{.category = query.uuid(0), .starts = query.time(1)};
}

bool Supply::look_at_night(const Night& night) {
    auto enter = database_.statement(enter_night.one);
    return enter.bind(":category", night.category).bind(":starts", night.starts).run() > 0;
}

std::vector<Uuid> Supply::stays_for_rooms() {
    return ids_of(database_.statement(arrivals_of_today));
}

std::vector<Uuid> Supply::stays_for_night(const Night& night) {
    auto query = database_.statement(stays_of_night);
    query.bind(":night", night.starts);
    return ids_of(std::move(query));
}

void Supply::hold(const Uuid& room, const Uuid& stay, UtcTime until) {
    auto hold = database_.statement(
        "UPDATE offered_room SET held_for_uid = :stay, held_until_utc_ms = :until WHERE room_uid = "
        ":room");
    hold.bind(":room", room).bind(":stay", stay).bind(":until", until).run();
}

bool Supply::let_go(const Uuid& room, const Uuid& stay) {
    auto let_go = database_.statement(R"sql(
        UPDATE offered_room SET held_for_uid = NULL, held_until_utc_ms = NULL
         WHERE room_uid = :room AND held_for_uid = :stay
    )sql");
    return let_go.bind(":room", room).bind(":stay", stay).run() > 0;
}

std::vector<Uuid> Supply::rooms_of(const Uuid& category, const Uuid& stay, UtcTime now) {
    auto query = database_.statement(R"sql(
        SELECT room_uid FROM offered_room
         WHERE category_uid = :category
           AND (held_for_uid IS NULL OR held_for_uid = :stay OR held_until_utc_ms <= :now)
         ORDER BY free_until_utc_ms IS NULL, is_ready DESC, room
    )sql");
    query.bind(":category", category).bind(":stay", stay).bind(":now", now);
    return ids_of(std::move(query));
}

}  // namespace stayd::house
