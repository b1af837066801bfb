#include <gtest/gtest.h>

#include "tests/unit/insight/scene.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using enum model::ReservationState;

constexpr Duration day = 24h;

/// At which moment a rule about a stay says what; before the first it says nothing, and one
/// millisecond before each it still says what stood before.
struct Steps {
    std::string rule;
    std::function<void(Scene&)> arrange;
    std::string at_first;
    std::vector<std::pair<UtcTime (*)(Scene&), std::string>> steps;
};

void PrintTo(const Steps& row, std::ostream* out) {
    *out << row.rule;
}

class StayMoments : public testing::TestWithParam<Steps> {};

TEST_P(StayMoments, TheSeverityChangesAtTheMomentAndIsAskedForThen) {
    Scene scene;
    GetParam().arrange(scene);
    auto before = GetParam().at_first;
    for (const auto& [moment, severity] : GetParam().steps) {
        const auto at = moment(scene);
        EXPECT_EQ(scene.at(at - 1ms).stay_hit(GetParam().rule), before);
        EXPECT_LE(scene.knowing.last.ask_again.value(), at) << "it is asked again in time";
        EXPECT_EQ(scene.at(at).stay_hit(GetParam().rule), severity);
        before = severity;
    }
}

UtcTime start(Scene& s) {
    return s.start();
}
template <int hours>
UtcTime after_start(Scene& s) {
    return s.start() + std::chrono::hours{hours};
}
/// The day of arrival begins at midnight, fifteen hours before the usual hour.
template <int days>
UtcTime days_before(Scene& s) {
    return s.start() - 15h - days * day;
}
UtcTime overdue(Scene& s) {
    return s.end() + 30min + 1ms;
}

const Steps all[] = {
    {"RS-01",
     [](Scene& s) { s.changes([](auto& row) { row.assigned_resource_id.reset(); }); },
     "medium",
     {{after_start<-4>, "high"}, {start, "critical"}}},
    {"RS-01",
     [](Scene& s) {
         s.stay_record("eta", s.start() + 2h);
         s.changes([](auto& row) { row.assigned_resource_id.reset(); });
     },
     "medium",
     {{after_start<-2>, "high"}, {after_start<2>, "critical"}}},
    {"RS-02",
     [](Scene& s) {
         s.lasts(s.start() + 4 * day, s.end() + 4 * day);
         s.other(s.start() - 2h, s.end(), s.room);
     },
     "high",
     {{after_start<-26>, "critical"}}},
    {"RS-06",
     [](Scene& s) {
         s.persons(3).telling.change("resource_category", sim::id_of("double"),
                                     {{"extra_capacity", std::int64_t{1}}});
     },
     "medium",
     {{after_start<-3>, "high"}}},
    {"RS-07",
     [](Scene& s) { s.lasts(s.start() + 8 * day, s.end() + 8 * day); },
     "low",
     {{days_before<3>, "medium"}, {days_before<0>, "high"}}},
    {"RS-08",
     [](Scene& s) { s.is(optional).stay_has({{"released_utc_ms", to_ms(s.start())}}); },
     "",
     {{[](Scene& s) { return s.start() + 1ms; }, "high"}}},
    // No-show hour: two in the morning, eleven hours after the usual hour of arrival.
    {"RS-09", [](Scene&) {}, "", {{after_start<6>, "medium"}, {after_start<11>, "high"}}},
    {"RS-10", [](Scene& s) { s.leaves_today(); }, "", {{overdue, "medium"}}},
    {"RS-10",
     [](Scene& s) {
         s.leaves_today();
         s.other(s.day_start() + 15h, s.day_start() + 35h, s.room);
     },
     "",
     {{overdue, "high"}}},
    {"RS-10",
     [](Scene& s) { s.leaves_today().stay_record("agreed_departure", s.end() + 3h); },
     "",
     {{[](Scene& s) { return s.end() + 3h + 30min + 1ms; }, "medium"}}},
    {"RS-17",
     [](Scene& s) {
         s.guest.changes([](auto& row) { row.last_name = "TBA"; });
         s.lasts(s.start() + 9 * day, s.end() + 9 * day);
         s.other(s.start(), s.end(), s.hotel.room("205")).changes([&](auto& row) {
             row.group_id = s.stay.row().group_id;
         });
     },
     "",
     {{days_before<7>, "medium"}, {days_before<3>, "high"}}},
};
INSTANTIATE_TEST_SUITE_P(, StayMoments, testing::ValuesIn(all), [](const auto& row) {
    return row.param.rule.substr(0, 2) + row.param.rule.substr(3) + "_" + std::to_string(row.index);
});

