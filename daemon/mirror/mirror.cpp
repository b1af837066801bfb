#include "mirror/mirror.hpp"

#include <algorithm>
#include <unordered_set>

namespace stayd::mirror {
namespace {

/// The PMS's times are known to a few seconds.
UtcTime older_than(std::optional<UtcTime> sent) {
    return sent ? *sent - std::chrono::seconds{5} : UtcTime{};
}

std::vector<Uuid> all_uuids(storage::Statement query) {
    std::vector<Uuid> found;
    while (query.step()) found.push_back(query.uuid(0));
    return found;
}

}  // namespace

std::optional<model::Enterprise> Mirror::enterprise() {
    auto query = database_.statement(R"sql(
        SELECT uid, chain_uid, name, time_zone, default_language_code, closing_offset_ms, updated_utc_ms
        FROM enterprise ORDER BY id LIMIT 1
    )sql");
    if (!query.step()) return std::nullopt;
    return model::Enterprise{.id = query.uuid(0),
                             .chain_id = query.uuid(1),
                             .name = query.text(2),
                             .time_zone = query.text(3),
                             .default_language_code = query.text(4),
                             .business_day_closing_offset = query.duration(5),
                             .updated_utc = query.time(6)};
}

std::optional<model::Resource> Mirror::resource(const Uuid& id) {
    auto query = database_.statement(R"sql(
        SELECT uid, is_active, name, state, kind, floor, parent_uid, updated_utc_ms FROM resource WHERE uid = :uid
    )sql");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    return model::Resource{.id = query.uuid(0),
                           .is_active = query.boolean(1),
                           .name = query.text(2),
                           .state = model::resource_state(query.text(3)),
                           .kind = model::resource_kind(query.text(4)),
                           .floor = query.text(5),
                           .parent_id = query.optional_uuid(6),
                           .updated_utc = query.time(7)};
}

std::optional<model::Reservation> Mirror::reservation(const Uuid& id) {
    auto query = database_.statement(R"sql(
        SELECT uid, service_uid, account_uid, account_type, group_uid, number, state, requested_category_uid,
               assigned_resource_uid, assigned_resource_locked, scheduled_start_utc_ms, scheduled_end_utc_ms,
               actual_start_utc_ms, actual_end_utc_ms, created_utc_ms, updated_utc_ms
        FROM reservation WHERE uid = :uid
    )sql");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    return model::Reservation{.id = query.uuid(0),
                              .service_id = query.uuid(1),
                              .account_id = query.uuid(2),
                              .account_type = model::account_type(query.text(3)),
                              .group_id = query.uuid(4),
                              .number = query.text(5),
                              .state = model::reservation_state(query.text(6)),
                              .requested_category_id = query.uuid(7),
                              .assigned_resource_id = query.optional_uuid(8),
                              .assigned_resource_locked = query.boolean(9),
                              .scheduled_start_utc = query.time(10),
                              .scheduled_end_utc = query.time(11),
                              .actual_start_utc = query.optional_time(12),
                              .actual_end_utc = query.optional_time(13),
                              .person_counts = {},
                              .created_utc = query.time(14),
                              .updated_utc = query.time(15)};
}

std::optional<model::PmsTask> Mirror::pms_task(const Uuid& id) {
    auto query = database_.statement(R"sql(
        SELECT uid, name, description, department_uid, service_order_uid, created_utc_ms, deadline_utc_ms, closed_utc_ms
        FROM pms_task WHERE uid = :uid
    )sql");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    return model::PmsTask{.id = query.uuid(0),
                          .name = query.text(1),
                          .description = query.text(2),
                          .department_id = query.optional_uuid(3),
                          .service_order_id = query.optional_uuid(4),
                          .created_utc = query.time(5),
                          .deadline_utc = query.time(6),
                          .closed_utc = query.optional_time(7)};
}

void Mirror::set_resource_state(const Uuid& id, model::ResourceState state,
                                std::optional<UtcTime> sent) {
    auto update = database_.statement(R"sql(
        UPDATE resource SET state = :state, updated_utc_ms = max(updated_utc_ms, :older) WHERE uid = :uid
    )sql");
    update.bind(":state", to_word(state)).bind(":older", older_than(sent)).bind(":uid", id).run();
}

void Mirror::set_reservation_started(const Uuid& id, UtcTime started, std::optional<UtcTime> sent) {
    auto update = database_.statement(R"sql(
        UPDATE reservation SET state = 'Started', updated_utc_ms = max(updated_utc_ms, :older),
            actual_start_utc_ms = coalesce(actual_start_utc_ms, :started)
        WHERE uid = :uid AND state = 'Confirmed'
    )sql");
    update.bind(":started", started).bind(":older", older_than(sent)).bind(":uid", id).run();
}

void Mirror::set_task_closed(const Uuid& id, UtcTime closed) {
    auto update = database_.statement(
        "UPDATE pms_task SET closed_utc_ms = coalesce(closed_utc_ms, :closed) WHERE uid = :uid");
    update.bind(":closed", closed).bind(":uid", id).run();
}

std::vector<Uuid> Mirror::bookable_services() {
    return all_uuids(
        database_.statement("SELECT uid FROM service WHERE type = 'Bookable' ORDER BY id"));
}

std::vector<Uuid> Mirror::categories() {
    return all_uuids(database_.statement("SELECT uid FROM resource_category ORDER BY id"));
}

