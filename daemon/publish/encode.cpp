#include "publish/encode.hpp"

#include "publish/encode_parts.hpp"
#include "publish/encode_profile.hpp"
#include "stayd/v1/arrival.pb.h"
#include "stayd/v1/change.pb.h"
#include "stayd/v1/dashboard.pb.h"
#include "stayd/v1/finding.pb.h"
#include "stayd/v1/house.pb.h"
#include "stayd/v1/opportunity.pb.h"
#include "stayd/v1/room.pb.h"
#include "stayd/v1/rule.pb.h"
#include "stayd/v1/signage.pb.h"
#include "stayd/v1/task.pb.h"

namespace stayd::publish {
namespace {

using house::ShownKind;
using publish::put;

void put(google::protobuf::Duration* to, Duration duration) {
    to->set_seconds(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

v1::ResourceState wire(model::ResourceState state) {
    switch (state) {
        case model::ResourceState::dirty:
            return v1::RESOURCE_STATE_DIRTY;
        case model::ResourceState::clean:
            return v1::RESOURCE_STATE_CLEAN;
        case model::ResourceState::inspected:
            return v1::RESOURCE_STATE_INSPECTED;
        case model::ResourceState::out_of_service:
            return v1::RESOURCE_STATE_OUT_OF_SERVICE;
        case model::ResourceState::out_of_order:
            return v1::RESOURCE_STATE_OUT_OF_ORDER;
        case model::ResourceState::other:
            return v1::RESOURCE_STATE_OTHER;
    }
    return v1::RESOURCE_STATE_OTHER;
}

v1::ChangeStage wire(journal::Stage stage, bool waits) {
    switch (stage) {
        case journal::Stage::ready:
            return waits ? v1::CHANGE_STAGE_WAITING : v1::CHANGE_STAGE_SAVED;
        case journal::Stage::in_flight:
        case journal::Stage::unknown:
            return v1::CHANGE_STAGE_SENDING;
        case journal::Stage::confirmed:
            return v1::CHANGE_STAGE_CONFIRMED;
        case journal::Stage::box_only:
            return v1::CHANGE_STAGE_BOX_ONLY;
        case journal::Stage::replaced:
            return v1::CHANGE_STAGE_REPLACED;
        case journal::Stage::refused:
            return v1::CHANGE_STAGE_REFUSED;
    }
    return v1::CHANGE_STAGE_UNSPECIFIED;
}

v1::LineState wire(house::Line line) {
    switch (line) {
        case house::Line::unknown:
            return v1::LINE_STATE_UNSPECIFIED;
        case house::Line::up:
            return v1::LINE_STATE_UP;
        case house::Line::down:
            return v1::LINE_STATE_DOWN;
        case house::Line::refused:
            return v1::LINE_STATE_REFUSED;
    }
    return v1::LINE_STATE_UNSPECIFIED;
}

v1::ArrivalBlocker wire(insight::Blocker blocker) {
    switch (blocker) {
        case insight::Blocker::not_confirmed:
            return v1::ARRIVAL_BLOCKER_NOT_CONFIRMED;
        case insight::Blocker::no_room_assigned:
            return v1::ARRIVAL_BLOCKER_NO_ROOM_ASSIGNED;
        case insight::Blocker::room_occupied:
            return v1::ARRIVAL_BLOCKER_ROOM_OCCUPIED;
        case insight::Blocker::room_out_of_order:
            return v1::ARRIVAL_BLOCKER_ROOM_OUT_OF_ORDER;
        case insight::Blocker::room_not_inspected:
            return v1::ARRIVAL_BLOCKER_ROOM_NOT_INSPECTED;
    }
    return v1::ARRIVAL_BLOCKER_UNSPECIFIED;
}

v1::Occupancy wire(house::Occupancy occupancy) {
    switch (occupancy) {
        case house::Occupancy::vacant:
            return v1::OCCUPANCY_VACANT;
        case house::Occupancy::occupied:
            return v1::OCCUPANCY_OCCUPIED;
        case house::Occupancy::due_out:
            return v1::OCCUPANCY_DUE_OUT;
    }
    return v1::OCCUPANCY_UNSPECIFIED;
}

v1::TaskStage wire(operations::TaskStage stage) {
    switch (stage) {
        case operations::TaskStage::created:
            return v1::TASK_STAGE_NEW;
        case operations::TaskStage::accepted:
            return v1::TASK_STAGE_ACCEPTED;
        case operations::TaskStage::done:
            return v1::TASK_STAGE_DONE;
    }
    return v1::TASK_STAGE_UNSPECIFIED;
}

void put(v1::ChangeMark* to, const house::Mark& mark) {
    to->set_change_id(bytes(mark.change));
    to->set_stage(wire(mark.stage, mark.waits));
    put(to->mutable_since(), mark.since);
    to->set_by(mark.by);
    to->set_reason(mark.reason);
}

v1::RoomState message(const house::RoomView& view) {
    v1::RoomState room;
    room.set_room_id(bytes(view.id));
    room.set_name(view.name);
    room.set_floor(view.floor);
    room.set_category(view.category);
    room.set_state(wire(view.state));
    room.set_pms_state(wire(view.pms_state));
    room.set_occupancy(wire(view.occupancy));
    if (view.departure) put(room.mutable_departure(), *view.departure);
    if (view.next_arrival) put(room.mutable_next_arrival(), *view.next_arrival);
    put(room.mutable_state_since(), view.state_since);
    room.set_state_by(view.state_by);
    if (view.mark) put(room.mutable_mark(), *view.mark);
    if (view.stay) {
        room.set_stay_id(bytes(view.stay->id));
        room.set_stay_number(view.stay->number);
    }
    return room;
}

v1::ReadinessState wire(insight::ReadinessState state) {
    using insight::ReadinessState;
    switch (state) {
        case ReadinessState::call_now:
            return v1::READINESS_STATE_CALL_NOW;
        case ReadinessState::waiting:
            return v1::READINESS_STATE_WAITING;
        case ReadinessState::blocked:
            return v1::READINESS_STATE_BLOCKED;
        case ReadinessState::late_risk:
            return v1::READINESS_STATE_LATE_RISK;
        case ReadinessState::desk_needed:
            return v1::READINESS_STATE_DESK_NEEDED;
        case ReadinessState::preparing:
            return v1::READINESS_STATE_PREPARING;
        case ReadinessState::ready:
            return v1::READINESS_STATE_READY;
        case ReadinessState::checked_in:
            return v1::READINESS_STATE_CHECKED_IN;
        case ReadinessState::cancelled:
            return v1::READINESS_STATE_CANCELLED;
    }
    return v1::READINESS_STATE_UNSPECIFIED;
}

v1::ReadinessGate wire(insight::Gate gate) {
    if (gate == insight::Gate::hard) return v1::READINESS_GATE_HARD;
    return gate == insight::Gate::soft ? v1::READINESS_GATE_SOFT : v1::READINESS_GATE_NONE;
}

void put(v1::Readiness* to, const insight::Readiness& readiness) {
    to->set_state(wire(readiness.state));
    to->set_score(static_cast<std::uint32_t>(readiness.score));
    if (readiness.eta_utc_ms) put(to->mutable_eta(), from_ms(*readiness.eta_utc_ms));
    to->set_eta_confidence(static_cast<std::uint32_t>(readiness.eta_confidence));
    if (readiness.vacated_utc_ms) put(to->mutable_vacated(), from_ms(*readiness.vacated_utc_ms));
    if (readiness.ready_minutes)
        put(to->mutable_work(), std::chrono::minutes{*readiness.ready_minutes});
    to->set_no_show_risk(readiness.no_show_risk);
    to->set_vip_rank(static_cast<std::uint32_t>(readiness.vip_rank));
    to->set_rush(static_cast<std::uint32_t>(readiness.rush));
    for (const auto& criterion : readiness.criteria) {
        auto* each = to->add_criteria();
        each->set_id(criterion.id);
        each->set_name(criterion.name);
        each->set_gate(wire(criterion.gate));
        each->set_points(static_cast<std::uint32_t>(criterion.points));
        each->set_weight(static_cast<std::uint32_t>(criterion.weight));
        each->set_passes(criterion.passes);
        if (!criterion.passes) {
            each->set_lacks(criterion.lacks);
            each->set_fix(criterion.fix);
        }
    }
}

v1::ArrivalState message(const house::ArrivalView& view) {
    v1::ArrivalState arrival;
    arrival.set_reservation_id(bytes(view.id));
    arrival.set_number(view.number);
    arrival.set_guest(view.guest);
    arrival.set_persons(static_cast<std::uint32_t>(view.persons));
    arrival.set_important(view.important);
    put(arrival.mutable_scheduled_start(), view.scheduled_start);
    put(arrival.mutable_scheduled_end(), view.scheduled_end);
    arrival.set_nights(static_cast<std::uint32_t>(view.nights));
    arrival.set_category(view.category);
    if (view.room_id) {
        arrival.set_room_id(bytes(*view.room_id));
        arrival.set_room(view.room);
        arrival.set_room_state(wire(view.room_state));
    }
    arrival.set_stage(view.left               ? v1::ARRIVAL_STAGE_LEFT
                      : view.arrived          ? v1::ARRIVAL_STAGE_ARRIVED
                      : view.blockers.empty() ? v1::ARRIVAL_STAGE_READY
                                              : v1::ARRIVAL_STAGE_PREPARING);
    for (const auto blocker : view.blockers) arrival.add_blockers(wire(blocker));
    if (view.waiting_since) {
        put(arrival.mutable_waiting_since(), *view.waiting_since);
        arrival.set_display_code(view.display_code);
    }
    if (view.mark) put(arrival.mutable_mark(), *view.mark);
    if (view.readiness) put(arrival.mutable_readiness(), *view.readiness);
    if (view.profile) *arrival.mutable_profile() = profile_message(*view.profile);
    return arrival;
}

v1::TaskState message(const house::TaskView& view) {
    v1::TaskState task;
    task.set_task_id(bytes(view.task.id));
    task.set_title(view.task.title);
    task.set_description(view.task.description);
    if (view.task.department_id) task.set_department_id(bytes(*view.task.department_id));
    task.set_department(view.department);
    if (view.task.room_id) task.set_room_id(bytes(*view.task.room_id));
    task.set_room(view.room);
    task.set_priority(static_cast<v1::TaskPriority>(view.task.priority));
    task.set_stage(wire(view.task.stage));
    task.set_assignee(view.task.assignee);
    put(task.mutable_created(), view.task.created);
    task.set_created_by(view.task.created_by);
    put(task.mutable_due(), view.task.due);
    if (view.task.done) put(task.mutable_done(), *view.task.done);
    task.set_done_by(view.task.done_by);
    task.set_in_pms(view.task.pms_id.has_value());
    if (view.mark) put(task.mutable_mark(), *view.mark);
    return task;
}

v1::ChangeState message(const house::ChangeView& view) {
    v1::ChangeState change;
    change.set_change_id(bytes(view.change.id));
    change.set_what(view.what);
    change.set_by(view.change.made_by);
    put(change.mutable_accepted(), view.change.accepted);
    change.set_stage(wire(view.change.stage, view.waits));
    put(change.mutable_since(), view.change.stage_since);
    change.set_attempts(static_cast<std::uint32_t>(view.change.attempts));
    change.set_reason(view.change.reason);
    change.set_reason_is_of_pms(view.change.reason_is_of_pms);
    for (const auto& conflict : view.conflicts) {
        auto* to = change.add_conflicts();
        to->set_field(conflict.field);
        to->set_before(conflict.before);
        to->set_ours(conflict.ours);
        to->set_theirs(conflict.theirs);
        to->set_ours_chosen(conflict.ours_chosen);
    }
    change.set_next_step(view.next_step);
    change.set_can_reapply(view.can_reapply);
    return change;
}

v1::HouseStatus message(const house::StatusView& view, const std::string& stayd_version) {
    v1::HouseStatus status;
    status.set_line(wire(view.line));
    if (view.line_since) put(status.mutable_line_since(), *view.line_since);
    if (view.last_contact) put(status.mutable_last_contact(), *view.last_contact);
    status.set_line_cause(view.line_cause);
    auto* first = status.mutable_first_sync();
    first->set_complete(view.first_sync_step.empty());
    first->set_step(view.first_sync_step);
    first->set_lists_done(static_cast<std::uint32_t>(view.lists_done));
    first->set_lists_total(static_cast<std::uint32_t>(view.lists_total));
    first->set_rows(static_cast<std::uint64_t>(view.rows));
    for (const auto& followed : view.streams) {
        auto* to = status.add_streams();
        to->set_name(std::string{followed.name()});
        if (followed.stream.complete) put(to->mutable_last_complete(), *followed.stream.complete);
        to->set_rows(static_cast<std::uint64_t>(followed.rows));
        to->set_trouble(followed.stream.trouble_text);
        to->set_percent(static_cast<std::uint32_t>(followed.percent));
        if (followed.stream.next_attempt)
            put(to->mutable_next_attempt(), *followed.stream.next_attempt);
    }
    auto* journal = status.mutable_journal();
    journal->set_accepted(static_cast<std::uint64_t>(view.balance.accepted));
    journal->set_confirmed(static_cast<std::uint64_t>(view.balance.confirmed));
    journal->set_box_only(static_cast<std::uint64_t>(view.balance.box_only));
    journal->set_replaced(static_cast<std::uint64_t>(view.balance.replaced));
    journal->set_refused(static_cast<std::uint64_t>(view.balance.refused));
    journal->set_waiting(static_cast<std::uint64_t>(view.balance.waiting));
    if (view.balance.oldest_waiting)
        put(journal->mutable_oldest_waiting(), *view.balance.oldest_waiting);
    status.set_stayd_version(stayd_version);
    return status;
}

v1::HouseDirectory message(const house::DirectoryView& view) {
    v1::HouseDirectory directory;
    directory.set_name(view.hotel);
    directory.set_time_zone(view.time_zone);
    put(directory.mutable_arrival_from(), view.arrival_from);
    put(directory.mutable_departure_until(), view.departure_until);
    for (const auto& department : view.departments) {
        auto* to = directory.add_departments();
        to->set_department_id(bytes(department.id));
        to->set_name(department.name);
    }
    for (const auto& category : view.categories) directory.add_categories(category);
    return directory;
}

v1::DashboardState message(const house::DashboardView& view) {
    v1::DashboardState dashboard;
    const auto count = [](int value) { return static_cast<std::uint32_t>(value); };
    put(dashboard.mutable_business_day(), view.business_day);
    dashboard.set_arrivals_total(count(view.arrivals_total));
    dashboard.set_arrivals_left(count(view.arrivals_left));
    dashboard.set_arrivals_ready(count(view.arrivals_ready));
    dashboard.set_arrivals_waiting(count(view.arrivals_waiting));
    dashboard.set_departures_total(count(view.departures_total));
    dashboard.set_departures_left(count(view.departures_left));
    dashboard.set_rooms_total(count(view.rooms_total));
    dashboard.set_rooms_occupied(count(view.rooms_occupied));
    for (const auto& [state, rooms] : view.rooms) {
        auto* to = dashboard.add_rooms();
        to->set_state(wire(state));
        to->set_count(count(rooms));
    }
    dashboard.set_tasks_open(count(view.tasks_open));
    dashboard.set_tasks_late(count(view.tasks_late));
    dashboard.set_changes_waiting(count(view.changes_waiting));
    dashboard.set_changes_refused(count(view.changes_to_read));
    return dashboard;
}

v1::LobbySignState message(const house::LobbySignView& view) {
    v1::LobbySignState sign;
    sign.set_hotel(view.hotel);
    sign.set_time_zone(view.time_zone);
    put(sign.mutable_arrival_from(), view.arrival_from);
    put(sign.mutable_departure_until(), view.departure_until);
    for (const auto& entry : view.queue) {
        auto* to = sign.add_queue();
        to->set_display_code(entry.display_code);
        to->set_ready(entry.ready);
        put(to->mutable_until(), entry.until);
    }
    return sign;
}

}  // namespace

std::string Encoder::content(const house::ShownThing& thing, UtcTime now) {
    const auto of = [](const auto& view) {
        return view ? message(*view).SerializeAsString() : std::string{};
    };
    switch (thing.kind) {
        case ShownKind::room:
            return of(views_.room(thing.id));
        case ShownKind::arrival:
            return of(views_.arrival(thing.id));
        case ShownKind::task:
            return of(views_.task(thing.id));
        case ShownKind::change:
            return of(views_.change(thing.id));
        case ShownKind::status:
            return message(views_.status(), stayd_version_).SerializeAsString();
        case ShownKind::directory:
            return message(views_.directory()).SerializeAsString();
        case ShownKind::dashboard:
            return message(views_.dashboard(now)).SerializeAsString();
        case ShownKind::lobby_sign:
            return message(views_.lobby_sign()).SerializeAsString();
        case ShownKind::finding:
            return content_of(views_.finding(thing.id));
        case ShownKind::rule:
            return content_of(views_.rule(thing.id));
        case ShownKind::opportunity:
            return content_of(views_.opportunity(thing.id));
    }
    return {};
}

std::string stamped(const std::string& content, std::uint64_t epoch, std::uint64_t version) {
    if (content.empty()) return {};
    // Every state message has its version in field 1, and messages written one after the other are
    // read as one. RoomState stands for all of them.
    v1::RoomState head;
    head.mutable_version()->set_epoch(epoch);
    head.mutable_version()->set_version(version);
    return head.SerializeAsString() + content;
}

std::string presence(bool online) {
    v1::HousePresence message;
    message.set_presence(online ? v1::PRESENCE_ONLINE : v1::PRESENCE_OFFLINE);
    return message.SerializeAsString();
}

std::optional<std::string> without_version(ShownKind kind, std::string_view payload) {
    if (payload.empty()) return std::string{};
    switch (kind) {
        case ShownKind::status:
            return strip<v1::HouseStatus>(payload);
        case ShownKind::directory:
            return strip<v1::HouseDirectory>(payload);
        case ShownKind::room:
            return strip<v1::RoomState>(payload);
        case ShownKind::arrival:
            return strip<v1::ArrivalState>(payload);
        case ShownKind::task:
            return strip<v1::TaskState>(payload);
        case ShownKind::change:
            return strip<v1::ChangeState>(payload);
        case ShownKind::dashboard:
            return strip<v1::DashboardState>(payload);
        case ShownKind::lobby_sign:
            return strip<v1::LobbySignState>(payload);
        case ShownKind::finding:
            return strip<v1::FindingState>(payload);
        case ShownKind::rule:
            return strip<v1::RuleState>(payload);
        case ShownKind::opportunity:
            return strip<v1::OpportunityState>(payload);
    }
    return std::nullopt;
}

}  // namespace stayd::publish
