#include "tests/sim/mews/pms.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

constexpr const char* tokens =
    R"("ClientToken":"stayd-client-token","AccessToken":"stayd-access-token")";

TEST(Pms, TellsItsClockAndItsEnterprise) {
    PmsClient client;
    const auto answer = client.call("configuration/get");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.body.at("NowUtc").as_string(), "2015-09-17T08:00:00Z");
    EXPECT_EQ(answer.body.at("Enterprise").at("TimeZoneIdentifier").as_string(), "Europe/Lisbon");
    EXPECT_EQ(answer.response.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.response.header("Request-Id").size(), 32u);
}

struct Refusal {
    const char* name;
    std::string operation;
    std::string body;
    int status;
    const char* message;
};

class PmsRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(PmsRefuses, WithTheDocumentedError) {
    PmsClient client;
    const auto& refusal = GetParam();
    const auto answer = client.send(refusal.operation, refusal.body);
    EXPECT_EQ(answer.status(), refusal.status);
    EXPECT_EQ(answer.message(), refusal.message);
    EXPECT_EQ(answer.body.at("RequestId").as_string(), answer.response.header("Request-Id"));
    EXPECT_TRUE(answer.body.contains("Details"));
}

std::string with(const std::string& members) {
    return std::string{"{"} + tokens + R"(,"Client":"test 1.0",)" + members + "}";
}
const std::string one = R"("Limitation":{"Count":1})";
const std::string id = R"("5d0c2a2e-0000-4000-8000-000000000000")";

std::string repeated_ids(std::size_t count) {
    std::string list = "[" + id;
    for (std::size_t i = 1; i < count; ++i) list += "," + id;
    return list + "]";
}

