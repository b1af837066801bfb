#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/pms.hpp"
#include "model/rows.hpp"

/// The PMS's rows as tests write them, and how they look when they were read. Enterprise, Resource,
/// Reservation and PmsTask are the daemon's own (model/pms.hpp).
namespace stayd::sim {

struct Service {
    Uuid id;
    bool is_active = true;
    std::string name;
    model::ServiceType type = model::ServiceType::other;
    Duration start_offset{0};
    Duration end_offset{0};
    UtcTime updated_utc{};
};

struct ResourceCategory {
    Uuid id;
    Uuid service_id;
    bool is_active = true;
    std::string name;
    std::string short_name;
    std::string type;
    int ordering = 0;
    int capacity = 0;
};

struct ResourceCategoryAssignment {
    Uuid id;
    bool is_active = true;
    Uuid resource_id;
    Uuid category_id;
    UtcTime updated_utc{};
};

struct ResourceBlock {
    Uuid id;
    std::optional<Uuid> resource_id;
    bool is_active = true;
    std::string name;
    UtcTime updated_utc{};
};

struct AgeCategory {
    Uuid id;
    Uuid service_id;
    bool is_active = true;
    std::string name;
    UtcTime updated_utc{};
};

struct Department {
    Uuid id;
    bool is_active = true;
    std::string name;
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
    std::optional<std::string> title;
    std::optional<std::string> nationality_code;
    std::optional<std::string> language_code;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::vector<std::string> classifications;
    std::optional<Uuid> merge_target_id;
    bool is_active = true;
    UtcTime updated_utc{};
};

struct Company {
    Uuid id;
    std::string name;
    std::optional<Uuid> merge_target_id;
    bool is_active = true;
    UtcTime updated_utc{};
};

/// Writes one row by the SQL names of its columns.
///
///     Row(List::departments).set("name", "Spa").set("is_active", true).end(id)
class Row {
  public:
    explicit Row(model::List list) : rows_(list) { rows_.begin(); }
    Row& set(std::string_view column, std::int64_t number) {
        rows_.set(rows_.entry().column(column), number);
        return *this;
    }
    Row& set(std::string_view column, int number) {
        return set(column, static_cast<std::int64_t>(number));
    }
    Row& set(std::string_view column, bool flag) {
        return set(column, static_cast<std::int64_t>(flag));
    }
    Row& set(std::string_view column, UtcTime time) { return set(column, to_ms(time)); }
    Row& set(std::string_view column, Duration duration) { return set(column, duration.count()); }
    Row& set(std::string_view column, std::string_view text) {
        rows_.set(rows_.entry().column(column), text);
        return *this;
    }
    Row& set(std::string_view column, const char* text) {
        return set(column, std::string_view{text});
    }
    Row& set(std::string_view column, const std::string& text) {
        return set(column, std::string_view{text});
    }
    Row& set(std::string_view column, const Uuid& id) {
        rows_.set(rows_.entry().column(column), id);
        return *this;
    }
    template <class T>
    Row& set(std::string_view column, const std::optional<T>& value) {
        return value ? set(column, *value) : *this;
    }
    Row& rest(std::string_view json) {
        rows_.rest(json);
        return *this;
    }
    model::Rows end(const Uuid& id) {
        rows_.end(id);
        return std::move(rows_);
    }

