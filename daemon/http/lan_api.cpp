#include "http/lan_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/log.hpp"
#include "http/desk_api.hpp"
#include "http/rules_api.hpp"
#include "stayd/v1/snapshot.pb.h"

namespace stayd::http {
namespace {

/// What each app needs for its first paint. A sign gets signage and nothing else.
const std::vector<std::string>* prefixes_of(std::string_view query) {
    static const std::vector<std::string> staff{"house/",    "rooms/",         "tasks/",
                                                "changes/",  "arrivals/",      "dashboard/",
                                                "findings/", "opportunities/", "rules/"};
    static const std::vector<std::string> handheld{"house/", "rooms/", "tasks/", "changes/"};
    static const std::vector<std::string> sign{"signage/"};
    if (query == "app=handheld") return &handheld;
    if (query == "app=desk") return &staff;
    if (query == "app=sign") return &sign;
    return nullptr;
}

/// The host of a Host header, without its port; empty when it holds anything a host name does not.
std::string host_name(const std::string& header) {
    const bool is_v6 = header.starts_with('[');
    const auto end = is_v6 ? header.find(']') + 1 : header.find(':');
    const auto host = header.substr(0, end);
    const bool clean = std::ranges::all_of(host, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
    return clean ? host : std::string{};
}

}  // namespace

Response problem(int status, std::string_view title, std::string_view detail) {
    const boost::json::object body{{"status", status}, {"title", title}, {"detail", detail}};
    return {.status = status,
            .headers = {{"Content-Type", "application/problem+json"}},
            .body = boost::json::serialize(body)};
}

Response json(std::string body) {
    return {.status = 200,
            .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            .body = std::move(body)};
}

Response text(std::string body) {
    return {.status = 200,
            .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"},
                        {"Cache-Control", "no-store"}},
            .body = std::move(body)};
}

asio::awaitable<Response> LanApi::handle(Request request) {
    if (request.path() != "/api/v1/rules/test" || request.method != "POST")
        co_return answer(request);
    auto testing = test_rules(request);
    auto response = co_await std::move(testing);
    secure(request, response);
    co_return response;
}

/// Its type is asked for, so that no page of somebody else can send one.
asio::awaitable<Response> LanApi::test_rules(Request request) {
    if (request.header("Content-Type") != "application/toml")
        co_return problem(415, "No rules", "The body is application/toml: one [[rule]], or more.");
    if (is_testing_ || !test_)
        co_return problem(503, "Busy", "Another rule is being tested. Try again in a moment.");
    is_testing_ = true;
    auto testing = test_(std::move(request.body));
    Response response;
    try {
        response = co_await std::move(testing);
    } catch (const storage::Failure& failure) {
        is_testing_ = false;
        if (failure.corrupt()) throw;  // the process ends, as of any damage that is seen
        log::error("a rule is not tested: {}", failure.what());
        response = problem(500, "Not tested", "The box could not read its database; see its log.");
    }
    is_testing_ = false;
    co_return response;
}

Response LanApi::answer(const Request& request) {
    auto response = route(request);
    secure(request, response);
    return response;
}

Response LanApi::route(const Request& request) {
    if (request.method == "POST" && request.path() == "/api/v1/desk/person") {
        if (facts_.open_profiles) return desk_person(door_, views_, request);
        return problem(403, "Profiles stay closed",
                       "Desks are not enrolled. With open_profiles = true in [http], whoever is on "
                       "this network may open them.");
    }
    if (request.method != "GET" && request.method != "HEAD") {
        auto response = problem(405, "Method not allowed", "Only GET and HEAD are answered here.");
        response.headers.emplace_back("Allow", "GET, HEAD");
        return response;
    }
    const auto path = request.path();
    if (path == "/api/v1/hello") return hello(request);
    if (path == "/api/v1/snapshot") return snapshot(request);
    if (path == "/api/v1/desk/rules") return rules_of_desk(door_, request);
    if (Api::has(path)) return api_.answer(request);
    if (path == "/metrics") return text(metrics_());
    if (path == "/healthz") {
        door_.house().shown().revision();
        return {.status = 200,
                .headers = {{"Content-Type", "text/plain"}, {"Cache-Control", "no-store"}},
                .body = "ok\n"};
    }
    if (assets_.contains(path)) return assets_.answer(request);
    if (path == "/" && assets_.empty()) {
        return {.status = 200,
                .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
                .body = "stayd runs. This build has no pages (STAYD_WEB=OFF).\n"};
    }
    return problem(404, "Not found", "There is nothing at this address.");
}

Response LanApi::hello(const Request& request) {
    const auto directory = views_.directory();
    const boost::json::object body{
        {"property", facts_.property},
        {"name", directory.hotel.empty() ? facts_.property : directory.hotel},
        {"time_zone", directory.time_zone.empty() ? "UTC" : directory.time_zone},
        {"mqtt_url", websocket_url(request)},
        {"version", facts_.stayd_version},
        {"now", to_iso8601(door_.now())}};
    return json(boost::json::serialize(body));
}

Response LanApi::snapshot(const Request& request) {
    const auto* prefixes = prefixes_of(request.query());
    if (prefixes == nullptr)
        return problem(400, "Unknown app", "Ask with ?app=handheld, ?app=desk or ?app=sign.");
    v1::Snapshot snapshot;
    for (auto& [topic, payload] : snapshot_(*prefixes)) {
        auto* state = snapshot.add_states();
        state->set_topic(std::move(topic));
        state->set_payload(std::move(payload));
    }
    return {.status = 200,
            .headers = {{"Content-Type", "application/x-protobuf"}, {"Cache-Control", "no-store"}},
            .body = snapshot.SerializeAsString()};
}

std::string LanApi::websocket_url(const Request& request) const {
    if (!facts_.websocket_url.starts_with(':')) return facts_.websocket_url;
    const auto host = host_name(request.header("Host"));
    return fmt::format("ws://{}{}", host.empty() ? "localhost" : host, facts_.websocket_url);
}

void LanApi::secure(const Request& request, Response& response) const {
    const auto socket = websocket_url(request);
    const auto origin = socket.substr(0, socket.find('/', socket.find("//") + 2));
    response.headers.emplace_back(
        "Content-Security-Policy",
        fmt::format(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            "connect-src 'self' {}; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
            "form-action 'self'; "
            "frame-ancestors 'none'; require-trusted-types-for 'script'",
            origin));
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

}  // namespace stayd::http
