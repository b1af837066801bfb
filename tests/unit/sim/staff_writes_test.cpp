#include <gtest/gtest.h>

#include "tests/unit/sim/staff_hotel.hpp"

namespace stayd::sim {
namespace {

/// A write that is taken: what the book then says, and what a list then shows. In `shown` and
/// `answer` stand some of the members; $NEW$ is the id in the book.
struct Accepted {
    std::string name{};
    std::string operation{};
    std::string members{};
    std::string kind{};
    std::string list{};
    std::string collection{};
    std::string filter{};
    std::string shown{};  ///< empty: the list does not have it any more
    std::string answer = "{}";
};

const std::string customers = R"("Extent":{"Customers":true,"Addresses":false},"CustomerIds":[)";
const std::string rooms = R"("Extent":{"Resources":true},"ResourceIds":[)";
const std::string both = R"("ActivityStates":["Active","Deleted"],)";
const std::string companions = R"("Extent":{"Customers":false},)";

std::string stay_update(const std::string& members, const std::string& top = "") {
    return R"("ReservationId":"$STAY$","ReservationUpdates":[{"ReservationId":"$STAY$",)" +
           members + "}]" + top;
}
std::string block(const std::string& room, const std::string& name = "Leak") {
    return R"({"ResourceId":")" + room + R"(","Name":")" + name +
           R"(","Type":"OutOfOrder","StartUtc":"2015-09-17T07:00:00Z",)"
           R"("EndUtc":"2015-09-18T08:00:00Z","Notes":"Bath"})";
}
/// Of a row that changes STAY, GUEST or COMPANY.
Accepted on_stay(std::string name, std::string members, std::string kind, std::string shown,
                 std::string operation = "reservations/update") {
    return {.name = std::move(name),
            .operation = std::move(operation),
            .members = std::move(members),
            .kind = std::move(kind),
            .list = "reservations/getAll/2023-06-06",
            .collection = "Reservations",
            .filter = R"("ReservationIds":["$STAY$"])",
            .shown = std::move(shown)};
}
Accepted on_guest(std::string name, std::string operation, std::string members, std::string shown) {
    return {.name = std::move(name),
            .operation = std::move(operation),
            .members = std::move(members),
            .kind = "guest_changed",
            .list = "customers/getAll",
            .collection = "Customers",
            .filter = customers + R"("$GUEST$"])",
            .shown = std::move(shown)};
}
Accepted on_company(std::string name, std::string operation, std::string members,
                    std::string shown) {
    return {.name = std::move(name),
            .operation = std::move(operation),
            .members = std::move(members),
            .kind = "company_changed",
            .list = "companies/getAll",
            .collection = "Companies",
            .filter = R"("Ids":["$COMPANY$"])",
            .shown = std::move(shown)};
}

