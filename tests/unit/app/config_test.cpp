#include "app/config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/config_values.hpp"

namespace stayd::app {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

/// A folder of its own for each test, gone afterwards.
struct ConfigTest : testing::Test {
    std::filesystem::path folder = std::filesystem::path{testing::TempDir()} /
                                   ("stayd-config-" + std::to_string(getpid()) + "-" +
                                    testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::path file = folder / "stayd.toml";
    CredentialReader no_credentials = [](const std::string&) { return std::nullopt; };

    ConfigTest() { std::filesystem::create_directories(folder); }
    ~ConfigTest() override { std::filesystem::remove_all(folder); }

    void write(const std::string& name, const std::string& text) {
        std::ofstream{folder / name} << text;
    }
    std::expected<Config, Lines> read(const std::string& text) {
        write("stayd.toml", text);
        return read_config(file, no_credentials);
    }
    /// The mistakes, each without the folder of the file.
    Lines mistakes(const std::string& text) {
        auto config = read(text);
        if (config) return {};
        for (auto& line : config.error()) {
            for (auto at = line.find(folder.string() + "/"); at != std::string::npos;
                 at = line.find(folder.string() + "/")) {
                line.erase(at, folder.string().size() + 1);
            }
        }
        return config.error();
    }
};

const std::string smallest = R"([property]
name = "city-hotel"
[pms]
address = "https://api.mews.com"
events_address = "wss://ws.mews.com"
client_token = "CLIENT"
access_token = "ACCESS"
)";

TEST_F(ConfigTest, TheMarketIsOneOfThoseThatAreKnown) {
    EXPECT_EQ(read(smallest)->hotel.market, "") << "of the hotel's country";
    EXPECT_EQ(read(smallest + "[hotel]\nmarket = \"ES\"\n")->hotel.market, "ES");
    EXPECT_EQ(mistakes(smallest + "[hotel]\nmarket = \"Spain\"\n"),
              (Lines{"stayd.toml:9:10: hotel.market: expected one of GENERIC, ES, IT, DE, AT, FR, "
                     "PT, GB, NL, CZ, HR, HU, found the text \"Spain\""}));
}

TEST_F(ConfigTest, TheHotelSaysWhatThePmsDoesNot) {
    const auto nothing = read(smallest)->hotel;
    EXPECT_FALSE(nothing.city_tax || nothing.eco_programme || nothing.credit_limit_millionths);
    const auto hotel = read(smallest +
                            "[hotel]\ncity_tax = true\neco_programme = true\n"
                            "credit_limit = 250.5\n")
                           ->hotel;
    EXPECT_TRUE(hotel.city_tax);
    EXPECT_TRUE(hotel.eco_programme);
    EXPECT_EQ(hotel.credit_limit_millionths, 250'500'000);
    EXPECT_EQ(read(smallest + "[hotel]\ncredit_limit = 300\n")->hotel.credit_limit_millionths,
              300'000'000);
    EXPECT_EQ(mistakes(smallest + "[hotel]\ncity_tax = 1\ncredit_limit = -1\n"),
              (Lines{"stayd.toml:9:12: hotel.city_tax: expected true or false, found 1",
                     "stayd.toml:10:16: hotel.credit_limit: expected a sum from 0 to 1000000, such "
                     "as 500 or 250.50, found -1"}));
}

TEST_F(ConfigTest, HasADefaultForEverythingButTheHotelAndItsPms) {
    const auto config = read(smallest);
    ASSERT_TRUE(config) << config.error().at(0);
    EXPECT_EQ(config->property.name, "city-hotel");
    EXPECT_EQ(config->pms.address, "https://api.mews.com");
    EXPECT_EQ(config->pms.events_address, "wss://ws.mews.com");
    EXPECT_EQ(config->pms.client_token, "CLIENT");
    EXPECT_EQ(config->pms.access_token, "ACCESS");
    EXPECT_EQ(config->pms.poll_with_socket, 45s);
    EXPECT_EQ(config->pms.poll_without_socket, 12s);
    EXPECT_EQ(config->pms.overlap, 360s);
    EXPECT_EQ(config->pms.settle, 120s);
    ASSERT_EQ(config->pms.budgets.size(), 2u);
    EXPECT_EQ(config->pms.budgets[0].calls, 160);
    EXPECT_EQ(config->pms.budgets[0].window, 30s);
    EXPECT_EQ(config->pms.budgets[1].calls, 500);
    EXPECT_EQ(config->pms.budgets[1].window, 900s);
    EXPECT_EQ(config->broker.uri, "mqtt://127.0.0.1:1883");
    EXPECT_EQ(config->broker.websocket_url, ":9001/mqtt");
    EXPECT_EQ(config->broker.username, "");
    EXPECT_EQ(config->broker.password, "");
    EXPECT_EQ(config->http.address, "127.0.0.1");
    EXPECT_EQ(config->http.port, 8080);
    EXPECT_EQ(config->http.web_dir, "/usr/share/stayd/web");
    EXPECT_FALSE(config->http.open_profiles);
    EXPECT_EQ(config->storage.directory, "/var/lib/stayd");
    EXPECT_EQ(config->control.socket, "/run/stayd/control.sock");
    EXPECT_EQ(config->log.level, "info");
}

TEST_F(ConfigTest, TakesEveryKey) {
    const auto config = read(R"([property]
name = "h1"
[pms]
address = "http://127.0.0.1:8600"
events_address = "ws://[::1]:8601/"
client_token = "CLIENT"
access_token = "ACCESS"
poll_seconds_with_socket = 60
poll_seconds_without_socket = 5
overlap_seconds = 0
settle_seconds = 30
budgets = [{calls = 10, seconds = 1}, {calls = 20, seconds = 60}, {calls = 30, seconds = 3600}]
[broker]
uri = "mqtts://broker.example:8883"
websocket_url = "wss://box.example/mqtt"
username = "box"
password = "p w"
[http]
listen = "[::]:0"
web_dir = "pages"
open_profiles = true
[storage]
directory = "/data"
[control]
socket = "c.sock"
[log]
level = "debug"
)");
    ASSERT_TRUE(config) << config.error().at(0);
    EXPECT_EQ(config->pms.address, "http://127.0.0.1:8600");
    EXPECT_EQ(config->pms.events_address, "ws://[::1]:8601/");
    EXPECT_EQ(config->pms.poll_with_socket, 60s);
    EXPECT_EQ(config->pms.poll_without_socket, 5s);
    EXPECT_EQ(config->pms.overlap, 0s);
    EXPECT_EQ(config->pms.settle, 30s);
    ASSERT_EQ(config->pms.budgets.size(), 3u);
    EXPECT_EQ(config->pms.budgets[2].calls, 30);
    EXPECT_EQ(config->pms.budgets[2].window, 3600s);
    EXPECT_EQ(config->broker.uri, "mqtts://broker.example:8883");
    EXPECT_EQ(config->broker.websocket_url, "wss://box.example/mqtt");
    EXPECT_EQ(config->broker.username, "box");
    EXPECT_EQ(config->broker.password, "p w");
    EXPECT_EQ(config->http.address, "::");
    EXPECT_EQ(config->http.port, 0);
    EXPECT_EQ(config->http.web_dir, "pages");
    EXPECT_TRUE(config->http.open_profiles);
    EXPECT_EQ(config->storage.directory, "/data");
    EXPECT_EQ(config->control.socket, "c.sock");
    EXPECT_EQ(config->log.level, "debug");
}

TEST_F(ConfigTest, AnEmptyBrowserSocketIsPort9001OfTheSameHostAndEventsMayBeNone) {
    const auto config = read(R"([property]
name = "h1"
[pms]
address = "https://api.mews.com"
events_address = ""
client_token = "CLIENT"
access_token = "ACCESS"
[broker]
websocket_url = ""
)");
    ASSERT_TRUE(config) << config.error().at(0);
    EXPECT_EQ(config->broker.websocket_url, ":9001/mqtt");
    EXPECT_EQ(config->pms.events_address, "");
}

TEST_F(ConfigTest, ListsAllMistakesInTheOrderOfTheFile) {
    EXPECT_EQ(
        mistakes(R"([property]
name = "City Hotel"
[pms]
adress = "https://api.mews.com"
events_address = 7
client_token = "CLIENT"
access_token = "ACCESS"
poll_seconds_without_socket = 0
budgets = [{calls = 0, seconds = 30}, {call = 5, seconds = 1}]
[log]
level = "loud"
[http]
listen = "localhost"
[brokr]
uri = "x"
)"),
        (Lines{
            "stayd.toml:2:8: property.name: expected a short name of a-z, 0-9 and dashes, "
            "such as \"city-hotel\", "
            "found the text \"City Hotel\"",
            "stayd.toml:3:1: pms.address: expected an address such as "
            "\"https://api.mews.com\" (plain http:// only "
            "for this machine), found nothing",
            "stayd.toml:4:1: pms.adress: unknown key; did you mean \"address\"?",
            "stayd.toml:5:18: pms.events_address: expected an address such as "
            "\"wss://ws.mews.com\" (plain ws:// "
            "only for this machine), or \"\" for none, found 7",
            "stayd.toml:8:31: pms.poll_seconds_without_socket: expected a whole number from 1 to "
            "3600, found 0",
            "stayd.toml:9:21: pms.budgets[0].calls: expected a whole number from 1 to "
            "100000, found 0",
            "stayd.toml:9:39: pms.budgets[1].calls: expected a whole number from 1 to "
            "100000, found nothing",
            "stayd.toml:9:40: pms.budgets[1].call: unknown key; did you mean \"calls\"?",
            "stayd.toml:11:9: log.level: expected \"debug\", \"info\", \"warning\" or "
            "\"error\", found the text "
            "\"loud\"",
            "stayd.toml:13:10: http.listen: expected an address and a port such as "
            "\"127.0.0.1:8080\" or "
            "\"[::1]:8080\", found the text \"localhost\"",
            "stayd.toml:14:2: brokr: unknown section; did you mean \"broker\"?",
        }));
}

TEST_F(ConfigTest, AnEmptyFileLacksWhatHasNoDefault) {
    EXPECT_EQ(mistakes("").size(), 5u);
    EXPECT_EQ(mistakes("").at(0).substr(0, 31), "stayd.toml:1:1: property.name: ");
}

TEST_F(ConfigTest, SaysWhatStoodThereInsteadOfAWholeNumber) {
    const std::pair<const char*, const char*> values[] = {{"3601", "found 3601"},
                                                          {"-1", "found -1"},
                                                          {"1.5", "found 1.5"},
                                                          {"true", "found true"},
                                                          {"[1]", "found a list"},
                                                          {"{}", "found a section"},
                                                          {"\"5\"", "found the text \"5\""},
                                                          {"2015-09-17", "found a date or time"}};
    for (const auto& [value, found] : values) {
        const Lines lines = mistakes(smallest + "poll_seconds_without_socket = " + value + "\n");
        ASSERT_EQ(lines.size(), 1u) << value;
        EXPECT_EQ(lines[0],
                  std::string{"stayd.toml:8:31: pms.poll_seconds_without_socket: expected a "
                              "whole number from 1 to 3600, "} +
                      found);
    }
}

TEST_F(ConfigTest, ASectionMustBeOne) {
    EXPECT_EQ(mistakes("log = \"debug\"\n" + smallest),
              Lines{"stayd.toml:1:7: log: expected a section [log], found the text \"debug\""});
}

TEST_F(ConfigTest, AKeyThatIsNearNoneGetsTheListOfAll) {
    EXPECT_EQ(mistakes(smallest + "[http]\nqqqqqqqqqqq = 1\n"),
              Lines{"stayd.toml:9:1: http.qqqqqqqqqqq: unknown key; known here: listen, web_dir, "
                    "open_profiles"});
}

TEST_F(ConfigTest, BrokenTomlNamesLineAndColumn) {
    const Lines lines = mistakes("[property]\nname = \n");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_TRUE(lines[0].starts_with("stayd.toml:2:")) << lines[0];
    EXPECT_NE(lines[0].find("not TOML"), std::string::npos) << lines[0];
}

TEST_F(ConfigTest, AFileThatCannotBeReadSaysWhy) {
    const auto missing = read_config(folder / "none.toml", no_credentials);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error(), Lines{(folder / "none.toml").string() +
                                     ": cannot be read: No such file or directory"});
    const auto directory = read_config(folder, no_credentials);
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error(), Lines{folder.string() + ": cannot be read: it is a folder"});
}

