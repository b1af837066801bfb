// What is posted, compared with the documented bodies.
#include "mews/requests.hpp"

#include "base/log.hpp"
#include "mews/list_table.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

const Credentials credentials{.client_token = "C", .access_token = "A", .client = "stayd 0.1.0"};
const Uuid a = id("0f515589-99b4-423d-b83a-b237009f0509");
const Uuid b = id("3a9f0c1d-7f2e-4b6a-8c3d-5e6f7a8b9c0d");
const Interval day{utc("2015-09-16T22:00:00Z"), utc("2015-09-17T22:00:00Z")};

constexpr const char* day_json =
    R"({"StartUtc":"2015-09-16T22:00:00Z","EndUtc":"2015-09-17T22:00:00Z"})";
constexpr const char* ids_json =
    R"(["0f515589-99b4-423d-b83a-b237009f0509","3a9f0c1d-7f2e-4b6a-8c3d-5e6f7a8b9c0d"])";

struct ListCase {
    std::string name;
    ListRequest request;
    std::string path;
    std::string parameters;  ///< DAY and IDS stand for the two above
};

std::string expand(std::string text) {
    for (const auto& [word, meaning] : {std::pair{"DAY", day_json}, std::pair{"IDS", ids_json}}) {
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
            text.replace(at, 3, meaning);
    }
    return text;
}

json::object with_credentials(json::object parameters) {
    parameters["ClientToken"] = "C";
    parameters["AccessToken"] = "A";
    parameters["Client"] = "stayd 0.1.0";
    return parameters;
}

struct ListRequests : testing::TestWithParam<ListCase> {};

TEST_P(ListRequests, AreWrittenAsDocumented) {
    const HttpRequest request = list_request(credentials, GetParam().request);
    EXPECT_EQ(request.path, "/api/connector/v1/" + GetParam().path);
    EXPECT_EQ(request.timeout, 60s);
    EXPECT_EQ(json::parse(request.body),
              with_credentials(json::parse(expand(GetParam().parameters)).as_object()));
}

INSTANTIATE_TEST_SUITE_P(
    , ListRequests,
    testing::Values(
        ListCase{"services",
                 {.list = List::services, .updated = day, .ids = {a, b}},
                 "services/getAll",
                 R"({"ServiceIds":IDS,"UpdatedUtc":DAY,"Limitation":{"Count":1000}})"},
        ListCase{"next_page",
                 {.list = List::services, .cursor = "abc", .count = 50},
                 "services/getAll",
                 R"({"Limitation":{"Count":50,"Cursor":"abc"}})"},
        ListCase{
            "resources",
            {.list = List::resources, .updated = day, .created = day, .ids = {a, b}, .count = 1},
            "resources/getAll",
            R"({"Extent":{"Resources":true,"Inactive":true},"ResourceIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,
                     "Limitation":{"Count":1}})"},
        ListCase{"resource_categories",
                 {.list = List::resource_categories, .updated = day, .parents = {a, b}},
                 "resourceCategories/getAll",
                 R"({"ServiceIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"],
                     "Limitation":{"Count":1000}})"},
        ListCase{"resource_category_assignments",
                 {.list = List::resource_category_assignments,
                  .updated = day,
                  .ids = {a, b},
                  .parents = {a, b}},
                 "resourceCategoryAssignments/getAll",
                 R"({"ResourceCategoryAssignmentIds":IDS,"ResourceCategoryIds":IDS,"UpdatedUtc":DAY,
                     "ActivityStates":["Active","Deleted"],"Limitation":{"Count":1000}})"},
        ListCase{
            "age_categories",
            {.list = List::age_categories, .updated = day, .ids = {a, b}, .parents = {a, b}},
            "ageCategories/getAll",
            R"({"AgeCategoryIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"],
                     "Limitation":{"Count":1000}})"},
        ListCase{"departments",
                 {.list = List::departments, .updated = day, .ids = {a, b}},
                 "departments/getAll",
                 R"({"DepartmentIds":IDS,"UpdatedUtc":DAY,"Limitation":{"Count":1000}})"},
        ListCase{
            "reservations",
            {.list = List::reservations,
             .updated = day,
             .created = day,
             .colliding = day,
             .ids = {a, b},
             .parents = {a, b}},
            "reservations/getAll/2023-06-06",
            R"({"ReservationIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"CollidingUtc":DAY,
                     "States":["Inquired","Confirmed","Started","Processed","Canceled","Optional","Requested"],
                     "Limitation":{"Count":1000}})"},
        ListCase{"companionships",
                 {.list = List::companionships, .updated = day, .ids = {a, b}, .parents = {a, b}},
                 "companionships/getAll",
                 R"({"CompanionshipIds":IDS,"ReservationIds":IDS,"UpdatedUtc":DAY,
                     "Extent":{"Reservations":false,"ReservationGroups":false,"Customers":false},
                     "Limitation":{"Count":1000}})"},
        ListCase{
            "customers",
            {.list = List::customers, .updated = day, .created = day, .ids = {a, b}},
            "customers/getAll",
            R"({"CustomerIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"Extent":{"Customers":true,"Addresses":false},
                     "ActivityStates":["Active","Deleted"],"Limitation":{"Count":1000}})"},
        ListCase{
            "tasks",
            {.list = List::tasks, .created = day, .closed = day, .ids = {a, b}, .parents = {a, b}},
            "tasks/getAll",
            R"({"TaskIds":IDS,"ServiceOrderIds":IDS,"CreatedUtc":DAY,"ClosedUtc":DAY,
                     "Limitation":{"Count":1000}})"}),
    [](const auto& row) { return row.param.name; });

