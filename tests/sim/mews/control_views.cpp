#include <map>

#include "tests/sim/mews/control.hpp"

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
    return company == nullptr ? std::string{} : company->name;
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
        const bool is_error = plan.fault == Fault::none && plan.status != 0;
        const bool is_delay = plan.fault == Fault::none && plan.status == 0;
        faults.push_back(
            json::object{{"mode", is_error   ? "error"
                                  : is_delay ? "delay"
                                             : to_text(plan.fault)},
                         {"status", plan.status},
                         {"delay_ms", plan.delay.count()},
                         {"calls", plan.calls ? json::value(*plan.calls) : json::value{}},
                         {"path", plan.path_part}});
    }
    return faults;
}

json::object state_view(const Pms& pms, UtcTime now) {
    json::object client_faults;
    for (const auto& [fault, count] : pms.client_faults()) client_faults.emplace(fault, count);
    const auto& settings = pms.settings();
    return {
        {"now", to_iso8601(now)},
        {"enterprise", pms.hotel().enterprise().name},
        {"line", pms.line() == Fault::none ? "up" : to_text(pms.line())},
        {"faults", faults_view(pms)},
        {"settings", json::object{{"request_limit", settings.request_limit},
                                  {"events_are_sent", settings.events_are_sent},
                                  {"closing_twice_is_refused", settings.closing_twice_is_refused},
                                  {"disabled_operations", texts(settings.disabled_operations)}}},
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
