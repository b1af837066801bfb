// What is posted, compared with the documented bodies.
#include "mews/requests.hpp"

#include "base/log.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;
using model::List;
namespace json = boost::json;

const Credentials credentials{.client_token = "C", .access_token = "A", .client = "stayd 0.1.0"};
const Uuid a = id("0f515589-99b4-423d-b83a-b237009f0509");
const Uuid b = id("3a9f0c1d-7f2e-4b6a-8c3d-5e6f7a8b9c0d");
const std::vector<Uuid> both{a, b};
const Interval day{utc("2015-09-16T22:00:00Z"), utc("2015-09-17T22:00:00Z")};

constexpr const char* day_json =
    R"({"StartUtc":"2015-09-16T22:00:00Z","EndUtc":"2015-09-17T22:00:00Z"})";
constexpr const char* ids_json =
    R"(["0f515589-99b4-423d-b83a-b237009f0509","3a9f0c1d-7f2e-4b6a-8c3d-5e6f7a8b9c0d"])";

struct ListCase {
    std::string name;
    ListRequest request;
    std::string path;
    std::string parameters;  ///< DAY and IDS stand for the two above; without Limitation: 1000
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
    auto parameters = json::parse(expand(GetParam().parameters)).as_object();
    if (GetParam().request.list != List::availability && !parameters.contains("Limitation"))
        parameters["Limitation"] = {{"Count", 1000}};
    EXPECT_EQ(json::parse(request.body), with_credentials(parameters));
}

