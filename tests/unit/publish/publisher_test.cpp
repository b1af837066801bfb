#include "publish/publisher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/manual_clock.hpp"
#include "stayd/v1/command.pb.h"
#include "stayd/v1/room.pb.h"
#include "tests/sim/broker/fake_broker.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::publish {
namespace {

using model::ResourceState;
using sim::id_of;

std::string bytes(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

/// Hears all that is published, live.
class Listener final : public sim::BrokerPeer {
  public:
    explicit Listener(sim::FakeBroker& broker) : broker_(broker) { broker_.join(*this); }
    ~Listener() override { broker_.leave(*this); }
    std::vector<std::string> filters() const override { return {"stayd/v1/#"}; }
    void receive(const Message& message) override {
        if (message.retained) return;
        if (message.topic.find("/acks/") != std::string::npos) {
            v1::CommandAck ack;
            ack.ParseFromString(message.payload);
            acks.push_back(ack);
            if (at_ack) at_ack(ack);
            return;
        }
        if (message.topic.find("/commands/") != std::string::npos) return;
        if (message.topic.ends_with("/presence") || message.topic.ends_with("/sentinel")) return;
        ++writes[message.topic];
    }
    std::set<std::string> topics() const {
        std::set<std::string> found;
        for (const auto& [topic, count] : writes) found.insert(topic);
        return found;
    }

    std::map<std::string, int> writes;  ///< of states, by topic
    std::vector<v1::CommandAck> acks;
    std::function<void(const v1::CommandAck&)> at_ack;

  private:
    sim::FakeBroker& broker_;
};

struct PublisherTest : testing::Test {
    PublisherTest() {
        hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
        asio::co_spawn(io, publisher.run(),
                       asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr) {}));
        run();
    }
    ~PublisherTest() override {
        stop.emit(asio::cancellation_type::terminal);
        run();
    }
    void run() {
        io.restart();
        io.poll();
    }
    /// Up, and all said that is to be said.
    void connect() {
        broker.go_up();
        run();
    }
    void reconnect() {
        broker.go_down();
        run();
        listener.writes.clear();
        connect();
    }
    void room_is(ResourceState state) {
        auto row = hotel.room("204").row();
        row.state = state;
        door.apply(house::Input{sim::SmallHotel::page_of(row)});
    }
    std::string command(const Uuid& id) {
        v1::Command command;
        command.set_command_id(bytes(id));
        command.set_user("Ana");
        command.mutable_set_room_state()->set_room_id(bytes(id_of("204")));
        command.mutable_set_room_state()->set_state(v1::RESOURCE_STATE_DIRTY);
        return command.SerializeAsString();
    }
    void send(std::string payload, bool retained = false) {
        broker.publish_from_peer({.topic = "stayd/v1/city/commands/phone-1",
                                  .payload = std::move(payload),
                                  .retained = retained});
    }
    std::string room_topic() const {
        return topics.of({.kind = house::ShownKind::room, .id = id_of("204")});
    }
    /// Empty when the broker remembers what the house shows, and nothing else.
    std::string difference() {
        Encoder encoder(hotel.views, "0.1.0");
        std::set<std::string> ours{topics.presence()};
        for (const auto& thing : hotel.house.shown().all()) {
            const auto content = encoder.content(thing, door.now());
            if (content.empty()) continue;
            const auto topic = topics.of(thing);
            ours.insert(topic);
            const auto held = broker.retained().find(topic);
            if (held == broker.retained().end()) return topic + " is missing";
            if (without_version(thing.kind, held->second) != content) return topic + " is other";
        }
        for (const auto& [topic, payload] : broker.retained()) {
            if (!ours.contains(topic)) return topic + " is nobody's";
        }
        return {};
    }

    const Topics topics{"city"};
    asio::io_context io;
    sim::SmallHotel hotel;
    sim::ManualClock clock{io, hotel.now};
    ServerClock server_clock{clock, Duration{0}};
    house::Door door{hotel.house, server_clock, io.get_executor()};
    sim::FakeBroker broker{io.get_executor()};
    Publisher publisher{broker, door, hotel.views, topics, "0.1.0", io.get_executor()};
    Listener listener{broker};
    asio::cancellation_signal stop;
};

