#include <gtest/gtest.h>

#include "tests/unit/sim/staff_hotel.hpp"

namespace stayd::sim {
namespace {

/// A write that is refused, and in which words.
struct Refusal {
    std::string name;
    std::string operation;
    std::string members;
    int status;
    std::string message;
};

/// 400 over a parameter.
Refusal invalid(std::string name, std::string operation, std::string members,
                const std::string& parameter) {
    return {std::move(name), std::move(operation), std::move(members), 400,
            "Invalid " + parameter + "."};
}
/// 403 with a text for staff.
Refusal refused(std::string name, std::string operation, std::string members, std::string message) {
    return {std::move(name), std::move(operation), std::move(members), 403, std::move(message)};
}
std::string update(const std::string& members, const std::string& stay = "$STAY$") {
    return R"("Reprice":false,"ReservationId":")" + stay +
           R"(","ReservationUpdates":[{"ReservationId":")" + stay + R"(",)" + members + "}]";
}
std::string room(const std::string& id) {
    return R"("AssignedResourceId":{"Value":")" + id + R"("})";
}
std::string repeated(const std::string& name, const std::string& element, int count) {
    auto list = '"' + name + "\":[" + element;
    for (int i = 1; i < count; ++i) list += "," + element;
    return list + "]";
}

const std::string blocks = "resourceBlocks/add";
const std::string stays = "reservations/update";
const std::string companion = "reservations/addCompanion";
const std::string accounts = "accounts/update";
const std::string addresses = "addresses/add";
const std::string documents = "identityDocuments/add";
const std::string notes = "accountNotes/add";
const std::string orders = "orders/add";
const std::string product = "reservations/addProduct";

std::string block(const std::string& room, const std::string& times, const std::string& type) {
    return R"({"ResourceId":")" + room + R"(","Name":"Leak","Type":")" + type + "\"," + times + "}";
}
const std::string today = R"("StartUtc":"2015-09-17T07:00:00Z","EndUtc":"2015-09-18T08:00:00Z")";
const std::string never = R"("StartUtc":"2015-09-17T07:00:00Z","EndUtc":"2015-09-17T07:00:00Z")";

std::vector<Refusal> room_refusals() {
    const auto good = block("$FREE$", today, "OutOfOrder");
    return {
        invalid("no_blocks", blocks, R"("ResourceBlocks":[])", "ResourceBlocks"),
        invalid("one_bad_block_of_two", blocks,
                R"("ResourceBlocks":[)" + good + "," + block("$NOBODY$", today, "OutOfOrder") + "]",
                "ResourceId"),
        invalid("a_block_of_no_length", blocks,
                R"("ResourceBlocks":[)" + block("$FREE$", never, "OutOfOrder") + "]", "EndUtc"),
        invalid("a_block_of_a_new_type", blocks,
                R"("ResourceBlocks":[)" + block("$FREE$", today, "Party") + "]", "Type"),
        refused("a_block_over_a_guest", blocks,
                R"("ResourceBlocks":[)" + block("$TAKEN$", today, "InternalUse") + "]",
                "Room $TAKENNAME$ is taken by reservation $INHOUSENUMBER$."),
        invalid("a_block_deleted_twice", "resourceBlocks/delete",
                R"("ResourceBlockIds":["$BLOCK$","$BLOCK$"])", "ResourceBlockIds"),
        invalid("a_block_that_is_not_there", "resourceBlocks/delete",
                R"("ResourceBlockIds":["$BLOCK$","$NOBODY$"])", "ResourceBlockIds"),
    };
}

