#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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

namespace json = boost::json;

/// The rows of one kind in the order they were created; the newest is the last. Most rows stay for
/// ever, as the PMS only marks them; what it forgets is removed, and a cursor that names it goes on
/// from where it stood.
template <class Row>
class Table {
  public:
    using Parent = std::function<std::optional<Uuid>(const Row&)>;

    Row& add(Row row) {
        invariant(sequence_.emplace(row.id, next_).second, "every row has an id of its own");
        order_.push_back(next_++);
        rows_.push_back(std::move(row));
        return rows_.back();
    }
    /// Its id stays known to `place_of`.
    void remove(const Uuid& id) {
        const auto place = exact_place(id);
        invariant(place.has_value(), "what is removed is there");
        const auto offset = static_cast<std::ptrdiff_t>(*place);
        rows_.erase(rows_.begin() + offset);
        order_.erase(order_.begin() + offset);
    }
    Row* find(const Uuid& id) {
        const auto place = exact_place(id);
        return place ? &rows_[*place] : nullptr;
    }
    const Row* find(const Uuid& id) const { return const_cast<Table*>(this)->find(id); }
    /// The place of a row in the order of creation; of a removed one, the place of the next newer
    /// row.
    std::optional<std::size_t> place_of(const Uuid& id) const {
        const auto found = sequence_.find(id);
        return found == sequence_.end() ? std::nullopt : std::optional{place(found->second)};
    }
    std::optional<std::size_t> exact_place(const Uuid& id) const {
        const auto found = sequence_.find(id);
        if (found == sequence_.end()) return std::nullopt;
        const auto at = place(found->second);
        if (at == order_.size() || order_[at] != found->second) return std::nullopt;
        return at;
    }
    /// The places of the rows of one parent, the oldest first, out of an index that is made when
    /// first asked for. `name` is the parent's name, `of` reads it: it must never change in a row.
    std::vector<std::size_t> places_by(std::string_view name, const Parent& of,
                                       const Uuid& parent) const {
        auto& index = children_.try_emplace(std::string{name}).first->second;
        for (auto at = place(index.next); at < rows_.size(); ++at) {
            if (const auto id = of(rows_[at])) index.rows[*id].push_back(order_[at]);
        }
        index.next = next_;
        std::vector<std::size_t> places;
        const auto found = index.rows.find(parent);
        if (found == index.rows.end()) return places;
        for (const auto number : found->second) {
            const auto at = place(number);
            if (at < order_.size() && order_[at] == number) places.push_back(at);
        }
        return places;
    }
    /// Lets this table, a copy of `actual` from some time ago, follow it. `shows` is asked about
    /// every row as it is here and as it is there (null: it is not) whether it is here from now on
    /// as it is there. Rows keep their places in the order of creation.
    template <class Shows>
    void follow(const Table& actual, Shows shows) {
        std::vector<Uuid> taken;
        std::size_t here = 0;
        const auto pass_removed = [&](std::uint64_t until) {
            for (; here < order_.size() && order_[here] < until; ++here) {
                if (shows(&rows_[here], nullptr)) taken.push_back(rows_[here].id);
            }
        };
        for (std::size_t there = 0; there < actual.rows_.size(); ++there) {
            pass_removed(actual.order_[there]);
            const bool is_here = here < order_.size() && order_[here] == actual.order_[there];
            const Row* former = is_here ? &rows_[here++] : nullptr;
            if (shows(former, &actual.rows_[there])) taken.push_back(actual.rows_[there].id);
        }
        pass_removed(actual.next_);
        for (const auto& id : taken) take(actual, id);
    }
    const std::vector<Row>& rows() const { return rows_; }
    std::vector<Row>& rows() { return rows_; }
    std::size_t size() const { return rows_.size(); }
    void reserve(std::size_t count) {
        rows_.reserve(count);
        order_.reserve(count);
        sequence_.reserve(count);
    }

  private:
    struct Children {
        std::uint64_t next = 0;  ///< rows from this number on are not in it yet
        std::unordered_map<Uuid, std::vector<std::uint64_t>> rows{};
    };

    void take(const Table& actual, const Uuid& id) {
        const auto* row = actual.find(id);
        if (row == nullptr) return remove(id);
        if (auto* former = find(id)) {
            *former = *row;
            return;
        }
        const auto number = actual.sequence_.at(id);
        const auto at = std::ranges::lower_bound(order_, number) - order_.begin();
        order_.insert(order_.begin() + at, number);
        rows_.insert(rows_.begin() + at, *row);
        sequence_.insert_or_assign(id, number);
        next_ = std::max(next_, number + 1);
        children_.clear();  // they were made without it
    }