TEST_F(PublisherTest, WritesTheWholeHouseToABrokerThatRemembersNothing) {
    EXPECT_FALSE(publisher.connected());
    connect();
    EXPECT_TRUE(publisher.connected());
    EXPECT_EQ(difference(), "");
    EXPECT_EQ(broker.retained().at(topics.presence()), presence(true));
    EXPECT_EQ(publisher.unsent(), 0U);
}

TEST_F(PublisherTest, WritesNothingToABrokerThatRemembersAll) {
    connect();
    reconnect();
    EXPECT_EQ(listener.topics(), std::set<std::string>{});
    EXPECT_EQ(difference(), "");
}

TEST_F(PublisherTest, WritesOnlyWhatChangedWhileTheBrokerWasAway) {
    connect();
    broker.go_down();
    run();
    listener.writes.clear();
    room_is(ResourceState::dirty);
    run();
    connect();
    const auto arrival =
        topics.of({.kind = house::ShownKind::arrival, .id = id_of("reservation 1042")});
    EXPECT_EQ(listener.topics(),
              (std::set{room_topic(), arrival, topics.of({.kind = house::ShownKind::dashboard})}));
    EXPECT_EQ(difference(), "");
}

TEST_F(PublisherTest, WritesAllAgainToABrokerThatForgot) {
    connect();
    const auto all = listener.topics();
    broker.go_down();
    run();
    broker.forget_everything();
    listener.writes.clear();
    connect();
    EXPECT_EQ(listener.topics(), all);
    EXPECT_EQ(difference(), "");
}

TEST_F(PublisherTest, EmptiesWhatIsNotOursAndLeavesOthersTopics) {
    connect();
    const auto stranger = topics.of({.kind = house::ShownKind::room, .id = id_of("demolished")});
    for (const auto& topic :
         {stranger, std::string{"stayd/v1/other/rooms/1/state"}, std::string{"notes"}}) {
        broker.publish_from_peer({.topic = topic, .payload = "old", .retained = true});
    }
    reconnect();
    EXPECT_FALSE(broker.retained().contains(stranger));
    EXPECT_TRUE(broker.retained().contains("stayd/v1/other/rooms/1/state"));
    EXPECT_TRUE(broker.retained().contains("notes"));
}

TEST_F(PublisherTest, MendsWhatSomebodyWroteOver) {
    connect();
    broker.publish_from_peer({.topic = room_topic(), .payload = "\xff garbage", .retained = true});
    reconnect();
    EXPECT_EQ(listener.topics(), std::set{room_topic()});
    EXPECT_EQ(difference(), "");
}

TEST_F(PublisherTest, WritesSeveralChangesOfOneThingOnce) {
    connect();
    listener.writes.clear();
    for (const auto state :
         {ResourceState::dirty, ResourceState::clean, ResourceState::out_of_service}) {
        room_is(state);
    }
    run();
    EXPECT_EQ(listener.writes[room_topic()], 1);
    EXPECT_EQ(difference(), "");
}

TEST_F(PublisherTest, DoesNotWriteWhatIsTheSameAfterAll) {
    connect();
    listener.writes.clear();
    room_is(ResourceState::dirty);
    room_is(ResourceState::inspected);
    run();
    EXPECT_EQ(listener.topics(), std::set<std::string>{});
}

TEST_F(PublisherTest, EmptiesTheTopicOfARoomThatIsGone) {
    connect();
    auto row = hotel.room("204").row();
    row.is_active = false;
    door.apply(house::Input{sim::SmallHotel::page_of(row)});
    run();
    EXPECT_FALSE(broker.retained().contains(room_topic()));
    EXPECT_EQ(difference(), "");
}

TEST_F(PublisherTest, GivesLaterStatesGreaterVersions) {
    connect();
    const auto version = [this] {
        v1::RoomState room;
        room.ParseFromString(broker.retained().at(room_topic()));
        return room.version().version();
    };
    const auto before = version();
    room_is(ResourceState::dirty);
    run();
    EXPECT_GT(version(), before);
    EXPECT_EQ(version(), hotel.house.shown().revision());
}

