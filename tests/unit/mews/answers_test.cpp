// What answers may look like beyond the documented object: open enumerations, odd order, broken
// ones.
#include "mews/answers.hpp"

#include <boost/json.hpp>

#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

namespace json = boost::json;

json::object answer(List list) {
    return json::parse(recorded(std::string{to_text(list)})).as_object();
}
json::object& first_row(json::object& answer) {
    return answer.begin()->value().as_array()[0].as_object();
}

template <class Row>
Row read_first(List list, const json::object& answer, std::string_view language = "pt-PT") {
    const Result<ListPage> page = read_page(list, json::serialize(answer), language);
    if (!page) throw std::runtime_error(page.error().context);
    return std::get<std::vector<Row>>(page->rows).at(0);
}

/// The first row of a recorded answer with one member set.
template <class Row>
Row read_with(List list, const char* member, const json::value& value,
              std::string_view language = "pt-PT") {
    json::object changed = answer(list);
    first_row(changed)[member] = value;
    return read_first<Row>(list, changed, language);
}

TEST(Answers, KnowEveryDocumentedResourceState) {
    using enum model::ResourceState;
    const std::pair<const char*, model::ResourceState> words[] = {{"Dirty", dirty},
                                                                  {"Clean", clean},
                                                                  {"Inspected", inspected},
                                                                  {"OutOfService", out_of_service},
                                                                  {"OutOfOrder", out_of_order},
                                                                  {"Sparkling", other},
                                                                  {"dirty", other},
                                                                  {"", other}};
    for (const auto& [word, state] : words) {
        EXPECT_EQ(read_with<model::Resource>(List::resources, "State", word).state, state) << word;
    }
}

TEST(Answers, KnowEveryDocumentedReservationState) {
    using enum model::ReservationState;
    const std::pair<const char*, model::ReservationState> words[] = {
        {"Inquired", inquired},   {"Requested", requested}, {"Optional", optional},
        {"Confirmed", confirmed}, {"Started", started},     {"Processed", processed},
        {"Canceled", canceled},   {"Enquired", other}};
    for (const auto& [word, state] : words) {
        EXPECT_EQ(read_with<model::Reservation>(List::reservations, "State", word).state, state)
            << word;
    }
}

TEST(Answers, KnowEveryDocumentedAccountTypeAndAgeClassification) {
    using model::AccountType;
    using model::AgeClassification;
    const auto account = [](const char* word) {
        return read_with<model::Reservation>(List::reservations, "AccountType", word).account_type;
    };
    EXPECT_EQ(account("Customer"), AccountType::customer);
    EXPECT_EQ(account("Company"), AccountType::company);
    EXPECT_EQ(account("Agent"), AccountType::other);
    const auto age = [](const char* word) {
        return read_with<model::AgeCategory>(List::age_categories, "Classification", word)
            .classification;
    };
    EXPECT_EQ(age("Adult"), AgeClassification::adult);
    EXPECT_EQ(age("Child"), AgeClassification::child);
    EXPECT_EQ(age("Infant"), AgeClassification::other);
}

TEST(Answers, KnowEveryDocumentedDiscriminator) {
    const auto kind = [](const char* word) {
        return read_with<model::Resource>(List::resources, "Data",
                                          {{"Discriminator", word}, {"Value", nullptr}})
            .kind;
    };
    EXPECT_EQ(kind("Space"), model::ResourceKind::space);
    EXPECT_EQ(kind("Object"), model::ResourceKind::object);
    EXPECT_EQ(kind("Person"), model::ResourceKind::person);
    EXPECT_EQ(kind("Vehicle"), model::ResourceKind::other);
    const auto service = [](const char* word) {
        return read_with<model::Service>(List::services, "Data",
                                         {{"Discriminator", word}, {"Value", nullptr}})
            .type;
    };
    EXPECT_EQ(service("Bookable"), model::ServiceType::bookable);
    EXPECT_EQ(service("Additional"), model::ServiceType::additional);
    EXPECT_EQ(service("Subscription"), model::ServiceType::other);
}

TEST(Answers, DoNotLookIntoTheValueOfAnUnknownDiscriminator) {
    const auto resource = read_with<model::Resource>(
        List::resources, "Data",
        {{"Discriminator", "Vehicle"}, {"Value", {{"FloorNumber", json::array{1}}}}});
    EXPECT_EQ(resource.floor, "");
    const auto service = read_with<model::Service>(
        List::services, "Data",
        {{"Discriminator", "Subscription"}, {"Value", {{"StartOffset", 7}}}});
    EXPECT_EQ(service.start_offset, Duration{0});
}

