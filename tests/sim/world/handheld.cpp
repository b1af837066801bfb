#include "tests/sim/world/handheld.hpp"

#include "stayd/v1/change.pb.h"
#include "stayd/v1/room.pb.h"
#include "stayd/v1/task.pb.h"

namespace stayd::sim {
namespace {

std::string bytes(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

template <class State>
std::optional<v1::Version> version_in(const std::string& payload) {
    State state;
    if (!state.ParseFromString(payload)) return std::nullopt;
    return state.version();
}

std::optional<v1::Version> version_of(const publish::Message& message) {
    if (message.topic.find("/rooms/") != std::string::npos)
        return version_in<v1::RoomState>(message.payload);
    if (message.topic.find("/tasks/") != std::string::npos)
        return version_in<v1::TaskState>(message.payload);
    return version_in<v1::ChangeState>(message.payload);
}

}  // namespace

Handheld::Handheld(std::string name, FakeBroker& broker, Random& random)
    : name_(std::move(name)), broker_(broker), random_(random) {
    broker_.join(*this);
}

Handheld::~Handheld() {
    broker_.leave(*this);
}

std::vector<std::string> Handheld::filters() const {
    return {"stayd/v1/city/acks/" + name_, "stayd/v1/city/rooms/+/state",
            "stayd/v1/city/tasks/+/state", "stayd/v1/city/changes/+/state"};
}

void Handheld::receive(const publish::Message& message) {
    if (message.topic.find("/acks/") != std::string::npos) {
        v1::CommandAck ack;
        if (!ack.ParseFromString(message.payload)) return;
        const auto id = Uuid::from_bytes(ack.command_id());
        if (!id) return;
        outbox_.erase(*id);
        acks_[*id] = ack;
        return;
    }
    if (message.payload.empty()) {
        states_.erase(message.topic);
        return;
    }
    const auto head = version_of(message);
    if (!head) return;
    const std::pair version{head->epoch(), head->version()};
    auto& held = versions_[message.topic];
    if (version < held) {
        ++stale_states_;
        return;
    }
    held = version;
    states_[message.topic] = message.payload;
}

Uuid Handheld::send(v1::Command command, UtcTime now) {
    const auto id = Uuid::version7(now, random_);
    command.set_command_id(bytes(id));
    command.set_user("Ana");
    command.mutable_made_at()->set_seconds(to_ms(now) / 1000);
    outbox_[id] = command.SerializeAsString();
    broker_.publish_from_peer({.topic = "stayd/v1/city/commands/" + name_, .payload = outbox_[id]});
    return id;
}

void Handheld::send_again() {
    const auto again = outbox_;
    for (const auto& [id, payload] : again) {
        broker_.publish_from_peer({.topic = "stayd/v1/city/commands/" + name_, .payload = payload});
    }
}

Uuid Handheld::set_room_state(const Uuid& room, v1::ResourceState state, UtcTime now) {
    v1::Command command;
    command.mutable_set_room_state()->set_room_id(bytes(room));
    command.mutable_set_room_state()->set_state(state);
    return send(std::move(command), now);
}

Uuid Handheld::create_task(const std::string& title, UtcTime now) {
    v1::Command command;
    command.mutable_create_task()->set_title(title);
    return send(std::move(command), now);
}

Uuid Handheld::complete_task(const Uuid& task, UtcTime now) {
    v1::Command command;
    command.mutable_complete_task()->set_task_id(bytes(task));
    return send(std::move(command), now);
}

Uuid Handheld::check_in(const Uuid& reservation, UtcTime now) {
    v1::Command command;
    command.mutable_check_in()->set_reservation_id(bytes(reservation));
    return send(std::move(command), now);
}

}  // namespace stayd::sim
