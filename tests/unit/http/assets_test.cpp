#include "http/assets.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/support/temporary_folder.hpp"
#include "tests/unit/http/box.hpp"

namespace stayd::http {
namespace {

constexpr const char* manifest = R"({"format": 1, "assets": [
  {"path": "/", "type": "text/html; charset=utf-8", "etag": "\"6f0c\"", "cache": "no-cache",
   "encodings": {"identity": {"file": "page.html", "size": 5}, "br": {"file": "page.html.br", "size": 2},
                 "gzip": {"file": "page.html.gz", "size": 4}}},
  {"path": "/icon.png", "type": "image/png", "etag": "\"77\"", "cache": "max-age=31536000, immutable",
   "encodings": {"identity": {"file": "icon.png", "size": 4}}}]})";

struct AssetsTest : testing::Test {
    AssetsTest() {
        write("manifest.json", manifest);
        write("page.html", "whole");
        write("page.html.br", "br");
        write("page.html.gz", "gzip");
        write("icon.png", std::string("p\0ng", 4));
    }
    void write(const char* name, const std::string& text) {
        std::ofstream(folder.path() / name, std::ios::binary) << text;
    }
    Response get(const std::string& path, const std::string& accepted = {},
                 const std::string& held = {}) {
        Request request{.method = "GET", .target = path, .headers = {}, .body = {}};
        if (!accepted.empty()) request.headers.emplace_back("Accept-Encoding", accepted);
        if (!held.empty()) request.headers.emplace_back("If-None-Match", held);
        return Assets(folder.path()).answer(request);
    }
    std::string trouble() {
        try {
            const Assets assets(folder.path());
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return {};
    }

    sim::TemporaryFolder folder;
};

TEST_F(AssetsTest, GiveTheBestFormTheClientTakes) {
    struct Case {
        const char* accepted;
        const char* encoding;
        const char* body;
    };
    for (const auto& row :
         {Case{"gzip, deflate, br", "br", "br"}, Case{"gzip", "gzip", "gzip"},
          Case{"br;q=0, gzip", "gzip", "gzip"}, Case{"br;q=0.5", "br", "br"}, Case{"", "", "whole"},
          Case{"gzip;q=0", "", "whole"}, Case{"deflate", "", "whole"}}) {
        const auto response = get("/", row.accepted);
        EXPECT_EQ(header(response, "Content-Encoding"), row.encoding) << row.accepted;
        EXPECT_EQ(response.body, row.body) << row.accepted;
        EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
    }
}

TEST_F(AssetsTest, SayWhatTheyAre) {
    const auto page = get("/");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(header(page, "ETag"), "\"6f0c\"");
    EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
    const auto icon = get("/icon.png", "br, gzip");
    EXPECT_EQ(header(icon, "Content-Type"), "image/png");
    EXPECT_EQ(header(icon, "Content-Encoding"), "") << "it has one form";
    EXPECT_EQ(icon.body, std::string("p\0ng", 4));
}

TEST_F(AssetsTest, AreNotSentTwice) {
    const auto response = get("/", "br", "\"6f0c\"");
    EXPECT_EQ(response.status, 304);
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(header(response, "ETag"), "\"6f0c\"");
    EXPECT_EQ(get("/", "br", "\"old\"").status, 200);
}

TEST_F(AssetsTest, AreFoundByExactPath) {
    const Assets assets(folder.path());
    EXPECT_TRUE(assets.contains("/"));
    EXPECT_TRUE(assets.contains("/icon.png"));
    for (const auto* path :
         {"", "/page.html", "/icon.png/", "/../manifest.json", "/manifest.json", "//"}) {
        EXPECT_FALSE(assets.contains(path)) << path;
    }
}

TEST_F(AssetsTest, ComeThroughTheLanApiWithItsHeaders) {
    Box box;
    LanApi lan(
        Assets(folder.path()),
        {.property = "city", .websocket_url = ":9001/mqtt", .stayd_version = {}}, box.door,
        box.hotel.views, box.tokens,
        [](const auto&) { return std::vector<std::pair<std::string, std::string>>{}; },
        [] { return std::string{}; });
    const auto response =
        lan.answer({.method = "GET", .target = "/?utm=x", .headers = {}, .body = {}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "whole");
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(lan.answer({.method = "GET", .target = "/nothing", .headers = {}, .body = {}}).status,
              404);
}

TEST_F(AssetsTest, NameTheFileThatIsMissingOrBroken) {
    std::filesystem::remove(folder.path() / "page.html.gz");
    EXPECT_NE(trouble().find("page.html.gz"), std::string::npos) << trouble();
    for (const auto* broken : {"{", "{}", R"({"assets": [{"path": "/"}]})", R"({"assets": 7})"}) {
        write("manifest.json", broken);
        EXPECT_NE(trouble().find("manifest.json"), std::string::npos) << broken;
    }
    std::filesystem::remove(folder.path() / "manifest.json");
    EXPECT_NE(trouble().find("manifest.json"), std::string::npos);
}

TEST(NoAssets, AreEmpty) {
    EXPECT_TRUE(Assets{}.empty());
    EXPECT_FALSE(Assets{}.contains("/"));
}

}  // namespace
}  // namespace stayd::http
