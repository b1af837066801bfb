#include <gtest/gtest.h>

#include <set>

#include "tests/unit/insight/knowing.hpp"

namespace stayd::insight {
namespace {

/// One row, one row a list of the PMS, or as few as a hotel has kinds of rooms, ages or offers.
const std::set<std::string> small{"house",          "enterprise",        "stream",
                                  "age_category",   "resource_category", "resource_feature",
                                  "offered_product"};

/// The tables a statement goes through from one end to the other. Read from SQLite's program, for
/// its plan in words names tables by their aliases.
std::set<std::string> scanned(storage::Database& database, const std::string& sql) {
    std::map<std::int64_t, std::string> tables;  // by root page
    auto schema =
        database.statement("SELECT rootpage, tbl_name FROM sqlite_master WHERE rootpage > 0");
    while (schema.step()) tables[schema.integer(0)] = schema.text(1);

    std::set<std::string> all;
    const auto explained = "EXPLAIN " + sql;
    {
        auto steps = database.statement(explained);
        std::map<std::int64_t, std::string> cursors;
        while (steps.step()) {
            const auto operation = steps.text(1);
            const auto cursor = steps.integer(2);
            if (operation == "OpenRead") cursors[cursor] = tables[steps.integer(3)];
            if (operation.starts_with("OpenEphemeral") || operation.starts_with("OpenAutoindex"))
                cursors.erase(cursor);
            const bool from_an_end = operation == "Rewind" || operation == "Last";
            if (from_an_end && cursors.contains(cursor)) all.insert(cursors[cursor]);
        }
    }
    database.forget(explained);
    return all;
}

std::set<std::string> growing(storage::Database& database, const std::string& sql) {
    auto all = scanned(database, sql);
    for (const auto& table : small) all.erase(table);
    return all;
}

TEST(Plans, AnsweringOfOneSubjectGoesThroughNoTableThatGrows) {
    Knowing knowing;
    for (const auto subject : rules::all_subjects) {
        const auto view = rules::facts_of(subject);
        EXPECT_EQ(
            growing(knowing.hotel.database, "SELECT * FROM temp." + view + " WHERE uid = :uid"),
            std::set<std::string>{})
            << view;
    }
}

TEST(Plans, WhatCanBeOfferedGoesThroughNoneEither) {
    Knowing knowing;
    EXPECT_EQ(growing(knowing.hotel.database, "SELECT * FROM temp.offer_facts WHERE uid = :uid"),
              std::set<std::string>{});
}

TEST(Plans, AScanOfATableThatGrowsIsSeen) {
    Knowing knowing;
    auto& database = knowing.hotel.database;
    EXPECT_EQ(growing(database, "SELECT * FROM reservation WHERE channel_number = '1042'"),
              std::set<std::string>{"reservation"});
    EXPECT_EQ(growing(database, "SELECT line FROM house"), std::set<std::string>{});
    EXPECT_EQ(growing(database, "SELECT * FROM room_now WHERE name = '204'"),
              std::set<std::string>{"resource"});
    EXPECT_EQ(growing(database, "SELECT * FROM stay_now WHERE uid = :uid"),
              std::set<std::string>{});
}

}  // namespace
}  // namespace stayd::insight
