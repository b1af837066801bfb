#include "tests/sim/mews/pms.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "tests/sim/mews/lists.hpp"
#include "tests/sim/mews/render.hpp"
#include "tests/sim/mews/writes.hpp"

namespace stayd::sim {
namespace {

constexpr std::string_view root = "/api/connector/v1/";
constexpr std::size_t remembered_calls = 500;

bool same_name(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
        return std::tolower(a) == std::tolower(b);
    });
}

std::string header_of(const Headers& headers, std::string_view name) {
    for (const auto& [key, value] : headers) {
        if (same_name(key, name)) return value;
    }
    return {};
}

/// The operation's name, empty when the address is not one of the API. Exact: case, slashes, no
/// query.
std::string_view operation_of(std::string_view target) {
    return target.starts_with(root) ? target.substr(root.size()) : std::string_view{};
}

const ListOperation* find_list(std::string_view operation) {
    const auto found = std::ranges::find(list_operations(), operation, &ListOperation::path);
    return found == list_operations().end() ? nullptr : &*found;
}

const WriteOperation* find_write(std::string_view operation) {
    const auto found = std::ranges::find(write_operations(), operation, &WriteOperation::path);
    return found == write_operations().end() ? nullptr : &*found;
}

bool is_known(std::string_view operation) {
    return operation == "configuration/get" || find_list(operation) != nullptr ||
           find_write(operation) != nullptr;
}

/// The answer to a tripped limit: the seconds until the oldest counted call leaves the window.
struct Throttled {
    std::int64_t retry_after_seconds;
};

}  // namespace

struct Pms::Outcome {
    int status = 200;
    json::object body{};
    bool is_empty = false;
    std::optional<std::int64_t> retry_after_seconds{};
};

std::string_view to_text(Fault fault) {
    switch (fault) {
        case Fault::none:
            return "none";
        case Fault::refused:
            return "refuse";
        case Fault::hang:
            return "hang";
        case Fault::reset:
            return "reset";
        case Fault::answer_lost:
            return "answer-lost";
    }
    return "none";
}

std::optional<Fault> fault_of(std::string_view word) {
    for (const auto fault :
         {Fault::none, Fault::refused, Fault::hang, Fault::reset, Fault::answer_lost}) {
        if (to_text(fault) == word) return fault;
    }
    return std::nullopt;
}

std::string PmsResponse::header(std::string_view name) const {
    return header_of(headers, name);
}

Pms::Pms(Hotel hotel, Settings settings, std::uint64_t seed)
    : hotel_(std::move(hotel)),
      settings_(std::move(settings)),
      random_(seed),
      desk_(hotel_, random_) {}

PmsResponse Pms::handle(const PmsRequest& request, UtcTime now) {
    ReceivedCall call{.number = ++call_count_, .at = now, .method = request.method};
    call.path = request.target.substr(0, request.target.find('?'));
    call.request_id = fmt::format("{:016x}{:016x}", random_.next(), random_.next());

    auto plan = take_fault(call.path);
    if (line_ != Fault::none) plan = FaultPlan{.fault = line_};
    call.fault = plan.fault;
    call.delay = plan.delay;
    PmsResponse response;
    if (plan.fault == Fault::none || plan.fault == Fault::answer_lost) {
        Outcome outcome;
        if (plan.fault == Fault::none && plan.status != 0) {
            outcome.status = plan.status;
            call.message = plan.message;
            outcome.retry_after_seconds = plan.retry_after_seconds;
        } else {
            outcome = answer(request, call, now);
        }
        call.status = outcome.status;
        response = respond(std::move(outcome), request, call);
    }
    response.fault = plan.fault;
    response.delay = plan.delay;
    remember(std::move(call));
    flush_events();
    return response;
}

FaultPlan Pms::take_fault(std::string_view path) {
    for (auto plan = faults_.begin(); plan != faults_.end(); ++plan) {
        if (path.find(plan->path_part) == std::string_view::npos) continue;
        const auto taken = *plan;
        if (plan->calls && --*plan->calls <= 0) faults_.erase(plan);
        return taken;
    }
    return {};
}

Pms::Outcome Pms::answer(const PmsRequest& request, ReceivedCall& call, UtcTime now) {
    const auto refuse = [&call](int status, std::string message) {
        call.message = std::move(message);
        return Outcome{.status = status};
    };
    const auto operation = operation_of(request.target);
    if (request.method != "POST" || !is_known(operation)) return refuse(404, "Not found.");
    if (!header_of(request.headers, "Content-Type").starts_with("application/json")) {
        call.client_faults.emplace_back("Content-Type is not application/json");
    }
    json::error_code error;
    const auto parsed = json::parse(request.body, error);
    if (error || !parsed.is_object()) return refuse(400, "Invalid JSON");
    try {
        Parameters parameters{parsed.get_object(), call.client_faults};
        authenticate(parameters, call);
        count_call(now);
        if (settings_.disabled_operations.contains(operation)) {
            return refuse(401, "This operation is not enabled for the integration.");
        }
        return run(operation, parameters, now);
    } catch (const Refused& refused) {
        return refuse(refused.status, refused.message);
    } catch (const Throttled& throttled) {
        auto outcome = refuse(429, "Too many requests.");
        outcome.retry_after_seconds = throttled.retry_after_seconds;
        return outcome;
    }
}

