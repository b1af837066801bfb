#include "publish/encode.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "stayd/v1/arrival.pb.h"
#include "stayd/v1/change.pb.h"
#include "stayd/v1/dashboard.pb.h"
#include "stayd/v1/opportunity.pb.h"
#include "stayd/v1/room.pb.h"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::publish {
namespace {

using house::ShownKind;
using house::ShownThing;
using sim::id_of;

struct EncoderTest : testing::Test {
    EncoderTest() {
        stay = hotel.guest("Okafor", "Ngozi").arrives_today(hotel.room("204").dirty()).id;
        hotel.accepted(house::SetGuestWaiting{stay, true});
        hotel.accepted(house::SetRoomState{id_of("204"), model::ResourceState::clean});
        hotel.accepted(house::CreateTask{.title = "Cot", .description = {}});
    }
    std::string encode(const ShownThing& thing, std::uint64_t version) {
        const auto content = encoder.content(thing, hotel.now);
        return version == 0 ? content : stamped(content, 1, version);
    }

    sim::SmallHotel hotel;
    Uuid stay;
    Encoder encoder{hotel.views, "0.1.0"};
};

TEST_F(EncoderTest, LeavesOutTheVersionOnWishAndTakesItOffAgain) {
    std::set<ShownKind> kinds;
    for (const auto& thing : hotel.house.shown().all()) {
        const auto content = encode(thing, 0);
        if (content.empty()) continue;
        kinds.insert(thing.kind);
        EXPECT_NE(encode(thing, 7), content);
        EXPECT_NE(encode(thing, 7), encode(thing, 8));
        EXPECT_EQ(without_version(thing.kind, encode(thing, 7)), content);
    }
    EXPECT_EQ(kinds.size(), 8U) << "every kind was tried";
}

TEST_F(EncoderTest, SaysWhoseWordsARefusalIsIn) {
    const auto whose = [this](house::Refused outcome) {
        const auto id =
            hotel.accepted(house::SetRoomState{id_of("204"), model::ResourceState::dirty});
        hotel.settle(id, std::move(outcome));
        v1::ChangeState change;
        EXPECT_TRUE(change.ParseFromString(encode({.kind = ShownKind::change, .id = id}, 42)));
        EXPECT_EQ(change.reason(), "Resource is blocked.");
        return change.reason_is_of_pms();
    };
    EXPECT_TRUE(whose({.reason = "Resource is blocked.", .in_words_of_pms = true}));
    EXPECT_FALSE(whose({.reason = "Resource is blocked."}));
}

TEST_F(EncoderTest, PutsTheVersionFirst) {
    v1::RoomState room;
    ASSERT_TRUE(room.ParseFromString(encode({.kind = ShownKind::room, .id = id_of("204")}, 42)));
    EXPECT_EQ(room.version().epoch(), 1U);
    EXPECT_EQ(room.version().version(), 42U);
    EXPECT_EQ(room.name(), "204");
    EXPECT_EQ(room.category(), "Double");
    EXPECT_EQ(room.state(), v1::RESOURCE_STATE_CLEAN);
    EXPECT_EQ(room.pms_state(), v1::RESOURCE_STATE_DIRTY);
    EXPECT_EQ(room.mark().stage(), v1::CHANGE_STAGE_SAVED);
    EXPECT_EQ(room.mark().by(), "Ana");
}

TEST_F(EncoderTest, GivesNothingForWhatIsNotShown) {
    for (const auto kind :
         {ShownKind::room, ShownKind::arrival, ShownKind::task, ShownKind::change}) {
        EXPECT_EQ(encode({.kind = kind, .id = id_of("nothing")}, 7), "");
    }
}

TEST_F(EncoderTest, ReadsNoVersionFromGarbage) {
    for (int kind = 1; kind <= 8; ++kind) {
        EXPECT_EQ(without_version(static_cast<ShownKind>(kind), "\xff garbage"), std::nullopt);
        EXPECT_EQ(without_version(static_cast<ShownKind>(kind), ""), "");
    }
}

TEST_F(EncoderTest, NamesTheGuestToTheDeskAlone) {
    for (const auto& thing : hotel.house.shown().all()) {
        const auto payload = encode(thing, 7);
        EXPECT_EQ(payload.find("Okafor") != std::string::npos,
                  thing.kind == ShownKind::arrival && thing.id == stay)
            << static_cast<int>(thing.kind);
    }
}

TEST_F(EncoderTest, ShowsAnArrivalsStage) {
    const auto arrival = [this] {
        v1::ArrivalState state;
        state.ParseFromString(encode({.kind = ShownKind::arrival, .id = stay}, 7));
        return state;
    };
    EXPECT_EQ(arrival().stage(), v1::ARRIVAL_STAGE_PREPARING);
    ASSERT_EQ(arrival().blockers_size(), 1);
    EXPECT_EQ(arrival().blockers(0), v1::ARRIVAL_BLOCKER_ROOM_NOT_INSPECTED);
    EXPECT_EQ(arrival().display_code().size(), 5U);
    hotel.accepted(house::SetRoomState{id_of("204"), model::ResourceState::inspected});
    EXPECT_EQ(arrival().stage(), v1::ARRIVAL_STAGE_READY);
    hotel.accepted(house::CheckIn{stay});
    EXPECT_EQ(arrival().stage(), v1::ARRIVAL_STAGE_ARRIVED);
    EXPECT_EQ(arrival().display_code(), "");
}

TEST_F(EncoderTest, TellsTheStagesOfAChangeApart) {
    const auto stage = [this] {
        v1::RoomState room;
        room.ParseFromString(encode({.kind = ShownKind::room, .id = id_of("204")}, 7));
        return room.mark().stage();
    };
    const auto id = hotel.house.journal().newest(id_of("204"))->id;
    EXPECT_EQ(stage(), v1::CHANGE_STAGE_SAVED);
    hotel.apply(house::LineObserved{.line = house::Line::down, .cause = "no route"});
    EXPECT_EQ(stage(), v1::CHANGE_STAGE_WAITING);
    hotel.apply(house::SendStarted{id});
    EXPECT_EQ(stage(), v1::CHANGE_STAGE_SENDING);
    hotel.settle(id, house::InDoubt{.at = hotel.now, .reason = "no answer"});
    EXPECT_EQ(stage(), v1::CHANGE_STAGE_SENDING);
    hotel.settle(id, house::Confirmed{});
    EXPECT_EQ(stage(), v1::CHANGE_STAGE_CONFIRMED);
}

TEST_F(EncoderTest, SaysAnOfferWhole) {
    const auto id = id_of("offer");
    auto put = hotel.database.statement(
        "INSERT INTO opportunity (uid, rule, stay_uid, state, value) VALUES (:uid, 'U05', :stay, "
        "'Withdrawn', :value)");
    put.bind(":uid", id).bind(":stay", stay);
    put.bind(":value", R"({"name":"Breakfast","stage":"InStay","currency":"EUR","price":1800,
        "expected":53,"rank":66,"acceptance":108000,"counted":true,"needs_availability":false,
        "guardrail":3,"reason":"A complaint","say":"Breakfast?","why":"None yet",
        "expires":7000,"decided_by":"Ana","decided":5000})");
    put.run();
    v1::OpportunityState offer;
    ASSERT_TRUE(offer.ParseFromString(encode({.kind = ShownKind::opportunity, .id = id}, 7)));
    EXPECT_EQ(offer.guest(), "Ngozi Okafor");
    EXPECT_EQ(offer.number(), "1042");
    EXPECT_EQ(offer.room(), "204");
    EXPECT_EQ(offer.stage(), v1::OPPORTUNITY_STAGE_WITHDRAWN);
    EXPECT_EQ(offer.moment(), v1::OPPORTUNITY_MOMENT_IN_STAY);
    EXPECT_EQ(offer.price(), 1800);
    EXPECT_EQ(offer.acceptance_percent(), 11U) << "10.8";
    EXPECT_EQ(offer.guardrail(), 3U);
    EXPECT_EQ(offer.expires().seconds(), 7);
    EXPECT_TRUE(offer.has_arrival());
    EXPECT_EQ(without_version(ShownKind::opportunity,
                              encode({.kind = ShownKind::opportunity, .id = id}, 7)),
              encode({.kind = ShownKind::opportunity, .id = id}, 0));
    EXPECT_EQ(encode({.kind = ShownKind::opportunity, .id = id_of("none")}, 7), "");
}

TEST(Presence, HasTwoForms) {
    EXPECT_NE(presence(true), presence(false));
}

}  // namespace
}  // namespace stayd::publish