std::vector<Refusal> stay_refusals() {
    return {
        invalid("no_stay_at_the_top", stays, R"("ReservationUpdates":[{"ReservationId":"$STAY$"}])",
                "ReservationId"),
        invalid("no_updates", stays, R"("ReservationId":"$STAY$")", "ReservationUpdates"),
        refused("a_stay_that_has_left", stays, update(room("$FREE$"), "$GONE$"),
                "Reservation $GONENUMBER$ is checked out already."),
        refused("a_room_that_is_taken", stays, update(room("$TAKEN$"), "$LOCKED$"),
                "The room of reservation $LOCKEDNUMBER$ is locked. Unlock it first."),
        refused("a_locked_room_unlocked_at_once", stays,
                update(R"("AssignedResourceLocked":{"Value":false},)" + room("$FREE$"), "$LOCKED$"),
                "The room of reservation $LOCKEDNUMBER$ is locked. Unlock it first."),
        refused("a_room_another_has", stays, update(room("$ROOMOFSTAY$"), "$BESIDE$"),
                "Room $ROOMNAME$ is taken by reservation $NUMBER$."),
        refused("a_longer_stay_in_a_room_another_has", stays,
                update(R"("EndUtc":{"Value":"2015-09-26T09:00:00Z"})", "$BEFORE$"),
                "Room $BEFOREROOM$ is taken by reservation $AFTERNUMBER$."),
        refused("a_room_that_is_blocked", stays, update(room("$BLOCKED$")),
                "Room $BLOCKEDNAME$ is blocked: Paint."),
        invalid("a_room_that_is_not_there", stays, update(room("$NOBODY$")), "AssignedResourceId"),
        refused("a_guest_without_a_room", stays, update(R"("AssignedResourceId":{})", "$INHOUSE$"),
                "Reservation $INHOUSENUMBER$ is checked in and needs a room."),
        refused("another_start_of_a_guest_in_the_house", stays,
                update(R"("StartUtc":{"Value":"2015-09-17T07:30:00Z"})", "$INHOUSE$"),
                "Reservation $INHOUSENUMBER$ is checked in; it cannot start at another time."),
        refused("a_start_of_long_ago", stays,
                update(R"("StartUtc":{"Value":"2015-09-01T07:30:00Z"})"),
                "The start lies before the editable history."),
        invalid("an_end_before_the_start", stays,
                update(R"("EndUtc":{"Value":"2015-09-17T09:00:00Z"})"), "EndUtc"),
        invalid("no_end", stays, update(R"("EndUtc":{"Value":null})"), "EndUtc"),
        invalid("a_price_without_a_reason", stays,
                R"("ReservationId":"$STAY$","ReservationUpdates":[{"ReservationId":"$STAY$",)" +
                    room("$OTHERKIND$") + "}]",
                "Reason"),
        invalid("a_new_purpose", stays, update(R"("Purpose":{"Value":"Fun"})"), "Purpose"),
        invalid("nobody", stays,
                update(R"("PersonCounts":{"Value":[{"AgeCategoryId":"$ADULT$","Count":0}]})"),
                "Count"),
        invalid("an_unknown_company", stays, update(R"("CompanyId":{"Value":"$NOBODY$"})"),
                "CompanyId"),
        invalid("a_card", stays, update(R"("CreditCardId":{"Value":"$NOBODY$"})"), "CreditCardId"),
        refused("prices", stays, update(R"("TimeUnitPrices":{"Value":[{"Index":0}]})"),
                "The prices of nights are changed in the PMS only."),
        invalid("one_bad_stay_of_two", stays,
                R"("ReservationId":"$STAY$","ReservationUpdates":[{"ReservationId":"$STAY$",
                "Purpose":{"Value":"Business"}},{"ReservationId":"$NOBODY$"}])",
                "ReservationId"),
        invalid("an_interval_without_a_word_on_fees", "reservations/updateInterval",
                R"("ReservationId":"$STAY$","EndUtc":"2015-09-20T09:00:00Z")",
                "ChargeCancellationFee"),
        invalid("an_interval_that_ends_first", "reservations/updateInterval",
                R"("ReservationId":"$STAY$","StartUtc":"2015-10-20T09:00:00Z",
                "ChargeCancellationFee":false)",
                "StartUtc"),
        refused("a_companion_too_many", companion,
                R"("ReservationId":"$FULL$","CustomerId":"$OTHER$")",
                "Reservation $FULLNUMBER$ is for 1 persons, and all are named."),
        refused("a_companion_twice", companion,
                R"("ReservationId":"$FULL$","CustomerId":"$COMPANION$")",
                "$COMPANIONNAME$ is with reservation $FULLNUMBER$ already."),
        invalid("an_unknown_companion", companion,
                R"("ReservationId":"$STAY$","CustomerId":"$NOBODY$")", "CustomerId"),
        refused("a_companion_of_the_past", companion,
                R"("ReservationId":"$GONE$","CustomerId":"$OTHER$")",
                "Reservation $GONENUMBER$ is checked out already."),
        invalid("a_companion_who_is_none", "reservations/deleteCompanion",
                R"("ReservationId":"$STAY$","CustomerId":"$OTHER$")", "CustomerId"),
    };
}

