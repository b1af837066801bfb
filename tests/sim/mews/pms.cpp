#include "tests/sim/mews/pms.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "tests/sim/mews/bad_answers.hpp"
#include "tests/sim/mews/lists.hpp"
#include "tests/sim/mews/render.hpp"
#include "tests/sim/mews/writes.hpp"

namespace stayd::sim {
namespace {

constexpr std::string_view root = "/api/connector/v1/";
constexpr std::size_t remembered_calls = 500;
constexpr std::size_t remembered_pages = 1000;
/// Streams of random numbers apart from the one that gives ids.
constexpr std::uint64_t trouble_stream = 0x7472'6f75'626c'6573;
constexpr std::uint64_t event_stream = 0x6576'656e'7473'2121;

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

std::string text_of(const json::value& value) {
    return value.is_string() ? std::string{value.get_string().data(), value.get_string().size()}
                             : std::string{};
}

/// The cursor a call goes on from; empty for the first page and what has no pages.
std::string cursor_of(const json::object& parameters) {
    const auto* limitation = parameters.if_contains("Limitation");
    if (limitation == nullptr || !limitation->is_object()) return {};
    const auto* cursor = limitation->get_object().if_contains("Cursor");
    return cursor == nullptr ? std::string{} : text_of(*cursor);
}

/// Lowers a valid `Count`; a refused one stays as it is.
void cap_count(json::object& parameters, int cap) {
    auto* limitation = parameters.if_contains("Limitation");
    if (limitation == nullptr || !limitation->is_object()) return;
    auto* count = limitation->get_object().if_contains("Count");
    if (count != nullptr && count->is_int64() && count->get_int64() <= 1000 &&
        count->get_int64() > cap)
        *count = cap;
}

std::string page_key(std::string_view operation, std::string_view cursor) {
    return fmt::format("{} {}", operation, cursor);
}

/// How much of a body leaves.
std::size_t bytes_sent(Fault fault, std::size_t size) {
    switch (fault) {
        case Fault::none:
        case Fault::garbage:
        case Fault::drip:
        case Fault::flood:
            return size;
        case Fault::truncated:
        case Fault::reset_in_answer:
            return size / 2;
        case Fault::refused:
        case Fault::hang:
        case Fault::reset:
        case Fault::answer_lost:
            return 0;
    }
    return 0;
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

std::string PmsResponse::header(std::string_view name) const {
    return header_of(headers, name);
}

Pms::Pms(Hotel hotel, Settings settings, std::uint64_t seed)
    : hotel_(std::move(hotel)),
      settings_(std::move(settings)),
      random_(seed),
      trouble_random_(seed ^ trouble_stream),
      desk_(hotel_, random_),
      event_post_(seed ^ event_stream) {}

PmsResponse Pms::handle(const PmsRequest& request, UtcTime now) {
    ReceivedCall call{.number = ++call_count_, .at = now, .method = request.method};
    call.path = request.target.substr(0, request.target.find('?'));
    call.request_id = fmt::format("{:016x}{:016x}", random_.next(), random_.next());

    auto plan = take_fault(call.path);
    if (line_ != Fault::none) plan = FaultPlan{.fault = line_};
    call.fault = plan.fault;
    call.delay = plan.delay;
    PmsResponse response;
    if (is_acted_upon(plan.fault)) response = answer_as_planned(plan, request, call, now);
    response.fault = plan.fault;
    response.delay = plan.delay;
    response.drip = plan.drip;
    response.date = now + settings_.clock_offset;
    if (plan.fault != Fault::refused)
        statistics_.note(now, call.path, bytes_sent(plan.fault, response.body.size()));
    remember(std::move(call));
    flush_events();
    return response;
}

PmsResponse Pms::answer_as_planned(const FaultPlan& plan, const PmsRequest& request,
                                   ReceivedCall& call, UtcTime now) {
    const bool is_error = plan.fault == Fault::none && plan.status != 0;
    Outcome outcome;
    if (!is_error || plan.acts) outcome = answer(request, call, now);
    if (is_error) {
        call.message = plan.message;
        call.status = plan.status;
        if (plan.from_proxy) return proxy_error(plan);
        outcome = {.status = plan.status, .retry_after_seconds = plan.retry_after_seconds};
    }
    auto response = respond(std::move(outcome), is_no_content(request, plan.fault), call);
    if (plan.fault == Fault::garbage) {
        const auto status = response.status;
        make_garbage(response, plan.garbage, trouble_random_);
        if (status >= 400) response.status = status;  // spoiled, not turned into a yes
    }
    call.status = response.status;
    return response;
}

FaultPlan Pms::take_fault(std::string_view path) {
    for (auto plan = faults_.begin(); plan != faults_.end(); ++plan) {
        if (plan->between_pages || path.find(plan->path_part) == std::string_view::npos) continue;
        const auto taken = *plan;
        if (plan->calls && --*plan->calls <= 0) faults_.erase(plan);
        return taken;
    }
    return {};
}

/// What others do between two pages of a read.
void Pms::turn_page(std::string_view operation, const std::string& cursor, ReceivedCall& call,
                    UtcTime now) {
    const auto given = pages_given_.find(page_key(operation, cursor));
    const NextPage next{operation, given == pages_given_.end() ? 1 : given->second, now};
    std::vector<FaultPlan> acts;  // copies, for an act may plan and clear
    for (auto plan = faults_.begin(); plan != faults_.end();) {
        if (!plan->between_pages || call.path.find(plan->path_part) == std::string::npos) {
            ++plan;
            continue;
        }
        acts.push_back(*plan);
        plan = plan->calls && --*plan->calls <= 0 ? faults_.erase(plan) : plan + 1;
    }
    for (const auto& plan : acts) {
        try {
            plan.between_pages(next);
        } catch (const Refused& refused) {
            call.message = "Between pages: " + refused.message;
        }
    }
}

void Pms::note_page(std::string_view operation, const std::string& cursor, const Outcome& outcome) {
    const auto* ended_with = outcome.body.if_contains("Cursor");
    if (ended_with == nullptr || !ended_with->is_string()) return;
    const auto given = pages_given_.find(page_key(operation, cursor));
    const int page = given == pages_given_.end() ? 1 : given->second + 1;
    if (pages_given_.size() >= remembered_pages) pages_given_.clear();
    pages_given_[page_key(operation, text_of(*ended_with))] = page;
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
    auto parsed = json::parse(request.body, error);
    if (error || !parsed.is_object()) return refuse(400, "Invalid JSON");
    cap_count(parsed.get_object(), settings_.page_size_cap);
    try {
        Parameters parameters{parsed.get_object(), call.client_faults};
        authenticate(parameters, call);
        count_call(now);
        if (settings_.disabled_operations.contains(operation)) {
            return refuse(401, "This operation is not enabled for the integration.");
        }
        const auto cursor = cursor_of(parsed.get_object());
        if (!cursor.empty()) turn_page(operation, cursor, call, now);
        auto outcome = run(operation, parameters, now);
        note_page(operation, cursor, outcome);
        return outcome;
    } catch (const Refused& refused) {
        return refuse(refused.status, refused.message);
    } catch (const Throttled& throttled) {
        auto outcome = refuse(429, "Too many requests.");
        if (settings_.retry_after_is_sent)
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

/// Counts the calls that are let through; refused ones keep the window full only if the settings
/// say so. The limit may have fallen since they were counted.
void Pms::count_call(UtcTime now) {
    while (!counted_.empty() && counted_.front() + settings_.request_window <= now)
        counted_.pop_front();
    const auto limit = static_cast<std::size_t>(settings_.request_limit);
    const bool is_let_through = counted_.size() < limit;
    if (is_let_through || settings_.refused_calls_count) counted_.push_back(now);
    if (is_let_through) return;
    // Open again once fewer than `limit` are left: when the last one too many leaves the window.
    const auto leaves = limit == 0 || counted_.empty() ? now : counted_[counted_.size() - limit];
    const auto wait = leaves + settings_.request_window - now;
    throw Throttled{std::chrono::ceil<std::chrono::seconds>(wait).count()};
}

void Pms::set_visibility_lag(Duration most) {
    if (most == Duration::zero()) {
        late_.reset();
    } else if (!late_ || most != late_->most()) {
        late_.emplace(hotel_, most, trouble_random_.next());
    }
}

const Hotel& Pms::seen_hotel(UtcTime now) {
    if (!late_) return hotel_;
    const auto& writes = desk_.writes();
    return late_->seen(hotel_, writes.empty() ? now : writes.back().at, now);
}

Pms::Outcome Pms::run(std::string_view operation, Parameters& parameters, UtcTime now) {
    if (const auto* list = find_list(operation)) {
        auto answer = list->answer(seen_hotel(now), parameters);
        return {.body = std::move(answer.body), .is_empty = answer.is_empty};
    }
    if (const auto* write = find_write(operation)) {
        auto body = write->apply(parameters, {hotel_, desk_, settings_, now});
        const bool is_empty = body.empty();
        return {.body = std::move(body), .is_empty = is_empty};
    }
    parameters.id("EnterpriseId");
    parameters.note_unknown();
    return {.body = {{"NowUtc", to_iso8601(now + settings_.clock_offset)},
                     {"Enterprise", render_configured_enterprise(hotel_)},
                     {"Service", nullptr},
                     {"PaymentCardStorage", nullptr},
                     {"IsIdentityDocumentNumberRequired", false}}};
}

bool Pms::is_no_content(const PmsRequest& request, Fault fault) const {
    // What is cut or spoiled has a body.
    if (fault != Fault::none && fault != Fault::answer_lost) return false;
    switch (settings_.no_content) {
        case NoContent::never:
            return false;
        case NoContent::when_preferred:
            return header_of(request.headers, "Prefer") == "return=minimal";
        case NoContent::always:
            return true;
    }
    return false;
}

PmsResponse Pms::respond(Outcome outcome, bool may_be_204, const ReceivedCall& call) const {
    PmsResponse response{.status = outcome.status};
    response.headers = {{"Request-Id", call.request_id}};
    if (outcome.retry_after_seconds) {
        response.headers.emplace_back("Retry-After", std::to_string(*outcome.retry_after_seconds));
    }
    if (outcome.status != 200) {
        outcome.body = {
            {"Message", call.message}, {"RequestId", call.request_id}, {"Details", nullptr}};
    } else if (outcome.is_empty && may_be_204) {
        response.status = 204;
        return response;
    }
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = to_text(outcome.body);
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
    if (!events.empty() && settings_.events_are_sent) post(std::move(events));
}

void Pms::emit(json::object event) {
    post({std::move(event)});
}

void Pms::post(json::array events) {
    if (!event_sink_ || line_ != Fault::none || settings_.socket.mode == SocketMode::silent) return;
    for (const auto& frame : event_post_.frames(std::move(events), settings_.socket))
        event_sink_(frame);
}

}  // namespace stayd::sim
