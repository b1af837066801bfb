#include "tests/sim/mews/record_lists.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/sim/mews/render.hpp"
#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

const std::string one = R"("Limitation":{"Count":1})";
const std::string thousand = R"("Limitation":{"Count":1000})";
const std::string nobody = R"("5d0c2a2e-0000-4000-8000-000000000000")";
/// A copy, so that a loop over it holds on to no answer that is gone.
json::array rows_of(PmsClient& client, const std::string& operation, const std::string& collection,
                    const std::string& members) {
    return client.call(operation, members).rows(collection);
}

const Stamp by_staff{city_hotel_morning(), Actor::other_user};

/// What connector-api.md says of one list.
struct Case {
    std::string operation;
    std::string collection;
    Records table = nullptr;  ///< nullptr: order items
    std::string given;        ///< a filter that finds rows
    std::string missing;      ///< the parameter refused when there is no filter; empty: none is
    std::string ids;          ///< an id filter
    std::size_t limit = 1000;
    std::string interval;  ///< a time filter; empty: there is none
    int months = 3;
    bool has_activity = false;
    bool shows_deleted = true;  ///< without ActivityStates
    std::vector<std::string> fields;
};

std::string interval(std::string_view name, UtcTime start, UtcTime end) {
    return '"' + std::string{name} + R"(":{"StartUtc":")" + to_iso8601(start) + R"(","EndUtc":")" +
           to_iso8601(end) + R"("})";
}

std::string repeated(const std::string& name, std::size_t count) {
    std::string list = '"' + name + "\":[" + nobody;
    for (std::size_t i = 1; i < count; ++i) list += "," + nobody;
    return list + "]";
}

/// Marks like $STAY$ stand for ids of the morning's hotel.
std::string filled(std::string members, const Hotel& hotel) {
    const auto parent = [](const Table<Record>& table, std::string_view member) {
        return *id_in(table.rows().front(), member);
    };
    const std::pair<std::string_view, Uuid> marks[] = {
        {"$STAY$", hotel.services.rows().front().id},
        {"$FOOD$", hotel.services.rows().back().id},
        {"$FEATURE$", hotel.resource_features.rows().front().id},
        {"$RELATED$", parent(hotel.relationships, "CustomerId")},
        {"$ADDRESSED$", parent(hotel.addresses, "AccountId")},
        {"$KNOWN$", parent(hotel.identity_documents, "CustomerId")},
        {"$NOTED$", parent(hotel.service_order_notes, "OrderId")},
        {"$PAID$", parent(hotel.payments, "AccountId")},
        {"$THREAD$", hotel.message_threads.rows().front().id},
        {"$PROGRAM$", hotel.loyalty_programs.rows().front().id},
        {"$GROUP$", hotel.reservation_groups.rows().front().id}};
    for (const auto& [mark, id] : marks) {
        for (auto at = members.find(mark); at != std::string::npos; at = members.find(mark))
            members.replace(at, mark.size(), quoted(id));
    }
    return members;
}

const std::string all_types = R"("Types":["General","ChannelManager","SpecialRequest"])";