std::vector<Accepted> accepted_writes() {
    std::vector<Accepted> rows;
    // --- Rooms ---
    rows.push_back({.name = "a_block",
                    .operation = "resourceBlocks/add",
                    .members = R"("ResourceBlocks":[)" + block("$FREE$") + "]",
                    .kind = "resource_block_added",
                    .list = "resourceBlocks/getAll",
                    .collection = "ResourceBlocks",
                    .filter = R"("ResourceBlockIds":["$NEW$"])",
                    .shown = R"({"AssignedResourceId":"$FREE$","Type":"OutOfOrder","Name":"Leak",
                        "Notes":"Bath","StartUtc":"2015-09-17T07:00:00Z","IsActive":true})",
                    .answer = R"({"ResourceBlocks":[{"Id":"$NEW$","Name":"Leak"}]})"});
    rows.push_back({.name = "a_block_in_force_on_its_room",
                    .operation = "resourceBlocks/add",
                    .members = R"("ResourceBlocks":[)" + block("$FREE$") + "]",
                    .kind = "resource_block_added",
                    .list = "resources/getAll",
                    .collection = "Resources",
                    .filter = rooms + R"("$FREE$"])",
                    .shown = R"({"State":"OutOfOrder"})"});
    rows.push_back({.name = "no_block_any_more",
                    .operation = "resourceBlocks/delete",
                    .members = R"("ResourceBlockIds":["$BLOCK$"])",
                    .kind = "resource_block_deleted",
                    .list = "resourceBlocks/getAll",
                    .collection = "ResourceBlocks",
                    .filter = both + R"("ResourceBlockIds":["$BLOCK$"])",
                    .shown = R"({"IsActive":false,"DeletedUtc":"$NOW$"})"});
    rows.push_back({.name = "the_room_of_a_deleted_block",
                    .operation = "resourceBlocks/delete",
                    .members = R"("ResourceBlockIds":["$BLOCK$"])",
                    .kind = "resource_block_deleted",
                    .list = "resources/getAll",
                    .collection = "Resources",
                    .filter = rooms + R"("$BLOCKED$"])",
                    .shown = R"({"State":"Dirty"})"});
    rows.push_back({.name = "cleared_room_notes",
                    .operation = "resources/update",
                    .members = R"("ResourceUpdates":[{"ResourceId":"$FREE$","Data":{
                        "Discriminator":"Space","Value":{"FloorNumber":{"Value":"9"},
                        "LocationNotes":{}}}}])",
                    .kind = "room_data",
                    .list = "resources/getAll",
                    .collection = "Resources",
                    .filter = rooms + R"("$FREE$"])",
                    .shown = R"({"Data":{"Value":{"FloorNumber":"9","LocationNotes":null}}})"});
    // --- Stays ---
    auto move = on_stay("a_move", stay_update(R"("AssignedResourceId":{"Value":"$FREE$"})"),
                        "assigned", R"({"AssignedResourceId":"$FREE$","UpdatedUtc":"$NOW$"})");
    move.answer = R"({"Reservations":[{"Id":"$STAY$","AssignedResourceId":"$FREE$",
        "StartUtc":"$START$"}],"Customers":null,"Cursor":null})";
    rows.push_back(move);
    rows.push_back(on_stay("a_stay_without_its_room", stay_update(R"("AssignedResourceId":{})"),
                           "assigned", R"({"AssignedResourceId":null})"));
    rows.push_back(on_stay("a_lock", stay_update(R"("AssignedResourceLocked":{"Value":true})"),
                           "room_locked", R"({"AssignedResourceLocked":true})"));
    rows.push_back(
        on_stay("a_longer_stay",
                stay_update(R"("EndUtc":{"Value":"2015-09-20T09:00:00Z"})", R"(,"Reprice":false)"),
                "rescheduled",
                R"({"ScheduledStartUtc":"$START$",
                               "ScheduledEndUtc":"2015-09-20T09:00:00Z"})"));
    rows.push_back(on_stay("the_rest_of_a_stay",
                           stay_update(R"("Purpose":{"Value":"Business"},
        "PersonCounts":{"Value":[{"AgeCategoryId":"$ADULT$","Count":3}]},
        "CompanyId":{"Value":"$COMPANY$"},"TravelAgencyId":{"Value":null},"BookerId":null,
        "ChannelNumber":{"Value":"X1"},"Options":{"OwnerCheckedIn":{"Value":true}})",
                                       R"(,"Reason":"Three come")"),
                           "stay_changed",
                           R"({"Purpose":"Business","PartnerCompanyId":"$COMPANY$",
                               "TravelAgencyId":null,"ChannelNumber":"X1",
                               "PersonCounts":[{"AgeCategoryId":"$ADULT$","Count":3}],
                               "Options":{"OwnerCheckedIn":true}})"));
    rows.push_back(on_stay("another_interval",
                           R"("ReservationId":"$STAY$","StartUtc":"2015-09-18T13:00:00Z",
                              "ChargeCancellationFee":false)",
                           "rescheduled",
                           R"({"ScheduledStartUtc":"2015-09-18T13:00:00Z",
                               "ScheduledEndUtc":"$END$"})",
                           "reservations/updateInterval"));
    rows.push_back({.name = "a_companion",
                    .operation = "reservations/addCompanion",
                    .members = R"("ReservationId":"$STAY$","CustomerId":"$OTHER$")",
                    .kind = "companion_added",
                    .list = "companionships/getAll",
                    .collection = "Companionships",
                    .filter = companions + R"("CompanionshipIds":["$NEW$"])",
                    .shown = R"({"ReservationId":"$STAY$","CustomerId":"$OTHER$"})",
                    .answer = R"({"CompanionshipId":"$NEW$"})"});
    rows.push_back({.name = "no_companion_any_more",
                    .operation = "reservations/deleteCompanion",
                    .members = R"("ReservationId":"$FULL$","CustomerId":"$COMPANION$")",
                    .kind = "companion_removed",
                    .list = "companionships/getAll",
                    .collection = "Companionships",
                    .filter = companions + R"("ReservationIds":["$FULL$"])"});
    // --- Guests ---
    rows.push_back({.name = "a_guest",
                    .operation = "customers/add",
                    .members = R"("LastName":"Lovelace","FirstName":"Ada","Sex":"Female",
                        "BirthDate":"1815-12-10","Email":"new@example.test","Phone":"+44 1",
                        "Occupation":"Writer","Classifications":["VeryImportant"],
                        "Options":["Invoiceable"],"OverwriteExisting":false)",
                    .kind = "guest_added",
                    .list = "customers/getAll",
                    .collection = "Customers",
                    .filter = customers + R"("$NEW$"])",
                    .shown = R"({"LastName":"Lovelace","BirthDate":"1815-12-10","Phone":"+44 1",
                        "Occupation":"Writer","Classifications":["VeryImportant"],"IsActive":true,
                        "CreatedUtc":"$NOW$"})",
                    .answer = R"({"Id":"$NEW$","LastName":"Lovelace"})"});
    rows.push_back({.name = "the_address_of_a_new_guest",
                    .operation = "customers/add",
                    .members = R"("LastName":"Lovelace","Address":{"City":"London"},
                        "OverwriteExisting":false)",
                    .kind = "guest_added",
                    .list = "addresses/getAll",
                    .collection = "Addresses",
                    .filter = R"("AccountIds":["$NEW$"])",
                    .shown = R"({"City":"London","AccountId":"$NEW$"})"});
    auto known =
        on_guest("a_known_guest_overwritten", "customers/add",
                 R"("LastName":"King","Email":"ADA@example.test","OverwriteExisting":true)",
                 R"({"LastName":"King","Phone":"+351 1"})");
    known.answer = R"({"Id":"$GUEST$","LastName":"King"})";
    rows.push_back(known);
    rows.push_back(on_guest("a_guests_data", "customers/update",
                            R"("CustomerId":"$GUEST$","Phone":"+351 2","Notes":null,
                               "CarRegistrationNumber":"AA-11-BB","CompanyId":"$COMPANY$",
                               "Classifications":["Important"],
                               "ItalianFiscalCode":{"Value":"F1"})",
                            R"({"Phone":"+351 2","CarRegistrationNumber":"AA-11-BB",
                                "CompanyId":"$COMPANY$","Classifications":["Important"],
                                "ItalianFiscalCode":"F1","UpdatedUtc":"$NOW$"})"));
    auto account =
        on_guest("a_guests_account", "accounts/update",
                 R"("AccountUpdates":[{"Id":"$GUEST$","Discriminator":"Customer","Customer":{
            "Telephone":{"Value":null},"Email":{},"TaxIdentifier":{"Value":"T1"},"Notes":null,
            "Classifications":{"VeryImportant":{"Value":true}},
            "Options":{"Invoiceable":{"Value":true}}}}])",
                 R"({"Phone":null,"Email":null,"TaxIdentificationNumber":"T1",
            "Classifications":["Returning","VeryImportant"]})");
    account.answer = R"({"Accounts":[{"Id":"$GUEST$","Discriminator":"Customer","Customer":{
        "Telephone":null,"TaxIdentifier":"T1","Classifications":{"VeryImportant":true,
        "Staff":false}}}]})";
    rows.push_back(account);
    // --- Companies ---
    auto company =
        on_company("a_companys_account", "accounts/update",
                   R"("AccountUpdates":[{"Id":"$COMPANY$","Discriminator":"Company","Company":{
            "Email":{"Value":"pay@example.test"},"Telephone":{"Value":null},
            "CreditRatingBasic":"CreditOk","Options":{"Invoiceable":{"Value":false}},
            "Classifications":{"Corporate":{"Value":true}}}}])",
                   R"({"InvoicingEmail":"pay@example.test","Telephone":null,
            "CreditRating":{"Basic":"CreditOk"},"Options":{"Invoiceable":false}})");
    company.answer = R"({"Accounts":[{"Company":{"Email":"pay@example.test"}}]})";
    rows.push_back(company);
    rows.push_back(on_company("a_company", "companies/update",
                              R"("CompanyId":"$COMPANY$","Name":{"Value":"Nova Lda"},
                                 "Notes":{"Value":null},"InvoiceDueInterval":{"Value":"P0M14D"},
                                 "CreditRating":{"Basic":{"Value":"CreditOk"}})",
                              R"({"Name":"Nova Lda","Notes":null,"InvoiceDueInterval":"P0M14D",
                                  "CreditRating":{"Basic":"CreditOk"}})"));
    // --- Addresses ---
    rows.push_back({.name = "an_address",
                    .operation = "addresses/add",
                    .members = R"("Addresses":[{"AccountId":"$COMPANY$","Line1":"Rua Nova 2",
                        "CountryCode":"PT","CountrySubdivisionCode":"PT-11","Latitude":38.7}])",
                    .kind = "address_added",
                    .list = "addresses/getAll",
                    .collection = "Addresses",
                    .filter = R"("AddressIds":["$NEW$"])",
                    .shown = R"({"AccountId":"$COMPANY$","AccountType":"Company",
                        "Line1":"Rua Nova 2","City":null,"CountryCode":"PT",
                        "CountrySubdivisionCode":"PT-11","Latitude":38.7,"IsActive":true,
                        "UpdatedUtc":"$NOW$"})",
                    .answer = R"({"Addresses":[{"Id":"$NEW$"}]})"});
    rows.push_back(
        {.name = "a_changed_address",
         .operation = "addresses/update",
         .members = R"("AddressUpdates":[{"AddressId":"$ADDRESS$","City":{"Value":"Faro"},
                        "PostalCode":{"Value":null}}])",
         .kind = "address_changed",
         .list = "addresses/getAll",
         .collection = "Addresses",
         .filter = R"("AddressIds":["$ADDRESS$"])",
         .shown = R"({"Line1":"Rua Augusta 24","City":"Faro","PostalCode":null,
                        "UpdatedUtc":"$NOW$"})",
         .answer = R"({"Addresses":[{"Id":"$ADDRESS$","City":"Faro"}]})"});
    // --- Documents ---
    const std::string documents = R"("CustomerIds":["$GUEST$"],"IdentityDocumentIds":[)";
    rows.push_back({.name = "a_document",
                    .operation = "identityDocuments/add",
                    .members = R"("IdentityDocuments":[{"CustomerId":"$GUEST$","Type":"Visa",
                        "Number":"V1","ExpirationDate":"2020-01-31T00:00:00Z"}])",
                    .kind = "identity_document_added",
                    .list = "identityDocuments/getAll",
                    .collection = "IdentityDocuments",
                    .filter = documents + R"("$NEW$"])",
                    .shown = R"({"Type":"Visa","Number":"V1","ExpirationDate":"2020-01-31",
                        "IsVerified":false})",
                    .answer = R"({"IdentityDocuments":[{"Id":"$NEW$"}]})"});
    rows.push_back({.name = "a_changed_document",
                    .operation = "identityDocuments/update",
                    .members = R"("IdentityDocuments":[{"Id":"$DOCUMENT$","Number":{"Value":"P2"},
                        "Type":{"Value":"Visa"},"IssuingCity":{},"IsVerified":{"Value":true}}])",
                    .kind = "identity_document_changed",
                    .list = "identityDocuments/getAll",
                    .collection = "IdentityDocuments",
                    .filter = documents + R"("$DOCUMENT$"])",
                    .shown = R"({"Number":"P2","Type":"Visa","IssuingCity":null,
                        "IsVerified":true})"});
    rows.push_back({.name = "no_document_any_more",
                    .operation = "identityDocuments/delete",
                    .members = R"("IdentityDocumentIds":["$DOCUMENT$"])",
                    .kind = "identity_document_deleted",
                    .list = "identityDocuments/getAll",
                    .collection = "IdentityDocuments",
                    .filter = documents + R"("$DOCUMENT$"])"});
    // --- Notes and messages ---
    const std::string notes = R"("ServiceOrderIds":["$STAY$"],"ServiceOrderNoteIds":[)";
    rows.push_back({.name = "a_note",
                    .operation = "serviceOrderNotes/add",
                    .members = R"("ServiceOrderNotes":[{"ServiceOrderId":"$STAY$",
                        "Text":"Quiet room"}])",
                    .kind = "service_order_note_added",
                    .list = "serviceOrderNotes/getAll",
                    .collection = "ServiceOrderNotes",
                    .filter = notes + R"("$NEW$"])",
                    .shown = R"({"Text":"Quiet room","Type":"General","CreatedUtc":"$NOW$"})",
                    .answer = R"({"ServiceOrderNotes":[{"Id":"$NEW$"}]})"});
    rows.push_back({.name = "a_changed_note",
                    .operation = "serviceOrderNotes/update",
                    .members = R"("ServiceOrderNoteUpdates":[{"ServiceOrderNoteId":"$NOTE$",
                        "Text":{"Value":"Later"}}])",
                    .kind = "service_order_note_changed",
                    .list = "serviceOrderNotes/getAll",
                    .collection = "ServiceOrderNotes",
                    .filter = notes + R"("$NOTE$"])",
                    .shown = R"({"Text":"Later","UpdatedUtc":"$NOW$"})"});
    rows.push_back({.name = "no_note_any_more",
                    .operation = "serviceOrderNotes/delete",
                    .members = R"("ServiceOrderNoteIds":["$NOTE$"])",
                    .kind = "service_order_note_deleted",
                    .list = "serviceOrderNotes/getAll",
                    .collection = "ServiceOrderNotes",
                    .filter = notes + R"("$NOTE$"])"});
    rows.push_back({.name = "an_account_note",
                    .operation = "accountNotes/add",
                    .members = R"("AccountNotes":[{"AccountId":"$GUEST$","Content":"Allergic",
                        "Classifications":["FoodAndBeverage"]}])",
                    .kind = "account_note_added",
                    .list = "accountNotes/getAll",
                    .collection = "AccountNotes",
                    .filter = both + R"("AccountNoteIds":["$NEW$"])",
                    .shown = R"({"Content":"Allergic","AccountType":"Customer","IsActive":true,
                        "Classifications":["FoodAndBeverage"]})",
                    .answer = R"({"AccountNotes":[{"Id":"$NEW$"}]})"});
    rows.push_back({.name = "a_changed_account_note",
                    .operation = "accountNotes/update",
                    .members = R"("AccountNoteUpdates":[{"AccountNoteId":"$ACCOUNTNOTE$",
                        "Content":{"Value":"Likes coffee"},"Classifications":{
                        "General":{"Value":false},"Gifts":{"Value":true}}}])",
                    .kind = "account_note_changed",
                    .list = "accountNotes/getAll",
                    .collection = "AccountNotes",
                    .filter = both + R"("AccountNoteIds":["$ACCOUNTNOTE$"])",
                    .shown = R"({"Content":"Likes coffee","Classifications":["Gifts"]})"});
    rows.push_back({.name = "no_account_note_any_more",
                    .operation = "accountNotes/delete",
                    .members = R"("AccountNoteIds":["$ACCOUNTNOTE$"])",
                    .kind = "account_note_deleted",
                    .list = "accountNotes/getAll",
                    .collection = "AccountNotes",
                    .filter = both + R"("AccountNoteIds":["$ACCOUNTNOTE$"])",
                    .shown = R"({"IsActive":false})"});
    rows.push_back({.name = "a_thread",
                    .operation = "messageThreads/add",
                    .members = R"("OriginalSender":"Ada","Subject":"Pillow")",
                    .kind = "message_thread_added",
                    .list = "messageThreads/getAll",
                    .collection = "MessageThreads",
                    .filter = R"("MessageThreadIds":["$NEW$"])",
                    .shown = R"({"Subject":"Pillow","OriginalSender":"Ada","IsResolved":false})",
                    .answer = R"({"MessageThreads":[{"Id":"$NEW$"}]})"});
    rows.push_back({.name = "a_message",
                    .operation = "messages/add",
                    .members = R"("Messages":[{"MessageThreadId":"$THREAD$","Text":"Soon",
                        "Identifier":"m1"}])",
                    .kind = "message_added",
                    .list = "messages/getAll",
                    .collection = "Messages",
                    .filter = R"("MessageThreadIds":["$THREAD$"])",
                    .shown = R"({"Text":"Soon","Sender":{"Discriminator":"Application"}})",
                    .answer = R"({"Messages":[{"Identifier":"m1","Message":{"Id":"$NEW$"}}]})"});
    // --- Money ---
    rows.push_back({.name = "a_product_of_the_stay",
                    .operation = "reservations/addProduct",
                    .members = R"("ReservationId":"$STAY$","ProductId":"$LATE$","Count":2,
                        "UnitAmount":{"Currency":"EUR","GrossValue":12.5,"TaxCodes":["PT-R"]})",
                    .kind = "product_added",
                    .list = "orderItems/getAll",
                    .collection = "OrderItems",
                    .filter = R"("ServiceOrderIds":["$STAY$"])",
                    .shown = R"({"UnitCount":2,"Amount":{"GrossValue":25},
                        "Data":{"Product":{"ProductId":"$LATE$"}},"CreatedUtc":"$NOW$"})"});
    rows.push_back({.name = "an_order",
                    .operation = "orders/add",
                    .members = R"("ServiceId":"$FOOD$","AccountId":"$GUEST$","ProductOrders":[
                        {"ProductId":"$WINE$","Count":3,"ExternalIdentifier":"k1"}],
                        "LinkedReservationId":"$STAY$")",
                    .kind = "product_service_order_added",
                    .list = "orderItems/getAll",
                    .collection = "OrderItems",
                    .filter = R"("ServiceOrderIds":["$NEW$"])",
                    .shown = R"({"ExternalIdentifier":"k1","UnitCount":3,"AccountId":"$GUEST$",
                        "Amount":{"GrossValue":14.4},"AccountingState":"Open"})",
                    .answer = R"({"OrderId":"$NEW$"})"});
    rows.push_back({.name = "the_stay_of_an_order",
                    .operation = "orders/add",
                    .members = R"("ServiceId":"$FOOD$","AccountId":"$GUEST$","Items":[
                        {"Name":"Taxi","UnitCount":1,"UnitAmount":{"Currency":"EUR",
                        "GrossValue":20},"AccountingCategoryId":"$CATEGORY$"}],
                        "LinkedReservationId":"$STAY$","Notes":"At six")",
                    .kind = "product_service_order_added",
                    .list = "productServiceOrders/getAll",
                    .collection = "ProductServiceOrders",
                    .filter = R"("ServiceIds":["$FOOD$"],"ProductServiceOrderIds":["$NEW$"])",
                    .shown = R"({"LinkedReservationId":"$STAY$","AccountId":"$GUEST$",
                        "Origin":"Connector"})"});
    return rows;
}

