#include "http/api/question.hpp"

#include <gtest/gtest.h>

namespace stayd::http {
namespace {

constexpr std::string_view colours[] = {"red", "blue"};
constexpr Parameter known[] = {{.name = "colour", .words = colours}, {.name = "room"}};

Question ask(const std::string& query) {
    return Question({.method = "GET", .target = "/things?" + query, .headers = {}, .body = {}},
                    known, true, "");
}

/// What a person is told; empty when nothing is wrong.
std::string told(const std::string& query) {
    try {
        ask(query).place(2);
        return {};
    } catch (const Problem& problem) {
        EXPECT_EQ(problem.status, 400);
        EXPECT_FALSE(problem.title.empty());
        return problem.detail;
    }
}

TEST(AQuestion, IsReadWithItsCodesDecoded) {
    const auto question = ask("room=2%2004%26&colour=blue&limit=7");
    EXPECT_EQ(question.text("room"), "2 04&");
    EXPECT_EQ(question.text("colour"), "blue");
    EXPECT_EQ(question.limit(), 7);
    EXPECT_EQ(ask("").limit(), 50);
    EXPECT_EQ(ask("").text("room"), "");
}

TEST(AQuestion, NamesWhatIsWrongAndWhatThereIs) {
    EXPECT_EQ(told("colur=red"),
              "There is no parameter \"colur\" here; there are: colour, room, limit, after.");
    EXPECT_EQ(told("colour=green"), "colour is \"green\"; there are: red, blue.");
    EXPECT_EQ(told("colour=Red"), "colour is \"Red\"; there are: red, blue.");
    EXPECT_EQ(told("room="), "room is empty.");
    EXPECT_EQ(told("room"), "room is empty.");
    EXPECT_EQ(told("room=1&room=2"), "Say room once.");
    for (const auto* limit : {"0", "201", "-1", "x", "7x", "99999999999999999999"})
        EXPECT_EQ(told(std::string{"limit="} + limit),
                  std::string{"limit is \""} + limit + "\"; it is a number from 1 to 200.");
    EXPECT_EQ(told("limit=200"), "");
}

TEST(AQuestion, GoesOnWhereAPageEnded) {
    const auto next = ask("room=a%20b&limit=2").next({"5", "x y"});
    ASSERT_TRUE(next.starts_with("/things?room=a%20b&limit=2&after="));
    const auto question = ask(next.substr(next.find('?') + 1));
    EXPECT_EQ(question.place(2), (std::vector<std::string>{"5", "x y"}));
    EXPECT_EQ(question.text("room"), "a b");
    EXPECT_EQ(question.next({"6", ""}).find("after="), question.next({"6", ""}).rfind("after="))
        << "one place, not two";
    EXPECT_FALSE(ask("").place(2));
}

TEST(AQuestion, TakesNoPlaceThatIsNone) {
    for (const auto* cursor : {"zz", "5", "350", "35"})
        EXPECT_NE(told(std::string{"after="} + cursor), "");
}

}  // namespace
}  // namespace stayd::http