const Case cases[] = {
    {.operation = "resourceFeatures/getAll",
     .collection = "ResourceFeatures",
     .table = &Hotel::resource_features,
     .given = R"("ServiceIds":[$STAY$])",
     .missing = "ServiceIds",
     .ids = "ResourceFeatureIds",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .fields = {"Id", "ServiceId", "IsActive", "Classification", "Names", "ShortNames",
                "Descriptions", "CreatedUtc", "UpdatedUtc"}},
    {.operation = "resourceFeatureAssignments/getAll",
     .collection = "ResourceFeatureAssignments",
     .table = &Hotel::resource_feature_assignments,
     .given = R"("ResourceFeatureIds":[$FEATURE$])",
     .missing = "ResourceFeatureIds",
     .ids = "ResourceFeatureAssignmentIds",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .fields = {"Id", "IsActive", "ResourceId", "FeatureId", "CreatedUtc", "UpdatedUtc"}},
    {.operation = "resourceBlocks/getAll",
     .collection = "ResourceBlocks",
     .table = &Hotel::resource_blocks,
     .ids = "ResourceBlockIds",
     .interval = "CollidingUtc",
     .has_activity = true,
     .shows_deleted = false,
     .fields = {"Id", "EnterpriseId", "AssignedResourceId", "IsActive", "Type", "StartUtc",
                "EndUtc", "CreatedUtc", "UpdatedUtc", "DeletedUtc", "Name", "Notes"}},
    {.operation = "reservationGroups/getAll",
     .collection = "ReservationGroups",
     .table = &Hotel::reservation_groups,
     .given = R"("ReservationGroupIds":[$GROUP$])",
     .missing = "ReservationGroupIds",
     .ids = "ReservationGroupIds",
     .interval = "UpdatedUtc",
     .fields = {"Id", "Name", "ChannelManager", "ChannelManagerGroupNumber", "EnterpriseId"}},
    {.operation = "customers/getRelationships",
     .collection = "CustomerRelationships",
     .table = &Hotel::relationships,
     .given = R"("CustomerIds":[$RELATED$])",
     .missing = "CustomerIds",
     .ids = "CustomerIds",
     .limit = 100,
     .interval = "UpdatedUtc",
     .fields = {"CustomerId", "RelatedCustomerId", "Relationship", "UpdatedUtc"}},
    {.operation = "addresses/getAll",
     .collection = "Addresses",
     .table = &Hotel::addresses,
     .given = R"("AccountIds":[$ADDRESSED$])",
     .missing = "AccountIds",
     .ids = "AddressIds",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .fields = {"Id", "AccountId", "ChainId", "AccountType", "Line1", "Line2", "City", "PostalCode",
                "CountryCode", "CountrySubdivisionCode", "Latitude", "Longitude", "UpdatedUtc",
                "IsActive"}},
    {.operation = "identityDocuments/getAll",
     .collection = "IdentityDocuments",
     .table = &Hotel::identity_documents,
     .given = R"("CustomerIds":[$KNOWN$])",
     .missing = "CustomerIds",
     .ids = "IdentityDocumentIds",
     .limit = 100,
     .fields = {"Id", "CustomerId", "Type", "Number", "ExpirationDate", "IssuanceDate",
                "IssuingCountryCode", "IssuingCountrySubdivisionCode", "IssuingCity",
                "IdentityDocumentSupportNumber", "IsVerified"}},
    {.operation = "companies/getAll",
     .collection = "Companies",
     .table = &Hotel::companies,
     .ids = "Ids",
     .interval = "CreatedUtc",
     .has_activity = true,
     .fields = {"Id",
                "ChainId",
                "Name",
                "MotherCompanyId",
                "InvoicingEmail",
                "WebsiteUrl",
                "InvoiceDueInterval",
                "Options",
                "CreditRating",
                "Department",
                "DunsNumber",
                "ReferenceIdentifier",
                "AccountingCode",
                "AdditionalTaxIdentifier",
                "BillingCode",
                "Contact",
                "ContactPerson",
                "Identifier",
                "Iata",
                "IsActive",
                "Notes",
                "Number",
                "TaxIdentifier",
                "Telephone",
                "CreatedUtc",
                "UpdatedUtc",
                "AddressId",
                "MergeTargetId",
                "ExternalIdentifier"}},
    {.operation = "accountNotes/getAll",
     .collection = "AccountNotes",
     .table = &Hotel::account_notes,
     .ids = "AccountNoteIds",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .fields = {"Id", "AccountId", "Content", "AccountType", "Classifications", "IsActive",
                "CreatorProfile", "UpdaterProfile"}},
    {.operation = "serviceOrderNotes/getAll",
     .collection = "ServiceOrderNotes",
     .table = &Hotel::service_order_notes,
     .given = R"("ServiceOrderIds":[$NOTED$],)" + all_types,
     .missing = "ServiceOrderIds",
     .ids = "ServiceOrderNoteIds",
     .interval = "UpdatedUtc",
     .fields = {"Id", "OrderId", "Text", "Type", "CreatedUtc", "UpdatedUtc"}},
    {.operation = "products/getAll",
     .collection = "Products",
     .table = &Hotel::products,
     .given = R"("ServiceIds":[$FOOD$])",
     .missing = "ServiceIds",
     .ids = "ProductIds",
     .interval = "UpdatedUtc",
     .fields = {"Id",
                "ServiceId",
                "CategoryId",
                "AccountingCategoryId",
                "IsActive",
                "Names",
                "ExternalNames",
                "ShortNames",
                "Descriptions",
                "ChargingMode",
                "PostingMode",
                "Options",
                "Promotions",
                "Classifications",
                "Price",
                "ImageIds",
                "Ordering",
                "ExternalIdentifier",
                "TaxExemptionReason",
                "TaxExemptionLegalReference",
                "CreatedUtc",
                "UpdatedUtc",
                "ConsumptionMoment",
                "IsDefault"}},
    {.operation = "productCategories/getAll",
     .collection = "ProductCategories",
     .table = &Hotel::product_categories,
     .given = R"("ServiceIds":[$FOOD$])",
     .missing = "ServiceIds",
     .ids = "ProductCategoryIds",
     .interval = "UpdatedUtc",
     .fields = {"Id", "EnterpriseId", "ServiceId", "Names", "ShortNames", "Descriptions",
                "ParentProductCategory", "UpdatedUtc", "CreatedUtc", "Ordering"}},
    {.operation = "accountingCategories/getAll",
     .collection = "AccountingCategories",
     .table = &Hotel::accounting_categories,
     .ids = "AccountingCategoryIds",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .fields = {"Id", "EnterpriseId", "IsActive", "Name", "Code", "ExternalCode",
                "LedgerAccountCode", "PostingAccountCode", "CostCenterCode", "Classification",
                "CreatedUtc", "UpdatedUtc"}},
    {.operation = "productServiceOrders/getAll",
     .collection = "ProductServiceOrders",
     .table = &Hotel::product_service_orders,
     .given = R"("ServiceIds":[$FOOD$])",
     .missing = "ServiceIds",
     .ids = "ProductServiceOrderIds",
     .interval = "UpdatedUtc",
     .fields = {"Id", "ServiceId", "AccountId", "AccountType", "CreatorProfileId",
                "UpdaterProfileId", "BookerId", "Number", "State", "Origin", "CommanderOrigin",
                "OriginDetails", "CreatedUtc", "UpdatedUtc", "CancelledUtc", "VoucherId",
                "BusinessSegmentId", "LinkedReservationId", "Options"}},
    {.operation = "orderItems/getAll",
     .collection = "OrderItems",
     .given = R"("ServiceIds":[$FOOD$])",
     .missing = "OrderItemIds",
     .ids = "AccountIds",
     .limit = 100,
     .interval = "ConsumedUtc",
     .fields = {"Id",
                "EnterpriseId",
                "AccountId",
                "AccountType",
                "ServiceId",
                "ServiceOrderId",
                "Notes",
                "BillId",
                "AccountingCategoryId",
                "BillingName",
                "ExternalIdentifier",
                "UnitCount",
                "UnitAmount",
                "Amount",
                "OriginalAmount",
                "RevenueType",
                "CreatorProfileId",
                "UpdaterProfileId",
                "CreatedUtc",
                "UpdatedUtc",
                "ConsumedUtc",
                "CanceledUtc",
                "ClosedUtc",
                "StartUtc",
                "ClaimedUtc",
                "AccountingState",
                "Type",
                "Options",
                "Data",
                "TaxExemptionReason",
                "TaxExemptionLegalReference"}},
    {.operation = "payments/getAll",
     .collection = "Payments",
     .table = &Hotel::payments,
     .given = R"("AccountIds":[$PAID$])",
     .missing = "PaymentIds",
     .ids = "AccountIds",
     .limit = 100,
     .interval = "SettlementUtc",
     .fields = {"Id",
                "EnterpriseId",
                "AccountId",
                "AccountType",
                "PaymentRequestId",
                "BillId",
                "ReservationId",
                "AccountingCategoryId",
                "Amount",
                "OriginalAmount",
                "Notes",
                "SettlementId",
                "ConsumedUtc",
                "ClosedUtc",
                "ChargedUtc",
                "CreatedUtc",
                "UpdatedUtc",
                "SettlementUtc",
                "AccountingState",
                "State",
                "Identifier",
                "Type",
                "Kind",
                "Data",
                "PaymentOrigin"}},
    {.operation = "bills/getAll",
     .collection = "Bills",
     .table = &Hotel::bills,
     .given = R"("State":"Closed")",
     .missing = "BillIds",
     .ids = "BillIds",
     .interval = "IssuedUtc",
     .fields = {"Id",
                "Name",
                "EnterpriseId",
                "AccountId",
                "AccountType",
                "AssociatedAccountIds",
                "CounterId",
                "State",
                "Type",
                "Number",
                "VariableSymbol",
                "CreatedUtc",
                "IssuedUtc",
                "TaxedUtc",
                "PaidUtc",
                "DueUtc",
                "LastReminderDateUtc",
                "UpdatedUtc",
                "PurchaseOrderNumber",
                "Notes",
                "Options",
                "OwnerData",
                "AssociatedAccountData",
                "EnterpriseData",
                "CorrectionState",
                "CorrectionType",
                "CorrectedBillId"}},
    {.operation = "paymentRequests/getAll",
     .collection = "PaymentRequests",
     .table = &Hotel::payment_requests,
     .ids = "PaymentRequestIds",
     .interval = "UpdatedUtc",
     .fields = {"Id", "EnterpriseId", "AccountId", "ReservationGroupId", "ReservationId", "State",
                "Amount", "Type", "Reason", "ExpirationUtc", "Description", "Notes", "CreatedUtc",
                "UpdatedUtc"}},
    {.operation = "messageThreads/getAll",
     .collection = "MessageThreads",
     .table = &Hotel::message_threads,
     .given = R"("MessageThreadIds":[$THREAD$])",
     .missing = "MessageThreadIds",
     .ids = "MessageThreadIds",
     .interval = "CreatedUtc",
     .fields = {"Id", "OriginalSender", "Subject", "CreatedUtc", "UpdatedUtc", "IsResolved"}},
    {.operation = "messages/getAll",
     .collection = "Messages",
     .table = &Hotel::messages,
     .given = R"("MessageThreadIds":[$THREAD$])",
     .missing = "MessageThreadIds",
     .ids = "MessageThreadIds",
     .interval = "CreatedUtc",
     .months = 1,
     .fields = {"Id", "MessageThreadId", "Text", "Sender", "CreatedUtc"}},
    {.operation = "rates/getAll",
     .collection = "Rates",
     .table = &Hotel::rates,
     .given = R"("ServiceIds":[$STAY$])",
     .missing = "ServiceIds",
     .ids = "RateIds",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .fields = {"Id", "GroupId", "ServiceId", "BaseRateId", "IsBaseRate", "BusinessSegmentId",
                "IsActive", "IsEnabled", "IsPublic", "IsDefault", "Type", "Names", "ShortName",
                "UpdatedUtc", "ExternalNames", "Description", "ExternalIdentifier",
                "TaxExemptionReason", "TaxExemptionLegalReference"}},
    {.operation = "rateGroups/getAll",
     .collection = "RateGroups",
     .table = &Hotel::rate_groups,
     .given = R"("ServiceIds":[$STAY$])",
     .missing = "RateGroupIds",
     .ids = "RateGroupIds",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .fields = {"Id", "ServiceId", "IsActive", "CreatedUtc", "UpdatedUtc", "Ordering", "Names",
                "ShortNames", "Descriptions", "ExternalIdentifier"}},
    {.operation = "businessSegments/getAll",
     .collection = "BusinessSegments",
     .table = &Hotel::business_segments,
     .ids = "Ids",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .fields = {"Id", "ServiceId", "IsActive", "Name", "CreatedUtc", "UpdatedUtc"}},
    {.operation = "sources/getAll",
     .collection = "Sources",
     .table = &Hotel::sources,
     .ids = "SourceIds",
     .interval = "UpdatedUtc",
     .fields = {"Id", "Name", "Type", "UpdatedUtc", "Code"}},
    {.operation = "sourceAssignments/getAll",
     .collection = "SourceAssignments",
     .table = &Hotel::source_assignments,
     .ids = "ReservationGroupIds",
     .interval = "UpdatedUtc",
     .fields = {"Id", "ReservationGroupId", "SourceId", "IsPrimary"}},
    {.operation = "outlets/getAll",
     .collection = "Outlets",
     .table = &Hotel::outlets,
     .ids = "OutletIds",
     .interval = "UpdatedUtc",
     .fields = {"Id", "IsActive", "Name", "EnterpriseId", "CreatedUtc", "UpdatedUtc"}},
    {.operation = "loyaltyPrograms/getAll",
     .collection = "LoyaltyPrograms",
     .table = &Hotel::loyalty_programs,
     .ids = "LoyaltyProgramIds",
     .interval = "CreatedUtc",
     .has_activity = true,
     .shows_deleted = false,
     .fields = {"Id", "ChainId", "Name", "Code", "Type", "Subscription"}},
    {.operation = "loyaltyTiers/getAll",
     .collection = "LoyaltyTiers",
     .table = &Hotel::loyalty_tiers,
     .given = R"("LoyaltyProgramIds":[$PROGRAM$])",
     .missing = "LoyaltyProgramIds",
     .ids = "LoyaltyTierIds",
     .interval = "UpdatedUtc",
     .has_activity = true,
     .shows_deleted = false,
     .fields = {"Id", "LoyaltyProgramId", "Name", "Code", "Ordering"}},
    {.operation = "loyaltyMemberships/getAll",
     .collection = "LoyaltyMemberships",
     .table = &Hotel::loyalty_memberships,
     .ids = "LoyaltyMembershipIds",
     .interval = "CreatedUtc",
     .has_activity = true,
     .shows_deleted = false,
     .fields = {"Id", "ChainId", "AccountId", "LoyaltyProgramId", "State", "IsPrimary",
                "ProviderMembershipId", "MembershipNumber", "Points", "ExpirationDate", "Url",
                "LoyaltyTierId", "CreatorProfile", "UpdaterProfile"}},
};

