#include <gtest/gtest.h>

#include "tests/unit/insight/scene.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using enum model::ReservationState;

constexpr Duration day = 24h;

/// What one column says of the stay or its room; empty: NULL.
struct Fact {
    std::string view;
    std::string column;
    std::string name;
    std::string is;
    std::function<void(Scene&)> arrange;
};

void PrintTo(const Fact& row, std::ostream* out) {
    *out << row.view << ", " << row.column << ", " << row.name;
}

class DerivedFacts : public testing::TestWithParam<Fact> {};

TEST_P(DerivedFacts, AreAsTheyAreDefined) {
    Scene scene;
    GetParam().arrange(scene);
    scene.knowing.moments.begin(scene.hotel.now);
    const auto sql =
        fmt::format("SELECT {} FROM {} WHERE uid = :uid", GetParam().column, GetParam().view);
    std::string is;
    {
        auto query = scene.hotel.database.statement(sql);
        query.bind(":uid", GetParam().view == "room_facts" ? scene.room.id : scene.stay.id);
        ASSERT_TRUE(query.step());
        is = query.text(0);
    }
    scene.hotel.database.forget(sql);
    EXPECT_EQ(is, GetParam().is);
}

void company_of(Scene& s) {
    s.changes([](auto& row) {
        row.account_id = sim::id_of("Acme");
        row.account_type = model::AccountType::company;
    });
}

void a_companion_born_on(Scene& s, const std::string& day) {
    const auto obi = s.hotel.guest("Okafor", "Obi").accompanies(s.stay);
    s.telling.change("customer", obi.id, {{"birth_date", day}});
}