TEST(Requests, ConfigurationCarriesNothingButTheCredentials) {
    const HttpRequest request = configuration_request(credentials);
    EXPECT_EQ(request.path, "/api/connector/v1/configuration/get");
    EXPECT_EQ(json::parse(request.body), with_credentials({}));
}

struct WriteCase {
    std::string name;
    Write write;
    std::string operation;
    std::string parameters;
};

struct WriteRequests : testing::TestWithParam<WriteCase> {};

TEST_P(WriteRequests, AreWrittenAsDocumented) {
    const HttpRequest request = write_request(credentials, GetParam().write);
    EXPECT_EQ(request.path, "/api/connector/v1/" + GetParam().operation);
    EXPECT_EQ(operation(GetParam().write), GetParam().operation);
    EXPECT_EQ(request.timeout, 10s);
    EXPECT_EQ(json::parse(request.body),
              with_credentials(json::parse(GetParam().parameters).as_object()));
}

INSTANTIATE_TEST_SUITE_P(
    , WriteRequests,
    testing::Values(
        WriteCase{"room_state",
                  SetResourceState{
                      .resource_id = a, .state = model::ResourceState::inspected, .reason = ""},
                  "resources/update",
                  R"({"ResourceUpdates":[{"ResourceId":"0f515589-99b4-423d-b83a-b237009f0509",
                      "State":{"Value":"Inspected"}}]})"},
        WriteCase{"room_state_with_reason",
                  SetResourceState{.resource_id = a,
                                   .state = model::ResourceState::out_of_service,
                                   .reason = "água \"!\""},
                  "resources/update",
                  R"({"ResourceUpdates":[{"ResourceId":"0f515589-99b4-423d-b83a-b237009f0509",
                      "State":{"Value":"OutOfService"},"StateReason":{"Value":"água \"!\""}}]})"},
        WriteCase{"task",
                  AddTask{.name = "Cot",
                          .description = "",
                          .department_id = {},
                          .service_order_id = {},
                          .deadline_utc = utc("2015-09-17T12:00:00.9Z")},
                  "tasks/add", R"({"Name":"Cot","DeadlineUtc":"2015-09-17T12:00:00Z"})"},
        WriteCase{
            "full_task",
            AddTask{.name = "Cot",
                    .description = "Two",
                    .department_id = a,
                    .service_order_id = b,
                    .deadline_utc = utc("2015-09-17T12:00:00Z")},
            "tasks/add",
            R"({"Name":"Cot","Description":"Two","DepartmentId":"0f515589-99b4-423d-b83a-b237009f0509",
                      "ServiceOrderId":"3a9f0c1d-7f2e-4b6a-8c3d-5e6f7a8b9c0d","DeadlineUtc":"2015-09-17T12:00:00Z"})"},
        WriteCase{"task_done", CloseTask{a}, "tasks/close",
                  R"({"TaskIds":["0f515589-99b4-423d-b83a-b237009f0509"]})"},
        WriteCase{"check_in", StartReservation{a}, "reservations/start",
                  R"({"ReservationId":"0f515589-99b4-423d-b83a-b237009f0509"})"},
        WriteCase{"check_out", ProcessReservation{a}, "reservations/process",
                  R"({"ReservationId":"0f515589-99b4-423d-b83a-b237009f0509"})"}),
    [](const auto& row) { return row.param.name; });

TEST(Requests, TellWhenAListWouldBeRefusedForWantOfAFilter) {
    EXPECT_TRUE(asks_for_something({.list = List::services}));
    EXPECT_FALSE(asks_for_something({.list = List::resource_categories, .ids = {a}}));
    EXPECT_TRUE(asks_for_something({.list = List::resource_categories, .parents = {a}}));
    EXPECT_FALSE(asks_for_something({.list = List::companionships, .updated = day}));
    EXPECT_TRUE(asks_for_something({.list = List::companionships, .parents = {a}}));
    EXPECT_FALSE(asks_for_something({.list = List::customers}));
    EXPECT_TRUE(asks_for_something({.list = List::customers, .updated = day}));
    EXPECT_FALSE(asks_for_something({.list = List::tasks}));
    EXPECT_TRUE(asks_for_something({.list = List::tasks, .ids = {a}}));
}

TEST(RequestsDeathTest, AskingAFilterThatAListDoesNotHaveEndsTheProgram) {
    log::start(log::Level::error, true);
    EXPECT_DEATH(list_request(credentials, {.list = List::tasks, .updated = day}),
                 "filter by time");
    EXPECT_DEATH(list_request(credentials, {.list = List::departments, .parents = {a}}),
                 "filter by ids");
    EXPECT_DEATH(
        list_request(credentials, {.list = List::tasks, .ids = std::vector<Uuid>(1001, a)}),
        "a thousand");
    EXPECT_DEATH(list_request(credentials, {.list = List::services, .count = 1001}),
                 "1 to 1000 rows");
    EXPECT_DEATH(list_request(credentials, {.list = List::services, .count = 0}), "1 to 1000 rows");
}

}  // namespace
}  // namespace stayd::mews