TEST(Answers, TakeAFloorAsAWordOrANumberOrNone) {
    const auto floor = [](const json::value& value) {
        return read_with<model::Resource>(List::resources, "Data",
                                          {{"Discriminator", "Space"}, {"Value", value}})
            .floor;
    };
    EXPECT_EQ(floor({{"FloorNumber", "mezzanine"}}), "mezzanine");
    EXPECT_EQ(floor({{"FloorNumber", -1}}), "-1");
    EXPECT_EQ(floor({{"FloorNumber", nullptr}}), "");
    EXPECT_EQ(floor(json::object{}), "");
    EXPECT_EQ(floor(nullptr), "");
}

TEST(Answers, ChooseTheDefaultLanguageThenAnyThatSaysSomething) {
    const auto name = [](const json::value& names, std::string_view language) {
        return read_with<model::AgeCategory>(List::age_categories, "Names", names, language).name;
    };
    const json::value both{{"de-DE", "Kinder"}, {"pt-PT", "Crianças"}};
    EXPECT_EQ(name(both, "pt-PT"), "Crianças");
    EXPECT_EQ(name(both, "en-GB"), "Kinder");
    EXPECT_EQ(name(both, ""), "Kinder");
    EXPECT_EQ(name({{"de-DE", ""}, {"fr-FR", nullptr}, {"es-ES", "Niños"}}, "de-DE"), "Niños");
    EXPECT_EQ(name(json::object{}, "pt-PT"), "");
    EXPECT_EQ(name(nullptr, "pt-PT"), "");
}

TEST(Answers, PreferNamesToTheDeprecatedNameInEitherOrder) {
    const auto name = [](const char* members) {
        const std::string body =
            std::string{
                R"({"Services":[{"Id":"bd26d8db-86da-4f96-9efc-e5a4654a4a94","IsActive":true,)"} +
            members +
            R"(,"Data":{"Discriminator":"Additional"},"UpdatedUtc":"2015-03-04T05:06:07Z"}],"Cursor":"x"})";
        return std::get<std::vector<model::Service>>(
                   read_page(List::services, body, "en-GB").value().rows)
            .at(0)
            .name;
    };
    EXPECT_EQ(name(R"("Names":{"en-GB":"New"},"Name":"Old")"), "New");
    EXPECT_EQ(name(R"("Name":"Old","Names":{"en-GB":"New"})"), "New");
    EXPECT_EQ(name(R"("Name":"Old","Names":{})"), "Old");
    EXPECT_EQ(name(R"("Names":null,"Name":"Old")"), "Old");
    EXPECT_EQ(name(R"("Name":null)"), "");
}

TEST(Answers, IgnoreUnknownFieldsOfEveryShape) {
    json::object changed = answer(List::tasks);
    changed["Totals"] = {{"Open", 3}, {"Deep", json::array{json::array{json::object{}}}}};
    json::object& row = first_row(changed);
    row["Assignee"] = {{"Name", "x"}, {"Id", "no id at all"}};
    row["Priority"] = json::array{1, "two", nullptr, true};
    row["Weight"] = 1e300;
    EXPECT_EQ(read_first<model::PmsTask>(List::tasks, changed).name, "Bring a cot to 204");
}

TEST(Answers, TakeMembersInAnyOrderAndOfADoubledOneTheLast) {
    const std::string body =
        R"({"Cursor":"old","Cursor":"c","Departments":[{"UpdatedUtc":"2015-04-05T06:07:08Z",
        "Name":"First","IsActive":true,"Na\u006de":"Second","Id":"052f4be9-8e0a-4c45-ad5f-adb200d5f88a"}]})";
    const Result<ListPage> page = read_page(List::departments, body, "");
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->cursor, "c");
    EXPECT_EQ(std::get<std::vector<model::Department>>(page->rows).at(0).name, "Second");
}

