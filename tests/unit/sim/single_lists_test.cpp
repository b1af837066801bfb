#include <gtest/gtest.h>

#include <cmath>

#include "tests/sim/mews/render.hpp"
#include "tests/unit/sim/list_cases.hpp"
#include "tests/unit/sim/pms_client.hpp"

// What single lists do beside what all do.

namespace stayd::sim {
namespace {

/// A copy, so that a loop over it holds on to no answer that is gone.
json::array rows_of(PmsClient& client, const std::string& operation, const std::string& collection,
                    const std::string& members) {
    return client.call(operation, members).rows(collection);
}

TEST(RecordLists, HideDeletedBlocksUnlessAskedAndSayWhenTheyWereDeleted) {
    PmsClient client;
    const auto shown = client.call("resourceBlocks/getAll", thousand_rows).rows("ResourceBlocks");
    EXPECT_EQ(shown.size(), 3U);
    const auto deleted =
        client.call("resourceBlocks/getAll", thousand_rows + R"(,"ActivityStates":["Deleted"])")
            .rows("ResourceBlocks");
    ASSERT_EQ(deleted.size(), 1U);
    EXPECT_FALSE(deleted[0].at("IsActive").as_bool());
    EXPECT_EQ(deleted[0].at("DeletedUtc").as_string(), "2015-09-16T02:00:00Z");
}

TEST(RecordLists, FindBlocksThatCollideWithAnInterval) {
    PmsClient client;
    const auto found = [&](UtcTime start, UtcTime end) {
        return client
            .call("resourceBlocks/getAll", one_row + "," + interval("CollidingUtc", start, end))
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
        R"("ServiceOrderIds":[")" + text_in(request, "OrderId") + R"("],)" + thousand_rows;
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
            .call("products/getAll", thousand_rows + R"(,"ServiceIds":[)" +
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
        for (const auto& row :
             rows_of(client, "bills/getAll", "Bills", thousand_rows + "," + members)) {
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
    const auto members = thousand_rows + R"(,"ServiceIds":[)" +
                         quoted(client.pms.hotel().services.rows()[0].id) + "]";
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
        EXPECT_EQ(client
                      .call("orderItems/getAll",
                            one_row + "," + interval(name, client.now - 1h, client.now))
                      .message(),
                  "Invalid OrderItemIds.")
            << name;
    }
    EXPECT_EQ(client
                  .call("orderItems/getAll",
                        one_row + "," + interval("ClosedUtc", client.now - 1h, client.now))
                  .status(),
              200);
}

TEST(RecordLists, KnowNoCurrencyButTheHotels) {
    PmsClient client;
    const auto members = one_row + R"(,"States":["Charged"],"Currency":)";
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
    for (const auto& row : rows_of(client, "companies/getAll", "Companies", thousand_rows))
        is_seen = is_seen || row.at("UpdatedUtc").is_null();
    EXPECT_TRUE(is_seen);
    const auto window = interval("UpdatedUtc", client.now - 24h * 80, client.now);
    for (const auto& row :
         rows_of(client, "companies/getAll", "Companies", thousand_rows + "," + window))
        EXPECT_TRUE(row.at("UpdatedUtc").is_string());
}

TEST(RecordLists, WriteDecimalsPlainlyAndLongNumbersExactly) {
    PmsClient client;
    const auto companies = client.call("companies/getAll", thousand_rows).response.body;
    EXPECT_NE(companies.find(R"("Number":9007199254740993,)"), std::string::npos);
    EXPECT_NE(companies.find(R"("Number":9300000000000000001,)"), std::string::npos);
    const auto payments =
        client.call("payments/getAll", thousand_rows + R"(,"States":["Charged"])");
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