/// Whether every member of `part` is in `whole`, however deep; of arrays every element, in order.
bool includes(const json::value& whole, const json::value& part) {
    if (part.is_object()) {
        return whole.is_object() && std::ranges::all_of(part.as_object(), [&](const auto& member) {
                   const auto* value = whole.as_object().if_contains(member.key());
                   return value != nullptr && includes(*value, member.value());
               });
    }
    if (!part.is_array()) return whole == part;
    return whole.is_array() && std::ranges::equal(whole.as_array(), part.as_array(), includes);
}

struct StaffWrites : ::testing::TestWithParam<Accepted> {
    StaffWrites() { client.now += 5s; }

    /// The call, and $NEW$ from the book.
    Answer write(const std::string& more = "") {
        const auto answer = client.staff_call(GetParam().operation, GetParam().members + more);
        for (const auto& applied : client.own_writes()) {
            if (applied.kind == GetParam().kind) client.marks["NEW"] = applied.id.to_string();
        }
        client.marks["NOW"] = to_iso8601(client.now);
        return answer;
    }
    json::array read() {
        return client
            .staff_call(GetParam().list, GetParam().filter + R"(,"Limitation":{"Count":10})")
            .rows(GetParam().collection);
    }
    void expect_shown(const json::array& rows) {
        if (GetParam().shown.empty()) {
            EXPECT_TRUE(rows.empty());
            return;
        }
        ASSERT_FALSE(rows.empty());
        EXPECT_TRUE(includes(rows.front(), json::parse(client.filled(GetParam().shown))))
            << json::serialize(rows.front());
    }
    StaffHotel client;
};