std::vector<Uuid> Mirror::customers_wanted(UtcTime ends_after, std::size_t limit) {
    auto query = database_.statement(R"sql(
        SELECT wanted, min(start) FROM (
            SELECT r.account_uid AS wanted, r.scheduled_start_utc_ms AS start FROM reservation r
            WHERE r.account_type = 'Customer' AND r.scheduled_end_utc_ms >= :ends_after
            UNION ALL
            SELECT c.customer_uid, r.scheduled_start_utc_ms FROM companionship c
            JOIN reservation r ON r.uid = c.reservation_uid WHERE r.scheduled_end_utc_ms >= :ends_after)
        WHERE NOT EXISTS (SELECT 1 FROM customer WHERE customer.uid = wanted)
        GROUP BY wanted ORDER BY 2 LIMIT :limit
    )sql");
    query.bind(":ends_after", ends_after).bind(":limit", static_cast<std::int64_t>(limit));
    return all_uuids(std::move(query));
}

std::vector<Uuid> Mirror::reservations_near(UtcTime from, UtcTime to) {
    auto query = database_.statement(R"sql(
        SELECT uid FROM reservation WHERE state = 'Started'
           OR (state IN ('Confirmed', 'Optional', 'Requested', 'Inquired')
               AND scheduled_start_utc_ms >= :from AND scheduled_start_utc_ms < :to)
    )sql");
    query.bind(":from", from).bind(":to", to);
    return all_uuids(std::move(query));
}

std::vector<Uuid> Mirror::open_pms_tasks(std::size_t limit) {
    auto query = database_.statement(
        "SELECT uid FROM pms_task WHERE closed_utc_ms IS NULL ORDER BY created_utc_ms DESC LIMIT "
        ":limit");
    query.bind(":limit", static_cast<std::int64_t>(limit));
    return all_uuids(std::move(query));
}

std::vector<Uuid> Mirror::keep_companionships(const std::vector<Uuid>& reservations,
                                              const std::vector<Uuid>& seen) {
    std::vector<Uuid> poorer;
    const std::unordered_set<Uuid> kept(seen.begin(), seen.end());
    for (const auto& reservation : reservations) {
        auto query = database_.statement(
            "SELECT uid FROM companionship WHERE reservation_uid = :reservation");
        query.bind(":reservation", reservation);
        for (const auto& uid : all_uuids(std::move(query))) {
            if (kept.contains(uid)) continue;
            auto remove = database_.statement("DELETE FROM companionship WHERE uid = :uid");
            remove.bind(":uid", uid).run();
            poorer.push_back(reservation);
        }
    }
    return poorer;
}

std::int64_t Mirror::row_count(std::string_view stream_name) {
    static constexpr std::string_view sql = R"sql(
        SELECT CASE :name
            WHEN 'configuration' THEN (SELECT count(*) FROM enterprise)
            WHEN 'services' THEN (SELECT count(*) FROM service)
            WHEN 'resources' THEN (SELECT count(*) FROM resource)
            WHEN 'resourceCategories' THEN (SELECT count(*) FROM resource_category)
            WHEN 'resourceCategoryAssignments' THEN (SELECT count(*) FROM resource_category_assignment)
            WHEN 'ageCategories' THEN (SELECT count(*) FROM age_category)
            WHEN 'departments' THEN (SELECT count(*) FROM department)
            WHEN 'reservations' THEN (SELECT count(*) FROM reservation)
            WHEN 'companionships' THEN (SELECT count(*) FROM companionship)
            WHEN 'customers' THEN (SELECT count(*) FROM customer)
            WHEN 'tasks' THEN (SELECT count(*) FROM pms_task) END
    )sql";
    auto query = database_.statement(sql);
    query.bind(":name", stream_name);
    return query.step() ? query.integer(0) : 0;
}

std::optional<Stream> Streams::find(std::string_view name) {
    for (auto& stream : all()) {
        if (stream.name == name) return stream;
    }
    return std::nullopt;
}

std::vector<Stream> Streams::all() {
    auto query = database_.statement(
        "SELECT name, watermark_utc_ms, complete_utc_ms, trouble FROM stream ORDER BY name");
    std::vector<Stream> streams;
    while (query.step()) {
        streams.push_back({.name = query.text(0),
                           .watermark = query.optional_time(1),
                           .complete = query.optional_time(2),
                           .trouble = query.text(3)});
    }
    return streams;
}

void Streams::completed(std::string_view name, UtcTime watermark, UtcTime now) {
    auto put = database_.statement(R"sql(
        INSERT INTO stream (name, watermark_utc_ms, complete_utc_ms, trouble) VALUES (:name, :watermark, :now, '')
        ON CONFLICT (name) DO UPDATE SET
            watermark_utc_ms = max(coalesce(watermark_utc_ms, excluded.watermark_utc_ms), excluded.watermark_utc_ms),
            complete_utc_ms = excluded.complete_utc_ms, trouble = ''
    )sql");
    put.bind(":name", name).bind(":watermark", watermark).bind(":now", now).run();
}

void Streams::troubled(std::string_view name, std::string_view trouble) {
    auto put = database_.statement(R"sql(
        INSERT INTO stream (name, watermark_utc_ms, complete_utc_ms, trouble) VALUES (:name, NULL, NULL, :trouble)
        ON CONFLICT (name) DO UPDATE SET trouble = excluded.trouble
    )sql");
    put.bind(":name", name).bind(":trouble", trouble).run();
}

}  // namespace stayd::mirror