INSTANTIATE_TEST_SUITE_P(
    , ListRequests,
    testing::Values(
        ListCase{"enterprises",
                 {.list = List::enterprises, .updated = day},
                 "enterprises/getAll",
                 R"({"UpdatedUtc":DAY})"},
        ListCase{"services",
                 {.list = List::services, .updated = day, .ids = both},
                 "services/getAll",
                 R"({"ServiceIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{"next_page",
                 {.list = List::services, .cursor = "abc", .count = 50},
                 "services/getAll",
                 R"({"Limitation":{"Count":50,"Cursor":"abc"}})"},
        ListCase{
            "resources",
            {.list = List::resources, .updated = day, .created = day, .ids = both},
            "resources/getAll",
            R"({"Extent":{"Resources":true,"Inactive":true},"ResourceIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY})"},
        ListCase{
            "resource_categories",
            {.list = List::resource_categories, .updated = day, .ids = both, .parents = both},
            "resourceCategories/getAll",
            R"({"ResourceCategoryIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{
            "resource_category_assignments",
            {.list = List::resource_category_assignments,
             .updated = day,
             .ids = both,
             .parents = both},
            "resourceCategoryAssignments/getAll",
            R"({"ResourceCategoryAssignmentIds":IDS,"ResourceCategoryIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{"departments",
                 {.list = List::departments, .updated = day, .ids = both},
                 "departments/getAll",
                 R"({"DepartmentIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{
            "age_categories",
            {.list = List::age_categories, .updated = day, .ids = both},
            "ageCategories/getAll",
            R"({"AgeCategoryIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{
            "reservations",
            {.list = List::reservations,
             .updated = day,
             .created = day,
             .colliding = day,
             .ids = both},
            "reservations/getAll/2023-06-06",
            R"({"ReservationIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"CollidingUtc":DAY,"States":["Inquired","Confirmed","Started","Processed","Canceled","Optional","Requested"]})"},
        ListCase{
            "companionships",
            {.list = List::companionships, .updated = day, .ids = both, .parents = both},
            "companionships/getAll",
            R"({"CompanionshipIds":IDS,"ReservationIds":IDS,"UpdatedUtc":DAY,"Extent":{"Reservations":false,"ReservationGroups":false,"Customers":false}})"},
        ListCase{
            "customers",
            {.list = List::customers, .updated = day, .created = day, .ids = both},
            "customers/getAll",
            R"({"CustomerIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"Extent":{"Customers":true,"Addresses":false},"ActivityStates":["Active","Deleted"]})"},
        ListCase{"tasks",
                 {.list = List::tasks, .created = day, .closed = day, .ids = both},
                 "tasks/getAll",
                 R"({"TaskIds":IDS,"CreatedUtc":DAY,"ClosedUtc":DAY})"},
        ListCase{
            "service_order_notes",
            {.list = List::service_order_notes, .updated = day, .ids = both, .parents = both},
            "serviceOrderNotes/getAll",
            R"({"ServiceOrderNoteIds":IDS,"ServiceOrderIds":IDS,"UpdatedUtc":DAY,"Types":["General","ChannelManager","SpecialRequest"]})"},
        ListCase{
            "resource_blocks",
            {.list = List::resource_blocks,
             .updated = day,
             .created = day,
             .colliding = day,
             .ids = both},
            "resourceBlocks/getAll",
            R"({"ResourceBlockIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"CollidingUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{
            "companies",
            {.list = List::companies, .updated = day, .created = day, .ids = both},
            "companies/getAll",
            R"({"Ids":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{
            "account_notes",
            {.list = List::account_notes, .updated = day, .ids = both, .parents = both},
            "accountNotes/getAll",
            R"({"AccountNoteIds":IDS,"AccountIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{"reservation_groups",
                 {.list = List::reservation_groups, .updated = day, .ids = both},
                 "reservationGroups/getAll",
                 R"({"ReservationGroupIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{
            "availability",
            {.list = List::availability, .parents = {a}, .days = day},
            "services/getAvailability/2024-01-22",
            R"({"ServiceId":"0f515589-99b4-423d-b83a-b237009f0509","FirstTimeUnitStartUtc":"2015-09-16T22:00:00Z","LastTimeUnitStartUtc":"2015-09-17T22:00:00Z","Metrics":["OutOfOrderBlocks","PublicAvailabilityAdjustment","OtherServiceReservationCount","Occupied","ConfirmedReservations","OptionalReservations","BlockAvailability","AllocatedBlockAvailability","UsableResources","ActiveResources","HouseUse"]})"},
        ListCase{"identity_documents",
                 {.list = List::identity_documents, .ids = both, .parents = both},
                 "identityDocuments/getAll",
                 R"({"IdentityDocumentIds":IDS,"CustomerIds":IDS})"},
        ListCase{
            "addresses",
            {.list = List::addresses, .updated = day, .ids = both, .parents = both},
            "addresses/getAll",
            R"({"AddressIds":IDS,"AccountIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{"customer_relationships",
                 {.list = List::customer_relationships, .updated = day, .parents = both},
                 "customers/getRelationships",
                 R"({"CustomerIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{
            "order_items",
            {.list = List::order_items,
             .updated = day,
             .created = day,
             .closed = day,
             .ids = both,
             .parents = both},
            "orderItems/getAll",
            R"({"OrderItemIds":IDS,"ServiceOrderIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"ClosedUtc":DAY})"},
        ListCase{
            "payments",
            {.list = List::payments, .updated = day, .created = day, .closed = day, .ids = both},
            "payments/getAll",
            R"({"PaymentIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"ClosedUtc":DAY})"},
        ListCase{
            "bills",
            {.list = List::bills, .updated = day, .created = day, .ids = both},
            "bills/getAll",
            R"({"BillIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"CorrectionState":["Bill","CorrectiveBill"]})"},
        ListCase{"payment_requests",
                 {.list = List::payment_requests, .updated = day, .ids = both},
                 "paymentRequests/getAll",
                 R"({"PaymentRequestIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{
            "product_service_orders",
            {.list = List::product_service_orders, .updated = day, .ids = both, .parents = both},
            "productServiceOrders/getAll",
            R"({"ProductServiceOrderIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY,"States":["Inquired","Confirmed","Started","Processed","Canceled","Optional","Requested"]})"},
        ListCase{"products",
                 {.list = List::products, .updated = day, .ids = both, .parents = both},
                 "products/getAll",
                 R"({"ProductIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY,"IncludeDefault":true})"},
        ListCase{"product_categories",
                 {.list = List::product_categories, .updated = day, .ids = both, .parents = both},
                 "productCategories/getAll",
                 R"({"ProductCategoryIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{
            "accounting_categories",
            {.list = List::accounting_categories, .updated = day, .ids = both},
            "accountingCategories/getAll",
            R"({"AccountingCategoryIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{
            "resource_features",
            {.list = List::resource_features, .updated = day, .ids = both, .parents = both},
            "resourceFeatures/getAll",
            R"({"ResourceFeatureIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{
            "resource_feature_assignments",
            {.list = List::resource_feature_assignments,
             .updated = day,
             .ids = both,
             .parents = both},
            "resourceFeatureAssignments/getAll",
            R"({"ResourceFeatureAssignmentIds":IDS,"ResourceFeatureIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{
            "rates",
            {.list = List::rates, .updated = day, .ids = both, .parents = both},
            "rates/getAll",
            R"({"RateIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{
            "rate_groups",
            {.list = List::rate_groups, .updated = day, .ids = both, .parents = both},
            "rateGroups/getAll",
            R"({"RateGroupIds":IDS,"ServiceIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{"business_segments",
                 {.list = List::business_segments, .updated = day, .ids = both},
                 "businessSegments/getAll",
                 R"({"Ids":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active","Deleted"]})"},
        ListCase{"sources",
                 {.list = List::sources, .updated = day, .ids = both},
                 "sources/getAll",
                 R"({"SourceIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{"source_assignments",
                 {.list = List::source_assignments, .updated = day, .parents = both},
                 "sourceAssignments/getAll",
                 R"({"ReservationGroupIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{"outlets",
                 {.list = List::outlets, .updated = day, .ids = both},
                 "outlets/getAll",
                 R"({"OutletIds":IDS,"UpdatedUtc":DAY})"},
        ListCase{"message_threads",
                 {.list = List::message_threads, .updated = day, .created = day, .ids = both},
                 "messageThreads/getAll",
                 R"({"MessageThreadIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY})"},
        ListCase{"messages",
                 {.list = List::messages, .created = day, .parents = both},
                 "messages/getAll",
                 R"({"MessageThreadIds":IDS,"CreatedUtc":DAY})"},
        ListCase{
            "loyalty_programs",
            {.list = List::loyalty_programs, .updated = day, .created = day, .ids = both},
            "loyaltyPrograms/getAll",
            R"({"LoyaltyProgramIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"ActivityStates":["Active"]})"},
        ListCase{
            "loyalty_tiers",
            {.list = List::loyalty_tiers, .updated = day, .ids = both, .parents = both},
            "loyaltyTiers/getAll",
            R"({"LoyaltyTierIds":IDS,"LoyaltyProgramIds":IDS,"UpdatedUtc":DAY,"ActivityStates":["Active"]})"},
        ListCase{
            "loyalty_memberships",
            {.list = List::loyalty_memberships,
             .updated = day,
             .created = day,
             .ids = both,
             .parents = both},
            "loyaltyMemberships/getAll",
            R"({"LoyaltyMembershipIds":IDS,"AccountIds":IDS,"UpdatedUtc":DAY,"CreatedUtc":DAY,"ActivityStates":["Active"]})"},
        ListCase{"deleted_memberships",
                 {.list = List::loyalty_memberships, .parents = both, .deleted = true},
                 "loyaltyMemberships/getAll",
                 R"({"AccountIds":IDS,"ActivityStates":["Deleted"]})"}),
    [](const auto& row) { return row.param.name; });

TEST(Requests, ConfigurationCarriesNothingButTheCredentials) {
    const HttpRequest request = configuration_request(credentials);
    EXPECT_EQ(request.path, "/api/connector/v1/configuration/get");
    EXPECT_EQ(json::parse(request.body), with_credentials({}));
}

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
    const auto many = [](std::size_t count) { return std::vector<Uuid>(count, a); };
    const auto ask = [](ListRequest request) { list_request(credentials, request); };
    EXPECT_DEATH(ask({.list = List::tasks, .updated = day}), "filter by time");
    EXPECT_DEATH(ask({.list = List::departments, .parents = {a}}), "filter by ids");
    EXPECT_DEATH(ask({.list = List::tasks, .ids = many(1001)}), "so many ids");
    EXPECT_DEATH(ask({.list = List::identity_documents, .parents = many(101)}), "so many ids");
    EXPECT_DEATH(ask({.list = List::services, .count = 1001}), "1 to 1000 rows");
    EXPECT_DEATH(ask({.list = List::services, .count = 0}), "1 to 1000 rows");
    EXPECT_DEATH(ask({.list = List::services, .deleted = true}), "deletions apart");
    EXPECT_DEATH(ask({.list = List::availability, .parents = both, .days = day}), "one service");
    EXPECT_DEATH(ask({.list = List::availability, .parents = {a}}), "of days");
    EXPECT_DEATH(ask({.list = List::configuration}), "no list");
}

}  // namespace
}  // namespace stayd::mews
