#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/invariant.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "model/words.hpp"

/// Everything one property's PMS holds: plain rows, as the PMS's documentation describes them
/// (connector-api.md). They are written down here apart from the daemon's own model on purpose: a
/// field misread there must not be misread here too.
namespace stayd::sim {

/// The rows of one kind in the order they were created; the newest is the last. Rows are never
/// removed: the PMS only marks.
template <class Row>
class Table {
  public:
    Row& add(Row row) {
        invariant(!index_.contains(row.id), "every row has an id of its own");
        index_.emplace(row.id, rows_.size());
        rows_.push_back(std::move(row));
        return rows_.back();
    }
    Row* find(const Uuid& id) {
        const auto found = index_.find(id);
        return found == index_.end() ? nullptr : &rows_[found->second];
    }
    const Row* find(const Uuid& id) const { return const_cast<Table*>(this)->find(id); }
    /// The place of a row in the order of creation.
    std::optional<std::size_t> place_of(const Uuid& id) const {
        const auto found = index_.find(id);
        return found == index_.end() ? std::nullopt : std::optional{found->second};
    }
    const std::vector<Row>& rows() const { return rows_; }
    std::vector<Row>& rows() { return rows_; }
    std::size_t size() const { return rows_.size(); }

  private:
    std::vector<Row> rows_{};
    std::unordered_map<Uuid, std::size_t> index_;
};

using Localized = std::map<std::string, std::string>;

struct Enterprise {
    Uuid id{};
    Uuid chain_id{};
    Uuid address_id{};
    std::string name{};
    std::string short_name{};
    std::string time_zone{};
    std::string default_language{};
    std::string currency{};
    bool is_active = true;
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

struct Service {
    Uuid id{};
    Localized names{};
    model::ServiceType type = model::ServiceType::bookable;
    std::string start_offset{};  ///< ISO 8601 durations; empty for additional services
    std::string end_offset{};
    int ordering = 0;
    bool is_active = true;
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

struct Resource {
    Uuid id{};
    Uuid category_id{};
    std::string name{};
    std::string floor{};
    std::string location_notes{};
    model::ResourceState state = model::ResourceState::dirty;
    std::string state_reason{};  ///< the PMS never gives it back
    bool is_active = true;
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

struct ResourceCategory {
    Uuid id{};
    Uuid service_id{};
    char letter = 'A';  ///< of the booking data
    Localized names{};
    Localized short_names{};
    std::string type{};
    std::string classification{};
    int ordering = 0;
    int capacity = 0;
    int extra_capacity = 0;
    bool is_active = true;
    UtcTime created_utc{};
    UtcTime updated_utc{};  ///< filtered by, though the PMS does not show it
};

struct ResourceCategoryAssignment {
    Uuid id{};
    Uuid resource_id{};
    Uuid category_id{};
    bool is_active = true;
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

struct AgeCategory {
    Uuid id{};
    Uuid service_id{};
    Localized names{};
    Localized short_names{};
    model::AgeClassification classification = model::AgeClassification::adult;
    std::optional<int> minimal_age{};
    std::optional<int> maximal_age{};
    bool is_active = true;
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

struct Department {
    Uuid id{};
    std::string name{};
    bool is_active = true;
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

struct PersonCount {
    Uuid age_category_id{};
    int count = 0;
};

struct Reservation {
    Uuid id{};
    Uuid service_id{};
    Uuid account_id{};
    model::AccountType account_type = model::AccountType::customer;
    std::optional<Uuid> booker_id{};
    std::optional<Uuid> travel_agency_id{};
    std::optional<Uuid> partner_company_id{};
    Uuid group_id{};
    Uuid rate_id{};
    Uuid updater_profile_id{};
    Uuid creator_profile_id{};
    std::string number{};
    model::ReservationState state = model::ReservationState::confirmed;
    std::string origin{};            ///< "Commander", "ChannelManager" …
    std::string commander_origin{};  ///< empty: null
    std::string channel_number{};    ///< empty: null
    Uuid requested_category_id{};
    std::optional<Uuid> assigned_resource_id{};
    bool assigned_resource_locked = false;
    UtcTime scheduled_start_utc{};
    UtcTime scheduled_end_utc{};
    std::optional<UtcTime> actual_start_utc{};
    std::optional<UtcTime> actual_end_utc{};
    std::optional<UtcTime> cancelled_utc{};
    std::string cancellation_reason{};  ///< empty: null
    std::optional<UtcTime> released_utc{};
    std::string purpose{};  ///< empty: null
    std::vector<PersonCount> person_counts{};
    bool owner_checked_in = false;
    bool connector_check_in = false;
    int balance_minor = 0;  ///< what the stay still owes, in cents; not shown by any list here, but
                            ///< check-out asks for zero
    UtcTime created_utc{};
    UtcTime updated_utc{};

