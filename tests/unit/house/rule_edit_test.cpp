#include <gtest/gtest.h>

#include "house/dry_run.hpp"
#include "rules/rule_file.hpp"
#include "tests/sim/memory_files.hpp"
#include "tests/sim/world/small_hotel.hpp"
#include "tests/support/temporary_folder.hpp"

// What staff write over the rules of the files: it counts at once, it is never lost, and never put
// over what somebody else wrote.

namespace stayd::house {
namespace {

using rules::Severity;

std::string rule(const std::string& condition, const std::string& more = {}) {
    return "[[rule]]\nid = \"X-01\"\nname = \"No room\"\nsubject = \"stay\"\nwhen = \"" +
           condition +
           "\"\nseverity = \"medium\"\nmessage = \"No room\"\nfix = \"Assign one\"\n"
           "role = \"desk\"\n" +
           more;
}

struct InAFolder {
    sim::TemporaryFolder folder;
};
struct RuleEdits : InAFolder, testing::Test {
    RuleEdits() { load("room_uid IS NULL"); }
    void load(const std::string& condition) {
        hotel.apply(RulesLoaded{.sources = {{.file = "rules.d/x.toml", .text = rule(condition)}},
                                .by = "stayd"});
    }
    std::uint32_t version() { return hotel.house.conclusions().book()->find("X-01")->version; }
    std::string condition() { return hotel.house.conclusions().book()->find("X-01")->when.sql; }
    std::string refusal(EditRule edit) {
        const auto ack = hotel.staff(std::move(edit));
        return ack.durable ? "" : ack.reason;
    }
    RuleView view() { return hotel.views.rule(uid_of_rule("X-01")).value(); }

    sim::SmallHotel hotel{folder.path() / "hotel.db"};
};

TEST_F(RuleEdits, CountAtOnceAndSayWhoseTheyAre) {
    EXPECT_EQ(view().file, "rules.d/x.toml");
    const EditRule edit{"X-01", rule("head_count > 1"), version()};
    const auto touched = hotel.touched_by(hotel.command(edit));
    EXPECT_TRUE(touched.contains({ShownKind::rule, uid_of_rule("X-01")}));
    EXPECT_EQ(condition(), "head_count > 1");
    EXPECT_EQ(view().file, "desk/X-01.toml");
    EXPECT_EQ(view().by, "Ana");
    EXPECT_EQ(view().since, hotel.now);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM audit WHERE what = 'RuleChanged' AND actor = 'Ana' "
                          "AND before LIKE '%room_uid IS NULL%' AND after LIKE '%head_count > 1%'"),
              1);
}

TEST_F(RuleEdits, StandOverTheFilesAlsoWhenTheseAreReadAnew) {
    hotel.accepted(EditRule{"X-01", rule("head_count > 1"), version()});
    load("head_count > 2");
    EXPECT_EQ(condition(), "head_count > 1");
    hotel.accepted(EditRule{"X-01", "", version()});
    EXPECT_EQ(condition(), "head_count > 2") << "the file's own";
    EXPECT_EQ(view().file, "rules.d/x.toml");
}

TEST_F(RuleEdits, CanSwitchOffAndMakeNewOnes) {
    hotel.accepted(EditRule{"X-01", rule("room_uid IS NULL", "on = false\n"), version()});
    EXPECT_FALSE(view().rule.on);
    auto other = rule("nights > 3");
    other.replace(other.find("X-01"), 4, "X-02");
    hotel.accepted(EditRule{"X-02", other, 0});
    EXPECT_TRUE(hotel.views.rule(uid_of_rule("X-02")));
    const auto touched = hotel.touched_by(
        hotel.command(EditRule{"X-02", "", hotel.views.rule(uid_of_rule("X-02"))->rule.version}));
    EXPECT_TRUE(touched.contains({ShownKind::rule, uid_of_rule("X-02")}));
    EXPECT_FALSE(hotel.views.rule(uid_of_rule("X-02")));
}

TEST_F(RuleEdits, WithAMistakeAreRefusedWithItsPlace) {
    EXPECT_EQ(refusal({"X-01", rule("rooms_uid IS NULL"), version()}),
              "X-01:5:9: rule X-01.when: no such column: rooms_uid");
    EXPECT_EQ(refusal({"X-02", rule("room_uid IS NULL"), 0}),
              "Here stands one rule with the id X-02, and nothing else.");
    EXPECT_EQ(refusal({"X-01", rule("1") + rule("1"), version()}),
              "Here stands one rule with the id X-01, and nothing else.");
    EXPECT_EQ(refusal({"X-01", rule("1") + "[[field]]\nid = \"F01\"\n", version()}),
              "Here stands one rule with the id X-01, and nothing else.");
    EXPECT_EQ(refusal({"X-03", "", 0}), "There is no such rule.");
    EXPECT_EQ(condition(), "room_uid IS NULL");
}

TEST_F(RuleEdits, NeverGoOverWhatTheirWriterHasNotSeen) {
    const auto seen = version();
    hotel.accepted(EditRule{"X-01", rule("head_count > 1"), seen});
    EXPECT_NE(refusal({"X-01", rule("head_count > 2"), seen}), "");
    EXPECT_EQ(condition(), "head_count > 1");
}

