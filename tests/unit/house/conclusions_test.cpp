#include "tests/support/temporary_folder.hpp"
#include "tests/unit/house/concluding.hpp"

// Findings follow the facts: in the transaction of the change, or when an answer changes by itself.

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using operations::Finding;
using operations::FindingState;
using rules::Severity;

constexpr const char* no_room = R"toml(
[[rule]]
id = "X-01"
name = "No room"
subject = "stay"
when = "state = 'Confirmed' AND room_uid IS NULL"
severity = "medium"
raise.high = "due(start_utc_ms - hours(4))"
message = "No room is assigned"
fix = "Assign one"
role = "desk"
evidence = ["number"]
)toml";

std::string rule(const std::string& name) {
    return "[[rule]]\nid = \"X-02\"\nname = \"" + name + R"toml("
subject = "person"
when = "stay_number IS NOT NULL"
severity = "low"
message = "It is somebody"
fix = "Nothing"
role = "desk"
)toml";
}

struct ConclusionsTest : Concluding {
    explicit ConclusionsTest(const std::filesystem::path& file = ":memory:") : Concluding(file) {}

    std::vector<std::string> load(const std::string& text) {
        hotel.apply(RulesLoaded{.sources = {{.file = "test.toml", .text = text}}, .by = "Eva"});
        return hotel.house.conclusions().mistakes();
    }
    void SetUp() override {
        load(no_room);
        read_everything();
    }
    std::vector<Finding> findings() { return hotel.house.conclusions().findings().of(stay.id); }
    Finding finding() { return findings().at(0); }
    void assign_room() {
        stay.changes([&](auto& row) { row.assigned_resource_id = room.id; });
    }
    void take_room_away() {
        stay.changes([](auto& row) { row.assigned_resource_id.reset(); });
    }
    std::string refusal(DecideFinding decision) {
        const auto ack = hotel.staff(std::move(decision));
        return ack.durable ? "" : ack.reason;
    }

    sim::SmallHotel::Room room = hotel.room("204").inspected();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today();
};

struct InFolder {
    sim::TemporaryFolder folder;
};
struct ConclusionsOfAnotherStart : InFolder, ConclusionsTest {
    ConclusionsOfAnotherStart() : ConclusionsTest(folder.path() / "hotel.db") {}
};

TEST_F(ConclusionsTest, AFindingIsRaisedByTheFirstLookAtEverything) {
    until(hotel.now);
    ASSERT_EQ(findings().size(), 1);
    EXPECT_EQ(finding().rule, "X-01");
    EXPECT_EQ(finding().severity, Severity::medium);
    EXPECT_EQ(finding().evidence, R"({"number":"1042"})");
}

TEST_F(ConclusionsTest, AFindingComesInTheTransactionOfItsCause) {
    assign_room();
    until(hotel.now);
    EXPECT_TRUE(findings().empty());
    auto row = stay.row();
    row.assigned_resource_id.reset();
    const auto touched = hotel.touched_by(sim::SmallHotel::page_of(row));
    EXPECT_TRUE(touched.contains({ShownKind::finding, finding().id}));
}

TEST_F(ConclusionsTest, AChangeOfStaffThatThePmsDoesNotHaveYetCounts) {
    until(hotel.now);
    hotel.accepted(MoveStay{stay.id, room.id});
    EXPECT_TRUE(finding().clears);
}

TEST_F(ConclusionsTest, TimeMakesItWorseAtItsMomentAndNotBefore) {
    const auto worse_from = stay.row().scheduled_start_utc - 4h;
    until(worse_from - 1ms);
    EXPECT_EQ(finding().severity, Severity::medium);
    until(worse_from);
    EXPECT_EQ(finding().severity, Severity::high);
    EXPECT_EQ(finding().changed, worse_from);
    EXPECT_EQ(finding().raised, hotel.house.day().start + 10h);
}