struct Quiet : testing::TestWithParam<Case> {};

TEST_P(Quiet, ForAllTime) {
    Scene scene;
    GetParam().arrange(scene);
    EXPECT_EQ(scene.at(scene.end() + 30 * day).stay_hit(GetParam().rule), "");
}

const Case never[] = {
    {"RS-06", "a_cot_is_on_its_way", "",
     [](Scene& s) {
         s.persons(3).telling.change("resource_category", sim::id_of("double"),
                                     {{"extra_capacity", std::int64_t{1}}});
         s.hotel.accepted(house::CreateTask{.title = "Cot", .description = {}, .room = s.room.id});
     }},
    {"RS-06", "staff_arranged_it", "",
     [](Scene& s) {
         s.persons(3).telling.change("resource_category", sim::id_of("double"),
                                     {{"extra_capacity", std::int64_t{1}}});
         s.stay_record("extra_bed", "set");
     }},
    {"RS-06", "more_than_beds_can_take", "",
     [](Scene& s) {
         s.persons(4).telling.change("resource_category", sim::id_of("double"),
                                     {{"extra_capacity", std::int64_t{1}}});
     }},
    {"RS-06", "in_house", "",
     [](Scene& s) {
         s.persons(3).in_house().telling.change("resource_category", sim::id_of("double"),
                                                {{"extra_capacity", std::int64_t{1}}});
     }},
    {"RS-06", "two_in_a_double", "", [](Scene&) {}},
    {"RS-07", "a_card_on_file", "",
     [](Scene& s) {
         s.stay_has({{"rest", R"({"CreditCardId":"b7d1a3c5-0000-4000-8000-000000000001"})"}});
     }},
    {"RS-07", "an_invoice", "", [](Scene& s) { s.company("Acme", true); }},
    {"RS-07", "in_house", "", [](Scene& s) { s.in_house(); }},
    {"RS-07", "house_use", "", [](Scene& s) { s.guest_is({"Staff"}); }},
    {"RS-08", "without_end", "", [](Scene& s) { s.is(optional); }},
    {"RS-08", "confirmed", "",
     [](Scene& s) { s.stay_has({{"released_utc_ms", to_ms(s.start())}}); }},
    {"RS-09", "arrived", "", [](Scene& s) { s.in_house(); }},
    {"RS-09", "at_the_desk", "",
     [](Scene& s) {
         s.hotel.accepted(house::SetGuestWaiting{.reservation = s.stay.id, .waiting = true});
     }},
    {"RS-10", "left", "", [](Scene& s) { s.leaves_today().is(processed); }},
    {"RS-10", "staff_checked_it_out", "",
     [](Scene& s) {
         s.leaves_today();
         s.hotel.accepted(house::CheckOut{.reservation = s.stay.id});
     }},
    {"RS-17", "a_name", "",
     [](Scene& s) {
         s.other(s.start(), s.end(), s.hotel.room("205")).changes([&](auto& row) {
             row.group_id = s.stay.row().group_id;
         });
     }},
    {"RS-17", "in_house", "",
     [](Scene& s) {
         s.guest.changes([](auto& row) { row.last_name = "TBA"; });
         s.in_house();
         s.other(s.start(), s.end(), s.hotel.room("205")).changes([&](auto& row) {
             row.group_id = s.stay.row().group_id;
         });
     }},
    {"RS-17", "no_group", "",
     [](Scene& s) { s.guest.changes([](auto& row) { row.last_name = "TBA"; }); }},
};
INSTANTIATE_TEST_SUITE_P(StayMoments, Quiet, testing::ValuesIn(never), name_of);