const Fact facts[] = {
    {"stay_facts", "due_in", "confirmed_today", "1", [](Scene&) {}},
    {"stay_facts", "due_in", "started_today", "0", [](Scene& s) { s.in_house(); }},
    {"stay_facts", "due_in", "tomorrow", "0",
     [](Scene& s) { s.lasts(s.start() + day, s.end() + day); }},
    {"stay_facts", "due_out", "today", "1", [](Scene& s) { s.leaves_today(); }},
    {"stay_facts", "due_out", "left", "0", [](Scene& s) { s.leaves_today().is(processed); }},
    {"stay_facts", "stayover", "neither_came_nor_goes", "1",
     [](Scene& s) { s.lasts(s.start() - day, s.end()).in_house(); }},
    {"stay_facts", "stayover", "goes", "0", [](Scene& s) { s.leaves_today(); }},
    {"stay_facts", "stayover", "came", "0", [](Scene& s) { s.in_house(); }},
    {"stay_facts", "day_use", "same_day", "1",
     [](Scene& s) { s.lasts(s.start(), s.start() + 4h); }},
    {"stay_facts", "day_use", "a_night", "0", [](Scene&) {}},
    {"stay_facts", "eta_confidence", "usual_hour", "0", [](Scene&) {}},
    {"stay_facts", "eta_confidence", "booked_for_an_hour", "2",
     [](Scene& s) { s.lasts(s.start() + 1min, s.end()); }},
    {"stay_facts", "eta_confidence", "told", "3",
     [](Scene& s) { s.stay_record("eta", s.start()); }},
    {"stay_facts", "minors", "nobody_known", "0", [](Scene&) {}},
    {"stay_facts", "minors", "counted_by_the_pms", "2",
     [](Scene& s) {
         s.telling.row("age_category", sim::id_of("child"), {{"classification", "Child"}});
         s.stay_has({{"rest", R"({"PersonCounts":[{"AgeCategoryId":")" +
                                  sim::id_of("child").to_string() + R"(","Count":2}]})"}});
     }},
    {"stay_facts", "minors", "seventeen_on_arrival", "1",
     [](Scene& s) { a_companion_born_on(s, "1997-09-18"); }},
    {"stay_facts", "minors", "eighteen_on_arrival", "0",
     [](Scene& s) { a_companion_born_on(s, "1997-09-17"); }},
    {"stay_facts", "missing_persons", "one_of_two", "1", [](Scene&) {}},
    {"stay_facts", "missing_persons", "none", "0",
     [](Scene& s) { s.hotel.guest("Okafor", "Obi").accompanies(s.stay); }},
    {"stay_facts", "missing_persons", "the_same_person_twice", "1",
     [](Scene& s) { s.guest.accompanies(s.stay); }},
    {"stay_facts", "missing_persons", "more_than_booked", "0",
     [](Scene& s) {
         s.persons(1);
         s.hotel.guest("Okafor", "Obi").accompanies(s.stay);
     }},
    {"stay_facts", "missing_persons", "staff_added_one", "0",
     [](Scene& s) {
         const auto obi = s.hotel.guest("Okafor", "Obi");
         s.hotel.accepted(house::AddCompanion{.reservation = s.stay.id, .guest = obi.id});
     }},
    {"stay_facts", "missing_persons", "staff_removed_one", "1",
     [](Scene& s) {
         const auto obi = s.hotel.guest("Okafor", "Obi").accompanies(s.stay);
         s.hotel.accepted(house::RemoveCompanion{.reservation = s.stay.id, .guest = obi.id});
     }},
    {"stay_facts", "missing_persons", "a_company_is_nobody", "2", company_of},
    {"stay_facts", "vip_rank", "nobody", "0", [](Scene&) {}},
    {"stay_facts", "vip_rank", "returning", "1", [](Scene& s) { s.guest_is({"Returning"}); }},
    {"stay_facts", "vip_rank", "friend", "2", [](Scene& s) { s.guest_is({"FriendOrFamily"}); }},
    {"stay_facts", "vip_rank", "media", "3", [](Scene& s) { s.guest_is({"Media"}); }},
    {"stay_facts", "vip_rank", "highest_of_a_person", "4",
     [](Scene& s) { s.guest_is({"Returning", "TopManagement"}); }},
    {"stay_facts", "vip_rank", "highest_of_all", "4",
     [](Scene& s) {
         s.guest_is({"Returning"});
         s.hotel.guest("Okafor", "Obi").accompanies(s.stay).changes([](auto& row) {
             row.classifications = {"VeryImportant"};
         });
     }},
    {"stay_facts", "is_house", "complimentary_rate", "1",
     [](Scene& s) {
         s.telling.row("rate_group", sim::id_of("free"), {{"name", "Complimentary"}});
         s.telling.row("rate", sim::id_of("rate"), {{"group_uid", sim::id_of("free")}});
         s.stay_has({{"rate_uid", sim::id_of("rate")}});
     }},
    {"stay_facts", "is_house", "paying", "0", [](Scene&) {}},
    {"stay_facts", "room_ready", "inspected", "1", [](Scene&) {}},
    {"stay_facts", "room_ready", "clean", "0", [](Scene& s) { s.room.clean(); }},
    {"stay_facts", "room_ready", "staff_inspected_it", "1",
     [](Scene& s) {
         s.room.clean();
         s.hotel.accepted(
             house::SetRoomState{.room = s.room.id, .state = model::ResourceState::inspected});
     }},
    {"stay_facts", "room_ready", "occupied", "0",
     [](Scene& s) { s.other(s.start() - day, s.start() - 4h, s.room).is(started); }},
    {"stay_facts", "room_ready", "blocked", "0",
     [](Scene& s) { s.block("paint", s.start() + 1h, s.end()); }},
    {"stay_facts", "room_ready", "no_room", "",
     [](Scene& s) { s.changes([](auto& row) { row.assigned_resource_id.reset(); }); }},
    {"stay_facts", "ready_minutes", "ready", "0", [](Scene&) {}},
    {"stay_facts", "ready_minutes", "dirty", "71", [](Scene& s) { s.room.dirty(); }},
    {"stay_facts", "turn_minutes", "a_night", "36", [](Scene&) {}},
    {"stay_facts", "turn_minutes", "five_nights", "44",
     [](Scene& s) { s.lasts(s.start(), s.end() + 4 * day); }},
    {"stay_facts", "(vacated_utc_ms - start_utc_ms) / 60000", "occupied_until_eleven", "-240",
     [](Scene& s) { s.other(s.start() - day, s.start() - 4h, s.room).is(started); }},
    {"stay_facts", "(vacated_utc_ms - start_utc_ms) / 60000", "overdue_gets_a_grace", "-195",
     [](Scene& s) {
         s.other(s.start() - day, s.start() - 4h, s.room).is(started);
         s.at(s.start() - 3h);
     }},
    {"stay_facts", "vacated_utc_ms", "vacant", "", [](Scene&) {}},
    {"stay_facts", "balance_millionths", "nothing", "0", [](Scene&) {}},
    {"stay_facts", "balance_millionths", "items_and_payments", "7",
     [](Scene& s) {
         s.item("a", 10).payment("b", -3, "Charged", s.hotel.now);
         s.payment("c", -5, "Pending", s.hotel.now);
     }},
    {"room_facts", "occupied", "in_house", "1", [](Scene& s) { s.in_house(); }},
    {"room_facts", "occupied", "confirmed", "0", [](Scene&) {}},
    {"room_facts", "occupied", "staff_checked_in", "1",
     [](Scene& s) { s.hotel.accepted(house::CheckIn{.reservation = s.stay.id}); }},
    {"room_facts", "occupied", "staff_checked_out", "0",
     [](Scene& s) {
         s.leaves_today();
         s.hotel.accepted(house::CheckOut{.reservation = s.stay.id});
     }},
    {"room_facts", "occupied", "staff_moved_it_away", "0",
     [](Scene& s) {
         s.in_house();
         s.hotel.accepted(
             house::MoveStay{.reservation = s.stay.id, .room = s.hotel.room("205").id});
     }},
    {"room_facts", "occupant_number", "staff_moved_it_here", "1043",
     [](Scene& s) {
         s.is(canceled);
         auto other = s.other(s.start(), s.end(), s.hotel.room("205")).is(started);
         s.hotel.accepted(house::MoveStay{.reservation = other.id, .room = s.room.id});
     }},
    {"room_facts", "vacant", "blocked_now", "0",
     [](Scene& s) { s.block("paint", s.hotel.now, s.hotel.now + 1ms); }},
    {"room_facts", "vacant", "blocked_later", "1",
     [](Scene& s) { s.block("paint", s.hotel.now + 1ms, s.hotel.now + day); }},
    {"room_facts", "vacant", "blocked_before", "1",
     [](Scene& s) { s.block("paint", s.hotel.now - day, s.hotel.now); }},
    {"room_facts", "ready", "inspected", "1", [](Scene&) {}},
    {"room_facts", "next_number", "tonight", "1042", [](Scene&) {}},
    {"room_facts", "next_number", "in_house", "", [](Scene& s) { s.in_house(); }},
    {"room_facts", "arrival_today", "tonight", "1", [](Scene&) {}},
    {"room_facts", "arrival_today", "tomorrow", "0",
     [](Scene& s) { s.lasts(s.start() + day, s.end() + day); }},
    {"room_facts", "category", "of_its_assignment", "Double", [](Scene&) {}},
};
INSTANTIATE_TEST_SUITE_P(, DerivedFacts, testing::ValuesIn(facts), [](const auto& row) {
    std::string name;
    for (const char letter : row.param.column) {
        if (std::isalpha(static_cast<unsigned char>(letter)) != 0) name += letter;
    }
    return row.param.view.substr(0, 4) + "_" + name + "_" + row.param.name;
});

