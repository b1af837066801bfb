#include "tests/sim/mews/writes.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

using model::ReservationState;
using model::ResourceState;

std::string room_update(const Uuid& id, const std::string& state) {
    return R"({"ResourceId":)" + quoted(id) + R"(,"State":{"Value":")" + state + R"("}})";
}

/// A hotel with an arrival that may check in now; each test spoils one thing.
struct ArrivalReady : PmsClient {
    ArrivalReady() {
        for (auto& row : pms.hotel().reservations.rows()) {
            if (row.state != ReservationState::confirmed || !row.assigned_resource_id) continue;
            if (row.scheduled_start_utc > now) continue;
            arrival = &row;
            room_of(row).state = ResourceState::inspected;
            return;
        }
    }
    Answer start() {
        return call("reservations/start", R"("ReservationId":)" + quoted(arrival->id));
    }
    Answer process(const std::string& members = {}) {
        return call("reservations/process", R"("ReservationId":)" + quoted(arrival->id) + members);
    }
    Reservation* arrival = nullptr;
};

TEST(ResourcesUpdate, SetsTheStateAndKeepsTheReasonToItself) {
    PmsClient client;
    auto& room = client.pms.hotel().resources.rows().front();
    client.now += 5s;
    const auto answer =
        client.call("resources/update",
                    R"("ResourceUpdates":[{"ResourceId":)" + quoted(room.id) +
                        R"(,"State":{"Value":"OutOfService"},"StateReason":{"Value":"Leak"}}])");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.response.body, "{}");
    EXPECT_EQ(room.state, ResourceState::out_of_service);
    EXPECT_EQ(room.updated_utc, client.now);
    EXPECT_EQ(room.state_reason, "Leak");
    const auto read =
        client.call("resources/getAll",
                    R"("Limitation":{"Count":1},"Extent":{"Resources":true},"ResourceIds":[)" +
                        quoted(room.id) + "]");
    EXPECT_EQ(read.response.body.find("Leak"), std::string::npos);
}

TEST(ResourcesUpdate, AppliesNothingWhenOneItemIsBad) {
    PmsClient client;
    auto& good = client.pms.hotel().resources.rows().at(0);
    auto& other = client.pms.hotel().resources.rows().at(1);
    const auto before = good.state;
    const auto wanted = before == ResourceState::dirty ? "Clean" : "Dirty";
    const auto answer =
        client.call("resources/update", R"("ResourceUpdates":[)" + room_update(good.id, wanted) +
                                            "," + room_update(other.id, "OutOfOrder") + "]");
    EXPECT_EQ(answer.status(), 400);
    EXPECT_EQ(answer.message(), "Invalid State.");
    EXPECT_EQ(good.state, before);
    EXPECT_TRUE(client.pms.writes().empty());
}

TEST(ResourcesUpdate, RefusesWhatIsNoUpdate) {
    PmsClient client;
    const auto id = client.pms.hotel().resources.rows().front().id;
    const auto message = [&](const std::string& members) {
        return client.call("resources/update", members).message();
    };
    EXPECT_EQ(message({}), "Invalid ResourceUpdates.");
    EXPECT_EQ(message(R"("ResourceUpdates":[])"), "Invalid ResourceUpdates.");
    EXPECT_EQ(message(R"("ResourceUpdates":[{"State":{"Value":"Clean"}}])"), "Invalid ResourceId.");
    EXPECT_EQ(message(R"("ResourceUpdates":[)" + room_update(Uuid{}, "Clean") + "]"),
              "Invalid ResourceId.");
    EXPECT_EQ(message(R"("ResourceUpdates":[)" + room_update(id, "Sparkling") + "]"),
              "Invalid State.");
    EXPECT_EQ(
        message(R"("ResourceUpdates":[{"ResourceId":)" + quoted(id) + R"(,"State":"Clean"}])"),
        "Invalid State.");
    EXPECT_EQ(message(R"("ResourceUpdates":[{"ResourceId":)" + quoted(id) +
                      R"(,"State":{"Value":null}}])"),
              "Invalid State.");
}

TEST(ResourcesUpdate, RefusesARoomThatIsOutOfOrderWithATextForStaff) {
    PmsClient client;
    auto& room = client.pms.hotel().resources.rows().front();
    room.state = ResourceState::out_of_order;
    const auto answer = client.call("resources/update",
                                    R"("ResourceUpdates":[)" + room_update(room.id, "Clean") + "]");
    EXPECT_EQ(answer.status(), 403);
    EXPECT_EQ(answer.message(), "Room " + room.name + " is out of order. Remove its block first.");
}

