#include "house/views.hpp"

#include "house/readiness_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::house {
namespace {

using namespace std::chrono_literals;

/// How long a guest's code stays on the sign when nobody checks the guest in or takes the mark
/// back.
constexpr Duration longest_wait = 4h;
/// However full the disk was when it was to.
constexpr Duration day_turns_within = 24h;

Line line_of(std::string_view word) {
    if (word == "Up") return Line::up;
    if (word == "Down") return Line::down;
    return word == "Refused" ? Line::refused : Line::unknown;
}

bool waits(const journal::Change& change, bool line_up) {
    return change.stage == journal::Stage::ready && (!line_up || change.attempts > 0);
}

}  // namespace

std::string join_name(std::string last, const std::string& second_last, const std::string& first) {
    if (!second_last.empty()) last += " " + second_last;
    if (first.empty()) return last;
    return last + ", " + first;
}

bool Views::line_is_up() {
    auto query = database_.statement("SELECT line = 'Up' FROM house");
    return query.step() && query.boolean(0);
}

Duration Views::clock_offset() {
    auto query = database_.statement("SELECT clock_offset_ms FROM house");
    return query.step() ? query.duration(0) : Duration{0};
}

std::optional<Mark> Views::mark(const Uuid& subject) {
    const auto change = journal_.newest(subject);
    if (!change) return std::nullopt;
    return Mark{.change = change->id,
                .stage = change->stage,
                .waits = waits(*change, line_is_up()),
                .since = change->stage_since,
                .by = change->made_by,
                .reason = change->reason};
}

std::optional<RoomView> Views::room(const Uuid& id) {
    auto query = database_.statement(R"sql(
        SELECT room.name, room.floor, room.state_now, room.state,
            (SELECT name FROM resource_category_assignment a JOIN resource_category c ON c.uid = a.category_uid
              WHERE a.resource_uid = room.uid AND a.is_active AND c.is_active ORDER BY c.ordering LIMIT 1),
            (SELECT max(end_now_utc_ms) FROM stay_now
              WHERE uid IN (SELECT uid FROM reservation WHERE assigned_resource_uid = room.uid
                              UNION SELECT subject_uid FROM change WHERE about_uid = room.uid AND kind = 'MoveStay')
                AND room_uid_now = room.uid AND state_now = 'Started'),
            (SELECT min(start_now_utc_ms) FROM stay_now
              WHERE uid IN (SELECT uid FROM reservation WHERE assigned_resource_uid = room.uid
                              UNION SELECT subject_uid FROM change WHERE about_uid = room.uid AND kind = 'MoveStay')
                AND room_uid_now = room.uid AND state_now = 'Confirmed'
                AND start_now_utc_ms < house.business_day_end_utc_ms
                AND end_now_utc_ms > house.business_day_start_utc_ms),
            house.business_day_end_utc_ms, room.updated_utc_ms
        FROM room_now AS room, house WHERE room.uid = :uid
    )sql");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    RoomView view{.id = id,
                  .name = query.text(0),
                  .floor = query.text(1),
                  .category = query.text(4),
                  .state = model::resource_state(query.text(2)),
                  .pms_state = model::resource_state(query.text(3)),
                  .departure = query.optional_time(5),
                  .next_arrival = query.optional_time(6),
                  .state_since = query.time(8),
                  .state_by = {},
                  .mark = mark(id),
                  .stay = {}};
    if (view.departure) {
        view.stay = stay_in(id);
        view.occupancy = *view.departure < query.time(7) ? Occupancy::due_out : Occupancy::occupied;
    }
    const auto newest = journal_.newest(id);
    if (newest && model::resource_state(newest->value.text("State")) == view.state &&
        (journal::is_open(newest->stage) || newest->stage == journal::Stage::confirmed)) {
        view.state_since = newest->made;
        view.state_by = newest->made_by;
    }
    return view;
}

/// Of two, which only a mistake brings, the one that stays longer.
std::optional<StayInRoom> Views::stay_in(const Uuid& room) {
    auto query = database_.statement(R"sql(
        SELECT uid, number FROM stay_now
         WHERE uid IN (SELECT uid FROM reservation WHERE assigned_resource_uid = :room
                         UNION SELECT subject_uid FROM change WHERE about_uid = :room AND kind = 'MoveStay')
           AND room_uid_now = :room AND state_now = 'Started'
         ORDER BY end_now_utc_ms DESC LIMIT 1
    )sql");
    query.bind(":room", room);
    if (!query.step()) return std::nullopt;
    return StayInRoom{.id = query.uuid(0), .number = query.text(1)};
}