void Pms::authenticate(Parameters& parameters, ReceivedCall& call) {
    const auto client_token = required(parameters.text("ClientToken"), "ClientToken");
    const auto access_token = required(parameters.text("AccessToken"), "AccessToken");
    call.client = required(parameters.text("Client"), "Client");
    if (call.client.empty()) refuse_parameter("Client");
    parameters.text("LanguageCode");
    parameters.text("CultureCode");
    if (client_token != settings_.client_token) throw Refused{401, "Invalid ClientToken."};
    if (access_token != settings_.access_token) throw Refused{401, "Invalid AccessToken."};
}

/// Counts only calls that are let through: a refused one does not keep the window full.
void Pms::count_call(UtcTime now) {
    while (!counted_.empty() && counted_.front() + settings_.request_window <= now)
        counted_.pop_front();
    if (static_cast<int>(counted_.size()) >= settings_.request_limit) {
        const auto open_again = counted_.empty() ? now + settings_.request_window
                                                 : counted_.front() + settings_.request_window;
        throw Throttled{std::chrono::ceil<std::chrono::seconds>(open_again - now).count()};
    }
    counted_.push_back(now);
}

Pms::Outcome Pms::run(std::string_view operation, Parameters& parameters, UtcTime now) {
    if (const auto* list = find_list(operation)) {
        auto answer = list->answer(hotel_, parameters);
        return {.body = std::move(answer.body), .is_empty = answer.is_empty};
    }
    if (const auto* write = find_write(operation)) {
        auto body = write->apply(parameters, {hotel_, desk_, settings_, now});
        const bool is_empty = body.empty();
        return {.body = std::move(body), .is_empty = is_empty};
    }
    parameters.id("EnterpriseId");
    parameters.note_unknown();
    return {.body = {{"NowUtc", to_iso8601(now)},
                     {"Enterprise", render_configured_enterprise(hotel_)},
                     {"Service", nullptr},
                     {"PaymentCardStorage", nullptr},
                     {"IsIdentityDocumentNumberRequired", false}}};
}

PmsResponse Pms::respond(Outcome outcome, const PmsRequest& request,
                         const ReceivedCall& call) const {
    PmsResponse response{.status = outcome.status};
    response.headers = {{"Request-Id", call.request_id}};
    if (outcome.retry_after_seconds) {
        response.headers.emplace_back("Retry-After", std::to_string(*outcome.retry_after_seconds));
    }
    if (outcome.status != 200) {
        outcome.body = {
            {"Message", call.message}, {"RequestId", call.request_id}, {"Details", nullptr}};
    } else if (outcome.is_empty && header_of(request.headers, "Prefer") == "return=minimal") {
        response.status = 204;
        return response;
    }
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = json::serialize(outcome.body);
    return response;
}

void Pms::remember(ReceivedCall call) {
    for (const auto& fault : call.client_faults)
        ++client_faults_[fmt::format("{}: {}", call.path, fault)];
    calls_.push_back(std::move(call));
    if (calls_.size() > remembered_calls) calls_.pop_front();
}

bool Pms::admits_socket(std::string_view cookie) const {
    std::map<std::string, std::string, std::less<>> crumbs;
    while (!cookie.empty()) {
        const auto crumb = cookie.substr(0, cookie.find(';'));
        cookie.remove_prefix(std::min(cookie.size(), crumb.size() + 1));
        while (cookie.starts_with(' ')) cookie.remove_prefix(1);
        const auto equals = crumb.find('=');
        if (equals != std::string_view::npos)
            crumbs.emplace(crumb.substr(0, equals), crumb.substr(equals + 1));
    }
    return crumbs["ClientToken"] == settings_.client_token &&
           crumbs["AccessToken"] == settings_.access_token;
}

void Pms::flush_events() {
    auto events = desk_.take_events();
    if (events.empty() || !event_sink_ || !settings_.events_are_sent || line_ != Fault::none)
        return;
    event_sink_(json::serialize(json::object{{"Events", std::move(events)}}));
}

void Pms::emit(json::object event) {
    if (!event_sink_ || line_ != Fault::none) return;
    event_sink_(json::serialize(json::object{{"Events", json::array{std::move(event)}}}));
}

}  // namespace stayd::sim
