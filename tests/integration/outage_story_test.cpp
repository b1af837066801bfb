#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "operations/tasks.hpp"
#include "stayd/v1/change.pb.h"
#include "tests/integration/boards.hpp"
#include "tests/integration/box.hpp"
#include "tests/integration/staff.hpp"

// The outage as a hotel lives it, with the real daemon, the real Mosquitto and the simulator.

namespace stayd::sim {
namespace {

namespace json = boost::json;

std::string text(const json::value& value) {
    return std::string{value.as_string()};
}

bool synced(const json::value& status) {
    return status.at("first_sync").at("complete").as_bool() &&
           text(status.at("line").at("state")) == "up" &&
           text(status.at("broker").at("state")) == "connected";
}

bool all_arrived(const json::value& status) {
    return synced(status) && status.at("changes").at("waiting").to_number<int>() == 0;
}

/// One staff change and what it should leave in the PMS.
struct Act {
    Uuid change;
    std::string what;
    std::string write_kind;  ///< of the simulator's book of applied writes
    std::string write_id;  ///< the room, reservation; empty for a task, which is found by its mark
    std::string write_value;  ///< the state; the mark
    Staff* staff;
    bool sent_twice = false;
    bool disturbed = false;  ///< another PMS user edited the same room
};

class OutageStory : public ::testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(box.wait_until(synced, 60)) << box.daemon_log();
        for (const char* device : {"hk-ana", "hk-ivo", "desk-1"}) {
            staff.push_back(std::make_unique<Staff>(device, box.broker().port(), dice));
        }
    }

    Staff& anyone() { return *staff[dice.below(staff.size())]; }

    void set_room(const json::value& room, const char* word, v1::ResourceState state) {
        v1::Command command;
        command.mutable_set_room_state()->set_room_id(bytes_of(*Uuid::parse(text(room.at("id")))));
        command.mutable_set_room_state()->set_state(state);
        auto& who = anyone();
        const auto id = who.send(command);
        acts.push_back({.change = id,
                        .what = fmt::format("room {}: {}", text(room.at("name")), word),
                        .write_kind = "room_state",
                        .write_id = text(room.at("id")),
                        .write_value = word,
                        .staff = &who});
    }

    void create_task(int number) {
        v1::Command command;
        command.mutable_create_task()->set_title(fmt::format("Extra towels {}", number));
        auto& who = anyone();
        const auto id = who.send(command);
        acts.push_back({.change = id,
                        .what = fmt::format("task {}", number),
                        .write_kind = "task_added",
                        .write_id = {},
                        .write_value = operations::mark_for(id),
                        .staff = &who});
    }

    void check_in(const json::value& stay) {
        v1::Command command;
        command.mutable_check_in()->set_reservation_id(bytes_of(*Uuid::parse(text(stay.at("id")))));
        auto& who = anyone();
        const auto id = who.send(command);
        acts.push_back({.change = id,
                        .what = fmt::format("check-in {}", text(stay.at("number"))),
                        .write_kind = "started",
                        .write_id = text(stay.at("id")),
                        .write_value = {},
                        .staff = &who});
    }

    void kill_and_restart() {
        box.kill_daemon();
        ++kills;
        box.start_daemon();
    }

    int times_in_pms(const Act& act, const json::array& writes) const {
        int times = 0;
        for (const auto& write : writes) {
            if (text(write.at("by")) != "our client" || text(write.at("kind")) != act.write_kind)
                continue;
            if (!act.write_id.empty() && text(write.at("id")) != act.write_id) continue;
            const auto value =
                write.at("value").is_string() ? text(write.at("value")) : std::string{};
            const bool fits = act.write_kind == "task_added"
                                  ? operations::mark_of(value) == act.write_value
                              : act.write_value.empty() ? true
                                                        : value == act.write_value;
            times += fits ? 1 : 0;
        }
        return times;
    }

    Box box;
    SeededRandom dice{20150917};
    std::vector<std::unique_ptr<Staff>> staff;
    std::vector<Act> acts;
    int kills = 0;
};

/// Rooms whose PMS state differs from `word`, so that setting it is a change.
std::vector<json::value> rooms_not(const json::array& rooms, std::string_view word) {
    std::vector<json::value> found;
    for (const auto& room : rooms) {
        const auto state = text(room.at("state"));
        if (state != word && (state == "Dirty" || state == "Clean" || state == "Inspected"))
            found.push_back(room);
    }
    return found;
}