std::optional<ArrivalView> Views::arrival(const Uuid& id) {
    auto query = database_.statement(R"sql(
        SELECT number, persons, start_now_utc_ms, end_now_utc_ms, state_now, room_uid_now,
               (SELECT name FROM resource_category WHERE uid = requested_category_uid), room_name, room_state,
               room_occupied, waiting_since_utc_ms, display_code, account_uid,
               (SELECT time_zone FROM enterprise ORDER BY id LIMIT 1),
               (SELECT value FROM readiness WHERE stay_uid = :uid)
        FROM arrival_now WHERE uid = :uid
    )sql");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    ArrivalView view{.id = id,
                     .number = query.text(0),
                     .guest = {},
                     .persons = static_cast<int>(query.integer(1)),
                     .scheduled_start = query.time(2),
                     .scheduled_end = query.time(3),
                     .category = query.text(6),
                     .room_id = query.optional_uuid(5),
                     .room = query.text(7),
                     .room_state = model::resource_state(query.text(8)),
                     .blockers = {},
                     .waiting_since = query.optional_time(10),
                     .display_code = query.text(11),
                     .mark = mark(id)};
    const auto state = model::reservation_state(query.text(4));
    view.nights = nights_between(view.scheduled_start, view.scheduled_end, query.text(13));
    view.arrived = state == model::ReservationState::started;
    view.left = state == model::ReservationState::processed;
    if (!view.arrived && !view.left) {
        view.blockers = insight::arrival_blockers({.state = state,
                                                   .room_assigned = view.room_id.has_value(),
                                                   .room_occupied = query.boolean(9),
                                                   .room_state = view.room_state});
    }
    if (!query.is_null(14)) view.readiness = readiness_from_json(query.text(14));
    view.profile = profile(id);
    name_guest(view, query.uuid(12));
    return view;
}

void Views::name_guest(ArrivalView& view, const Uuid& account) {
    // A company's stay goes by the company's name. While that is not read yet, and for everybody
    // else: the owner, merged profiles followed, or the first companion who has a name.
    auto company = database_.statement(R"sql(
        SELECT coalesce(target.name, own.name) FROM company AS own
        LEFT JOIN company AS target ON target.uid = own.merge_target_uid WHERE own.uid = :account
    )sql");
    company.bind(":account", account);
    if (company.step()) view.guest = company.text(0);
    auto query = database_.statement(R"sql(
        WITH person(uid, rank) AS (
            SELECT :account, 0
            UNION ALL SELECT customer_uid, id FROM companionship WHERE reservation_uid = :reservation)
        SELECT named.last_name, named.second_last_name, named.first_name, named.classifications
        FROM person JOIN customer AS own ON own.uid = person.uid
        LEFT JOIN customer AS target ON target.uid = own.merge_target_uid
        JOIN customer AS named ON named.uid = coalesce(target.uid, own.uid)
        ORDER BY person.rank
    )sql");
    query.bind(":account", account).bind(":reservation", view.id);
    while (query.step()) {
        if (view.guest.empty()) view.guest = join_name(query.text(0), query.text(1), query.text(2));
        const auto classes = query.text(3);
        for (const char* word : {" VeryImportant ", " TopManagement ", " Important "}) {
            if (classes.find(word) != std::string::npos) view.important = true;
        }
    }
}

std::optional<TaskView> Views::task(const Uuid& id) {
    auto task = tasks_.find(id);
    if (!task) return std::nullopt;
    auto query = database_.statement(R"sql(
        SELECT (SELECT name FROM department WHERE uid = :department), (SELECT name FROM resource WHERE uid = :room),
               business_day_start_utc_ms FROM house
    )sql");
    query.bind(":department", task->department_id).bind(":room", task->room_id);
    if (!query.step()) return std::nullopt;
    if (task->stage == operations::TaskStage::done && task->done && *task->done < query.time(2))
        return std::nullopt;
    return TaskView{
        .task = *task, .department = query.text(0), .room = query.text(1), .mark = mark(id)};
}

std::string Views::room_name(const Uuid& id) {
    const auto room = mirror_.resource(id);
    return room ? room->name : "?";
}

std::vector<StaffUser> Views::staff_users() {
    auto query = database_.statement(
        "SELECT name, first_seen_utc_ms, last_seen_utc_ms FROM staff_user ORDER BY name");
    std::vector<StaffUser> users;
    while (query.step())
        users.push_back(
            {.name = query.text(0), .first_seen = query.time(1), .last_seen = query.time(2)});
    return users;
}

StatusView Views::status() {
    StatusView view;
    auto query = database_.statement(
        "SELECT line, line_since_utc_ms, last_contact_utc_ms, line_cause FROM house");
    if (query.step()) {
        view.line = line_of(query.text(0));
        view.line_since = query.optional_time(1);
        view.last_contact = query.optional_time(2);
        view.line_cause = query.text(3);
    }
    view.lists_total = static_cast<int>(model::list_count);
    for (auto& stream : streams_.all()) {
        const auto rows = stream.rows;
        const int percent = stream.scan ? stream.scan->percent() : 0;
        view.rows += rows;
        view.streams.push_back({.stream = std::move(stream), .rows = rows, .percent = percent});
        const auto& added = view.streams.back();
        if (added.done()) {
            ++view.lists_done;
        } else if (view.first_sync_step.empty()) {
            view.first_sync_step = added.name();
        }
    }
    view.balance = journal_.balance();
    return view;
}

