#include <gtest/gtest.h>

#include "tests/unit/rules/shelf.hpp"

namespace stayd::rules {
namespace {

struct Hostile {
    std::string name;
    std::string when;
    std::string says{};
};

void PrintTo(const Hostile& row, std::ostream* out) {
    *out << row.name;
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

/// A rule before it, the hostile one, a rule after it: as they stand in the book, by id.
std::string between_good_ones(const std::string& when) {
    return Shelf::rule("A", "head_count = 3") + Shelf::rule("B", when) +
           Shelf::rule("C", "number = '1042'");
}

class RefusedRules : public testing::TestWithParam<Hostile> {};

TEST_P(RefusedRules, AreNamedAndTheOthersGoOnWorking) {
    Shelf shelf;
    const auto mistakes = shelf.load(between_good_ones(GetParam().when));
    EXPECT_TRUE(is_one_line_with(mistakes, {"rules.toml:", ": rule B.when: ", GetParam().says}));
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"A", "high"}, {"C", "high"}}));
    EXPECT_EQ(shelf.hits(Uuid{}, shelf.start), Hits{});
    EXPECT_FALSE(shelf.last.known) << "a subject without facts stays unknown";
}

INSTANTIATE_TEST_SUITE_P(
    , RefusedRules,
    testing::Values(
        Hostile{"private_table", "(SELECT word FROM secret) <> ''", "is not open to rules"},
        Hostile{"its_own_facts", "(SELECT head_count FROM temp.stay_facts) = 3",
                "is not open to rules"},
        Hostile{"the_table_of_its_facts", "EXISTS (SELECT 1 FROM main.stay)", "sub-query"},
        Hostile{"in_a_table", "number IN secret"},
        Hostile{"schema", "(SELECT sql FROM sqlite_master) <> ''",
                "sqlite_master is not open to rules"},
        Hostile{"endless",
                "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) "
                "FROM n) > 0"},
        Hostile{"pragma_function", "EXISTS (SELECT 1 FROM pragma_database_list)", "only asks"},
        Hostile{"pragma", "PRAGMA writable_schema = 1", "syntax error"},
        Hostile{"attach", "1); ATTACH 'x.db' AS x; SELECT (1", "one expression"},
        Hostile{"attach_alone", "ATTACH 'x.db' AS x", "syntax error"},
        Hostile{"another_statement", "1); DROP TABLE stay; SELECT (1", "one expression"},
        Hostile{"load_extension", "load_extension('x')"},
        Hostile{"read_file", "readfile('/etc/passwd') <> ''"},
        Hostile{"random", "random() > 0", "random is not open"},
        Hostile{"clock", "unixepoch() > 0", "unixepoch is not open"},
        Hostile{"huge_zeros", "length(zeroblob(1000000000)) > 0", "zeroblob is not open"},
        Hostile{"huge_text", "printf('%2000000000d', 1) <> ''", "printf is not open"},
        Hostile{"deep", repeated("(", 1900) + "1" + repeated(")", 1900)},
        Hostile{"deep_not", repeated("NOT ", 990) + "1"},
        Hostile{"two_columns", "1, 2", "row value"},
        Hostile{"two_columns_by_brackets", "1), (2", "one expression"},
        Hostile{"parameter", "head_count > ?1", "no parameters"},
        Hostile{"named_parameter", "uid = :uid", "no parameters"},
        Hostile{"no_such_column", "passport = 'x'", "no such column: passport"},
        Hostile{"no_such_function", "lookup(number)", "no such function: lookup"},
        Hostile{"open_comment", "1 /* the rest", "begins with --"},
        Hostile{"open_comment_behind_the_bracket", "1) /* the rest"},
        Hostile{"open_comment_with_a_source", "1) FROM (SELECT 1) /* the rest"},
        Hostile{"open_quote", "number = '1042"},
        Hostile{"end_of_a_case", "1) THEN 5 END, CASE WHEN (1"},
        Hostile{"another_source", "1) FROM (SELECT 1), (SELECT (1"},
        Hostile{"union", "1) UNION SELECT (1", "sub-query"}, Hostile{"order", "1) ORDER BY (1"},
        Hostile{"aggregate", "max(head_count) > 0", "misuse of aggregate"},
        Hostile{"window", "max(head_count) OVER () > 0"}, Hostile{"nothing", " "},
        Hostile{"only_a_comment", "-- nothing"}),
    [](const auto& row) { return row.param.name; });

