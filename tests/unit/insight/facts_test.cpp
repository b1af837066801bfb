#include <gtest/gtest.h>

#include <set>

#include "storage/fence.hpp"
#include "tests/unit/insight/knowing.hpp"

namespace stayd::insight {
namespace {

TEST(Facts, EveryColumnSaysWhatItIs) {
    Knowing knowing;
    for (const auto subject : rules::all_subjects) {
        std::map<std::string, std::string> said;
        for (const auto& column : columns_of(subject)) said[column.name] = column.says;
        const auto columns = storage::columns_of(knowing.hotel.database, rules::facts_of(subject));
        EXPECT_FALSE(columns.empty()) << rules::facts_of(subject);
        for (const auto& column : columns) {
            if (column == "uid") continue;
            EXPECT_FALSE(said[column].empty()) << rules::facts_of(subject) << "." << column;
        }
    }
}

TEST(Facts, WhatOffersAskForSaysWhatItIsToo) {
    Knowing knowing;
    std::set<std::string> said;
    for (const auto& column : columns_of(rules::Subject::stay)) said.insert(column.name);
    for (const auto& column : columns_of("offer_facts")) {
        EXPECT_FALSE(column.says.empty()) << column.name;
        said.insert(column.name);
    }
    for (const auto& column : storage::columns_of(knowing.hotel.database, "offer_facts"))
        EXPECT_TRUE(column == "uid" || said.contains(column)) << column;
}

}  // namespace
}  // namespace stayd::insight