    /// In the house or on the way to it: it holds its room.
    bool holds_room() const {
        return state != model::ReservationState::canceled &&
               state != model::ReservationState::processed;
    }
    UtcTime end_utc() const { return actual_end_utc.value_or(scheduled_end_utc); }
};

struct Companionship {
    Uuid id{};
    Uuid customer_id{};
    Uuid reservation_group_id{};
    std::optional<Uuid> reservation_id{};
    UtcTime updated_utc{};  ///< filtered by, though the PMS does not show it
};

struct Customer {
    Uuid id{};
    std::string number{};
    std::string title{};  ///< empty texts: null
    std::string sex{};
    std::string first_name{};
    std::string last_name{};
    std::string second_last_name{};
    std::string nationality{};
    std::string preferred_language{};
    std::string language{};
    std::string birth_date{};
    std::string email{};
    bool has_ota_email = false;
    std::string phone{};
    std::string notes{};
    std::string dietary_requirements{};
    std::vector<std::string> classifications{};
    std::vector<std::string> options{};
    std::vector<std::string> preferred_space_features{};
    std::optional<Uuid> company_id{};
    std::optional<Uuid> merge_target_id{};
    std::optional<UtcTime> deleted_utc{};
    bool is_active = true;
    Uuid creator_profile_id{};
    Uuid updater_profile_id{};
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

/// Owns reservations; the Connector API lists companies elsewhere, so a client of this PMS knows
/// them by id alone.
struct Company {
    Uuid id{};
    std::string name{};
};

struct Task {
    Uuid id{};
    std::string name{};
    std::string description{};  ///< empty: null
    std::optional<Uuid> department_id{};
    std::optional<Uuid> service_order_id{};
    UtcTime created_utc{};
    UtcTime deadline_utc{};
    std::optional<UtcTime> closed_utc{};
};

/// A booking that is not made yet, with the guests that come with it.
struct ComingBooking {
    Reservation stay;
    std::vector<Customer> guests{};
    std::vector<Companionship> companionships{};
};

struct Hotel {
    Table<Enterprise> enterprises;  ///< one
    Table<Service> services;
    Table<Resource> resources;
    Table<ResourceCategory> resource_categories;
    Table<ResourceCategoryAssignment> resource_category_assignments;
    Table<AgeCategory> age_categories;
    Table<Department> departments;
    Table<Reservation> reservations;
    Table<Companionship> companionships;
    Table<Customer> customers;
    Table<Company> companies;
    Table<Task> tasks;
    /// Real bookings that are made after the clock's start, the earliest first: another user of the
    /// PMS enters them when asked to.
    std::vector<ComingBooking> to_come{};
    Uuid integration_profile_id{};  ///< who changed it, when it was our client
    Uuid staff_profile_id{};        ///< who changed it, when it was a person at the PMS

    const Enterprise& enterprise() const { return enterprises.rows().front(); }
};

}  // namespace stayd::sim