const std::string without_tokens = R"([property]
name = "city-hotel"
[pms]
address = "https://api.mews.com"
events_address = "wss://ws.mews.com"
)";

TEST_F(ConfigTest, TakesTokensFromFilesBesideIt) {
    write("client", "FROM-FILE\n");
    write("access", "ALSO-FROM-FILE");
    write("password", "se cret\n");
    const auto config =
        read(without_tokens + "client_token_file = \"client\"\naccess_token_file = \"" +
             (folder / "access").string() + "\"\n[broker]\npassword_file = \"password\"\n");
    ASSERT_TRUE(config) << config.error().at(0);
    EXPECT_EQ(config->pms.client_token, "FROM-FILE");
    EXPECT_EQ(config->pms.access_token, "ALSO-FROM-FILE");
    EXPECT_EQ(config->broker.password, "se cret");
}

TEST_F(ConfigTest, TakesTokensFromTheUnitsCredentials) {
    write("stayd.toml", without_tokens);
    const auto config =
        read_config(file, [](const std::string& name) -> std::optional<std::string> {
            return "from-" + name + "\n";
        });
    ASSERT_TRUE(config) << config.error().at(0);
    EXPECT_EQ(config->pms.client_token, "from-mews-client-token");
    EXPECT_EQ(config->pms.access_token, "from-mews-access-token");
}

