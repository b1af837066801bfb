#include <gtest/gtest.h>

#include "tests/unit/insight/scene.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using enum model::ReservationState;

constexpr Duration day = 24h;

class StayRules : public testing::TestWithParam<Case> {};

TEST_P(StayRules, SayWhatIsSoAndNothingElse) {
    Scene scene;
    GetParam().arrange(scene);
    EXPECT_EQ(scene.stay_hit(GetParam().rule), GetParam().severity);
}

/// Reservations of the category that night, each at a hundred euros.
void others_pay_a_hundred(Scene& scene, int many) {
    for (int i = 0; i < many; ++i) {
        const auto word = "other " + std::to_string(i);
        scene.telling.row("reservation", sim::id_of(word),
                          {{"state", "Confirmed"},
                           {"requested_category_uid", sim::id_of("double")},
                           {"scheduled_start_utc_ms", to_ms(scene.start())},
                           {"scheduled_end_utc_ms", to_ms(scene.end())}});
        scene.item("night of " + word, 100'000'000, "SpaceOrder", sim::id_of(word));
    }
}
void costs(Scene& scene, std::int64_t millionths, int others = 8) {
    others_pay_a_hundred(scene, others);
    scene.item("night", millionths, "SpaceOrder");
}
/// A second booking of the guest, from tomorrow's arrival on.
sim::SmallHotel::Stay second(Scene& scene, UtcTime from, UtcTime to,
                             const sim::SmallHotel::Room& room) {
    auto stay = scene.guest.arrives_today(room);
    stay.changes([&](auto& row) {
        row.scheduled_start_utc = from;
        row.scheduled_end_utc = to;
    });
    return stay;
}
/// The room is another guest's the night before.
void room_is_held_before(Scene& s) {
    s.other(s.start() - day, s.day_start() + 11h, s.room).is(started);
}
void sea_view(Scene& s) {
    s.guest_has({{"preferred_space_features", " SeaView "}});
    s.feature("SeaView", s.hotel.room("205").inspected());
}

