#include "stayctl/tokens.hpp"

#include <gtest/gtest.h>

#include "http/message.hpp"
#include "http/tokens_api.hpp"
#include "tests/sim/memory_files.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::stayctl {
namespace {

/// What stayctl says of tokens, from the answers of the daemon.
struct TokensOfABox : testing::Test {
    std::string add(const std::string& name, const std::string& role) {
        return api.add(request("POST", add_token_target(name, role)), sim::utc("2015-09-17")).body;
    }
    static http::Request request(std::string method, std::string target) {
        return {
            .method = std::move(method), .target = std::move(target), .headers = {}, .body = {}};
    }

    sim::MemoryFiles files;
    sim::SeededRandom random{3};
    http::Tokens tokens{files, "box/tokens", random};
    http::TokensApi api{tokens};
};

TEST_F(TokensOfABox, AreShownOnceAndThenOnlyNamed) {
    const auto said = token_made(add("night-audit", "desk"));
    const auto token = said.substr(0, said.find('\n'));
    ASSERT_NE(tokens.find(token), nullptr) << said;
    EXPECT_NE(said.find("stayctl token remove night-audit"), std::string::npos);
    const auto table = tokens_table(api.all().body);
    EXPECT_NE(table.find("night-audit"), std::string::npos);
    EXPECT_NE(table.find("desk"), std::string::npos);
    EXPECT_EQ(table.find(token), std::string::npos);
}

TEST_F(TokensOfABox, AreRemovedByTheirName) {
    add("a_b", "it");
    EXPECT_EQ(api.remove(request("POST", remove_token_target("a b"))).status, 404);
    EXPECT_EQ(api.remove(request("POST", remove_token_target("a_b"))).status, 200);
    EXPECT_EQ(tokens_table(api.all().body), tokens_table("{\"tokens\": []}"));
}

}  // namespace
}  // namespace stayd::stayctl