TEST(Answers, MendHalfASurrogatePairInATextInsteadOfLosingThePage) {
    const std::string body =
        R"({"Departments":[{"Id":"052f4be9-8e0a-4c45-ad5f-adb200d5f88a","IsActive":true,
        "Name":"a\ud83d \"b\"\n\u00e9\ude00\ud83d\ude00\u0041","UpdatedUtc":"2015-04-05T06:07:08Z"}],"Cursor":"c"})";
    const Result<ListPage> page = read_page(List::departments, body, "");
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(std::get<std::vector<model::Department>>(page->rows).at(0).name,
              "a\xef\xbf\xbd \"b\"\n\xc3\xa9\xef\xbf\xbd\xf0\x9f\x98\x80"
              "A");
}

TEST(Answers, AnEmptyPageHasNoCursor) {
    const Result<ListPage> page = read_page(List::tasks, R"({"Tasks":[],"Cursor":null})", "");
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->row_count, 0u);
    EXPECT_EQ(page->cursor, std::nullopt);
    EXPECT_TRUE(std::holds_alternative<std::vector<model::PmsTask>>(page->rows));
}

TEST(Answers, ANullCollectionHasNoRowsButMayHaveACursor) {
    const Result<ListPage> page =
        read_page(List::resources, R"({"Resources":null,"Cursor":"c"})", "");
    ASSERT_TRUE(page) << page.error().context;
    EXPECT_EQ(page->row_count, 0u);
    EXPECT_EQ(page->cursor, "c");
}

struct Broken {
    std::string name;
    List list;
    std::string member;               ///< of the first row, to be replaced
    std::optional<std::string> json;  ///< by this; nullopt: removed
    std::string says;
};

struct BrokenRows : testing::TestWithParam<Broken> {};

TEST_P(BrokenRows, AreNamedByListRowAndField) {
    json::object changed = answer(GetParam().list);
    json::object& row = first_row(changed);
    if (GetParam().json) {
        row[GetParam().member] = json::parse(*GetParam().json);
    } else {
        row.erase(GetParam().member);
    }
    const Result<ListPage> page = read_page(GetParam().list, json::serialize(changed), "pt-PT");
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, Errc::malformed);
    EXPECT_EQ(page.error().context, GetParam().says);
}