INSTANTIATE_TEST_SUITE_P(
    , PmsRefuses,
    ::testing::Values(
        Refusal{"an_unknown_path", "reservations/getAll", "{}", 404, "Not found."},
        Refusal{"another_case", "Resources/getAll", "{}", 404, "Not found."},
        Refusal{"a_trailing_slash", "resources/getAll/", "{}", 404, "Not found."},
        Refusal{"a_query", "resources/getAll?x=1", "{}", 404, "Not found."},
        Refusal{"no_json", "services/getAll", "hello", 400, "Invalid JSON"},
        Refusal{"a_trailing_comma", "services/getAll", R"({"Client":"x",})", 400, "Invalid JSON"},
        Refusal{"a_comment", "services/getAll", R"({/* */})", 400, "Invalid JSON"},
        Refusal{"no_object", "services/getAll", "[]", 400, "Invalid JSON"},
        Refusal{"an_empty_body", "services/getAll", "", 400, "Invalid JSON"},
        Refusal{"no_client_token", "services/getAll", R"({"AccessToken":"a","Client":"x"})", 400,
                "Invalid ClientToken."},
        Refusal{"no_access_token", "services/getAll", R"({"ClientToken":"a","Client":"x"})", 400,
                "Invalid AccessToken."},
        Refusal{"no_client", "services/getAll", std::string{"{"} + tokens + "}", 400,
                "Invalid Client."},
        Refusal{"a_numeric_client", "services/getAll",
                std::string{"{"} + tokens + R"(,"Client":1})", 400, "Invalid Client."},
        Refusal{"a_wrong_token", "services/getAll",
                R"({"ClientToken":"a","AccessToken":"b","Client":"x"})", 401,
                "Invalid ClientToken."},
        Refusal{"no_limitation", "services/getAll", with(R"("ServiceType":"Bookable")"), 400,
                "Invalid Limitation."},
        Refusal{"a_count_of_0", "services/getAll", with(R"("Limitation":{"Count":0})"), 400,
                "Invalid Limitation."},
        Refusal{"a_count_of_1001", "services/getAll", with(R"("Limitation":{"Count":1001})"), 400,
                "Invalid Limitation."},
        Refusal{"a_count_in_text", "services/getAll", with(R"("Limitation":{"Count":"5"})"), 400,
                "Invalid Count."},
        Refusal{"an_unknown_cursor", "services/getAll",
                with(R"("Limitation":{"Count":1,"Cursor":)" + id + "}"), 400, "Invalid Cursor."},
        Refusal{"an_id_that_is_none", "services/getAll", with(one + R"(,"ServiceIds":["x"])"), 400,
                "Invalid ServiceIds."},
        Refusal{"an_id_for_a_list", "services/getAll", with(one + R"(,"ServiceIds":)" + id), 400,
                "Invalid ServiceIds."},
        Refusal{"an_empty_list", "services/getAll", with(one + R"(,"ServiceIds":[])"), 400,
                "Invalid ServiceIds."},
        Refusal{"more_than_1000_ids", "services/getAll",
                with(one + R"(,"ServiceIds":)" + repeated_ids(1001)), 400, "Invalid ServiceIds."},
        Refusal{"more_than_100_agencies", "reservations/getAll/2023-06-06",
                with(one + R"(,"TravelAgencyIds":)" + repeated_ids(101)), 400,
                "Invalid TravelAgencyIds."},
        Refusal{"two_company_ids", "customers/getAll",
                with(one + R"(,"Extent":{"Customers":true},"CompanyIds":)" + repeated_ids(2)), 400,
                "Invalid CompanyIds."},
        Refusal{"an_unknown_state", "reservations/getAll/2023-06-06",
                with(one + R"(,"States":["Enquired"])"), 400, "Invalid States."},
        Refusal{"no_extent", "resources/getAll", with(one), 400, "Invalid Extent."},
        Refusal{"no_services", "resourceCategories/getAll", with(one), 400, "Invalid ServiceIds."},
        Refusal{"no_categories", "resourceCategoryAssignments/getAll", with(one), 400,
                "Invalid ResourceCategoryIds."},
        Refusal{"customers_unfiltered", "customers/getAll",
                with(one + R"(,"Extent":{"Customers":true})"), 400, "Invalid CustomerIds."},
        Refusal{
            "companionships_without_ids", "companionships/getAll",
            with(
                one +
                R"(,"Extent":{},"UpdatedUtc":{"StartUtc":"2015-09-01T00:00:00Z","EndUtc":"2015-09-02T00:00:00Z"})"),
            400, "Invalid CompanionshipIds."},
        Refusal{"tasks_by_department_alone", "tasks/getAll",
                with(one + R"(,"DepartmentIds":[)" + id + "]"), 400, "Invalid TaskIds."},
        Refusal{
            "both_starts", "reservations/getAll/2023-06-06",
            with(
                one +
                R"(,"ScheduledStartUtc":{"StartUtc":"2015-09-01T00:00:00Z","EndUtc":"2015-09-02T00:00:00Z"},)"
                R"("ActualStartUtc":{"StartUtc":"2015-09-01T00:00:00Z","EndUtc":"2015-09-02T00:00:00Z"})"),
            400, "Invalid ActualStartUtc."},
        Refusal{
            "more_than_3_months", "services/getAll",
            with(
                one +
                R"(,"UpdatedUtc":{"StartUtc":"2015-02-01T00:00:00Z","EndUtc":"2015-05-01T00:00:01Z"})"),
            400, "Invalid UpdatedUtc."},
        Refusal{
            "an_end_before_the_start", "services/getAll",
            with(
                one +
                R"(,"UpdatedUtc":{"StartUtc":"2015-02-02T00:00:00Z","EndUtc":"2015-02-01T00:00:00Z"})"),
            400, "Invalid UpdatedUtc."},
        Refusal{"half_an_interval", "services/getAll",
                with(one + R"(,"UpdatedUtc":{"StartUtc":"2015-02-02T00:00:00Z"})"), 400,
                "Invalid UpdatedUtc."},
        Refusal{
            "no_date", "services/getAll",
            with(one + R"(,"UpdatedUtc":{"StartUtc":"yesterday","EndUtc":"2015-02-01T00:00:00Z"})"),
            400, "Invalid StartUtc."}),
    [](const auto& row) { return row.param.name; });

