#include <fmt/format.h>

#include "mirror/mirror.hpp"

// One UPSERT a table. The WHERE keeps a newer copy and makes an unchanged row write nothing.

namespace stayd::mirror {
namespace {

/// Words between blanks, with one at each end, so that `LIKE '% Word %'` finds a whole word.
std::string joined(const std::vector<std::string>& words) {
    std::string text = " ";
    for (const auto& word : words) text += word + " ";
    return text;
}

std::int64_t total(const std::vector<model::PersonCount>& counts) {
    std::int64_t sum = 0;
    for (const auto& count : counts) sum += count.count;
    return sum;
}

}  // namespace

bool Mirror::put(const model::Enterprise& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO enterprise (uid, chain_uid, name, time_zone, default_language_code, closing_offset_ms, updated_utc_ms)
        VALUES (:uid, :chain, :name, :zone, :language, :closing, :updated)
        ON CONFLICT (uid) DO UPDATE SET chain_uid = excluded.chain_uid, name = excluded.name,
            time_zone = excluded.time_zone, default_language_code = excluded.default_language_code,
            closing_offset_ms = excluded.closing_offset_ms, updated_utc_ms = excluded.updated_utc_ms
        WHERE (chain_uid, name, time_zone, default_language_code, closing_offset_ms, updated_utc_ms) IS NOT
              (excluded.chain_uid, excluded.name, excluded.time_zone, excluded.default_language_code,
               excluded.closing_offset_ms, excluded.updated_utc_ms)
          AND excluded.updated_utc_ms >= updated_utc_ms
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id)
        .bind(":chain", row.chain_id)
        .bind(":name", row.name)
        .bind(":zone", row.time_zone);
    put.bind(":language", row.default_language_code)
        .bind(":closing", row.business_day_closing_offset);
    put.bind(":updated", row.updated_utc);
    return put.run() > 0;
}

bool Mirror::put(const model::Service& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO service (uid, is_active, name, type, start_offset_ms, end_offset_ms, updated_utc_ms)
        VALUES (:uid, :active, :name, :type, :start, :end, :updated)
        ON CONFLICT (uid) DO UPDATE SET is_active = excluded.is_active, name = excluded.name, type = excluded.type,
            start_offset_ms = excluded.start_offset_ms, end_offset_ms = excluded.end_offset_ms,
            updated_utc_ms = excluded.updated_utc_ms
        WHERE (is_active, name, type, start_offset_ms, end_offset_ms, updated_utc_ms) IS NOT
              (excluded.is_active, excluded.name, excluded.type, excluded.start_offset_ms, excluded.end_offset_ms,
               excluded.updated_utc_ms)
          AND excluded.updated_utc_ms >= updated_utc_ms
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id)
        .bind(":active", row.is_active)
        .bind(":name", row.name)
        .bind(":type", to_word(row.type));
    put.bind(":start", row.start_offset)
        .bind(":end", row.end_offset)
        .bind(":updated", row.updated_utc);
    return put.run() > 0;
}

bool Mirror::put(const model::Resource& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO resource (uid, is_active, name, state, kind, floor, parent_uid, updated_utc_ms)
        VALUES (:uid, :active, :name, :state, :kind, :floor, :parent, :updated)
        ON CONFLICT (uid) DO UPDATE SET is_active = excluded.is_active, name = excluded.name, state = excluded.state,
            kind = excluded.kind, floor = excluded.floor, parent_uid = excluded.parent_uid,
            updated_utc_ms = excluded.updated_utc_ms
        WHERE (is_active, name, state, kind, floor, parent_uid, updated_utc_ms) IS NOT
              (excluded.is_active, excluded.name, excluded.state, excluded.kind, excluded.floor, excluded.parent_uid,
               excluded.updated_utc_ms)
          AND excluded.updated_utc_ms >= updated_utc_ms
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id)
        .bind(":active", row.is_active)
        .bind(":name", row.name)
        .bind(":state", to_word(row.state));
    put.bind(":kind", to_word(row.kind)).bind(":floor", row.floor).bind(":parent", row.parent_id);
    put.bind(":updated", row.updated_utc);
    return put.run() > 0;
}

bool Mirror::put(const model::ResourceCategory& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO resource_category (uid, service_uid, is_active, name, short_name, type, ordering, capacity)
        VALUES (:uid, :service, :active, :name, :short_name, :type, :ordering, :capacity)
        ON CONFLICT (uid) DO UPDATE SET service_uid = excluded.service_uid, is_active = excluded.is_active,
            name = excluded.name, short_name = excluded.short_name, type = excluded.type,
            ordering = excluded.ordering, capacity = excluded.capacity
        WHERE (service_uid, is_active, name, short_name, type, ordering, capacity) IS NOT
              (excluded.service_uid, excluded.is_active, excluded.name, excluded.short_name, excluded.type,
               excluded.ordering, excluded.capacity)
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id)
        .bind(":service", row.service_id)
        .bind(":active", row.is_active)
        .bind(":name", row.name);
    put.bind(":short_name", row.short_name).bind(":type", row.type).bind(":ordering", row.ordering);
    put.bind(":capacity", row.capacity);
    return put.run() > 0;
}

