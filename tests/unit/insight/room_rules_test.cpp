#include <gtest/gtest.h>

#include "tests/unit/insight/scene.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using enum model::ReservationState;

constexpr Duration day = 24h;

class RoomRules : public testing::TestWithParam<Case> {};

TEST_P(RoomRules, SayWhatIsSoAndNothingElse) {
    Scene scene;
    GetParam().arrange(scene);
    EXPECT_EQ(scene.room_hit(GetParam().rule), GetParam().severity);
}

/// The guest of yesterday has left at eleven, and nobody comes.
void left_at_eleven(Scene& s) {
    s.leaves_today().changes([](auto& row) {
        row.state = processed;
        row.actual_end_utc = row.scheduled_end_utc;
    });
}
/// Came three days ago, stays on for long.
void long_in_house(Scene& s) {
    s.lasts(s.day_start() - 3 * day + 15h, s.day_start() + 30 * day).in_house();
}
void counts(Scene& s, std::string_view last, std::string_view before) {
    s.leaves_today();
    s.room_record("attendant_count", last, s.hotel.now);
    s.room_record("attendant_count_before", before, s.hotel.now);
}
/// The room's state changes that often, every quarter of an hour until now.
void flaps(Scene& s, int times) {
    for (int i = 1; i <= times; ++i) {
        s.at(sim::utc("2015-09-17T09:00:00Z") + i * 20min);
        s.room.is(i % 2 == 0 ? model::ResourceState::clean : model::ResourceState::dirty);
    }
}