TEST_F(ConfigTest, AsksTheCredentialsOnlyForWhatStandsNowhereElse) {
    write("stayd.toml", smallest);
    const auto config =
        read_config(file, [](const std::string&) { return std::optional<std::string>{"WRONG"}; });
    ASSERT_TRUE(config) << config.error().at(0);
    EXPECT_EQ(config->pms.client_token, "CLIENT");
}

TEST_F(ConfigTest, SaysWhereATokenCouldStand) {
    EXPECT_EQ(mistakes(without_tokens), (Lines{"stayd.toml:3:1: pms.client_token: expected a token "
                                               "here, in pms.client_token_file or in the "
                                               "credential mews-client-token, found none",
                                               "stayd.toml:3:1: pms.access_token: expected a token "
                                               "here, in pms.access_token_file or in the "
                                               "credential mews-access-token, found none"}));
}

TEST_F(ConfigTest, RefusesATokenInTwoPlacesOrInNone) {
    EXPECT_EQ(mistakes(smallest + "client_token_file = \"x\"\naccess_token_file = 7\n"),
              (Lines{"stayd.toml:8:21: pms.client_token_file: expected either this or "
                     "pms.client_token, found both",
                     "stayd.toml:9:21: pms.access_token_file: expected the path of a file that "
                     "holds the token, found 7",
                     "stayd.toml:9:21: pms.access_token_file: expected either this or "
                     "pms.access_token, found both"}));
    EXPECT_EQ(mistakes(without_tokens + "client_token = \"C\"\naccess_token_file = \"none\"\n"),
              Lines{"stayd.toml:7:21: pms.access_token_file: expected a readable file, found none: "
                    "No such file or "
                    "directory"});
}

