#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "house/house.hpp"
#include "house/views.hpp"
#include "tests/sim/world/pms_rows.hpp"
#include "tests/sim/world/seeded_random.hpp"

namespace stayd::sim {

/// The same word always gives the same id.
inline Uuid id_of(std::string_view word) {
    std::uint64_t hash = 0xcbf29ce484222325;
    Uuid id;
    for (auto& byte : id.bytes) {
        for (const char letter : word) {
            hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
        }
        byte = static_cast<std::uint8_t>(hash >> 32);
    }
    return id;
}

inline UtcTime utc(std::string_view text) {
    return parse_iso8601(text).value();
}

/// A hotel in Lisbon on a Thursday morning, without PMS, broker and couriers: what the PMS would
/// say is told by its builders, what staff do by `staff`. The line is up and the clock stands at
/// `now` until a test moves it.
///
///     SmallHotel hotel;
///     auto room = hotel.room("204").dirty();
///     auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
class SmallHotel {
  public:
    class Room;
    class Guest;
    class Stay;
    using Touched = std::set<std::pair<house::ShownKind, Uuid>>;

    explicit SmallHotel(const std::filesystem::path& file = ":memory:",
                        std::string zone = "Europe/Lisbon")
        : database(file, storage::Database::Mode::read_write),
          house((house::prepare(database, file), database), random),
          views(database) {
        apply(house::Started{});
        apply(house::ClockMeasured{});
        page(model::Enterprise{.id = id_of("enterprise"),
                               .chain_id = id_of("chain"),
                               .name = "City Hotel",
                               .time_zone = std::move(zone),
                               .default_language_code = "en-GB",
                               .updated_utc = now});
        page(Service{.id = id_of("stay service"),
                     .name = "Accommodation",
                     .type = model::ServiceType::bookable,
                     .start_offset = std::chrono::hours{15},
                     .end_offset = std::chrono::hours{11},
                     .updated_utc = now});
        page(ResourceCategory{.id = id_of("double"),
                              .service_id = id_of("stay service"),
                              .name = "Double",
                              .short_name = "DBL",
                              .type = "Room",
                              .ordering = 1,
                              .capacity = 2});
        page(Department{.id = id_of("housekeeping"), .name = "Housekeeping", .updated_utc = now});
        apply(house::LineObserved{.line = house::Line::up, .cause = {}});
    }

    /// A room of the PMS; new ones are inspected.
    Room room(std::string_view name);
    /// A customer of the PMS.
    Guest guest(std::string_view last_name, std::optional<std::string> first_name);
    /// A stay of an account that need not be a known customer.
    Stay stay_of(const Uuid& account, model::AccountType type, std::optional<Uuid> room);

    house::Effects apply(const house::Input& input) { return house.apply(input, now); }
    /// One row as a page of the PMS.
    template <class Row>
    house::Effects page(const Row& row) {
        return apply(page_of(row));
    }
    template <class Row>
    static house::PageArrived page_of(const Row& row) {
        return {.rows = rows_of(row)};
    }

    house::StaffCommand command(house::Action action) {
        return {.id = Uuid::version7(now, random),
                .device = "phone-1",
                .user = "Ana",
                .made = now,
                .action = std::move(action)};
    }
    /// What the box answers to one staff act.
    house::Ack staff(house::Action action) { return staff(command(std::move(action))); }
    house::Ack staff(house::StaffCommand command) {
        return apply(house::Input{std::move(command)}).acks.at(0);
    }
    /// An act that is accepted; gives the id of its change.
    Uuid accepted(house::Action action) {
        const auto ack = staff(std::move(action));
        if (!ack.durable) throw std::runtime_error("refused: " + ack.reason);
        return ack.command;
    }
    house::Effects settle(const Uuid& change, house::Outcome outcome) {
        return apply(house::SendSettled{.change = change, .outcome = std::move(outcome)});
    }

    /// What the input lets the publisher look at again.
    Touched touched_by(const house::Input& input) {
        const auto before = house.shown().revision();
        apply(input);
        return touched_since(before);
    }
    Touched touched_since(std::uint64_t revision) {
        Touched touched;
        for (const auto& thing : house.shown().since(revision)) {
            touched.emplace(thing.kind, thing.id);
        }
        return touched;
    }
    std::int64_t count(const char* sql) {
        auto query = database.statement(sql);
        return query.step() ? query.integer(0) : 0;
    }

    UtcTime now = utc("2015-09-17T09:00:00Z");
    SeededRandom random{1};
    storage::Database database;
    house::House house;
    house::Views views;