TEST(Pms, KnowsNothingButPost) {
    PmsClient client;
    for (const char* method : {"GET", "PUT", "HEAD", "post"}) {
        EXPECT_EQ(
            client.pms.handle({method, "/api/connector/v1/configuration/get", {}, "{}"}, client.now)
                .status,
            404);
    }
}

TEST(Pms, AllowsExactlyThreeMonths) {
    PmsClient client;
    EXPECT_EQ(
        client
            .call(
                "services/getAll",
                one +
                    R"(,"UpdatedUtc":{"StartUtc":"2015-11-30T00:00:00Z","EndUtc":"2016-02-29T00:00:00Z"})")
            .status(),
        200);
    EXPECT_EQ(
        client
            .call(
                "services/getAll",
                one +
                    R"(,"UpdatedUtc":{"StartUtc":"2015-11-30T00:00:00Z","EndUtc":"2016-02-29T00:00:01Z"})")
            .status(),
        400);
}

TEST(Pms, ToleratesAnUnknownParameterAndRemembersItAsAFaultOfTheClient) {
    PmsClient client;
    EXPECT_EQ(
        client.call("services/getAll", R"("Foo":1,"Limitation":{"Count":1,"Bar":2})").status(),
        200);
    EXPECT_EQ(client.pms.client_faults().at(
                  "/api/connector/v1/services/getAll: Foo is no parameter here"),
              1);
    EXPECT_EQ(client.pms.client_faults().at(
                  "/api/connector/v1/services/getAll: Limitation.Bar is no parameter here"),
              1);
    EXPECT_EQ(client.pms.calls().back().client_faults.size(), 2u);
}

TEST(Pms, SaysWhenNoFaultWasSeen) {
    PmsClient client;
    client.call("services/getAll", one);
    client.call("reservations/getAll/2023-06-06", one + R"(,"States":["Confirmed"])");
    EXPECT_TRUE(client.pms.client_faults().empty());
}

TEST(Pms, LetsTwoHundredCallsThroughInAnyThirtySeconds) {
    PmsClient client;
    for (int i = 0; i < 100; ++i) client.call("configuration/get");
    client.now += 20s;
    for (int i = 0; i < 100; ++i) EXPECT_EQ(client.call("configuration/get").status(), 200);
    const auto refused = client.call("configuration/get");
    EXPECT_EQ(refused.status(), 429);
    EXPECT_EQ(refused.response.header("Retry-After"), "10");
    client.now += 9s + 999ms;
    EXPECT_EQ(client.call("configuration/get").status(), 429);
    client.now += 1ms;
    for (int i = 0; i < 100; ++i) EXPECT_EQ(client.call("configuration/get").status(), 200);
    EXPECT_EQ(client.call("configuration/get").status(), 429);
}

TEST(Pms, AnswersEmptinessWith204WhenTheClientPrefersLittle) {
    PmsClient client;
    client.headers.emplace_back("Prefer", "return=minimal");
    const auto empty = client.call("services/getAll", one + R"(,"ServiceIds":[)" + id + "]");
    EXPECT_EQ(empty.status(), 204);
    EXPECT_TRUE(empty.response.body.empty());
    EXPECT_TRUE(empty.response.header("Content-Type").empty());
    EXPECT_FALSE(empty.response.header("Request-Id").empty());
    EXPECT_EQ(client.call("services/getAll", one).status(), 200);
}

TEST(Pms, RefusesWhatIsNotEnabledForTheIntegration) {
    PmsClient client;
    client.pms.settings().disabled_operations.insert("tasks/close");
    EXPECT_EQ(client.call("tasks/close", R"("TaskIds":[)" + id + "]").status(), 401);
    EXPECT_EQ(client.call("configuration/get").status(), 200);
}

