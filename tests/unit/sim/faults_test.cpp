#include "tests/sim/mews/faults.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

using model::ResourceState;

const std::string one = R"("Limitation":{"Count":1})";
const std::string rooms = "resources/getAll";
const std::string all_rooms = R"("Extent":{"Resources":true,"Inactive":true})";

/// A client with one room and the call that takes it out of service.
struct FaultyPms : ::testing::Test {
    PmsClient client;
    const Resource& room = client.pms.hotel().resources.rows().front();

    PmsResponse update() {
        return client.call_raw("resources/update", R"("ResourceUpdates":[{"ResourceId":)" +
                                                       quoted(room.id) +
                                                       R"(,"State":{"Value":"OutOfService"}}])");
    }
    bool is_updated() const { return room.state == ResourceState::out_of_service; }
    PmsResponse first_page(int count) {
        return client.call_raw(
            rooms, all_rooms + R"(,"Limitation":{"Count":)" + std::to_string(count) + "}");
    }
};

class PlannedStatus : public FaultyPms, public ::testing::WithParamInterface<int> {};

TEST_P(PlannedStatus, IsAnsweredWithoutActing) {
    client.pms.add_fault({.status = GetParam(), .message = "No.", .calls = 1});
    const auto answer = update();
    EXPECT_EQ(answer.status, GetParam());
    EXPECT_EQ(json::parse(answer.body).at("Message").as_string(), "No.");
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.header("Retry-After"), "");
    EXPECT_FALSE(is_updated());
    EXPECT_EQ(client.pms.calls().back().status, GetParam());
    EXPECT_EQ(update().status, 200);
}

TEST_P(PlannedStatus, IsAnsweredAfterActingWhenThePlanSaysSo) {
    client.pms.add_fault({.status = GetParam(), .calls = 1, .acts = true});
    EXPECT_EQ(update().status, GetParam());
    EXPECT_TRUE(is_updated());
}

TEST_P(PlannedStatus, IsAProxysPageWhenThePlanSaysSo) {
    client.pms.add_fault({.status = GetParam(), .message = "Bad Gateway", .from_proxy = true});
    const auto answer = update();
    EXPECT_EQ(answer.status, GetParam());
    EXPECT_EQ(answer.header("Content-Type"), "text/html");
    EXPECT_EQ(answer.header("Request-Id"), "");
    EXPECT_NE(answer.body.find("Bad Gateway</h1>"), std::string::npos);
    EXPECT_EQ(answer.header("Location").empty(), GetParam() != 302);
    EXPECT_FALSE(is_updated());
}

INSTANTIATE_TEST_SUITE_P(, PlannedStatus,
                         ::testing::Values(302, 400, 401, 403, 404, 408, 409, 410, 413, 429, 500,
                                           502, 503),
                         [](const auto& row) { return std::to_string(row.param); });

TEST_F(FaultyPms, NamesTheTimeToWaitOnlyWhenThePlanDoes) {
    client.pms.add_fault({.status = 429, .calls = 1, .retry_after_seconds = 7});
    EXPECT_EQ(update().header("Retry-After"), "7");
}

struct Acting {
    Fault fault;
    bool acts;
};

class PlannedFault : public FaultyPms, public ::testing::WithParamInterface<Acting> {};

TEST_P(PlannedFault, ActsOrDoesNot) {
    const auto [fault, acts] = GetParam();
    client.pms.add_fault({.fault = fault, .calls = 1});
    EXPECT_EQ(update().fault, fault);
    EXPECT_EQ(is_updated(), acts);
    EXPECT_EQ(client.pms.calls().back().fault, fault);
    EXPECT_EQ(update().fault, Fault::none);
}

