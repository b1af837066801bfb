// What is posted for each write, compared with the documented bodies.
#include "mews/write_requests.hpp"

#include "base/log.hpp"
#include "mews/requests.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;
using model::ResourceState;
namespace json = boost::json;

const Credentials credentials{.client_token = "C", .access_token = "A", .client = "stayd 0.1.0"};
constexpr const char* id_a = "0f515589-99b4-423d-b83a-b237009f0509";
constexpr const char* id_b = "3a9f0c1d-7f2e-4b6a-8c3d-5e6f7a8b9c0d";
constexpr const char* id_c = "65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50";
const Uuid a = id(id_a);
const Uuid b = id(id_b);
const Uuid c = id(id_c);
const UtcTime noon = utc("2015-09-17T12:00:00Z");
const UtcTime next_noon = utc("2015-09-18T12:00:00Z");

struct WriteCase {
    std::string name;
    Write write;
    std::string operation;
    std::string parameters;  ///< "$A", "$B" and "$C" stand for the ids, "$1" and "$2" for the noons
};

std::string expand(std::string text) {
    for (const auto& [word, meaning] :
         {std::pair{"$A", id_a}, std::pair{"$B", id_b}, std::pair{"$C", id_c},
          std::pair{"$1", "2015-09-17T12:00:00Z"}, std::pair{"$2", "2015-09-18T12:00:00Z"}}) {
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
            text.replace(at, 2, meaning);
    }
    return text;
}

struct WriteRequests : testing::TestWithParam<WriteCase> {};

