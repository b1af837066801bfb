#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <string>
#include <vector>

#include "mirror/mirror.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::mirror {

using namespace std::chrono_literals;
using model::List;
using model::Parents;
using sim::id_of;
using sim::rows_of;

/// The mirror of a small hotel, filled row by row.
struct MirrorTest : testing::Test {
    template <class Row>
    Put put(const Row& row, Evidence evidence = Evidence::list) {
        return put(rows_of(row), evidence);
    }
    Put put(const model::Rows& rows, Evidence evidence = Evidence::list) {
        return mirror.put(rows[0], rows.list(), now, evidence);
    }
    model::Resource room(model::ResourceState state, UtcTime updated) {
        return {.id = id_of("204"),
                .name = "204",
                .state = state,
                .kind = model::ResourceKind::space,
                .floor = "2",
                .updated_utc = updated};
    }
    model::Reservation stay(std::string_view name, Duration starts_in) {
        return {.id = id_of(name),
                .account_id = id_of(std::string{name} + "'s guest"),
                .account_type = model::AccountType::customer,
                .group_id = id_of(std::string{name} + "'s group"),
                .number = std::string{name},
                .state = model::ReservationState::confirmed,
                .scheduled_start_utc = now + starts_in,
                .scheduled_end_utc = now + starts_in + 24h,
                .updated_utc = now};
    }
    void accompany(std::string_view companionship, std::string_view customer,
                   std::string_view stay_name) {
        put(sim::Companionship{.id = id_of(companionship),
                               .customer_id = id_of(customer),
                               .reservation_group_id = id_of("group"),
                               .reservation_id = id_of(stay_name)});
    }
    static std::vector<Uuid> ids(std::initializer_list<const char*> names) {
        std::vector<Uuid> found;
        for (const auto* name : names) found.push_back(id_of(name));
        return found;
    }
    void advance(Duration time) { now += time; }

    sim::SmallHotel hotel;
    Mirror mirror{hotel.database};
    UtcTime now = hotel.now;
};

}  // namespace stayd::mirror
