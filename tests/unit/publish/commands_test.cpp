#include "publish/commands.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "stayd/v1/command.pb.h"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::publish {
namespace {

using namespace std::chrono_literals;
using sim::id_of;

std::string bytes(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

v1::Command command() {
    v1::Command command;
    command.set_command_id(bytes(id_of("command")));
    command.set_user("Ana");
    return command;
}

house::StaffCommand read(const v1::Command& command) {
    return read_command("phone-1", command.SerializeAsString()).value();
}

/// The whole answer to what cannot be taken.
house::Ack refusal(const std::string& payload) {
    auto read = read_command("phone-1", payload);
    if (read) return {.durable = true, .reason = "it was read"};
    return read.error();
}

TEST(Command, SaysWhoWhenAndWhat) {
    auto sent = command();
    sent.mutable_made_at()->set_seconds(1'442'480'400);
    sent.mutable_made_at()->set_nanos(123'456'789);
    sent.mutable_set_room_state()->set_room_id(bytes(id_of("204")));
    sent.mutable_set_room_state()->set_state(v1::RESOURCE_STATE_CLEAN);
    const auto taken = read(sent);
    EXPECT_EQ(taken.id, id_of("command"));
    EXPECT_EQ(taken.device, "phone-1");
    EXPECT_EQ(taken.user, "Ana");
    EXPECT_EQ(taken.made, from_ms(1'442'480'400'123));
    EXPECT_EQ(taken.follows, std::nullopt);
    sent.set_follows(bytes(id_of("the one before")));
    EXPECT_EQ(read(sent).follows, id_of("the one before"));
    const auto& action = std::get<house::SetRoomState>(taken.action);
    EXPECT_EQ(action.room, id_of("204"));
    EXPECT_EQ(action.state, model::ResourceState::clean);
}

TEST(Command, CreatesATaskWithAllThatIsSaid) {
    auto sent = command();
    auto& task = *sent.mutable_create_task();
    task.set_title("Cot");
    task.set_description("by six");
    task.set_department_id(bytes(id_of("housekeeping")));
    task.set_room_id(bytes(id_of("204")));
    task.set_priority(v1::TASK_PRIORITY_P1);
    task.mutable_due()->set_seconds(1'442'480'400);
    const auto taken = std::get<house::CreateTask>(read(sent).action);
    EXPECT_EQ(taken.title, "Cot");
    EXPECT_EQ(taken.description, "by six");
    EXPECT_EQ(taken.department, id_of("housekeeping"));
    EXPECT_EQ(taken.room, id_of("204"));
    EXPECT_EQ(taken.priority, 1);
    EXPECT_EQ(taken.due, from_ms(1'442'480'400'000));
}

TEST(Command, CreatesATaskWithTheLeastThatCanBeSaid) {
    auto sent = command();
    sent.mutable_create_task()->set_title("Cot");
    const auto taken = std::get<house::CreateTask>(read(sent).action);
    EXPECT_EQ(taken.department, std::nullopt);
    EXPECT_EQ(taken.room, std::nullopt);
    EXPECT_EQ(taken.priority, 3);
    EXPECT_EQ(taken.due, std::nullopt);
    EXPECT_EQ(read(sent).made, std::nullopt);
}

TEST(Command, IsReadForEveryOtherAct) {
    auto sent = command();
    sent.mutable_accept_task()->set_task_id(bytes(id_of("task")));
    EXPECT_EQ(std::get<house::AcceptTask>(read(sent).action).task, id_of("task"));
    sent.mutable_complete_task()->set_task_id(bytes(id_of("task")));
    EXPECT_EQ(std::get<house::CompleteTask>(read(sent).action).task, id_of("task"));
    sent.mutable_check_in()->set_reservation_id(bytes(id_of("stay")));
    EXPECT_EQ(std::get<house::CheckIn>(read(sent).action).reservation, id_of("stay"));
    sent.mutable_set_guest_waiting()->set_reservation_id(bytes(id_of("stay")));
    sent.mutable_set_guest_waiting()->set_waiting(true);
    EXPECT_EQ(std::get<house::SetGuestWaiting>(read(sent).action).reservation, id_of("stay"));
    EXPECT_TRUE(std::get<house::SetGuestWaiting>(read(sent).action).waiting);
    sent.mutable_record()->set_subject_id(bytes(id_of("stay")));
    sent.mutable_record()->set_name("vip_prepared");
    sent.mutable_record()->set_value("done");
    EXPECT_EQ(std::get<house::Record>(read(sent).action).subject, id_of("stay"));
    EXPECT_EQ(std::get<house::Record>(read(sent).action).name, "vip_prepared");
    EXPECT_EQ(std::get<house::Record>(read(sent).action).value, "done");
    sent.mutable_dismiss_change()->set_change_id(bytes(id_of("change")));
    EXPECT_EQ(std::get<house::DismissChange>(read(sent).action).change, id_of("change"));
    auto& address = *sent.mutable_set_address();
    address.set_guest_id(bytes(id_of("guest")));
    address.add_fields()->set_name("Line2");
    address.add_fields()->set_name("City");
    address.mutable_fields(1)->set_value("Faro");
    const auto set = std::get<house::SetAddress>(read(sent).action);
    EXPECT_EQ(set.guest, id_of("guest"));
    EXPECT_EQ(set.fields, (journal::Fields{{"City", "Faro"}, {"Line2", std::nullopt}}));
}

TEST(Command, SaysWhatCameOfAnOffer) {
    auto sent = command();
    auto& said = *sent.mutable_decide_opportunity();
    said.set_opportunity_id(bytes(id_of("offer")));
    said.set_stage(v1::OPPORTUNITY_STAGE_DECLINED);
    said.set_channel(v1::OFFER_CHANNEL_PHONE);
    said.set_price(1800);
    said.set_reason("too dear");
    const auto taken = std::get<house::DecideOpportunity>(read(sent).action);
    EXPECT_EQ(taken.opportunity, id_of("offer"));
    EXPECT_EQ(taken.decision, insight::OfferDecision::declined);
    EXPECT_EQ(taken.channel, "Phone");
    EXPECT_EQ(taken.price, 1800);
    EXPECT_EQ(taken.reason, "too dear");
    said.clear_price();
    EXPECT_EQ(std::get<house::DecideOpportunity>(read(sent).action).price, std::nullopt);
}

TEST(Command, OfAnOfferTakesOnlyWhatStaffCanDecide) {
    using insight::OfferDecision;
    const std::pair<v1::OpportunityStage, OfferDecision> all[] = {
        {v1::OPPORTUNITY_STAGE_OPEN, OfferDecision::taken_back},
        {v1::OPPORTUNITY_STAGE_OFFERED, OfferDecision::offered},
        {v1::OPPORTUNITY_STAGE_ACCEPTED, OfferDecision::accepted},
        {v1::OPPORTUNITY_STAGE_DISMISSED, OfferDecision::dismissed}};
    for (const auto& [stage, decision] : all) {
        auto sent = command();
        sent.mutable_decide_opportunity()->set_stage(stage);
        EXPECT_EQ(std::get<house::DecideOpportunity>(read(sent).action).decision, decision);
    }
    for (const auto stage : {v1::OPPORTUNITY_STAGE_BLOCKED, v1::OPPORTUNITY_STAGE_WITHDRAWN,
                             v1::OPPORTUNITY_STAGE_UNSPECIFIED}) {
        auto sent = command();
        sent.mutable_decide_opportunity()->set_stage(stage);
        EXPECT_FALSE(read_command("phone-1", sent.SerializeAsString()));
    }
}

TEST(Command, ThatIsGarbageIsAnsweredWhole) {
    for (const std::string& payload : {std::string{"garbage"}, std::string(300, '\xff')}) {
        const auto ack = refusal(payload);
        EXPECT_FALSE(ack.durable);
        EXPECT_EQ(ack.device, "phone-1");
        EXPECT_TRUE(ack.command.is_nil());
        EXPECT_EQ(ack.reason, "This is no stayd.v1.Command: see proto/stayd/v1/command.proto.");
    }
}

TEST(Command, WithoutAnIdOfSixteenBytesIsAnsweredWhole) {
    auto sent = command();
    sent.mutable_check_in();
    for (const auto* id : {"", "short", "seventeen bytes ."}) {
        sent.set_command_id(id);
        const auto ack = refusal(sent.SerializeAsString());
        EXPECT_FALSE(ack.durable);
        EXPECT_TRUE(ack.command.is_nil());
        EXPECT_EQ(ack.reason, "command_id must be the 16 bytes of a UUIDv7.");
    }
}

TEST(Command, OfALaterVersionIsAnsweredUnderItsId) {
    // Field 99, a message of no bytes: an act this version does not know.
    const auto ack = refusal(command().SerializeAsString() + "\x9A\x06" + std::string(1, '\0'));
    EXPECT_EQ(ack.command, id_of("command"));
    EXPECT_EQ(ack.device, "phone-1");
    EXPECT_FALSE(ack.durable);
    EXPECT_EQ(ack.reason,
              "The command says nothing to do, or something this version does not know.");
}

TEST(Command, CutAnywhereIsReadOrAnsweredButNeverMore) {
    auto sent = command();
    sent.mutable_create_task()->set_title("Cot");
    sent.mutable_made_at()->set_seconds(1'442'480'400);
    const auto whole = sent.SerializeAsString();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto taken = read_command("phone-1", whole.substr(0, length));
        if (taken) {
            EXPECT_EQ(taken->id, id_of("command"));
        } else {
            EXPECT_NE(taken.error().reason, "");
        }
    }
}

TEST(Command, WithIdsThatAreNoneIsLeftToTheHouseToRefuse) {
    auto sent = command();
    sent.mutable_check_in()->set_reservation_id("short");
    EXPECT_TRUE(std::get<house::CheckIn>(read(sent).action).reservation.is_nil());
    sent.mutable_create_task()->set_room_id("short");
    EXPECT_EQ(std::get<house::CreateTask>(read(sent).action).room, Uuid{});
    sent.mutable_set_room_state()->set_state(static_cast<v1::ResourceState>(77));
    EXPECT_EQ(std::get<house::SetRoomState>(read(sent).action).state, model::ResourceState::other);
    sent.mutable_create_task()->set_priority(static_cast<v1::TaskPriority>(77));
    EXPECT_EQ(std::get<house::CreateTask>(read(sent).action).priority, 77);
}

TEST(Command, TakesATimeThatNoClockShowsForTheNearestThatOneDoes) {
    const auto last = from_ms(253'402'300'799'000), first = from_ms(-62'135'596'800'000);
    auto sent = command();
    sent.mutable_create_task()->set_title("Cot");
    const auto made = [&](std::int64_t seconds, std::int32_t nanos) {
        sent.mutable_made_at()->set_seconds(seconds);
        sent.mutable_made_at()->set_nanos(nanos);
        *sent.mutable_create_task()->mutable_due() = sent.made_at();
        EXPECT_EQ(std::get<house::CreateTask>(read(sent).action).due, read(sent).made);
        return read(sent).made;
    };
    EXPECT_EQ(made(std::numeric_limits<std::int64_t>::max(), 0), last);
    EXPECT_EQ(made(std::numeric_limits<std::int64_t>::min(), 0), first);
    EXPECT_EQ(made(0, -1), from_ms(0));
    EXPECT_EQ(made(0, std::numeric_limits<std::int32_t>::max()), from_ms(999));
}

TEST(Acknowledgement, CarriesTheOutcomeAndTheVersionOfTheHouse) {
    v1::CommandAck ack;
    ASSERT_TRUE(ack.ParseFromString(write_ack(
        {.command = id_of("command"), .device = "phone-1", .durable = true, .reason = {}}, 1, 42)));
    EXPECT_EQ(ack.command_id(), bytes(id_of("command")));
    EXPECT_EQ(ack.outcome(), v1::COMMAND_OUTCOME_DURABLE);
    EXPECT_EQ(ack.version().epoch(), 1U);
    EXPECT_EQ(ack.version().version(), 42U);
    ASSERT_TRUE(ack.ParseFromString(write_ack(
        {.command = id_of("command"), .device = "phone-1", .durable = false, .reason = "no"}, 1,
        42)));
    EXPECT_EQ(ack.outcome(), v1::COMMAND_OUTCOME_NOT_SAVED);
    EXPECT_EQ(ack.reason(), "no");
    ASSERT_TRUE(ack.ParseFromString(write_ack({.command = id_of("command"),
                                               .device = "phone-1",
                                               .durable = false,
                                               .reason = {},
                                               .too_early = true},
                                              1, 42)));
    EXPECT_EQ(ack.outcome(), v1::COMMAND_OUTCOME_TOO_EARLY);
}

}  // namespace
}  // namespace stayd::publish
