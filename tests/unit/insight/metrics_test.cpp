#include "insight/metrics.hpp"

#include <gtest/gtest.h>

#include "tests/unit/insight/knowing.hpp"
#include "tests/unit/insight/telling.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using model::ReservationState;
using model::ResourceState;

/// A small hotel whose numbers a person can work out.
struct Numbers : testing::Test {
    Metric metric(std::string_view name) {
        for (auto& found : metrics(hotel.database, hotel.now)) {
            if (found.name == name) return found;
        }
        throw std::out_of_range(std::string{name});
    }
    std::optional<double> value(std::string_view name) { return metric(name).value; }

    sim::SmallHotel::Stay stay(const std::string& guest) {
        return hotel.guest(guest, "A").arrives_today();
    }
    /// Tonight's price of a stay.
    void pays(const sim::SmallHotel::Stay& stay, std::int64_t gross, std::int64_t net,
              const std::string& type = "SpaceOrder", const std::string& currency = "EUR",
              Duration after_noon = 3h) {
        telling.row("order_item", sim::id_of("item " + std::to_string(++items)),
                    {{"service_order_uid", stay.id},
                     {"type", type},
                     {"accounting_state", "Open"},
                     {"currency", currency},
                     {"gross_millionths", gross * 1'000'000},
                     {"net_millionths", net * 1'000'000},
                     {"consumed_utc_ms", to_ms(hotel.house.day().start + 12h + after_noon)}});
    }
    void at_rate_of_group(const sim::SmallHotel::Stay& stay, const std::string& group) {
        telling.row("rate_group", sim::id_of(group), {{"name", group}});
        telling.row("rate", sim::id_of("rate of " + group), {{"group_uid", sim::id_of(group)}});
        telling.change("reservation", stay.id, {{"rate_uid", sim::id_of("rate of " + group)}});
    }
    void was_read(model::List list) {
        hotel.apply(house::StreamCompleted{.list = list, .watermark = hotel.now});
    }

    Knowing knowing;
    sim::SmallHotel& hotel = knowing.hotel;
    Telling telling{hotel.database};
    int items = 0;
};

TEST_F(Numbers, OfTonightsRoomsLeaveOutWhatIsNotSold) {
    for (const auto* name : {"201", "202", "203", "204", "205"}) hotel.room(name);
    hotel.room("206").out_of_order();
    stay("Sold");
    stay("In house").is(ReservationState::started);
    at_rate_of_group(stay("Free"), "Complimentary rates");
    telling.record(stay("Plumber").id, "house_use", "yes");
    at_rate_of_group(stay("Trainee"), "Internal use");
    stay("Canceled").is(ReservationState::canceled);
    stay("Asks").is(ReservationState::inquired);
    stay("Left").is(ReservationState::processed);
    stay("Day use").changes(
        [](auto& row) { row.scheduled_end_utc = row.scheduled_start_utc + 3h; });
    stay("Tomorrow").changes([](auto& row) {
        row.scheduled_start_utc += 24h;
        row.scheduled_end_utc += 24h;
    });
    EXPECT_EQ(value("rooms_sold"), 2);
    EXPECT_EQ(value("rooms_complimentary"), 1);
    EXPECT_EQ(value("rooms_house_use"), 2);
    EXPECT_EQ(value("rooms_available"), 5);
    EXPECT_EQ(metric("rooms_available").subjects, 6);
    EXPECT_EQ(value("occupancy"), 40.0) << "2 of 5";
}

TEST_F(Numbers, OfRoomsOutOfOrderAreTonights) {
    const auto day = hotel.house.day().start;
    const auto block = [&](const char* room, UtcTime from, UtcTime until) {
        telling.row("resource_block", sim::id_of(std::string{"block of "} + room),
                    {{"resource_uid", hotel.room(room).id},
                     {"is_active", std::int64_t{1}},
                     {"type", "OutOfOrder"},
                     {"start_utc_ms", to_ms(from)},
                     {"end_utc_ms", to_ms(until)}});
    };
    hotel.room("201");
    block("202", day + 20h, day + 48h);
    block("203", day, day + 12h);
    hotel.room("203").out_of_order();
    block("204", day + 24h, day + 48h);
    EXPECT_EQ(value("rooms_available"), 3) << "202 is out of order from this evening; 203 until "
                                              "noon, 204 from tomorrow";
}