std::string joined(const std::string& left, const std::string& right) {
    return left.empty() || right.empty() ? left + right : left + "," + right;
}

class RecordList : public ::testing::TestWithParam<Case> {
  protected:
    Answer call(const std::string& members) { return client.call(GetParam().operation, members); }
    json::array rows(const std::string& members) {
        const auto answer = call(joined(members, thousand));
        EXPECT_EQ(answer.status(), 200) << answer.response.body;
        return answer.status() == 200 ? answer.rows(GetParam().collection) : json::array{};
    }
    std::string given() { return filled(GetParam().given, client.pms.hotel()); }
    Table<Record>& table() { return client.pms.hotel().*GetParam().table; }

    PmsClient client;
};

TEST_P(RecordList, HasEveryDocumentedFieldAndNoOther) {
    const auto answer = call(joined(given(), one));
    ASSERT_EQ(answer.status(), 200) << answer.response.body;
    const auto& row = answer.rows(GetParam().collection).at(0).as_object();
    std::set<std::string> shown;
    for (const auto& member : row) shown.emplace(member.key());
    EXPECT_EQ(shown, (std::set<std::string>{GetParam().fields.begin(), GetParam().fields.end()}));
    if (row.contains("Id")) {
        EXPECT_EQ(answer.body.at("Cursor"), row.at("Id"));
    }
    EXPECT_TRUE(client.pms.client_faults().empty());
}

