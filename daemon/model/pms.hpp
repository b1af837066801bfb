#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "model/words.hpp"

/// The few rows of the PMS that decisions are made upon, as plain values; all others are read by
/// SQL. Field names are the PMS's (connector-api.md), localized texts already resolved to the
/// enterprise's default language, instants in UTC. `updated_utc` is epoch 0 where the PMS's entity
/// has none.
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

}  // namespace stayd::model