TEST_F(Numbers, OfWhatRoomsEarn) {
    for (const auto* name : {"201", "202", "203", "204"}) hotel.room(name);
    const auto first = stay("First");
    const auto second = stay("Second");
    const auto third = stay("Third");
    pays(first, 120, 100);
    pays(first, -20, -16, "NightRebate");
    pays(first, 30, 25, "ProductOrder");
    pays(first, 130, 110, "SpaceOrder", "EUR", 27h);
    pays(second, 101, 90);
    pays(third, 99, 80);
    EXPECT_EQ(value("adr_gross"), 100.0) << "120 - 20 + 101 + 99 by 3; breakfast and tomorrow's "
                                            "night are no part";
    EXPECT_NEAR(*value("adr_net"), 254.0 / 3, 0.000001);
    EXPECT_EQ(value("revpar_gross"), 75.0);
    EXPECT_EQ(value("revpar_net"), 63.5);
    EXPECT_EQ(metric("adr_gross").unit, "EUR");
    EXPECT_EQ(metric("adr_gross").subjects, 3);
    pays(third, 5, 4, "SpaceOrder", "USD");
    EXPECT_FALSE(value("adr_gross")) << "euros and dollars have no sum";
    EXPECT_FALSE(value("revpar_net"));
}

TEST_F(Numbers, OfAnEmptyHotelAreNoneWhereNothingIsDivided) {
    EXPECT_EQ(value("rooms_sold"), 0);
    EXPECT_EQ(value("rooms_available"), 0);
    for (const auto* name : {"occupancy", "adr_gross", "revpar_gross", "ready_rate",
                             "turnaround_median", "task_response_median", "sync_lag_p50"})
        EXPECT_FALSE(value(name)) << name;
}

TEST_F(Numbers, OfWhoComesAndGoesCountWhoIsOverdue) {
    const auto day = hotel.house.day().start;
    stay("Due");
    stay("No show").changes([&](auto& row) { row.scheduled_start_utc = day - 20h; });
    stay("Came").changes([&](auto& row) {
        row.state = ReservationState::started;
        row.actual_start_utc = hotel.now;
    });
    const auto goes = [&](const char* name, UtcTime when) {
        stay(name).changes([&](auto& row) {
            row.state = ReservationState::started;
            row.scheduled_start_utc = day - 48h;
            row.actual_start_utc = day - 47h;
            row.scheduled_end_utc = when;
        });
    };
    goes("Leaves", day + 11h);
    goes("Overdue", day - 13h);
    goes("Stays on", day + 35h);
    EXPECT_EQ(value("arrivals_remaining"), 2);
    EXPECT_EQ(metric("arrivals_remaining").subjects, 3);
    EXPECT_EQ(value("departures_remaining"), 2);
}

TEST_F(Numbers, OfReadyArrivalsAreOfThoseThatAreJudged) {
    const auto judged = [&](const char* name, const std::string& state) {
        auto put = hotel.database.statement(
            "INSERT INTO readiness (stay_uid, value) VALUES (:uid, json_object('state', :state))");
        put.bind(":uid", stay(name).id).bind(":state", state).run();
    };
    judged("A", "Ready");
    judged("B", "CheckedIn");
    judged("C", "Preparing");
    stay("Not judged yet");
    EXPECT_EQ(value("ready_rate"), 66.67);
    EXPECT_EQ(metric("ready_rate").subjects, 3);
}

TEST_F(Numbers, OfProfilesAreOfThoseArrivalsOfWhomSomebodyIsKnown) {
    const auto scored = [&](const sim::SmallHotel::Stay& stay, int score, int legal) {
        auto put = hotel.database.statement(
            "INSERT INTO completeness (subject, uid, value) VALUES ('stay', :uid, "
            "json_object('score', :score, 'legal', :legal))");
        put.bind(":uid", stay.id).bind(":score", score).bind(":legal", legal).run();
    };
    EXPECT_FALSE(value("completeness")) << "nobody comes";
    scored(stay("Whole"), 95, 100);
    scored(stay("Lacks a document"), 60, 90);
    auto came = stay("Came");
    came.is(ReservationState::started);
    scored(came, 90, 100);
    stay("Not judged yet");
    auto canceled = stay("Canceled");
    canceled.is(ReservationState::canceled);
    scored(canceled, 10, 0);
    auto later = stay("Tomorrow");
    later.changes([](auto& row) {
        row.scheduled_start_utc += 24h;
        row.scheduled_end_utc += 24h;
    });
    scored(later, 10, 0);
    EXPECT_EQ(value("completeness"), 81.67) << "95, 60 and 90";
    EXPECT_EQ(metric("completeness").subjects, 3);
    EXPECT_EQ(value("legal_complete"), 66.67);
    EXPECT_FALSE(metric("legal_complete").as_of);
    for (const auto list :
         {model::List::reservations, model::List::customers, model::List::companionships})
        was_read(list);
    EXPECT_EQ(metric("legal_complete").as_of, hotel.now);
}

