#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "house/input.hpp"
#include "stayd/v1/command.pb.h"
#include "tests/sim/broker/fake_broker.hpp"
#include "tests/sim/world/seeded_random.hpp"

namespace stayd::sim {

/// A phone that follows the device rule (sync.md R54): it keeps each command until the box has
/// answered, sends it again when it likes, and takes a state only when it is newer.
class Handheld final : public BrokerPeer {
  public:
    Handheld(std::string name, FakeBroker& broker, Random& random);
    ~Handheld() override;
    Handheld(const Handheld&) = delete;
    Handheld& operator=(const Handheld&) = delete;

    std::vector<std::string> filters() const override;
    void receive(const publish::Message& message) override;

    /// Puts a command into the phone's outbox and sends it; the id tells them apart.
    Uuid set_room_state(const Uuid& room, v1::ResourceState state, UtcTime now);
    Uuid create_task(const std::string& title, UtcTime now);
    Uuid complete_task(const Uuid& task, UtcTime now);
    Uuid check_in(const Uuid& reservation, UtcTime now);
    Uuid send(v1::Command command, UtcTime now);
    /// Sends everything in the outbox once more.
    void send_again();

    std::size_t outbox_size() const { return outbox_.size(); }
    /// Commands the box has said are saved.
    const std::map<Uuid, v1::CommandAck>& acks() const { return acks_; }
    int stale_states() const { return stale_states_; }
    /// Topic to payload, as the phone holds it.
    const std::map<std::string, std::string>& states() const { return states_; }

  private:
    std::string name_;
    FakeBroker& broker_;
    Random& random_;
    std::map<Uuid, std::string> outbox_;
    std::map<Uuid, v1::CommandAck> acks_;
    std::map<std::string, std::string> states_;
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> versions_;
    int stale_states_ = 0;
};

}  // namespace stayd::sim
