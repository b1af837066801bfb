// Recorded answers: what decisions are made upon, read from the PMS's own bytes.
#include "recorded.hpp"
#include "mews/answers.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;
using model::List;

model::Rows rows_of(List list, std::string_view language = "pt-PT") {
    const std::string name{to_text(list)};
    auto page = read_page({.list = list}, recorded(name), language).value();
    EXPECT_EQ(page.row_count, page.rows.size());
    EXPECT_EQ(page.odd_members, 0u) << page.first_oddity;
    EXPECT_EQ(page.unreadable, 0u);
    return std::move(page.rows);
}

TEST(Recorded, ConfigurationGivesTheClockAndTheEnterprise) {
    const auto read = read_configuration(recorded("configuration"));
    ASSERT_TRUE(read) << read.error().context;
    EXPECT_EQ(read->now_utc, utc("2015-09-17T09:00:00Z"));
    const auto row = read->rows[0];
    EXPECT_EQ(row.id(), id("851df8c8-90f2-4c4a-8e01-a4fc46b25178"));
    EXPECT_EQ(row.cell("name").bytes(), "Hotel Água Nova");
    EXPECT_EQ(row.cell("time_zone").bytes(), "Europe/Lisbon");
    EXPECT_EQ(row.cell("default_language_code").bytes(), "pt-PT");
    EXPECT_EQ(row.cell("closing_offset_ms").integer(), Duration{4h + 30min}.count());
    EXPECT_NE(row.rest().find(R"("HoldingKey":"north")"), std::string_view::npos);
}

TEST(Recorded, AServiceHasItsOffsetsOrOnlyTheDeprecatedName) {
    const auto rows = rows_of(List::services);
    EXPECT_EQ(rows[0].cell("name").bytes(), "Alojamento");
    EXPECT_EQ(rows[0].cell("type").bytes(), "Bookable");
    EXPECT_EQ(rows[0].cell("start_offset_ms").integer(), Duration{15h}.count());
    EXPECT_EQ(rows[0].cell("end_offset_ms").integer(), Duration{11h}.count());
    EXPECT_EQ(rows[1].cell("is_active").integer(), 0);
    EXPECT_EQ(rows[1].cell("name").bytes(), "Restaurant");
    EXPECT_EQ(rows[1].cell("type").bytes(), "Additional");
    EXPECT_TRUE(rows[1].cell("start_offset_ms").is_null());
}

TEST(Recorded, ASpaceHasAFloorAndAnObjectHasNone) {
    const auto rows = rows_of(List::resources);
    EXPECT_EQ(rows[0].cell("name").bytes(), "204");
    EXPECT_EQ(rows[0].cell("state").bytes(), "OutOfService");
    EXPECT_EQ(rows[0].cell("kind").bytes(), "Space");
    EXPECT_EQ(rows[0].cell("floor").bytes(), "2");
    EXPECT_EQ(rows[0].cell("parent_uid").id(), id("c32386aa-1cd2-414a-a823-489325842fbe"));
    EXPECT_EQ(rows[1].cell("kind").bytes(), "Object");
    EXPECT_TRUE(rows[1].cell("floor").is_null());
}

TEST(Recorded, AReservationCountsItsPersons) {
    const auto rows = rows_of(List::reservations);
    EXPECT_EQ(rows[0].id(), id("0f515589-99b4-423d-b83a-b237009f0509"));
    EXPECT_EQ(rows[0].cell("persons").integer(), 3);
    EXPECT_FALSE(rows[0].cell("scheduled_start_utc_ms").is_null());
}

TEST(Recorded, ACustomerKeepsEveryByteOfItsName) {
    const auto rows = rows_of(List::customers);
    EXPECT_EQ(rows[0].cell("number").bytes(), "9223372036854775807");
    EXPECT_EQ(rows[0].cell("first_name").bytes(), "Zoë 一😀");
    EXPECT_EQ(rows[0].cell("last_name").bytes(), "O’Brien-Ñandú حسن");
    EXPECT_EQ(rows[0].cell("notes").bytes(), "likes \"quiet\" rooms\nand tea");
    EXPECT_EQ(rows[0].cell("phone").bytes(), "+353 1 000 0000");
    EXPECT_EQ(rows[0].cell("classifications").bytes(), " VeryImportant Returning SomethingNew ");
    EXPECT_EQ(rows[0].cell("is_active").integer(), 0);
    EXPECT_EQ(rows[1].cell("number").bytes(), "42");
    EXPECT_TRUE(rows[1].cell("first_name").is_null());
    EXPECT_TRUE(rows[1].cell("classifications").is_null());
}

TEST(Recorded, ATaskIsOpenUntilItHasAClosingTime) {
    const auto rows = rows_of(List::tasks);
    EXPECT_EQ(rows[0].cell("name").bytes(), "Bring a cot to 204");
    EXPECT_EQ(rows[0].cell("closed_utc_ms").integer(), to_ms(utc("2015-09-16T13:30:00Z")));
    EXPECT_TRUE(rows[1].cell("closed_utc_ms").is_null());
}

TEST(Recorded, TheOthersAreReadToo) {
    for (const List list : {List::resource_categories, List::resource_category_assignments,
                            List::age_categories, List::departments, List::companionships}) {
        EXPECT_GT(rows_of(list).size(), 0u) << to_text(list);
    }
}

}  // namespace
}  // namespace stayd::mews
