#include "http/api/api.hpp"

#include <set>

#include "tests/unit/http/api_reading.hpp"

namespace stayd::http {
namespace {

using namespace std::chrono_literals;
using ApiTest = ApiReading;

TEST_F(ApiTest, AsksForATokenOfThisBox) {
    hotel.concludes();
    for (const auto& headers :
         {ApiHotel::Headers{}, ApiHotel::Headers{{"Authorization", "Bearer "}},
          ApiHotel::Headers{{"Authorization", hotel.token(Role::it)}},
          ApiHotel::Headers{{"Authorization", "Basic " + hotel.token(Role::it)}}}) {
        const auto response = hotel.box.get("/api/v1/rules", headers);
        EXPECT_EQ(response.status, 401);
        EXPECT_TRUE(header(response, "WWW-Authenticate").starts_with("Bearer"));
        EXPECT_EQ(header(response, "Cache-Control"), "no-store");
    }
    EXPECT_EQ(
        hotel.box.get("/api/v1/rules", {{"authorization", "bearer  " + hotel.token(Role::it)}})
            .status,
        200);
    hotel.box.tokens.remove("it-program");
    EXPECT_EQ(hotel.ask(Role::it, "/api/v1/rules").status, 401);
}

TEST_F(ApiTest, LetsEachRoleReadWhatTheTableSays) {
    hotel.concludes();
    EXPECT_EQ(hotel.ask(Role::desk, "/api/v1/metrics").status, 403);
    EXPECT_EQ(hotel.ask(Role::it, "/api/v1/profiles").status, 403);
    EXPECT_EQ(hotel.ask(Role::it, "/api/v1/history").status, 403);
    EXPECT_EQ(hotel.ask(Role::it, "/api/v1/metrics").status, 200);
    EXPECT_EQ(hotel.ask(Role::it, "/api/v1/metrics?x=1").status, 400);
    EXPECT_EQ(hotel.ask(Role::desk, "/api/v1/metrics?x=1").status, 403)
        << "who may not read learns nothing of how to";
}

TEST_F(ApiTest, SaysThatNothingHasChanged) {
    hotel.concludes();
    const auto first = hotel.ask(Role::it, "/api/v1/rules?limit=1");
    const auto tag = header(first, "ETag");
    ASSERT_EQ(tag.size(), 34U);
    for (const auto& known : {tag, "\"x\", " + tag, "W/" + tag, std::string{"*"}}) {
        const auto again = hotel.ask(Role::it, "/api/v1/rules?limit=1", {{"If-None-Match", known}});
        EXPECT_EQ(again.status, 304) << known;
        EXPECT_EQ(again.body, "");
        EXPECT_EQ(header(again, "ETag"), tag);
    }
    EXPECT_EQ(hotel.ask(Role::it, "/api/v1/rules?limit=1", {{"If-None-Match", "\"x\""}}).status,
              200);
    EXPECT_NE(header(hotel.ask(Role::it, "/api/v1/rules?limit=2"), "ETag"), tag);
}

TEST_F(ApiTest, GivesJsonToWhoTakesIt) {
    hotel.concludes();
    const std::vector<std::pair<const char*, int>> cases{
        {"*/*", 200},           {"text/html, application/json;q=0.5", 200},
        {"application/*", 200}, {"Application/JSON", 200},
        {"text/html", 406},     {"application/json;q=0, text/html", 406}};
    for (const auto& [accept, status] : cases)
        EXPECT_EQ(hotel.ask(Role::it, "/api/v1/rules", {{"Accept", accept}}).status, status)
            << accept;
}

TEST_F(ApiTest, GivesFindingsTheWorstFirstInPagesThatMissNone) {
    for (const auto* name : {"Okafor", "Silva", "Berg", "Costa"})
        hotel.box.hotel.guest(name, "A").arrives_today();
    hotel.concludes();
    const auto whole = all("findings", "id", "/api/v1/findings?limit=200");
    EXPECT_GE(whole.size(), 8U);
    EXPECT_EQ(whole.size(),
              hotel.box.hotel.count("SELECT count(*) FROM finding WHERE state <> 'Resolved'"));
    EXPECT_EQ(all("findings", "id", "/api/v1/findings?limit=3"), whole);
    int worst = 5;
    for (const auto& severity : all("findings", "severity", "/api/v1/findings")) {
        const auto rank = static_cast<int>(*rules::severity_from(severity));
        EXPECT_LE(rank, worst);
        worst = rank;
    }
}

TEST_F(ApiTest, GivesTheFindingsThatAreAskedFor) {
    hotel.box.hotel.guest("Okafor", "Ngozi").arrives_today();
    hotel.box.hotel.guest("Silva", "Rui").arrives_today();
    hotel.concludes();
    const auto first = read("/api/v1/findings").at("findings").at(0);
    const std::string rule{first.at("rule").as_string()};
    const std::string about{first.at("about").as_string()};
    expect_filtered("findings", "rule", rule);
    expect_filtered("findings", "about", about);
    expect_filtered("findings", "subject", "person");
    EXPECT_EQ(all("findings", "id", "/api/v1/findings?state=Waived").size(), 0U);
    EXPECT_EQ(read("/api/v1/findings/" + std::string{first.at("id").as_string()}), first);
    EXPECT_EQ(hotel.ask(Role::desk, "/api/v1/findings?about=204").status, 400);
    EXPECT_EQ(hotel.ask(Role::desk, "/api/v1/findings/204").status, 404);
}

TEST_F(ApiTest, GivesEveryRuleOnce) {
    hotel.concludes();
    const auto ids = all("rules", "id", "/api/v1/rules?limit=7");
    EXPECT_EQ(ids.size(), hotel.box.hotel.house.conclusions().book()->rules().size());
    EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
    expect_filtered("rules", "severity", "critical");
    const auto rule = read("/api/v1/rules/RS-01");
    EXPECT_EQ(rule.at("id"), "RS-01");
    EXPECT_EQ(rule.at("made_by"), "stayd");
    EXPECT_EQ(rule.at("since").as_string(), to_iso8601(hotel.box.hotel.now));
    EXPECT_FALSE(rule.at("file").as_string().empty());
    EXPECT_EQ(hotel.ask(Role::it, "/api/v1/rules/XX-99").status, 404);
}

TEST_F(ApiTest, GivesTodaysArrivalsInTheOrderTheyCome) {
    auto room = hotel.box.hotel.room("204");
    hotel.box.hotel.guest("Okafor", "Ngozi").arrives_today(room);
    hotel.box.hotel.guest("Silva", "Rui").arrives_today().changes([](auto& row) {
        row.scheduled_start_utc -= 2h;
    });
    hotel.concludes();
    EXPECT_EQ(all("arrivals", "number", "/api/v1/readiness?limit=1"),
              (std::vector<std::string>{"1043", "1042"}));
    const auto arrival = read("/api/v1/readiness").at("arrivals").at(1);
    EXPECT_EQ(arrival.at("guest"), "Okafor, Ngozi");
    EXPECT_EQ(arrival.at("room"), "204");
    EXPECT_EQ(arrival.at("room_state"), "Inspected");
    const auto state = arrival.at("readiness").at("state").as_string();
    EXPECT_EQ(all("arrivals", "number", "/api/v1/readiness?state=" + std::string{state}).back(),
              "1042");
    EXPECT_EQ(all("arrivals", "number", "/api/v1/readiness?state=CheckedIn").size(), 0U);
}

TEST_F(ApiTest, GivesPeopleWithAStayToComeAndNobodyElse) {
    auto& small = hotel.box.hotel;
    const auto stay = small.guest("Okafor", "Ngozi").arrives_today(small.room("204"));
    small.guest("Okafor", "Ada").accompanies(stay);
    small.guest("Silva", "Rui").arrives_today().is(model::ReservationState::canceled);
    small.guest("Berg", "Eva");
    small.guest("Costa", "Lia").arrives_today();
    hotel.concludes();
    auto names = all("profiles", "name", "/api/v1/profiles?limit=1");
    std::ranges::sort(names);
    EXPECT_EQ(names, (std::vector<std::string>{"Ada Okafor", "Lia Costa", "Ngozi Okafor"}));
    auto of_stay = all("profiles", "name", "/api/v1/profiles?limit=1&stay=1042");
    std::ranges::sort(of_stay);
    EXPECT_EQ(of_stay, (std::vector<std::string>{"Ada Okafor", "Ngozi Okafor"}));
    EXPECT_EQ(openings(), 0) << "a list opens nobody's profile";
}

TEST_F(ApiTest, LooksAtSomeCustomersAPageAndMissesNone) {
    auto& small = hotel.box.hotel;
    hotel.concludes();
    for (int number = 0; number < 1003; ++number) small.guest("Past", std::to_string(number));
    small.guest("Okafor", "Ngozi").arrives_today();
    small.guest("Costa", "Lia").arrives_today();
    EXPECT_EQ(all("profiles", "name", "/api/v1/profiles?limit=1").size(), 2U);
    EXPECT_EQ(all("profiles", "name", "/api/v1/profiles").size(), 2U);
}

TEST_F(ApiTest, OpensAProfileWithAllThatIsKnownAndWritesDownWhoDid) {
    auto& small = hotel.box.hotel;
    auto guest = small.guest("Okafor", "Ngozi");
    const auto stay = guest.arrives_today(small.room("204"));
    hotel.concludes();
    const auto target = "/api/v1/profiles/" + guest.id.to_string();
    const auto profile = read(target, Role::desk);
    EXPECT_EQ(profile.at("name"), "Ngozi Okafor");
    EXPECT_EQ(profile.at("stay").at("id").as_string(), stay.id.to_string());
    EXPECT_EQ(profile.at("facts").at("stay_number"), "1042");
    EXPECT_EQ(profile.at("facts").at("role"), "lead");
    EXPECT_GT(profile.at("facts").as_object().size(), 100U);
    EXPECT_EQ(openings(), 1);
    EXPECT_EQ(all("rows", "what", "/api/v1/history?by=desk-program"),
              std::vector<std::string>{"Opened"});
    small.now += 14min;
    hotel.box.clock.advance(14min);
    read(target, Role::desk);
    EXPECT_EQ(openings(), 1) << "within a quarter of an hour it is the same opening";
    read(target, Role::manager);
    EXPECT_EQ(openings(), 2) << "but not that of somebody else";
    hotel.box.clock.advance(2min);
    read(target, Role::desk);
    EXPECT_EQ(openings(), 3);
    EXPECT_EQ(hotel.ask(Role::desk, "/api/v1/profiles/" + stay.id.to_string()).status, 404);
    EXPECT_EQ(openings(), 3);
}

TEST_F(ApiTest, GivesTheHistoryOfWhatIsAskedFor) {
    auto& small = hotel.box.hotel;
    const auto room = small.room("204").dirty();
    hotel.concludes();
    small.accepted(house::SetRoomState{room.id, model::ResourceState::clean});
    small.accepted(house::CreateTask{.title = "Cot", .description = {}});
    EXPECT_EQ(all("rows", "what", "/api/v1/history?room=204&by=Ana"),
              std::vector<std::string>{"SetRoomState"});
    const auto whole = all("rows", "what", "/api/v1/history?limit=200");
    EXPECT_EQ(all("rows", "what", "/api/v1/history?limit=1"), whole);
    EXPECT_EQ(all("rows", "what", "/api/v1/history?since=2015-09-18").size(), 0U);
    for (const auto* wrong : {"room=999", "since=yesterday", "change=7", "before=7"})
        EXPECT_EQ(hotel.ask(Role::desk, std::string{"/api/v1/history?"} + wrong).status, 400)
            << wrong;
}

TEST_F(ApiTest, GivesEachMetricWithItsAgeAndWhatItWaitsFor) {
    hotel.box.hotel.room("204");
    hotel.concludes();
    hotel.box.clock.advance(90s);
    const auto metrics = read("/api/v1/metrics").at("metrics").as_array();
    std::set<std::string> names;
    for (const auto& metric : metrics) {
        names.emplace(metric.at("name").as_string());
        EXPECT_FALSE(metric.at("says").as_string().empty()) << metric;
        EXPECT_TRUE(metric.at("value").is_null() || metric.at("waits_for").is_null()) << metric;
        if (metric.at("name") == "rooms_available") {
            EXPECT_EQ(metric.at("value").to_number<int>(), 1);
            EXPECT_EQ(metric.at("age_seconds"), 90);
        }
    }
    EXPECT_EQ(names.size(), metrics.size()) << "no name twice";
    EXPECT_TRUE(names.contains("first_pass_yield"));
}

TEST_F(ApiTest, SaysThatItStillStarts) {
    EXPECT_EQ(hotel.ask(Role::manager, "/api/v1/metrics").status, 503);
    EXPECT_EQ(hotel.ask(Role::manager, "/api/v1/rules").status, 503);
    EXPECT_EQ(hotel.ask(Role::manager, "/api/v1/profiles").status, 503);
    EXPECT_EQ(hotel.ask(Role::manager, "/api/v1/history").status, 200);
}

TEST_F(ApiTest, KeepsWhatIsPersonalNowhereOnTheWay) {
    hotel.concludes();
    for (const auto& route : routes()) {
        if (route.path.find('{') != std::string_view::npos) continue;
        const auto response = hotel.ask(route.roles.front(), std::string{route.path});
        EXPECT_EQ(header(response, "Cache-Control"),
                  route.is_personal ? "no-store" : "private, no-cache")
            << route.path;
        EXPECT_EQ(header(response, "Vary"), "Accept, Authorization");
    }
}

TEST_F(ApiTest, LeavesTheRestOfTheBoxAsItIs) {
    EXPECT_EQ(hotel.box.get("/api/v1/hello").status, 200);
    EXPECT_EQ(hotel.box.get("/api/v1/openapi.json").status, 200);
    for (const auto* target : {"/api/v1/", "/api/v1/findings/", "/api/v1/rules/a/b", "/api/v1/x"})
        EXPECT_EQ(hotel.box.get(target).status, 404) << target;
}

}  // namespace
}  // namespace stayd::http
