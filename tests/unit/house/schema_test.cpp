#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "house/house.hpp"
#include "house/migrations.hpp"

namespace stayd::house {
namespace {

/// The texts of all tables, indexes and views, in the order in which they were made; the migrator's
/// and SQLite's own left out.
std::string schema_of(storage::Database& database) {
    auto query = database.statement(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name "
        "<> 'migration' "
        "ORDER BY rowid");
    std::string text;
    while (query.step()) text += query.text(0) + ";\n";
    return text;
}

/// The same without the order.
std::set<std::string> texts_of(storage::Database& database) {
    auto query = database.statement(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name "
        "<> 'migration'");
    std::set<std::string> texts;
    while (query.step()) texts.insert(query.text(0));
    return texts;
}

TEST(Schema, IsWhatTheSchemaFileShows) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    prepare(database, ":memory:");
    std::ifstream file(STAYD_SCHEMA);
    std::string shown{std::istreambuf_iterator<char>(file), {}};
    // Lines of its own that begin with -- say what the file is.
    while (shown.starts_with("--")) shown.erase(0, shown.find('\n') + 1);
    EXPECT_EQ(schema_of(database), shown)
        << "Write the first text to daemon/house/migrations/schema.sql when the change is meant.";
}

TEST(Schema, GoesDownToAnEmptyDatabase) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    prepare(database, ":memory:");
    ASSERT_NE(schema_of(database), "");
    storage::migrate(database, ":memory:", {});
    EXPECT_EQ(schema_of(database), "");
    prepare(database, ":memory:");
    EXPECT_NE(schema_of(database), "") << "and up again";
}

TEST(Schema, GoesDownAndUpStepByStepToTheSame) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    std::vector<std::set<std::string>> after{{}};
    for (std::size_t version = 1; version <= migrations().size(); ++version) {
        storage::migrate(database, ":memory:", migrations().first(version));
        after.push_back(texts_of(database));
    }
    for (auto version = migrations().size(); version-- > 0;) {
        storage::migrate(database, ":memory:", migrations().first(version));
        EXPECT_EQ(texts_of(database), after[version]) << "down to version " << version;
    }
}

TEST(Schema, GoesDownFromWhatTheProgramPreparedStepByStepToo) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    std::vector<std::set<std::string>> after{{}};
    for (std::size_t version = 1; version <= migrations().size(); ++version) {
        storage::migrate(database, ":memory:", migrations().first(version));
        after.push_back(texts_of(database));
    }
    mirror::prepare(database);
    // Version 1 had tables of its own for the lists; the program makes them since.
    const auto prepared = texts_of(database);
    for (auto version = migrations().size(); version-- > 0;) {
        storage::migrate(database, ":memory:", migrations().first(version));
        auto expected = after[version];
        if (version >= 2) {
            std::erase_if(expected, [&](const auto& text) {
                return after.back().contains(text) && !prepared.contains(text);
            });
            std::ranges::copy_if(prepared, std::inserter(expected, expected.end()),
                                 [&](const auto& text) { return !after.back().contains(text); });
        }
        EXPECT_EQ(texts_of(database), expected) << "down to version " << version;
    }
}

TEST(Schema, IsPreparedTwiceAsOnce) {
    storage::Database database(":memory:", storage::Database::Mode::read_write);
    prepare(database, ":memory:");
    const auto once = schema_of(database);
    prepare(database, ":memory:");
    EXPECT_EQ(schema_of(database), once);
}

TEST(Schema, NumbersItsStepsWithoutGaps) {
    int version = 0;
    for (const auto& step : migrations()) EXPECT_EQ(step.version, ++version) << step.name;
    EXPECT_EQ(schema_version(), version);
}

}  // namespace
}  // namespace stayd::house
