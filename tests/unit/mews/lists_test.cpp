// Every list, member by member as the documentation describes it: what the PMS says lands in the
// columns and comes back whole, whatever it says. The matrix of availability is in
// availability_test.cpp.
#include <algorithm>

#include "documented.hpp"
#include "mews/answers.hpp"
#include "reconstruct.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

namespace json = boost::json;
using model::Cell;
using model::Column;
using model::ColumnType;
using model::List;

/// The enumerator's name is the table's name in fields.txt.
constexpr std::pair<const char*, List> names[] = {
    {"configuration", List::configuration},
    {"enterprises", List::enterprises},
    {"services", List::services},
    {"resources", List::resources},
    {"resource_categories", List::resource_categories},
    {"resource_category_assignments", List::resource_category_assignments},
    {"departments", List::departments},
    {"age_categories", List::age_categories},
    {"reservations", List::reservations},
    {"companionships", List::companionships},
    {"customers", List::customers},
    {"tasks", List::tasks},
    {"service_order_notes", List::service_order_notes},
    {"resource_blocks", List::resource_blocks},
    {"companies", List::companies},
    {"account_notes", List::account_notes},
    {"reservation_groups", List::reservation_groups},
    {"identity_documents", List::identity_documents},
    {"addresses", List::addresses},
    {"customer_relationships", List::customer_relationships},
    {"order_items", List::order_items},
    {"payments", List::payments},
    {"bills", List::bills},
    {"payment_requests", List::payment_requests},
    {"product_service_orders", List::product_service_orders},
    {"products", List::products},
    {"product_categories", List::product_categories},
    {"accounting_categories", List::accounting_categories},
    {"resource_features", List::resource_features},
    {"resource_feature_assignments", List::resource_feature_assignments},
    {"rates", List::rates},
    {"rate_groups", List::rate_groups},
    {"business_segments", List::business_segments},
    {"sources", List::sources},
    {"source_assignments", List::source_assignments},
    {"outlets", List::outlets},
    {"message_threads", List::message_threads},
    {"messages", List::messages},
    {"loyalty_programs", List::loyalty_programs},
    {"loyalty_tiers", List::loyalty_tiers},
    {"loyalty_memberships", List::loyalty_memberships},
};

/// Of a full row; known by construction, not by our reader.
struct Expected {
    const Column& column;
    const json::value& value;

    void meets(const Cell& cell) const {
        switch (column.type) {
            case ColumnType::id:
                EXPECT_EQ(cell.id(), id(value.as_string().c_str()));
                return;
            case ColumnType::text:
                EXPECT_EQ(cell.bytes(), value.is_string() ? std::string{value.as_string()}
                                                          : json::serialize(value));
                return;
            case ColumnType::localized:
                EXPECT_EQ(cell.bytes(), value.at("en-GB").as_string());
                return;
            case ColumnType::words: {
                std::string all = " ";
                for (const auto& word : value.as_array())
                    all += std::string{word.as_string()} + " ";
                EXPECT_EQ(cell.bytes(), all);
                return;
            }
            case ColumnType::flag:
            case ColumnType::active:
                EXPECT_EQ(cell.integer(), value.as_bool() ? 1 : 0);
                return;
            case ColumnType::integer:
                EXPECT_EQ(cell.integer(), value.as_int64());
                return;
            case ColumnType::money:
                EXPECT_EQ(cell.integer(), std::llround(value.as_double() * 1e6));
                return;
            case ColumnType::time:
                EXPECT_EQ(cell.integer(), to_ms(utc(value.as_string().c_str())));
                return;
            case ColumnType::duration:
                EXPECT_EQ(cell.integer(),
                          parse_iso8601_duration(std::string{value.as_string()})->count());
                return;
            case ColumnType::persons: {
                std::int64_t sum = 0;
                for (const auto& count : value.as_array()) sum += count.at("Count").as_int64();
                EXPECT_EQ(cell.integer(), sum);
                return;
            }
        }
    }
};

