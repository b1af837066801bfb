#include "http/lan_api.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>
#include <set>
#include <string>

#include "stayd/v1/snapshot.pb.h"
#include "tests/unit/http/box.hpp"

namespace stayd::http {
namespace {

struct LanApiTest : testing::Test {
    LanApiTest() {
        const auto stay = box.hotel.guest("Okafor", "Ngozi").arrives_today(box.hotel.room("204"));
        box.hotel.accepted(house::SetGuestWaiting{stay.id, true});
        box.hotel.accepted(house::CreateTask{.title = "Cot", .description = {}});
    }
    /// The first levels of the topics in an app's snapshot.
    std::set<std::string> levels(const std::string& app) {
        const auto response = box.get("/api/v1/snapshot?app=" + app);
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(header(response, "Content-Type"), "application/x-protobuf");
        EXPECT_EQ(header(response, "Cache-Control"), "no-store");
        v1::Snapshot snapshot;
        EXPECT_TRUE(snapshot.ParseFromString(response.body));
        std::set<std::string> found;
        for (const auto& state : snapshot.states()) {
            const std::string prefix = "stayd/v1/city/";
            EXPECT_TRUE(state.topic().starts_with(prefix)) << state.topic();
            EXPECT_NE(state.payload(), "");
            const auto rest = state.topic().substr(prefix.size());
            found.insert(rest.substr(0, rest.find('/')));
        }
        return found;
    }
    std::string mqtt_url(const std::string& host) {
        const auto response = box.get("/api/v1/hello", {{"Host", host}});
        return std::string{boost::json::parse(response.body).at("mqtt_url").as_string()};
    }
    /// An error's body says the same as its status, for people.
    void expect_problem(const Response& response, int status) {
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
        const auto body = boost::json::parse(response.body);
        EXPECT_EQ(body.at("status").as_int64(), status);
        EXPECT_FALSE(body.at("title").as_string().empty());
        EXPECT_FALSE(body.at("detail").as_string().empty());
    }

