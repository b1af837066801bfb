#include "tests/sim/mews/lists.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

std::set<std::string> ids_of(const json::array& rows) {
    std::set<std::string> ids;
    for (const auto& row : rows) ids.emplace(row.at("Id").as_string());
    return ids;
}

std::string interval(std::string_view name, UtcTime start, UtcTime end) {
    return '"' + std::string{name} + R"(":{"StartUtc":")" + to_iso8601(start) + R"(","EndUtc":")" +
           to_iso8601(end) + R"("})";
}

const std::string one = R"("Limitation":{"Count":1})";
const std::string thousand = R"("Limitation":{"Count":1000})";

struct Shape {
    std::string operation;
    std::string collection;
    std::string members;
    std::vector<std::string> fields;
};

class ListedRow : public ::testing::TestWithParam<Shape> {};

TEST_P(ListedRow, HasEveryDocumentedField) {
    PmsClient client;
    const auto& shape = GetParam();
    auto members = shape.members;
    const auto service = client.pms.hotel().services.rows().front().id;
    const auto category = client.pms.hotel().resource_categories.rows().front().id;
    const auto companionship = client.pms.hotel().companionships.rows().front().id;
    const auto fill = [&](std::string_view mark, const Uuid& id) {
        if (const auto at = members.find(mark); at != std::string::npos)
            members.replace(at, mark.size(), quoted(id));
    };
    fill("SERVICE", service);
    fill("CATEGORY", category);
    fill("COMPANIONSHIP", companionship);
    const auto answer = client.call(shape.operation, one + (members.empty() ? "" : ",") + members);
    ASSERT_EQ(answer.status(), 200) << answer.response.body;
    const auto& row = answer.rows(shape.collection).at(0).as_object();
    for (const auto& field : shape.fields) EXPECT_TRUE(row.contains(field)) << field;
    EXPECT_TRUE(client.pms.client_faults().empty());
    EXPECT_EQ(answer.body.at("Cursor").as_string(), row.at("Id").as_string());
}