std::string account(const std::string& kind, const std::string& id, const std::string& members) {
    return R"({"Id":")" + id + R"(","Discriminator":")" + kind + R"(",")" + kind + R"(":{)" +
           members + "}}";
}

std::vector<Refusal> profile_refusals() {
    const auto email = account("Customer", "$GUEST$", R"("Email":{"Value":"x@example.test"})");
    return {
        invalid("a_guest_without_a_name", "customers/add",
                R"("FirstName":"Ada","OverwriteExisting":false)", "LastName"),
        invalid("a_guest_without_a_word_on_overwriting", "customers/add", R"("LastName":"King")",
                "OverwriteExisting"),
        refused("a_guest_who_is_known", "customers/add",
                R"("LastName":"King","Email":"ada@Example.test","OverwriteExisting":false)",
                "Another profile has the e-mail ada@Example.test."),
        refused("an_email_another_has", "customers/update",
                R"("CustomerId":"$GUEST$","Email":"bob@example.test")",
                "Another profile has the e-mail bob@example.test."),
        invalid("a_cleared_phone", "customers/update", R"("CustomerId":"$GUEST$","Phone":"")",
                "Phone"),
        invalid("an_upd_where_none_is", "customers/update",
                R"("CustomerId":"$GUEST$","Phone":{"Value":"1"})", "Phone"),
        invalid("a_long_car_number", "customers/update",
                R"("CustomerId":"$GUEST$","CarRegistrationNumber":")" + std::string(256, 'x') + '"',
                "CarRegistrationNumber"),
        invalid("a_birthday_that_is_none", "customers/update",
                R"("CustomerId":"$GUEST$","BirthDate":"soon")", "BirthDate"),
        invalid("an_unknown_guest", "customers/update", R"("CustomerId":"$NOBODY$","Phone":"1")",
                "CustomerId"),
        invalid("no_last_name", accounts,
                R"("AccountUpdates":[)" + account("Customer", "$GUEST$", R"("LastName":{})") + "]",
                "LastName"),
        invalid(
            "a_plain_value_where_an_upd_is", accounts,
            R"("AccountUpdates":[)" + account("Customer", "$GUEST$", R"("Telephone":"1")") + "]",
            "Telephone"),
        invalid("a_guest_as_a_company", accounts,
                R"("AccountUpdates":[)" + account("Company", "$GUEST$", R"("Notes":{})") + "]",
                "Id"),
        invalid("one_bad_account_of_two", accounts,
                R"("AccountUpdates":[)" + email + "," +
                    account("Company", "$COMPANY$", R"("Name":{"Value":null})") + "]",
                "Name"),
        refused("an_email_given_to_two", accounts,
                R"("AccountUpdates":[)" + email + "," +
                    account("Customer", "$OTHER$", R"("Email":{"Value":"X@example.test"})") + "]",
                "Another profile has the e-mail X@example.test."),
        invalid("a_company_without_a_name", "companies/update",
                R"("CompanyId":"$COMPANY$","Name":{})", "Name"),
        invalid("an_unknown_mother", "companies/update",
                R"("CompanyId":"$COMPANY$","MotherCompanyId":{"Value":"$NOBODY$"})",
                "MotherCompanyId"),
        invalid("no_addresses", addresses, R"("Addresses":[])", "Addresses"),
        invalid("one_bad_address_of_two", addresses,
                R"("Addresses":[{"AccountId":"$GUEST$","City":"Faro"},{"AccountId":"$NOBODY$"}])",
                "AccountId"),
        invalid("an_address_of_nobody", addresses, R"("Addresses":[{"City":"Faro"}])", "AccountId"),
        invalid("a_long_line", addresses,
                R"("Addresses":[{"AccountId":"$GUEST$","Line1":")" + std::string(256, 'x') + "\"}]",
                "Line1"),
        invalid("a_country_that_is_none", addresses,
                R"("Addresses":[{"AccountId":"$GUEST$","CountryCode":"Portugal"}])", "CountryCode"),
        invalid("a_district_without_its_country", addresses,
                R"("Addresses":[{"AccountId":"$GUEST$","CountrySubdivisionCode":"11"}])",
                "CountrySubdivisionCode"),
        invalid("a_place_in_words", addresses,
                R"("Addresses":[{"AccountId":"$GUEST$","Latitude":"north"}])", "Latitude"),
        invalid("an_address_that_is_not_there", "addresses/update",
                R"("AddressUpdates":[{"AddressId":"$ADDRESS$","City":{"Value":"Faro"}},
                {"AddressId":"$NOBODY$"}])",
                "AddressId"),
        invalid("an_address_named_twice", "addresses/update",
                R"("AddressUpdates":[{"AddressId":"$ADDRESS$"},{"AddressId":"$ADDRESS$"}])",
                "AddressId"),
        invalid("a_city_that_is_no_update", "addresses/update",
                R"("AddressUpdates":[{"AddressId":"$ADDRESS$","City":"Faro"}])", "City"),
        invalid("a_long_city", "addresses/update",
                R"("AddressUpdates":[{"AddressId":"$ADDRESS$","City":{"Value":")" +
                    std::string(256, 'x') + "\"}}]",
                "City"),
        invalid("eleven_documents", documents, repeated("IdentityDocuments", "{}", 11),
                "IdentityDocuments"),
        invalid("a_document_without_a_number", documents,
                R"("IdentityDocuments":[{"CustomerId":"$GUEST$","Type":"Visa","Number":""}])",
                "Number"),
        invalid("a_document_of_a_new_type", documents,
                R"("IdentityDocuments":[{"CustomerId":"$GUEST$","Type":"Card","Number":"1"}])",
                "Type"),
        invalid("a_document_without_a_type_any_more", "identityDocuments/update",
                R"("IdentityDocuments":[{"Id":"$DOCUMENT$","Type":{}}])", "Type"),
        invalid("a_document_that_is_not_there", "identityDocuments/delete",
                R"("IdentityDocumentIds":["$DOCUMENT$","$NOBODY$"])", "IdentityDocumentIds"),
    };
}