TEST_F(ConclusionsTest, WhatIsMendedIsResolvedAfterAMinute) {
    until(hotel.now);
    const auto mended = hotel.now;
    assign_room();
    EXPECT_EQ(finding().state, FindingState::open);
    until(mended + 59s);
    EXPECT_EQ(finding().state, FindingState::open);
    until(mended + 60s);
    EXPECT_EQ(finding().state, FindingState::resolved);
}

TEST_F(ConclusionsTest, WhatComesAndGoesWithinAMinuteIsOneFinding) {
    until(hotel.now);
    assign_room();
    take_room_away();
    EXPECT_FALSE(finding().clears);
    EXPECT_EQ(finding().times, 1);
    assign_room();
    until(hotel.now + 60s);
    take_room_away();
    EXPECT_EQ(finding().times, 2);
    EXPECT_EQ(finding().state, FindingState::open);
    EXPECT_EQ(findings().size(), 1);
}

TEST_F(ConclusionsTest, AWaivedFindingIsOpenAgainWhenItGetsWorse) {
    until(hotel.now);
    EXPECT_EQ(refusal({.finding = finding().id, .state = FindingState::waived}),
              "Say why it may stay as it is.");
    EXPECT_EQ(refusal({.finding = finding().id,
                       .state = FindingState::waived,
                       .reason = "The guest chooses at the desk"}),
              "");
    EXPECT_EQ(finding().state, FindingState::waived);
    EXPECT_EQ(finding().decided_by, "Ana");
    until(stay.row().scheduled_start_utc - 4h - 1ms);
    EXPECT_EQ(finding().state, FindingState::waived);
    until(stay.row().scheduled_start_utc - 4h);
    EXPECT_EQ(finding().state, FindingState::open);
}

TEST_F(ConclusionsTest, ASnoozedFindingIsOpenAgainWhenItsTimeIsOver) {
    until(hotel.now);
    const auto wakes = hotel.now + 30min;
    EXPECT_EQ(refusal({.finding = finding().id, .state = FindingState::snoozed}),
              "Say until when it shall wait.");
    EXPECT_EQ(refusal({.finding = finding().id, .state = FindingState::snoozed, .until = wakes}),
              "");
    until(wakes - 1ms);
    EXPECT_EQ(finding().state, FindingState::snoozed);
    until(wakes);
    EXPECT_EQ(finding().state, FindingState::open);
}

TEST_F(ConclusionsTest, ADecisionUponASettledFindingIsRefused) {
    until(hotel.now);
    assign_room();
    until(hotel.now + 60s);
    EXPECT_EQ(refusal({.finding = finding().id, .state = FindingState::acknowledged}),
              "This finding is settled already. Reload the page.");
}

TEST_F(ConclusionsTest, NothingIsConcludedWhileAListIsReadAnew) {
    assign_room();
    until(hotel.now);
    hotel.apply(MirrorRebuilt{.lists = {model::List::companies}});
    take_room_away();
    until(hotel.now + 1min);
    EXPECT_TRUE(findings().empty());
    read(model::List::companies);
    until(hotel.now);
    EXPECT_EQ(findings().size(), 1);
}

TEST_F(ConclusionsOfAnotherStart, AsksNothingAnewByTheSameRules) {
    until(hotel.now);
    storage::Database database(folder.path() / "hotel.db", storage::Database::Mode::read_write);
    House again(database, hotel.random);
    again.apply(Started{}, hotel.now);
    const RulesLoaded same{.sources = {{.file = "test.toml", .text = no_room}}, .by = "stayd"};
    again.apply(Input{same}, hotel.now);
    EXPECT_GT(again.conclusions().next(), hotel.now) << "something is owed";
    auto other = same;
    other.program = "another";
    again.apply(Input{other}, hotel.now);
    EXPECT_EQ(again.conclusions().next(), hotel.now);
}

