#include "http/control_api.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cerrno>
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
                       box.tokens,
                       [this] { return couriers; },
                       {.verify = [this](const auto& lists) { verified = lists; },
                        .rebuild = [this](const auto& lists) { rebuilt = lists; }}};
    std::vector<model::List> verified;
    std::vector<model::List> rebuilt;

    Response ask(std::string method, std::string target) {
        return control.answer(
            {.method = std::move(method), .target = std::move(target), .headers = {}, .body = {}});
    }
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
    box.hotel.apply(house::ScanAdvanced{model::List::configuration, {.began = box.hotel.now}});
    box.hotel.apply(house::ScanCompleted{model::List::configuration});
    box.hotel.apply(house::ScanAdvanced{
        model::List::bills,
        {.began = box.hotel.now, .step = 1, .steps = 4, .calls = 5, .rows = 4321}});
    box.hotel.apply(
        house::StreamTroubled{model::List::enterprises, mirror::Trouble::failing, "throttled", {}});
    box.clock.advance(5s);
    const auto body = status();
    EXPECT_FALSE(body.at("first_sync").at("complete").as_bool());
    EXPECT_EQ(body.at("first_sync").at("step"), "enterprises");
    EXPECT_EQ(body.at("first_sync").at("lists_done"), 1);
    EXPECT_EQ(body.at("first_sync").at("lists_total"), model::list_count);
    const auto& streams = body.at("streams").as_array();
    ASSERT_EQ(streams.size(), model::list_count);
    EXPECT_EQ(streams[0].at("name"), "configuration");
    EXPECT_EQ(streams[0].at("last_complete"), "2015-09-17T09:00:00Z");
    EXPECT_EQ(streams[0].at("age_seconds"), 5);
    EXPECT_EQ(streams[0].at("rows"), 1);
    EXPECT_EQ(streams[1].at("trouble"), "throttled");
    EXPECT_TRUE(streams[1].at("last_complete").is_null());
    EXPECT_EQ(streams[1].at("trouble_kind"), "Failing");
    EXPECT_TRUE(streams[1].at("age_seconds").is_null());
    const auto& bills = streams[static_cast<std::size_t>(model::List::bills)].at("scan");
    EXPECT_EQ(bills.at("percent"), 25);
    EXPECT_EQ(bills.at("rows"), 4321);
    EXPECT_EQ(bills.at("calls_left"), 15);
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

TEST_F(ControlApiTest, ComparesAndRebuildsTheListsItIsAsked) {
    EXPECT_EQ(ask("POST", "/mirror/verify?lists=customers,bills").status, 200);
    EXPECT_EQ(verified, (std::vector{model::List::customers, model::List::bills}));
    const auto all = ask("POST", "/mirror/rebuild");
    EXPECT_EQ(rebuilt.size(), model::list_count) << "all without a name";
    EXPECT_EQ(boost::json::parse(all.body).at("lists").as_array().size(), model::list_count);
    EXPECT_EQ(ask("POST", "/mirror/rebuild?lists=").status, 200);
    const auto wrong = ask("POST", "/mirror/verify?lists=customers,guesses");
    EXPECT_EQ(wrong.status, 404);
    EXPECT_NE(wrong.body.find("guesses"), std::string::npos);
    EXPECT_NE(wrong.body.find("reservations"), std::string::npos) << "what there is";
    EXPECT_EQ(verified.size(), 2U) << "nothing is done of a wrong request";
    EXPECT_EQ(ask("GET", "/mirror/verify").status, 404);
}

TEST_F(ControlApiTest, GivesRowsPageByPageWithTheTimeTheyAreKnownToBeSo) {
    for (int i = 0; i < 501; ++i) box.hotel.guest("Okafor", std::to_string(i));
    const auto first = boost::json::parse(ask("GET", "/mirror/rows?list=customers&after=0").body);
    ASSERT_EQ(first.at("rows").as_array().size(), 500U);
    EXPECT_EQ(first.at("rows").at(0).at("FirstName"), "0");
    EXPECT_EQ(first.at("rows").at(0).at("synced_utc"), "2015-09-17T09:00:00Z");
    box.hotel.apply(
        house::StreamCompleted{.list = model::List::customers, .watermark = box.hotel.now + 90s});
    const auto next = std::to_string(first.at("next").to_number<std::int64_t>());
    const auto second =
        boost::json::parse(ask("GET", "/mirror/rows?list=customers&after=" + next).body);
    ASSERT_EQ(second.at("rows").as_array().size(), 1U);
    EXPECT_EQ(second.at("rows").at(0).at("FirstName"), "500");
    EXPECT_EQ(second.at("rows").at(0).at("synced_utc"), "2015-09-17T09:01:30Z");
    EXPECT_TRUE(second.at("next").is_null());
    EXPECT_EQ(ask("GET", "/mirror/rows?list=nothing").status, 404);
}

TEST_F(ControlApiTest, DigestsDifferWhereRowsDo) {
    const auto digest = [&] {
        return boost::json::parse(ask("GET", "/mirror/digest?list=resources").body);
    };
    auto room = box.hotel.room("204");
    const auto before = digest();
    EXPECT_EQ(before.at("rows"), 1);
    room.dirty();
    EXPECT_NE(digest().at("digest"), before.at("digest"));
}

