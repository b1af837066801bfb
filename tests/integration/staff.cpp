#include "tests/integration/staff.hpp"

#include <chrono>

namespace stayd::sim {

std::string bytes_of(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

Staff::Staff(std::string device, std::uint16_t broker_port, Random& random)
    : device_(std::move(device)), random_(random), peer_(broker_port) {
    peer_.subscribe("stayd/v1/city/acks/" + device_);
}

Uuid Staff::send(v1::Command command) {
    const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    const auto id = Uuid::version7(now, random_);
    command.set_command_id(bytes_of(id));
    command.set_user("Ana of " + device_);
    sent_[id] = command.SerializeAsString();
    repeat(id);
    return id;
}

void Staff::repeat(const Uuid& id) {
    peer_.publish("stayd/v1/city/commands/" + device_, sent_.at(id));
}

void Staff::send_unanswered() {
    unanswered();
    for (const auto& [id, payload] : sent_) {
        if (!acks_.contains(id)) repeat(id);
    }
}

std::size_t Staff::unanswered() {
    for (const auto& heard : peer_.heard()) {
        v1::CommandAck ack;
        if (!ack.ParseFromString(heard.payload)) continue;
        if (const auto id = Uuid::from_bytes(ack.command_id())) acks_[*id] = ack;
    }
    std::size_t missing = 0;
    for (const auto& [id, payload] : sent_) missing += acks_.contains(id) ? 0 : 1;
    return missing;
}

}  // namespace stayd::sim