INSTANTIATE_TEST_SUITE_P(
    , BrokenRows,
    testing::Values(
        Broken{"missing_id", List::departments, "Id", {}, "departments: row 0: Id is missing"},
        Broken{"no_id", List::tasks, "Id", R"("65bd0c2c")", "tasks: row 0: Id is not an id"},
        Broken{"missing_state",
               List::resources,
               "State",
               {},
               "resources: 5ee074b1-6c86-48e8-915f-c7aa4702086f: State is missing"},
        Broken{"null_state", List::resources, "State", "null",
               "resources: 5ee074b1-6c86-48e8-915f-c7aa4702086f: State is null"},
        Broken{"number_state", List::resources, "State", "3",
               "resources: 5ee074b1-6c86-48e8-915f-c7aa4702086f: State is not a word"},
        Broken{"text_flag", List::resources, "IsActive", R"("true")",
               "resources: 5ee074b1-6c86-48e8-915f-c7aa4702086f: IsActive is not true or false"},
        Broken{"bad_parent", List::resources, "ParentResourceId", R"("x")",
               "resources: 5ee074b1-6c86-48e8-915f-c7aa4702086f: ParentResourceId is not an id"},
        Broken{"text_data", List::resources, "Data", R"("Space")",
               "resources: 5ee074b1-6c86-48e8-915f-c7aa4702086f: Data is not an object"},
        Broken{"no_discriminator", List::resources, "Data", R"({"Value":{}})",
               "resources: 5ee074b1-6c86-48e8-915f-c7aa4702086f: Data.Discriminator is missing"},
        Broken{"bad_floor", List::resources, "Data",
               R"({"Value":{"FloorNumber":[1]},"Discriminator":"Space"})",
               "resources: 5ee074b1-6c86-48e8-915f-c7aa4702086f: Data.Value.FloorNumber is not a "
               "text"},
        Broken{"bad_offset", List::services, "Data",
               R"({"Discriminator":"Bookable","Value":{"StartOffset":"15:00","EndOffset":"P0M"}})",
               "services: bd26d8db-86da-4f96-9efc-e5a4654a4a94: Data.Value.StartOffset is not a "
               "duration"},
        Broken{"missing_offset", List::services, "Data",
               R"({"Discriminator":"Bookable","Value":{"StartOffset":"P0M"}})",
               "services: bd26d8db-86da-4f96-9efc-e5a4654a4a94: Data.Value.EndOffset is missing"},
        Broken{"text_names", List::services, "Names", R"("Rooms")",
               "services: bd26d8db-86da-4f96-9efc-e5a4654a4a94: Names is not a localized text"},
        Broken{"number_in_names", List::services, "Names", R"({"en-GB":1})",
               "services: bd26d8db-86da-4f96-9efc-e5a4654a4a94: Names is not a localized text"},
        Broken{"fraction", List::resource_categories, "Capacity", "2.5",
               "resourceCategories: 34c29e73-c8db-4e93-b51b-981e42655e03: Capacity is not a whole "
               "number"},
        Broken{"beyond_int", List::resource_categories, "Ordering", "9223372036854775807",
               "resourceCategories: 34c29e73-c8db-4e93-b51b-981e42655e03: Ordering is not a whole "
               "number"},
        Broken{"bad_time", List::reservations, "ScheduledStartUtc", R"("2015-02-30T00:00:00Z")",
               "reservations: 0f515589-99b4-423d-b83a-b237009f0509: ScheduledStartUtc is not an "
               "instant"},
        Broken{
            "bad_optional_time", List::reservations, "ActualStartUtc", "0",
            "reservations: 0f515589-99b4-423d-b83a-b237009f0509: ActualStartUtc is not an instant"},
        Broken{"bad_count", List::reservations, "PersonCounts",
               R"([{"AgeCategoryId":"1f67644f-052d-4863-acdf-ae1600c60ca0","Count":"2"}])",
               "reservations: 0f515589-99b4-423d-b83a-b237009f0509: PersonCounts.Count is not a "
               "whole number"},
        Broken{"bad_counts", List::reservations, "PersonCounts", "[2]",
               "reservations: 0f515589-99b4-423d-b83a-b237009f0509: PersonCounts is not an object"},
        Broken{"bad_number", List::reservations, "Number", "1.5",
               "reservations: 0f515589-99b4-423d-b83a-b237009f0509: Number is not a text"},
        Broken{"no_last_name",
               List::customers,
               "LastName",
               {},
               "customers: 407a26f1-edf6-4597-8815-ada6bbe1ebcd: LastName is missing"},
        Broken{"bad_classification", List::customers, "Classifications", R"(["Media",7])",
               "customers: 407a26f1-edf6-4597-8815-ada6bbe1ebcd: Classifications is not a list of "
               "texts"},
        Broken{"no_deadline", List::tasks, "DeadlineUtc", "null",
               "tasks: 65bd0c2c-9f1a-4d5b-8a3f-0b1c2d3e4f50: DeadlineUtc is null"}),
    [](const auto& row) { return row.param.name; });

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
        {R"({"Tasks":{},"Cursor":null})", "tasks: Tasks is not a list"},
        {R"({"Tasks":[7],"Cursor":null})", "tasks: row 0: is not an object"},
        {R"({"Tasks":[],"Cursor":7})", "tasks: Cursor is not a text"},
        {"{\"Tasks\":[],\"Cursor\":\"\xff\"}", "tasks: the answer is no JSON object"},
    };
    for (const auto& [body, says] : answers) {
        const Result<ListPage> page = read_page(List::tasks, body, "");
        ASSERT_FALSE(page) << body;
        EXPECT_EQ(page.error().code, Errc::malformed) << body;
        EXPECT_EQ(page.error().context, says) << body;
    }
}

TEST(Answers, RowsWithoutACursorAreMalformedForTheEndCouldNotBeTold) {
    json::object changed = answer(List::departments);
    changed.erase("Cursor");
    const Result<ListPage> page = read_page(List::departments, json::serialize(changed), "");
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().context, "departments: Cursor is missing");
}

TEST(Answers, ABrokenConfigurationNamesTheField) {
    json::object changed = json::parse(recorded("configuration")).as_object();
    changed["Enterprise"].as_object()["TimeZoneIdentifier"] = nullptr;
    const Result<Configuration> read = read_configuration(json::serialize(changed));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().context, "configuration: Enterprise.TimeZoneIdentifier is null");
}

TEST(Answers, NeverQuoteWhatStoodThere) {
    json::object changed = answer(List::customers);
    first_row(changed)["IsActive"] = "Ada Lovelace";
    first_row(changed)["Surprise"] = "Ada Lovelace";
    const Result<ListPage> page = read_page(List::customers, json::serialize(changed), "");
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().context.find("Ada"), std::string::npos);
}

}  // namespace
}  // namespace stayd::mews