    Box box;
};

TEST_F(LanApiTest, SaysHello) {
    const auto response = box.get("/api/v1/hello");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Content-Type"), "application/json");
    const auto body = boost::json::parse(response.body);
    EXPECT_EQ(body.at("property"), "city");
    EXPECT_EQ(body.at("name"), "City Hotel");
    EXPECT_EQ(body.at("time_zone"), "Europe/Lisbon");
    EXPECT_EQ(body.at("mqtt_url"), "ws://box.lan:9001/mqtt");
    EXPECT_EQ(body.at("version"), "0.1.0");
    EXPECT_EQ(body.at("now"), "2015-09-17T09:00:00Z");
}

TEST_F(LanApiTest, SnapshotsForEachAppWhatItSubscribesTo) {
    EXPECT_EQ(levels("handheld"), (std::set<std::string>{"house", "rooms", "tasks", "changes"}));
    EXPECT_EQ(levels("desk"), (std::set<std::string>{"house", "rooms", "tasks", "changes",
                                                     "arrivals", "dashboard"}));
    EXPECT_EQ(levels("sign"), (std::set<std::string>{"signage"}));
}

TEST_F(LanApiTest, RefusesAnAppItDoesNotKnow) {
    for (const auto* query :
         {"", "?", "?app=", "?app=signage", "?app=sign&app=desk", "?app=Desk"}) {
        SCOPED_TRACE(query);
        expect_problem(box.get(std::string{"/api/v1/snapshot"} + query), 400);
    }
}

TEST_F(LanApiTest, FindsNothingElsewhere) {
    for (const auto* target :
         {"/nothing", "/api/v1/", "/api/v1/hello/", "/../etc/passwd", "/api/v2/hello", ""}) {
        SCOPED_TRACE(target);
        expect_problem(box.get(target), 404);
    }
}

TEST_F(LanApiTest, AnswersOnlyToReading) {
    for (const auto* method : {"POST", "PUT", "DELETE", "OPTIONS", "get"}) {
        SCOPED_TRACE(method);
        const auto response = box.lan.answer(
            {.method = method, .target = "/api/v1/hello", .headers = {}, .body = {}});
        expect_problem(response, 405);
        EXPECT_EQ(header(response, "Allow"), "GET, HEAD");
    }
    EXPECT_EQ(
        box.lan.answer({.method = "HEAD", .target = "/api/v1/hello", .headers = {}, .body = {}})
            .status,
        200);
}

TEST_F(LanApiTest, TestsRulesOneAtATimeAndOnlyOfAPageOfItsOwn) {
    std::vector<Response> answers;
    const auto post = [&](const std::string& type) {
        asio::co_spawn(box.io,
                       box.lan.handle({.method = "POST",
                                       .target = "/api/v1/rules/test",
                                       .headers = {{"Host", "box.lan"}, {"Content-Type", type}},
                                       .body = "[[rule]]"}),
                       [&](const std::exception_ptr& failure, Response response) {
                           EXPECT_FALSE(failure);
                           answers.push_back(std::move(response));
                       });
    };
    post("text/plain");
    box.io.poll();
    box.io.restart();
    ASSERT_EQ(answers.size(), 1U);
    expect_problem(answers[0], 415);
    post("application/toml");
    post("application/toml");
    box.io.poll();
    box.io.restart();
    ASSERT_EQ(answers.size(), 2U);
    expect_problem(answers[1], 503);
    box.tested.notify();
    box.io.poll();
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[2].body, "[[rule]] was tested");
    EXPECT_NE(header(answers[2], "Content-Security-Policy"), "");
}

TEST_F(LanApiTest, IsHealthyWhileTheDatabaseAnswers) {
    EXPECT_EQ(box.get("/healthz").status, 200);
    EXPECT_EQ(box.get("/healthz").body, "ok\n");
    box.hotel.database.execute("DROP TABLE house");
    EXPECT_THROW(box.get("/healthz"), storage::Failure);
}

TEST_F(LanApiTest, SaysThatItHasNoPages) {
    const auto response = box.get("/");
    EXPECT_EQ(response.status, 200);
    EXPECT_NE(response.body.find("no pages"), std::string::npos);
}

TEST_F(LanApiTest, ForbidsPagesWhatTheyDoNotNeedOnEveryAnswer) {
    for (const auto* target :
         {"/", "/api/v1/hello", "/api/v1/snapshot?app=sign", "/nothing", "/healthz"}) {
        SCOPED_TRACE(target);
        const auto response = box.get(target);
        const auto policy = header(response, "Content-Security-Policy");
        EXPECT_NE(policy.find("default-src 'none';"), std::string::npos);
        EXPECT_NE(policy.find("connect-src 'self' ws://box.lan:9001;"), std::string::npos)
            << policy;
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
        EXPECT_EQ(policy.find("unsafe"), std::string::npos);
        EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer");
        EXPECT_EQ(header(response, "Cross-Origin-Opener-Policy"), "same-origin");
    }
}

TEST_F(LanApiTest, PutsThePagesOwnHostIntoTheBrokersAddress) {
    EXPECT_EQ(mqtt_url("box.lan"), "ws://box.lan:9001/mqtt");
    EXPECT_EQ(mqtt_url("box.lan:8080"), "ws://box.lan:9001/mqtt");
    EXPECT_EQ(mqtt_url("192.168.1.7:80"), "ws://192.168.1.7:9001/mqtt");
    EXPECT_EQ(mqtt_url("[fd00::7]:8080"), "ws://[fd00::7]:9001/mqtt");
    EXPECT_EQ(mqtt_url("[fd00::7]"), "ws://[fd00::7]:9001/mqtt");
}

TEST_F(LanApiTest, TakesNoHostThatIsNone) {
    for (const auto* host :
         {"", "a b", "evil'; script-src *", "evil.example/x", "user@evil.example", "a;b",
          "[fd00::7", "a\r\nSet-Cookie: x", "<script>",
          "b\xC3\xBC"
          "cher"}) {
        EXPECT_EQ(mqtt_url(host), "ws://localhost:9001/mqtt") << host;
        const auto response = box.get("/", {{"Host", host}});
        EXPECT_NE(header(response, "Content-Security-Policy")
                      .find("connect-src 'self' ws://localhost:9001;"),
                  std::string::npos);
    }
    EXPECT_EQ(box.get("/api/v1/hello", {}).status, 200);
}

TEST_F(LanApiTest, LeavesABrokerThatIsElsewhereWhereItIs) {
    LanApi lan(
        {},
        {.property = "city", .websocket_url = "wss://mqtt.hotel.example/x", .stayd_version = {}},
        box.door, box.hotel.views, box.tokens,
        [](const auto&) { return std::vector<std::pair<std::string, std::string>>{}; },
        [] { return std::string{}; });
    const auto response = lan.answer(
        {.method = "GET", .target = "/api/v1/hello", .headers = {{"Host", "box.lan"}}, .body = {}});
    EXPECT_EQ(boost::json::parse(response.body).at("mqtt_url"), "wss://mqtt.hotel.example/x");
    EXPECT_NE(header(response, "Content-Security-Policy")
                  .find("connect-src 'self' wss://mqtt.hotel.example;"),
              std::string::npos);
}

TEST_F(LanApiTest, KeepsProfilesClosedUntilTheConfigurationOpensThem) {
    LanApi closed(
        {}, {.property = "city", .websocket_url = ":9001/mqtt", .stayd_version = {}}, box.door,
        box.hotel.views, box.tokens,
        [](const auto&) { return std::vector<std::pair<std::string, std::string>>{}; },
        [] { return std::string{}; });
    const auto guest = box.hotel.guest("Okafor", "Ngozi").id.to_string();
    const auto response =
        closed.answer({.method = "POST",
                       .target = "/api/v1/desk/person",
                       .headers = {{"Host", "box.lan"}, {"Content-Type", "application/json"}},
                       .body = "{\"id\":\"" + guest + "\",\"by\":\"Eva\"}"});
    expect_problem(response, 403);
    EXPECT_EQ(response.body.find("Okafor"), std::string::npos);
    EXPECT_EQ(box.hotel.count("SELECT count(*) FROM audit WHERE what = 'Opened'"), 0);
}

TEST(LanApiMetrics, AreGivenAsPlainText) {
    Box box;
    const auto response = box.get("/metrics");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_EQ(response.body, "stayd_line_up 1\n");
}

}  // namespace
}  // namespace stayd::http