TEST_F(ConclusionsTest, WhatAFullDiskKeptFromBeingConcludedIsOwed) {
    assign_room();
    until(hotel.now);
    hotel.apply(MirrorRebuilt{.lists = {model::List::companies}});
    for (int other = 0; other < 160; ++other) guest.arrives_today();
    take_room_away();
    hotel.apply(ScanAdvanced{.list = model::List::companies, .scan = {.began = hotel.now}});
    // What is owed takes more than the last page has.
    hotel.database.execute("VACUUM; PRAGMA max_page_count = 1");
    const Input end = ScanCompleted{.list = model::List::companies};
    ASSERT_TRUE(hotel.apply(end).disk_full);
    hotel.database.execute("PRAGMA max_page_count = 1000000");
    hotel.apply(end);
    until(hotel.now);
    EXPECT_EQ(findings().size(), 1);
}

TEST_F(ConclusionsTest, ARuleThatIsTakenOutResolvesItsFindings) {
    until(hotel.now);
    load("");
    until(hotel.now + 60s);
    EXPECT_EQ(finding().state, FindingState::resolved);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM audit WHERE kind = 'Rule' AND what = 'RuleRemoved' "
                          "AND actor = 'Eva' AND rule = 'X-01'"),
              1);
}

TEST_F(ConclusionsTest, ABadRuleIsLeftOutAndNamedTheOthersStay) {
    std::string text = no_room;
    text += R"toml(
[[rule]]
id = "X-02"
name = "Broken"
subject = "stay"
when = "state = 'Confirmed' AND rooms_uid IS NULL"
severity = "low"
message = "m"
fix = "f"
role = "desk"
)toml";
    const auto mistakes = load(text);
    ASSERT_EQ(mistakes.size(), 1);
    EXPECT_EQ(mistakes[0], "test.toml:18:33: rule X-02.when: no such column: rooms_uid");
    until(hotel.now);
    EXPECT_EQ(findings().size(), 1);
}

TEST_F(ConclusionsTest, WhatIsOwedHidesNoTaskThatBecomesLate) {
    hotel.accepted(CreateTask{
        .title = "Cot", .description = "", .department = {}, .room = {}, .due = hotel.now + 10min});
    until(hotel.now);
    hotel.now += 11min;
    auto owe =
        hotel.database.statement("INSERT OR REPLACE INTO ask_again VALUES ('stay', :stay, :now)");
    owe.bind(":stay", stay.id).bind(":now", hotel.now).run();
    EXPECT_TRUE(hotel.touched_by(Tick{}).contains({ShownKind::dashboard, {}}));
    hotel.now += 1min;
    EXPECT_FALSE(hotel.touched_by(Tick{}).contains({ShownKind::dashboard, {}})) << "it is known";
}

TEST_F(ConclusionsTest, ATickThatAFullDiskDidNotTakeIsTakenAgain) {
    for (int other = 0; other < 60; ++other) guest.arrives_today();
    const auto worse = stay.row().scheduled_start_utc - 4h;
    hotel.accepted(
        CreateTask{.title = "Cot", .description = "", .department = {}, .room = {}, .due = worse});
    until(worse - 1min);
    hotel.now = worse + 1ms;
    hotel.database.execute("VACUUM; PRAGMA max_page_count = 1");
    ASSERT_TRUE(hotel.apply(Tick{}).disk_full);
    // What is owed would touch the dashboard as well.
    hotel.database.execute("PRAGMA max_page_count = 1000000; DELETE FROM ask_again");
    EXPECT_LE(hotel.house.next_tick(hotel.now), hotel.now);
    EXPECT_TRUE(hotel.touched_by(Tick{}).contains({ShownKind::dashboard, {}}));
}

TEST_F(ConclusionsTest, AFindingIsShownAgainWhenWhatItNamesChanges) {
    load(rule("Somebody"));
    until(hotel.now);
    const auto found = hotel.house.conclusions().findings().of(guest.id);
    ASSERT_EQ(found.size(), 1);
    const auto is_touched = [&](auto act) {
        const auto before = hotel.house.shown().revision();
        act();
        return hotel.touched_since(before).contains({ShownKind::finding, found.at(0).id});
    };
    EXPECT_TRUE(is_touched([&] { guest.changes([](auto& row) { row.last_name = "Eze"; }); }));
    EXPECT_TRUE(is_touched([&] {
        stay.changes([](auto& row) { row.scheduled_start_utc += 1min; });
    })) << "it says when the guest comes";
    EXPECT_TRUE(is_touched([&] { load(rule("Anybody")); })) << "it says what the rule is called";
}

