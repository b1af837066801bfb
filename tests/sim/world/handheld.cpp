#include "tests/sim/world/handheld.hpp"

#include <algorithm>

#include "stayd/v1/common.pb.h"
#include "tests/sim/world/staff_acts.hpp"

namespace stayd::sim {
namespace {

/// It is the first field of every state.
std::optional<v1::Version> version_of(const std::string& payload) {
    constexpr char first_field = 0x0a;
    if (payload.size() < 2 || payload[0] != first_field) return std::nullopt;
    v1::Version version;
    const auto length =
        std::min<std::size_t>(static_cast<unsigned char>(payload[1]), payload.size() - 2);
    if (!version.ParseFromArray(payload.data() + 2, static_cast<int>(length))) return std::nullopt;
    return version;
}

}  // namespace

Handheld::Handheld(std::string name, FakeBroker& broker, Random& random)
    : name_(std::move(name)), broker_(broker), random_(random) {
    broker_.join(*this);
}

Handheld::~Handheld() {
    if (is_connected_) broker_.leave(*this);
}

std::vector<std::string> Handheld::filters() const {
    return {"stayd/v1/city/acks/" + name_, "stayd/v1/city/rooms/+/state",
            "stayd/v1/city/tasks/+/state", "stayd/v1/city/changes/+/state",
            "stayd/v1/city/arrivals/+/state"};
}

void Handheld::receive_ack(const std::string& payload) {
    v1::CommandAck ack;
    if (!ack.ParseFromString(payload)) return;
    const auto id = Uuid::from_bytes(ack.command_id());
    if (!id) return;
    if (ack.outcome() == v1::COMMAND_OUTCOME_TOO_EARLY) return send_again();
    const auto left = std::ranges::find(memory_.outbox, *id, &std::pair<Uuid, v1::Command>::first);
    if (left != memory_.outbox.end()) {
        memory_.answered[*id] = left->second.SerializeAsString();
        memory_.outbox.erase(left);
    }
    memory_.acks[*id] = ack;
    (ack.outcome() == v1::COMMAND_OUTCOME_DURABLE ? told_saved_ : told_refused_).insert(*id);
}

void Handheld::receive(const publish::Message& message) {
    if (message.topic.find("/acks/") != std::string::npos) return receive_ack(message.payload);
    if (message.payload.empty()) {
        memory_.states.erase(message.topic);
        return;
    }
    const auto head = version_of(message.payload);
    if (!head) return;
    if (head->epoch() > memory_.epoch) {
        memory_.states.clear();
        memory_.versions.clear();
        memory_.epoch = head->epoch();
    }
    const Version version{head->epoch(), head->version()};
    newest_ = std::max(newest_, version);
    auto& held = memory_.versions[message.topic];
    if (version < held) {
        ++stale_states_;
        return;
    }
    held = version;
    memory_.states[message.topic] = message.payload;
}

Uuid Handheld::send(v1::Command command, UtcTime now) {
    const auto id = Uuid::version7(now + clock_error_, random_);
    command.set_command_id(bytes_of(id));
    command.set_user("Ana");
    command.mutable_made_at()->set_seconds(to_ms(now + clock_error_) / 1000);
    memory_.outbox.emplace_back(id, std::move(command));
    made_.push_back(id);
    transmit(on_the_wire(memory_.outbox.size() - 1));
    return id;
}

std::string Handheld::on_the_wire(std::size_t place) const {
    auto command = memory_.outbox.at(place).second;
    if (place > 0) command.set_follows(bytes_of(memory_.outbox.at(place - 1).first));
    return command.SerializeAsString();
}

void Handheld::transmit(const std::string& command) {
    if (is_connected_)
        broker_.publish_from_peer({.topic = "stayd/v1/city/commands/" + name_, .payload = command});
}

void Handheld::send_again(Random* dice) {
    std::vector<std::string> again;
    for (std::size_t place = 0; place < memory_.outbox.size(); ++place)
        again.push_back(on_the_wire(place));
    for (std::size_t left = again.size(); dice != nullptr && left > 1; --left)
        std::swap(again[left - 1], again[dice->below(left)]);
    for (const auto& payload : again) transmit(payload);
}

void Handheld::repeat_an_old_one(Random& dice) {
    if (memory_.answered.empty()) return;
    const auto at = static_cast<std::ptrdiff_t>(dice.below(memory_.answered.size()));
    transmit(std::next(memory_.answered.begin(), at)->second);
}

void Handheld::lose_connection() {
    if (std::exchange(is_connected_, false)) broker_.leave(*this);
}

void Handheld::connect() {
    if (std::exchange(is_connected_, true)) return;
    broker_.join(*this);
    if (!broker_.is_up()) return;
    std::erase_if(memory_.states,
                  [&](const auto& held) { return !broker_.retained().contains(held.first); });
}

Uuid Handheld::set_room_state(const Uuid& room, v1::ResourceState state, UtcTime now) {
    v1::Command command;
    command.mutable_set_room_state()->set_room_id(bytes_of(room));
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
    command.mutable_complete_task()->set_task_id(bytes_of(task));
    return send(std::move(command), now);
}

Uuid Handheld::check_in(const Uuid& reservation, UtcTime now) {
    v1::Command command;
    command.mutable_check_in()->set_reservation_id(bytes_of(reservation));
    return send(std::move(command), now);
}

}  // namespace stayd::sim