TEST_F(ConfigTest, NeverShowsASecret) {
    write("file", "CANARY CANARY");
    const std::string texts[] = {
        without_tokens + "client_token = \"CANARY CANARY\"\naccess_token = \"CANARY;\"\n",
        without_tokens +
            "client_token = [\"CANARY\"]\naccess_token_file = \"file\"\n[broker]\npassword = {a = "
            "\"CANARY\"}\n",
        without_tokens + "client_token = CANARY\naccess_token = \"x\"\n",
        without_tokens + "client_token = \"CANARY\naccess_token = \"x\"\n",
        without_tokens + "client_token = 'CANARY' CANARY\n",
    };
    for (const auto& text : texts) {
        const Lines lines = mistakes(text);
        EXPECT_FALSE(lines.empty()) << text;
        for (const auto& line : lines) EXPECT_EQ(line.find("CANARY"), std::string::npos) << line;
    }
}

TEST_F(ConfigTest, AnEmptyTokenIsNone) {
    EXPECT_EQ(mistakes(without_tokens + "client_token = \"\"\naccess_token = \"A\"\n"),
              Lines{"stayd.toml:6:16: pms.client_token: expected a token of printable letters "
                    "without spaces, quotes, "
                    "commas or semicolons, found an empty one"});
}

TEST(ConfigValues, PlainAddressesAreForThisMachineOnly) {
    const std::pair<const char*, bool> addresses[] = {
        {"https://api.mews.com", true},
        {"https://api.mews.com/", true},
        {"https://api.mews.com:8443", true},
        {"http://localhost:8600", true},
        {"http://127.0.0.1", true},
        {"http://127.9.9.9:1", true},
        {"http://[::1]:8600", true},
        {"http://api.mews.com", false},
        {"http://127.0.0.1.evil.example", false},
        {"http://127.evil.example", false},
        {"http://localhost.evil.example", false},
        {"http://0.0.0.0", false},
        {"http://192.168.1.2", false},
        {"http://user@localhost", false},
        {"https://user:secret@api.mews.com", false},
        {"https://api.mews.com/api", false},
        {"https://api.mews.com?x=1", false},
        {"https://api.mews.com#x", false},
        {"https://api.mews.com:99999", false},
        {"https://api.mews.com:0", false},
        {"https://api.mews.com:", false},
        {"wss://api.mews.com", false},
        {"https://", false},
        {"https:///", false},
        {"api.mews.com", false},
        {" https://api.mews.com", false},
        {"", false},
    };
    for (const auto& [text, good] : addresses)
        EXPECT_EQ(is_server_address(text, "https", "http"), good) << text;
}

