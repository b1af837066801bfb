#include <fmt/format.h>

#include "insight/completeness.hpp"
#include "insight/facts.hpp"
#include "tests/unit/house/concluding.hpp"

// How complete the profiles are follows the facts, in the transaction of the change; and how ready
// an arrival is counts what stands of its people.

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using insight::ReadinessState;
using model::List;
using sim::id_of;

struct ProfilesTest : Concluding {
    std::vector<std::string> load(std::string market = "", const std::string& own_file = "") {
        const auto shipped = insight::shipped_rules();
        RulesLoaded loaded{.sources = {shipped.begin(), shipped.end()},
                           .by = "stayd",
                           .market = std::move(market)};
        if (!own_file.empty()) loaded.sources.push_back({"rules.d/own.toml", own_file});
        hotel.apply(loaded);
        look_at_everything();
        return hotel.house.conclusions().mistakes();
    }
    void SetUp() override {
        load();
        read_everything();
        look_at_everything();
    }
    /// Each kind of subject a moment after the one before.
    void look_at_everything() { until(hotel.now + 10ms); }
    void page(model::Rows rows) { hotel.apply(PageArrived{.rows = std::move(rows)}); }
    /// All that the law asks where none is known, and a good contact.
    void everything_is_known() {
        guest.changes([](auto& row) {
            row.nationality_code = "PT";
            row.email = "ngozi@okafor.example";
        });
        page(sim::Row(List::addresses)
                 .set("account_uid", guest.id)
                 .set("line1", "Rua Augusta 24")
                 .set("city", "Lisboa")
                 .set("country_code", "PT")
                 .set("is_active", true)
                 .end(id_of("address")));
        stay.changes([](auto& row) { row.person_counts[0].count = 1; });
    }
    ProfileView profile() {
        return hotel.views.profile(stay.id).value_or(ProfileView{.market = "none", .score = -1});
    }
    std::string gaps(std::size_t person = 0) {
        std::string ids;
        const auto shown = profile();
        for (const auto& gap : shown.persons.at(person).gaps)
            ids += (ids.empty() ? "" : " ") + gap.field;
        return ids;
    }
    std::string market() { return profile().market; }
    void country_is(std::string_view code) {
        const auto sql = fmt::format(
            R"(UPDATE enterprise SET rest = json_object('Address', json_object('CountryCode', '{}')))",
            code);
        hotel.database.execute(sql.c_str());
        hotel.page(sim::Department{.id = id_of("spa"), .name = "Spa", .updated_utc = hotel.now});
        look_at_everything();
    }
    std::int64_t rows() { return hotel.count("SELECT count(*) FROM completeness"); }

    sim::SmallHotel::Room room = hotel.room("204").clean();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
};

TEST_F(ProfilesTest, AChangeOfTheProfileCountsInItsTransaction) {
    EXPECT_EQ(gaps(), "F03 F15 F21 F22 F23 F24 F25 F27 F30");
    const auto before = profile().score;
    sim::Customer row{};
    row.id = guest.id;
    row.first_name = "Ngozi";
    row.last_name = "Okafor";
    row.nationality_code = "PT";
    row.updated_utc = hotel.now;
    const auto touched = hotel.touched_by(sim::SmallHotel::page_of(row));
    EXPECT_EQ(gaps(), "F15 F21 F22 F23 F24 F25 F27 F30");
    EXPECT_GT(profile().score, before);
    EXPECT_TRUE(touched.contains({ShownKind::arrival, stay.id}));
}

TEST_F(ProfilesTest, WhatStaffWroteCountsBeforeThePmsHasIt) {
    hotel.accepted(UpdateGuest{.guest = guest.id, .fields = {{"Email", "ngozi@okafor.example"}}});
    EXPECT_EQ(gaps(), "F03 F15 F21 F23 F24 F25 F27 F30");
}

TEST_F(ProfilesTest, AnAddressThatStaffWroteCountsInItsTransaction) {
    hotel.accepted(SetAddress{.guest = guest.id, .fields = {{"CountryCode", "PT"}}});
    EXPECT_EQ(gaps().find("F15"), std::string::npos) << gaps();
    const auto open = hotel.house.journal().open(journal::Kind::add_address).at(0);
    hotel.settle(open.id, Refused{.reason = "no"});
    EXPECT_NE(gaps().find("F15"), std::string::npos) << gaps();
}

TEST_F(ProfilesTest, EachLostPointIsExplained) {
    const auto gap = profile().persons.at(0).gaps.at(0);
    EXPECT_EQ(gap.field, "F03");
    EXPECT_EQ(gap.name, "Nationality");
    EXPECT_EQ(gap.tier, insight::Tier::legal);
    EXPECT_EQ(gap.weight, 8);
    EXPECT_EQ(gap.quality, 0);
    EXPECT_EQ(gap.points_lost, 12);  // of 66
    EXPECT_EQ(gap.due, stay.row().scheduled_start_utc);
    EXPECT_EQ(gap.fix, "Ask, or take it from the document");
    EXPECT_EQ(gap.who, "guest online, desk");
    EXPECT_TRUE(gap.blocks_check_in);
    EXPECT_EQ(profile().persons[0].name, "Okafor, Ngozi");
}