TEST_P(WriteRequests, AreWrittenAsDocumented) {
    const HttpRequest request = write_request(credentials, GetParam().write);
    EXPECT_EQ(request.path, "/api/connector/v1/" + GetParam().operation);
    EXPECT_EQ(operation(GetParam().write), GetParam().operation);
    EXPECT_EQ(request.timeout, 10s);
    auto expected = json::parse(expand(GetParam().parameters)).as_object();
    expected["ClientToken"] = "C";
    expected["AccessToken"] = "A";
    expected["Client"] = "stayd 0.1.0";
    EXPECT_EQ(json::parse(request.body), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rooms, WriteRequests,
    testing::Values(
        WriteCase{"state",
                  SetResourceStates{
                      {{.resource_id = a, .state = ResourceState::inspected, .reason = ""}}},
                  "resources/update",
                  R"({"ResourceUpdates":[{"ResourceId":"$A","State":{"Value":"Inspected"}}]})"},
        WriteCase{
            "states_with_reason",
            SetResourceStates{
                {{.resource_id = a, .state = ResourceState::out_of_service, .reason = "água \"!\""},
                 {.resource_id = b, .state = ResourceState::dirty, .reason = ""}}},
            "resources/update",
            R"({"ResourceUpdates":[
                      {"ResourceId":"$A","State":{"Value":"OutOfService"},
                       "StateReason":{"Value":"água \"!\""}},
                      {"ResourceId":"$B","State":{"Value":"Dirty"}}]})"},
        WriteCase{"block",
                  AddBlock{.resource_id = a,
                           .type = "OutOfOrder",
                           .name = "Leak",
                           .start_utc = noon,
                           .end_utc = next_noon,
                           .notes = "Plumber"},
                  "resourceBlocks/add",
                  R"({"ResourceBlocks":[{"ResourceId":"$A","Type":"OutOfOrder","Name":"Leak",
                      "StartUtc":"$1","EndUtc":"$2","Notes":"Plumber"}]})"},
        WriteCase{"block_without_notes",
                  AddBlock{.resource_id = a,
                           .type = "InternalUse",
                           .name = "Staff",
                           .start_utc = noon,
                           .end_utc = next_noon,
                           .notes = ""},
                  "resourceBlocks/add",
                  R"({"ResourceBlocks":[{"ResourceId":"$A","Type":"InternalUse","Name":"Staff",
                      "StartUtc":"$1","EndUtc":"$2"}]})"},
        WriteCase{"no_block", DeleteBlock{a}, "resourceBlocks/delete",
                  R"({"ResourceBlockIds":["$A"]})"},
        WriteCase{"task",
                  AddTask{.name = "Cot",
                          .description = "",
                          .department_id = {},
                          .service_order_id = {},
                          .deadline_utc = utc("2015-09-17T12:00:00.9Z")},
                  "tasks/add", R"({"Name":"Cot","DeadlineUtc":"$1"})"},
        WriteCase{"full_task",
                  AddTask{.name = "Cot",
                          .description = "Two",
                          .department_id = a,
                          .service_order_id = b,
                          .deadline_utc = noon},
                  "tasks/add",
                  R"({"Name":"Cot","Description":"Two","DepartmentId":"$A",
                      "ServiceOrderId":"$B","DeadlineUtc":"$1"})"},
        WriteCase{"task_done", CloseTask{a}, "tasks/close", R"({"TaskIds":["$A"]})"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Stays, WriteRequests,
    testing::Values(
        WriteCase{"check_in", StartReservation{a}, "reservations/start",
                  R"({"ReservationId":"$A"})"},
        WriteCase{"check_out", ProcessReservation{a}, "reservations/process",
                  R"({"ReservationId":"$A","CloseBills":false})"},
        WriteCase{
            "check_out_with_open_balance",
            ProcessReservation{
                .reservation_id = a, .close_bills = true, .open_balance_notes = "Company pays"},
            "reservations/process",
            R"({"ReservationId":"$A","CloseBills":true,
                      "AllowOpenBalance":true,"Notes":"Company pays"})"},
        WriteCase{"move", MoveReservation{.reservation_id = a, .resource_id = b},
                  "reservations/update",
                  R"({"ReservationId":"$A","Reprice":false,"ApplyCancellationFee":false,
                      "ReservationUpdates":[{"ReservationId":"$A",
                                             "AssignedResourceId":{"Value":"$B"}}]})"},
        WriteCase{"no_room", MoveReservation{.reservation_id = a, .resource_id = {}},
                  "reservations/update",
                  R"({"ReservationId":"$A","Reprice":false,"ApplyCancellationFee":false,
                      "ReservationUpdates":[{"ReservationId":"$A",
                                             "AssignedResourceId":{"Value":null}}]})"},
        WriteCase{
            "interval",
            SetReservationInterval{.reservation_id = a, .start_utc = noon, .end_utc = next_noon},
            "reservations/updateInterval",
            R"({"ReservationId":"$A","StartUtc":"$1","EndUtc":"$2","ChargeCancellationFee":false})"},
        WriteCase{"longer_stay",
                  SetReservationInterval{.reservation_id = a, .start_utc = {}, .end_utc = noon},
                  "reservations/updateInterval",
                  R"({"ReservationId":"$A","EndUtc":"$1","ChargeCancellationFee":false})"},
        WriteCase{"earlier_stay",
                  SetReservationInterval{.reservation_id = a, .start_utc = noon, .end_utc = {}},
                  "reservations/updateInterval",
                  R"({"ReservationId":"$A","StartUtc":"$1","ChargeCancellationFee":false})"},
        WriteCase{"companion", AddCompanion{.reservation_id = a, .customer_id = b},
                  "reservations/addCompanion", R"({"ReservationId":"$A","CustomerId":"$B"})"},
        WriteCase{"no_companion", DeleteCompanion{.reservation_id = a, .customer_id = b},
                  "reservations/deleteCompanion", R"({"ReservationId":"$A","CustomerId":"$B"})"},
        WriteCase{"note", AddStayNote{.reservation_id = a, .text = "Late"}, "serviceOrderNotes/add",
                  R"({"ServiceOrderNotes":[{"ServiceOrderId":"$A","Text":"Late"}]})"},
        WriteCase{
            "product",
            AddProduct{
                .reservation_id = a, .product_id = b, .count = 2, .start_utc = {}, .end_utc = {}},
            "reservations/addProduct", R"({"ReservationId":"$A","ProductId":"$B","Count":2})"},
        WriteCase{
            "product_of_some_nights",
            AddProduct{.reservation_id = a,
                       .product_id = b,
                       .count = 1,
                       .start_utc = noon,
                       .end_utc = next_noon},
            "reservations/addProduct",
            R"({"ReservationId":"$A","ProductId":"$B","Count":1,"StartUtc":"$1","EndUtc":"$2"})"},
        WriteCase{"order",
                  AddOrder{.service_id = a,
                           .account_id = b,
                           .product_id = c,
                           .count = 3,
                           .linked_reservation_id = a,
                           .external_identifier = "stayd-7"},
                  "orders/add",
                  R"({"ServiceId":"$A","AccountId":"$B","LinkedReservationId":"$A",
                      "ProductOrders":[{"ProductId":"$C","Count":3,
                                        "ExternalIdentifier":"stayd-7"}]})"},
        WriteCase{"order_of_no_stay",
                  AddOrder{.service_id = a,
                           .account_id = b,
                           .product_id = c,
                           .count = 1,
                           .linked_reservation_id = {},
                           .external_identifier = ""},
                  "orders/add",
                  R"({"ServiceId":"$A","AccountId":"$B",
                      "ProductOrders":[{"ProductId":"$C","Count":1}]})"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    People, WriteRequests,
    testing::Values(
        WriteCase{"guest",
                  UpdateAccount{.account_id = a,
                                .kind = AccountKind::customer,
                                .fields = {{"Telephone", "+351 1"}, {"Notes", {}}, {"Sex", ""}}},
                  "accounts/update",
                  R"({"AccountUpdates":[{"Id":"$A","Discriminator":"Customer","Customer":{
                      "Telephone":{"Value":"+351 1"},"Notes":{"Value":null},"Sex":{"Value":""}}}]})"},
        WriteCase{"company",
                  UpdateAccount{
                      .account_id = a, .kind = AccountKind::company, .fields = {{"Name", "true"}}},
                  "accounts/update",
                  R"({"AccountUpdates":[{"Id":"$A","Discriminator":"Company","Company":{
                      "Name":{"Value":"true"}}}]})"},
        WriteCase{"guest_flags",
                  UpdateAccount{.account_id = a,
                                .kind = AccountKind::customer,
                                .fields = {{"Classifications.Important", "true"},
                                           {"Classifications.Media", "false"},
                                           {"Options.Invoiceable", "true"},
                                           {"LegalEntityIdentifiers.ItFiscalCode", "true"}}},
                  "accounts/update",
                  R"({"AccountUpdates":[{"Id":"$A","Discriminator":"Customer","Customer":{
                      "Classifications":{"Important":{"Value":true},"Media":{"Value":false}},
                      "Options":{"Invoiceable":{"Value":true}},
                      "LegalEntityIdentifiers":{"ItFiscalCode":{"Value":"true"}}}}]})"},
        WriteCase{"new_guest",
                  AddCustomer{{{"LastName", "Lovelace"}, {"Email", {}}, {"Address.City", "Porto"}}},
                  "customers/add",
                  R"({"LastName":"Lovelace","Address":{"City":"Porto"},
                      "OverwriteExisting":false})"},
        WriteCase{
            "new_address",
            AddAddress{.account_id = a,
                       .fields = {{"Line1", "Rua Augusta 24"}, {"Line2", {}}, {"City", "Lisboa"}}},
            "addresses/add",
            R"({"Addresses":[{"AccountId":"$A","Line1":"Rua Augusta 24",
                      "City":"Lisboa"}]})"},
        WriteCase{"address",
                  UpdateAddress{.address_id = a, .fields = {{"City", "Porto"}, {"Line2", {}}}},
                  "addresses/update",
                  R"({"AddressUpdates":[{"AddressId":"$A","City":{"Value":"Porto"},
                      "Line2":{"Value":null}}]})"},
        WriteCase{"document",
                  AddDocument{.customer_id = a,
                              .type = "Passport",
                              .number = "P 1",
                              .rest = {{"ExpirationDate", "2030-01-31"}, {"IssuingCity", {}}}},
                  "identityDocuments/add",
                  R"({"IdentityDocuments":[{"CustomerId":"$A","Type":"Passport","Number":"P 1",
                      "ExpirationDate":"2030-01-31"}]})"},
        WriteCase{"document_without_number",
                  AddDocument{.customer_id = a, .type = "Visa", .number = "", .rest = {}},
                  "identityDocuments/add",
                  R"({"IdentityDocuments":[{"CustomerId":"$A","Type":"Visa","Number":""}]})"},
        WriteCase{"no_document", DeleteDocument{a}, "identityDocuments/delete",
                  R"({"IdentityDocumentIds":["$A"]})"},
        WriteCase{"guest_note",
                  AddAccountNote{
                      .account_id = a, .kind = AccountKind::customer, .text = "Feather pillow"},
                  "accountNotes/add",
                  R"({"AccountNotes":[{"AccountId":"$A","Content":"Feather pillow",
                      "Classifications":["General"]}]})"},
        WriteCase{
            "company_note",
            AddAccountNote{.account_id = a, .kind = AccountKind::company, .text = "Pays late"},
            "accountNotes/add",
            R"({"AccountNotes":[{"AccountId":"$A","Content":"Pays late",
                      "Classifications":["General"]}]})"},
        WriteCase{"thread", AddThread{.original_sender = "Ada", .subject = "Towels"},
                  "messageThreads/add", R"({"OriginalSender":"Ada","Subject":"Towels"})"},
        WriteCase{"message", AddMessage{.thread_id = a, .text = "Coming", .identifier = "7"},
                  "messages/add",
                  R"({"Messages":[{"MessageThreadId":"$A","Text":"Coming","Identifier":"7"}]})"},
        WriteCase{"message_without_identifier",
                  AddMessage{.thread_id = a, .text = "Coming", .identifier = ""}, "messages/add",
                  R"({"Messages":[{"MessageThreadId":"$A","Text":"Coming"}]})"}),
    [](const auto& row) { return row.param.name; });

TEST(WriteRequestsTest, AThousandRoomsGoInOneCall) {
    const SetResourceStates all{{1000, {.resource_id = a, .state = {}, .reason = ""}}};
    EXPECT_EQ(write_parameters(all).at("ResourceUpdates").as_array().size(), 1000u);
}

TEST(WriteRequestsDeathTest, MoreRoomsThanThePmsTakesEndTheProgram) {
    log::start(log::Level::error, true);
    EXPECT_DEATH(write_parameters(SetResourceStates{{1001, SetResourceState{}}}), "1000 rooms");
    EXPECT_DEATH(write_parameters(SetResourceStates{}), "1 to 1000");
}

}  // namespace
}  // namespace stayd::mews