TEST_P(RecordList, RefusesByNameWhatIsMissing) {
    const auto& missing = GetParam().missing;
    const auto answer = call(one);
    EXPECT_EQ(answer.status(), missing.empty() ? 200 : 400);
    if (!missing.empty()) {
        EXPECT_EQ(answer.message(), "Invalid " + missing + ".");
    }
    EXPECT_EQ(call(given()).message(), "Invalid Limitation.");
}

TEST_P(RecordList, TakesSoManyIdsAndNotOneMore) {
    const auto& [ids, limit] = std::pair{GetParam().ids, GetParam().limit};
    const auto others = GetParam().missing == ids ? "" : joined(given(), one);
    const auto members = others.empty() ? one : others;
    EXPECT_EQ(call(joined(members, repeated(ids, limit))).status(), 200);
    const auto refused = call(joined(members, repeated(ids, limit + 1)));
    EXPECT_EQ(refused.status(), 400);
    EXPECT_EQ(refused.message(), "Invalid " + ids + ".");
}

TEST_P(RecordList, TakesIntervalsOfSoManyMonthsAndNotASecondMore) {
    const auto& name = GetParam().interval;
    const auto end = city_hotel_morning();
    if (name.empty()) {
        EXPECT_EQ(call(joined(joined(given(), one), interval("UpdatedUtc", end, end))).status(),
                  200);
        EXPECT_EQ(client.pms.client_faults().size(), 1U) << "there is no such parameter";
        return;
    }
    const auto start = add_months(end, -GetParam().months);
    EXPECT_EQ(call(joined(joined(given(), one), interval(name, start, end))).status(), 200);
    const auto refused = call(joined(joined(given(), one), interval(name, start - 1s, end)));
    EXPECT_EQ(refused.status(), 400);
    EXPECT_EQ(refused.message(), "Invalid " + name + ".");
}