TEST_F(PublisherTest, AcknowledgesAfterTheCommitAndAgainEachTime) {
    connect();
    const auto id = id_of("command");
    int saved_at_the_ack = 0;
    listener.at_ack = [&](const auto&) {
        saved_at_the_ack += hotel.house.journal().find(id).has_value();
    };
    send(command(id));
    EXPECT_TRUE(listener.acks.empty());
    run();
    ASSERT_EQ(listener.acks.size(), 1U);
    EXPECT_EQ(saved_at_the_ack, 1);
    EXPECT_EQ(listener.acks[0].command_id(), bytes(id));
    EXPECT_EQ(listener.acks[0].outcome(), v1::COMMAND_OUTCOME_DURABLE);
    send(command(id));
    run();
    EXPECT_EQ(listener.acks.size(), 2U);
    EXPECT_EQ(listener.acks.back().outcome(), v1::COMMAND_OUTCOME_DURABLE);
    EXPECT_EQ(hotel.house.journal().balance().accepted, 1);
}

TEST_F(PublisherTest, AnswersWhatCannotBeReadOrIsRefused) {
    connect();
    send("\xff garbage");
    auto refused = v1::Command{};
    refused.set_command_id(bytes(id_of("command")));
    refused.set_user("Ana");
    refused.mutable_check_in()->set_reservation_id(bytes(id_of("nothing")));
    send(refused.SerializeAsString());
    run();
    ASSERT_EQ(listener.acks.size(), 2U);
    for (const auto& ack : listener.acks) {
        EXPECT_EQ(ack.outcome(), v1::COMMAND_OUTCOME_NOT_SAVED);
        EXPECT_NE(ack.reason(), "");
    }
    EXPECT_EQ(hotel.house.journal().balance().accepted, 0);
}

TEST_F(PublisherTest, TakesCommandsOfOneMomentTogether) {
    connect();
    const auto revision = hotel.house.shown().revision();
    for (int i = 0; i < 20; ++i) send(command(id_of("command " + std::to_string(i))));
    run();
    EXPECT_EQ(listener.acks.size(), 20U);
    // One commit gives the room one revision; twenty would give it twenty.
    const auto things = hotel.house.shown().since(revision);
    EXPECT_EQ(hotel.house.shown().revision() - revision, things.size());
}

TEST_F(PublisherTest, IgnoresACommandTheBrokerRemembers) {
    broker.go_up();
    send(command(id_of("command")), true);
    run();
    EXPECT_TRUE(publisher.connected());
    EXPECT_EQ(hotel.house.journal().balance().accepted, 0);
    EXPECT_TRUE(listener.acks.empty());
}

TEST_F(PublisherTest, HealsWhenTheAnswerOfTheBrokerIsLost) {
    connect();
    broker.lose_next_puback();
    room_is(ResourceState::dirty);
    run();
    EXPECT_FALSE(publisher.connected());
    connect();
    EXPECT_EQ(difference(), "");
}

TEST_F(PublisherTest, SaysGoodbye) {
    connect();
    asio::co_spawn(io, publisher.farewell(), asio::detached);
    run();
    EXPECT_EQ(broker.retained().at(topics.presence()), presence(false));
}

TEST_F(PublisherTest, SnapshotsWhatTheBrokerRemembersBelowAPrefix) {
    connect();
    const auto snapshot = publisher.snapshot({"rooms/", "signage/"});
    ASSERT_EQ(snapshot.size(), 2U);
    for (const auto& [topic, payload, retained, qos] : snapshot) {
        EXPECT_TRUE(topic == room_topic() ||
                    topic == topics.of({.kind = house::ShownKind::lobby_sign}));
        EXPECT_TRUE(broker.retained().contains(topic));
    }
    EXPECT_TRUE(publisher.snapshot({}).empty());
}

}  // namespace
}  // namespace stayd::publish
