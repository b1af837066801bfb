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

}  // namespace
}  // namespace stayd::http
