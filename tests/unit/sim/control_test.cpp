#include "tests/sim/mews/control.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;

struct Player : PmsClient {
    Control control{pms};

    ControlResponse post(const std::string& name, const std::string& body) {
        return control.handle("POST", "/control/" + name, "", body, now);
    }
    ControlResponse get(const std::string& name, const std::string& query = {}) {
        return control.handle("GET", "/control/" + name, query, "", now);
    }
    std::string edit_error(const std::string& body) {
        return std::string{post("edit", body).body.at("error").as_string()};
    }
};

std::string edit(const std::string& kind, const std::string& members) {
    return R"({"kind":")" + kind + R"(",)" + members + "}";
}

TEST(Control, ActsAsAnotherUserAndWritesItDown) {
    Player player;
    int frames = 0;
    player.pms.set_event_sink([&](const std::string&) { ++frames; });
    EXPECT_EQ(
        player.post("edit", edit("room_state", R"("room":"305","state":"OutOfService")")).status,
        200);
    const auto& write = player.pms.writes().back();
    EXPECT_EQ(write.kind, "room_state");
    EXPECT_EQ(write.value, "OutOfService");
    EXPECT_EQ(write.by, Actor::other_user);
    EXPECT_EQ(player.pms.hotel().resources.find(write.id)->name, "305");
    EXPECT_EQ(frames, 1);
}

TEST(Control, ChecksInMovesAndChecksOut) {
    Player player;
    const auto& stay = player.stay(ReservationState::confirmed);
    const auto number = R"("reservation":")" + stay.number + '"';
    EXPECT_EQ(player.post("edit", edit("check_in", number)).status, 200);
    EXPECT_EQ(stay.state, ReservationState::started);
    EXPECT_FALSE(stay.connector_check_in);
    EXPECT_EQ(player.post("edit", edit("assign", number + R"(,"room":null)")).status, 200);
    EXPECT_FALSE(stay.assigned_resource_id);
    EXPECT_EQ(player.post("edit", edit("check_out", number)).status, 200);
    EXPECT_EQ(stay.state, ReservationState::processed);
    EXPECT_EQ(player.edit_error(edit("cancel", number)),
              "reservation " + stay.number + " is Processed");
}

