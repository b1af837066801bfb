#include "publish/commands.hpp"

#include <algorithm>

#include "stayd/v1/command.pb.h"

namespace stayd::publish {
namespace {

/// Foreign bytes: what lies beyond the range of a Timestamp (years 1 to 9999) is taken as its end.
UtcTime time_of(const google::protobuf::Timestamp& stamp) {
    const auto seconds =
        std::clamp<std::int64_t>(stamp.seconds(), -62'135'596'800, 253'402'300'799);
    const auto nanos = std::clamp(stamp.nanos(), 0, 999'999'999);
    return UtcTime{std::chrono::seconds{seconds} + Duration{nanos / 1'000'000}};
}

model::ResourceState state_of(v1::ResourceState state) {
    switch (state) {
        case v1::RESOURCE_STATE_DIRTY:
            return model::ResourceState::dirty;
        case v1::RESOURCE_STATE_CLEAN:
            return model::ResourceState::clean;
        case v1::RESOURCE_STATE_INSPECTED:
            return model::ResourceState::inspected;
        case v1::RESOURCE_STATE_OUT_OF_SERVICE:
            return model::ResourceState::out_of_service;
        case v1::RESOURCE_STATE_OUT_OF_ORDER:
            return model::ResourceState::out_of_order;
        default:
            return model::ResourceState::other;
    }
}

/// nil for bytes that are no id: the house does not know it and says so.
Uuid id_of(const std::string& bytes) {
    return Uuid::from_bytes(bytes).value_or(Uuid{});
}

std::optional<Uuid> optional_id_of(const std::string& bytes) {
    if (bytes.empty()) return std::nullopt;
    return id_of(bytes);
}

std::optional<house::Action> action_of(const v1::Command& command) {
    switch (command.action_case()) {
        case v1::Command::kSetRoomState:
            return house::SetRoomState{.room = id_of(command.set_room_state().room_id()),
                                       .state = state_of(command.set_room_state().state())};
        case v1::Command::kCreateTask: {
            const auto& task = command.create_task();
            house::CreateTask create{.title = task.title(),
                                     .description = task.description(),
                                     .department = optional_id_of(task.department_id()),
                                     .room = optional_id_of(task.room_id()),
                                     .priority = task.priority() == v1::TASK_PRIORITY_UNSPECIFIED
                                                     ? 3
                                                     : static_cast<int>(task.priority())};
            if (task.has_due()) create.due = time_of(task.due());
            return create;
        }
        case v1::Command::kAcceptTask:
            return house::AcceptTask{id_of(command.accept_task().task_id())};
        case v1::Command::kCompleteTask:
            return house::CompleteTask{id_of(command.complete_task().task_id())};
        case v1::Command::kCheckIn:
            return house::CheckIn{id_of(command.check_in().reservation_id())};
        case v1::Command::kSetGuestWaiting:
            return house::SetGuestWaiting{
                .reservation = id_of(command.set_guest_waiting().reservation_id()),
                .waiting = command.set_guest_waiting().waiting()};
        case v1::Command::kDismissChange:
            return house::DismissChange{id_of(command.dismiss_change().change_id())};
        case v1::Command::ACTION_NOT_SET:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::expected<house::StaffCommand, house::Ack> read_command(std::string_view device,
                                                            std::string_view payload) {
    const auto refuse = [device](const Uuid& id, std::string reason) {
        return std::unexpected(house::Ack{.command = id,
                                          .device = std::string{device},
                                          .durable = false,
                                          .reason = std::move(reason)});
    };
    v1::Command command;
    if (!command.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
        return refuse({}, "This is no stayd.v1.Command: see proto/stayd/v1/command.proto.");
    }
    const auto id = Uuid::from_bytes(command.command_id());
    if (!id) return refuse({}, "command_id must be the 16 bytes of a UUIDv7.");
    auto action = action_of(command);
    if (!action)
        return refuse(*id,
                      "The command says nothing to do, or something this version does not know.");
    house::StaffCommand read{.id = *id,
                             .device = std::string{device},
                             .user = command.user(),
                             .made = std::nullopt,
                             .action = std::move(*action)};
    if (command.has_made_at()) read.made = time_of(command.made_at());
    return read;
}

std::string write_ack(const house::Ack& ack, std::uint64_t epoch, std::uint64_t revision) {
    v1::CommandAck message;
    message.set_command_id(reinterpret_cast<const char*>(ack.command.bytes.data()),
                           ack.command.bytes.size());
    message.set_outcome(ack.durable ? v1::COMMAND_OUTCOME_DURABLE : v1::COMMAND_OUTCOME_NOT_SAVED);
    message.set_reason(ack.reason);
    message.mutable_version()->set_epoch(epoch);
    message.mutable_version()->set_version(revision);
    return message.SerializeAsString();
}

}  // namespace stayd::publish