TEST(ResourcesUpdate, CountsASecondEqualWriteButTellsNobody) {
    PmsClient client;
    std::vector<std::string> frames;
    client.pms.set_event_sink([&](const std::string& frame) { frames.push_back(frame); });
    auto& room = client.pms.hotel().resources.rows().front();
    const auto update = R"("ResourceUpdates":[)" + room_update(room.id, "OutOfService") + "]";
    client.call("resources/update", update);
    const auto updated = room.updated_utc;
    client.now += 10s;
    EXPECT_EQ(client.call("resources/update", update).status(), 200);
    EXPECT_EQ(room.updated_utc, updated);
    EXPECT_EQ(frames.size(), 1u);
    ASSERT_EQ(client.pms.writes().size(), 2u);
    EXPECT_TRUE(client.pms.writes()[0].changed);
    EXPECT_FALSE(client.pms.writes()[1].changed);
}

TEST(TasksAdd, MakesAnOpenTaskThatTheListShows) {
    PmsClient client;
    const auto department = client.pms.hotel().departments.rows().front().id;
    const auto added = client.call(
        "tasks/add",
        R"("Name":"Towels to 204","DeadlineUtc":"2015-09-17T10:00:00Z","DepartmentId":)" +
            quoted(department));
    ASSERT_EQ(added.status(), 200);
    const auto read =
        client.call("tasks/getAll", R"("Limitation":{"Count":1},"TaskIds":[)" +
                                        json::serialize(added.body.at("TaskId")) + "]");
    const auto& task = read.rows("Tasks").at(0);
    EXPECT_EQ(task.at("Name").as_string(), "Towels to 204");
    EXPECT_EQ(task.at("State").as_string(), "Open");
    EXPECT_EQ(task.at("CreatedUtc").as_string(), "2015-09-17T08:00:00Z");
    EXPECT_TRUE(task.at("ClosedUtc").is_null());
}

TEST(TasksAdd, RefusesWhatMissesOrDoesNotExist) {
    PmsClient client;
    const auto message = [&](const std::string& members) {
        return client.call("tasks/add", members).message();
    };
    const std::string good = R"("Name":"x","DeadlineUtc":"2015-09-17T10:00:00Z")";
    EXPECT_EQ(message(R"("DeadlineUtc":"2015-09-17T10:00:00Z")"), "Invalid Name.");
    EXPECT_EQ(message(R"("Name":"","DeadlineUtc":"2015-09-17T10:00:00Z")"), "Invalid Name.");
    EXPECT_EQ(message(R"("Name":"x")"), "Invalid DeadlineUtc.");
    EXPECT_EQ(message(R"("Name":"x","DeadlineUtc":"soon")"), "Invalid DeadlineUtc.");
    EXPECT_EQ(message(good + R"(,"DepartmentId":)" + quoted(Uuid{})), "Invalid DepartmentId.");
    EXPECT_EQ(message(good + R"(,"ServiceOrderId":)" + quoted(Uuid{})), "Invalid ServiceOrderId.");
    EXPECT_TRUE(client.pms.writes().empty());
}

TEST(TasksClose, ClosesOnceAndRefusesTheSecondTime) {
    PmsClient client;
    const auto open = std::ranges::find_if(client.pms.hotel().tasks.rows(),
                                           [](const Task& task) { return !task.closed_utc; });
    const auto members = R"("TaskIds":[)" + quoted(open->id) + "]";
    client.now += 1min;
    EXPECT_EQ(client.call("tasks/close", members).status(), 200);
    EXPECT_EQ(open->closed_utc, client.now);
    EXPECT_EQ(client.call("tasks/close", members).message(), "Invalid TaskIds.");
    client.pms.settings().closing_twice_is_refused = false;
    EXPECT_EQ(client.call("tasks/close", members).status(), 200);
    EXPECT_EQ(client.pms.writes().size(), 1u);
}

TEST(ReservationsStart, ChecksTheGuestInOnce) {
    ArrivalReady client;
    const auto before = client.arrival->updated_utc;
    EXPECT_EQ(client.start().status(), 200);
    EXPECT_EQ(client.arrival->state, ReservationState::started);
    EXPECT_EQ(client.arrival->actual_start_utc, client.now);
    EXPECT_TRUE(client.arrival->connector_check_in);
    EXPECT_GT(client.arrival->updated_utc, before);
    const auto again = client.start();
    EXPECT_EQ(again.status(), 403);
    EXPECT_EQ(again.message(), "Reservation " + client.arrival->number + " is checked in already.");
    EXPECT_EQ(client.pms.writes().size(), 1u);
}