TEST_P(RecordList, NotesAParameterItDoesNotKnow) {
    EXPECT_EQ(call(joined(joined(given(), one), R"("Foo":true)")).status(), 200);
    EXPECT_EQ(client.pms.client_faults().count("/api/connector/v1/" + GetParam().operation +
                                               ": Foo is no parameter here"),
              1U);
}

TEST_P(RecordList, PagesNewestFirstThroughEveryRowOnce) {
    const auto at_once =
        client.read_all(GetParam().operation, GetParam().collection, given(), 1000);
    const auto count = static_cast<int>(std::min<std::size_t>(at_once.size() / 4 + 1, 700));
    EXPECT_EQ(client.read_all(GetParam().operation, GetParam().collection, given(), count),
              at_once);
    if (GetParam().table == nullptr) return;
    std::set<std::string> shown;
    std::size_t newer = table().size();
    for (const auto& row : at_once) {
        if (!row.as_object().contains("Id")) return;
        const auto place = table().place_of(*Uuid::parse(std::string{row.at("Id").as_string()}));
        EXPECT_LT(*place, newer);
        newer = *place;
    }
}

TEST_P(RecordList, TellsActiveFromDeletedWhereItHasStates) {
    if (!GetParam().has_activity) return;
    const auto first = call(joined(given(), one)).rows(GetParam().collection).at(0);
    const auto id = *Uuid::parse(std::string{first.at("Id").as_string()});
    client.pms.desk().erase(GetParam().table, id, by_staff);
    const auto members = joined(given(), '"' + GetParam().ids + "\":[" + quoted(id) + "]");
    EXPECT_EQ(rows(joined(members, R"("ActivityStates":["Active"])")).size(), 0U);
    EXPECT_EQ(rows(joined(members, R"("ActivityStates":["Deleted"])")).size(), 1U);
    EXPECT_EQ(rows(joined(members, R"("ActivityStates":["Active","Deleted"])")).size(), 1U);
    EXPECT_EQ(rows(members).size(), GetParam().shows_deleted ? 1U : 0U);
}