std::vector<Refusal> note_refusals() {
    const std::string changed = R"({"AccountNoteId":"$ACCOUNTNOTE$",)";
    return {
        invalid("a_note_on_nothing", "serviceOrderNotes/add",
                R"("ServiceOrderNotes":[{"ServiceOrderId":"$STAY$","Text":"1"},
                {"ServiceOrderId":"$NOBODY$","Text":"1"}])",
                "ServiceOrderId"),
        invalid("an_empty_note", "serviceOrderNotes/add",
                R"("ServiceOrderNotes":[{"ServiceOrderId":"$STAY$","Text":""}])", "Text"),
        invalid("a_note_that_is_not_there", "serviceOrderNotes/update",
                R"("ServiceOrderNoteUpdates":[{"ServiceOrderNoteId":"$NOBODY$"}])",
                "ServiceOrderNoteId"),
        invalid("a_note_deleted_twice", "serviceOrderNotes/delete",
                R"("ServiceOrderNoteIds":["$NOTE$","$NOTE$"])", "ServiceOrderNoteIds"),
        invalid("a_long_account_note", notes,
                R"("AccountNotes":[{"AccountId":"$GUEST$","Classifications":["General"],
                "Content":")" +
                    std::string(1001, 'x') + R"("}])",
                "Content"),
        invalid("two_classifications", notes,
                R"("AccountNotes":[{"AccountId":"$GUEST$","Content":"1",
                "Classifications":["General","Gifts"]}])",
                "Classifications"),
        invalid("gifts_of_a_company", notes,
                R"("AccountNotes":[{"AccountId":"$COMPANY$","Content":"1",
                "Classifications":["Gifts"]}])",
                "Classifications"),
        invalid("an_update_without_classifications", "accountNotes/update",
                R"("AccountNoteUpdates":[)" + changed + R"("Content":{"Value":"1"}}])",
                "Classifications"),
        invalid("no_classification_any_more", "accountNotes/update",
                R"("AccountNoteUpdates":[)" + changed +
                    R"("Classifications":{"General":{"Value":false}}}])",
                "Classifications"),
        invalid("gifts_of_a_noted_company", "accountNotes/update",
                R"("AccountNoteUpdates":[{"AccountNoteId":"$COMPANYNOTE$",
                "Classifications":{"Gifts":{"Value":true}}}])",
                "Classifications"),
        invalid("an_account_note_deleted_twice", "accountNotes/delete",
                R"("AccountNoteIds":["$ACCOUNTNOTE$","$ACCOUNTNOTE$"])", "AccountNoteIds"),
        invalid("a_thread_without_a_subject", "messageThreads/add", R"("OriginalSender":"Ada")",
                "Subject"),
        invalid("a_message_to_nobody", "messages/add",
                R"("Messages":[{"MessageThreadId":"$NOBODY$","Text":"1"}])", "MessageThreadId"),
    };
}