INSTANTIATE_TEST_SUITE_P(
    , ListedRow,
    ::testing::Values(
        Shape{"enterprises/getAll",
              "Enterprises",
              "",
              {"Id",
               "ExternalIdentifier",
               "HoldingKey",
               "ChainId",
               "ChainName",
               "CreatedUtc",
               "UpdatedUtc",
               "Name",
               "ShortName",
               "TimeZoneIdentifier",
               "LegalEnvironmentCode",
               "AccommodationEnvironmentCode",
               "AccountingEnvironmentCode",
               "TaxEnvironmentCode",
               "DefaultLanguageCode",
               "AccountingEditableHistoryInterval",
               "OperationalEditableHistoryInterval",
               "BusinessDayClosingOffset",
               "WebsiteUrl",
               "Email",
               "Phone",
               "LogoImageId",
               "CoverImageId",
               "Pricing",
               "TaxPrecision",
               "AddressId",
               "Address",
               "GroupNames",
               "Subscription",
               "LinkedUtc"}},
        Shape{"services/getAll",
              "Services",
              "",
              {"Id", "EnterpriseId", "IsActive", "Names", "Options", "Ordering", "Data",
               "ExternalIdentifier", "CreatedUtc", "UpdatedUtc"}},
        Shape{"resources/getAll",
              "Resources",
              R"("Extent":{"Resources":true})",
              {"Id", "EnterpriseId", "IsActive", "ParentResourceId", "Name", "State",
               "Descriptions", "CreatedUtc", "UpdatedUtc", "Data", "ExternalNames", "Directions"}},
        Shape{"resourceCategories/getAll",
              "ResourceCategories",
              R"("ServiceIds":[SERVICE])",
              {"Id", "EnterpriseId", "ServiceId", "IsActive", "Type", "Classification", "Names",
               "ShortNames", "Descriptions", "Ordering", "Capacity", "ExtraCapacity",
               "ExternalIdentifier", "AccountingCategoryId"}},
        Shape{"resourceCategoryAssignments/getAll",
              "ResourceCategoryAssignments",
              R"("ResourceCategoryIds":[CATEGORY])",
              {"Id", "IsActive", "ResourceId", "CategoryId", "CreatedUtc", "UpdatedUtc"}},
        Shape{"ageCategories/getAll",
              "AgeCategories",
              "",
              {"Id", "ServiceId", "MinimalAge", "MaximalAge", "Names", "ShortNames", "CreatedUtc",
               "UpdatedUtc", "Classification", "IsActive", "ExternalIdentifier"}},
        Shape{"departments/getAll",
              "Departments",
              "",
              {"Id", "EnterpriseId", "IsActive", "Name", "CreatedUtc", "UpdatedUtc"}},
        Shape{"reservations/getAll/2023-06-06",
              "Reservations",
              "",
              {"Id",
               "ServiceId",
               "AccountId",
               "AccountType",
               "CreatorProfileId",
               "UpdaterProfileId",
               "BookerId",
               "Number",
               "State",
               "Origin",
               "CommanderOrigin",
               "OriginDetails",
               "CreatedUtc",
               "UpdatedUtc",
               "CancelledUtc",
               "VoucherId",
               "BusinessSegmentId",
               "Options",
               "RateId",
               "CreditCardId",
               "GroupId",
               "RequestedResourceCategoryId",
               "AssignedResourceId",
               "AvailabilityBlockId",
               "PartnerCompanyId",
               "TravelAgencyId",
               "AssignedResourceLocked",
               "ChannelNumber",
               "ChannelManagerNumber",
               "CancellationReason",
               "ReleasedUtc",
               "ScheduledStartUtc",
               "ActualStartUtc",
               "ScheduledEndUtc",
               "ActualEndUtc",
               "Purpose",
               "QrCodeData",
               "PersonCounts"}},
        Shape{"companionships/getAll",
              "Companionships",
              R"("Extent":{},"CompanionshipIds":[COMPANIONSHIP])",
              {"Id", "CustomerId", "ReservationGroupId", "ReservationId"}},
        Shape{
            "customers/getAll",
            "Customers",
            R"("Extent":{"Customers":true,"Addresses":false},"ActivityStates":["Active","Deleted"])",
            {"Id",
             "ChainId",
             "Number",
             "Title",
             "Sex",
             "FirstName",
             "LastName",
             "SecondLastName",
             "NationalityCode",
             "PreferredLanguageCode",
             "LanguageCode",
             "BirthDate",
             "BirthCountryCode",
             "BirthCountrySubdivisionCode",
             "BirthPlace",
             "Occupation",
             "Email",
             "HasOtaEmail",
             "Phone",
             "TaxIdentificationNumber",
             "LoyaltyCode",
             "AccountingCode",
             "BillingCode",
             "Notes",
             "CarRegistrationNumber",
             "DietaryRequirements",
             "CreatedUtc",
             "UpdatedUtc",
             "AddressId",
             "Classifications",
             "Options",
             "ItalianDestinationCode",
             "ItalianFiscalCode",
             "ItalianLotteryCode",
             "CompanyId",
             "MergeTargetId",
             "IsActive",
             "PreferredSpaceFeatures",
             "CreatorProfileId",
             "UpdaterProfileId"}},
        Shape{"tasks/getAll",
              "Tasks",
              interval("CreatedUtc", city_hotel_morning() - 48h, city_hotel_morning()),
              {"Id", "EnterpriseId", "Name", "State", "Description", "DepartmentId",
               "ServiceOrderId", "CreatedUtc", "DeadlineUtc", "ClosedUtc"}}),
    [](const auto& row) { return row.param.collection; });

TEST(Lists, PageNewestFirstThroughEveryRowOnce) {
    PmsClient client;
    const auto rows = client.read_all("reservations/getAll/2023-06-06", "Reservations", "", 500);
    EXPECT_EQ(rows.size(), client.pms.hotel().reservations.size());
    EXPECT_EQ(ids_of(rows).size(), rows.size());
    for (std::size_t i = 1; i < rows.size(); ++i) {
        EXPECT_GE(rows[i - 1].at("CreatedUtc").as_string(), rows[i].at("CreatedUtc").as_string());
    }
}

