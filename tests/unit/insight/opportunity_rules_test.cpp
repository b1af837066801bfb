#include <gtest/gtest.h>

#include "insight/opportunity_rules.hpp"
#include "tests/unit/insight/offering.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;

/// One case of a rule: what is arranged, and what is then said of it: the price when it may be
/// offered, why it may not, or nothing.
struct OfferCase {
    std::string rule;
    std::string name;
    std::string said;
    std::function<void(Offering&)> arrange;
};
void PrintTo(const OfferCase& row, std::ostream* out) {
    *out << row.rule << ", " << row.name;
}

class OfferRules : public testing::TestWithParam<OfferCase> {};

TEST_P(OfferRules, OfferWhatCanBeHadAndNothingElse) {
    Offering house;
    GetParam().arrange(house);
    EXPECT_EQ(house.said_of(GetParam().rule), GetParam().said);
}

void suite_is_free(Offering& h, int left) {
    h.comes_in(3, 2).others_pay("suite", 160'000'000).has_left("suite", 3, 5);
    h.has_left("suite", 4, left);
}
void card_on_file(Offering& h) {
    h.leaves_today().stay_has(
        {{"purpose", "Business"}, {"rest", R"({"CreditCardId":"4a3c3f4e"})"}});
    h.guest_has({{"email", "ngozi@example.com"}});
}
void one_more_person(Offering& h, int persons) {
    h.telling.change("resource_category", sim::id_of("double"),
                     {{"extra_capacity", std::int64_t{1}}});
    h.product("Extra bed", 30'000'000, "PerTimeUnit").persons(persons);
}
void birthday(Offering& h) {
    h.comes_in(3).product("Romantic package", 80'000'000).guest_has({{"birth_date", "1980-09-20"}});
}
void through_an_agency(Offering& h) {
    h.stays(1, 1).stay_has({{"travel_agency_uid", sim::id_of("agency")}});
    h.guest_has({{"has_ota_email", std::int64_t{1}}});
}
void party(Offering& h) {
    h.comes_in(0, 4);
    auto other = h.other(h.start(), h.end(), h.hotel.room("301"));
    other.changes([&](auto& row) { row.group_id = h.stay.row().group_id; });
    h.telling.record(h.room.id, "connects_to", h.hotel.room("206").inspected().id.to_string());
}
void fixed_rate(Offering& h) {
    h.telling.row("rate", sim::id_of("saver"), {{"name", "Non-refundable"}});
    h.stay_has({{"rate_uid", sim::id_of("saver")}});
}
void view(Offering& h, int nights) {
    h.comes_in(0, nights);
    h.feature("SeaView", h.hotel.room("205").inspected());
}