std::string order(const std::string& members) {
    return R"("ServiceId":"$FOOD$","AccountId":"$GUEST$",)" + members;
}
std::string wine(const std::string& more = "") {
    return R"("ProductOrders":[{"ProductId":"$WINE$")" + more + "}]";
}
std::string sold(const std::string& product, const std::string& more) {
    return R"("ReservationId":"$STAY$","ProductId":")" + product + "\"," + more;
}

std::vector<Refusal> sale_refusals() {
    return {
        invalid("a_product_of_another_service", product, sold("$WINE$", R"("Count":1)"),
                "ProductId"),
        invalid("the_night_itself", product, sold("$NIGHT$", R"("Count":1)"), "ProductId"),
        invalid("no_count", product, sold("$LATE$", R"("Count":0)"), "Count"),
        invalid("a_single_thing_over_days", product, sold("$LATE$", R"("Count":1,)" + today),
                "EndUtc"),
        invalid("a_net_price", product,
                sold("$LATE$", R"("Count":1,"UnitAmount":{"Currency":"EUR","NetValue":1})"),
                "UnitAmount"),
        invalid("another_currency", product,
                sold("$LATE$", R"("Count":1,"UnitAmount":{"Currency":"USD","GrossValue":1})"),
                "Currency"),
        refused("a_product_of_the_past", product,
                R"("ReservationId":"$GONE$","ProductId":"$LATE$","Count":1)",
                "Reservation $GONENUMBER$ is checked out already."),
        invalid("an_order_of_nothing", orders, order(R"("Notes":"1")"), "ProductOrders"),
        invalid("an_order_of_the_stays_service", orders,
                R"("ServiceId":"$SERVICE$","AccountId":"$GUEST$",)" + wine(), "ServiceId"),
        invalid("an_order_with_dates", orders, order(wine(R"(,"StartUtc":"2015-09-17T07:00:00Z")")),
                "StartUtc"),
        invalid("an_order_of_nobody", orders,
                R"("ServiceId":"$FOOD$","AccountId":"$NOBODY$",)" + wine(), "AccountId"),
        refused("an_order_of_who_pays_cash", orders,
                R"("ServiceId":"$FOOD$","AccountId":"$CASH$",)" + wine(),
                "$CASHNAME$ pays cash; nothing can be charged."),
        invalid("a_thing_without_a_price", orders,
                order(R"("Items":[{"Name":"Taxi","UnitCount":1}])"), "UnitAmount"),
        invalid("an_order_for_an_unknown_stay", orders,
                order(wine() + R"(,"LinkedReservationId":"$NOBODY$")"), "LinkedReservationId"),
        invalid("an_order_on_a_closed_bill", orders, order(wine() + R"(,"BillId":"$CLOSEDBILL$")"),
                "BillId"),
        refused("an_order_of_long_ago", orders,
                order(wine() + R"(,"ConsumptionUtc":"2015-09-01T10:00:00Z")"),
                "The consumption lies before the editable history."),
    };
}

