#pragma once

#include <map>
#include <memory>
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
    /// Keeps it and sends nothing: `repeat` does.
    Uuid write_down(v1::Command command);
    /// Once more, whatever was answered.
    void repeat(const Uuid& id);
    /// What has no answer yet, once more.
    void send_unanswered();
    /// Reads what has come; how many commands have no answer.
    std::size_t unanswered();
    const std::string& device() const { return device_; }
    /// The last answer to each command; once it is "saved" no other one counts.
    const std::map<Uuid, v1::CommandAck>& acks() const { return acks_; }
    bool is_saved(const Uuid& id) const;
    /// Answers "not saved" to what had been answered "saved".
    int promises_broken() const { return promises_broken_; }
    v1::Command command(const Uuid& id) const;
    const std::map<Uuid, std::string>& sent() const { return sent_; }

    /// The broker ends: what was on the way to us is gone.
    void disconnect();
    void connect(std::uint16_t broker_port);

  private:
    std::string device_;
    Random& random_;
    std::unique_ptr<MqttPeer> peer_;
    std::map<Uuid, std::string> sent_;
    std::map<Uuid, v1::CommandAck> acks_;
    int promises_broken_ = 0;
};

std::string bytes_of(const Uuid& id);

}  // namespace stayd::sim