class BoundedRules : public testing::TestWithParam<Hostile> {};

TEST_P(BoundedRules, CostLittleAndTheOthersGoOnWorking) {
    Shelf shelf;
    EXPECT_EQ(shelf.load(between_good_ones(GetParam().when)), Lines{});
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"A", "high"}, {"C", "high"}}));
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"A", "high"}, {"C", "high"}}));
    if (GetParam().says.empty()) {
        EXPECT_EQ(shelf.book.failures(), Lines{});
    } else {
        EXPECT_TRUE(
            is_one_line_with(shelf.book.failures(), {"rules.toml:10:1: rule B: ", GetParam().says}))
            << "once: then it is off";
    }
}

INSTANTIATE_TEST_SUITE_P(
    , BoundedRules,
    testing::Values(Hostile{"division_by_zero", "head_count / 0 > 1"},
                    Hostile{"remainder_by_zero", "head_count % 0 = 0"}, Hostile{"null", "NULL"},
                    Hostile{"no_number", "'abc'"},
                    Hostile{"overflow", "abs(-9223372036854775808) > 0", "integer overflow"},
                    Hostile{"overflow_of_time", "due(hours(9223372036854775807))"},
                    Hostile{"overflow_of_a_sum", "9223372036854775807 + head_count < 0"},
                    Hostile{"slow_pattern",
                            "'" + repeated("a", 1'000) + "' LIKE '" + repeated("%a", 400) + "%b'"},
                    Hostile{"slow_glob",
                            "'" + repeated("a", 1'000) + "' GLOB '" + repeated("*a", 400) + "*b'"},
                    Hostile{"comment_at_the_end", "0 -- AND everything else"}),
    [](const auto& row) { return row.param.name; });

/// `limit` bytes are what one value may take; each line doubles.
TEST(HostileRules, AHugeTextIsCutOffAndNamed) {
    Shelf shelf;
    shelf.database.execute(R"sql(
        CREATE TEMP VIEW person_facts AS
            SELECT uid, substr(replace(hex(zeroblob(400000)), '0', 'x'), 1, 800000) AS notes FROM stay)sql");
    auto text = between_good_ones("0");
    text +=
        "[[rule]]\nid = \"P\"\nname = \"P\"\nsubject = \"person\"\n"
        "when = \"length(notes || notes) > 0\"\nseverity = \"low\"\nmessage = \"x\"\nfix = "
        "\"x\"\nrole = \"desk\"\n";
    ASSERT_EQ(shelf.load(text), Lines{});
    EXPECT_TRUE(shelf.book.judge(Subject::person, shelf.stay, shelf.start).hits.empty());
    EXPECT_TRUE(is_one_line_with(shelf.book.failures(), {"rule P: ", "too big"}));
    EXPECT_EQ(shelf.hits(shelf.start).size(), 2U);
}

TEST(HostileRules, ManyOfThemTogetherAreNamedOneByOne) {
    Shelf shelf;
    std::string text;
    for (const char* id : {"A", "B", "C"}) text += Shelf::rule(id, "abs(-9223372036854775808)");
    text += Shelf::rule("D", "1");
    ASSERT_EQ(shelf.load(text), Lines{});
    EXPECT_EQ(shelf.hits(shelf.start), (Hits{{"D", "high"}}));
    EXPECT_EQ(shelf.book.failures().size(), 3U);
}

TEST(HostileRules, TheEvidenceOfARuleIsOnlyColumns) {
    Shelf shelf;
    const auto evidence = [](std::string_view column) {
        return Shelf::rule("A", "1",
                           fmt::format("severity = \"high\"\nevidence = [\"{}\"]", column));
    };
    EXPECT_TRUE(is_one_line_with(shelf.load(evidence("passport")),
                                 {"rule A.evidence: no such column: passport"}));
    EXPECT_TRUE(is_one_line_with(shelf.load(evidence("1) FROM secret --")),
                                 {"rule A.evidence: expected a list of columns"}));
}

}  // namespace
}  // namespace stayd::rules
