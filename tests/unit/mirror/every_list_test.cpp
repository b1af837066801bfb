// Every list: each documented field and each documented word goes from the PMS's page into the
// mirror's table and comes back; nulls, gaps, nonsense and news break nothing.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "house/house.hpp"
#include "mews/answers.hpp"
#include "mirror/mirror.hpp"
#include "tests/unit/mews/documented.hpp"

namespace stayd::mirror {
namespace {

namespace json = boost::json;
using model::List;

using mews::documented_fields;
using mews::Field;
using mews::full_row;

constexpr const char* an_id = "0f515589-99b4-423d-b83a-b237009f0509";
constexpr const char* another_id = "b98deb06-328d-4c84-9cda-aee100a5ef31";

/// The enumerator's name, by which the documented fields of a list are found.
std::string enumerator_of(const model::ListEntry& entry) {
    std::string name;
    for (const char c : entry.name) {
        if (c >= 'A' && c <= 'Z') {
            name += '_';
            name += static_cast<char>(c - 'A' + 'a');
        } else {
            name += c;
        }
    }
    return name;
}

/// Ids are the same in either case.
json::value plain(const json::value& value) {
    if (value.is_array()) {
        json::array kept;
        for (const auto& element : value.get_array()) kept.push_back(plain(element));
        return kept;
    }
    if (value.is_string()) {
        const auto id = Uuid::parse(value.get_string());
        return id ? json::value(id->to_string()) : value;  // in either case
    }
    if (!value.is_object()) return value;
    json::object kept;
    for (const auto& member : value.get_object()) kept.emplace(member.key(), plain(member.value()));
    return kept;
}

class EveryList : public testing::TestWithParam<const model::ListEntry*> {
  protected:
    EveryList() : database(":memory:", storage::Database::Mode::read_write) {
        house::prepare(database, ":memory:");
    }

    const model::ListEntry& entry() const { return *GetParam(); }
    const std::vector<Field>& fields() const { return fields_; }

    /// The row as the mirror gives it back; what a page lacks, the row lacks.
    std::optional<json::object> through(const json::object& row) {
        const json::object body{{std::string{entry().collection}, json::array{row}},
                                {"Cursor", another_id}};
        mews::ListRequest request{.list = entry().list};
        auto page = mews::read_page(request, json::serialize(body), "en-GB");
        if (!page) {
            ADD_FAILURE() << page.error().context;
            return std::nullopt;
        }
        last = *page;
        if (page->rows.empty()) return std::nullopt;
        const auto put = mirror.put(page->rows[0], entry().list, now);
        EXPECT_NE(put, Put::older);
        const auto text = mirror.document(entry().list, page->rows[0].id());
        if (!text) {
            ADD_FAILURE() << "the row is not in the mirror";
            return std::nullopt;
        }
        return json::parse(*text).get_object();
    }

    void expect_comes_back(const json::object& row, std::string_view what) {
        mirror.wipe(entry().list);
        const auto back = through(row);
        ASSERT_TRUE(back) << what;
        for (const auto& member : row) {
            if (member.value().is_null()) continue;
            const auto* found = back->if_contains(member.key());
            ASSERT_TRUE(found) << what << ": " << member.key() << " is lost";
            EXPECT_EQ(plain(*found), plain(member.value())) << what << ": " << member.key();
        }
        for (const auto& member : *back) {
            const auto* sent = row.if_contains(member.key());
            const bool assumed = member.key() == "IsActive" && member.value() == json::value(true);
            EXPECT_TRUE((sent != nullptr && !sent->is_null()) || assumed)
                << what << ": " << member.key() << " was never there";
        }
    }