/// RS-11: a double takes 36 minutes to turn.
TEST(StayRulesInTime, ALateDepartureCollidesWhenTheRoomCannotBeTurned) {
    Scene scene;
    scene.leaves_today();
    const auto next = scene.other(scene.day_start() + 15h, scene.day_start() + 35h, scene.room);
    EXPECT_EQ(scene.stay_hit("RS-11"), "");
    scene.stay_record("agreed_departure", scene.day_start() + 15h - 36min);
    EXPECT_EQ(scene.stay_hit("RS-11"), "");
    scene.stay_record("agreed_departure", scene.day_start() + 15h - 36min + 1ms);
    EXPECT_EQ(scene.stay_hit("RS-11"), "high");
    scene.telling.record(next.id, "eta", scene.day_start() + 16h);
    EXPECT_EQ(scene.stay_hit("RS-11"), "") << "the next guest comes later";
    scene.telling.record(next.id, "eta", scene.day_start() + 15h);
    EXPECT_EQ(scene.stay_hit("RS-11"), "high");
    scene.is(processed);
    EXPECT_EQ(scene.stay_hit("RS-11"), "");
}

/// hotel-domain.md 12, vector 14. Berlin's clocks go from 02:00 to 03:00 that night.
TEST(StayRulesInTime, ADepartureInTheSkippedHourIsOverdueFromThreeThirtyOn) {
    Scene scene("Europe/Berlin");
    scene.telling.change("service", sim::id_of("stay service"),
                         {{"end_offset_ms", std::int64_t{150 * 60'000}}});
    const auto three = sim::utc("2015-03-29T01:00:00Z");
    scene.lasts(three - 12h, three).in_house();
    // The row of so long ago matters as long as the guest is in house.
    auto facts = scene.hotel.database.statement(
        "SELECT etd_utc_ms, default_end_utc_ms FROM stay_facts WHERE uid = :uid");
    facts.bind(":uid", scene.stay.id);
    ASSERT_TRUE(facts.step());
    EXPECT_EQ(facts.time(0), three);
    EXPECT_EQ(facts.time(1), three) << "half past two, which that day lacks";
    EXPECT_EQ(scene.at(three + 30min).stay_hit("RS-10"), "");
    EXPECT_EQ(scene.at(three + 30min + 1ms).stay_hit("RS-10"), "medium");
}

TEST(StayRulesInTime, NightsAndDaysAreTheHousesOwnWhenTheClocksGoBack) {
    // 25 October 2015 has 25 hours in Berlin: the day of arrival begins at 22:00Z the day before.
    Scene scene("Europe/Berlin");
    scene.lasts(sim::utc("2015-10-25T14:00:00Z"), sim::utc("2015-10-26T10:00:00Z"));
    auto facts = scene.hotel.database.statement(
        "SELECT nights, arrival_day_utc_ms, departure_day_utc_ms, default_start_utc_ms, "
        "no_show_utc_ms FROM stay_facts WHERE uid = :uid");
    facts.bind(":uid", scene.stay.id);
    ASSERT_TRUE(facts.step());
    EXPECT_EQ(facts.integer(0), 1);
    EXPECT_EQ(facts.time(1), sim::utc("2015-10-24T22:00:00Z"));
    EXPECT_EQ(facts.time(2), sim::utc("2015-10-25T23:00:00Z"));
    EXPECT_EQ(facts.time(3), sim::utc("2015-10-25T14:00:00Z"));
    EXPECT_EQ(facts.time(4), sim::utc("2015-10-26T01:00:00Z"));
}

}  // namespace
}  // namespace stayd::insight
