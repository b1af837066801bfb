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
            response.body = plan_fault(parameters, parsed.get_object());
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
    const bool is_one =
        mode == "up" || fault == Fault::refused || fault == Fault::hang || fault == Fault::reset;
    if (!is_one) refuse("mode is one of up, refuse, hang, reset");
    pms_.set_line(fault);
    if (on_line) on_line(fault);
    return {{"line", mode}};
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
