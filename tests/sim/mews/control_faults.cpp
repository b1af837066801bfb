#include <fmt/format.h>

#include <algorithm>

#include "tests/sim/mews/control.hpp"

/// Planning trouble and changing what the PMS does all the time.
namespace stayd::sim {
namespace {

constexpr std::int64_t one_day_ms = 24 * 60 * 60 * 1000;
constexpr std::int64_t one_year_ms = 366 * one_day_ms;

[[noreturn]] void refuse(std::string message) {
    throw Refused{400, std::move(message)};
}

template <class Texts>
[[noreturn]] void refuse_word(std::string_view name, const Texts& allowed) {
    refuse(fmt::format("{} is one of {}", name, fmt::join(allowed, ", ")));
}

/// The enumerator a member names; `otherwise` without the member.
template <class Word>
Word read_word(Parameters& parameters, std::string_view name, Words<Word> words, Word otherwise) {
    const auto text = parameters.text(name);
    if (!text) return otherwise;
    std::vector<std::string_view> allowed;
    for (const auto& [word, word_text] : words) {
        if (word_text == *text) return word;
        allowed.push_back(word_text);
    }
    refuse_word(name, allowed);
}

struct Range {
    std::int64_t least;
    std::int64_t most;
};
std::optional<std::int64_t> read_number(Parameters& parameters, std::string_view name,
                                        Range range) {
    const auto number = parameters.integer(name);
    if (number && (*number < range.least || *number > range.most))
        refuse(fmt::format("{} is {} to {}", name, range.least, range.most));
    return number;
}
void change_number(Parameters& parameters, std::string_view name, Range range, int& number) {
    if (const auto wanted = read_number(parameters, name, range))
        number = static_cast<int>(*wanted);
}
void change_duration(Parameters& parameters, std::string_view name, Range range,
                     Duration& duration) {
    if (const auto wanted = read_number(parameters, name, range)) duration = Duration{*wanted};
}
void change_flag(Parameters& parameters, std::string_view name, bool& flag) {
    flag = parameters.flag(name).value_or(flag);
}

/// Modes that are no fault of the transport's.
constexpr std::string_view own_modes[] = {"none", "delay", "error", "between-pages"};
/// A fault plan cannot refuse a connection: the call it would be for is not known yet.
bool is_plannable(Fault fault) {
    return fault != Fault::none && fault != Fault::refused;
}

Fault read_mode(const std::string& mode) {
    if (std::ranges::find(own_modes, mode) != std::end(own_modes)) return Fault::none;
    std::vector<std::string_view> allowed{std::begin(own_modes), std::end(own_modes)};
    for (const auto& [fault, text] : fault_words()) {
        if (!is_plannable(fault)) continue;
        if (text == mode) return fault;
        allowed.push_back(text);
    }
    refuse_word("mode", allowed);
}

void read_error(Parameters& parameters, FaultPlan& plan) {
    plan.status = static_cast<int>(read_number(parameters, "status", {300, 599}).value_or(500));
    plan.message = parameters.text("message").value_or("Planned trouble.");
    if (const auto seconds = read_number(parameters, "retry_after_s", {0, one_day_ms / 1000}))
        plan.retry_after_seconds = static_cast<int>(*seconds);
    change_flag(parameters, "acts", plan.acts);
    change_flag(parameters, "from_proxy", plan.from_proxy);
}

/// Another user's act, told as for `/control/edit`.
std::function<void(const NextPage&)> act_of(Pms& pms, const json::object& given) {
    const auto* edit = given.if_contains("edit");
    if (edit == nullptr || !edit->is_object() || !edit->get_object().contains("kind"))
        refuse("edit is an object with the kind and the members of /control/edit");
    return [&pms, act = edit->get_object()](const NextPage& next) {
        std::vector<std::string> unknown;
        Parameters parameters{act, unknown};
        act_as_other_user(pms, parameters, next.now);
    };
}

}  // namespace

json::object Control::plan_fault(Parameters& parameters, const json::object& given) {
    const auto mode = required(parameters.text("mode"), "mode");
    FaultPlan plan{.fault = read_mode(mode)};
    if (mode == "none") {
        pms_.clear_faults();
        return {{"faults", faults_view(pms_)}};
    }
    const Duration usual_delay{mode == "delay" ? 3'000 : 0};
    plan.delay = usual_delay;
    change_duration(parameters, "delay_ms", {0, one_day_ms}, plan.delay);
    plan.path_part = parameters.text("path").value_or("");
    if (const auto calls = read_number(parameters, "calls", {1, 1'000'000}))
        plan.calls = static_cast<int>(*calls);
    if (mode == "error") read_error(parameters, plan);
    if (mode == "between-pages") {
        parameters.has("edit");
        plan.between_pages = act_of(pms_, given);
    }
    if (plan.fault == Fault::garbage)
        plan.garbage = read_word(parameters, "garbage", garbage_words(), Garbage::bytes);
    if (plan.fault == Fault::drip) {
        plan.drip = Duration{10'000};
        change_duration(parameters, "duration_ms", {1, one_day_ms}, plan.drip);
    }
    pms_.add_fault(std::move(plan));
    return {{"faults", faults_view(pms_)}};
}

json::object Control::change_settings(Parameters& parameters) {
    auto settings = pms_.settings();
    change_number(parameters, "request_limit", {0, 1'000'000}, settings.request_limit);
    change_flag(parameters, "refused_calls_count", settings.refused_calls_count);
    change_flag(parameters, "retry_after_is_sent", settings.retry_after_is_sent);
    change_number(parameters, "page_size_cap", {1, 1000}, settings.page_size_cap);
    settings.no_content =
        read_word(parameters, "no_content", no_content_words(), settings.no_content);
    change_duration(parameters, "clock_offset_ms", {-one_year_ms, one_year_ms},
                    settings.clock_offset);
    auto& socket = settings.socket;
    socket.mode = read_word(parameters, "socket", socket_mode_words(), socket.mode);
    change_number(parameters, "event_drop_percent", {0, 100}, socket.drop_percent);
    change_number(parameters, "event_double_percent", {0, 100}, socket.double_percent);
    change_number(parameters, "event_reorder_percent", {0, 100}, socket.reorder_percent);
    change_number(parameters, "event_garbage_percent", {0, 100}, socket.garbage_percent);
    change_flag(parameters, "events_are_sent", settings.events_are_sent);
    change_flag(parameters, "closing_twice_is_refused", settings.closing_twice_is_refused);
    if (const auto disabled = parameters.text("disable"))
        settings.disabled_operations.insert(*disabled);
    if (const auto enabled = parameters.text("enable"))
        settings.disabled_operations.erase(*enabled);
    auto lag = pms_.visibility_lag();
    change_duration(parameters, "visibility_lag_ms", {0, one_day_ms}, lag);
    if (lag != Duration::zero() && lag < std::chrono::seconds{1})
        refuse("visibility_lag_ms is 0, or 1000 to 86400000");
    // Everything is read: what is refused has changed nothing.
    pms_.settings() = std::move(settings);
    pms_.set_visibility_lag(lag);
    return settings_view(pms_);
}

}  // namespace stayd::sim
