#include "http/message.hpp"

#include <gtest/gtest.h>

namespace stayd::http {
namespace {

TEST(Request, FindsAHeaderInAnyCase) {
    const Request request{.method = "GET",
                          .target = "/",
                          .headers = {{"hOST", "box.lan"}, {"Host", "second"}},
                          .body = {}};
    EXPECT_EQ(request.header("Host"), "box.lan");
    EXPECT_EQ(request.header("Hos"), "");
    EXPECT_EQ(request.header("Accept"), "");
}

TEST(Request, PartsItsTarget) {
    const auto parts = [](std::string target) {
        const Request request{
            .method = "GET", .target = std::move(target), .headers = {}, .body = {}};
        return std::pair{request.path(), request.query()};
    };
    EXPECT_EQ(parts("/api?app=sign"), (std::pair<std::string, std::string>{"/api", "app=sign"}));
    EXPECT_EQ(parts("/api"), (std::pair<std::string, std::string>{"/api", ""}));
    EXPECT_EQ(parts("/api?a?b"), (std::pair<std::string, std::string>{"/api", "a?b"}));
    EXPECT_EQ(parts(""), (std::pair<std::string, std::string>{"", ""}));
}

TEST(Request, DecodesItsParameters) {
    const auto parameter = [](std::string target) {
        const Request request{
            .method = "GET", .target = std::move(target), .headers = {}, .body = {}};
        return request.parameter("room");
    };
    EXPECT_EQ(parameter("/a?room=204&by=Ana"), "204");
    EXPECT_EQ(parameter("/a?by=Ana&room=2%2004%26"), "2 04&");
    EXPECT_EQ(parameter("/a?room=%C3%A9"), "é");
    EXPECT_EQ(parameter("/a?room="), "");
    EXPECT_EQ(parameter("/a?bedroom=204"), "");
    EXPECT_EQ(parameter("/a"), "");
    for (const auto* odd : {"%", "%2", "%zz", "%2z"})
        EXPECT_EQ(parameter(std::string{"/a?room="} + odd), odd);
}

}  // namespace
}  // namespace stayd::http