/// Nothing is changed by any of them, so that one hotel does for all.
StaffHotel& refusing_hotel() {
    static StaffHotel hotel;
    return hotel;
}

struct StaffRefusals : ::testing::TestWithParam<Refusal> {};

TEST_P(StaffRefusals, SayWhyAndChangeNothing) {
    auto& client = refusing_hotel();
    const auto answer = client.staff_call(GetParam().operation, GetParam().members);
    EXPECT_EQ(answer.status(), GetParam().status);
    ASSERT_TRUE(answer.body.contains("Message")) << answer.response.body;
    EXPECT_EQ(answer.message(), client.filled(GetParam().message));
    EXPECT_TRUE(client.own_writes().empty());
    EXPECT_TRUE(client.pms.client_faults().empty()) << client.pms.client_faults().begin()->first;
}

constexpr auto by_name = [](const auto& row) { return row.param.name; };
INSTANTIATE_TEST_SUITE_P(OfRooms, StaffRefusals, ::testing::ValuesIn(room_refusals()), by_name);
INSTANTIATE_TEST_SUITE_P(OfStays, StaffRefusals, ::testing::ValuesIn(stay_refusals()), by_name);
INSTANTIATE_TEST_SUITE_P(OfProfiles, StaffRefusals, ::testing::ValuesIn(profile_refusals()),
                         by_name);
INSTANTIATE_TEST_SUITE_P(OfNotes, StaffRefusals, ::testing::ValuesIn(note_refusals()), by_name);
INSTANTIATE_TEST_SUITE_P(OfSales, StaffRefusals, ::testing::ValuesIn(sale_refusals()), by_name);

TEST(StaffWritesTwice, AreRefusedTheSecondTimeWhereTheyDelete) {
    StaffHotel client;
    for (const auto& [operation, members] :
         {std::pair{"resourceBlocks/delete", R"("ResourceBlockIds":["$BLOCK$"])"},
          std::pair{"accountNotes/delete", R"("AccountNoteIds":["$ACCOUNTNOTE$"])"},
          std::pair{"serviceOrderNotes/delete", R"("ServiceOrderNoteIds":["$NOTE$"])"},
          std::pair{"identityDocuments/delete", R"("IdentityDocumentIds":["$DOCUMENT$"])"},
          std::pair{"addresses/delete", R"("AddressIds":["$ADDRESS$"])"},
          std::pair{"reservations/deleteCompanion",
                    R"("ReservationId":"$FULL$","CustomerId":"$COMPANION$")"}}) {
        EXPECT_EQ(client.staff_call(operation, members).status(), 200) << operation;
        EXPECT_EQ(client.staff_call(operation, members).status(), 400) << operation;
    }
}

TEST(StaffWritesTwice, MakeASecondRowWhereTheyAdd) {
    StaffHotel client;
    const std::string note =
        R"("ServiceOrderNotes":[{"ServiceOrderId":"$STAY$","Text":"Quiet room"}])";
    const auto first = client.staff_call("serviceOrderNotes/add", note);
    const auto second = client.staff_call("serviceOrderNotes/add", note);
    EXPECT_NE(first.rows("ServiceOrderNotes").at(0).at("Id"),
              second.rows("ServiceOrderNotes").at(0).at("Id"));
    EXPECT_EQ(client.own_writes().size(), 2U);
}

