#include "http/control_api.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>

#include "tests/unit/http/box.hpp"

namespace stayd::http {
namespace {

using namespace std::chrono_literals;
using boost::json::value;

struct ControlApiTest : testing::Test {
    value status() {
        const auto response =
            control.answer({.method = "GET", .target = "/status", .headers = {}, .body = {}});
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(header(response, "Content-Type"), "application/json");
        return boost::json::parse(response.body);
    }

    Box box;
    CourierFacts couriers;
    ControlApi control{"city",
                       {.stayd = "0.1.0", .sqlite = "3.40.1", .schema = 1},
                       box.door,
                       box.hotel.views,
                       [this] { return couriers; }};
};

TEST_F(ControlApiTest, TellsOfTheLine) {
    box.clock.advance(30s);
    couriers.event_socket_connected = true;
    couriers.budgets = {{.used = 3, .calls = 160, .window_seconds = 30}};
    const auto body = status();
    EXPECT_EQ(body.at("property"), "city");
    EXPECT_EQ(body.at("now"), "2015-09-17T09:00:30Z");
    const auto& line = body.at("line");
    EXPECT_EQ(line.at("state"), "up");
    EXPECT_EQ(line.at("since"), "2015-09-17T09:00:00Z");
    EXPECT_EQ(line.at("last_contact_age_seconds"), 30);
    EXPECT_EQ(line.at("event_socket"), "connected");
    EXPECT_EQ(line.at("budgets").at(0).at("used"), 3);
    EXPECT_EQ(line.at("budgets").at(0).at("calls"), 160);
    EXPECT_EQ(line.at("budgets").at(0).at("window_seconds"), 30);
    box.hotel.apply(
        house::LineObserved{.line = house::Line::refused, .cause = "Mews refuses our tokens."});
    EXPECT_EQ(status().at("line").at("state"), "refused");
    EXPECT_EQ(status().at("line").at("cause"), "Mews refuses our tokens.");
}

TEST_F(ControlApiTest, TellsOfTheFirstReadAndEachList) {
    box.hotel.apply(house::StreamCompleted{.name = "configuration", .watermark = box.hotel.now});
    box.hotel.apply(house::StreamTroubled{.name = "services", .trouble = "throttled"});
    box.clock.advance(5s);
    const auto body = status();
    EXPECT_FALSE(body.at("first_sync").at("complete").as_bool());
    EXPECT_EQ(body.at("first_sync").at("step"), "services");
    EXPECT_EQ(body.at("first_sync").at("lists_done"), 1);
    EXPECT_EQ(body.at("first_sync").at("lists_total"), 11);
    const auto& streams = body.at("streams").as_array();
    ASSERT_EQ(streams.size(), 11U);
    EXPECT_EQ(streams[0].at("name"), "configuration");
    EXPECT_EQ(streams[0].at("last_complete"), "2015-09-17T09:00:00Z");
    EXPECT_EQ(streams[0].at("age_seconds"), 5);
    EXPECT_EQ(streams[0].at("rows"), 1);
    EXPECT_EQ(streams[1].at("trouble"), "throttled");
    EXPECT_TRUE(streams[1].at("last_complete").is_null());
    EXPECT_TRUE(streams[1].at("age_seconds").is_null());
}

TEST_F(ControlApiTest, TellsOfTheChangesAndTheirBalance) {
    EXPECT_TRUE(status().at("changes").at("oldest_waiting_seconds").is_null());
    const auto room = box.hotel.room("204").dirty();
    const auto refused =
        box.hotel.accepted(house::SetRoomState{room.id, model::ResourceState::clean});
    box.hotel.accepted(house::SetRoomState{room.id, model::ResourceState::inspected});
    box.hotel.settle(refused, house::Refused{"no"});
    box.clock.advance(7s);
    const auto changes = status().at("changes");
    EXPECT_EQ(changes.at("accepted"), 2);
    EXPECT_EQ(changes.at("refused"), 1);
    EXPECT_EQ(changes.at("waiting"), 1);
    EXPECT_EQ(changes.at("to_read"), 1);
    EXPECT_EQ(changes.at("confirmed"), 0);
    EXPECT_EQ(changes.at("oldest_waiting_seconds"), 7);
}

TEST_F(ControlApiTest, TellsOfTheBrokerAndTheVersions) {
    EXPECT_EQ(status().at("broker").at("state"), "not connected");
    couriers.broker_connected = true;
    couriers.topics_unsent = 4;
    const auto body = status();
    EXPECT_EQ(body.at("broker").at("state"), "connected");
    EXPECT_EQ(body.at("broker").at("topics_unsent"), 4);
    EXPECT_EQ(body.at("versions").at("stayd"), "0.1.0");
    EXPECT_EQ(body.at("versions").at("sqlite"), "3.40.1");
    EXPECT_EQ(body.at("versions").at("schema"), 1);
}

TEST_F(ControlApiTest, AnswersNothingElse) {
    for (const auto& [method, target] :
         {std::pair{"GET", "/"}, std::pair{"POST", "/status"}, std::pair{"GET", "/status/"}}) {
        const auto response =
            control.answer({.method = method, .target = target, .headers = {}, .body = {}});
        EXPECT_EQ(response.status, 404) << method << target;
        EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
    }
}

}  // namespace
}  // namespace stayd::http
