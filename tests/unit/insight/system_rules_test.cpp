#include <gtest/gtest.h>

#include "tests/unit/insight/scene.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;

class SystemRules : public testing::TestWithParam<Case> {};

TEST_P(SystemRules, SayWhatIsSoAndNothingElse) {
    Scene scene;
    GetParam().arrange(scene);
    EXPECT_EQ(scene.house_hit(GetParam().rule), GetParam().severity);
}

/// Both lists that are read every minute.
void read_at(Scene& s, UtcTime resources, UtcTime reservations) {
    for (const auto& [list, at] : {std::pair{model::List::resources, resources},
                                   std::pair{model::List::reservations, reservations}}) {
        s.hotel.house.apply(house::StreamCompleted{.list = list, .watermark = at}, at);
    }
}
void read_now(Scene& s) {
    read_at(s, s.hotel.now, s.hotel.now);
}
void differs(Scene& s, const char* list) {
    auto insert = s.hotel.database.statement(
        "INSERT INTO stream (list, sweep_differences) VALUES (:list, 2) "
        "ON CONFLICT (list) DO UPDATE SET sweep_differences = 2");
    insert.bind(":list", list).run();
}
Uuid staff_clean_the_room(Scene& s) {
    return s.hotel.accepted(
        house::SetRoomState{.room = s.room.id, .state = model::ResourceState::dirty});
}
void line(Scene& s, house::Line line) {
    s.hotel.apply(house::LineObserved{.line = line, .cause = {}});
}
void clock_differs(Scene& s, Duration by) {
    s.hotel.apply(house::ClockMeasured{.offset = by});
}
void pack_made(Scene& s, Duration ago) {
    s.telling.record(Uuid{}, "pack_made", s.hotel.now - ago);
}
/// So many bookings in the six hours before noon of this day, or of one so many weeks ago.
void booked(Scene& s, int many, int weeks_ago) {
    for (int i = 0; i < many; ++i)
        s.telling.row(
            "reservation", sim::id_of(fmt::format("{} in week {}", i, weeks_ago)),
            {{"state", "Confirmed"},
             {"created_utc_ms", to_ms(s.day_start() + 7h - weeks_ago * std::chrono::days{7})}});
}
/// Three bookings on each morning before, and so many on this, of which the scene's stay is one; it
/// is noon.
void picked_up(Scene& s, int many, int weeks = 8) {
    for (int week = 1; week <= weeks; ++week) booked(s, 3, week);
    booked(s, many - 1, 0);
    s.at(s.day_start() + 12h);
    read_now(s);
}