bool Mirror::put(const model::ResourceCategoryAssignment& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO resource_category_assignment (uid, is_active, resource_uid, category_uid, updated_utc_ms)
        VALUES (:uid, :active, :resource, :category, :updated)
        ON CONFLICT (uid) DO UPDATE SET is_active = excluded.is_active, resource_uid = excluded.resource_uid,
            category_uid = excluded.category_uid, updated_utc_ms = excluded.updated_utc_ms
        WHERE (is_active, resource_uid, category_uid, updated_utc_ms) IS NOT
              (excluded.is_active, excluded.resource_uid, excluded.category_uid, excluded.updated_utc_ms)
          AND excluded.updated_utc_ms >= updated_utc_ms
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id).bind(":active", row.is_active).bind(":resource", row.resource_id);
    put.bind(":category", row.category_id).bind(":updated", row.updated_utc);
    return put.run() > 0;
}

bool Mirror::put(const model::AgeCategory& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO age_category (uid, service_uid, is_active, name, classification, updated_utc_ms)
        VALUES (:uid, :service, :active, :name, :classification, :updated)
        ON CONFLICT (uid) DO UPDATE SET service_uid = excluded.service_uid, is_active = excluded.is_active,
            name = excluded.name, classification = excluded.classification, updated_utc_ms = excluded.updated_utc_ms
        WHERE (service_uid, is_active, name, classification, updated_utc_ms) IS NOT
              (excluded.service_uid, excluded.is_active, excluded.name, excluded.classification, excluded.updated_utc_ms)
          AND excluded.updated_utc_ms >= updated_utc_ms
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id)
        .bind(":service", row.service_id)
        .bind(":active", row.is_active)
        .bind(":name", row.name);
    put.bind(":classification", to_word(row.classification)).bind(":updated", row.updated_utc);
    return put.run() > 0;
}

bool Mirror::put(const model::Department& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO department (uid, is_active, name, updated_utc_ms) VALUES (:uid, :active, :name, :updated)
        ON CONFLICT (uid) DO UPDATE SET is_active = excluded.is_active, name = excluded.name,
            updated_utc_ms = excluded.updated_utc_ms
        WHERE (is_active, name, updated_utc_ms) IS NOT (excluded.is_active, excluded.name, excluded.updated_utc_ms)
          AND excluded.updated_utc_ms >= updated_utc_ms
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id)
        .bind(":active", row.is_active)
        .bind(":name", row.name)
        .bind(":updated", row.updated_utc);
    return put.run() > 0;
}

bool Mirror::put(const model::Reservation& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO reservation (uid, service_uid, account_uid, account_type, group_uid, number, state,
            requested_category_uid, assigned_resource_uid, assigned_resource_locked, scheduled_start_utc_ms,
            scheduled_end_utc_ms, actual_start_utc_ms, actual_end_utc_ms, persons, created_utc_ms, updated_utc_ms)
        VALUES (:uid, :service, :account, :account_type, :group, :number, :state, :category, :room, :locked, :start, :end,
            :actual_start, :actual_end, :persons, :created, :updated)
        ON CONFLICT (uid) DO UPDATE SET service_uid = excluded.service_uid, account_uid = excluded.account_uid,
            account_type = excluded.account_type, group_uid = excluded.group_uid, number = excluded.number,
            state = excluded.state, requested_category_uid = excluded.requested_category_uid,
            assigned_resource_uid = excluded.assigned_resource_uid,
            assigned_resource_locked = excluded.assigned_resource_locked,
            scheduled_start_utc_ms = excluded.scheduled_start_utc_ms,
            scheduled_end_utc_ms = excluded.scheduled_end_utc_ms, actual_start_utc_ms = excluded.actual_start_utc_ms,
            actual_end_utc_ms = excluded.actual_end_utc_ms, persons = excluded.persons,
            created_utc_ms = excluded.created_utc_ms, updated_utc_ms = excluded.updated_utc_ms
        WHERE (service_uid, account_uid, account_type, group_uid, number, state, requested_category_uid,
               assigned_resource_uid, assigned_resource_locked, scheduled_start_utc_ms, scheduled_end_utc_ms,
               actual_start_utc_ms, actual_end_utc_ms, persons, created_utc_ms, updated_utc_ms) IS NOT
              (excluded.service_uid, excluded.account_uid, excluded.account_type, excluded.group_uid, excluded.number,
               excluded.state, excluded.requested_category_uid, excluded.assigned_resource_uid,
               excluded.assigned_resource_locked, excluded.scheduled_start_utc_ms, excluded.scheduled_end_utc_ms,
               excluded.actual_start_utc_ms, excluded.actual_end_utc_ms, excluded.persons, excluded.created_utc_ms,
               excluded.updated_utc_ms)
          AND excluded.updated_utc_ms >= updated_utc_ms
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id).bind(":service", row.service_id).bind(":account", row.account_id);
    put.bind(":account_type", to_word(row.account_type))
        .bind(":group", row.group_id)
        .bind(":number", row.number);
    put.bind(":state", to_word(row.state)).bind(":category", row.requested_category_id);
    put.bind(":room", row.assigned_resource_id).bind(":locked", row.assigned_resource_locked);
    put.bind(":start", row.scheduled_start_utc).bind(":end", row.scheduled_end_utc);
    put.bind(":actual_start", row.actual_start_utc).bind(":actual_end", row.actual_end_utc);
    put.bind(":persons", total(row.person_counts))
        .bind(":created", row.created_utc)
        .bind(":updated", row.updated_utc);
    return put.run() > 0;
}