TEST_F(RuleEdits, ThatTheDiskDidNotTakeDoNotCount) {
    const EditRule edit{"X-01", rule("head_count > 1", "evidence = [\"number\"]\n"), version()};
    hotel.database.execute("VACUUM; PRAGMA max_page_count = 1");
    std::vector<Input> group{hotel.command(edit)};
    for (int i = 0; i < 20; ++i)
        group.emplace_back(
            hotel.command(CreateTask{.title = "Cot", .description = std::string(2000, 'x')}));
    ASSERT_TRUE(hotel.house.apply(group, hotel.now).disk_full);
    EXPECT_EQ(condition(), "room_uid IS NULL");
    hotel.database.execute("PRAGMA max_page_count = 1000000");
    hotel.accepted(edit);
    EXPECT_EQ(condition(), "head_count > 1");
}

TEST_F(RuleEdits, ThatTheDiskDidNotTakeAtTheVeryEndDoNotCount) {
    const EditRule edit{"X-01", rule("head_count > 1"), version()};
    hotel.database.execute(
        "CREATE TEMP TRIGGER full BEFORE UPDATE ON main.house WHEN NEW.revision <> OLD.revision "
        "BEGIN SELECT RAISE(ABORT, 'the end'); END");
    EXPECT_THROW(hotel.staff(edit), storage::Failure);
    EXPECT_EQ(condition(), "room_uid IS NULL") << "what is shown was to be written";
    hotel.database.execute("DROP TRIGGER full");
    hotel.accepted(edit);
    EXPECT_EQ(condition(), "head_count > 1");
}

TEST(RulesOfTheFiles, ThatAFullDiskDidNotTakeAtTheStartAreTakenLater) {
    sim::TemporaryFolder folder;
    sim::SmallHotel hotel{folder.path() / "hotel.db"};
    std::string many;
    for (int id = 10; id < 99; ++id) {
        auto one = rule("room_uid IS NULL");
        many += one.replace(one.find("X-01"), 4, "X-" + std::to_string(id));
    }
    const RulesLoaded files{.sources = {{.file = "x.toml", .text = many}}, .by = "stayd"};
    hotel.database.execute("VACUUM; PRAGMA max_page_count = 1");
    ASSERT_TRUE(hotel.apply(files).disk_full);
    EXPECT_EQ(hotel.house.conclusions().book(), nullptr);
    hotel.database.execute("PRAGMA max_page_count = 1000000");
    EXPECT_FALSE(hotel.apply(files).disk_full);
    EXPECT_EQ(hotel.house.conclusions().book()->rules().size(), 89);
}

TEST(RuleEditsInTheJournal, SurviveTheLossOfTheDatabase) {
    sim::TemporaryFolder folder;
    sim::MemoryFiles disk;
    sim::SeededRandom random{1};
    const auto now = sim::utc("2015-09-17T09:00:00Z");
    const auto load = [&](House& house) {
        const RulesLoaded files{.sources = {{.file = "x.toml", .text = rule("room_uid IS NULL")}},
                                .by = "stayd"};
        house.apply(Input{files}, now);
        return house.conclusions().book()->find("X-01");
    };
    for (const bool is_second : {false, true}) {
        journal::Segments segments(disk, "/box/journal", 4096);
        const auto file = folder.path() / (is_second ? "new.db" : "lost.db");
        storage::Database database(file, storage::Database::Mode::read_write);
        prepare(database, file);
        House house(database, random, {.segments = &segments});
        house.replay(segments.open(), now);
        house.apply(Started{}, now);
        const auto* loaded = load(house);
        if (is_second) {
            EXPECT_EQ(loaded->when.sql, "head_count > 1");
            EXPECT_EQ(Views(database).rule(uid_of_rule("X-01"))->by, "Ana");
            continue;
        }
        const StaffCommand command{
            .id = Uuid::version7(now, random),
            .device = "desk-1",
            .user = "Ana",
            .made = now,
            .action = EditRule{"X-01", rule("head_count > 1"), loaded->version}};
        ASSERT_TRUE(house.apply(Input{command}, now).acks.at(0).durable);
    }
}

TEST_F(RuleEdits, AreTriedBesideTheDaemonWithoutAnybodySeeingIt) {
    hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    hotel.guest("Adeyemi", "Tolu").arrives_today();
    const rules::Source two{.file = "test", .text = rule("room_uid IS NULL")};
    const auto before = hotel.count("SELECT count(*) FROM finding");
    const auto run =
        dry_run({.database = folder.path() / "hotel.db", .sources = {&two, 1}, .now = hotel.now});
    EXPECT_EQ(run.mistakes, std::vector<std::string>{});
    ASSERT_EQ(run.rules.size(), 1);
    EXPECT_EQ(run.rules[0].id, "X-01");
    EXPECT_EQ(run.rules[0].asked, 2);
    EXPECT_EQ(run.rules[0].hits, 1);
    EXPECT_EQ(run.rules[0].have_another, 0);
    EXPECT_EQ(run.rules[0].first, std::vector<std::string>{"1043"});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM finding"), before);
    const rules::Source bad{.file = "test", .text = rule("no_such = 1")};
    EXPECT_EQ(
        dry_run({.database = folder.path() / "hotel.db", .sources = {&bad, 1}, .now = hotel.now})
            .mistakes,
        std::vector<std::string>{"test:5:9: rule X-01.when: no such column: no_such"});
}

}  // namespace
}  // namespace stayd::house