TEST_P(RecordList, GoesOnFromACursorWhoseRowWasDeleted) {
    if (GetParam().table == nullptr) return;
    const auto members = given();
    const auto all = rows(members);
    const auto page = call(joined(members, one));
    const auto cursor = page.body.at("Cursor").as_string();
    const auto& kind = kind_of(GetParam().table);
    client.pms.desk().erase(GetParam().table, *Uuid::parse(std::string{cursor}), by_staff);
    EXPECT_EQ(rows(members).size(),
              all.size() - (kind.vanishes || !GetParam().shows_deleted ? 1 : 0));
    const auto rest = call(joined(
        given(), R"("Limitation":{"Count":1000,"Cursor":")" + std::string{cursor} + R"("})"));
    ASSERT_EQ(rest.status(), 200) << rest.response.body;
    EXPECT_EQ(rest.rows(GetParam().collection), json::array(all.begin() + 1, all.end()));
}

INSTANTIATE_TEST_SUITE_P(, RecordList, ::testing::ValuesIn(cases),
                         [](const auto& row) { return row.param.collection; });

TEST(RecordLists, ServeEveryKindThatTheHotelKeeps) {
    EXPECT_EQ(record_kinds().size(), std::size(cases) - 1);
    for (const auto& kind : record_kinds())
        EXPECT_NE(std::ranges::find(cases, kind.table, &Case::table), std::end(cases)) << kind.noun;
}

// --- What single lists do beside that ---

