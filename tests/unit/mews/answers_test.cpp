// What answers may look like beyond the documented object: odd values, odd order, broken ones.
#include "mews/answers.hpp"

#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

using model::List;

constexpr const char* row_id = "65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50";

/// A page of rows that have these members and an id.
template <class... Members>
ListPage page_of(List list, Members... members) {
    std::string body = R"({"Cursor":"c",")" + std::string{model::entry(list).collection} + R"(":[)";
    for (const auto& row : {std::string{members}...})
        body += std::string{R"({"Id":")"} + row_id + "\"," + row + "},";
    body.back() = ']';
    auto page = read_page({.list = list}, body + "}", "pt-PT");
    if (!page) throw std::runtime_error(page.error().context);
    return std::move(*page);
}
std::string text_of(List list, const char* column, const std::string& members) {
    const auto page = page_of(list, members);
    return std::string{page.rows[0].cell(column).bytes()};
}

TEST(Answers, TakeAFloorAsAWordOrANumberOrNone) {
    const auto floor = [](const std::string& data) {
        return text_of(List::resources, "floor",
                       R"("Data":{"Discriminator":"Space","Value":)" + data + "}");
    };
    EXPECT_EQ(floor(R"({"FloorNumber":"mezzanine"})"), "mezzanine");
    EXPECT_EQ(floor(R"({"FloorNumber":-1})"), "-1");
    EXPECT_EQ(floor(R"({"FloorNumber":null})"), "");
    EXPECT_EQ(floor("{}"), "");
    EXPECT_EQ(floor("null"), "");
}

TEST(Answers, KeepNumbersThatNoMachineNumberHolds) {
    const auto page = page_of(List::companies, R"("Number":18446744073709551615123)");
    EXPECT_EQ(page.rows[0].cell("number").bytes(), "18446744073709551615123");
    EXPECT_EQ(page.rows[0].rest(), R"({"Number":18446744073709551615123})");
}

TEST(Answers, ChooseTheDefaultLanguageThenAnyThatSaysSomething) {
    const auto name = [](const std::string& names) {
        return text_of(List::age_categories, "name", R"("Names":)" + names);
    };
    EXPECT_EQ(name(R"({"de-DE":"Kinder","pt-PT":"Crianças"})"), "Crianças");
    EXPECT_EQ(name(R"({"pt-PT":"Crianças","de-DE":"Kinder"})"), "Crianças");
    EXPECT_EQ(name(R"({"de-DE":"Kinder","fr-FR":"Enfants"})"), "Kinder");
    EXPECT_EQ(name(R"({"pt-PT":"","fr-FR":null,"es-ES":"Niños"})"), "Niños");
    EXPECT_EQ(name("{}"), "");
    EXPECT_EQ(name("null"), "");
    const auto page = page_of(List::age_categories, R"("Names":{"de-DE":7,"fr-FR":"Enfants"})");
    EXPECT_EQ(page.rows[0].cell("name").bytes(), "Enfants");
    EXPECT_EQ(page.odd_members, 1u);
}

TEST(Answers, PreferAMemberToTheDeprecatedOneInEitherOrder) {
    const auto name = [](const std::string& members) {
        return text_of(List::services, "name", members);
    };
    EXPECT_EQ(name(R"("Names":{"en-GB":"New"},"Name":"Old")"), "New");
    EXPECT_EQ(name(R"("Name":"Old","Names":{"en-GB":"New"})"), "New");
    EXPECT_EQ(name(R"("Name":"Old","Names":{})"), "Old");
    EXPECT_EQ(name(R"("Names":null,"Name":"Old")"), "Old");
    EXPECT_EQ(name(R"("Name":null)"), "");
}

TEST(Answers, KeepBothOfAMemberAndTheDeprecatedOne) {
    const auto members = R"("Code":"A","MembershipNumber":"B")";
    const auto page = page_of(List::loyalty_memberships, members, R"("Code":"A")");
    EXPECT_EQ(page.rows[0].cell("membership_number").bytes(), "B");
    EXPECT_EQ(page.rows[0].rest(), std::string{"{"} + members + "}");
    EXPECT_EQ(page.rows[1].cell("membership_number").bytes(), "A");
    EXPECT_EQ(page.rows[1].rest(), R"({"Code":"A"})");
}

TEST(Answers, KeepTheRestInThePmssOrderWithoutWhiteSpaceAndNulls) {
    const auto page =
        page_of(List::departments,
                R"( "Z" : [ 1 , null , { "b" : 1e2 } ] , "Nothing" : null , "Name" : "x" ,)"
                "\n\"A\"\t: \"a \\\"b\\\"\\n\\u00e4\\/\" , \"IsActive\" : true ");
    EXPECT_EQ(page.rows[0].rest(), "{\"Z\":[1,null,{\"b\":1e2}],\"A\":\"a \\\"b\\\"\\u000aä/\"}");
    EXPECT_EQ(page_of(List::departments, R"("Name":null)").rows[0].rest(), "{}");
}

