#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "stayd/v1/command.pb.h"
#include "tests/sim/world/seeded_random.hpp"
#include "tests/support/mqtt_peer.hpp"

namespace stayd::sim {

/// A staff client on a real broker: keeps every command until the box has answered it.
class Staff {
  public:
    Staff(std::string device, std::uint16_t broker_port, Random& random);

    Uuid send(v1::Command command);
    /// Once more, whatever was answered.
    void repeat(const Uuid& id);
    /// What has no answer yet, once more.
    void send_unanswered();
    /// Reads what has come; how many commands have no answer.
    std::size_t unanswered();
    const std::string& device() const { return device_; }
    const std::map<Uuid, v1::CommandAck>& acks() const { return acks_; }

  private:
    std::string device_;
    Random& random_;
    MqttPeer peer_;
    std::map<Uuid, std::string> sent_;
    std::map<Uuid, v1::CommandAck> acks_;
};

std::string bytes_of(const Uuid& id);

}  // namespace stayd::sim
