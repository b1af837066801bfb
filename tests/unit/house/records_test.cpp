#include "insight/facts.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/house/concluding.hpp"

// What staff know and the PMS has no field for: recorded, concluded upon, audited, kept.

namespace stayd::house {
namespace {

using namespace std::chrono_literals;

struct RecordsTest : Concluding {
    void SetUp() override {
        hotel.apply(RulesLoaded{.sources = {}, .by = "Eva"});
        read_everything();
        until(hotel.now);
    }
    insight::CriterionResult criterion(std::string_view id) {
        const auto all = stay.view()->readiness.value().criteria;
        const auto found = std::ranges::find(all, id, &insight::CriterionResult::id);
        return found == all.end() ? insight::CriterionResult{.id = "does not apply"} : *found;
    }
    std::string refusal(const Record& record) {
        const auto ack = hotel.staff(record);
        return ack.durable ? "" : ack.reason;
    }

    sim::SmallHotel::Room room = hotel.room("204").inspected();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
};

TEST_F(RecordsTest, AnArrivalTimeIsConcludedUponInItsTransaction) {
    EXPECT_EQ(criterion("R11").points, 0);
    const auto comes = hotel.house.day().start + 19h;
    hotel.accepted(Record{stay.id, "eta", to_iso8601(comes)});
    EXPECT_EQ(criterion("R11").points, 2);
    const auto readiness = stay.view()->readiness.value();
    EXPECT_EQ(readiness.eta_utc_ms, to_ms(comes));
    EXPECT_EQ(readiness.eta_confidence, 3);
}

TEST_F(RecordsTest, AnEmptyValueTakesItBack) {
    hotel.accepted(Record{stay.id, "arrival_prepared", "done"});
    EXPECT_EQ(criterion("R16").points, 2);
    hotel.accepted(Record{stay.id, "arrival_prepared", ""});
    EXPECT_EQ(criterion("R16").points, 0);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM record"), 0);
}

TEST_F(RecordsTest, TheLastWordCountsAndWhatWasBeforeIsInTheAudit) {
    hotel.accepted(Record{stay.id, "vip_prepared", "planned"});
    const auto change = hotel.accepted(Record{stay.id, "vip_prepared", "done"});
    EXPECT_EQ(hotel.house.records().find(stay.id, "vip_prepared"), "done");
    auto query = hotel.database.statement(
        "SELECT actor, what, before, after FROM audit WHERE change_uid = :change");
    query.bind(":change", change);
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0), "Ana");
    EXPECT_EQ(query.text(1), "RecordOfStay");
    EXPECT_EQ(query.text(2), R"({"vip_prepared":"planned"})");
    EXPECT_EQ(query.text(3), R"({"vip_prepared":"done"})");
    EXPECT_EQ(hotel.house.journal().find(change)->stage, journal::Stage::box_only);
}

TEST_F(RecordsTest, AnInstantIsAuditedAsPeopleSayIt) {
    hotel.accepted(Record{stay.id, "eta", "2015-09-17T17:30:00Z"});
    const auto change = hotel.accepted(Record{stay.id, "eta", "2015-09-17T18:00:00Z"});
    EXPECT_EQ(hotel.house.journal().find(change)->base.text("eta"), "2015-09-17T17:30:00Z");
    EXPECT_EQ(hotel.house.records().find(stay.id, "eta"), "1442512800000");
}

TEST_F(RecordsTest, WhatIsOfAGuestIsOfTheOneTheyWereMergedInto) {
    auto twin = hotel.guest("Okafor", "N.");
    twin.changes([&](auto& row) { row.merge_target_id = guest.id; });
    hotel.accepted(Record{twin.id, "signature", "signed"});
    EXPECT_EQ(hotel.house.records().find(guest.id, "signature"), "signed");
}

TEST_F(RecordsTest, NothingElseCanBeRecorded) {
    EXPECT_EQ(refusal({stay.id, "shoe_size", "44"}),
              "There is no such thing to record. Reload the page.");
    EXPECT_EQ(refusal({guest.id, "eta", "2015-09-17T17:30:00Z"}),
              "This reservation is not known here. Reload the page.");
    EXPECT_EQ(refusal({stay.id, "signature", "signed"}),
              "This guest is not known here. Reload the page.");
    EXPECT_EQ(refusal({stay.id, "vip_prepared", "soon"}),
              "The VIP preparation can be: planned done.");
    EXPECT_EQ(hotel.count("SELECT count(*) FROM record"), 0);
}

TEST_F(RecordsTest, WhatTheHotelSaysOfItselfIsConcludedUponUntilItSaysSoNoMore) {
    const auto shipped = insight::shipped_rules();
    hotel.apply(RulesLoaded{.sources = {shipped.begin(), shipped.end()}, .by = "stayd"});
    hotel.guest("Haddad", "Omar").arrives_today(room).is(model::ReservationState::started);
    const auto lacks_tax = [&] {
        until(hotel.now + 1min);
        return hotel.count("SELECT count(*) FROM finding WHERE rule = 'BL-06' AND state = 'Open'");
    };
    EXPECT_EQ(lacks_tax(), 0);
    hotel.apply(HotelTold{{{"city_tax", "yes"}}});
    EXPECT_EQ(lacks_tax(), 1);
    hotel.apply(HotelTold{{{"city_tax", "yes"}}});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM record"), 1);
    hotel.apply(HotelTold{{{"city_tax", ""}}});
    EXPECT_EQ(lacks_tax(), 0);
    EXPECT_EQ(hotel.count("SELECT count(*) FROM record"), 0);
}

TEST_F(RecordsTest, GoesWithWhomItIsOf) {
    hotel.accepted(Record{guest.id, "signature", "signed"});
    hotel.accepted(Record{stay.id, "vip_prepared", "done"});
    hotel.apply(ClockMeasured{});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM record"), 2);
    hotel.database.execute("DELETE FROM reservation");
    hotel.now += 24h;
    hotel.apply(Tick{});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM record"), 1);
    EXPECT_EQ(hotel.house.records().find(guest.id, "signature"), "signed");
}

}  // namespace
}  // namespace stayd::house
