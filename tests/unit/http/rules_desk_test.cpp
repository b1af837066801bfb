#include "house/dry_run.hpp"
#include "http/rules_api.hpp"
#include "mews/answers.hpp"
#include "rules/rule_file.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/http/api_reading.hpp"

// What the desk's page of rules is told beside the rules, and what trying one answers.

namespace stayd::http {
namespace {

namespace json = boost::json;

struct RulesOfDesk : ApiReading {
    json::value desk(const std::string& query = {}) {
        const auto response = hotel.box.get("/api/v1/desk/rules" + query);
        EXPECT_EQ(response.status, 200) << response.body;
        return json::parse(response.body);
    }
    const rules::Rule& rule() { return *hotel.box.hotel.house.conclusions().book()->find("RS-01"); }
};

TEST_F(RulesOfDesk, IsSilentBeforeThereAreRules) {
    EXPECT_EQ(hotel.box.get("/api/v1/desk/rules").status, 503);
    hotel.concludes();
    EXPECT_EQ(hotel.box.get("/api/v1/desk/rules?rule=XX-1").status, 404);
}

TEST_F(RulesOfDesk, NamesThoseThatAreNotTaken) {
    hotel.concludes();
    EXPECT_EQ(desk(), json::parse(R"({"left_out": [], "failed": []})"));
    hotel.box.hotel.apply(house::RulesLoaded{
        .sources = {{.file = "rules.d/spa.toml", .text = "[[rule]]\nid = \"SP-01\"\n"}},
        .by = "stayd"});
    const auto all = desk();
    const auto& left_out = all.at("left_out").as_array();
    ASSERT_FALSE(left_out.empty());
    EXPECT_TRUE(left_out[0].as_string().starts_with("rules.d/spa.toml:1:"));
}

TEST_F(RulesOfDesk, TellsHowOftenOneFiredAndWhatItMayName) {
    auto stay = hotel.box.hotel.guest("Okafor", "Ngozi").arrives_today();
    hotel.concludes();
    EXPECT_EQ(desk("?rule=RS-01").at("rule").at("fired"), 1);
    EXPECT_EQ(desk("?rule=RS-01").at("rule").at("mended"), 0);
    stay.changes([&](auto& row) { row.assigned_resource_id = hotel.box.hotel.room("204").id; });
    hotel.box.hotel.now += std::chrono::minutes{5};
    hotel.box.hotel.apply(house::Tick{});
    EXPECT_EQ(desk("?rule=RS-01").at("rule").at("mended"), 1);
    hotel.box.clock.advance(std::chrono::hours{24 * 31});
    EXPECT_EQ(desk("?rule=RS-01").at("rule").at("fired"), 0);
    const auto told = desk("?rule=RS-01");
    const auto& columns = told.at("rule").at("columns").as_array();
    const auto room = std::ranges::find_if(
        columns, [](const auto& column) { return column.at("name") == "room_uid"; });
    ASSERT_NE(room, columns.end());
    EXPECT_EQ(room->at("says"), "the assigned room; NULL: none");
}

TEST_F(RulesOfDesk, HasEveryVersionTheNewestFirst) {
    hotel.concludes();
    const auto shipped = rules::to_toml(rule());
    EXPECT_EQ(desk("?rule=RS-01").at("rule").at("versions"), json::array{});
    auto changed = rule();
    for (const auto* message : {"No room yet", "Still no room"}) {
        changed.message = message;
        hotel.box.hotel.now += std::chrono::minutes{1};
        hotel.box.hotel.accepted(house::EditRule{"RS-01", rules::to_toml(changed), rule().version});
    }
    const auto told = desk("?rule=RS-01");
    const auto& versions = told.at("rule").at("versions").as_array();
    ASSERT_EQ(versions.size(), 3U);
    EXPECT_EQ(versions[0].at("text").as_string(), rules::to_toml(rule()));
    EXPECT_EQ(versions[0].at("by"), "Ana");
    EXPECT_EQ(versions[0].at("since").as_string(), to_iso8601(hotel.box.hotel.now));
    EXPECT_NE(versions[1].at("text").as_string().find("No room yet"), std::string::npos);
    EXPECT_EQ(versions[2].at("text").as_string(), shipped);
    EXPECT_TRUE(versions[2].at("since").is_null());
}

TEST(RuleTest, TellsNowAndThePastAndMistakes) {
    const sim::TemporaryFolder folder;
    sim::SmallHotel hotel{folder.path() / "hotel.db"};
    hotel.guest("Okafor", "Ngozi").arrives_today();
    const auto tried = [&](const std::string& when) {
        const auto response = test_rules(
            {.database = folder.path() / "hotel.db",
             .sources = {},
             .now = hotel.now + std::chrono::hours{1},
             .look_back = std::chrono::hours{24},
             .read = mews::read_document},
            "[[rule]]\nid = \"X-01\"\nname = \"No room\"\nsubject = \"stay\"\nwhen = \"" + when +
                "\"\nseverity = \"medium\"\nmessage = \"No room\"\nfix = \"Assign one\"\nrole = "
                "\"desk\"\n");
        EXPECT_EQ(response.status, 200);
        return json::parse(response.body);
    };
    const auto now = hotel.now;
    EXPECT_EQ(tried("room_uid IS NULL"),
              (json::object{{"mistakes", json::array{}},
                            {"looked_back_hours", 24},
                            {"known_since", to_iso8601(now)},
                            {"rules", json::array{json::object{{"rule", "X-01"},
                                                               {"asked", 1},
                                                               {"hits", 1},
                                                               {"have_another", 0},
                                                               {"first", json::array{"1042"}},
                                                               {"fired", 1},
                                                               {"fired_on", 1},
                                                               {"last", json::array{"1042"}}}}}}));
    EXPECT_EQ(tried("no_such = 1").at("mistakes"),
              json::array{"test:5:9: rule X-01.when: no such column: no_such"});
}

}  // namespace
}  // namespace stayd::http