TEST(Lists, GiveAShortLastPageACursorAndOnlyAnEmptyOneNone) {
    PmsClient client;
    const auto last = client.call("services/getAll", thousand);
    EXPECT_EQ(last.rows("Services").size(), 2u);
    ASSERT_TRUE(last.body.at("Cursor").is_string());
    const auto after =
        client.call("services/getAll", R"("Limitation":{"Count":1000,"Cursor":)" +
                                           json::serialize(last.body.at("Cursor")) + "}");
    EXPECT_TRUE(after.rows("Services").empty());
    EXPECT_TRUE(after.body.at("Cursor").is_null());
}

TEST(Lists, ShowNothingTwiceAndMissNothingOldWhenRowsAreAddedWhilePaging) {
    PmsClient client;
    const auto before = client.pms.hotel().reservations.size();
    const auto first =
        client.call("reservations/getAll/2023-06-06", R"("Limitation":{"Count":1000})");
    client.pms.desk().book_next({client.now, Actor::other_user});
    client.pms.desk().book_next({client.now, Actor::other_user});
    std::set<std::string> seen = ids_of(first.rows("Reservations"));
    auto cursor = json::serialize(first.body.at("Cursor"));
    for (auto size = std::size_t{1}; size > 0;) {
        const auto page = client.call("reservations/getAll/2023-06-06",
                                      R"("Limitation":{"Count":1000,"Cursor":)" + cursor + "}");
        size = page.rows("Reservations").size();
        for (const auto& id : ids_of(page.rows("Reservations")))
            EXPECT_TRUE(seen.insert(id).second);
        cursor = json::serialize(page.body.at("Cursor"));
    }
    EXPECT_EQ(seen.size(), before);
    EXPECT_EQ(client.pms.hotel().reservations.size(), before + 2);
}

TEST(Lists, GoOnFromACursorWhoseRowHasLeftTheFilter) {
    PmsClient client;
    const std::string filter = R"("States":["Started"])";
    const auto total =
        client.read_all("reservations/getAll/2023-06-06", "Reservations", filter, 1000).size();
    const auto first =
        client.call("reservations/getAll/2023-06-06", filter + R"(,"Limitation":{"Count":10})");
    const auto last_id = *Uuid::parse(std::string{first.body.at("Cursor").as_string()});
    client.pms.desk().process(*client.pms.hotel().reservations.find(last_id),
                              {client.now, Actor::other_user});
    const auto rest =
        client.call("reservations/getAll/2023-06-06",
                    filter + R"(,"Limitation":{"Count":1000,"Cursor":)" + quoted(last_id) + "}");
    EXPECT_EQ(rest.rows("Reservations").size(), total - 10);
}

TEST(Lists, TakeIntervalsAsHalfOpenAndAnEmptyOneAsAnInstant) {
    PmsClient client;
    auto& room = client.pms.hotel().resources.rows().front();
    client.now += 90s;
    client.pms.desk().set_room_state(room, model::ResourceState::out_of_service, "",
                                     {client.now, Actor::other_user});
    const auto count = [&](UtcTime start, UtcTime end) {
        return client
            .call("resources/getAll", thousand + R"(,"Extent":{"Resources":true},)" +
                                          interval("UpdatedUtc", start, end))
            .rows("Resources")
            .size();
    };
    EXPECT_EQ(count(client.now, client.now + 1s), 1u);
    EXPECT_EQ(count(client.now - 1s, client.now), 0u);
    EXPECT_EQ(count(client.now, client.now), 1u);
    EXPECT_EQ(count(client.now + 1s, client.now + 1s), 0u);
}

TEST(Lists, WriteUpdatedUtcInWholeSeconds) {
    PmsClient client;
    client.now += 1s + 999ms;
    auto& room = client.pms.hotel().resources.rows().front();
    client.pms.desk().set_room_state(room, model::ResourceState::out_of_service, "",
                                     {client.now, Actor::other_user});
    const auto answer =
        client.call("resources/getAll", one + R"(,"Extent":{"Resources":true},"ResourceIds":[)" +
                                            quoted(room.id) + "]");
    EXPECT_EQ(answer.rows("Resources").at(0).at("UpdatedUtc").as_string(), "2015-09-17T08:00:01Z");
}