TEST(ConfigValues, ANameIsASlug) {
    const std::pair<std::string, bool> names[] = {{"city-hotel", true},
                                                  {"h", true},
                                                  {"42", true},
                                                  {std::string(63, 'a'), true},
                                                  {std::string(64, 'a'), false},
                                                  {"", false},
                                                  {"-a", false},
                                                  {"a-", false},
                                                  {"A", false},
                                                  {"a b", false},
                                                  {"a/b", false},
                                                  {"a+", false},
                                                  {"hôtel", false}};
    for (const auto& [text, good] : names) EXPECT_EQ(is_slug(text), good) << text;
}

TEST(ConfigValues, ABrokerIsReachedByMqttAndBrowsersByWebSocket) {
    const std::pair<const char*, bool> brokers[] = {
        {"mqtt://127.0.0.1:1883", true}, {"mqtts://broker.example", true},
        {"tcp://127.0.0.1:1883", false}, {"mqtt://127.0.0.1:1883/x", false},
        {"127.0.0.1:1883", false},       {"mqtt://u:p@h", false}};
    for (const auto& [text, good] : brokers) EXPECT_EQ(is_broker_uri(text), good) << text;
    const std::pair<const char*, bool> sockets[] = {{":9001", true},
                                                    {":9001/mqtt", true},
                                                    {"ws://box.local:9001/mqtt", true},
                                                    {"wss://box.local", true},
                                                    {":0", false},
                                                    {":", false},
                                                    {":x", false},
                                                    {":99999", false},
                                                    {"http://box.local", false},
                                                    {"9001", false}};
    for (const auto& [text, good] : sockets) EXPECT_EQ(is_browser_socket(text), good) << text;
}

TEST(ConfigValues, ListensOnANumericAddressAndPort) {
    for (const char* text :
         {"", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
          "::1:8080", "[::1]", "[127.0.0.1]:80", "localhost:8080", "127.0.0.1:80 "}) {
        EXPECT_FALSE(parse_listen(text)) << text;
    }
    EXPECT_EQ(parse_listen("0.0.0.0:65535")->port, 65535);
    EXPECT_EQ(parse_listen("[fe80::1]:80")->address, "fe80::1");
}

}  // namespace
}  // namespace stayd::app
