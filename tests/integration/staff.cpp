#include "tests/integration/staff.hpp"

#include <chrono>

namespace stayd::sim {

std::string bytes_of(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

Staff::Staff(std::string device, std::uint16_t broker_port, Random& random)
    : device_(std::move(device)), random_(random) {
    connect(broker_port);
}

void Staff::disconnect() {
    unanswered();
    peer_.reset();
}

void Staff::connect(std::uint16_t broker_port) {
    peer_ = std::make_unique<MqttPeer>(broker_port);
    peer_->subscribe("stayd/v1/city/acks/" + device_);
}

Uuid Staff::send(v1::Command command) {
    const auto id = write_down(std::move(command));
    repeat(id);
    return id;
}

Uuid Staff::write_down(v1::Command command) {
    const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    const auto id = Uuid::version7(now, random_);
    command.set_command_id(bytes_of(id));
    command.set_user("Ana of " + device_);
    sent_[id] = command.SerializeAsString();
    return id;
}

void Staff::repeat(const Uuid& id) {
    peer_->publish("stayd/v1/city/commands/" + device_, sent_.at(id));
}

bool Staff::is_saved(const Uuid& id) const {
    const auto ack = acks_.find(id);
    return ack != acks_.end() && ack->second.outcome() == v1::COMMAND_OUTCOME_DURABLE;
}

v1::Command Staff::command(const Uuid& id) const {
    v1::Command command;
    command.ParseFromString(sent_.at(id));
    return command;
}

void Staff::send_unanswered() {
    unanswered();
    for (const auto& [id, payload] : sent_) {
        if (!acks_.contains(id)) repeat(id);
    }
}

std::size_t Staff::unanswered() {
    for (const auto& heard : peer_->take_heard()) {
        v1::CommandAck ack;
        if (!ack.ParseFromString(heard.payload)) continue;
        const auto id = Uuid::from_bytes(ack.command_id());
        if (!id) continue;
        if (!is_saved(*id))
            acks_[*id] = ack;
        else if (ack.outcome() != v1::COMMAND_OUTCOME_DURABLE)
            ++promises_broken_;
    }
    std::size_t missing = 0;
    for (const auto& [id, payload] : sent_) missing += acks_.contains(id) ? 0 : 1;
    return missing;
}

}  // namespace stayd::sim