TEST(ReservationsStart, RefusesAStartInTheFuture) {
    ArrivalReady client;
    client.arrival->scheduled_start_utc = client.now + 1s;
    EXPECT_EQ(client.start().status(), 403);
    client.now += 1s;
    EXPECT_EQ(client.start().status(), 200);
}

TEST(ReservationsStart, RefusesARoomThatIsOnlyClean) {
    ArrivalReady client;
    auto& room = client.room_of(*client.arrival);
    room.state = ResourceState::clean;
    EXPECT_EQ(client.start().message(), "Room " + room.name + " is not inspected.");
    EXPECT_EQ(client.arrival->state, ReservationState::confirmed);
}

TEST(ReservationsStart, RefusesWithoutARoom) {
    ArrivalReady client;
    client.arrival->assigned_resource_id.reset();
    EXPECT_EQ(client.start().message(),
              "Reservation " + client.arrival->number + " has no room. Assign one first.");
}

TEST(ReservationsStart, RefusesARoomSomebodyIsStillIn) {
    ArrivalReady client;
    const auto& other = client.stay(ReservationState::started);
    client.pms.hotel().reservations.find(other.id)->assigned_resource_id =
        client.arrival->assigned_resource_id;
    EXPECT_EQ(client.start().message(), "Room " + client.room_of(*client.arrival).name +
                                            " is still occupied by reservation " + other.number +
                                            ".");
}

TEST(ReservationsStart, RefusesACanceledOneAndAnUnknownOne) {
    ArrivalReady client;
    client.arrival->state = ReservationState::canceled;
    EXPECT_EQ(client.start().message(), "Reservation " + client.arrival->number + " is canceled.");
    EXPECT_EQ(client.call("reservations/start", R"("ReservationId":)" + quoted(Uuid{})).message(),
              "Invalid ReservationId.");
    EXPECT_EQ(client.call("reservations/start").message(), "Invalid ReservationId.");
}

TEST(ReservationsProcess, LeavesADirtyRoomAndTellsOfBoth) {
    ArrivalReady client;
    client.start();
    std::string frame;
    client.pms.set_event_sink([&](const std::string& text) { frame = text; });
    EXPECT_EQ(client.process().status(), 200);
    EXPECT_EQ(client.arrival->state, ReservationState::processed);
    EXPECT_EQ(client.room_of(*client.arrival).state, ResourceState::dirty);
    const auto events = json::parse(frame).at("Events").as_array();
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].at("Type").as_string(), "Reservation");
    EXPECT_EQ(events[0].at("State").as_string(), "Processed");
    EXPECT_EQ(events[0].at("AssignedResourceId").as_string(),
              client.arrival->assigned_resource_id->to_string());
    EXPECT_EQ(events[1].at("Type").as_string(), "Resource");
    EXPECT_EQ(events[1].at("State").as_string(), "Dirty");
}

TEST(ReservationsProcess, WantsTheBillPaidOrAWordWhyNot) {
    ArrivalReady client;
    client.start();
    client.arrival->balance_minor = 12'305;
    EXPECT_EQ(client.process().message(),
              "Reservation " + client.arrival->number + " has an open balance of 123.05 EUR.");
    EXPECT_EQ(client.process(R"(,"AllowOpenBalance":true)").message(), "Invalid Notes.");
    EXPECT_EQ(client.process(R"(,"AllowOpenBalance":true,"Notes":"Company pays")").status(), 200);
}

TEST(ReservationsProcess, RefusesAGuestWhoHasNotComeOrHasLeft) {
    ArrivalReady client;
    EXPECT_EQ(client.process().message(),
              "Reservation " + client.arrival->number + " is not checked in.");
    client.start();
    client.process();
    EXPECT_EQ(client.process().message(),
              "Reservation " + client.arrival->number + " is checked out already.");
}

TEST(Events, AreLostWithTheLineDownOrSwitchedOff) {
    PmsClient client;
    int frames = 0;
    client.pms.set_event_sink([&](const std::string&) { ++frames; });
    auto& room = client.pms.hotel().resources.rows().front();
    const auto change = [&](ResourceState state) {
        client.pms.desk().set_room_state(room, state, "", {client.now, Actor::other_user});
        client.pms.flush_events();
    };
    client.pms.set_line(Fault::hang);
    change(ResourceState::out_of_service);
    client.pms.set_line(Fault::none);
    client.pms.settings().events_are_sent = false;
    change(ResourceState::dirty);
    EXPECT_EQ(frames, 0);
    client.pms.settings().events_are_sent = true;
    change(ResourceState::inspected);
    EXPECT_EQ(frames, 1);
}

}  // namespace
}  // namespace stayd::sim
