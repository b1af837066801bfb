#include <map>

#include "tests/sim/mews/control.hpp"
#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;

template <class Words>
json::array texts(const Words& words) {
    json::array array;
    for (const auto& word : words) array.emplace_back(word);
    return array;
}

std::string guest_name(const Hotel& hotel, const Reservation& stay) {
    if (const auto* guest = hotel.customers.find(stay.account_id)) {
        return guest->first_name.empty() ? guest->last_name
                                         : guest->first_name + " " + guest->last_name;
    }
    const auto* company = hotel.companies.find(stay.account_id);
    return company == nullptr ? std::string{} : text_in(*company, "Name");
}

std::string room_name(const Hotel& hotel, const Reservation& stay) {
    return stay.assigned_resource_id ? hotel.resources.find(*stay.assigned_resource_id)->name
                                     : std::string{};
}

json::object house_view(const Hotel& hotel) {
    std::map<std::string_view, int> rooms;
    for (const auto& room : hotel.resources.rows()) ++rooms[to_word(room.state)];
    std::map<std::string_view, int> stays;
    for (const auto& stay : hotel.reservations.rows()) ++stays[to_word(stay.state)];
    json::object rooms_by_state;
    for (const auto& [state, count] : rooms) rooms_by_state.emplace(state, count);
    json::object stays_by_state;
    for (const auto& [state, count] : stays) stays_by_state.emplace(state, count);
    return {{"rooms", std::move(rooms_by_state)},
            {"reservations", std::move(stays_by_state)},
            {"bookings_to_come", hotel.to_come.size()}};
}

/// The word the plan was asked for by.
std::string_view mode_of(const FaultPlan& plan) {
    if (plan.between_pages) return "between-pages";
    if (plan.fault != Fault::none) return to_text(plan.fault);
    return plan.status != 0 ? "error" : "delay";
}

json::object call_view(const ReceivedCall& call) {
    return {{"number", call.number},
            {"at", to_iso8601(call.at)},
            {"method", call.method},
            {"path", call.path},
            {"client", call.client},
            {"status", call.status},
            {"fault", to_text(call.fault)},
            {"delay_ms", call.delay.count()},
            {"request_id", call.request_id},
            {"message", call.message},
            {"client_faults", texts(call.client_faults)}};
}

}  // namespace

json::array faults_view(const Pms& pms) {
    json::array faults;
    for (const auto& plan : pms.faults()) {
        faults.push_back(
            json::object{{"mode", mode_of(plan)},
                         {"status", plan.status},
                         {"acts", plan.acts},
                         {"from_proxy", plan.from_proxy},
                         {"delay_ms", plan.delay.count()},
                         {"duration_ms", plan.drip.count()},
                         {"calls", plan.calls ? json::value(*plan.calls) : json::value{}},
                         {"path", plan.path_part}});
    }
    return faults;
}

json::object settings_view(const Pms& pms) {
    const auto& settings = pms.settings();
    const auto& socket = settings.socket;
    return {{"request_limit", settings.request_limit},
            {"refused_calls_count", settings.refused_calls_count},
            {"retry_after_is_sent", settings.retry_after_is_sent},
            {"page_size_cap", settings.page_size_cap},
            {"no_content", to_text(settings.no_content)},
            {"visibility_lag_ms", pms.visibility_lag().count()},
            {"clock_offset_ms", settings.clock_offset.count()},
            {"socket", to_text(socket.mode)},
            {"event_drop_percent", socket.drop_percent},
            {"event_double_percent", socket.double_percent},
            {"event_reorder_percent", socket.reorder_percent},
            {"event_garbage_percent", socket.garbage_percent},
            {"events_are_sent", settings.events_are_sent},
            {"closing_twice_is_refused", settings.closing_twice_is_refused},
            {"disabled_operations", texts(settings.disabled_operations)}};
}

json::object statistics_view(const Pms& pms) {
    const auto& statistics = pms.statistics();
    return {{"calls", statistics.calls().size()},
            {"most_calls_in_30_s", statistics.most_calls_in(std::chrono::seconds{30})},
            {"most_calls_in_15_min", statistics.most_calls_in(std::chrono::minutes{15})},
            {"bytes_answered", statistics.bytes_answered()}};
}

json::object state_view(const Pms& pms, UtcTime now) {
    json::object client_faults;
    for (const auto& [fault, count] : pms.client_faults()) client_faults.emplace(fault, count);
    return {{"now", to_iso8601(now)},
            {"enterprise", pms.hotel().enterprise().name},
            {"line", pms.line() == Fault::none ? "up" : to_text(pms.line())},
            {"faults", faults_view(pms)},
            {"settings", settings_view(pms)},
            {"statistics", statistics_view(pms)},
            {"calls", pms.call_count()},
            {"writes", pms.writes().size()},
            {"client_faults", std::move(client_faults)},
            {"house", house_view(pms.hotel())}};
}

json::object log_view(const Pms& pms, std::uint64_t after) {
    json::array calls;
    for (const auto& call : pms.calls()) {
        if (call.number > after) calls.push_back(call_view(call));
    }
    return {{"calls", std::move(calls)}};
}

json::object writes_view(const Pms& pms) {
    json::array writes;
    for (const auto& write : pms.writes()) {
        writes.push_back(json::object{{"kind", write.kind},
                                      {"id", write.id.to_string()},
                                      {"value", write.value},
                                      {"at", to_iso8601(write.at)},
                                      {"by", to_text(write.by)},
                                      {"changed", write.changed}});
    }
    return {{"writes", std::move(writes)}};
}

json::object rooms_view(const Pms& pms) {
    json::array rooms;
    for (const auto& room : pms.hotel().resources.rows()) {
        rooms.push_back(json::object{{"id", room.id.to_string()},
                                     {"name", room.name},
                                     {"state", to_word(room.state)},
                                     {"reason", room.state_reason},
                                     {"updated", to_iso8601(room.updated_utc)}});
    }
    return {{"rooms", std::move(rooms)}};
}

json::object stays_view(const Pms& pms, UtcTime now) {
    const auto& hotel = pms.hotel();
    json::array stays;
    for (const auto& stay : hotel.reservations.rows()) {
        const bool is_near = stay.scheduled_start_utc < now + std::chrono::hours{24} &&
                             stay.end_utc() > now - std::chrono::hours{24};
        if (stay.state != ReservationState::started && !is_near) continue;
        stays.push_back(json::object{{"id", stay.id.to_string()},
                                     {"number", stay.number},
                                     {"guest", guest_name(hotel, stay)},
                                     {"state", to_word(stay.state)},
                                     {"room", room_name(hotel, stay)},
                                     {"start", to_iso8601(stay.scheduled_start_utc)},
                                     {"end", to_iso8601(stay.scheduled_end_utc)},
                                     {"updated", to_iso8601(stay.updated_utc)}});
    }
    return {{"stays", std::move(stays)}};
}

}  // namespace stayd::sim
