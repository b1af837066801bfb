#include <gtest/gtest.h>

#include "tests/unit/insight/offering.hpp"

// Rules of opportunities that a hotel writes itself.

namespace stayd::insight {
namespace {

using Lines = std::vector<std::string>;

std::string own(const std::string& id, const std::string& price, const std::string& more = {}) {
    return "[[opportunity]]\nid = '" + id + "'\nname = 'Picnic'\nwhen = 'due_in'\nprice = \"\"\"" +
           price +
           "\"\"\"\nprior = 50\neffort_minutes = 1\ntask = \"'Pack it'\"\n"
           "say = \"'A picnic?'\"\nwhy = \"'The sun shines'\"\n" +
           more;
}
const std::string overflow = "abs(-9223372036854775808)";

struct OwnOffers : testing::Test {
    Lines load(const std::string& text) {
        return house.judge.load(
            std::vector<rules::Source>{{.file = "rules.d/own.toml", .text = text}});
    }
    Offering house;
};

TEST_F(OwnOffers, StandBesideTheShippedOnes) {
    EXPECT_EQ(load(own("H01", "12000000")), Lines{});
    EXPECT_EQ(house.said_of("H01"), "EUR 1200");
    EXPECT_NE(house.judge.find("U05"), nullptr);
}

TEST_F(OwnOffers, StandInPlaceOfTheShippedOneOfTheSameId) {
    const auto before = house.judge.fingerprint();
    EXPECT_EQ(load(own("U05", "12000000")), Lines{});
    EXPECT_EQ(house.judge.find("U05")->name, "Picnic");
    EXPECT_EQ(house.said_of("U05"), "EUR 1200");
    EXPECT_NE(house.judge.fingerprint(), before);
    EXPECT_EQ(house.judge.load({}), Lines{});
    EXPECT_EQ(house.judge.find("U05")->name, "Breakfast");
    EXPECT_EQ(house.judge.fingerprint(), before);
}

TEST_F(OwnOffers, AreLeftOutWithAMistakeThatSaysWhere) {
    const struct {
        std::string text;
        std::string says;
    } table[] = {
        {own("U05", "nought"),
         "rules.d/own.toml:5:10: opportunity U05.price: no such column: nought"},
        {own("U05", "vip_rank * 1000000"), "rules.d/own.toml:5:10: opportunity U05.price: "},
        {own("U05", "1", "prise = 1\n"),
         "rules.d/own.toml:11:1: opportunity U05.prise: unknown key"},
        {own("H01", "1") + own("H01", "2"),
         "rules.d/own.toml:11:1: opportunity H01: stands at rules.d/own.toml:1:1 already"},
        {"[[opportunity]]\nid = 'U05'\n", "rules.d/own.toml:1:1: opportunity U05"},
    };
    for (const auto& row : table) {
        const auto mistakes = load(row.text);
        ASSERT_FALSE(mistakes.empty()) << row.text;
        EXPECT_TRUE(mistakes.front().starts_with(row.says)) << mistakes.front();
        EXPECT_EQ(house.judge.find("U05")->name, "Breakfast");
    }
}

TEST_F(OwnOffers, ARuleThatFailsIsNamedOnceAndTheOthersAreStillOffered) {
    ASSERT_EQ(load(own("H01", overflow) + own("H02", "12000000") +
                   own("H03", "1", "count = \"" + overflow + "\"\n")),
              Lines{});
    EXPECT_EQ(house.said_of("H02"), "EUR 1200");
    EXPECT_EQ(house.said_of("H01"), "") << "not for nothing";
    EXPECT_EQ(house.said_of("H03"), "");
    EXPECT_EQ(
        house.judge.failures(),
        (Lines{"rules.d/own.toml:1:1: opportunity H01: integer overflow (SQL logic error)",
               "rules.d/own.toml:21:1: opportunity H03: integer overflow (SQL logic error)"}));
    ASSERT_EQ(load(own("H01", "12000000")), Lines{});
    EXPECT_EQ(house.said_of("H01"), "EUR 1200");
    EXPECT_EQ(house.judge.failures(), Lines{});
}

TEST_F(OwnOffers, ARuleWhoseConditionFailsIsNamedOnceToo) {
    auto text = own("H01", "12000000");
    text.replace(text.find("due_in"), 6, overflow);
    ASSERT_EQ(load(text), Lines{});
    EXPECT_EQ(house.said_of("H01"), "");
    EXPECT_EQ(house.judge.failures(),
              (Lines{"rules.d/own.toml:1:1: opportunity H01: integer overflow (SQL logic error)"}));
}

}  // namespace
}  // namespace stayd::insight