TEST(RecordLists, HideDeletedBlocksUnlessAskedAndSayWhenTheyWereDeleted) {
    PmsClient client;
    const auto shown = client.call("resourceBlocks/getAll", thousand).rows("ResourceBlocks");
    EXPECT_EQ(shown.size(), 3U);
    const auto deleted =
        client.call("resourceBlocks/getAll", thousand + R"(,"ActivityStates":["Deleted"])")
            .rows("ResourceBlocks");
    ASSERT_EQ(deleted.size(), 1U);
    EXPECT_FALSE(deleted[0].at("IsActive").as_bool());
    EXPECT_EQ(deleted[0].at("DeletedUtc").as_string(), "2015-09-16T02:00:00Z");
}

TEST(RecordLists, FindBlocksThatCollideWithAnInterval) {
    PmsClient client;
    const auto found = [&](UtcTime start, UtcTime end) {
        return client
            .call("resourceBlocks/getAll", one + "," + interval("CollidingUtc", start, end))
            .rows("ResourceBlocks")
            .size();
    };
    const auto& used = record_by(client.pms.hotel().resource_blocks, "Type", "InternalUse");
    const auto start = *time_in(used, "StartUtc");
    EXPECT_EQ(found(start - 1h, start), 0U);
    EXPECT_EQ(found(start - 1h, start + 1s), 1U);
    EXPECT_EQ(found(start + 1h, start + 1h), 1U);
}

TEST(RecordLists, GiveSpecialRequestsOnlyWhenAskedFor) {
    PmsClient client;
    const auto& request =
        record_by(client.pms.hotel().service_order_notes, "Type", "SpecialRequest");
    const auto order =
        R"("ServiceOrderIds":[")" + text_in(request, "OrderId") + R"("],)" + thousand;
    const auto types = [&](const std::string& members) {
        std::set<std::string> found;
        for (const auto& row :
             rows_of(client, "serviceOrderNotes/getAll", "ServiceOrderNotes", order + members))
            found.emplace(row.at("Type").as_string());
        return found;
    };
    EXPECT_FALSE(types("").contains("SpecialRequest"));
    EXPECT_TRUE(types(R"(,"Types":["SpecialRequest"])").contains("SpecialRequest"));
}

TEST(RecordLists, HideDefaultProductsUnlessAskedOrNamed) {
    PmsClient client;
    const auto& hotel = client.pms.hotel();
    const auto& night = record_by(hotel.products, "ExternalIdentifier", "NIGHT");
    const auto count = [&](const std::string& members) {
        return client
            .call("products/getAll", thousand + R"(,"ServiceIds":[)" +
                                         quoted(hotel.services.rows().front().id) + "]" + members)
            .rows("Products")
            .size();
    };
    EXPECT_EQ(count(""), 3U);
    EXPECT_EQ(count(R"(,"IncludeDefault":true)"), 5U);
    const auto named = R"(,"ProductIds":[)" + quoted(night.id) + "]";
    EXPECT_EQ(count(named), 1U);
    EXPECT_EQ(count(named + R"(,"IncludeDefault":false)"), 0U);
}

TEST(RecordLists, GiveCorrectiveBillsOnlyWhenAskedForOrNamed) {
    PmsClient client;
    const auto& corrective =
        record_by(client.pms.hotel().bills, "CorrectionState", "CorrectiveBill");
    const auto today = interval("IssuedUtc", client.now - 1h, client.now);
    const auto has = [&](const std::string& members) {
        for (const auto& row : rows_of(client, "bills/getAll", "Bills", thousand + "," + members)) {
            if (row.at("Id").as_string() == corrective.id.to_string()) return true;
        }
        return false;
    };
    EXPECT_FALSE(has(today));
    EXPECT_TRUE(has(today + R"(,"CorrectionState":["CorrectiveBill"])"));
    EXPECT_TRUE(has(R"("BillIds":[)" + quoted(corrective.id) + "]"));
}

