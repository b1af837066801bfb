#include "publish/topics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/sim/broker/fake_broker.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::publish {
namespace {

using house::ShownKind;

const Topics topics{"city"};
const Uuid room = Uuid::parse("0198fe2a-1111-7222-8333-444455556666").value();

TEST(Topics, NameEachThingByItsId) {
    EXPECT_EQ(topics.of({.kind = ShownKind::room, .id = room}),
              "stayd/v1/city/rooms/0198fe2a-1111-7222-8333-444455556666/state");
    EXPECT_EQ(topics.of({.kind = ShownKind::lobby_sign}), "stayd/v1/city/signage/lobby/state");
    EXPECT_EQ(topics.of({.kind = ShownKind::status}), "stayd/v1/city/house/status");
    EXPECT_EQ(topics.acks("phone-1"), "stayd/v1/city/acks/phone-1");
}

TEST(Topics, AreReadBackFromTheBrokerForEveryKindOfThing) {
    const auto filters = topics.state_filters();
    std::set<std::string> different;
    for (int kind = 1; kind <= 10; ++kind) {
        const auto topic = topics.of({.kind = static_cast<ShownKind>(kind), .id = room});
        different.insert(topic);
        EXPECT_TRUE(std::ranges::any_of(filters, [&](const auto& filter) {
            return sim::matches(filter, topic);
        })) << topic;
    }
    EXPECT_EQ(different.size(), 10U);
    EXPECT_TRUE(sim::matches("stayd/v1/city/house/+", topics.sentinel()));
    EXPECT_TRUE(sim::matches("stayd/v1/city/house/+", topics.presence()));
}

TEST(Topics, KnowTheDeviceOfACommand) {
    EXPECT_EQ(topics.device_of("stayd/v1/city/commands/phone-1"), "phone-1");
    EXPECT_TRUE(sim::matches(topics.commands_filter(), "stayd/v1/city/commands/phone-1"));
    for (const auto* other : {"stayd/v1/city/commands/", "stayd/v1/city/commands", "",
                              "stayd/v1/other/commands/phone-1", "stayd/v1/city/acks/phone-1"}) {
        EXPECT_EQ(topics.device_of(other), std::nullopt) << other;
    }
}

TEST(Topics, BeginBelowTheProperty) {
    const auto topic = topics.of({.kind = ShownKind::room, .id = room});
    EXPECT_TRUE(topics.begins_with_one_of(topic, {"tasks/", "rooms/"}));
    EXPECT_FALSE(topics.begins_with_one_of(topic, {"tasks/", "stayd/"}));
    EXPECT_FALSE(topics.begins_with_one_of(topic, {}));
    EXPECT_FALSE(topics.begins_with_one_of("", {"rooms/"}));
}

TEST(Topics, CarryNoGuestsName) {
    sim::SmallHotel hotel;
    const auto stay = hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204"));
    hotel.accepted(house::SetGuestWaiting{stay.id, true});
    hotel.accepted(house::CheckIn{stay.id});
    for (const auto& thing : hotel.house.shown().all()) {
        const auto topic = topics.of(thing);
        EXPECT_EQ(topic.find("Okafor"), std::string::npos) << topic;
        EXPECT_EQ(topic.find("Ngozi"), std::string::npos) << topic;
        EXPECT_EQ(topic.find(stay.row().number), std::string::npos) << topic;
    }
}

}  // namespace
}  // namespace stayd::publish
