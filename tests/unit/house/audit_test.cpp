#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using model::List;
using sim::id_of;

/// What the audit says of the PMS's own changes.
struct AuditOfTheMirror : testing::Test {
    struct Line {
        std::string kind;
        std::string what;
        std::string before;
        std::string after;
        bool operator==(const Line&) const = default;
    };
    std::vector<Line> lines() {
        auto query = hotel.database.statement(
            "SELECT kind, what, before, after FROM audit WHERE actor = 'Mews' ORDER BY seq");
        std::vector<Line> all;
        while (query.step())
            all.push_back({query.text(0), query.text(1), query.text(2), query.text(3)});
        return all;
    }
    void was_read_whole(List list) {
        hotel.apply(ScanAdvanced{list, {.began = hotel.now}});
        hotel.apply(ScanCompleted{list});
    }
    std::optional<Uuid> about() {
        auto query =
            hotel.database.statement("SELECT about_uid FROM audit ORDER BY seq DESC LIMIT 1");
        return query.step() ? query.optional_uuid(0) : std::nullopt;
    }
    PageArrived of(List list, std::string_view id, std::string_view rest) {
        PageArrived page{.rows = model::Rows(list)};
        page.rows.begin();
        page.rows.rest(rest);
        page.rows.end(id_of(id));
        return page;
    }
    using Lines = std::vector<Line>;

    sim::SmallHotel hotel;
};

TEST_F(AuditOfTheMirror, SaysNothingOfAFirstRead) {
    hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    EXPECT_EQ(lines(), Lines{});
}

TEST_F(AuditOfTheMirror, SaysOnceWhichFieldsTheListChanged) {
    auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    hotel.now += 1h;
    stay.changes([](auto& row) {
        row.number = "7";
        row.state = model::ReservationState::canceled;
    });
    ASSERT_EQ(lines().size(), 1U);
    EXPECT_EQ(lines()[0],
              (Line{"reservations", "Changed", R"({"Number":"1042","State":"Confirmed"})",
                    R"({"Number":"7","State":"Canceled"})"}));
    EXPECT_EQ(about(), id_of("204"));
    hotel.apply(sim::SmallHotel::page_of(stay.row()));
    EXPECT_EQ(lines().size(), 1U) << "the same again";
}

TEST_F(AuditOfTheMirror, SaysNothingWhenOnlyTheTimeOfUpdateMoves) {
    auto room = hotel.room("204").dirty();
    const auto before = lines().size();
    hotel.now += 1h;
    room.dirty();
    EXPECT_EQ(lines().size(), before);
}

TEST_F(AuditOfTheMirror, ComparesWhatNoColumnHoldsToo) {
    hotel.apply(of(List::rates, "bar", R"({"Later":{"A":1,"B":2},"Same":[1]})"));
    hotel.apply(of(List::rates, "bar", R"({"Later":{"B":2,"A":1},"Same":[1]})"));
    EXPECT_EQ(lines(), Lines{}) << "the order of members is nothing";
    hotel.apply(of(List::rates, "bar", R"({"Later":{"A":1,"B":3},"Same":[1],"New":"x"})"));
    hotel.apply(of(List::rates, "bar", R"({"Same":[1],"New":"x"})"));
    EXPECT_EQ(lines(),
              (Lines{{"rates", "Changed", R"({"Later":{"B":2,"A":1},"New":null})",
                      R"({"Later":{"A":1,"B":3},"New":"x"})"},
                     {"rates", "Changed", R"({"Later":{"A":1,"B":3}})", R"({"Later":null})"}}));
}

TEST_F(AuditOfTheMirror, ComparesRowsThatNestAsDeepAsTheyAreKept) {
    const auto deep = R"({"Deep":)" + std::string(60, '[') + std::string(60, ']') + "}";
    hotel.apply(of(List::rates, "bar", deep));
    hotel.apply(of(List::rates, "bar", R"({"Deep":1})"));
    EXPECT_EQ(lines(), (Lines{{"rates", "Changed", deep, R"({"Deep":1})"}}));
}