    std::vector<Field> fields_ = documented_fields(enumerator_of(entry()));
    storage::Database database;
    Mirror mirror{database};
    UtcTime now = parse_iso8601("2015-09-17T15:00:00Z").value();
    mews::ListPage last{.rows = model::Rows{List::services}, .row_count = 0, .cursor = {}};
};

TEST_P(EveryList, KeepsEveryDocumentedField) {
    expect_comes_back(full_row(fields()), "the full row");
    EXPECT_EQ(last.odd_members, 0U) << last.first_oddity;
    EXPECT_EQ(last.unreadable, 0U);
}

TEST_P(EveryList, KnowsOnlyDocumentedMembers) {
    for (const auto& column : entry().columns) {
        const auto name = column.member.substr(0, column.member.find('.'));
        const bool is_documented =
            std::ranges::any_of(fields(), [&](const auto& field) { return field.name == name; });
        EXPECT_TRUE(is_documented) << column.member << " is in no table of the documentation";
    }
}

TEST_P(EveryList, FillsEveryColumn) {
    ASSERT_TRUE(through(full_row(fields())));
    for (std::size_t column = 0; column < entry().columns.size(); ++column) {
        // A product item has no id of a rebate, and so on: one kind of data at a time.
        EXPECT_FALSE(last.rows[0].cell(column).is_null()) << entry().columns[column].name;
    }
}

TEST_P(EveryList, KeepsEveryDocumentedWord) {
    for (const auto& field : fields()) {
        for (const auto& word : field.words) {
            auto row = full_row(fields());
            row[field.name] =
                field.is_list ? json::value(json::array{json::value(word)}) : json::value(word);
            expect_comes_back(row, word);
        }
    }
}

TEST_P(EveryList, KeepsWordsAndMembersItDoesNotKnow) {
    auto row = full_row(fields());
    row["BroughtBy2027"] = json::object{{"Deep", json::array{1, "two", nullptr}}};
    for (const auto& field : fields()) {
        if (field.type == "enum" && !field.is_list) row[field.name] = "SomethingNew";
    }
    expect_comes_back(row, "news");
}

TEST_P(EveryList, BearsNullsAndGaps) {
    for (const auto& field : fields()) {
        const bool makes_the_id =
            field.name == "Id" || std::ranges::any_of(entry().key, [&](std::string_view column) {
                return entry().columns[entry().column(column)].member == field.name;
            });
        if (makes_the_id) continue;
        auto row = full_row(fields());
        row[field.name] = nullptr;
        expect_comes_back(row, field.name + " null");
        row.erase(field.name);
        expect_comes_back(row, field.name + " missing");
    }
}

TEST_P(EveryList, KeepsNonsenseAsItCame) {
    const json::value nonsense[] = {json::value("no such thing"),
                                    json::value(-3.5e300),
                                    json::value(json::array{1, json::array{}}),
                                    json::value(json::object{{"a", json::object{}}}),
                                    json::value(true),
                                    json::value("")};
    for (const auto& field : fields()) {
        const bool makes_the_id =
            field.name == "Id" || std::ranges::any_of(entry().key, [&](std::string_view column) {
                return entry().columns[entry().column(column)].member == field.name;
            });
        if (makes_the_id) continue;
        for (const auto& value : nonsense) {
            auto row = full_row(fields());
            row[field.name] = value;
            expect_comes_back(row, field.name + " = " + json::serialize(value));
        }
    }
}

TEST_P(EveryList, LeavesOutARowThatCannotBeToldFromOthers) {
    auto row = full_row(fields());
    if (entry().key.empty()) {
        row["Id"] = "no id";
    } else {
        row.erase(entry().columns[entry().column(entry().key.front())].member);
    }
    EXPECT_FALSE(through(row));
    EXPECT_EQ(last.row_count, 1U) << "the PMS counts it";
    EXPECT_EQ(last.unreadable, 1U);
    EXPECT_NE(last.first_oddity, "");
}

TEST_P(EveryList, WritesNothingForTheSameRow) {
    const auto row = full_row(fields());
    ASSERT_TRUE(through(row));
    EXPECT_EQ(mirror.put(last.rows[0], entry().list, now), Put::unchanged);
    auto other = row;
    other["BroughtBy2027"] = 1;
    ASSERT_TRUE(through(other));
    EXPECT_EQ(mirror.put(last.rows[0], entry().list, now), Put::unchanged) << "was written before";
}

std::vector<const model::ListEntry*> paged_lists() {
    std::vector<const model::ListEntry*> all;
    for (const auto& entry : model::lists()) {
        if (entry.list != List::configuration && entry.list != List::availability)
            all.push_back(&entry);
    }
    return all;
}
INSTANTIATE_TEST_SUITE_P(Lists, EveryList, testing::ValuesIn(paged_lists()),
                         [](const auto& list) { return std::string{list.param->name}; });

TEST(Configuration, KeepsEveryDocumentedField) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    house::prepare(database, ":memory:");
    Mirror mirror(database);
    const auto row = full_row(documented_fields("configuration"));
    const json::object body{{"NowUtc", "2015-09-17T15:00:00Z"}, {"Enterprise", row}};
    const auto configuration = mews::read_configuration(json::serialize(body));
    ASSERT_TRUE(configuration) << configuration.error().context;
    EXPECT_EQ(configuration->now_utc, parse_iso8601("2015-09-17T15:00:00Z"));
    mirror.put(configuration->rows[0], List::configuration, configuration->now_utc);
    const auto back =
        json::parse(*mirror.document(List::configuration, configuration->rows[0].id()));
    EXPECT_EQ(plain(back), plain(row));
}

TEST(Availability, IsOneRowForEachCategoryDayAndMetric) {
    mews::ListRequest request{.list = List::availability};
    request.parents = {Uuid::parse(an_id).value()};
    const auto page = mews::read_page(request, R"({
        "TimeUnitStartsUtc": ["2015-09-16T23:00:00Z", "2015-09-17T23:00:00Z"],
        "ResourceCategoryAvailabilities": [{
            "Metrics": {"Occupied": [3, 4], "BroughtBy2027": [-1, 0]},
            "ResourceCategoryId": "b98deb06-328d-4c84-9cda-aee100a5ef31"}]})",
                                      "en-GB");
    ASSERT_TRUE(page) << page.error().context;
    ASSERT_EQ(page->rows.size(), 4U);
    const auto row = page->rows[1];
    EXPECT_EQ(row.cell("service_uid").id(), Uuid::parse(an_id));
    EXPECT_EQ(row.cell("category_uid").id(), Uuid::parse(another_id));
    EXPECT_EQ(row.cell("metric").bytes(), "Occupied");
    EXPECT_EQ(row.cell("value").integer(), 4);
    EXPECT_EQ(row.cell("starts_utc_ms").integer(),
              to_ms(parse_iso8601("2015-09-17T23:00:00Z").value()));
    EXPECT_EQ(page->rows[3].cell("metric").bytes(), "BroughtBy2027");
    EXPECT_FALSE(mews::read_page(request, R"({"TimeUnitStartsUtc": "x"})", "en-GB"));
    EXPECT_FALSE(mews::read_page(request, R"({"ResourceCategoryAvailabilities": []})", "en-GB"));
}

}  // namespace
}  // namespace stayd::mirror