TEST(Pms, LosesTheAnswerButNotTheWrite) {
    PmsClient client;
    const auto& room = client.pms.hotel().resources.rows().front();
    client.pms.add_fault(
        {.fault = Fault::answer_lost, .calls = 1, .path_part = "resources/update"});
    const std::string update = R"("ResourceUpdates":[{"ResourceId":)" + quoted(room.id) +
                               R"(,"State":{"Value":"OutOfService"}}])";
    EXPECT_EQ(client.call("configuration/get").response.fault, Fault::none);
    EXPECT_EQ(client.call("resources/update", update).response.fault, Fault::answer_lost);
    EXPECT_EQ(room.state, model::ResourceState::out_of_service);
    EXPECT_EQ(client.call("resources/update", update).response.fault, Fault::none);
}

TEST(Pms, DoesNothingWithACallThatHangsIsResetOrNeverArrives) {
    PmsClient client;
    const auto& room = client.pms.hotel().resources.rows().front();
    const auto before = room.state;
    const std::string update = R"("ResourceUpdates":[{"ResourceId":)" + quoted(room.id) +
                               R"(,"State":{"Value":"OutOfService"}}])";
    for (const auto fault : {Fault::hang, Fault::reset, Fault::refused}) {
        client.pms.set_line(fault);
        EXPECT_EQ(client.call("resources/update", update).response.fault, fault);
    }
    EXPECT_EQ(room.state, before);
    EXPECT_TRUE(client.pms.writes().empty());
    client.pms.set_line(Fault::none);
    EXPECT_EQ(client.call("resources/update", update).status(), 200);
    EXPECT_EQ(client.pms.writes().size(), 1u);
}

TEST(Pms, AnswersWithThePlannedErrorForSoManyCallsOnly) {
    PmsClient client;
    client.pms.add_fault({.status = 503, .message = "Maintenance.", .delay = 250ms, .calls = 2});
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.call("configuration/get");
        EXPECT_EQ(answer.status(), 503);
        EXPECT_EQ(answer.message(), "Maintenance.");
        EXPECT_EQ(answer.response.delay, 250ms);
    }
    EXPECT_EQ(client.call("configuration/get").status(), 200);
}

TEST(Pms, KeepsTheLastFiveHundredCallsAndNoTokenInThem) {
    PmsClient client;
    client.pms.settings().request_limit = 10'000;
    for (int i = 0; i < 510; ++i) client.call("configuration/get");
    EXPECT_EQ(client.pms.calls().size(), 500u);
    EXPECT_EQ(client.pms.calls().back().number, 510u);
    EXPECT_EQ(client.pms.calls().back().client, "test 1.0");
}

TEST(Pms, AdmitsToItsSocketByCookieAlone) {
    PmsClient client;
    EXPECT_TRUE(
        client.pms.admits_socket("ClientToken=stayd-client-token; AccessToken=stayd-access-token"));
    EXPECT_TRUE(
        client.pms.admits_socket("AccessToken=stayd-access-token;ClientToken=stayd-client-token"));
    EXPECT_FALSE(client.pms.admits_socket(
        "ClientToken = stayd-client-token; AccessToken=stayd-access-token"));
    EXPECT_FALSE(client.pms.admits_socket("ClientToken=stayd-client-token"));
    EXPECT_FALSE(client.pms.admits_socket(""));
}

TEST(Pms, GivesTheSameAnswersToTheSameCalls) {
    PmsClient one_client;
    PmsClient other_client;
    EXPECT_EQ(one_client.call("configuration/get").response.body,
              other_client.call("configuration/get").response.body);
    EXPECT_EQ(one_client.call("x").response.body, other_client.call("x").response.body);
}

}  // namespace
}  // namespace stayd::sim
