#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

#include "tests/unit/http/api_hotel.hpp"

// Asks the API of a small hotel everything its description speaks of, and prints the routes of the
// code and what was asked and answered as one JSON object: openapi_test compares it with
// openapi.json.

namespace stayd::http {
namespace {

namespace json_lib = boost::json;

/// A morning with something to tell on every route.
struct Morning : ApiHotel {
    Morning() {
        auto& hotel = box.hotel;
        auto room = hotel.room("204").dirty();
        hotel.room("205");
        auto guest = hotel.guest("Okafor", "Ngozi");
        auto stay = guest.arrives_today(room);
        hotel.guest("Silva", "Rui").arrives_today();
        sells_breakfast(stay);
        concludes();
        room_state = hotel.accepted(house::SetRoomState{room.id, model::ResourceState::clean});
        hotel.accepted(house::SetGuestWaiting{stay.id, true});
        hotel.now += std::chrono::minutes{5};
        for (int tick = 0; tick < 10; ++tick) hotel.apply(house::Tick{});
        guest_id = guest.id.to_string();
        opportunity_id = operations::Opportunities::id_of("U05", stay.id).to_string();
        const auto findings =
            json_lib::parse(ask(Role::desk, "/api/v1/findings").body).at("findings").as_array();
        finding_id = findings.at(0).at("id").as_string();
        finding_about = findings.at(0).at("about").as_string();
    }
    std::string sample(const Parameter& parameter) const {
        if (!parameter.words.empty()) return std::string{parameter.words.front()};
        if (parameter.name == "room") return "204";
        if (parameter.name == "guest") return "Okafor";
        if (parameter.name == "stay") return "1042";
        if (parameter.name == "by") return "Ana";
        if (parameter.name == "since") return "2015-09-17";
        if (parameter.name == "until") return "2015-09-18T00:00:00Z";
        if (parameter.name == "change") return room_state.to_string();
        if (parameter.name == "about") return finding_about;
        if (parameter.name == "rule") return "RS-01";
        if (parameter.name == "field") return "F22";
        throw std::runtime_error(fmt::format("no sample of {}", parameter.name));
    }
    /// With an id that there is, or with another one.
    std::string target(const Route& route, bool there_is_one = true) const {
        auto path = std::string{route.path};
        const auto place = path.find("{id}");
        if (place == std::string::npos) return path;
        std::string id = "RS-01";
        if (path.find("profiles") != std::string::npos) id = guest_id;
        if (path.find("findings") != std::string::npos) id = finding_id;
        if (path.find("opportunities") != std::string::npos) id = opportunity_id;
        if (!there_is_one) id = "01924b5e-7c1a-7e3f-9a55-0c2f6f3b1d20";
        return path.replace(place, 4, id);
    }

    Uuid room_state;
    std::string guest_id;
    std::string finding_id;
    std::string opportunity_id;
    std::string finding_about;
};

class Record {
  public:
    Response ask(Box& box, std::string_view route, const std::string& method,
                 const std::string& target, ApiHotel::Headers headers) {
        headers.emplace_back("Host", "box.lan");
        auto response = box.lan.answer(
            {.method = method, .target = target, .headers = std::move(headers), .body = {}});
        json_lib::object said;
        for (const auto& [name, value] : response.headers) said[name] = value;
        exchanges_.push_back({{"route", route},
                              {"method", method},
                              {"target", target},
                              {"status", response.status},
                              {"headers", std::move(said)},
                              {"body", response.body}});
        return response;
    }
    json_lib::array take() { return std::move(exchanges_); }

  private:
    json_lib::array exchanges_;
};

ApiHotel::Headers bearer(const std::string& token) {
    return {{"Authorization", "Bearer " + token}};
}

bool may(const Route& route, Role role) {
    return std::ranges::find(route.roles, role) != route.roles.end();
}

void ask_all_of(const Route& route, Morning& morning, ApiHotel& starting, Record& record) {
    auto& box = morning.box;
    const auto target = morning.target(route);
    const auto token = morning.token(route.roles.front());
    for (const auto role : all_roles) {
        const auto answer = record.ask(box, route.path, "GET", target, bearer(morning.token(role)));
        if (!may(route, role)) continue;
        auto again = bearer(morning.token(role));
        again.emplace_back("If-None-Match", header(answer, "ETag"));
        record.ask(box, route.path, "GET", target, again);
        record.ask(box, route.path, "HEAD", target, bearer(morning.token(role)));
    }
    for (const auto& parameter : route.parameters) {
        for (const auto word : parameter.words)
            record.ask(box, route.path, "GET",
                       fmt::format("{}?{}={}", target, parameter.name, word), bearer(token));
        record.ask(box, route.path, "GET",
                   fmt::format("{}?{}={}", target, parameter.name, morning.sample(parameter)),
                   bearer(token));
    }
    if (route.has_pages) {
        auto next = target + "?limit=1";
        for (int page = 0; page < 3 && !next.empty(); ++page) {
            const auto answer = record.ask(box, route.path, "GET", next, bearer(token));
            const auto link = json_lib::parse(answer.body).at("next");
            next = link.is_null() ? "" : std::string{link.as_string()};
        }
    }
    record.ask(box, route.path, "GET", target + "?guess=1", bearer(token));
    record.ask(box, route.path, "GET", target, {});
    record.ask(box, route.path, "GET", target, bearer("stayd_none"));
    record.ask(box, route.path, "POST", target, bearer(token));
    auto picky = bearer(token);
    picky.emplace_back("Accept", "text/html");
    record.ask(box, route.path, "GET", target, picky);
    if (route.path.ends_with("{id}"))
        record.ask(box, route.path, "GET", morning.target(route, false), bearer(token));
    // Before rules are loaded: what needs none of them is answered all the same.
    record.ask(starting.box, route.path, "GET", target,
               bearer(starting.token(route.roles.front())));
}

json_lib::object described(const Route& route) {
    json_lib::array roles;
    for (const auto role : route.roles) roles.emplace_back(to_word(role));
    json_lib::object parameters;
    for (const auto& parameter : route.parameters) {
        json_lib::array words;
        for (const auto word : parameter.words) words.emplace_back(word);
        parameters[parameter.name] = std::move(words);
    }
    return {{"path", route.path},
            {"roles", std::move(roles)},
            {"parameters", std::move(parameters)},
            {"has_pages", route.has_pages},
            {"is_personal", route.is_personal}};
}

json_lib::object everything() {
    Morning morning;
    ApiHotel starting;
    Record record;
    json_lib::array all;
    for (const auto& route : routes()) {
        ask_all_of(route, morning, starting, record);
        all.push_back(described(route));
    }
    constexpr const char* own = "/api/v1/openapi.json";
    const auto tag = header(record.ask(morning.box, own, "GET", own, {}), "ETag");
    record.ask(morning.box, own, "GET", own, {{"If-None-Match", tag}});
    record.ask(morning.box, own, "GET", own, {{"Accept", "text/html"}});
    record.ask(morning.box, own, "PUT", own, {});
    return {{"routes", std::move(all)}, {"exchanges", record.take()}};
}

}  // namespace
}  // namespace stayd::http

int main() {
    std::puts(boost::json::serialize(stayd::http::everything()).c_str());
}