TEST_F(OutageStory, EveryAcknowledgedChangeReachesThePmsOnceOrItsRefusalIsShown) {
    const auto rooms = box.control("/control/rooms").at("rooms").as_array();
    const auto dirty = rooms_not(rooms, "Clean");
    const auto clean = rooms_not(rooms, "Dirty");
    ASSERT_GE(dirty.size(), 12U);
    ASSERT_GE(clean.size(), 20U);
    std::map<std::string, json::value> room_named;
    for (const auto& room : rooms) room_named[text(room.at("name"))] = room;
    std::vector<json::value> arrivals;
    std::set<std::string> taken;
    const auto stays = box.control("/control/stays").at("stays").as_array();
    for (const auto& stay : stays) {
        if (text(stay.at("state")) != "Confirmed" || !stay.at("room").is_string()) continue;
        const auto room = room_named.find(text(stay.at("room")));
        if (room == room_named.end() || text(room->second.at("state")) != "Inspected") continue;
        if (!text(stay.at("start")).starts_with("2015-09-17")) continue;
        arrivals.push_back(stay);
        taken.insert(text(room->second.at("id")));
    }
    ASSERT_GE(arrivals.size(), 4U);

    // The line is cut, and thirty changes are made; the daemon dies at seeded moments between them.
    box.control("/control/line", {{"mode", "refuse"}});
    ASSERT_TRUE(box.wait_until(
        [](const auto& status) { return text(status.at("line").at("state")) == "down"; }, 60));
    std::set<int> moments;
    while (moments.size() < 3) moments.insert(static_cast<int>(dice.below(30)));
    const auto fresh = [&](const std::vector<json::value>& from) {
        return *std::ranges::find_if(
            from, [&](const auto& room) { return taken.insert(text(room.at("id"))).second; });
    };
    for (int i = 0; i < 30; ++i) {
        if (i % 5 == 4) {
            create_task(i);
        } else if (i % 8 == 7) {
            check_in(arrivals[static_cast<std::size_t>(i / 8)]);
        } else if (i % 2 == 0) {
            set_room(fresh(dirty), "Clean", v1::RESOURCE_STATE_CLEAN);
        } else {
            set_room(fresh(clean), "Dirty", v1::RESOURCE_STATE_DIRTY);
        }
        if (moments.contains(i)) kill_and_restart();
    }
    for (auto* act : {&acts[3], &acts[4]}) {
        act->staff->repeat(act->change);
        act->sent_twice = true;
    }
    // Another user of the PMS, who is not cut off, edits some of the same rooms.
    int disturbed = 0;
    for (auto& act : acts) {
        if (act.write_kind != "room_state" || disturbed == 4) continue;
        const bool edited = disturbed % 2 == 0;
        box.control("/control/edit", {{"kind", "room_state"},
                                      {"room", act.write_id},
                                      {"state", edited ? "OutOfService" : "Inspected"}});
        act.disturbed = true;
        ++disturbed;
    }
    for (int tries = 0; tries < 100; ++tries) {
        std::size_t missing = 0;
        for (auto& one : staff) missing += one->unanswered();
        if (missing == 0) break;
        if (tries % 10 == 9) {
            for (auto& one : staff) one->send_unanswered();
        }
        sleep_for_seconds(0.1);
    }

    // The line is mended; the daemon dies twice more while it brings the changes over.
    box.control("/control/line", {{"mode", "up"}});
    for (int i = 0; i < 2; ++i) {
        const int left = i == 0 ? 22 : 8;
        ASSERT_TRUE(box.wait_until(
            [left](const auto& status) {
                return status.at("changes").at("waiting").template to_number<int>() <= left;
            },
            90));
        kill_and_restart();
    }
    ASSERT_TRUE(box.wait_until(all_arrived, 120)) << box.daemon_log();
    EXPECT_EQ(kills, 5);

    // What the broker remembers is what the database says.
    EXPECT_EQ(topics_the_broker_has_otherwise(box), std::vector<std::string>{});

    // Each change is in the PMS once, or its refusal stands on the page with the reason.
    std::map<Uuid, v1::ChangeState> to_read;
    const auto snapshot = snapshot_of(box);
    for (const auto& state : snapshot.states()) {
        v1::ChangeState change;
        if (state.topic().find("/changes/") == std::string::npos ||
            !change.ParseFromString(state.payload()))
            continue;
        to_read[*Uuid::from_bytes(change.change_id())] = change;
    }
    const auto writes = box.control("/control/writes").at("writes").as_array();
    fmt::print("\n{:<22} {:<9} {:<9} {:<6} {:<9} {}\n", "change", "device", "answer", "in PMS",
               "sent", "on the page");
    for (const auto& act : acts) {
        const auto ack = act.staff->acks().find(act.change);
        const bool durable =
            ack != act.staff->acks().end() && ack->second.outcome() == v1::COMMAND_OUTCOME_DURABLE;
        const int times = times_in_pms(act, writes);
        const auto refusal = to_read.find(act.change);
        const std::string reason = refusal == to_read.end() ? "" : refusal->second.reason();
        fmt::print("{:<22} {:<9} {:<9} {:<6} {:<9} {}{}\n", act.what, act.staff->device(),
                   durable ? "saved" : "not saved", times, act.sent_twice ? "twice" : "once",
                   act.disturbed ? "[edited in Mews] " : "", reason);
        EXPECT_TRUE(durable) << act.what << " was not acknowledged";
        if (times == 0) {
            EXPECT_NE(reason, "") << act.what << " is neither in the PMS nor refused";
        } else {
            EXPECT_EQ(times, 1) << act.what << " reached the PMS more than once";
            EXPECT_EQ(reason, "") << act.what << " is in the PMS and refused";
        }
    }
    const auto changes = box.status().at("changes");
    fmt::print(
        "\n{} accepted = {} confirmed + {} kept on the box + {} replaced + {} refused; {} "
        "kills\n\n",
        changes.at("accepted").to_number<int>(), changes.at("confirmed").to_number<int>(),
        changes.at("box_only").to_number<int>(), changes.at("replaced").to_number<int>(),
        changes.at("refused").to_number<int>(), kills);
    EXPECT_EQ(changes.at("accepted").to_number<int>(), 30);
    const auto faults = box.control("/control/state").at("client_faults");
    EXPECT_EQ(json::serialize(faults), "{}") << "stayd broke the PMS's rules";
}

}  // namespace
}  // namespace stayd::sim