  private:
    std::map<Uuid, model::Resource> rooms_;
    std::map<Uuid, Customer> customers_;
    std::map<Uuid, model::Reservation> stays_;
};

class SmallHotel::Room {
  public:
    Room(SmallHotel& hotel, const Uuid& room) : id(room), hotel_(&hotel) {}
    Room& dirty() { return is(model::ResourceState::dirty); }
    Room& clean() { return is(model::ResourceState::clean); }
    Room& inspected() { return is(model::ResourceState::inspected); }
    Room& out_of_order() { return is(model::ResourceState::out_of_order); }
    Room& out_of_service() { return is(model::ResourceState::out_of_service); }
    /// The PMS says so.
    Room& is(model::ResourceState state) {
        auto& row = hotel_->rooms_.at(id);
        row.state = state;
        row.updated_utc = hotel_->now;
        hotel_->page(row);
        return *this;
    }
    const model::Resource& row() const { return hotel_->rooms_.at(id); }

    Uuid id;

  private:
    SmallHotel* hotel_;
};

class SmallHotel::Stay {
  public:
    Stay(SmallHotel& hotel, const Uuid& stay) : id(stay), hotel_(&hotel) {}
    /// The PMS says so.
    Stay& is(model::ReservationState state) {
        return changes([state](auto& row) { row.state = state; });
    }
    template <class Edit>
    Stay& changes(Edit edit) {
        auto& row = hotel_->stays_.at(id);
        edit(row);
        row.updated_utc = hotel_->now;
        hotel_->page(row);
        return *this;
    }
    const model::Reservation& row() const { return hotel_->stays_.at(id); }
    std::optional<house::ArrivalView> view() const { return hotel_->views.arrival(id); }

    Uuid id;

  private:
    SmallHotel* hotel_;
};

class SmallHotel::Guest {
  public:
    Guest(SmallHotel& hotel, const Uuid& customer) : id(customer), hotel_(&hotel) {}
    template <class Edit>
    Guest& changes(Edit edit) {
        auto& row = hotel_->customers_.at(id);
        edit(row);
        row.updated_utc = hotel_->now;
        hotel_->page(row);
        return *this;
    }
    /// A confirmed stay from this afternoon to tomorrow morning.
    Stay arrives_today(const Room& room) {
        return hotel_->stay_of(id, model::AccountType::customer, room.id);
    }
    Stay arrives_today() { return hotel_->stay_of(id, model::AccountType::customer, std::nullopt); }
    Guest& accompanies(const Stay& stay) {
        hotel_->page(Companionship{.id = Uuid::version7(hotel_->now, hotel_->random),
                                   .customer_id = id,
                                   .reservation_group_id = stay.row().group_id,
                                   .reservation_id = stay.id});
        return *this;
    }

    Uuid id;

  private:
    SmallHotel* hotel_;
};

inline SmallHotel::Room SmallHotel::room(std::string_view name) {
    const auto id = id_of(name);
    if (rooms_.contains(id)) return {*this, id};
    rooms_[id] = {.id = id,
                  .name = std::string{name},
                  .state = model::ResourceState::inspected,
                  .kind = model::ResourceKind::space,
                  .floor = "2",
                  .updated_utc = now};
    page(rooms_[id]);
    page(ResourceCategoryAssignment{.id = id_of(std::string{name} + " is a double"),
                                    .resource_id = id,
                                    .category_id = id_of("double"),
                                    .updated_utc = now});
    return {*this, id};
}

inline SmallHotel::Guest SmallHotel::guest(std::string_view last_name,
                                           std::optional<std::string> first_name) {
    const auto id = id_of(std::string{last_name} + ", " + first_name.value_or(""));
    customers_[id] = {.id = id,
                      .number = std::to_string(customers_.size() + 1),
                      .first_name = std::move(first_name),
                      .last_name = std::string{last_name},
                      .updated_utc = now};
    page(customers_[id]);
    return {*this, id};
}

inline SmallHotel::Stay SmallHotel::stay_of(const Uuid& account, model::AccountType type,
                                            std::optional<Uuid> room) {
    const auto number = std::to_string(1042 + stays_.size());
    const auto id = id_of("reservation " + number);
    const auto day = house.day().start;
    stays_[id] = {.id = id,
                  .service_id = id_of("stay service"),
                  .account_id = account,
                  .account_type = type,
                  .group_id = id_of("group " + number),
                  .number = number,
                  .state = model::ReservationState::confirmed,
                  .requested_category_id = id_of("double"),
                  .assigned_resource_id = room,
                  .scheduled_start_utc = day + std::chrono::hours{15},
                  .scheduled_end_utc = day + std::chrono::hours{24 + 11},
                  .person_counts = {{.age_category_id = id_of("adult"), .count = 2}},
                  .created_utc = now,
                  .updated_utc = now};
    page(stays_[id]);
    return {*this, id};
}

}  // namespace stayd::sim
