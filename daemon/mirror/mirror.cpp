#include "mirror/mirror.hpp"

namespace stayd::mirror {
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

// What the box makes true itself is content that no row of the PMS has been read with: its hash is
// none, so that the next row is written whatever it holds.

void Mirror::set_resource_state(const Uuid& id, model::ResourceState state,
                                std::optional<UtcTime> sent) {
    auto update = database_.statement(R"sql(
        UPDATE resource SET state = :state, content_hash = 1, read_utc_ms = max(read_utc_ms, coalesce(:sent, 0))
        WHERE uid = :uid
    )sql");
    update.bind(":state", to_word(state)).bind(":sent", sent).bind(":uid", id).run();
}

void Mirror::set_reservation_started(const Uuid& id, UtcTime started, std::optional<UtcTime> sent) {
    auto update = database_.statement(R"sql(
        UPDATE reservation SET state = 'Started', actual_start_utc_ms = coalesce(actual_start_utc_ms, :started), content_hash = 1,
            read_utc_ms = max(read_utc_ms, coalesce(:sent, 0))
        WHERE uid = :uid AND state = 'Confirmed'
    )sql");
    update.bind(":started", started).bind(":sent", sent).bind(":uid", id).run();
}

void Mirror::set_task_closed(const Uuid& id, UtcTime closed) {
    auto update = database_.statement(R"sql(
        UPDATE pms_task SET state = 'Closed', closed_utc_ms = :closed, content_hash = 1
        WHERE uid = :uid AND closed_utc_ms IS NULL
    )sql");
    update.bind(":closed", closed).bind(":uid", id).run();
}

std::vector<Uuid> Mirror::open_pms_tasks(std::size_t limit) {
    auto query = database_.statement(
        "SELECT uid FROM pms_task WHERE closed_utc_ms IS NULL ORDER BY created_utc_ms DESC LIMIT "
        ":limit");
    query.bind(":limit", static_cast<std::int64_t>(limit));
    std::vector<Uuid> found;
    while (query.step()) found.push_back(query.uuid(0));
    return found;
}

}  // namespace stayd::mirror