TEST(Control, GivesNoRoomTwice) {
    Player player;
    const auto& guest = player.stay(ReservationState::started);
    auto& other =
        *player.pms.hotel().reservations.find(player.stay(ReservationState::confirmed, false).id);
    other.scheduled_start_utc = guest.scheduled_start_utc;
    const auto room = player.room_of(guest).name;
    EXPECT_EQ(player.edit_error(edit(
                  "assign", R"("reservation":")" + other.number + R"(","room":")" + room + '"')),
              "room " + room + " is taken by reservation " + guest.number);
}

TEST(Control, EntersTheNextRealBookingWithItsGuests) {
    Player player;
    const auto guests = player.pms.hotel().customers.size();
    for (int i = 0; i < 16; ++i) EXPECT_EQ(player.post("edit", R"({"kind":"book"})").status, 200);
    EXPECT_GT(player.pms.hotel().customers.size(), guests);
    const auto& stay = player.pms.hotel().reservations.rows().back();
    EXPECT_EQ(stay.created_utc, player.now);
    EXPECT_NE(player.pms.hotel().customers.find(stay.account_id), nullptr);
    EXPECT_EQ(player.edit_error(R"({"kind":"book"})"), "no booking of the data is left");
}

TEST(Control, BooksAStayForANewGuestAndRenamesHim) {
    Player player;
    EXPECT_EQ(
        player
            .post(
                "edit",
                edit(
                    "book",
                    R"("last_name":"Ó Néill","start":"2015-09-17T09:00:00Z","end":"2015-09-18T10:00:00Z")"))
            .status,
        200);
    const auto& guest = player.pms.hotel().customers.rows().back();
    EXPECT_EQ(guest.last_name, "Ó Néill");
    EXPECT_EQ(player
                  .post("edit", edit("rename_guest",
                                     R"("guest":")" + guest.number + R"(","last_name":"O’Neill")"))
                  .status,
              200);
    EXPECT_EQ(guest.last_name, "O’Neill");
}

TEST(Control, AddsAndClosesTasks) {
    Player player;
    EXPECT_EQ(
        player.post("edit", edit("add_task", R"("name":"Lamp in 101","department":"Maintenance")"))
            .status,
        200);
    EXPECT_EQ(player.post("edit", edit("close_task", R"("task":"Lamp in 101")")).status, 200);
    EXPECT_EQ(player.edit_error(edit("close_task", R"("task":"Lamp in 101")")),
              "the task is closed");
}

TEST(Control, TurnsEveryRoomSleptInDirtyInOneFrame) {
    Player player;
    std::vector<std::string> frames;
    player.pms.set_event_sink([&](const std::string& frame) { frames.push_back(frame); });
    player.post("edit", R"({"kind":"night"})");
    for (const auto& stay : player.pms.hotel().reservations.rows()) {
        if (stay.state != ReservationState::started) continue;
        EXPECT_EQ(player.room_of(stay).state, ResourceState::dirty);
    }
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_GT(json::parse(frames[0]).at("Events").as_array().size(), 5u);
}

TEST(Control, CutsAndMendsTheLineAndTellsTheTransport) {
    Player player;
    std::vector<Fault> told;
    player.control.on_line = [&](Fault line) { told.push_back(line); };
    for (const auto* mode : {"refuse", "hang", "reset", "up"})
        player.post("line", std::string{R"({"mode":")"} + mode + R"("})");
    EXPECT_EQ(told, (std::vector{Fault::refused, Fault::hang, Fault::reset, Fault::none}));
    EXPECT_EQ(player.post("line", R"({"mode":"answer-lost"})").status, 400);
    EXPECT_EQ(player.pms.line(), Fault::none);
}

TEST(Control, PlansTroubleAndClearsIt) {
    Player player;
    player.post("fault",
                R"({"mode":"error","status":429,"retry_after_s":7,"path":"configuration"})");
    const auto answer = player.call("configuration/get");
    EXPECT_EQ(answer.status(), 429);
    EXPECT_EQ(answer.response.header("Retry-After"), "7");
    player.post("fault", R"({"mode":"none"})");
    EXPECT_EQ(player.call("configuration/get").status(), 200);
}

TEST(Control, PlansEveryFaultByItsWord) {
    for (const auto& [fault, word] : fault_words()) {
        if (fault == Fault::none || fault == Fault::refused) continue;
        Player player;
        const auto mode = R"({"mode":")" + std::string{word} + R"(","calls":1})";
        EXPECT_EQ(player.post("fault", mode).body.at("faults").at(0).at("mode").as_string(), word);
        EXPECT_EQ(player.call_raw("configuration/get").fault, fault) << word;
        EXPECT_EQ(player.call_raw("configuration/get").fault, Fault::none) << word;
    }
}

TEST(Control, PlansTheMembersOfAFault) {
    Player player;
    player.post("fault", R"({"mode":"drip","duration_ms":70,"calls":1})");
    EXPECT_EQ(player.call_raw("configuration/get").drip, 70ms);
    player.post("fault", R"({"mode":"garbage","garbage":"html","calls":1})");
    EXPECT_EQ(player.call_raw("configuration/get").header("Content-Type"), "text/html");
    player.post(
        "fault",
        R"({"mode":"error","status":502,"from_proxy":true,"acts":true,"path":"tasks/add"})");
    const auto tasks = player.pms.hotel().tasks.size();
    const auto answer =
        player.call_raw("tasks/add", R"("Name":"Lamp","DeadlineUtc":"2015-09-17T12:00:00Z")");
    EXPECT_EQ(answer.status, 502);
    EXPECT_EQ(answer.header("Content-Type"), "text/html");
    EXPECT_EQ(player.pms.hotel().tasks.size(), tasks + 1);
}

TEST(Control, ActsAsAnotherUserBetweenPages) {
    Player player;
    EXPECT_EQ(
        player
            .post(
                "fault",
                R"({"mode":"between-pages","calls":1,"path":"resources/getAll","edit":{"kind":"room_state","room":"101","state":"OutOfService"}})")
            .body.at("faults")
            .at(0)
            .at("mode")
            .as_string(),
        "between-pages");
    player.read_all("resources/getAll", "Resources", R"("Extent":{"Resources":true})", 100);
    EXPECT_EQ(player.pms.writes().size(), 1u);
    EXPECT_EQ(player.pms.writes().back().by, Actor::other_user);
    player.post("fault", R"({"mode":"between-pages","edit":{"kind":"dance"}})");
    player.read_all("resources/getAll", "Resources", R"("Extent":{"Resources":true})", 100);
    EXPECT_EQ(player.pms.calls().back().status, 200);
    EXPECT_EQ(player.pms.calls().back().message, "Between pages: there is no kind dance");
}

TEST(Control, RefusesBadPlansWithWhatIsAllowed) {
    Player player;
    const auto error = [&](const std::string& body) {
        const auto answer = player.post("fault", body);
        EXPECT_EQ(answer.status, 400) << body;
        return std::string{answer.body.at("error").as_string()};
    };
    const std::string modes =
        "mode is one of none, delay, error, between-pages, hang, reset, answer-lost, "
        "reset-in-answer, truncated, garbage, drip, flood";
    EXPECT_EQ(error(R"({"mode":"sideways"})"), modes);
    EXPECT_EQ(error(R"({"mode":"refuse"})"), modes);
    EXPECT_EQ(error(R"({"status":500})"), "Invalid mode.");
    EXPECT_EQ(error(R"({"mode":"error","status":200})"), "status is 300 to 599");
    EXPECT_EQ(error(R"({"mode":"error","status":600})"), "status is 300 to 599");
    EXPECT_EQ(error(R"({"mode":"delay","delay_ms":-1})"), "delay_ms is 0 to 86400000");
    EXPECT_EQ(error(R"({"mode":"hang","calls":0})"), "calls is 1 to 1000000");
    EXPECT_EQ(error(R"({"mode":"drip","duration_ms":0})"), "duration_ms is 1 to 86400000");
    EXPECT_EQ(error(R"({"mode":"garbage","garbage":"tea"})"),
              "garbage is one of bytes, html, json");
    EXPECT_EQ(error(R"({"mode":"between-pages"})"),
              "edit is an object with the kind and the members of /control/edit");
    for (const auto* bad : {"[]", "hello"}) error(bad);
    EXPECT_TRUE(player.pms.faults().empty());
}

TEST(Control, ChangesEverySettingAndShowsIt) {
    Player player;
    const std::string body =
        R"({"request_limit":5,"refused_calls_count":true,"retry_after_is_sent":false,"page_size_cap":6,)"
        R"("no_content":"always","visibility_lag_ms":7000,"clock_offset_ms":-8000,"socket":"close",)"
        R"("event_drop_percent":9,"event_double_percent":10,"event_reorder_percent":11,)"
        R"("event_garbage_percent":12,"events_are_sent":false,"closing_twice_is_refused":false)";
    const auto answer = player.post("settings", body + R"(,"disable":"tasks/close"})");
    EXPECT_EQ(json::serialize(answer.body), body + R"(,"disabled_operations":["tasks/close"]})");
    EXPECT_EQ(player.get("state").body.at("settings"), json::value(answer.body));
    EXPECT_EQ(player.pms.visibility_lag(), 7s);
    EXPECT_EQ(player.pms.settings().clock_offset, -8s);
    EXPECT_EQ(player.pms.settings().socket.mode, SocketMode::closes);
}

TEST(Control, RefusesABadSettingAndLeavesTheOthersAsTheyWere) {
    Player player;
    const auto error = [&](const std::string& member) {
        const auto answer = player.post("settings", R"({"request_limit":5,)" + member + "}");
        EXPECT_EQ(answer.status, 400) << member;
        return std::string{answer.body.at("error").as_string()};
    };
    EXPECT_EQ(error(R"("page_size_cap":0)"), "page_size_cap is 1 to 1000");
    EXPECT_EQ(error(R"("page_size_cap":1001)"), "page_size_cap is 1 to 1000");
    EXPECT_EQ(error(R"("no_content":"sometimes")"),
              "no_content is one of never, when-preferred, always");
    EXPECT_EQ(error(R"("socket":"shut")"),
              "socket is one of open, silent, close, refuse-401, refuse-503");
    EXPECT_EQ(error(R"("event_drop_percent":101)"), "event_drop_percent is 0 to 100");
    EXPECT_EQ(error(R"("visibility_lag_ms":999)"), "visibility_lag_ms is 0, or 1000 to 86400000");
    EXPECT_EQ(error(R"("clock_offset_ms":99999999999999)"),
              "clock_offset_ms is -31622400000 to 31622400000");
    EXPECT_EQ(player.pms.settings().request_limit, 200);
}

TEST(Control, ShowsTheStatistics) {
    Player player;
    const auto size = player.call("configuration/get").response.body.size();
    player.now += 1min;
    player.call("configuration/get");
    EXPECT_EQ(json::serialize(player.get("state").body.at("statistics")),
              R"({"calls":2,"most_calls_in_30_s":1,"most_calls_in_15_min":2,"bytes_answered":)" +
                  std::to_string(2 * size) + "}");
}

TEST(Control, ShowsTheLogFromANumberOn) {
    Player player;
    for (int i = 0; i < 3; ++i) player.call("configuration/get");
    const auto log = player.get("log", "after=2").body;
    ASSERT_EQ(log.at("calls").as_array().size(), 1u);
    EXPECT_EQ(log.at("calls").at(0).at("number").to_number<int>(), 3);
    EXPECT_EQ(json::serialize(log).find("-token"), std::string::npos);
}

TEST(Control, SaysWhatItDidNotRead) {
    Player player;
    const auto answer = player.post("settings", R"({"request_limit":5,"colour":"red"})");
    EXPECT_EQ(answer.body.at("unknown").at(0).as_string(), "colour is no parameter here");
    EXPECT_EQ(player.pms.settings().request_limit, 5);
}

TEST(Control, EmitsTheEventsThatNoChangeHereRaises) {
    Player player;
    std::string frame;
    player.pms.set_event_sink([&](const std::string& text) { frame = text; });
    player.post("event", R"({"type":"PriceUpdate","id":"5d0c2a2e-0000-4000-8000-000000000000"})");
    EXPECT_EQ(
        frame,
        R"({"Events":[{"Type":"PriceUpdate","Id":"5d0c2a2e-0000-4000-8000-000000000000","StartUtc":null,"EndUtc":null,"RateId":null,"ResourceCategoryId":null}]})");
    player.post("event", R"({"type":"DeviceCommand","id":"5d0c2a2e-0000-4000-8000-000000000000"})");
    EXPECT_EQ(
        frame,
        R"({"Events":[{"Type":"DeviceCommand","Id":"5d0c2a2e-0000-4000-8000-000000000000","State":"Pending"}]})");
}

}  // namespace
}  // namespace stayd::sim
