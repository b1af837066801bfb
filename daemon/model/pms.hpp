#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "model/words.hpp"

/// What the PMS knows, as plain values. Field names are the PMS's (connector-api.md), localized
/// texts already resolved to the enterprise's default language, instants in UTC. `updated_utc` is
/// epoch 0 where the PMS's entity has none.
namespace stayd::model {

struct Enterprise {
    Uuid id;
    Uuid chain_id;
    std::string name;
    std::string time_zone;              ///< IANA, e.g. "Europe/Lisbon"
    std::string default_language_code;  ///< e.g. "en-GB"
    Duration business_day_closing_offset{0};
    UtcTime updated_utc{};
};

struct Service {
    Uuid id;
    bool is_active = true;
    std::string name;
    ServiceType type = ServiceType::other;
    Duration start_offset{
        0};  ///< default arrival, from the start of the time unit (15 h); 0 for additional services
    Duration end_offset{
        0};  ///< default departure, from the END of the time unit (11 h = next morning)
    UtcTime updated_utc{};
};

struct Resource {
    Uuid id;
    bool is_active = true;
    std::string name;
    ResourceState state = ResourceState::other;
    ResourceKind kind = ResourceKind::other;
    std::string floor;  ///< a word, may be non-numeric or empty
    std::optional<Uuid> parent_id;
    UtcTime updated_utc{};
};

struct ResourceCategory {
    Uuid id;
    Uuid service_id;
    bool is_active = true;
    std::string name;
    std::string short_name;
    std::string type;  ///< the PMS's word: "Room", "Suite", "ParkingSpot" …
    int ordering = 0;  ///< lower = lower category
    int capacity = 0;
};

struct ResourceCategoryAssignment {
    Uuid id;
    bool is_active = true;
    Uuid resource_id;
    Uuid category_id;
    UtcTime updated_utc{};
};

struct AgeCategory {
    Uuid id;
    Uuid service_id;
    bool is_active = true;
    std::string name;
    AgeClassification classification = AgeClassification::other;
    UtcTime updated_utc{};
};

struct Department {
    Uuid id;
    bool is_active = true;
    std::string name;
    UtcTime updated_utc{};
};

struct PersonCount {
    Uuid age_category_id;
    int count = 0;
};

struct Reservation {
    Uuid id;
    Uuid service_id;
    Uuid account_id;
    AccountType account_type = AccountType::other;
    Uuid group_id;
    std::string number;
    ReservationState state = ReservationState::other;
    Uuid requested_category_id;
    std::optional<Uuid> assigned_resource_id;
    bool assigned_resource_locked = false;
    UtcTime scheduled_start_utc{};
    UtcTime scheduled_end_utc{};
    std::optional<UtcTime> actual_start_utc;
    std::optional<UtcTime> actual_end_utc;
    std::vector<PersonCount> person_counts;
    UtcTime created_utc{};
    UtcTime updated_utc{};
};

struct Companionship {
    Uuid id;
    Uuid customer_id;
    Uuid reservation_group_id;
    std::optional<Uuid> reservation_id;  ///< empty: companion of the whole group
};

struct Customer {
    Uuid id;
    std::string number;
    std::optional<std::string> first_name;
    std::string last_name;
    std::optional<std::string> second_last_name;
    std::optional<std::string> title;  ///< "Mister", "Miss", "Misses"
    std::optional<std::string> nationality_code;
    std::optional<std::string> language_code;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::vector<std::string> classifications;  ///< the PMS's words: "VeryImportant", "Returning" …
    std::optional<Uuid> merge_target_id;
    bool is_active = true;
    UtcTime updated_utc{};
};

/// A task as the PMS keeps it: no assignee, no priority, no update, no `UpdatedUtc`.
struct PmsTask {
    Uuid id;
    std::string name;
    std::string description;
    std::optional<Uuid> department_id;
    std::optional<Uuid> service_order_id;
    UtcTime created_utc{};
    UtcTime deadline_utc{};
    std::optional<UtcTime> closed_utc;
};

/// One page's rows, of one kind.
using Rows =
    std::variant<std::vector<Enterprise>, std::vector<Service>, std::vector<Resource>,
                 std::vector<ResourceCategory>, std::vector<ResourceCategoryAssignment>,
                 std::vector<AgeCategory>, std::vector<Department>, std::vector<Reservation>,
                 std::vector<Companionship>, std::vector<Customer>, std::vector<PmsTask>>;

}  // namespace stayd::model