struct EveryList : testing::TestWithParam<std::pair<const char*, List>> {
    const List list = GetParam().second;
    const model::ListEntry& entry = model::entry(list);
    const std::vector<Field> fields = documented_fields(GetParam().first);
    const std::vector<Place> places = all_places(fields);
    const json::object whole = full_row(fields);

    ListPage read(const json::object& row) const {
        if (list == List::configuration) {
            const json::object answer{{"NowUtc", "2015-09-17T09:00:00Z"}, {"Enterprise", row}};
            auto read_now = read_configuration(json::serialize(answer));
            if (!read_now) return {.rows = model::Rows{list}, .row_count = 1, .unreadable = 1};
            return {.rows = std::move(read_now->rows), .row_count = 1};
        }
        const json::object answer{{entry.collection, json::array{row}}, {"Cursor", "c"}};
        return read_page({.list = list}, json::serialize(answer), "en-GB").value();
    }
    /// Reads a row that must lose nothing.
    ListPage comes_back(const json::object& row) const {
        ListPage page = read(row);
        EXPECT_EQ(page.rows.size(), 1u);
        if (page.rows.size() != 1) return page;
        json::object expected = comparable(row);
        if (entry.has_column("is_active") && !expected.contains("IsActive"))
            expected["IsActive"] = true;
        const auto again = reconstruct(page.rows[0], entry);
        EXPECT_EQ(again, expected) << again << "\n" << expected;
        return page;
    }
    /// Whether a member makes the row's id.
    bool is_identity(const Place& place) const {
        if (place.path.size() > 1) return false;
        if (entry.key.empty()) return place.field.name == "Id";
        return std::ranges::any_of(entry.key, [&](std::string_view column) {
            return entry.columns[entry.column(column)].member == place.field.name;
        });
    }
    /// Without it the persons of a stay cannot be counted.
    static bool is_count(const Place& place) { return to_text(place.path) == "PersonCounts.Count"; }
    /// Whether a column is read from there, or from inside of it, or from around it.
    static bool concerns(const Column& column, const Path& path) {
        const auto text = to_text(path);
        const auto starts = [](std::string_view longer, std::string_view shorter) {
            return longer == shorter || longer.starts_with(std::string{shorter} + ".");
        };
        return starts(column.member, text) || starts(text, column.member);
    }
    void others_are_untouched(const ListPage& page, const Path& path) const {
        const ListPage full = read(whole);
        for (std::size_t at = 0; at < entry.columns.size(); ++at) {
            if (concerns(entry.columns[at], path)) continue;
            EXPECT_EQ(page.rows[0].cell(at).bytes(), full.rows[0].cell(at).bytes());
            EXPECT_EQ(page.rows[0].cell(at).integer(), full.rows[0].cell(at).integer());
        }
    }
    /// Every column that is read from there or inside of it, unless it takes `said` too.
    void is_null(const ListPage& page, const Path& path, const json::value& said) const {
        for (std::size_t at = 0; at < entry.columns.size(); ++at) {
            const auto& column = entry.columns[at];
            const bool takes =
                column.type == ColumnType::text && (said.is_string() || said.is_int64());
            if (!column.member.starts_with(to_text(path)) || !concerns(column, path)) continue;
            if (takes && column.member == to_text(path)) continue;
            EXPECT_TRUE(page.rows[0].cell(at).is_null()) << column.name;
        }
    }
};

TEST_P(EveryList, LandsInItsColumnsAndComesBack) {
    const ListPage page = comes_back(whole);
    EXPECT_EQ(page.odd_members, 0u) << page.first_oddity;
    ASSERT_EQ(page.rows.size(), 1u);
    for (std::size_t at = 0; at < entry.columns.size(); ++at) {
        const auto& column = entry.columns[at];
        const auto place = std::ranges::find_if(
            places, [&](const Place& one) { return to_text(one.path) == column.member; });
        ASSERT_NE(place, places.end()) << column.member << " is not documented";
        json::object row = whole;
        SCOPED_TRACE(column.member);
        Expected{column, parent_of(row, place->path).at(place->field.name)}.meets(
            page.rows[0].cell(at));
    }
}