/// One row of a view as a JSON array of the columns.
std::string row_of(Scene& scene, const std::string& columns, const std::string& view,
                   const Uuid& uid) {
    const auto sql = fmt::format("SELECT json_array({}) FROM {} WHERE uid = :uid", columns, view);
    scene.knowing.moments.begin(scene.hotel.now);
    std::string json = "none";
    {
        auto query = scene.hotel.database.statement(sql);
        query.bind(":uid", uid);
        if (query.step()) json = query.text(0);
    }
    scene.hotel.database.forget(sql);
    return json;
}

TEST(TaskFacts, SayWhereAndUntilWhen) {
    Scene scene;
    scene.in_house();
    const auto made = scene.hotel.now;
    const auto task = scene.hotel.accepted(house::CreateTask{
        .title = "Leak", .description = {}, .room = scene.room.id, .priority = 2});
    const auto in_minutes = fmt::format(
        "(accept_by_utc_ms - {0}) / 60000, (done_by_utc_ms - {0}) / 60000", to_ms(made));
    EXPECT_EQ(row_of(scene, "stage, room, occupant_number, assigned, from_pms, " + in_minutes,
                     "task_facts", task),
              R"(["New","204","1042",0,0,5,30])");
    scene.hotel.accepted(house::AcceptTask{.task = task});
    EXPECT_EQ(row_of(scene, "stage, assigned, " + in_minutes, "task_facts", task),
              R"(["Accepted",1,null,30])");
    scene.hotel.accepted(house::CompleteTask{.task = task});
    EXPECT_EQ(row_of(scene, "stage, " + in_minutes, "task_facts", task), R"(["Done",null,null])");
}

TEST(CompanyFacts, SayWhetherAnInvoiceCanBeMade) {
    Scene scene;
    scene.company("Acme", true);
    const auto acme = sim::id_of("Acme");
    const std::string columns =
        "invoiceable, has_name, has_tax_identifier, has_address, balance_millionths, has_stays";
    EXPECT_EQ(row_of(scene, columns, "company_facts", acme), "[1,1,0,0,0,0]");
    scene.telling.change("company", acme, {{"tax_identifier", "PT500"}});
    scene.telling.row("address", sim::id_of("Acme's"),
                      {{"account_uid", acme},
                       {"is_active", std::int64_t{1}},
                       {"line1", "Rua 1"},
                       {"city", "Porto"},
                       {"country_code", "PT"}});
    scene.item("invoice", 5, "SpaceOrder", scene.stay.id, {{"account_uid", acme}});
    company_of(scene);
    EXPECT_EQ(row_of(scene, columns, "company_facts", acme), "[1,1,1,1,5,1]");
}

TEST(StayFacts, AreOfStaysThatStillMatter) {
    Scene scene;
    const auto known = [&] { return row_of(scene, "number", "stay_facts", scene.stay.id); };
    const auto yesterday = scene.day_start() - day;
    scene.lasts(yesterday - day, yesterday).is(processed);
    EXPECT_EQ(known(), R"(["1042"])") << "left when yesterday began";
    scene.lasts(yesterday - day, yesterday - 1ms);
    EXPECT_EQ(known(), "none") << "left the day before";
    scene.is(started);
    EXPECT_EQ(known(), R"(["1042"])") << "in house for too long";
    scene.lasts(scene.start() + 3 * day, scene.end() + 3 * day).is(canceled);
    EXPECT_EQ(known(), "none");
}

}  // namespace
}  // namespace stayd::insight