const Case boxes[] = {
    {"SY-01", "never_read", "", [](Scene&) {}},
    {"SY-02", "nothing_waits", "", [](Scene& s) { s.at(s.hotel.now + 24h); }},
    {"SY-02", "no_line", "",
     [](Scene& s) {
         staff_clean_the_room(s);
         line(s, house::Line::down);
         s.at(s.hotel.now + 24h);
     }},
    {"SY-02", "the_line_is_back", "",
     [](Scene& s) {
         staff_clean_the_room(s);
         line(s, house::Line::down);
         s.at(s.hotel.now + 24h);
         line(s, house::Line::up);
         s.at(s.hotel.now + 10min);
     }},
    {"SY-02", "the_line_is_back_for_long", "high",
     [](Scene& s) {
         staff_clean_the_room(s);
         line(s, house::Line::down);
         s.at(s.hotel.now + 24h);
         line(s, house::Line::up);
         s.at(s.hotel.now + 10min + 1ms);
     }},
    {"SY-03", "refused", "high",
     [](Scene& s) { s.hotel.settle(staff_clean_the_room(s), house::Refused{.reason = "No"}); }},
    {"SY-03", "seen_by_a_person", "",
     [](Scene& s) {
         const auto change = staff_clean_the_room(s);
         s.hotel.settle(change, house::Refused{.reason = "No"});
         s.hotel.accepted(house::DismissChange{.change = change});
     }},
    {"SY-03", "waits", "", [](Scene& s) { staff_clean_the_room(s); }},
    {"SY-04", "rates", "medium", [](Scene& s) { differs(s, "rates"); }},
    {"SY-04", "stays", "high", [](Scene& s) { differs(s, "reservations"); }},
    {"SY-04", "the_same", "", [](Scene&) {}},
    {"SY-05", "two_seconds", "", [](Scene& s) { clock_differs(s, 2s); }},
    {"SY-05", "over_two_seconds", "medium", [](Scene& s) { clock_differs(s, -2001ms); }},
    {"SY-05", "half_a_minute", "medium", [](Scene& s) { clock_differs(s, 30s); }},
    {"SY-05", "over_half_a_minute", "high", [](Scene& s) { clock_differs(s, 30'001ms); }},
    {"SY-06", "refused", "critical", [](Scene& s) { line(s, house::Line::refused); }},
    {"SY-06", "down", "", [](Scene& s) { line(s, house::Line::down); }},
    {"SY-08", "as_ever", "", [](Scene& s) { picked_up(s, 3); }},
    {"SY-08", "fewer_than_ever", "medium", [](Scene& s) { picked_up(s, 2); }},
    {"SY-08", "one_week_without_any", "", [](Scene& s) { picked_up(s, 1, 7); }},
    {"SY-08", "not_read_since", "",
     [](Scene& s) {
         picked_up(s, 2);
         s.at(s.day_start() + 18h);
     }},
    {"SY-09", "silent", "medium",
     [](Scene& s) { s.telling.record(Uuid{}, "devices_silent", "1"); }},
    {"SY-09", "can_call_for_help", "high",
     [](Scene& s) {
         s.telling.record(Uuid{}, "devices_silent", "1");
         s.telling.record(Uuid{}, "duress_device_silent", "yes");
     }},
    {"SY-09", "none", "", [](Scene& s) { s.telling.record(Uuid{}, "devices_silent", "0"); }},
    {"SY-10", "ten_minutes", "", [](Scene& s) { pack_made(s, 10min); }},
    {"SY-10", "over_ten_minutes", "high", [](Scene& s) { pack_made(s, 10min + 1ms); }},
    {"SY-10", "no_line", "",
     [](Scene& s) {
         pack_made(s, 1h);
         line(s, house::Line::down);
     }},
    {"SY-10", "failed_once", "", [](Scene& s) { s.telling.record(Uuid{}, "pack_failures", "1"); }},
    {"SY-10", "failed_twice", "high",
     [](Scene& s) {
         s.telling.record(Uuid{}, "pack_failures", "2");
         line(s, house::Line::down);
     }},
};
INSTANTIATE_TEST_SUITE_P(, SystemRules, testing::ValuesIn(boxes), name_of);

TEST(SystemRulesInTime, TheCopyGetsOlderStepByStep) {
    Scene scene;
    const auto read = scene.hotel.now;
    read_at(scene, read, read + 4min);
    for (const auto& [age, before, after] :
         {std::tuple{5min, "", "medium"}, std::tuple{15min, "medium", "high"},
          std::tuple{60min, "high", "critical"}}) {
        EXPECT_EQ(scene.at(read + age).house_hit("SY-01"), before);
        EXPECT_LE(scene.knowing.last.ask_again.value(), read + age + 1ms);
        EXPECT_EQ(scene.at(read + age + 1ms).house_hit("SY-01"), after);
    }
    read_at(scene, scene.hotel.now, scene.hotel.now);
    EXPECT_EQ(scene.house_hit("SY-01"), "");
}

TEST(SystemRulesInTime, TheBudgetIsPressedForTenMinutes) {
    Scene scene;
    scene.telling.record(Uuid{}, "budget_pressed_since", scene.hotel.now);
    EXPECT_EQ(scene.at(scene.hotel.now + 10min).house_hit("SY-07"), "");
    EXPECT_EQ(scene.at(scene.hotel.now + 1ms).house_hit("SY-07"), "low");
    scene.hotel.database.execute("DELETE FROM record");
    EXPECT_EQ(scene.house_hit("SY-07"), "");
}

TEST(SystemRulesInTime, AChangeIsStuckTenMinutesAfterItWasAccepted) {
    Scene scene;
    const auto change = staff_clean_the_room(scene);
    EXPECT_EQ(scene.at(scene.hotel.now + 10min).house_hit("SY-02"), "");
    EXPECT_EQ(scene.at(scene.hotel.now + 1ms).house_hit("SY-02"), "high");
    scene.hotel.settle(change, house::Confirmed{});
    EXPECT_EQ(scene.house_hit("SY-02"), "");
}

}  // namespace
}  // namespace stayd::insight
