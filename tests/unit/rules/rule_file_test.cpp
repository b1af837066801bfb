#include "rules/rule_file.hpp"

#include <gtest/gtest.h>

#include "tests/unit/rules/shelf.hpp"

namespace stayd::rules {
namespace {

constexpr std::string_view whole = R"([[rule]]
id = "RS-01"
name = "Arrival without room"
subject = "stay"
when = "room_uid IS NULL"
severity = "medium"
raise.critical = "guest_waiting"
raise.high = "starts_today"
message = "No room is assigned"
fix = "Assign one"
role = "desk"
priority = 10
evidence = ["number", "category"]
on = false
)";

TEST(RuleFile, GivesWhatStandsInIt) {
    const auto file = read_rules("stays.toml", whole);
    EXPECT_EQ(file.mistakes, Lines{});
    ASSERT_EQ(file.rules.size(), 1U);
    const auto& rule = file.rules[0];
    EXPECT_EQ(rule.id, "RS-01");
    EXPECT_EQ(rule.name, "Arrival without room");
    EXPECT_EQ(rule.subject, Subject::stay);
    EXPECT_EQ(rule.when.sql, "room_uid IS NULL");
    EXPECT_EQ(to_text(rule.when.place), "stays.toml:5:8");
    EXPECT_EQ(rule.severity, Severity::medium);
    ASSERT_EQ(rule.raise.size(), 2U);
    EXPECT_EQ(rule.raise[0].first, Severity::high) << "the worst last";
    EXPECT_EQ(rule.raise[1].second.sql, "guest_waiting");
    EXPECT_EQ(rule.message, "No room is assigned");
    EXPECT_EQ(rule.fix, "Assign one");
    EXPECT_EQ(rule.role, "desk");
    EXPECT_EQ(rule.priority, 10);
    EXPECT_EQ(rule.evidence, (Lines{"number", "category"}));
    EXPECT_FALSE(rule.on);
    EXPECT_EQ(to_text(rule.place), "stays.toml:1:1");
}

TEST(RuleFile, AnotherTextIsAnotherVersionAndAnotherPlaceIsNot) {
    const auto version = [](std::string text) {
        return read_rules("stays.toml", text).rules.at(0).version;
    };
    const std::string before{whole};
    EXPECT_EQ(version("# moved down\n" + before), version(before));
    for (const auto& [from, to] :
         {std::pair{"IS NULL", "IS NOT NULL"}, std::pair{"= 10", "= 11"},
          std::pair{"\"medium\"", "\"low\""}, std::pair{"Assign one", "Ask"},
          std::pair{"raise.high", "raise.low"}, std::pair{"\"category\"", "\"room\""}}) {
        auto after = before;
        after.replace(after.find(from), std::string_view{from}.size(), to);
        EXPECT_NE(version(after), version(before)) << from;
    }
}

struct Mistake {
    std::string name;
    std::string from;
    std::string to;
    std::string says;
};

void PrintTo(const Mistake& row, std::ostream* out) {
    *out << row.name;
}

class RuleFileMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(RuleFileMistakes, AreNamedWithTheirPlaceAndOnlyThatRuleIsLeftOut) {
    std::string text{whole};
    text.replace(text.find(GetParam().from), GetParam().from.size(), GetParam().to);
    text += Shelf::rule("RS-02", "1");
    const auto file = read_rules("stays.toml", text);
    ASSERT_EQ(file.mistakes.size(), 1U);
    EXPECT_TRUE(file.mistakes[0].starts_with(GetParam().says)) << file.mistakes[0];
    ASSERT_EQ(file.rules.size(), 1U);
    EXPECT_EQ(file.rules[0].id, "RS-02");
}

INSTANTIATE_TEST_SUITE_P(
    , RuleFileMistakes,
    testing::Values(
        Mistake{"no_condition", "when = ", "# ",
                "stays.toml:1:1: rule RS-01.when: expected a condition"},
        Mistake{"no_id", "id = ", "# ",
                "stays.toml:1:1: rule without id.id: expected a short name"},
        Mistake{"condition_is_a_number", "\"room_uid IS NULL\"", "1",
                "stays.toml:5:8: rule RS-01.when: expected a condition"},
        Mistake{"empty_condition", "room_uid IS NULL", "",
                "stays.toml:5:8: rule RS-01.when: expected a condition"},
        Mistake{"endless_condition", "room_uid IS NULL", std::string(4'001, '1'),
                "stays.toml:5:8: rule RS-01.when: expected a condition"},
        Mistake{"subject", "\"stay\"", "\"stays\"",
                "stays.toml:4:11: rule RS-01.subject: expected stay, person"},
        Mistake{"severity", "\"medium\"", "\"grave\"",
                "stays.toml:6:12: rule RS-01.severity: expected info, low"},
        Mistake{"raised_severity", "raise.critical", "raise.worst",
                "stays.toml:7:1: rule RS-01.raise: expected a table of severities"},
        Mistake{"priority", "= 10", "= 101",
                "stays.toml:12:12: rule RS-01.priority: expected a whole number from 1 to 100"},
        Mistake{"max_age_minutes", "priority = 10", "max_age_minutes = -1",
                "stays.toml:12:19: rule RS-01.max_age_minutes: expected minutes, from 0 to 10080"},
        Mistake{"evidence", "\"category\"", "\"max(x)\"",
                "stays.toml:13:12: rule RS-01.evidence: expected a list of columns"},
        Mistake{"switch", "on = false", "on = \"no\"", "stays.toml:14:6: rule RS-01.on: expected"},
        Mistake{"unknown_key", "priority", "piority",
                "stays.toml:12:1: rule RS-01.piority: unknown key; did you mean \"priority\"?"}),
    [](const auto& row) { return row.param.name; });

TEST(RuleFile, WrittenAndReadAgainIsTheSame) {
    const auto once = read_rules("stays.toml", whole).rules.at(0);
    auto other = once;
    other.when.sql = "name = \"a\\b\"\n  AND x > 1";
    other.message = "Tab\tand \x01";
    for (const auto& rule : {once, other}) {
        const auto again = read_rules("again.toml", to_toml(rule));
        EXPECT_EQ(again.mistakes, Lines{});
        ASSERT_EQ(again.rules.size(), 1U);
        EXPECT_EQ(again.rules[0].when.sql, rule.when.sql);
        EXPECT_EQ(again.rules[0].message, rule.message);
        EXPECT_EQ(again.rules[0].on, rule.on);
        EXPECT_EQ(again.rules[0].evidence, rule.evidence);
        EXPECT_EQ(to_toml(again.rules[0]), to_toml(rule));
    }
    EXPECT_EQ(read_rules("again.toml", to_toml(once)).rules.at(0).version, once.version);
}

TEST(RuleFile, ThatIsNoTomlHasNoRules) {
    const auto file = read_rules("stays.toml", "[[rule]]\nid = \"A\nname = 1");
    EXPECT_TRUE(file.rules.empty());
    ASSERT_EQ(file.mistakes.size(), 1U);
    EXPECT_TRUE(file.mistakes[0].starts_with("stays.toml:2:")) << file.mistakes[0];
}

TEST(RuleFile, TakesNothingButRules) {
    const auto file = read_rules("stays.toml", "[rules]\nx = 1\n" + Shelf::rule("A", "1"));
    EXPECT_EQ(file.rules.size(), 1U);
    EXPECT_TRUE(is_one_line_with(
        file.mistakes, {"only [[rule]], [[opportunity]], [[field]] and [[market]] stand here"}));
}

}  // namespace
}  // namespace stayd::rules