TEST_P(EveryList, TakesEveryWordOfItsEnumerationsAndOneItDoesNotKnow) {
    for (const auto& [path, field] : places) {
        auto words = field.words;
        if (words.empty()) continue;
        words.emplace_back("Unheard");
        for (const auto& word : words) {
            SCOPED_TRACE(to_text(path) + " = " + word);
            json::object row = whole;
            const json::value said(word);
            parent_of(row, path)[field.name] = field.is_list ? json::array{said} : said;
            const ListPage page = comes_back(row);
            EXPECT_EQ(page.odd_members, 0u) << page.first_oddity;
            for (std::size_t at = 0; at < entry.columns.size(); ++at) {
                if (entry.columns[at].member != to_text(path)) continue;
                const auto cell = page.rows[0].cell(at).bytes();
                EXPECT_EQ(cell, field.is_list ? " " + word + " " : word);
            }
        }
    }
}

TEST_P(EveryList, TakesNullInEveryMember) {
    for (const Place& place : places) {
        if (is_identity(place)) continue;
        SCOPED_TRACE(to_text(place.path));
        json::object row = whole;
        parent_of(row, place.path)[place.field.name] = nullptr;
        const ListPage page = comes_back(row);
        EXPECT_EQ(page.odd_members, is_count(place) ? 1u : 0u) << page.first_oddity;
        others_are_untouched(page, place.path);
        if (place.field.name != "IsActive") is_null(page, place.path, nullptr);
    }
}

TEST_P(EveryList, DoesWithoutAnyMember) {
    for (const Place& place : places) {
        if (is_identity(place)) continue;
        SCOPED_TRACE(to_text(place.path));
        json::object row = whole;
        parent_of(row, place.path).erase(place.field.name);
        const ListPage page = comes_back(row);
        EXPECT_EQ(page.odd_members, is_count(place) ? 1u : 0u) << page.first_oddity;
        others_are_untouched(page, place.path);
    }
}

TEST_P(EveryList, SurvivesEveryMemberOfAnotherType) {
    const json::value others[] = {7,
                                  -1.5,
                                  "seven",
                                  true,
                                  json::array{1},
                                  json::object{{"a", 1}},
                                  "",
                                  json::array{"2015-09-17T09:00:00Z"}};
    for (const Place& place : places) {
        for (const json::value& other : others) {
            if (is_of_type(place.field, other)) continue;
            SCOPED_TRACE(to_text(place.path) + " = " + json::serialize(other));
            json::object row = whole;
            parent_of(row, place.path)[place.field.name] = other;
            if (is_identity(place)) {
                const ListPage page = read(row);
                EXPECT_EQ(page.rows.size(), 0u);
                EXPECT_EQ(page.unreadable, 1u);
                continue;
            }
            const ListPage page = comes_back(row);
            others_are_untouched(page, place.path);
            is_null(page, place.path, other);
        }
    }
}

TEST_P(EveryList, KeepsMembersThatNobodyDocumented) {
    json::object row = whole;
    row["Unheard"] =
        json::parse(R"({"Of":[1,"two",null,{"Deep":[[true]]}],"Empty":{},"None":null})");
    row["Weight"] = 1e300;
    row["Zeile\n\"ü\""] = "ß\u0001\\";
    EXPECT_EQ(comes_back(row).odd_members, 0u);
    others_are_untouched(read(row), {"Unheard"});
}

TEST_P(EveryList, HasTheHashOfItsContent) {
    EXPECT_EQ(read(whole).rows[0].content_hash(), read(whole).rows[0].content_hash());
    json::object row = whole;
    row["Unheard"] = 1;
    EXPECT_NE(read(whole).rows[0].content_hash(), read(row).rows[0].content_hash());
}

INSTANTIATE_TEST_SUITE_P(, EveryList, testing::ValuesIn(names),
                         [](const auto& row) { return row.param.first; });

TEST(Lists, AreAllDocumentedAndTested) {
    EXPECT_EQ(documented_lists().size(), std::size(names));
    EXPECT_EQ(std::size(names) + 1, model::list_count);  // and availability
}

}  // namespace
}  // namespace stayd::mews