    /// Of the row with that number or, when it is gone, of the next newer one.
    std::size_t place(std::uint64_t number) const {
        if (rows_.size() == next_) return number;
        return static_cast<std::size_t>(std::ranges::lower_bound(order_, number) - order_.begin());
    }

    std::vector<Row> rows_{};
    std::vector<std::uint64_t> order_{};  ///< the rows' numbers: ascending, with gaps
    std::uint64_t next_ = 0;
    std::unordered_map<Uuid, std::uint64_t> sequence_{};  ///< the number of every id ever added
    mutable std::map<std::string, Children, std::less<>> children_{};
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
    std::optional<Uuid> business_segment_id{};
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
    std::map<std::string, std::string, std::less<>>
        rest{};  ///< texts that are only kept, by their name in the list; a missing one is null
    std::optional<Uuid> address_id{};
    std::optional<Uuid> company_id{};
    std::optional<Uuid> merge_target_id{};
    std::optional<UtcTime> deleted_utc{};
    bool is_active = true;
    Uuid creator_profile_id{};
    Uuid updater_profile_id{};
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

/// A row that nothing happens to but being added, changed and deleted: `body` is the documented
/// object with all its members. `Id`, `IsActive` and the times in it are placeholders that the
/// columns here fill, where the object has them (record_lists.hpp).
struct Record {
    Uuid id{};
    bool is_active = true;
    std::optional<UtcTime> created_utc{};  ///< nullopt: shown as null, found by no interval
    std::optional<UtcTime> updated_utc{};
    std::optional<UtcTime> deleted_utc{};
    json::object body{};
};

/// One charge. The words are literals of the documentation.
struct OrderItem {
    Uuid id{};
    Uuid account_id{};
    model::AccountType account_type = model::AccountType::customer;
    Uuid service_id{};
    Uuid service_order_id{};
    std::optional<Uuid> bill_id{};
    std::optional<Uuid> accounting_category_id{};
    std::optional<Uuid> product_id{};
    std::string_view type = "ProductOrder";
    std::string_view revenue_type = "Product";
    std::string_view state = "Open";  ///< "Open", "Closed", "Inactive", "Canceled"
    std::string name{};               ///< empty: null
    std::string external_identifier{};
    int unit_count = 1;
    std::int64_t unit_cents = 0;  ///< with the tax
    int tax_percent = 6;
    bool canceled_with_reservation = false;
    Uuid creator_profile_id{};
    Uuid updater_profile_id{};
    UtcTime consumed_utc{};
    std::optional<UtcTime> canceled_utc{};
    std::optional<UtcTime> closed_utc{};
    UtcTime created_utc{};
    UtcTime updated_utc{};

    std::int64_t cents() const { return unit_cents * unit_count; }
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
    int rate_cents = 0;  ///< a night
    bool has_breakfast = false;
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
    Table<Task> tasks;
    Table<OrderItem> order_items;

    Table<Record> resource_features;
    Table<Record> resource_feature_assignments;
    Table<Record> resource_blocks;
    Table<Record> reservation_groups;
    Table<Record> relationships;
    Table<Record> addresses;
    Table<Record> identity_documents;
    Table<Record> companies;
    Table<Record> account_notes;
    Table<Record> service_order_notes;
    Table<Record> products;
    Table<Record> product_categories;
    Table<Record> accounting_categories;
    Table<Record> product_service_orders;
    Table<Record> payments;
    Table<Record> bills;
    Table<Record> payment_requests;
    Table<Record> message_threads;
    Table<Record> messages;
    Table<Record> rates;
    Table<Record> rate_groups;
    Table<Record> business_segments;
    Table<Record> sources;
    Table<Record> source_assignments;
    Table<Record> outlets;
    Table<Record> loyalty_programs;
    Table<Record> loyalty_tiers;
    Table<Record> loyalty_memberships;

    /// Real bookings that are made after the clock's start, the earliest first: another user of the
    /// PMS enters them when asked to.
    std::vector<ComingBooking> to_come{};
    Uuid integration_profile_id{};  ///< who changed it, when it was our client
    Uuid staff_profile_id{};        ///< who changed it, when it was a person at the PMS

    const Enterprise& enterprise() const { return enterprises.rows().front(); }
};

}  // namespace stayd::sim
