#include "tests/sim/mews/control.hpp"

#include <charconv>

#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

constexpr std::string_view root = "/control/";

/// `after=17` out of a query; 0 without it.
std::uint64_t after_of(std::string_view query) {
    constexpr std::string_view name = "after=";
    const auto at = query.find(name);
    if (at == std::string_view::npos) return 0;
    const auto digits = query.substr(at + name.size());
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

[[noreturn]] void refuse(std::string message) {
    throw Refused{400, std::move(message)};
}

}  // namespace

ControlResponse Control::handle(const std::string& method, const std::string& path,
                                const std::string& query, const std::string& body, UtcTime now) {
    const std::string_view name =
        path.starts_with(root) ? std::string_view{path}.substr(root.size()) : "";
    if (method == "GET") {
        if (name == "state") return {.body = state_view(pms_, now)};
        if (name == "log") return {.body = log_view(pms_, after_of(query))};
        if (name == "writes") return {.body = writes_view(pms_)};
        if (name == "rooms") return {.body = rooms_view(pms_)};
        if (name == "stays") return {.body = stays_view(pms_, now)};
    }
    if (method != "POST") return {404, {{"error", "no such page"}}};

    json::error_code error;
    const auto parsed = json::parse(body, error);
    if (error || !parsed.is_object()) return {400, {{"error", "the body is no JSON object"}}};
    std::vector<std::string> unknown;
    Parameters parameters{parsed.get_object(), unknown};
    ControlResponse response;
    try {
        if (name == "line")
            response.body = set_line(parameters);
        else if (name == "fault")
            response.body = plan_fault(parameters);
        else if (name == "settings")
            response.body = change_settings(parameters);
        else if (name == "event")
            response.body = emit_event(parameters);
        else if (name == "edit")
            response.body = act_as_other_user(pms_, parameters, now);
        else
            return {404, {{"error", "no such page"}}};
    } catch (const Refused& refused) {
        return {400, {{"error", refused.message}}};
    }
    pms_.flush_events();
    parameters.note_unknown();
    if (!unknown.empty()) {
        auto& notes = response.body["unknown"].emplace_array();
        for (const auto& note : unknown) notes.emplace_back(note);
    }
    return response;
}

json::object Control::set_line(Parameters& parameters) {
    const auto mode = required(parameters.text("mode"), "mode");
    const auto fault = mode == "up" ? Fault::none : fault_of(mode).value_or(Fault::none);
    if ((mode != "up" && fault == Fault::none) || fault == Fault::answer_lost)
        refuse("mode is one of up, refuse, hang, reset");
    pms_.set_line(fault);
    if (on_line) on_line(fault);
    return {{"line", mode}};
}

json::object Control::plan_fault(Parameters& parameters) {
    const auto mode = required(parameters.text("mode"), "mode");
    if (mode == "none") {
        pms_.clear_faults();
        return {{"faults", faults_view(pms_)}};
    }
    FaultPlan plan;
    plan.status =
        static_cast<int>(parameters.integer("status").value_or(mode == "error" ? 500 : 0));
    plan.message = parameters.text("message").value_or("Planned trouble.");
    plan.delay = Duration{parameters.integer("delay_ms").value_or(mode == "delay" ? 3000 : 0)};
    plan.path_part = parameters.text("path").value_or("");
    if (const auto calls = parameters.integer("calls")) plan.calls = static_cast<int>(*calls);
    if (const auto seconds = parameters.integer("retry_after_s"))
        plan.retry_after_seconds = static_cast<int>(*seconds);
    if (mode != "error" && mode != "delay") {
        plan.fault = fault_of(mode).value_or(Fault::none);
        if (plan.fault == Fault::none || plan.fault == Fault::refused) {
            refuse("mode is one of none, hang, reset, answer-lost, error, delay");
        }
    }
    if (mode == "error" && (plan.status < 400 || plan.status > 599))
        refuse("status is an error's: 400 to 599");
    if (mode != "error") plan.status = 0;
    if (plan.delay.count() < 0 || (plan.calls && *plan.calls < 1))
        refuse("delay_ms is not negative, calls is at least 1");
    pms_.add_fault(plan);
    return {{"faults", faults_view(pms_)}};
}

json::object Control::change_settings(Parameters& parameters) {
    auto& settings = pms_.settings();
    const auto limit = parameters.integer("request_limit").value_or(settings.request_limit);
    if (limit < 0 || limit > 1'000'000) refuse("request_limit is 0 to 1000000");
    settings.request_limit = static_cast<int>(limit);
    settings.events_are_sent =
        parameters.flag("events_are_sent").value_or(settings.events_are_sent);
    settings.closing_twice_is_refused =
        parameters.flag("closing_twice_is_refused").value_or(settings.closing_twice_is_refused);
    if (const auto disabled = parameters.text("disable"))
        settings.disabled_operations.insert(*disabled);
    if (const auto enabled = parameters.text("enable"))
        settings.disabled_operations.erase(*enabled);
    return {{"request_limit", settings.request_limit},
            {"events_are_sent", settings.events_are_sent}};
}

/// An event without a change behind it, of the two kinds that no change here raises.
json::object Control::emit_event(Parameters& parameters) {
    const auto type = required(parameters.text("type"), "type");
    const auto id = required(parameters.id("id"), "id");
    if (type == "DeviceCommand")
        pms_.emit(device_command_event(id, parameters.text("state").value_or("Pending")));
    else if (type == "PriceUpdate")
        pms_.emit(price_update_event(
            {.id = id, .period = {}, .rate_id = {}, .resource_category_id = {}}));
    else
        refuse("type is DeviceCommand or PriceUpdate");
    return {{"sent", type}};
}

}  // namespace stayd::sim