TEST_F(ProfilesTest, ACompanionCountsAndTheLeadOfTheOwnersStayToo) {
    everything_is_known();
    const auto alone = profile();
    ASSERT_EQ(alone.persons.size(), 1U);
    auto other = hotel.guest("Silva", "Rui");
    hotel.accepted(AddCompanion{.reservation = stay.id, .guest = other.id});
    const auto both = profile();
    ASSERT_EQ(both.persons.size(), 2U);
    EXPECT_EQ(both.persons[0].role, insight::Role::lead);
    EXPECT_EQ(both.persons[1].role, insight::Role::adult);
    EXPECT_LT(both.score, alone.score);
    EXPECT_EQ(alone.legal, 100);
    EXPECT_EQ(both.legal, both.persons[1].legal);
    const int others[] = {both.persons[1].score};
    EXPECT_EQ(both.score, insight::stay_score(both.persons[0].score, others, 0));
}

/// Vector 3 of hotel-domain.md 12, for a lead of another score: two of three persons are not known.
TEST_F(ProfilesTest, WhoIsNotKnownCountsAsNothingWhereTheLawAsksForAll) {
    stay.changes([](auto& row) { row.person_counts[0].count = 3; });
    EXPECT_EQ(profile().missing_persons, 2);
    EXPECT_EQ(profile().score, profile().persons[0].score);
    load("AT");
    EXPECT_EQ(profile().score, (60 * profile().persons[0].score + 50) / 100);
}

TEST_F(ProfilesTest, AStayThatIsCanceledHasNone) {
    EXPECT_EQ(rows(), 2);
    stay.is(model::ReservationState::canceled);
    EXPECT_EQ(rows(), 0);
}

TEST_F(ProfilesTest, TheMarketIsToldOrOfTheCountryAndAnotherOneAsksAllAnew) {
    EXPECT_EQ(market(), "GENERIC");
    country_is("AT");
    EXPECT_EQ(market(), "AT");
    EXPECT_NE(gaps().find("F04"), std::string::npos) << "Austria asks for the birth date";
    EXPECT_EQ(hotel.count("SELECT count(*) FROM person_facts WHERE market = 'AT'"), 1)
        << "rules ask the same law";
    load("GENERIC");
    EXPECT_EQ(market(), "GENERIC");
    EXPECT_EQ(gaps().find("F04"), std::string::npos);
    country_is("JP");
    load();
    EXPECT_EQ(market(), "GENERIC") << "no law is known";
}

TEST_F(ProfilesTest, TheHotelsOwnFileChangesWeightsAndItsMistakesAreNamed) {
    everything_is_known();
    const auto before = profile().score;
    EXPECT_TRUE(load("", "[[field]]\nid = 'F24'\nweights = { lead = 0 }\n").empty());
    EXPECT_GT(profile().score, before);
    EXPECT_EQ(gaps().find("F24"), std::string::npos);
    const auto mistakes = load("", "[[field]]\nid = 'F24'\nquality = 'eta'\n");
    ASSERT_EQ(mistakes.size(), 1U);
    EXPECT_EQ(mistakes[0], "rules.d/own.toml:3:12: field F24.quality: no such column: eta");
}

TEST_F(ProfilesTest, WhatAFieldsFixIsIsShownAnewWhenItIsSaidOtherwise) {
    const auto before = hotel.house.shown().revision();
    load("", "[[field]]\nid = 'F24'\nfix = 'Ask at the desk'\n");
    EXPECT_TRUE(hotel.touched_since(before).contains({ShownKind::arrival, stay.id}));
}

// Readiness
// ------------------------------------------------------------------------------------------------

struct ReadinessInTheHouse : ProfilesTest {
    insight::Readiness readiness() { return stay.view()->readiness.value(); }
    std::string points() {
        std::string text;
        const auto now = readiness();
        for (const auto& one : now.criteria) text += fmt::format("{}={} ", one.id, one.points);
        return text;
    }
    insight::CriterionResult criterion(std::string_view id) {
        const auto all = readiness().criteria;
        const auto found = std::ranges::find(all, id, &insight::CriterionResult::id);
        return found == all.end() ? insight::CriterionResult{.id = "does not apply"} : *found;
    }
    void staff_know(std::string_view name, std::string_view value) {
        hotel.accepted(
            Record{.subject = stay.id, .name = std::string{name}, .value = std::string{value}});
    }
    Uuid task(const std::string& title) {
        return hotel.accepted(CreateTask{.title = title, .room = room.id});
    }
};