TEST(Answers, TakeMembersInAnyOrderAndOfADoubledOneTheLast) {
    const auto page =
        page_of(List::departments, R"("Name":"a","X":1,"UpdatedUtc":null)",
                R"("UpdatedUtc":"2015-04-05T06:07:08Z","X":2,"Name":"b","Na\u006de":"c")",
                R"("Y":3,"Name":"d")");
    EXPECT_EQ(page.rows[0].cell("name").bytes(), "a");
    EXPECT_EQ(page.rows[1].cell("name").bytes(), "c");
    EXPECT_EQ(page.rows[2].cell("name").bytes(), "d");
    EXPECT_EQ(page.rows[1].rest(), R"({"X":2})");
    EXPECT_EQ(page.rows[2].rest(), R"({"Y":3})");
}

TEST(Answers, ReadRowsOfAnyShapesOnOnePage) {
    std::string body = R"({"Cursor":"c","Departments":[)";
    for (int row = 0; row < 400; ++row) {
        const auto member =
            std::to_string(row) + std::string(static_cast<std::size_t>(row % 90), 'x');
        body += std::string{row == 0 ? "" : ","} + R"({"Id":")" + row_id + R"(",")" + member +
                R"(":1,"Name":")" + member + "\"}";
    }
    const auto page = read_page({.list = List::departments}, body + "]}", "").value();
    ASSERT_EQ(page.rows.size(), 400u);
    for (std::size_t row = 0; row < 400; ++row) {
        const std::string name{page.rows[row].cell("name").bytes()};
        EXPECT_EQ(page.rows[row].rest(), "{\"" + name + "\":1}");
    }
}

TEST(Answers, MendHalfASurrogatePairInATextInsteadOfLosingThePage) {
    const auto page = page_of(
        List::departments,
        R"("Name":"a\ud83d \"b\"\n\u00e9\ude00\ud83d\ude00\u0041","Other":"\ud83dx\ud83d\ude00")");
    EXPECT_EQ(page.rows[0].cell("name").bytes(),
              "a\xef\xbf\xbd \"b\"\n\xc3\xa9\xef\xbf\xbd\xf0\x9f\x98\x80"
              "A");
    EXPECT_EQ(page.rows[0].rest(), "{\"Other\":\"\xef\xbf\xbdx\xf0\x9f\x98\x80\"}");
}

TEST(Answers, TakeTimesThatAreWrittenOtherwiseAndKeepThem) {
    const auto page = page_of(List::departments, R"("UpdatedUtc":"2015-04-05T06:07:08.5+01:00")",
                              R"("UpdatedUtc":"2015-04-05")", R"("UpdatedUtc":"")");
    EXPECT_EQ(page.rows[0].cell("updated_utc_ms").integer(),
              to_ms(utc("2015-04-05T05:07:08Z")) + 500);
    EXPECT_EQ(page.rows[0].rest(), R"({"UpdatedUtc":"2015-04-05T06:07:08.5+01:00"})");
    EXPECT_EQ(page.rows[1].cell("updated_utc_ms").integer(), to_ms(utc("2015-04-05T00:00:00Z")));
    EXPECT_TRUE(page.rows[2].cell("updated_utc_ms").is_null());
    EXPECT_EQ(page.odd_members, 0u);
}

TEST(Answers, TakeARowForActiveThatDoesNotSayOtherwise) {
    const auto page = page_of(List::departments, R"("IsActive":false)", R"("IsActive":null)",
                              R"("Name":"x")", R"("IsActive":"no")");
    EXPECT_EQ(page.rows[0].cell("is_active").integer(), 0);
    EXPECT_EQ(page.rows[1].cell("is_active").integer(), 1);
    EXPECT_EQ(page.rows[2].cell("is_active").integer(), 1);
    EXPECT_TRUE(page.rows[3].cell("is_active").is_null());
}

TEST(Answers, CountOddMembersAndNameTheFirst) {
    const auto page = page_of(List::order_items,
                              R"("Amount":{"GrossValue":"12","NetValue":1e300},"UnitCount":2.5)",
                              R"("Data":7,"Amount":[],"BillId":"x")");
    EXPECT_EQ(page.odd_members, 6u);
    EXPECT_EQ(page.first_oddity,
              std::string{"orderItems: "} + row_id + ": Amount.GrossValue is not an amount");
    EXPECT_EQ(page.rows.size(), 2u);
    EXPECT_EQ(page_of(List::order_items, R"("Data":7)").first_oddity,
              std::string{"orderItems: "} + row_id + ": Data is not an object");
}