TEST_F(ConclusionsTest, AFindingIsShownAgainWhenItsPersonComesWithAnotherStay) {
    load(rule("Somebody"));
    auto host = hotel.guest("Abe", "Aya").arrives_today();
    host.changes([](auto& row) { row.person_counts[0].count = 2; });
    const sim::Companionship row{.id = sim::id_of("companionship"),
                                 .customer_id = guest.id,
                                 .reservation_group_id = host.row().group_id,
                                 .reservation_id = host.id};
    hotel.page(row);
    host.is(model::ReservationState::started);
    until(hotel.now + 1min);
    const auto found = hotel.house.conclusions().findings().of(guest.id);
    ASSERT_EQ(found.size(), 1);
    ASSERT_EQ(hotel.views.finding(found.at(0).id)->stay, host.id);
    const auto before = hotel.house.shown().revision();
    hotel.apply(RowsGone{model::List::companionships, {row.id}});
    EXPECT_EQ(hotel.views.finding(found.at(0).id)->stay, stay.id);
    EXPECT_TRUE(hotel.touched_since(before).contains({ShownKind::finding, found.at(0).id}));
}

TEST_F(ConclusionsTest, AStayThatIsCanceledHasNoFindings) {
    until(hotel.now);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM finding"), 1);
    auto other = hotel.guest("Adeyemi", "Tolu").arrives_today();
    EXPECT_EQ(hotel.count("SELECT count(*) FROM finding"), 2);
    other.is(model::ReservationState::canceled);
    until(hotel.now + 60s);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM finding WHERE state = 'Resolved'"), 1);
}

TEST_F(ConclusionsTest, WhatMakesTwoBookingsLookLikeOneAsksBoth) {
    std::string text = no_room;
    text.replace(text.find("state = 'Confirmed' AND room_uid IS NULL"), 40,
                 "duplicate_number IS NOT NULL");
    text.replace(text.find("[\"number\"]"), 10, "[\"number\", \"duplicate_number\"]");
    load(text);
    auto other = hotel.guest("Adeyemi", "Tolu");
    other.arrives_today();
    stay.changes([](auto& row) { row.group_id = sim::id_of("another group"); });
    until(hotel.now + 2min);
    const auto standing = [&] {
        return hotel.count("SELECT count(*) FROM finding WHERE state <> 'Resolved'");
    };
    ASSERT_EQ(standing(), 0);
    guest.changes([](auto& row) { row.phone = "+351 912"; });
    ASSERT_EQ(standing(), 0);
    other.changes([](auto& row) { row.phone = "+351 912"; });
    EXPECT_EQ(standing(), 2) << "the other one, too";
    other.changes([](auto& row) { row.phone = "+351 913"; });
    until(hotel.now + 2min);
    EXPECT_EQ(standing(), 0);
}

TEST_F(ConclusionsOfAnotherStart, AsksEverythingWhenTheDayTurnedMeanwhile) {
    until(hotel.now);
    storage::Database database(folder.path() / "hotel.db", storage::Database::Mode::read_write);
    House again(database, hotel.random);
    const auto tomorrow = hotel.now + 24h;
    again.apply(Input{ClockMeasured{}}, tomorrow);
    again.apply(Started{}, tomorrow);
    const RulesLoaded same{.sources = {{.file = "test.toml", .text = no_room}}, .by = "stayd"};
    again.apply(Input{same}, tomorrow);
    ASSERT_TRUE(again.conclusions().next());
    EXPECT_LE(*again.conclusions().next(), tomorrow) << "that of the other day is owed";
}

}  // namespace
}  // namespace stayd::house