TEST(Lists, FindStaysThatCollideWithAnInterval) {
    PmsClient client;
    const auto& stay = client.stay(model::ReservationState::started);
    const auto found = [&](UtcTime start, UtcTime end) {
        const auto answer = client.call("reservations/getAll/2023-06-06",
                                        thousand + "," + interval("CollidingUtc", start, end) +
                                            R"(,"ReservationIds":[)" + quoted(stay.id) + "]");
        return !answer.rows("Reservations").empty();
    };
    EXPECT_TRUE(found(stay.scheduled_start_utc + 1h, stay.scheduled_start_utc + 2h));
    EXPECT_TRUE(found(stay.scheduled_start_utc - 1h, stay.scheduled_start_utc + 1s));
    EXPECT_FALSE(found(stay.scheduled_start_utc - 1h, stay.scheduled_start_utc));
    EXPECT_TRUE(found(stay.scheduled_end_utc, stay.scheduled_end_utc + 1h));
    EXPECT_FALSE(found(stay.scheduled_end_utc + 1s, stay.scheduled_end_utc + 1h));
}

TEST(Lists, GiveNoRowsButACursorWithoutTheExtentOfTheRows) {
    PmsClient client;
    const auto answer = client.call("resources/getAll", one + R"(,"Extent":{"Inactive":true})");
    EXPECT_TRUE(answer.body.at("Resources").is_null());
    EXPECT_TRUE(answer.body.at("Cursor").is_string());
}

TEST(Lists, HideInactiveRoomsUnlessAsked) {
    PmsClient client;
    client.pms.hotel().resources.rows().front().is_active = false;
    EXPECT_EQ(client.call("resources/getAll", thousand + R"(,"Extent":{"Resources":true})")
                  .rows("Resources")
                  .size(),
              199u);
    EXPECT_EQ(
        client
            .call("resources/getAll", thousand + R"(,"Extent":{"Resources":true,"Inactive":true})")
            .rows("Resources")
            .size(),
        200u);
}

TEST(Lists, ShowMergedGuestsAsInactiveRowsThatLeadOn) {
    PmsClient client;
    const auto answer =
        client.call("customers/getAll",
                    thousand + R"(,"Extent":{"Customers":true},"ActivityStates":["Deleted"])");
    ASSERT_FALSE(answer.rows("Customers").empty());
    for (const auto& guest : answer.rows("Customers")) {
        EXPECT_FALSE(guest.at("IsActive").as_bool());
        EXPECT_TRUE(guest.at("MergeTargetId").is_string());
    }
}

TEST(Lists, AddTheGuestsOfCompanionshipsWhenAsked) {
    PmsClient client;
    const auto& companionship = client.pms.hotel().companionships.rows().front();
    const std::string filter = one + R"(,"CompanionshipIds":[)" + quoted(companionship.id) + "]";
    EXPECT_TRUE(client.call("companionships/getAll", filter + R"(,"Extent":{"Customers":false})")
                    .body.at("Customers")
                    .is_null());
    const auto answer =
        client.call("companionships/getAll", filter + R"(,"Extent":{"Customers":true})");
    EXPECT_EQ(answer.rows("Customers").at(0).at("Id").as_string(),
              companionship.customer_id.to_string());
}

TEST(Lists, AreEmptyForAnotherProperty) {
    PmsClient client;
    const std::string other = R"("EnterpriseIds":["5d0c2a2e-0000-4000-8000-000000000000"])";
    EXPECT_TRUE(client.call("services/getAll", one + "," + other).rows("Services").empty());
    const std::string ours =
        R"("EnterpriseIds":[)" + quoted(client.pms.hotel().enterprise().id) + "]";
    EXPECT_EQ(client.call("services/getAll", one + "," + ours).rows("Services").size(), 1u);
}

}  // namespace
}  // namespace stayd::sim