TEST_P(StaffWrites, AreAnsweredBookedAndShown) {
    const auto answer = write();
    ASSERT_EQ(answer.status(), 200) << answer.response.body;
    EXPECT_TRUE(includes(answer.body, json::parse(client.filled(GetParam().answer))))
        << answer.response.body;
    const auto& kind = GetParam().kind;
    const auto own = client.own_writes();
    EXPECT_EQ(std::ranges::count(own, kind, &AppliedWrite::kind), 1);
    EXPECT_TRUE(std::ranges::all_of(own, &AppliedWrite::changed));
    EXPECT_TRUE(client.pms.client_faults().empty()) << client.pms.client_faults().begin()->first;
    expect_shown(read());
}

TEST_P(StaffWrites, AreAppliedThoughTheAnswerIsLostAndShowAfterTheLag) {
    client.marks["NEW"] = client.marks["NOBODY"];
    client.pms.set_visibility_lag(1s);
    const auto before = read();
    client.pms.add_fault({.fault = Fault::answer_lost, .calls = 1});
    EXPECT_EQ(write(R"(,"Extra":1)").response.fault, Fault::answer_lost);
    if (GetParam().filter.find("$NEW$") == std::string::npos) {
        EXPECT_EQ(read(), before);
    } else {
        EXPECT_TRUE(read().empty());
    }
    client.now += 2s;
    expect_shown(read());
    EXPECT_TRUE(client.pms.client_faults().contains("/api/connector/v1/" + GetParam().operation +
                                                    ": Extra is no parameter here"));
}

INSTANTIATE_TEST_SUITE_P(, StaffWrites, ::testing::ValuesIn(accepted_writes()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace stayd::sim