INSTANTIATE_TEST_SUITE_P(, PlannedFault,
                         ::testing::Values(Acting{Fault::refused, false},
                                           Acting{Fault::hang, false}, Acting{Fault::reset, false},
                                           Acting{Fault::answer_lost, true},
                                           Acting{Fault::reset_in_answer, true},
                                           Acting{Fault::truncated, true},
                                           Acting{Fault::garbage, true}, Acting{Fault::drip, true},
                                           Acting{Fault::flood, true}),
                         [](const auto& row) {
                             std::string name{to_text(row.param.fault)};
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST_F(FaultyPms, AnswersWithRandomBytes) {
    client.pms.add_fault({.fault = Fault::garbage, .garbage = Garbage::bytes});
    const auto first = update();
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.header("Content-Type"), "application/json");
    json::error_code error;
    json::parse(first.body, error);
    EXPECT_TRUE(error);
    EXPECT_NE(first.body, update().body);
}

TEST_F(FaultyPms, AnswersWithAPageOfHtml) {
    client.pms.add_fault({.fault = Fault::garbage, .garbage = Garbage::html});
    const auto answer = update();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/html");
    EXPECT_TRUE(answer.body.starts_with("<html>"));
}

TEST_F(FaultyPms, AnswersWithJsonOfAnotherShape) {
    client.pms.add_fault({.fault = Fault::garbage, .garbage = Garbage::json});
    const auto list = json::parse(first_page(1).body);
    EXPECT_TRUE(list.at("Resources").is_object());
    EXPECT_TRUE(list.at("Cursor").is_number());
    EXPECT_EQ(update().body, "[]");
}

TEST_F(FaultyPms, SpoilsARefusalWithoutTurningItIntoAYes) {
    client.pms.settings().disabled_operations = {"resources/update"};
    client.pms.add_fault({.fault = Fault::garbage, .garbage = Garbage::json});
    EXPECT_EQ(update().status, 401);
    EXPECT_FALSE(is_updated());
}

TEST_F(FaultyPms, SpoilsAndCutsAnswersThatWouldBeEmptyOtherwise) {
    client.pms.settings().no_content = NoContent::always;
    for (const auto fault : {Fault::truncated, Fault::reset_in_answer, Fault::garbage}) {
        client.pms.add_fault({.fault = fault, .calls = 1});
        const auto answer = update();
        EXPECT_EQ(answer.status, 200);
        EXPECT_FALSE(answer.body.empty());
    }
    EXPECT_EQ(update().status, 204);
}

TEST_F(FaultyPms, TellsTheTransportHowLongAnAnswerDrips) {
    client.pms.add_fault({.fault = Fault::drip, .delay = 1s, .drip = 9s});
    EXPECT_EQ(update().drip, 9s);
    EXPECT_EQ(update().delay, 1s);
}

TEST_F(FaultyPms, AnswersEmptinessAsTheSettingSays) {
    const std::string none = one + R"(,"ServiceIds":["5d0c2a2e-0000-4000-8000-000000000000"])";
    auto& mode = client.pms.settings().no_content;
    EXPECT_EQ(client.call("services/getAll", none).status(), 200);
    mode = NoContent::always;
    const auto empty = client.call("services/getAll", none);
    EXPECT_EQ(empty.status(), 204);
    EXPECT_TRUE(empty.response.body.empty());
    EXPECT_EQ(client.call("services/getAll", one).status(), 200);
    EXPECT_EQ(update().status, 204);
    mode = NoContent::never;
    client.headers.emplace_back("Prefer", "return=minimal");
    EXPECT_EQ(client.call("services/getAll", none).status(), 200);
}

TEST_F(FaultyPms, GivesFewerRowsThanAskedForAndACursorAllTheSame) {
    client.pms.settings().page_size_cap = 7;
    const auto answer = json::parse(first_page(1000).body);
    EXPECT_EQ(answer.at("Resources").as_array().size(), 7u);
    EXPECT_TRUE(answer.at("Cursor").is_string());
    EXPECT_EQ(client.read_all(rooms, "Resources", all_rooms, 1000).size(), 200u);
    EXPECT_EQ(json::parse(first_page(3).body).at("Resources").as_array().size(), 3u);
    EXPECT_EQ(first_page(1001).status, 400);
}

TEST_F(FaultyPms, LetsOthersActBetweenTwoPages) {
    std::vector<int> pages;
    auto& hotel = client.pms.hotel();
    client.pms.add_fault({.path_part = rooms, .between_pages = [&](const NextPage& next) {
                              EXPECT_EQ(next.path, rooms);
                              EXPECT_EQ(next.now, client.now);
                              pages.push_back(next.page);
                          }});
    EXPECT_EQ(client.read_all(rooms, "Resources", all_rooms, 90).size(), hotel.resources.size());
    EXPECT_EQ(pages, (std::vector{1, 2, 3}));
    client.read_all("services/getAll", "Services", "", 1);
    EXPECT_EQ(pages.size(), 3u);
}

TEST_F(FaultyPms, ActsBetweenPagesForSoManyPagesOnlyAndLeavesOtherPlansAlone) {
    int acts = 0;
    client.pms.add_fault({.calls = 2, .between_pages = [&](const NextPage&) { ++acts; }});
    client.pms.add_fault({.delay = 1s});
    EXPECT_EQ(first_page(10).delay, 1s);
    client.read_all(rooms, "Resources", all_rooms, 50);
    EXPECT_EQ(acts, 2);
    EXPECT_EQ(client.pms.faults().size(), 1u);
}

TEST_F(FaultyPms, GoesOnFromACursorWhoseRowHasVanished) {
    auto& table = client.pms.hotel().resources;
    client.pms.add_fault({.calls = 1, .between_pages = [&](const NextPage&) {
                              table.remove(table.rows()[table.size() - 50].id);
                          }});
    const auto all = client.read_all(rooms, "Resources", all_rooms, 50);
    EXPECT_EQ(all.size(), 200u);  // It was given on the first page.
    std::set<std::string> ids;
    for (const auto& row : all) ids.emplace(row.at("Id").as_string());
    EXPECT_EQ(ids.size(), 200u);
}

TEST_F(FaultyPms, GoesOnFromACursorWhoseRowHasLeftTheFilter) {
    const std::string confirmed = R"("States":["Confirmed"])";
    const std::string list = "reservations/getAll/2023-06-06";
    const auto before = client.read_all(list, "Reservations", confirmed, 1000).size();
    std::string last;
    client.pms.add_fault({.calls = 1, .between_pages = [&](const NextPage& next) {
                              auto& stay =
                                  *client.pms.hotel().reservations.find(*Uuid::parse(last));
                              client.pms.desk().cancel(stay, "NoShow", {next.now});
                          }});
    auto page = client.call(list, confirmed + R"(,"Limitation":{"Count":10})");
    last = page.body.at("Cursor").as_string();
    std::size_t rows = page.rows("Reservations").size();
    while (!page.body.at("Cursor").is_null()) {
        page = client.call(list, confirmed + R"(,"Limitation":{"Count":10,"Cursor":)" +
                                     json::serialize(page.body.at("Cursor")) + "}");
        ASSERT_EQ(page.status(), 200);
        rows += page.rows("Reservations").size();
    }
    EXPECT_EQ(rows, before);
}

TEST_F(FaultyPms, ShowsNewRowsToNoReadThatIsUnderWay) {
    client.pms.add_fault({.calls = 1, .between_pages = [&](const NextPage& next) {
                              client.pms.desk().add_task({.name = "New", .deadline_utc = next.now},
                                                         {next.now});
                          }});
    const std::string created =
        R"("CreatedUtc":{"StartUtc":"2015-09-01T00:00:00Z","EndUtc":"2015-10-01T00:00:00Z"})";
    const auto during = client.read_all("tasks/getAll", "Tasks", created, 1).size();
    EXPECT_EQ(client.read_all("tasks/getAll", "Tasks", created, 1).size(), during + 1);
}

TEST_F(FaultyPms, WaitsLongEnoughAfterTheLimitHasFallen) {
    for (int call = 0; call < 10; ++call) {
        client.call("configuration/get");
        client.now += 1s;
    }
    client.pms.settings().request_limit = 4;
    const auto refused = client.call("configuration/get");
    EXPECT_EQ(refused.status(), 429);
    // Those of the seconds 0 to 6 have to leave; the last of them does after 36.
    EXPECT_EQ(refused.response.header("Retry-After"), "26");
    client.now += 26s - 1ms;
    EXPECT_EQ(client.call("configuration/get").status(), 429);
    client.now += 1ms;
    EXPECT_EQ(client.call("configuration/get").status(), 200);
    EXPECT_EQ(client.call("configuration/get").status(), 429);
}

TEST_F(FaultyPms, CountsRefusedCallsWhenTheSettingSaysSo) {
    auto& settings = client.pms.settings();
    settings.request_limit = 2;
    settings.refused_calls_count = true;
    for (int call = 0; call < 3; ++call) client.call("configuration/get");
    client.now += 20s;
    EXPECT_EQ(client.call("configuration/get").response.header("Retry-After"), "10");
    client.now += 10s;
    // The one refused 10 s ago still counts, so one is let through and no second one.
    EXPECT_EQ(client.call("configuration/get").status(), 200);
    EXPECT_EQ(client.call("configuration/get").status(), 429);
}

TEST_F(FaultyPms, LetsNobodyThroughWithALimitOfZero) {
    client.pms.settings().request_limit = 0;
    EXPECT_EQ(client.call("configuration/get").response.header("Retry-After"), "30");
}

TEST_F(FaultyPms, LeavesRetryAfterOutWhenTheSettingSaysSo) {
    client.pms.settings().request_limit = 0;
    client.pms.settings().retry_after_is_sent = false;
    const auto refused = client.call("configuration/get");
    EXPECT_EQ(refused.status(), 429);
    EXPECT_EQ(refused.response.header("Retry-After"), "");
}

TEST_F(FaultyPms, TellsAWrongTimeAndKeepsTheHotelsOwn) {
    client.pms.settings().clock_offset = -3h;
    const auto answer = client.call("configuration/get");
    EXPECT_EQ(answer.body.at("NowUtc").as_string(), "2015-09-17T05:00:00Z");
    EXPECT_EQ(answer.response.date, client.now - 3h);
    update();
    EXPECT_EQ(room.updated_utc, client.now);
}

TEST_F(FaultyPms, CountsTheMostCallsInAnyWindowPastItsLog) {
    client.pms.settings().request_limit = 10'000;
    for (int call = 0; call < 600; ++call) client.call("configuration/get");
    client.now += 30s;
    for (int call = 0; call < 550; ++call) client.call("services/getAll", one);
    const auto& statistics = client.pms.statistics();
    EXPECT_EQ(client.pms.calls().size(), 500u);
    EXPECT_EQ(statistics.calls().size(), 1150u);
    EXPECT_EQ(*statistics.calls().front().path, "/api/connector/v1/configuration/get");
    EXPECT_EQ(statistics.calls().back().at, client.now);
    EXPECT_EQ(statistics.most_calls_in(30s), 600u);
    EXPECT_EQ(statistics.most_calls_in(30s + 1ms), 1150u);
    EXPECT_EQ(statistics.calls_to("services"), 550u);
}

TEST_F(FaultyPms, CountsTheBytesThatLeave) {
    const auto size = client.call("configuration/get").response.body.size();
    EXPECT_EQ(client.pms.statistics().bytes_answered(), size);
    client.pms.add_fault({.fault = Fault::truncated, .calls = 1});
    client.call("configuration/get");
    client.pms.add_fault({.fault = Fault::answer_lost, .calls = 1});
    client.call("configuration/get");
    EXPECT_EQ(client.pms.statistics().bytes_answered(), size + size / 2);
    client.pms.set_line(Fault::refused);
    client.call("configuration/get");
    EXPECT_EQ(client.pms.statistics().calls().size(), 3u);  // The PMS knows nothing of the last.
}

}  // namespace
}  // namespace stayd::sim