  private:
    model::Rows rows_;
};

inline model::Rows rows_of(const model::Enterprise& row) {
    return Row(model::List::configuration)
        .set("chain_uid", row.chain_id)
        .set("name", row.name)
        .set("time_zone", row.time_zone)
        .set("default_language_code", row.default_language_code)
        .set("closing_offset_ms", row.business_day_closing_offset)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const Service& row) {
    return Row(model::List::services)
        .set("is_active", row.is_active)
        .set("name", row.name)
        .set("type", to_word(row.type))
        .set("start_offset_ms", row.start_offset)
        .set("end_offset_ms", row.end_offset)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const model::Resource& row) {
    return Row(model::List::resources)
        .set("is_active", row.is_active)
        .set("name", row.name)
        .set("state", to_word(row.state))
        .set("kind", to_word(row.kind))
        .set("floor", row.floor)
        .set("parent_uid", row.parent_id)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const ResourceCategory& row) {
    return Row(model::List::resource_categories)
        .set("service_uid", row.service_id)
        .set("is_active", row.is_active)
        .set("name", row.name)
        .set("short_name", row.short_name)
        .set("type", row.type)
        .set("ordering", row.ordering)
        .set("capacity", row.capacity)
        .end(row.id);
}

inline model::Rows rows_of(const ResourceCategoryAssignment& row) {
    return Row(model::List::resource_category_assignments)
        .set("is_active", row.is_active)
        .set("resource_uid", row.resource_id)
        .set("category_uid", row.category_id)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const ResourceBlock& row) {
    return Row(model::List::resource_blocks)
        .set("resource_uid", row.resource_id)
        .set("is_active", row.is_active)
        .set("name", row.name)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const AgeCategory& row) {
    return Row(model::List::age_categories)
        .set("service_uid", row.service_id)
        .set("is_active", row.is_active)
        .set("name", row.name)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const Department& row) {
    return Row(model::List::departments)
        .set("is_active", row.is_active)
        .set("name", row.name)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const model::Reservation& row) {
    std::int64_t persons = 0;
    for (const auto& count : row.person_counts) persons += count.count;
    return Row(model::List::reservations)
        .set("service_uid", row.service_id)
        .set("account_uid", row.account_id)
        .set("account_type", to_word(row.account_type))
        .set("group_uid", row.group_id)
        .set("number", row.number)
        .set("state", to_word(row.state))
        .set("requested_category_uid", row.requested_category_id)
        .set("assigned_resource_uid", row.assigned_resource_id)
        .set("assigned_resource_locked", row.assigned_resource_locked)
        .set("scheduled_start_utc_ms", row.scheduled_start_utc)
        .set("scheduled_end_utc_ms", row.scheduled_end_utc)
        .set("actual_start_utc_ms", row.actual_start_utc)
        .set("actual_end_utc_ms", row.actual_end_utc)
        .set("persons", persons)
        .set("created_utc_ms", row.created_utc)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const Companionship& row) {
    return Row(model::List::companionships)
        .set("customer_uid", row.customer_id)
        .set("reservation_group_uid", row.reservation_group_id)
        .set("reservation_uid", row.reservation_id)
        .end(row.id);
}

inline model::Rows rows_of(const Customer& row) {
    std::string classifications = " ";
    for (const auto& word : row.classifications) classifications += word + " ";
    return Row(model::List::customers)
        .set("number", row.number)
        .set("first_name", row.first_name)
        .set("last_name", row.last_name)
        .set("second_last_name", row.second_last_name)
        .set("title", row.title)
        .set("nationality_code", row.nationality_code)
        .set("language_code", row.language_code)
        .set("email", row.email)
        .set("phone", row.phone)
        .set("classifications", classifications)
        .set("merge_target_uid", row.merge_target_id)
        .set("is_active", row.is_active)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const Company& row) {
    return Row(model::List::companies)
        .set("name", row.name)
        .set("merge_target_uid", row.merge_target_id)
        .set("is_active", row.is_active)
        .set("updated_utc_ms", row.updated_utc)
        .end(row.id);
}

inline model::Rows rows_of(const model::PmsTask& row) {
    return Row(model::List::tasks)
        .set("name", row.name)
        .set("description", row.description)
        .set("state", row.closed_utc ? "Closed" : "Open")
        .set("department_uid", row.department_id)
        .set("service_order_uid", row.service_order_id)
        .set("created_utc_ms", row.created_utc)
        .set("deadline_utc_ms", row.deadline_utc)
        .set("closed_utc_ms", row.closed_utc)
        .end(row.id);
}

}  // namespace stayd::sim