TEST(RecordLists, AskForTheBlockAssignmentsInAnExtentOfRates) {
    PmsClient client;
    const auto members =
        thousand + R"(,"ServiceIds":[)" + quoted(client.pms.hotel().services.rows()[0].id) + "]";
    EXPECT_EQ(client.call("rates/getAll", members).rows("Rates").size(), 7U);
    EXPECT_EQ(client.call("rates/getAll", members + R"(,"Extent":{"Rates":true})").message(),
              "Invalid AvailabilityBlockAssignments.");
    const auto none =
        client.call("rates/getAll",
                    members + R"(,"Extent":{"Rates":false,"AvailabilityBlockAssignments":false})");
    EXPECT_TRUE(none.body.at("Rates").is_null());
    EXPECT_TRUE(none.body.at("RateGroups").is_null());
    EXPECT_TRUE(none.body.at("Cursor").is_string());
}

TEST(RecordLists, AreRefusedWithoutOneOfTheSevenFiltersOfOrderItems) {
    PmsClient client;
    for (const auto& name : {"ConsumedUtc", "CanceledUtc"}) {
        EXPECT_EQ(
            client
                .call("orderItems/getAll", one + "," + interval(name, client.now - 1h, client.now))
                .message(),
            "Invalid OrderItemIds.")
            << name;
    }
    EXPECT_EQ(client
                  .call("orderItems/getAll",
                        one + "," + interval("ClosedUtc", client.now - 1h, client.now))
                  .status(),
              200);
}

TEST(RecordLists, KnowNoCurrencyButTheHotels) {
    PmsClient client;
    const auto members = one + R"(,"States":["Charged"],"Currency":)";
    EXPECT_EQ(client.call("payments/getAll", members + R"("EUR")").status(), 200);
    EXPECT_EQ(client.call("payments/getAll", members + R"("USD")").message(), "Invalid Currency.");
}

TEST(RecordLists, GiveOrderItemsOfStaysByTheirIds) {
    PmsClient client;
    const auto& stay = client.stay(model::ReservationState::started);
    std::set<std::string> expected;
    for (const auto& item : client.pms.hotel().order_items.rows()) {
        if (item.service_order_id == stay.id) expected.insert(item.id.to_string());
    }
    const auto members = R"("ServiceOrderIds":[)" + quoted(stay.id) + "]";
    std::set<std::string> found;
    for (const auto& row : client.read_all("orderItems/getAll", "OrderItems", members, 2))
        found.emplace(row.at("Id").as_string());
    EXPECT_EQ(found, expected);
    EXPECT_GT(found.size(), 1U);
}

TEST(RecordLists, ShowNullTimesAndFindSuchRowsByNoInterval) {
    PmsClient client;
    bool is_seen = false;
    for (const auto& row : rows_of(client, "companies/getAll", "Companies", thousand))
        is_seen = is_seen || row.at("UpdatedUtc").is_null();
    EXPECT_TRUE(is_seen);
    const auto window = interval("UpdatedUtc", client.now - 24h * 80, client.now);
    for (const auto& row :
         rows_of(client, "companies/getAll", "Companies", thousand + "," + window))
        EXPECT_TRUE(row.at("UpdatedUtc").is_string());
}

TEST(RecordLists, WriteDecimalsPlainlyAndLongNumbersExactly) {
    PmsClient client;
    const auto companies = client.call("companies/getAll", thousand).response.body;
    EXPECT_NE(companies.find(R"("Number":9007199254740993,)"), std::string::npos);
    EXPECT_NE(companies.find(R"("Number":9300000000000000001,)"), std::string::npos);
    const auto payments = client.call("payments/getAll", thousand + R"(,"States":["Charged"])");
    const auto& text = payments.response.body;
    for (auto at = text.find("\"GrossValue\":"); at != std::string::npos;
         at = text.find("\"GrossValue\":", at + 1)) {
        const auto number = text.substr(at + 13, text.find_first_of(",}", at) - at - 13);
        ASSERT_EQ(number.find_first_not_of("-.0123456789"), std::string::npos) << number;
    }
}

TEST(RecordLists, WriteTheOtherDecimalsAndTextsAsTheyWere) {
    EXPECT_EQ(to_text(json::object{{"a", 97.77},
                                   {"b\"E", "1E5,\"x\\"},
                                   {"c", json::array{0.0, -100.0, 38.7098}},
                                   {"d", true}}),
              R"({"a":97.77,"b\"E":"1E5,\"x\\","c":[0,-100,38.7098],"d":true})");
}

}  // namespace
}  // namespace stayd::sim