TEST_F(ControlApiTest, KnowsStaffByTheirChanges) {
    const auto room = box.hotel.room("204");
    box.hotel.accepted(house::SetRoomState{.room = room.id, .state = model::ResourceState::dirty});
    const auto users = boost::json::parse(ask("GET", "/users").body);
    ASSERT_EQ(users.at("rows").as_array().size(), 1U);
    EXPECT_EQ(users.at("rows").at(0).at("name"), "Ana");
    EXPECT_TRUE(users.at("rows").at(0).at("mews_id").is_null());
}

TEST_F(ControlApiTest, GivesTheAuditAndItsProof) {
    box.hotel.room("2 04").dirty();
    const auto rows = boost::json::parse(ask("GET", "/audit/rows?room=2%2004&by=Mews").body);
    ASSERT_EQ(rows.at("rows").as_array().size(), 1U);
    EXPECT_EQ(rows.at("rows").at(0).at("subject_name"), "Room 2 04");
    EXPECT_TRUE(rows.at("next").is_null());
    const auto check = boost::json::parse(ask("GET", "/audit/check").body);
    EXPECT_EQ(check.at("rows"), 1);
    EXPECT_EQ(check.at("fault"), "");
    EXPECT_EQ(check.at("end").at("hash"), rows.at("rows").at(0).at("hash"));
    EXPECT_EQ(ask("GET", "/audit/rows?room=999").status, 404);
    EXPECT_EQ(ask("GET", "/audit/rows?before=x").status, 404);
    EXPECT_EQ(ask("POST", "/audit/check").status, 404);
}

TEST_F(ControlApiTest, MetricsTellEachListsAgeAndNobodysName) {
    box.hotel.guest("Okafor", "Ngozi").arrives_today(box.hotel.room("204"));
    box.hotel.apply(
        house::ScanAdvanced{model::List::bills, {.began = box.hotel.now, .step = 1, .steps = 4}});
    box.hotel.apply(
        house::StreamCompleted{.list = model::List::customers, .watermark = box.hotel.now});
    box.hotel.apply(
        house::StreamTroubled{model::List::enterprises, mirror::Trouble::not_allowed, "401", {}});
    box.clock.advance(90s);
    couriers.budgets = {{.used = 3, .calls = 160, .window_seconds = 30}};
    const auto text = ask("GET", "/metrics").body;
    for (const char* line :
         {"stayd_line_up 1\n", "stayd_list_age_seconds{list=\"customers\"} 90\n",
          "stayd_list_rows{list=\"customers\"} 1\n",
          "stayd_list_trouble{list=\"enterprises\",cause=\"NotAllowed\"} 1\n",
          "stayd_list_whole_read_percent{list=\"bills\"} 25\n",
          "stayd_calls_used{window_seconds=\"30\"} 3\n", "stayd_changes{stage=\"accepted\"} 0\n",
          "# TYPE stayd_list_age_seconds gauge\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << "is not in\n" << text;
    }
    EXPECT_EQ(text.find("stayd_list_age_seconds{list=\"tasks\"}"), std::string::npos)
        << "never read, so it has no age";
    EXPECT_EQ(text.find("Okafor"), std::string::npos);
}

TEST_F(ControlApiTest, MakesATokenThatIsShownOnceAndTakesItBack) {
    const auto made = boost::json::parse(ask("POST", "/tokens/add?name=revenue&role=manager").body);
    const std::string token{made.at("token").as_string()};
    ASSERT_NE(box.tokens.find(token), nullptr);
    const auto listed = ask("GET", "/tokens").body;
    EXPECT_EQ(boost::json::parse(listed).at("tokens").at(0).at("name"), "revenue");
    EXPECT_EQ(boost::json::parse(listed).at("tokens").at(0).at("role"), "manager");
    EXPECT_EQ(boost::json::parse(listed).at("tokens").at(0).at("made"), "2015-09-17T09:00:00Z");
    EXPECT_EQ(listed.find(token), std::string::npos);
    EXPECT_EQ(ask("POST", "/tokens/add?name=revenue&role=it").status, 409);
    EXPECT_EQ(ask("POST", "/tokens/add?name=revenue%0A&role=it").status, 404);
    EXPECT_EQ(ask("POST", "/tokens/add?name=other&role=owner").status, 404);
    EXPECT_EQ(ask("GET", "/tokens/add?name=other&role=it").status, 404) << "asking changes nothing";
    EXPECT_EQ(ask("POST", "/tokens/remove?name=other").status, 404);
    EXPECT_EQ(ask("POST", "/tokens/remove?name=revenue").status, 200);
    EXPECT_EQ(box.tokens.find(token), nullptr);
}

TEST_F(ControlApiTest, LivesOnWhenATokenCannotBeWritten) {
    box.files.fail_after(1, ENOSPC);
    const auto response = ask("POST", "/tokens/add?name=revenue&role=manager");
    EXPECT_EQ(response.status, 507);
    EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
    EXPECT_TRUE(box.tokens.all().empty());
    EXPECT_EQ(ask("POST", "/tokens/add?name=revenue&role=manager").status, 200);
}

}  // namespace
}  // namespace stayd::http