const Case reservations[] = {
    {"RS-01", "with_a_room", "", [](Scene&) {}},
    {"RS-01", "tomorrow", "",
     [](Scene& s) {
         s.lasts(s.start() + day, s.end() + day).changes([](auto& row) {
             row.assigned_resource_id.reset();
         });
     }},
    {"RS-01", "guest_at_the_desk", "critical",
     [](Scene& s) {
         s.changes([](auto& row) { row.assigned_resource_id.reset(); });
         s.hotel.accepted(house::SetGuestWaiting{.reservation = s.stay.id, .waiting = true});
     }},
    {"RS-02", "overlap_by_a_millisecond", "critical",
     [](Scene& s) { s.other(s.end() - 1ms, s.end() + day, s.room); }},
    {"RS-02", "one_goes_when_the_other_comes", "",
     [](Scene& s) { s.other(s.end(), s.end() + day, s.room); }},
    {"RS-02", "canceled", "", [](Scene& s) { s.other(s.start(), s.end(), s.room).is(canceled); }},
    {"RS-02", "left", "",
     [](Scene& s) {
         s.other(s.start(), s.end(), s.room);
         s.is(processed);
     }},
    {"RS-02", "in_three_days", "high",
     [](Scene& s) {
         s.lasts(s.start() + 3 * day, s.end() + 3 * day);
         s.other(s.start(), s.end(), s.room);
     }},
    {"RS-02", "staff_moved_it_away", "",
     [](Scene& s) {
         const auto other = s.other(s.start(), s.end(), s.room);
         s.hotel.accepted(house::MoveStay{.reservation = other.id, .room = s.hotel.room("205").id});
     }},
    {"RS-02", "staff_moved_one_in", "critical",
     [](Scene& s) {
         const auto other = s.other(s.start(), s.end(), s.hotel.room("205"));
         // The PMS gives the room to somebody while the move waits.
         s.changes([](auto& row) { row.assigned_resource_id.reset(); });
         s.hotel.accepted(house::MoveStay{.reservation = other.id, .room = s.room.id});
         s.changes([&](auto& row) { row.assigned_resource_id = s.room.id; });
     }},
    {"RS-03", "left", "", [](Scene& s) { s.room_is_a("single").is(processed); }},
    {"RS-03", "lower_room", "high", [](Scene& s) { s.room_is_a("single"); }},
    {"RS-03", "agreed", "",
     [](Scene& s) { s.room_is_a("single").stay_record("downgrade_agreed", "20 EUR back"); }},
    {"RS-03", "same_category", "", [](Scene&) {}},
    {"RS-04", "left", "", [](Scene& s) { s.room_is_a("suite").is(processed); }},
    {"RS-04", "higher_room", "low", [](Scene& s) { s.room_is_a("suite"); }},
    {"RS-04", "for_a_vip", "", [](Scene& s) { s.room_is_a("suite").guest_is({"VeryImportant"}); }},
    {"RS-04", "for_one_who_complained", "",
     [](Scene& s) { s.room_is_a("suite").guest_is({"PreviousComplaint"}); }},
    {"RS-04", "paid_for", "",
     [](Scene& s) { s.room_is_a("suite").item("fee", 50'000'000, "ResourceUpgradeFee"); }},
    {"RS-04", "with_a_reason", "",
     [](Scene& s) { s.room_is_a("suite").stay_record("upgrade_reason", "overbooked"); }},
    {"RS-05", "left", "", [](Scene& s) { s.persons(3).is(processed); }},
    {"RS-05", "three_in_a_double", "high", [](Scene& s) { s.persons(3); }},
    {"RS-05", "two_in_a_double", "", [](Scene& s) { s.persons(2); }},
    {"RS-05", "three_with_an_extra_bed", "",
     [](Scene& s) {
         s.persons(3).telling.change("resource_category", sim::id_of("double"),
                                     {{"extra_capacity", std::int64_t{1}}});
     }},
    {"RS-12", "in_another_state", "",
     [](Scene& s) {
         room_is_held_before(s);
         s.stay_record("eta", s.start() - 5h).in_house();
     }},
    {"RS-12", "comes_too_early", "medium",
     [](Scene& s) {
         room_is_held_before(s);
         s.stay_record("eta", s.start() - 60min - 1ms);
     }},
    {"RS-12", "comes_an_hour_early", "",
     [](Scene& s) {
         room_is_held_before(s);
         s.stay_record("eta", s.start() - 60min);
     }},
    {"RS-12", "nobody_was_there", "", [](Scene& s) { s.stay_record("eta", s.start() - 5h); }},
    {"RS-13", "in_another_state", "",
     [](Scene& s) {
         second(s, s.end() + 4h, s.end() + day, s.hotel.room("205"));
         s.is(optional);
     }},
    {"RS-13", "goes_on_next_door", "medium",
     [](Scene& s) { second(s, s.end() + 4h, s.end() + day, s.hotel.room("205")); }},
    {"RS-13", "goes_on_in_the_room", "",
     [](Scene& s) { second(s, s.end() + 4h, s.end() + day, s.room); }},
    {"RS-13", "a_night_later", "",
     [](Scene& s) { second(s, s.end() + 4h + day, s.end() + 2 * day, s.hotel.room("205")); }},
    {"RS-14", "booked_twice", "medium",
     [](Scene& s) { second(s, s.start(), s.end(), s.hotel.room("205")); }},
    {"RS-14", "booked_twice_by_mail", "medium",
     [](Scene& s) {
         s.other(s.start(), s.end(), s.hotel.room("205"));
         for (const auto& guest : {s.guest.id, sim::id_of("Silva, Rui")})
             s.telling.change("customer", guest, {{"email", "ngozi@example.com"}});
     }},
    {"RS-14", "two_rooms_of_one_booking", "",
     [](Scene& s) {
         auto other = second(s, s.start(), s.end(), s.hotel.room("205"));
         other.changes([&](auto& row) { row.group_id = s.stay.row().group_id; });
     }},
    {"RS-14", "one_after_the_other", "",
     [](Scene& s) { second(s, s.end(), s.end() + day, s.hotel.room("205")); }},
    {"RS-14", "booked_three_days_apart", "medium",
     [](Scene& s) {
         auto other = second(s, s.start(), s.end(), s.hotel.room("205"));
         other.changes([](auto& row) { row.created_utc -= 72h; });
     }},
    {"RS-14", "booked_longer_apart", "",
     [](Scene& s) {
         auto other = second(s, s.start(), s.end(), s.hotel.room("205"));
         other.changes([](auto& row) { row.created_utc -= 72h + 1ms; });
     }},
    {"RS-15", "for_nothing", "medium", [](Scene& s) { costs(s, 0, 0); }},
    {"RS-15", "for_nothing_in_house", "",
     [](Scene& s) {
         costs(s, 0, 0);
         s.stay_record("house_use", "staff training");
     }},
    {"RS-15", "under_two_fifths", "medium", [](Scene& s) { costs(s, 39'999'999); }},
    {"RS-15", "two_fifths", "", [](Scene& s) { costs(s, 40'000'000); }},
    {"RS-15", "threefold", "", [](Scene& s) { costs(s, 300'000'000); }},
    {"RS-15", "over_threefold", "medium", [](Scene& s) { costs(s, 300'000'001); }},
    {"RS-15", "too_few_to_compare", "", [](Scene& s) { costs(s, 39'999'999, 7); }},
    {"RS-15", "price_not_known", "", [](Scene& s) { others_pay_a_hundred(s, 8); }},
    {"RS-15", "package", "",
     [](Scene& s) {
         costs(s, 39'999'999);
         s.telling.change("service", sim::id_of("stay service"),
                          {{"rest", R"({"Options":{"BillAsPackage":true}})"}});
     }},
    {"RS-16", "in_another_state", "",
     [](Scene& s) { s.lasts(s.start(), s.end() + 27 * day).is(processed); }},
    {"RS-16", "twenty_seven_nights", "", [](Scene& s) { s.lasts(s.start(), s.end() + 26 * day); }},
    {"RS-16", "four_weeks", "info", [](Scene& s) { s.lasts(s.start(), s.end() + 27 * day); }},
    {"RS-16", "eighty_nine_nights", "info",
     [](Scene& s) { s.lasts(s.start(), s.end() + 88 * day); }},
    {"RS-16", "ninety_nights", "medium", [](Scene& s) { s.lasts(s.start(), s.end() + 89 * day); }},
    {"RS-18", "left", "", [](Scene& s) { s.guest_is({"DisabledPerson"}).is(processed); }},
    {"RS-18", "needs_another_room", "high", [](Scene& s) { s.guest_is({"DisabledPerson"}); }},
    {"RS-18", "has_such_a_room", "",
     [](Scene& s) { s.guest_is({"DisabledPerson"}).feature("AccessibleBathroom", s.room); }},
    {"RS-18", "a_sea_view_is_no_help", "high",
     [](Scene& s) { s.guest_is({"DisabledPerson"}).feature("SeaView", s.room); }},
    {"RS-18", "by_a_note", "high",
     [](Scene& s) {
         s.telling.row("service_order_note", sim::id_of("note"),
                       {{"order_uid", s.stay.id}, {"text", "Travels with a wheelchair"}});
     }},
    {"RS-18", "asked_and_not_needed", "", [](Scene& s) { s.stay_record("assistance", "no"); }},
    {"RS-18", "asked_and_needed", "high", [](Scene& s) { s.stay_record("assistance", "sight"); }},
    {"RS-18", "a_companion", "high",
     [](Scene& s) {
         auto companion = s.hotel.guest("Okafor", "Obi").accompanies(s.stay);
         s.telling.record(companion.id, "assistance", "mobility");
     }},
    {"RS-19", "wish_next_door", "low", [](Scene& s) { sea_view(s); }},
    {"RS-19", "its_room_has_it", "",
     [](Scene& s) {
         sea_view(s);
         s.feature("SeaView", s.room);
     }},
    {"RS-19", "the_other_is_not_ready", "",
     [](Scene& s) {
         sea_view(s);
         s.hotel.room("205").clean();
     }},
    {"RS-19", "the_other_is_taken", "",
     [](Scene& s) {
         sea_view(s);
         s.other(s.start(), s.end(), s.hotel.room("205"));
     }},
    {"RS-19", "another_feature", "",
     [](Scene& s) {
         sea_view(s);
         s.guest_has({{"preferred_space_features", " HighFloor "}});
     }},
    {"RS-20", "blocklisted", "high", [](Scene& s) { s.guest_is({"Blocklist"}); }},
    {"RS-20", "the_old_word", "high", [](Scene& s) { s.guest_is({"Blacklist"}); }},
    {"RS-20", "a_companion", "high",
     [](Scene& s) {
         auto companion = s.hotel.guest("Okafor", "Obi").accompanies(s.stay);
         companion.changes([](auto& row) { row.classifications = {"Problematic"}; });
     }},
    {"RS-20", "in_house_already", "", [](Scene& s) { s.guest_is({"Blocklist"}).leaves_today(); }},
    {"RS-20", "a_returning_guest", "", [](Scene& s) { s.guest_is({"Returning"}); }},
};
INSTANTIATE_TEST_SUITE_P(, StayRules, testing::ValuesIn(reservations), name_of);

}  // namespace
}  // namespace stayd::insight
