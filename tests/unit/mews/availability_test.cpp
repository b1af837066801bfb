// The matrix of services/getAvailability/2024-01-22.
#include <map>

#include "mews/answers.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using model::List;

constexpr const char* service = "bd26d8db-86da-4f96-9efc-e5a4654a4a94";
constexpr const char* category = "34c29e73-c8db-4e93-b51b-981e42655e03";
/// Every documented metric (connector-api.md, "Service availability metrics").
constexpr const char* metrics[] = {"OutOfOrderBlocks",
                                   "PublicAvailabilityAdjustment",
                                   "OtherServiceReservationCount",
                                   "Occupied",
                                   "ConfirmedReservations",
                                   "OptionalReservations",
                                   "BlockAvailability",
                                   "AllocatedBlockAvailability",
                                   "UsableResources",
                                   "ActiveResources",
                                   "HouseUse"};

Result<ListPage> read(const std::string& body) {
    return read_page({.list = List::availability, .parents = {id(service)}}, body, "");
}
std::string answer(const std::string& metrics_json) {
    return std::string{R"({"ResourceCategoryAvailabilities":[{"Metrics":)"} + metrics_json +
           R"(,"ResourceCategoryId":")" + category +
           R"("}],"TimeUnitStartsUtc":["2015-09-16T23:00:00Z","2015-09-17T23:00:00Z"]})";
}

TEST(Availability, IsARowForEachCategoryDayAndMetric) {
    for (const char* metric : metrics) {
        const auto page = read(answer(std::string{R"({")"} + metric + R"(":[7,-2]})"));
        ASSERT_TRUE(page) << page.error().context;
        ASSERT_EQ(page->rows.size(), 2u);
        EXPECT_EQ(page->row_count, 2u);
        EXPECT_EQ(page->cursor, std::nullopt);
        const auto first = page->rows[0];
        EXPECT_EQ(first.cell("service_uid").id(), id(service));
        EXPECT_EQ(first.cell("category_uid").id(), id(category));
        EXPECT_EQ(first.cell("starts_utc_ms").integer(), to_ms(utc("2015-09-16T23:00:00Z")));
        EXPECT_EQ(first.cell("metric").bytes(), metric);
        EXPECT_EQ(first.cell("value").integer(), 7);
        EXPECT_EQ(page->rows[1].cell("starts_utc_ms").integer(),
                  to_ms(utc("2015-09-17T23:00:00Z")));
        EXPECT_EQ(page->rows[1].cell("value").integer(), -2);
        EXPECT_EQ(page->odd_members, 0u);
    }
}

TEST(Availability, HasTheSameIdAgainAndNoOtherRowHas) {
    const auto body = answer(R"({"Occupied":[1,1],"HouseUse":[1,1],"Unheard":[1,1]})");
    const auto page = read(body).value();
    const auto again = read(body).value();
    std::map<Uuid, std::size_t> ids;
    for (std::size_t at = 0; at < page.rows.size(); ++at) {
        EXPECT_EQ(page.rows[at].id(), again.rows[at].id());
        ids[page.rows[at].id()] = at;
    }
    EXPECT_EQ(ids.size(), 6u);
}

TEST(Availability, TakesWhatIsNotDocumented) {
    const auto page = read(answer(R"({"Unheard":[5],"Occupied":null,"HouseUse":[null,2.5]})"));
    ASSERT_TRUE(page) << page.error().context;
    ASSERT_EQ(page->rows.size(), 3u);
    EXPECT_EQ(page->rows[0].cell("metric").bytes(), "Unheard");
    EXPECT_TRUE(page->rows[1].cell("value").is_null());
    EXPECT_TRUE(page->rows[2].cell("value").is_null());
    EXPECT_EQ(page->rows[2].rest(), R"({"Value":2.5})");
    EXPECT_EQ(page->odd_members, 1u);
    EXPECT_EQ(read(answer("null"))->rows.size(), 0u);
    EXPECT_EQ(read(answer("[1]"))->odd_members, 1u);
    EXPECT_EQ(read(answer(R"({"Occupied":7})"))->odd_members, 1u);
}

TEST(Availability, LeavesOutWhatBelongsToNoDayOrCategory) {
    const auto longer = read(answer(R"({"Occupied":[1,2,3]})"));
    EXPECT_EQ(longer->rows.size(), 2u);
    EXPECT_EQ(longer->unreadable, 1u);
    const auto page = read(
        R"({"TimeUnitStartsUtc":["x"],"ResourceCategoryAvailabilities":[7,{"Metrics":{"Occupied":[1]}},
            {"ResourceCategoryId":"34c29e73-c8db-4e93-b51b-981e42655e03","Metrics":{"Occupied":[1]}}]})");
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->rows.size(), 0u);
    EXPECT_EQ(page->unreadable, 3u);
    EXPECT_EQ(page->row_count, 3u);
}

TEST(Availability, MayBeOfNothing) {
    EXPECT_EQ(read(R"({"TimeUnitStartsUtc":[],"ResourceCategoryAvailabilities":null})")->row_count,
              0u);
}

TEST(Availability, IsMalformedInAnyOtherShape) {
    for (const char* body :
         {"", "[]", "{}", R"({"TimeUnitStartsUtc":[]})", R"({"ResourceCategoryAvailabilities":[]})",
          R"({"TimeUnitStartsUtc":{},"ResourceCategoryAvailabilities":[]})",
          R"({"TimeUnitStartsUtc":[],"ResourceCategoryAvailabilities":{}})",
          R"({"TimeUnitStartsUtc":[],"ResourceCategoryAvailabilities":[]}x)"}) {
        const auto page = read(body);
        ASSERT_FALSE(page) << body;
        EXPECT_EQ(page.error().code, Errc::malformed);
    }
}

}  // namespace
}  // namespace stayd::mews