const Case rooms[] = {
    {"RM-01", "seen_vacant", "high",
     [](Scene& s) { s.leaves_today().room_record("attendant_saw", "Vacant", s.hotel.now); }},
    {"RM-01", "seen_occupied", "high",
     [](Scene& s) {
         left_at_eleven(s);
         s.room_record("attendant_saw", "Occupied", s.end() + 1ms);
     }},
    {"RM-01", "seen_as_it_is", "",
     [](Scene& s) { s.leaves_today().room_record("attendant_saw", "Occupied", s.hotel.now); }},
    {"RM-01", "seen_before_it_was_left", "",
     [](Scene& s) {
         left_at_eleven(s);
         s.room_record("attendant_saw", "Occupied", s.end());
     }},
    {"RM-01", "seen_before_the_guest_came", "",
     [](Scene& s) { s.leaves_today().room_record("attendant_saw", "Vacant", s.start()); }},
    {"RM-01", "staff_checked_out", "high",
     [](Scene& s) {
         s.leaves_today();
         s.hotel.accepted(house::CheckOut{.reservation = s.stay.id});
         s.room_record("attendant_saw", "Occupied", s.hotel.now + 1min);
     }},
    {"RM-01", "nobody_reported", "", [](Scene& s) { s.leaves_today(); }},
    {"RM-02", "twice_one_more", "medium", [](Scene& s) { counts(s, "3", "3"); }},
    {"RM-02", "once", "", [](Scene& s) { counts(s, "3", "2"); }},
    {"RM-02", "as_booked", "", [](Scene& s) { counts(s, "2", "2"); }},
    {"RM-03", "the_guest_leaves_too_late", "high",
     [](Scene& s) {
         s.leaves_today().stay_record("agreed_departure", s.day_start() + 15h - 70min);
         s.other(s.day_start() + 15h, s.day_start() + 35h, s.room);
     }},
    {"RM-03", "the_guest_leaves_in_time", "",
     [](Scene& s) {
         s.leaves_today().stay_record("agreed_departure", s.day_start() + 15h - 71min);
         s.other(s.day_start() + 15h, s.day_start() + 35h, s.room);
     }},
    {"RM-03", "ready", "", [](Scene& s) { s.at(s.start() + 1h); }},
    {"RM-04", "no_arrival", "",
     [](Scene& s) {
         s.is(canceled).room.clean();
         s.at(s.hotel.now + 2h);
     }},
    {"RM-04", "arrival_tomorrow", "",
     [](Scene& s) {
         s.lasts(s.start() + day, s.end() + day).room.clean();
         s.at(s.hotel.now + 2h);
     }},
    {"RM-06", "tonight", "critical",
     [](Scene& s) { s.block("paint", s.end() - 1ms, s.end() + 2 * day); }},
    {"RM-06", "in_house", "critical",
     [](Scene& s) { s.leaves_today().block("paint", s.hotel.now, s.hotel.now + day); }},
    {"RM-06", "from_the_departure_on", "",
     [](Scene& s) { s.block("paint", s.end(), s.end() + 2 * day); }},
    {"RM-06", "for_the_house_itself", "",
     [](Scene& s) { s.block("show", s.start(), s.end(), "InternalUse"); }},
    {"RM-06", "staff_end_it", "",
     [](Scene& s) {
         s.block("paint", s.start(), s.end());
         s.hotel.accepted(house::EndBlock{.block = sim::id_of("paint")});
     }},
    {"RM-06", "staff_block_it", "critical",
     [](Scene& s) {
         s.hotel.accepted(house::BlockRoom{.room = s.room.id,
                                           .type = "OutOfOrder",
                                           .name = "Leak",
                                           .start = s.hotel.now,
                                           .end = s.end()});
     }},
    {"RM-07", "work_done", "",
     [](Scene& s) {
         s.is(canceled).block("paint", s.hotel.now - day, s.hotel.now + 1h);
         s.room_record("block_work_open", "no");
     }},
    {"RM-08", "out_of_service", "high", [](Scene& s) { s.room.out_of_service(); }},
    {"RM-08", "arrival_tomorrow", "",
     [](Scene& s) { s.lasts(s.start() + day, s.end() + day).room.out_of_service(); }},
    {"RM-08", "dirty", "", [](Scene& s) { s.room.dirty(); }},
    {"RM-08", "staff_put_it_right", "",
     [](Scene& s) {
         s.room.out_of_service();
         s.hotel.accepted(
             house::SetRoomState{.room = s.room.id, .state = model::ResourceState::dirty});
     }},
    {"RM-09", "vacant", "",
     [](Scene& s) {
         left_at_eleven(s);
         s.room_record("dnd_since", s.hotel.now - 2 * day);
     }},
    {"RM-09", "contact_since", "",
     [](Scene& s) {
         long_in_house(s);
         s.room_record("dnd_since", s.hotel.now - 2 * day);
         s.room_record("staff_contact", s.hotel.now - 12h + 1ms);
     }},
    {"RM-10", "planned", "",
     [](Scene& s) {
         long_in_house(s);
         s.stay_record("service_plan", "weekly").room.dirty();
         s.at(s.hotel.now + 5 * day);
     }},
    {"RM-11", "again_and_again", "medium",
     [](Scene& s) { s.room_record("repeated_defect", "shower"); }},
    {"RM-11", "mended", "", [](Scene& s) { s.room_record("repeated_defect", "no"); }},
    {"RM-12", "four_in_an_hour", "low", [](Scene& s) { flaps(s, 4); }},
    {"RM-12", "three_in_an_hour", "", [](Scene& s) { flaps(s, 3); }},
    {"RM-12", "an_hour_ago", "",
     [](Scene& s) {
         flaps(s, 4);
         s.at(s.hotel.now + 60min);
     }},
};
INSTANTIATE_TEST_SUITE_P(, RoomRules, testing::ValuesIn(rooms), name_of);

struct Steps {
    std::string rule;
    std::string name;
    std::function<void(Scene&)> arrange;
    std::string at_first;
    std::vector<std::pair<UtcTime (*)(Scene&), std::string>> steps;
};

void PrintTo(const Steps& row, std::ostream* out) {
    *out << row.rule << ", " << row.name;
}

class RoomMoments : public testing::TestWithParam<Steps> {};

TEST_P(RoomMoments, TheSeverityChangesAtTheMomentAndIsAskedForThen) {
    Scene scene;
    GetParam().arrange(scene);
    auto before = GetParam().at_first;
    for (const auto& [moment, severity] : GetParam().steps) {
        const auto at = moment(scene);
        EXPECT_EQ(scene.at(at - 1ms).room_hit(GetParam().rule), before);
        EXPECT_LE(scene.knowing.last.ask_again.value(), at) << "it is asked again in time";
        EXPECT_EQ(scene.at(at).room_hit(GetParam().rule), severity);
        before = severity;
    }
}

template <int minutes>
UtcTime before_start(Scene& s) {
    return s.start() - std::chrono::minutes{minutes} + 1ms;
}
template <int hours>
UtcTime after_nine(Scene&) {
    return sim::utc("2015-09-17T09:00:00Z") + std::chrono::hours{hours};
}
template <int days>
UtcTime days_after_eleven(Scene& s) {
    return s.day_start() + 11h + days * day + 1ms;
}