const OfferCase cases[] = {
    // Half of the gap of sixty a night, for two nights.
    {"U01", "enough_left_each_night", "EUR 6000", [](auto& h) { suite_is_free(h, 3); }},
    {"U01", "two_left_that_will_sell_by_themselves", "not worth it",
     [](auto& h) { suite_is_free(h, 2); }},
    {"U01", "one_left_the_second_night", "", [](auto& h) { suite_is_free(h, 1); }},
    {"U01", "arrives_today", "",
     [](auto& h) {
         suite_is_free(h, 3);
         h.comes_in(0);
     }},
    // Two fifths of the gap.
    {"U02", "a_suite_is_ready", "EUR 6400",
     [](auto& h) {
         h.others_pay("suite", 260'000'000);
         h.ready("501", "suite");
     }},
    {"U02", "the_suite_is_dirty", "",
     [](auto& h) {
         h.others_pay("suite", 260'000'000);
         h.ready("501", "suite").dirty();
     }},
    {"U02", "the_suite_is_another_guests_tonight", "",
     [](auto& h) {
         h.others_pay("suite", 260'000'000);
         h.other(h.start(), h.end(), h.ready("501", "suite"));
     }},
    {"U02", "the_suite_is_staffs_for_another_guest", "",
     [](auto& h) {
         h.others_pay("suite", 260'000'000);
         auto suite = h.ready("501", "suite");
         auto other = h.other(h.start(), h.end(), h.hotel.room("301"));
         h.hotel.accepted(house::MoveStay{other.id, suite.id});
     }},
    {"U02", "too_cheap_for_the_trouble", "not worth it",
     [](auto& h) {
         h.others_pay("suite", 160'000'000);
         h.ready("501", "suite");
     }},
    // Three hours are two blocks of 15 %.
    {"U03", "here_at_noon_and_ready", "EUR 3000",
     [](auto& h) { h.stay_record("eta", h.day_start() + 12h); }},
    {"U03", "here_an_hour_before", "EUR 1500",
     [](auto& h) { h.stay_record("eta", h.day_start() + 14h); }},
    {"U03", "here_less_than_an_hour_before", "",
     [](auto& h) { h.stay_record("eta", h.day_start() + 14h + 1ms); }},
    {"U03", "not_cleaned_by_then", "The room will not be ready by then",
     [](auto& h) {
         h.room.dirty();
         h.stay_record("eta", h.hotel.now + 71min - 1ms);
     }},
    {"U03", "cleaned_just_by_then", "EUR 3000",
     [](auto& h) {
         h.room.dirty();
         h.stay_record("eta", h.hotel.now + 71min);
     }},
    // Two hours at a tenth.
    {"U04", "asked_and_nobody_follows", "EUR 2000",
     [](auto& h) { h.note("Asks for a late check-out").leaves_today(); }},
    {"U04", "not_asked", "", [](auto& h) { h.leaves_today(); }},
    {"U04", "the_next_comes_after_the_turn", "EUR 2000",
     [](auto& h) {
         h.note("Asks for a late check-out").leaves_today();
         h.other(h.day_start() + 13h + 36min, h.day_start() + 35h, h.room);
     }},
    {"U04", "the_next_comes_too_soon", "The next guest comes too soon",
     [](auto& h) {
         h.note("Asks for a late check-out").leaves_today();
         h.other(h.day_start() + 13h + 35min, h.day_start() + 35h, h.room);
     }},
    {"U05", "for_two_for_a_night", "EUR 1800",
     [](auto& h) { h.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit"); }},
    {"U05", "before_the_kitchen_closes", "EUR 1800",
     [](auto& h) {
         h.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit");
         h.at(h.day_start() + 21h - 1ms);
     }},
    {"U05", "after_the_kitchen_has_closed", "over",
     [](auto& h) {
         h.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit");
         h.at(h.day_start() + 21h);
     }},
    {"U05", "on_the_stay_already", "",
     [](auto& h) {
         h.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit");
         h.item("eaten", 18'000'000, "ProductOrder", h.stay.id,
                {{"product_uid", sim::id_of("Breakfast")}});
     }},
    {"U05", "ordered_by_staff_a_moment_ago", "",
     [](auto& h) {
         h.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit");
         h.hotel.accepted(house::SellProduct{h.stay.id, sim::id_of("Breakfast"), 1});
     }},
    {"U05", "in_the_rate", "",
     [](auto& h) {
         h.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit");
         h.telling.row("rate", sim::id_of("bb"), {{"name", "Best rate with breakfast"}});
         h.stay_has({{"rate_uid", sim::id_of("bb")}});
     }},
    {"U05", "in_house_where_the_PMS_would_charge_past_nights", "",
     [](auto& h) { h.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit").stays(1, 2); }},
    {"U06", "two_nights", "EUR 8800",
     [](auto& h) { h.product("Dinner", 22'000'000, "PerPersonPerTimeUnit").comes_in(3, 2); }},
    {"U06", "one_night", "",
     [](auto& h) { h.product("Dinner", 22'000'000, "PerPersonPerTimeUnit").comes_in(3); }},
    {"U07", "a_car_is_noted", "EUR 1500",
     [](auto& h) {
         h.product("Parking", 15'000'000, "PerTimeUnit");
         h.guest_has({{"car_registration_number", "AA-01-BB"}});
     }},
    {"U07", "two_without_a_car", "",
     [](auto& h) { h.product("Parking", 15'000'000, "PerTimeUnit"); }},
    {"U08", "an_electric_car", "EUR 4000",
     [](auto& h) { h.product("Car charging", 40'000'000).note("Electric car, parking please"); }},
    {"U08", "another_car", "",
     [](auto& h) { h.product("Car charging", 40'000'000).note("Comes by car, parking please"); }},
    {"U09", "as_many_as_with_an_extra_bed", "EUR 3000", [](auto& h) { one_more_person(h, 3); }},
    {"U09", "more_than_that", "", [](auto& h) { one_more_person(h, 4); }},
    {"U09", "as_many_as_there_are_beds", "", [](auto& h) { one_more_person(h, 2); }},
    {"U10", "with_a_dog", "EUR 2500",
     [](auto& h) { h.product("Pet package", 25'000'000).note("Comes with a dog"); }},
    {"U10", "without", "",
     [](auto& h) { h.product("Pet package", 25'000'000).note("Comes with a friend"); }},
    {"U11", "by_plane", "EUR 6000",
     [](auto& h) { h.product("Airport transfer", 60'000'000).note("Flight TP 123").comes_in(1); }},
    {"U11", "twelve_hours_before", "over",
     [](auto& h) {
         h.product("Airport transfer", 60'000'000).note("Flight TP 123").comes_in(1);
         h.at(h.start() - 12h);
     }},
    {"U11", "by_plane_and_car", "",
     [](auto& h) {
         h.product("Airport transfer", 60'000'000).note("Flight TP 123").comes_in(1);
         h.guest_has({{"car_registration_number", "AA-01-BB"}});
     }},
    {"U12", "a_honeymoon", "EUR 8000",
     [](auto& h) { h.comes_in(3).product("Romantic package", 80'000'000).note("Honeymoon"); }},
    {"U12", "a_birthday_with_consent", "EUR 8000",
     [](auto& h) {
         birthday(h);
         h.telling.record(h.guest.id, "birthday_consent", "yes");
     }},
    {"U12", "a_birthday_without", "", birthday},
    {"U13", "the_weekend_follows", "EUR 10000",
     [](auto& h) { h.stays(1, 1).has_left("double", 1, 1); }},
    {"U13", "the_category_is_full", "The room or its category is no longer free that night",
     [](auto& h) { h.stays(1, 1).has_left("double", 1, 0); }},
    {"U13", "the_room_is_taken", "The room or its category is no longer free that night",
     [](auto& h) {
         h.stays(1, 1).has_left("double", 1, 1);
         h.other(h.end() + 4h, h.end() + 24h, h.room);
     }},
    {"U13", "in_the_middle_of_the_week", "",
     [](auto& h) {
         h.at(h.hotel.now + 72h);
         h.hotel.apply(house::Tick{});
         h.stays(1, 2).has_left("double", 2, 5);
     }},
    {"U14", "most_is_free_before", "EUR 8000",
     [](auto& h) { h.comes_in(3, 2).has_left("double", 2, 5); }},
    {"U14", "less_than_half_is_free_before", "The night before has filled up",
     [](auto& h) { h.comes_in(3, 2).has_left("double", 2, 4); }},
    {"U15", "the_sea_for_three_nights", "EUR 4500", [](auto& h) { view(h, 3); }},
    {"U15", "for_a_night_alone", "not worth it", [](auto& h) { view(h, 1); }},
    {"U15", "the_other_room_is_dirty", "",
     [](auto& h) {
         view(h, 3);
         h.hotel.room("205").dirty();
     }},
    {"U16", "leisure", "EUR 6000", [](auto& h) { h.product("Massage", 60'000'000).comes_in(1); }},
    {"U16", "business", "",
     [](auto& h) {
         h.product("Massage", 60'000'000).comes_in(1).stay_has({{"purpose", "Business"}});
     }},
    {"U17", "business", "EUR 12000",
     [](auto& h) {
         h.product("Meeting room", 120'000'000).comes_in(3).stay_has({{"purpose", "Business"}});
     }},
    {"U17", "leisure", "", [](auto& h) { h.product("Meeting room", 120'000'000).comes_in(3); }},
    {"U18", "through_an_agency_and_asked", "EUR 0",
     [](auto& h) {
         through_an_agency(h);
         h.telling.record(h.guest.id, "marketing_asked", "yes");
     }},
    {"U18", "never_asked", "", through_an_agency},
    {"U19", "five_nights", "EUR 4000",
     [](auto& h) { h.product("Laundry", 40'000'000).stays(3, 2); }},
    {"U19", "three_nights", "", [](auto& h) { h.product("Laundry", 40'000'000).stays(1, 2); }},
    {"U20", "the_house_has_a_programme", "EUR 0",
     [](auto& h) {
         h.stays(1, 2);
         h.telling.record(Uuid{}, "eco_programme", "yes");
     }},
    {"U20", "it_has_none", "", [](auto& h) { h.stays(1, 2); }},
    {"U21", "the_room_behind_the_door_is_ready", "EUR 4000", party},
    {"U21", "it_is_not", "",
     [](auto& h) {
         party(h);
         h.hotel.room("206").dirty();
     }},
    {"U22", "a_week_before", "EUR 8000",
     [](auto& h) {
         h.comes_in(8, 10);
         fixed_rate(h);
     }},
    {"U22", "six_days_before", "",
     [](auto& h) {
         h.comes_in(6, 10);
         fixed_rate(h);
     }},
    {"U23", "a_card_on_file", "EUR 0", card_on_file},
    {"U23", "no_card", "",
     [](auto& h) {
         card_on_file(h);
         h.stay_has({{"rest", "{}"}});
     }},
    {"U24", "a_complaint", "EUR 0",
     [](auto& h) { h.stays(1, 1).task("Complaint: noise at night"); }},
    {"U24", "a_day_later", "",
     [](auto& h) {
         h.stays(1, 1).task("Complaint: noise at night");
         h.at(h.hotel.now + 24h);
     }},
    {"U07", "while_a_complaint_is_open", "A complaint is open: nothing is sold until it is settled",
     [](auto& h) {
         h.product("Parking", 15'000'000, "PerTimeUnit").task("Complaint: noise at night");
         h.guest_has({{"car_registration_number", "AA-01-BB"}});
     }},
    {"U07", "who_would_be_asked_is_a_minor", "A minor is not asked",
     [](auto& h) {
         h.product("Parking", 15'000'000, "PerTimeUnit");
         h.guest_has({{"car_registration_number", "AA-01-BB"}, {"birth_date", "1997-09-18"}});
     }},
    {"U07", "the_room_is_not_ready_and_the_guest_near",
     "The guest comes soon and has no room that is ready",
     [](auto& h) {
         h.product("Parking", 15'000'000, "PerTimeUnit").room.dirty();
         h.guest_has({{"car_registration_number", "AA-01-BB"}});
         h.at(h.start() - 3h);
     }},
};
INSTANTIATE_TEST_SUITE_P(, OfferRules, testing::ValuesIn(cases),
                         [](const auto& each) { return each.param.rule + "_" + each.param.name; });

TEST(OfferFiles, HaveAllRulesAndNoMistake) {
    Offering house;
    EXPECT_EQ(faults_of_shipped_offers(house.hotel.database), std::vector<std::string>{});
    EXPECT_EQ(house.judge.rules().size(), 24);
    std::set<std::string> tried;
    for (const auto& one : cases) tried.insert(one.rule);
    EXPECT_EQ(tried.size(), 24) << "each has its cases";
}

TEST(OfferFiles, AMistakeLeavesItsRuleOut) {
    const auto read = read_offers("spa.toml", R"toml(
[[opportunity]]
id = "X1"
name = "Spa"
when = "1"
price = 20
prior = 5
effort_minutes = 1
say = "'Spa?'"
why = "''"
task = "''"
)toml");
    EXPECT_TRUE(read.rules.empty());
    ASSERT_EQ(read.mistakes.size(), 1);
    EXPECT_NE(read.mistakes[0].find("spa.toml:6:"), std::string::npos) << read.mistakes[0];
}

TEST(Offers, SayWhatTheyAreMadeOf) {
    Offering house;
    house.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit");
    const auto found = house.offer("U05").value();
    EXPECT_EQ(found.say, "Shall we count you in for breakfast, all 2 of you?");
    EXPECT_EQ(found.why, "No breakfast is on the stay or in its rate");
    EXPECT_EQ(found.evidence, R"({"head_count":2,"nights":1,"board_in_rate":0})");
    EXPECT_EQ(found.product, sim::id_of("Breakfast"));
    EXPECT_EQ(found.count, 1) << "the PMS counts persons and nights of its own service";
    EXPECT_EQ(found.acceptance, 108'000);
    EXPECT_EQ(found.expected, 136 - 83);
    EXPECT_EQ(found.rank, 66) << "at its best stage: a quarter more";
    EXPECT_TRUE(found.is_counted);
}

TEST(Offers, OfAnotherServiceAreOrderedByThePiece) {
    Offering house;
    house.product("Breakfast", 9'000'000, "PerPersonPerTimeUnit", "restaurant").comes_in(1, 3);
    const auto found = house.offer("U05").value();
    EXPECT_EQ(found.count, 6);
    EXPECT_EQ(found.value.price, 5400);
}

TEST(Offers, ARoomThatIsHeldForAnotherIsNotOffered) {
    Offering house;
    house.others_pay("suite", 260'000'000);
    const auto suite = house.ready("501", "suite");
    ASSERT_EQ(house.said_of("U02"), "EUR 6400");
    house::Supply supply(house.hotel.database);
    supply.hold(suite.id, sim::id_of("another stay"), house.hotel.now + 15min);
    EXPECT_EQ(house.said_of("U02"), "");
    EXPECT_LE(house.knowing.moments.next(), house.hotel.now + 15min);
    house.at(house.hotel.now + 15min);
    EXPECT_EQ(house.said_of("U02"), "EUR 6400");
    supply.hold(suite.id, house.stay.id, house.hotel.now + 15min);
    EXPECT_EQ(house.said_of("U02"), "EUR 6400") << "it is held for this one";
}

TEST(Offers, WhatTheGuestHasTakenRulesOutWhatStandsAgainstIt) {
    Offering house;
    house.others_pay("suite", 260'000'000);
    house.ready("501", "suite");
    const auto offers = house.look({{"U15", OfferDecision::accepted, house.hotel.now}}).offers;
    EXPECT_TRUE(std::ranges::none_of(offers, [](auto& one) { return one.rule->id == "U02"; }));
}

}  // namespace
}  // namespace stayd::insight