TEST_F(Numbers, OfOffersAreOfThoseThatTheGuestAnsweredOrLeft) {
    int decisions = 0;
    const auto decided = [&](const std::string& offer, const std::string& state, Duration ago,
                             const std::string& is_now = "") {
        auto put = hotel.database.statement(R"sql(
            INSERT INTO change (uid, kind, subject_uid, value, base, base_utc_ms, lost, beaten, device, made_by,
                made_utc_ms, accepted_utc_ms, stage, stage_utc_ms, attempts, next_attempt_utc_ms, reason, dismissed)
            VALUES (:uid, 'DecideOpportunity', :offer, json_object('State', :state), '{}', 0, '{}', '{}', 'tablet', 'Ana',
                :at, :at, 'BoxOnly', :at, 0, 0, '', 0))sql");
        put.bind(":uid", sim::id_of("decision " + std::to_string(++decisions)));
        put.bind(":offer", sim::id_of(offer))
            .bind(":state", state)
            .bind(":at", hotel.now - ago)
            .run();
        if (is_now.empty()) return;
        auto stands = hotel.database.statement(
            "INSERT INTO opportunity (uid, rule, stay_uid, state, value) "
            "VALUES (:offer, 'U05', :offer, :state, '{}')");
        stands.bind(":offer", sim::id_of(offer)).bind(":state", is_now).run();
        if (is_now != "Withdrawn") return;
        auto lapse = hotel.database.statement(
            "INSERT INTO offer_lapse (change_uid, state, reason, at_utc_ms) VALUES (:uid, :state, "
            "'', 0)");
        lapse.bind(":uid", sim::id_of("decision " + std::to_string(decisions)));
        lapse.bind(":state", is_now).run();
    };
    EXPECT_FALSE(value("opportunity_conversion"));
    decided("taken", "Offered", 3h);
    decided("taken", "Accepted", 2h, "Accepted");
    decided("taken, of who has left", "Accepted", 20 * 24h);
    decided("declined", "Declined", 2h, "Declined");
    decided("not answered", "Offered", 5h, "Expired");
    decided("waits", "Offered", 1h, "Offered");
    decided("withdrawn", "Offered", 1h, "Withdrawn");
    decided("dismissed", "Dismissed", 1h, "Dismissed");
    decided("taken back", "TakenBack", 1h);
    decided("long ago", "Declined", 31 * 24h);
    EXPECT_EQ(value("opportunity_conversion"), 50.0) << "2 of 4";
    EXPECT_EQ(metric("opportunity_conversion").subjects, 4);
    decided("waits", "Accepted", 0h);
    EXPECT_EQ(value("opportunity_conversion"), 60.0);
}

TEST_F(Numbers, OfHowFastRoomsAreTurnedBeginWithTheCheckOut) {
    const auto left_at = [&](const std::string& room, UtcTime when) {
        auto place = hotel.room(room);
        auto leaves = hotel.guest("Guest of " + room, "A").arrives_today(place);
        leaves.changes([&](auto& row) {
            row.state = ReservationState::processed;
            row.scheduled_start_utc = when - 48h;
            row.scheduled_end_utc = when;
            row.actual_end_utc = when;
        });
    };
    const auto begin = hotel.now;
    hotel.room("199").clean();
    const auto is_in = [&](const std::string& room, ResourceState state, Duration after) {
        hotel.now = begin + after;
        hotel.accepted(house::SetRoomState{.room = sim::id_of(room), .state = state});
    };
    for (const auto* room : {"201", "202", "203"}) hotel.room(room).dirty();
    left_at("201", begin);
    left_at("202", begin);
    left_at("203", begin + 10min);
    is_in("201", ResourceState::clean, 30min);
    is_in("203", ResourceState::clean, 50min);
    is_in("201", ResourceState::inspected, 55min);
    is_in("201", ResourceState::dirty, 58min);
    is_in("202", ResourceState::inspected, 90min);
    is_in("201", ResourceState::clean, 95min);
    EXPECT_EQ(value("turnaround_median"), 40.0) << "30, 40 and 90 minutes";
    EXPECT_EQ(value("turnaround_p90"), 90.0);
    EXPECT_EQ(metric("turnaround_median").subjects, 3);
    EXPECT_EQ(value("time_to_ready_median"), 55.0) << "55 and 90; 203 is not inspected";
    EXPECT_EQ(metric("time_to_ready_p90").subjects, 2);
    EXPECT_EQ(value("inspection_lag_median"), 25.0) << "202 was never said to be Clean";
    hotel.now = begin + 100min;
    left_at("199", hotel.house.day().start - 25h);
    EXPECT_EQ(metric("turnaround_median").subjects, 3) << "that is longer ago";
}