const Steps moments[] = {
    // 30 to clean, 6 to inspect, 15 until somebody does, 20 until there is an attendant.
    {"RM-03", "dirty", [](Scene& s) { s.room.dirty(); }, "", {{before_start<71>, "high"}}},
    {"RM-03", "clean", [](Scene& s) { s.room.clean(); }, "", {{before_start<21>, "high"}}},
    {"RM-03",
     "dirty_suite",
     [](Scene& s) {
         s.room_is_a("suite").room.dirty();
         s.telling.change("resource_category", sim::id_of("suite"), {{"type", "Suite"}});
     },
     "",
     {{before_start<54 + 6 + 15 + 20>, "high"}}},
    {"RM-03",
     "comes_later",
     [](Scene& s) { s.stay_record("eta", s.start() + 71min).room.dirty(); },
     "",
     {{[](Scene& s) { return s.start() + 1ms; }, "high"}}},
    {"RM-04",
     "clean_since_nine",
     [](Scene& s) { s.room.clean(); },
     "",
     {{[](Scene& s) { return after_nine<0>(s) + 45min + 1ms; }, "medium"}}},
    {"RM-04",
     "staff_cleaned_it",
     [](Scene& s) {
         s.room.dirty();
         s.at(s.hotel.now + 30min)
             .hotel.accepted(
                 house::SetRoomState{.room = s.room.id, .state = model::ResourceState::clean});
         s.hotel.accepted(house::SetGuestWaiting{.reservation = s.stay.id, .waiting = true});
     },
     "",
     {{[](Scene& s) { return after_nine<0>(s) + 75min + 1ms; }, "high"}}},
    {"RM-05",
     "left",
     left_at_eleven,
     "",
     {{days_after_eleven<3>, "low"}, {days_after_eleven<6>, "high"}}},
    {"RM-05",
     "flushed_a_day_later",
     [](Scene& s) {
         left_at_eleven(s);
         s.room_record("flushed", s.end() + day);
     },
     "",
     {{days_after_eleven<4>, "low"}, {days_after_eleven<7>, "high"}}},
    {"RM-06",
     "in_days",
     [](Scene& s) {
         s.lasts(s.start() + 5 * day, s.end() + 5 * day).block("paint", s.start(), s.end());
     },
     "high",
     {{[](Scene& s) { return s.start() - 24h; }, "critical"}}},
    {"RM-07",
     "work_open",
     [](Scene& s) {
         s.is(canceled).block("paint", s.hotel.now - day, s.hotel.now + 30h);
         s.room_record("block_work_open", "yes");
     },
     "",
     {{after_nine<6>, "medium"}}},
    {"RM-09",
     "since_nine",
     [](Scene& s) {
         long_in_house(s);
         s.room_record("dnd_since", s.hotel.now);
     },
     "",
     {{after_nine<12>, "medium"}, {after_nine<18>, "high"}, {after_nine<24>, "critical"}}},
    // Came on the 17th; the night to the 20th is the third without service.
    {"RM-10",
     "dirty_since_the_arrival",
     [](Scene& s) { s.lasts(s.hotel.now, s.end() + 10 * day).in_house().room.dirty(); },
     "",
     {{[](Scene& s) { return s.day_start() + 3 * day; }, "medium"}}},
    {"RM-10",
     "cleaned_the_day_after",
     [](Scene& s) {
         s.lasts(s.hotel.now, s.end() + 10 * day).in_house();
         s.at(s.hotel.now + day).room.dirty().clean();
     },
     "",
     {{[](Scene& s) { return s.day_start() + 4 * day; }, "medium"}}},
    {"RM-10",
     "staff_recorded_a_service",
     [](Scene& s) {
         s.lasts(s.hotel.now, s.end() + 10 * day).in_house().room.dirty();
         s.room_record("serviced", s.hotel.now + 2 * day);
     },
     "",
     {{[](Scene& s) { return s.day_start() + 5 * day; }, "medium"}}},
};
INSTANTIATE_TEST_SUITE_P(RoomRules, RoomMoments, testing::ValuesIn(moments), [](const auto& row) {
    return row.param.rule.substr(0, 2) + row.param.rule.substr(3) + "_" + row.param.name;
});

}  // namespace
}  // namespace stayd::insight