/// Vector 4 of hotel-domain.md 12: nothing for VIPs, assistance or beds.
TEST_F(ReadinessInTheHouse, OfAWholeStayIsTheOneOfTheSpecification) {
    everything_is_known();
    stay.changes([](auto& row) { row.scheduled_start_utc += 1h; });  // not the usual hour
    page(sim::Row(List::payment_requests)
             .set("reservation_uid", stay.id)
             .set("type", "Preauthorization")
             .set("state", "Completed")
             .end(id_of("request")));
    page(sim::Row(List::service_order_notes)
             .set("order_uid", stay.id)
             .set("type", "SpecialRequest")
             .set("text", "A quiet room, please")
             .end(id_of("request of the guest")));
    staff_know("requests_triaged", "all");
    task("Program the key cards, put earplugs in the room");
    EXPECT_EQ(points(),
              "R01=0 R02=13 R03=3 R04=10 R05=7 R06=18 R07=10 R08=4 R09=8 R10=3 R11=2 R12=5 R16=1 "
              "R17=2 ");
    EXPECT_EQ(readiness().score, 87);
    EXPECT_EQ(readiness().state, ReadinessState::preparing);
    const auto eta = stay.row().scheduled_start_utc;
    until(eta - 51min);  // clean now, inspected in 21 minutes
    EXPECT_EQ(readiness().state, ReadinessState::preparing);
    until(eta - 51min + 1ms);
    EXPECT_EQ(readiness().state, ReadinessState::late_risk);
    EXPECT_EQ(readiness().score, 87);
}

TEST_F(ReadinessInTheHouse, TheLegalProfileIsForTheDeskAndHardOnceTheGuestIsHere) {
    room.inspected();
    auto legal = criterion("R07");
    EXPECT_EQ(legal.gate, insight::Gate::soft);
    EXPECT_FALSE(legal.passes);
    EXPECT_EQ(legal.points, 6) << "18 of 30";
    EXPECT_EQ(readiness().state, ReadinessState::desk_needed);
    hotel.accepted(SetGuestWaiting{stay.id, true});
    EXPECT_EQ(criterion("R07").gate, insight::Gate::hard);
    EXPECT_EQ(readiness().state, ReadinessState::waiting);
    everything_is_known();
    legal = criterion("R07");
    EXPECT_TRUE(legal.passes);
    EXPECT_EQ(legal.points, 10);
    EXPECT_EQ(readiness().state, ReadinessState::call_now);
}

TEST_F(ReadinessInTheHouse, ACompanionWhoIsNotNamedKeepsTheKeyOnlyWhereTheLawAsksForAll) {
    hotel.accepted(SetGuestWaiting{stay.id, true});
    EXPECT_EQ(criterion("R08").gate, insight::Gate::soft);
    load("AT");
    EXPECT_EQ(criterion("R08").gate, insight::Gate::hard);
}

TEST_F(ReadinessInTheHouse, ContactIsTheBetterOfPhoneAndEmail) {
    EXPECT_EQ(criterion("R10").points, 0);
    guest.changes([](auto& row) { row.email = "info@okafor.example"; });
    EXPECT_EQ(criterion("R10").points, 1) << "nobody's own address";
    guest.changes([](auto& row) { row.phone = "+351 912 345 678"; });
    EXPECT_EQ(criterion("R10").points, 3);
}

TEST_F(ReadinessInTheHouse, AnImportantGuestIsPreparedFor) {
    EXPECT_EQ(criterion("R13").id, "does not apply");
    guest.changes([](auto& row) { row.classifications = {"Important"}; });
    EXPECT_EQ(criterion("R13").points, 0);
    EXPECT_FALSE(criterion("R13").passes);
    const auto flowers = task("VIP: flowers");
    EXPECT_EQ(criterion("R13").points, 2);
    hotel.accepted(CompleteTask{flowers});
    EXPECT_EQ(criterion("R13").points, 4);
    EXPECT_TRUE(criterion("R13").passes);
    task("VIP: a card of the manager");
    EXPECT_EQ(criterion("R13").points, 2);
    staff_know("vip_prepared", "done");
    EXPECT_EQ(criterion("R13").points, 4) << "staff say so";
}

TEST_F(ReadinessInTheHouse, KeysParkingAndDocumentsAreTasksOfTheRoom) {
    EXPECT_EQ(criterion("R16").points, 0);
    const auto keys = task("Two key cards");
    EXPECT_EQ(criterion("R16").points, 1);
    hotel.accepted(CompleteTask{keys});
    EXPECT_EQ(criterion("R16").points, 2);
    EXPECT_EQ(criterion("R16").gate, insight::Gate::none);
}

}  // namespace
}  // namespace stayd::house