TEST_F(AuditOfTheMirror, SaysWhatIsAddedOnceTheListWasReadWhole) {
    was_read_whole(List::customers);
    hotel.guest("Okafor", "Ngozi");
    EXPECT_EQ(lines(), (Lines{{"customers", "Added", "",
                               R"({"Number":"1","FirstName":"Ngozi","LastName":"Okafor"})"}}));
    auto named = sim::SmallHotel::page_of(sim::Customer{.id = id_of("named"), .last_name = "Abe"});
    named.evidence = mirror::Evidence::by_id;
    hotel.apply(named);
    EXPECT_EQ(lines().size(), 1U) << "looked up because a stay names it";
}

TEST_F(AuditOfTheMirror, SaysWhatIsGoneWithAllItWas) {
    const auto room = hotel.room("204");
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(room);
    const auto document = hotel.house.mirror().document(List::reservations, stay.id);
    hotel.apply(RowsGone{List::reservations, {stay.id}});
    hotel.apply(RowsGone{List::reservations, {stay.id}});
    EXPECT_EQ(lines(), (Lines{{"reservations", "Gone", *document, ""}}));
    EXPECT_EQ(about(), room.id);
}

TEST_F(AuditOfTheMirror, CoversEveryListButTheOneThePmsComputes) {
    for (const auto& entry : model::lists()) {
        was_read_whole(entry.list);
        const auto before = lines().size();
        hotel.apply(of(entry.list, "row", R"({"Some":"thing"})"));
        hotel.apply(of(entry.list, "row", R"({"Some":"other"})"));
        hotel.apply(RowsGone{entry.list, {id_of("row")}});
        const auto all = lines();
        if (entry.list == List::availability) {
            EXPECT_EQ(all.size(), before);
            continue;
        }
        ASSERT_EQ(all.size(), before + 3) << entry.name;
        EXPECT_EQ(all[before].what, "Added");
        EXPECT_EQ(all[before + 1], (Line{std::string{entry.name}, "Changed", R"({"Some":"thing"})",
                                         R"({"Some":"other"})"}));
        EXPECT_EQ(all[before + 2].what, "Gone");
    }
}

TEST_F(AuditOfTheMirror, SaysNothingOfTheBoxesOwnWriteThatComesBack) {
    auto room = hotel.room("204").dirty();
    const auto change = hotel.accepted(SetRoomState{room.id, model::ResourceState::clean});
    hotel.apply(SendStarted{change});
    hotel.settle(change, Confirmed{});
    const auto before = lines();
    EXPECT_EQ(before.back().what, "Confirmed");
    hotel.now += 5min;
    room.clean();
    EXPECT_EQ(lines(), before);
}

TEST_F(AuditOfTheMirror, SaysThatAListIsReadAnew) {
    hotel.room("204");
    was_read_whole(List::resources);
    hotel.apply(MirrorRebuilt{{List::resources}});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM audit WHERE actor = 'stayd' AND kind = 'resources' "
                          "AND what = 'ReadAnew'"),
              1);
    auto row = hotel.room("204").row();
    hotel.page(row);
    EXPECT_EQ(lines(), Lines{}) << "the copy is filled again";
}

TEST_F(AuditOfTheMirror, LetsRowsGoAtTheTurnOfTheDayAndIsStillProved) {
    auto room = hotel.room("204").dirty();
    hotel.now += 401 * 24h;
    room.clean();
    hotel.apply(Tick{});
    EXPECT_EQ(lines(),
              (Lines{{"resources", "Changed", R"({"State":"Dirty"})", R"({"State":"Clean"})"}}));
    EXPECT_EQ(journal::Audit(hotel.database).verify().fault, "");
}

TEST_F(AuditOfTheMirror, IsProvedAfterAGroupOfWhichOneCommandWasTakenBack) {
    const auto room = hotel.room("204").dirty();
    const std::vector<Input> group{
        hotel.command(SetRoomState{room.id, model::ResourceState::clean}),
        hotel.command(CreateTask{.title = std::string(300, 'x'), .description = {}}),
        hotel.command(SetRoomState{room.id, model::ResourceState::inspected})};
    hotel.house.apply(group, hotel.now);
    const auto check = journal::Audit(hotel.database).verify();
    EXPECT_EQ(check.fault, "");
    EXPECT_EQ(check.rows, 3) << "the PMS's change and two of staff";
}

}  // namespace
}  // namespace stayd::house
