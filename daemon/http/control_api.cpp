#include "http/control_api.hpp"

#include <boost/json.hpp>

#include "http/lan_api.hpp"

namespace stayd::http {
namespace {

namespace json_lib = boost::json;

const char* word(house::Line line) {
    switch (line) {
        case house::Line::unknown:
            return "unknown";
        case house::Line::up:
            return "up";
        case house::Line::down:
            return "down";
        case house::Line::refused:
            return "refused";
    }
    return "unknown";
}

json_lib::value instant(const std::optional<UtcTime>& time) {
    return time ? json_lib::value(to_iso8601(*time)) : json_lib::value(nullptr);
}

/// Whole seconds from then to now; null when it never happened.
json_lib::value age(const std::optional<UtcTime>& time, UtcTime now) {
    if (!time) return nullptr;
    return std::chrono::duration_cast<std::chrono::seconds>(now - *time).count();
}

}  // namespace

Response ControlApi::answer(const Request& request) {
    if (request.method != "GET" || request.path() != "/status") {
        return problem(404, "Not found", "The local socket answers GET /status.");
    }
    return json(status());
}

std::string ControlApi::status() {
    const auto now = door_.now();
    const auto view = views_.status();
    const auto couriers = couriers_();
    json_lib::array streams;
    for (const auto& [stream, rows] : view.streams) {
        streams.push_back({{"name", stream.name},
                           {"last_complete", instant(stream.complete)},
                           {"age_seconds", age(stream.complete, now)},
                           {"rows", rows},
                           {"trouble", stream.trouble}});
    }
    json_lib::array budgets;
    for (const auto& budget : couriers.budgets) {
        budgets.push_back({{"used", budget.used},
                           {"calls", budget.calls},
                           {"window_seconds", budget.window_seconds}});
    }
    const json_lib::object body{
        {"property", property_},
        {"now", to_iso8601(now)},
        {"line",
         {{"state", word(view.line)},
          {"since", instant(view.line_since)},
          {"cause", view.line_cause},
          {"last_contact", instant(view.last_contact)},
          {"last_contact_age_seconds", age(view.last_contact, now)},
          {"event_socket", couriers.event_socket_connected ? "connected" : "not connected"},
          {"budgets", std::move(budgets)}}},
        {"first_sync",
         {{"complete", view.first_sync_step.empty()},
          {"step", view.first_sync_step},
          {"lists_done", view.lists_done},
          {"lists_total", view.lists_total}}},
        {"streams", std::move(streams)},
        {"changes",
         {{"accepted", view.balance.accepted},
          {"confirmed", view.balance.confirmed},
          {"box_only", view.balance.box_only},
          {"replaced", view.balance.replaced},
          {"refused", view.balance.refused},
          {"waiting", view.balance.waiting},
          {"oldest_waiting_seconds", age(view.balance.oldest_waiting, now)},
          {"to_read", view.balance.to_read}}},
        {"broker",
         {{"state", couriers.broker_connected ? "connected" : "not connected"},
          {"topics_unsent", couriers.topics_unsent},
          {"messages_lost", couriers.messages_lost}}},
        {"versions",
         {{"stayd", versions_.stayd}, {"sqlite", versions_.sqlite}, {"schema", versions_.schema}}},
    };
    return json_lib::serialize(body);
}

}  // namespace stayd::http