DirectoryView Views::directory() {
    DirectoryView view;
    if (const auto enterprise = mirror_.enterprise()) {
        view.hotel = enterprise->name;
        view.time_zone = enterprise->time_zone;
    }
    auto service = database_.statement(R"sql(
        SELECT start_offset_ms, end_offset_ms FROM service WHERE type = 'Bookable' AND is_active ORDER BY id LIMIT 1
    )sql");
    if (service.step()) {
        view.arrival_from = service.duration(0);
        view.departure_until = service.duration(1);
    }
    auto departments =
        database_.statement("SELECT uid, name FROM department WHERE is_active ORDER BY name");
    while (departments.step())
        view.departments.push_back({.id = departments.uuid(0), .name = departments.text(1)});
    auto categories = database_.statement(
        "SELECT DISTINCT name FROM resource_category WHERE is_active ORDER BY ordering, name");
    while (categories.step()) view.categories.push_back(categories.text(0));
    return view;
}

DashboardView Views::dashboard(UtcTime now) {
    DashboardView view;
    auto arrivals = database_.statement(R"sql(
        SELECT state_now, room_uid_now IS NOT NULL, room_occupied, room_state, waiting_since_utc_ms IS NOT NULL
        FROM arrival_now
    )sql");
    while (arrivals.step()) {
        ++view.arrivals_total;
        const auto state = model::reservation_state(arrivals.text(0));
        if (state == model::ReservationState::started) continue;
        ++view.arrivals_left;
        const bool ready =
            insight::arrival_blockers({.state = state,
                                       .room_assigned = arrivals.boolean(1),
                                       .room_occupied = arrivals.boolean(2),
                                       .room_state = model::resource_state(arrivals.text(3))})
                .empty();
        if (ready) ++view.arrivals_ready;
        if (arrivals.boolean(4)) ++view.arrivals_waiting;
    }
    auto counts = database_.statement(R"sql(
        SELECT business_day_start_utc_ms,
            (SELECT count(*) FROM reservation WHERE state = 'Processed'
                AND actual_end_utc_ms >= business_day_start_utc_ms AND actual_end_utc_ms < business_day_end_utc_ms)
            + (SELECT count(DISTINCT subject_uid) FROM change WHERE kind = 'CheckOut' AND stage IN ('Ready', 'InFlight', 'Unknown')),
            (SELECT count(*) FROM room_now),
            (SELECT count(*) FROM task WHERE stage <> 'Done'),
            (SELECT count(*) FROM task WHERE stage <> 'Done' AND due_utc_ms <
                CASE WHEN :now BETWEEN business_day_start_utc_ms AND business_day_end_utc_ms + :turning
                     THEN :now ELSE business_day_start_utc_ms END)
        FROM house
    )sql");
    // A clock that is not in the day in which the house is, is not believed (sync.md R12).
    counts.bind(":now", now).bind(":turning", day_turns_within);
    if (counts.step()) {
        view.business_day = counts.time(0);
        view.departures_total = static_cast<int>(counts.integer(1));
        view.rooms_total = static_cast<int>(counts.integer(2));
        view.tasks_open = static_cast<int>(counts.integer(3));
        view.tasks_late = static_cast<int>(counts.integer(4));
    }
    // Of all that are still to come only those whose check-in is on its way are in the house.
    auto in_house = database_.statement(R"sql(
        SELECT count(*) FILTER (WHERE end_now_utc_ms < business_day_end_utc_ms), count(DISTINCT room_uid_now)
        FROM stay_now, house
        WHERE stay_now.uid IN (SELECT uid FROM reservation WHERE state = 'Started'
                               UNION SELECT subject_uid FROM change
                                      WHERE kind = 'CheckIn' AND stage IN ('Ready', 'InFlight', 'Unknown'))
          AND state_now = 'Started'
    )sql");
    if (in_house.step()) {
        view.departures_left = static_cast<int>(in_house.integer(0));
        view.departures_total += view.departures_left;
        view.rooms_occupied = static_cast<int>(in_house.integer(1));
    }
    auto states =
        database_.statement("SELECT state_now, count(*) FROM room_now GROUP BY state_now");
    while (states.step()) {
        view.rooms.emplace_back(model::resource_state(states.text(0)),
                                static_cast<int>(states.integer(1)));
    }
    std::ranges::sort(view.rooms);
    const auto balance = journal_.balance();
    view.changes_waiting = static_cast<int>(balance.waiting);
    view.changes_to_read = static_cast<int>(balance.to_read);
    return view;
}

LobbySignView Views::lobby_sign() {
    auto known = directory();
    LobbySignView view{.hotel = std::move(known.hotel),
                       .time_zone = std::move(known.time_zone),
                       .arrival_from = known.arrival_from,
                       .departure_until = known.departure_until,
                       .queue = {}};
    auto query = database_.statement(
        "SELECT reservation_uid, since_utc_ms, display_code FROM guest_waiting ORDER BY "
        "since_utc_ms, display_code");
    while (query.step()) {
        const auto stay = arrival(query.uuid(0));
        if (!stay || stay->arrived) continue;
        view.queue.push_back({.display_code = query.text(2),
                              .ready = stay->blockers.empty(),
                              .until = query.time(1) + longest_wait});
    }
    return view;
}

}  // namespace stayd::house