TEST(StaffWritesTwice, AreBookedAsNoChangeWhereTheySet) {
    StaffHotel client;
    for (const auto& [operation, members] :
         {std::pair<std::string, std::string>{stays, update(room("$FREE$"))},
          std::pair<std::string, std::string>{stays, update(R"("Purpose":{"Value":"Student"})")},
          std::pair<std::string, std::string>{"customers/update",
                                              R"("CustomerId":"$GUEST$","Phone":"+351 3")"},
          std::pair<std::string, std::string>{
              "serviceOrderNotes/update",
              R"("ServiceOrderNoteUpdates":[{"ServiceOrderNoteId":"$NOTE$",
              "Text":{"Value":"Later"}}])"}}) {
        for (const bool changed : {true, false}) {
            EXPECT_EQ(client.staff_call(operation, members).status(), 200) << operation;
            EXPECT_EQ(client.own_writes().back().changed, changed) << operation;
        }
    }
}

TEST(ReservationsUpdate, LetsTwoStaysChangeRoomsInOneCallAndTellsOfBoth) {
    StaffHotel client;
    auto frames = json::array{};
    client.pms.set_event_sink(
        [&](const std::string& frame) { frames = json::parse(frame).at("Events").as_array(); });
    const auto one = [](const std::string& stay, const std::string& to) {
        return R"({"ReservationId":")" + stay + R"(",)" + room(to) + "}";
    };
    const auto answer = client.staff_call(
        stays, R"("Reprice":false,"ReservationId":"$STAY$","ReservationUpdates":[)" +
                   one("$STAY$", "$ROOMOFBESIDE$") + "," + one("$BESIDE$", "$ROOMOFSTAY$") + "]");
    EXPECT_EQ(answer.status(), 200) << answer.response.body;
    EXPECT_EQ(frames.size(), 2U);
}

TEST(ReservationsUpdate, UnlocksARoomInOneCallAndMovesTheStayInTheNext) {
    StaffHotel client;
    const auto unlock = R"("AssignedResourceLocked":{"Value":false})";
    EXPECT_EQ(client.staff_call(stays, update(room("$FREE$"), "$LOCKED$")).status(), 403);
    EXPECT_EQ(client.staff_call(stays, update(unlock, "$LOCKED$")).status(), 200);
    EXPECT_EQ(client.own_writes().back().kind, "room_unlocked");
    EXPECT_EQ(client.staff_call(stays, update(room("$FREE$"), "$LOCKED$")).status(), 200);
}

TEST(ReservationsAddProduct, ChargesANightlyOneEveryNightForEveryPersonAndToTheBalance) {
    StaffHotel client;
    auto& stay = *client.hotel().reservations.find(*Uuid::parse(client.marks["INHOUSE"]));
    stay.person_counts = {{client.hotel().age_categories.rows().front().id, 2}};
    const auto owed = stay.balance_minor;
    const auto answer = client.staff_call(
        product, R"("ReservationId":"$INHOUSE$","ProductId":"$BREAKFAST$","Count":1,
                 "StartUtc":"2015-09-17T14:00:00Z","EndUtc":"2015-09-20T10:00:00Z")");
    EXPECT_EQ(answer.rows("ItemIds").size(), 3U);
    EXPECT_EQ(stay.balance_minor, owed + 3 * 2 * 900);
    EXPECT_EQ(client.own_writes().size(), 1U);
}

TEST(OrdersAdd, KeepsItsNotesAsANoteOfTheOrder) {
    StaffHotel client;
    const auto answer = client.staff_call(orders, order(wine() + R"(,"Notes":"Cold")"));
    const auto notes = client.call("serviceOrderNotes/getAll",
                                   R"("Limitation":{"Count":1},"ServiceOrderIds":[)" +
                                       json::serialize(answer.body.at("OrderId")) + "]");
    EXPECT_EQ(notes.rows("ServiceOrderNotes").at(0).at("Text").as_string(), "Cold");
}

}  // namespace
}  // namespace stayd::sim
