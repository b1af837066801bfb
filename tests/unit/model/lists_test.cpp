#include <gtest/gtest.h>

#include <ranges>
#include <set>
#include <string>

#include "model/list.hpp"

namespace stayd::model {
namespace {

std::string name_of(const testing::TestParamInfo<ListEntry>& list) {
    return std::string{list.param.name};
}

class EveryList : public testing::TestWithParam<ListEntry> {};

TEST_P(EveryList, IsFoundByItsNameAndItsEnumerator) {
    EXPECT_EQ(find_list(GetParam().name)->list, GetParam().list);
    EXPECT_EQ(entry(GetParam().list).name, GetParam().name);
    EXPECT_EQ(to_text(GetParam().list), GetParam().name);
}

TEST_P(EveryList, HasColumnsOfDifferentNames) {
    std::set<std::string_view> names{"id", "uid", "rest", "content_hash", "read_utc_ms"};
    EXPECT_FALSE(GetParam().columns.empty());
    for (const auto& column : GetParam().columns)
        EXPECT_TRUE(names.insert(column.name).second) << column.name;
}

TEST_P(EveryList, KeepsMillisecondsInColumnsThatSaySo) {
    for (const auto& column : GetParam().columns) {
        if (column.type == ColumnType::time) {
            EXPECT_TRUE(column.name.ends_with("_utc_ms")) << column.name;
        }
        if (column.type == ColumnType::duration) {
            EXPECT_TRUE(column.name.ends_with("_ms")) << column.name;
        }
        EXPECT_EQ(column.name.ends_with("_uid"), column.type == ColumnType::id) << column.name;
    }
}

TEST_P(EveryList, SpeaksOfItsOwnColumnsOnly) {
    const auto& list = GetParam();
    for (const auto columns : list.indexes) {
        for (const auto part : std::views::split(columns, std::string_view{", "})) {
            const std::string_view column{part.begin(), part.end()};
            EXPECT_TRUE(column.empty() || list.has_column(column)) << column;
        }
    }
    for (const auto column : list.key) EXPECT_TRUE(list.has_column(column)) << column;
    if (!list.parent_column.empty()) {
        EXPECT_EQ(list.columns[list.column(list.parent_column)].type, ColumnType::id);
    }
}

TEST_P(EveryList, NamesTheColumnOfItsParents) {
    EXPECT_EQ(GetParam().parents == Parents::none, GetParam().parent_column.empty());
    EXPECT_EQ(GetParam().parents == Parents::none, GetParam().parent_ids.empty());
}

INSTANTIATE_TEST_SUITE_P(, EveryList,
                         testing::ValuesIn(std::vector<ListEntry>(lists().begin(), lists().end())),
                         name_of);

TEST(Lists, HaveTablesOfDifferentNames) {
    std::set<std::string_view> tables;
    for (const auto& list : lists()) EXPECT_TRUE(tables.insert(list.table).second) << list.table;
    EXPECT_EQ(tables.size(), list_count);
    EXPECT_EQ(find_list("nothing"), nullptr);
}

}  // namespace
}  // namespace stayd::model