TEST(Answers, LeaveOutRowsWithoutAnId) {
    const auto page =
        read_page(
            {.list = List::tasks},
            R"({"Tasks":[{"Name":"a"},{"Id":"7"},{"Id":7},{"Id":{}},{"Id":null},7,null,[],"x",)"
            R"({"Id":"65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50","Name":"b"}],"Cursor":"c"})",
            "")
            .value();
    EXPECT_EQ(page.row_count, 10u);
    EXPECT_EQ(page.unreadable, 9u);
    ASSERT_EQ(page.rows.size(), 1u);
    EXPECT_EQ(page.rows[0].cell("name").bytes(), "b");
    EXPECT_EQ(page.first_oddity, "tasks: row 0: Id is missing");
}

TEST(Answers, LeaveOutRowsWithoutAKey) {
    const auto page =
        read_page({.list = List::customer_relationships},
                  R"({"CustomerRelationships":[{"Relationship":"Friend"}],"Cursor":"c"})", "")
            .value();
    EXPECT_EQ(page.unreadable, 1u);
    EXPECT_EQ(page.first_oddity, "customerRelationships: row 0: CustomerId cannot be read");
}

TEST(Answers, NeverQuoteWhatStoodThere) {
    const auto page = page_of(List::customers, R"("IsActive":"Ada Lovelace","Ada":{"Ada":7})");
    EXPECT_EQ(page.first_oddity.find("Ada"), std::string::npos);
}

TEST(Answers, AnEmptyPageHasNoCursor) {
    const auto page = read_page({.list = List::tasks}, R"({"Tasks":[],"Cursor":null})", "");
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->row_count, 0u);
    EXPECT_EQ(page->cursor, std::nullopt);
}

TEST(Answers, ANullCollectionHasNoRowsButMayHaveACursor) {
    const auto page =
        read_page({.list = List::resources}, R"({"Resources":null,"Cursor":"c"})", "");
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->row_count, 0u);
    EXPECT_EQ(page->cursor, "c");
}

TEST(Answers, OfNoListAreMalformed) {
    const std::pair<const char*, const char*> answers[] = {
        {"", "tasks: the answer is no JSON object"},
        {"[]", "tasks: the answer is no JSON object"},
        {"null", "tasks: the answer is no JSON object"},
        {"<html>502</html>", "tasks: the answer is no JSON object"},
        {R"({"Tasks":[],"Cursor":null}{)", "tasks: the answer is no JSON object"},
        {R"({"Tasks":[],"Cursor":null}{})", "tasks: the answer is no JSON object"},
        {R"({"Tasks":[],"Cursor":null)", "tasks: the answer is no JSON object"},
        {"{}", "tasks: Tasks is missing"},
        {R"({"Tasks":[{}]})", "tasks: Cursor is missing"},
        {R"({"Tasks":{},"Cursor":null})", "tasks: Tasks is not a list"},
        {R"({"Tasks":[{"X":tru}],"Cursor":null})", "tasks: Tasks is broken JSON"},
        {R"({"Tasks":[{"X":"\q"}],"Cursor":null})", "tasks: Tasks is broken JSON"},
        {R"({"Tasks":[{"X":[01]}],"Cursor":null})", "tasks: Tasks is broken JSON"},
        {R"({"Tasks":[nul],"Cursor":null})", "tasks: Tasks is broken JSON"},
        {R"({"Tasks":[],"Cursor":7})", "tasks: Cursor is not a text"},
        {"{\"Tasks\":[],\"Cursor\":\"\xff\"}", "tasks: the answer is no JSON object"},
    };
    for (const auto& [body, says] : answers) {
        const auto page = read_page({.list = List::tasks}, body, "");
        ASSERT_FALSE(page) << body;
        EXPECT_EQ(page.error().code, Errc::malformed) << body;
        EXPECT_EQ(page.error().context, says) << body;
    }
}

TEST(Answers, AConfigurationWithoutClockOrEnterpriseIsMalformed) {
    const std::pair<const char*, const char*> answers[] = {
        {R"({"NowUtc":"now","Enterprise":{"Id":"65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50"}})",
         "configuration: NowUtc is not an instant"},
        {R"({"NowUtc":"2015-09-17T09:00:00Z"})", "configuration: Enterprise cannot be read"},
        {R"({"NowUtc":"2015-09-17T09:00:00Z","Enterprise":{"Id":"x"}})",
         "configuration: Enterprise cannot be read"},
        {"[]", "configuration: the answer is no JSON object"}};
    for (const auto& [body, says] : answers) {
        const auto read = read_configuration(body);
        ASSERT_FALSE(read) << body;
        EXPECT_EQ(read.error().context, says);
    }
}

}  // namespace
}  // namespace stayd::mews