TEST_F(Numbers, OfHowStaffAnswerTasks) {
    const auto begin = hotel.now;
    const auto task = [&](Duration accepted, Duration done, Duration due) {
        hotel.now = begin;
        const auto id = hotel.accepted(
            house::CreateTask{.title = "Cot", .description = {}, .due = begin + due});
        if (accepted > 0min) {
            hotel.now = begin + accepted;
            hotel.accepted(house::AcceptTask{id});
        }
        hotel.now = begin + done;
        if (done > 0min) hotel.accepted(house::CompleteTask{id});
    };
    task(2min, 10min, 30min);
    task(4min, 20min, 15min);
    task(9min, 60min, 60min);
    task(0min, 40min, 60min);
    task(5min, 0min, 60min);
    hotel.now = begin + 2h;
    EXPECT_EQ(value("task_response_median"), 4.0) << "2, 4 and 9 minutes";
    EXPECT_EQ(value("task_response_p90"), 9.0);
    EXPECT_EQ(metric("task_response_median").subjects, 3);
    EXPECT_EQ(value("task_resolution_median"), 20.0) << "10, 20, 40 and 60 minutes";
    EXPECT_EQ(value("task_resolution_p90"), 60.0);
    EXPECT_EQ(value("tasks_in_time"), 75.0);
    EXPECT_EQ(value("tasks_open"), 1);
    hotel.now = begin + 24h * 7 + 30min;
    EXPECT_EQ(metric("task_resolution_median").subjects, 2) << "of the last seven days";
}

TEST_F(Numbers, OfTheLineToMews) {
    const auto room = hotel.room("204").dirty();
    const auto begin = hotel.now;
    const auto change = [&](ResourceState state) {
        return hotel.accepted(house::SetRoomState{room.id, state});
    };
    const auto quick = change(ResourceState::clean);
    hotel.now = begin + 2s;
    hotel.apply(house::SendStarted{.change = quick});
    hotel.settle(quick, house::Confirmed{});
    const auto slow = change(ResourceState::inspected);
    hotel.now = begin + 12s;
    hotel.apply(house::SendStarted{.change = slow});
    hotel.settle(slow, house::Confirmed{});
    const auto refused = change(ResourceState::dirty);
    hotel.settle(refused, house::Refused{"no"});
    change(ResourceState::clean);
    hotel.now = begin + 20s;
    change(ResourceState::inspected);
    hotel.now = begin + 32s;
    EXPECT_EQ(value("sync_lag_p50"), 2.0) << "2 and 10 seconds";
    EXPECT_EQ(value("sync_lag_p99"), 10.0);
    EXPECT_EQ(metric("sync_lag_p99").subjects, 2);
    EXPECT_EQ(value("refused_open"), 1);
    EXPECT_EQ(value("conflicts_open"), 0);
    EXPECT_EQ(value("outbox_age"), 20.0);
    EXPECT_EQ(value("intents_accepted"), 5);
    EXPECT_EQ(value("intents_applied"), 2);
    EXPECT_EQ(value("outbox_depth"), 2);
}

TEST_F(Numbers, AreAsOldAsTheOldestListTheyAreMadeOf) {
    EXPECT_FALSE(metric("rooms_sold").as_of) << "nothing was read whole";
    was_read(model::List::reservations);
    was_read(model::List::resource_blocks);
    EXPECT_FALSE(metric("rooms_sold").as_of);
    EXPECT_EQ(metric("arrivals_remaining").as_of, hotel.now);
    const auto first = hotel.now;
    hotel.now += 1min;
    was_read(model::List::resources);
    EXPECT_EQ(metric("rooms_sold").as_of, first);
    EXPECT_FALSE(metric("adr_gross").as_of) << "items of bills were never read";
    EXPECT_EQ(metric("outbox_depth").as_of, hotel.now) << "the box's own are of this moment";
}

TEST_F(Numbers, ThatNobodyKnowsSayWhatTheyWaitFor) {
    int waiting = 0;
    for (const auto& found : metrics(hotel.database, hotel.now)) {
        if (found.waits_for.empty()) continue;
        ++waiting;
        EXPECT_FALSE(found.value) << found.name;
        EXPECT_EQ(found.subjects, 0) << found.name;
    }
    EXPECT_GE(waiting, 10);
}

}  // namespace
}  // namespace stayd::insight
