#include "tests/sim/mews/late_hotel.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

using model::ResourceState;

const std::string everything = R"("Limitation":{"Count":1000})";

struct LatePms : ::testing::Test {
    PmsClient client;
    Hotel& hotel = client.pms.hotel();
    Desk& desk = client.pms.desk();
    Resource& room = hotel.resources.rows().front();

    LatePms() { client.pms.set_visibility_lag(60s); }

    /// The room as a read by id shows it.
    json::value shown_room() {
        return client
            .call("resources/getAll", R"("Extent":{"Resources":true},"ResourceIds":[)" +
                                          quoted(room.id) + "]," + everything)
            .rows("Resources")
            .at(0);
    }
    std::size_t shown(const std::string& operation, const std::string& collection,
                      const std::string& members) {
        return client.call(operation, members + "," + everything).rows(collection).size();
    }
    std::size_t shown_task(const Uuid& id) {
        return shown("tasks/getAll", "Tasks", R"("TaskIds":[)" + quoted(id) + "]");
    }
    Stamp now() const { return {client.now, Actor::other_user}; }
    Uuid add_task(const std::string& name) {
        return desk.add_task({.name = name, .deadline_utc = client.now}, now()).id;
    }
};

TEST_F(LatePms, ShowsTheRowAsItWasUntilItsTimeHasCome) {
    const auto before = shown_room();
    const auto state =
        room.state == ResourceState::dirty ? ResourceState::inspected : ResourceState::dirty;
    const auto changed = client.now;
    desk.set_room_state(room, state, "", now());
    EXPECT_EQ(shown_room(), before);
    const auto list = R"("Extent":{"Resources":true},"UpdatedUtc":{"StartUtc":")" +
                      to_iso8601(changed) + R"(","EndUtc":")" + to_iso8601(changed + 1s) + R"("})";
    EXPECT_EQ(shown("resources/getAll", "Resources", list), 0u);
    client.now += 999ms;
    EXPECT_EQ(shown_room(), before);
    client.now = changed + 60s;
    EXPECT_EQ(shown_room().at("State").as_string(), to_word(state));
    EXPECT_EQ(shown_room().at("UpdatedUtc").as_string(), to_iso8601(changed));
    EXPECT_EQ(shown("resources/getAll", "Resources", list), 1u);
}

TEST_F(LatePms, ShowsANewRowNotAtAllUntilItsTimeHasCome) {
    const auto id = add_task("Lamp");
    EXPECT_EQ(shown_task(id), 0u);
    client.now += 60s;
    EXPECT_EQ(shown_task(id), 1u);
}

TEST_F(LatePms, GivesEachRowALagOfItsOwn) {
    std::vector<Uuid> tasks;
    for (int number = 0; number < 40; ++number) tasks.push_back(add_task("Lamp"));
    std::vector<std::size_t> seen;
    for (int second = 0; second <= 60; second += 20) {
        std::size_t count = 0;
        for (const auto& id : tasks) count += shown_task(id);
        seen.push_back(count);
        client.now += 20s;
    }
    EXPECT_EQ(seen.front(), 0u);
    EXPECT_GT(seen[1], 4u);
    EXPECT_GT(seen[2], seen[1]);
    EXPECT_LT(seen[2], 38u);
    EXPECT_EQ(seen.back(), 40u);
}

TEST_F(LatePms, KeepsTheOrderOfCreationWhateverIsSeenFirst) {
    std::vector<std::string> ids;
    for (int number = 0; number < 20; ++number) ids.push_back(add_task("Lamp").to_string());
    std::ranges::reverse(ids);
    const auto created = R"("CreatedUtc":{"StartUtc":")" + to_iso8601(client.now) +
                         R"(","EndUtc":")" + to_iso8601(client.now + 1s) + R"("})";
    for (int second = 0; second < 60; second += 5, client.now += 5s)
        shown("tasks/getAll", "Tasks", created);
    std::vector<std::string> shown_ids;
    for (const auto& row : client.read_all("tasks/getAll", "Tasks", created, 3))
        shown_ids.emplace_back(row.at("Id").as_string());
    EXPECT_EQ(shown_ids, ids);
}

TEST_F(LatePms, ShowsTheNewestOfSeveralChanges) {
    const auto state = [&] { return shown_room().at("State").as_string(); };
    shown_room();
    desk.set_room_state(room, ResourceState::out_of_service, "", now());
    shown_room();
    client.now += 500ms;
    desk.set_room_state(room, ResourceState::dirty, "", now());
    client.now += 60s;
    EXPECT_EQ(state(), "Dirty");
}

TEST_F(LatePms, ShowsTheLastChangeOfASecondToo) {
    client.pms.set_visibility_lag(1s);
    desk.set_room_state(room, ResourceState::out_of_service, "", now());
    for (int step = 0; step < 10; ++step, client.now += 100ms) {
        shown_room();
        if (step == 9) desk.set_room_state(room, ResourceState::clean, "", now());
    }
    EXPECT_EQ(shown_room().at("State").as_string(), "Clean");
}

TEST_F(LatePms, ShowsARemovedRowForAWhile) {
    auto& table = hotel.companionships;
    const auto id = table.rows().front().id;
    const auto members = R"("Extent":{},"CompanionshipIds":[)" + quoted(id) + "]";
    const auto count = [&] { return shown("companionships/getAll", "Companionships", members); };
    EXPECT_EQ(count(), 1u);
    table.remove(id);
    EXPECT_EQ(count(), 1u);
    client.now += 60s;
    EXPECT_EQ(count(), 0u);
}

TEST_F(LatePms, ActsOnWhatIsNotSeenYet) {
    const auto id = add_task("Lamp");
    EXPECT_EQ(client.call("tasks/close", R"("TaskIds":[)" + quoted(id) + "]").status(), 200);
    EXPECT_EQ(shown_task(id), 0u);
}

TEST_F(LatePms, SendsEventsBeforeTheChangeIsSeen) {
    std::string frame;
    client.pms.set_event_sink([&](const std::string& text) { frame = text; });
    const auto before = shown_room();
    desk.set_room_state(room, ResourceState::out_of_service, "", now());
    client.pms.flush_events();
    EXPECT_NE(frame.find("OutOfService"), std::string::npos);
    EXPECT_EQ(shown_room(), before);
}

TEST_F(LatePms, ShowsEverythingAtOnceWhenTheLagIsTakenAway) {
    const auto id = add_task("Lamp");
    EXPECT_EQ(shown_task(id), 0u);
    client.pms.set_visibility_lag(0s);
    EXPECT_EQ(shown_task(id), 1u);
    EXPECT_EQ(shown_task(add_task("Another")), 1u);
}

TEST_F(LatePms, LetsRecordsLagToo) {
    auto& blocks = hotel.resource_blocks;
    auto block = blocks.rows().front();
    block.id = *Uuid::parse("5d0c2a2e-0000-4000-8000-000000000000");
    block.created_utc = block.updated_utc = client.now;
    blocks.add(block);
    const auto count = [&] {
        return shown("resourceBlocks/getAll", "ResourceBlocks",
                     R"("Extent":{"Inactive":true},"ResourceBlockIds":[)" + quoted(block.id) + "]");
    };
    EXPECT_EQ(count(), 0u);
    client.now += 60s;
    EXPECT_EQ(count(), 1u);
}

}  // namespace
}  // namespace stayd::sim