bool Mirror::put(const model::Companionship& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO companionship (uid, customer_uid, reservation_group_uid, reservation_uid)
        VALUES (:uid, :customer, :group, :reservation)
        ON CONFLICT (uid) DO UPDATE SET customer_uid = excluded.customer_uid,
            reservation_group_uid = excluded.reservation_group_uid, reservation_uid = excluded.reservation_uid
        WHERE (customer_uid, reservation_group_uid, reservation_uid) IS NOT
              (excluded.customer_uid, excluded.reservation_group_uid, excluded.reservation_uid)
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id)
        .bind(":customer", row.customer_id)
        .bind(":group", row.reservation_group_id);
    put.bind(":reservation", row.reservation_id);
    return put.run() > 0;
}

bool Mirror::put(const model::Customer& row) {
    static constexpr std::string_view sql = R"sql(
        INSERT INTO customer (uid, number, first_name, last_name, second_last_name, title, nationality_code,
            language_code, email, phone, classifications, merge_target_uid, is_active, updated_utc_ms)
        VALUES (:uid, :number, :first, :last, :second_last, :title, :nationality, :language, :email, :phone, :classes,
            :merge_target, :active, :updated)
        ON CONFLICT (uid) DO UPDATE SET number = excluded.number, first_name = excluded.first_name,
            last_name = excluded.last_name, second_last_name = excluded.second_last_name, title = excluded.title,
            nationality_code = excluded.nationality_code, language_code = excluded.language_code,
            email = excluded.email, phone = excluded.phone, classifications = excluded.classifications,
            merge_target_uid = excluded.merge_target_uid, is_active = excluded.is_active,
            updated_utc_ms = excluded.updated_utc_ms
        WHERE (number, first_name, last_name, second_last_name, title, nationality_code, language_code, email, phone,
               classifications, merge_target_uid, is_active, updated_utc_ms) IS NOT
              (excluded.number, excluded.first_name, excluded.last_name, excluded.second_last_name, excluded.title,
               excluded.nationality_code, excluded.language_code, excluded.email, excluded.phone,
               excluded.classifications, excluded.merge_target_uid, excluded.is_active, excluded.updated_utc_ms)
          AND excluded.updated_utc_ms >= updated_utc_ms
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id)
        .bind(":number", row.number)
        .bind(":first", row.first_name)
        .bind(":last", row.last_name);
    put.bind(":second_last", row.second_last_name).bind(":title", row.title);
    put.bind(":nationality", row.nationality_code)
        .bind(":language", row.language_code)
        .bind(":email", row.email);
    put.bind(":phone", row.phone).bind(":classes", joined(row.classifications));
    put.bind(":merge_target", row.merge_target_id)
        .bind(":active", row.is_active)
        .bind(":updated", row.updated_utc);
    return put.run() > 0;
}

bool Mirror::put(const model::PmsTask& row) {
    // The PMS's tasks carry no time of update, and closing is final: a closed copy stays closed.
    static constexpr std::string_view sql = R"sql(
        INSERT INTO pms_task (uid, name, description, department_uid, service_order_uid, created_utc_ms, deadline_utc_ms,
            closed_utc_ms)
        VALUES (:uid, :name, :description, :department, :service_order, :created, :deadline, :closed)
        ON CONFLICT (uid) DO UPDATE SET name = excluded.name, description = excluded.description,
            department_uid = excluded.department_uid, service_order_uid = excluded.service_order_uid,
            created_utc_ms = excluded.created_utc_ms, deadline_utc_ms = excluded.deadline_utc_ms,
            closed_utc_ms = coalesce(excluded.closed_utc_ms, closed_utc_ms)
        WHERE (name, description, department_uid, service_order_uid, created_utc_ms, deadline_utc_ms, closed_utc_ms) IS NOT
              (excluded.name, excluded.description, excluded.department_uid, excluded.service_order_uid,
               excluded.created_utc_ms, excluded.deadline_utc_ms, coalesce(excluded.closed_utc_ms, closed_utc_ms))
    )sql";
    auto put = database_.statement(sql);
    put.bind(":uid", row.id).bind(":name", row.name).bind(":description", row.description);
    put.bind(":department", row.department_id).bind(":service_order", row.service_order_id);
    put.bind(":created", row.created_utc)
        .bind(":deadline", row.deadline_utc)
        .bind(":closed", row.closed_utc);
    return put.run() > 0;
}

}  // namespace stayd::mirror
