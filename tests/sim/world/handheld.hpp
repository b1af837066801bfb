#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "house/input.hpp"
#include "stayd/v1/command.pb.h"
#include "tests/sim/broker/fake_broker.hpp"
#include "tests/sim/world/seeded_random.hpp"

namespace stayd::sim {

/// A phone that follows the device rule (sync.md R54): it keeps each command until the box has
/// answered, says of each which one it follows, sends again what it holds when it likes or when the
/// box lacks something, takes a state only when it is newer, and nothing of what it holds when it
/// sees a greater epoch. It may be out of reach, its clock may be wrong, and it may be put back to
/// an older backup of itself.
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
    /// Sends everything in the outbox once more, in the order of its making, or with dice in any.
    void send_again(Random* dice = nullptr);
    /// Sends one command again that the box has answered long ago, if there is one.
    void repeat_an_old_one(Random& dice);

    void lose_connection();
    /// Takes what the broker retains; what it does not is gone, as a page learns from the snapshot
    /// that it asks for at every connect.
    void connect();
    bool is_connected() const { return is_connected_; }
    void set_clock_error(Duration error) { clock_error_ = error; }
    /// All of the phone's memory, as it is now.
    void keep_backup() { backup_ = memory_; }
    void restore_backup() { memory_ = backup_; }

    const std::string& name() const { return name_; }
    std::size_t outbox_size() const { return memory_.outbox.size(); }
    /// Commands the box has said are saved.
    const std::map<Uuid, v1::CommandAck>& acks() const { return memory_.acks; }
    /// Every command it ever made, in the order in which they were made.
    const std::vector<Uuid>& made() const { return made_; }
    /// What the box has ever said is saved, also to a memory that is lost.
    const std::set<Uuid>& told_saved() const { return told_saved_; }
    /// What the box has ever said it does not take.
    const std::set<Uuid>& told_refused() const { return told_refused_; }
    /// The greatest epoch and version it has ever seen.
    std::pair<std::uint64_t, std::uint64_t> newest() const { return newest_; }
    int stale_states() const { return stale_states_; }
    /// Topic to payload, as the phone holds it.
    const std::map<std::string, std::string>& states() const { return memory_.states; }

  private:
    using Version = std::pair<std::uint64_t, std::uint64_t>;
    struct Memory {
        std::vector<std::pair<Uuid, v1::Command>> outbox;  ///< oldest first
        std::map<Uuid, v1::CommandAck> acks;
        std::map<Uuid, std::string> answered;  ///< commands that have left the outbox
        std::map<std::string, std::string> states;
        std::map<std::string, Version> versions;
        std::uint64_t epoch = 0;
    };
    void receive_ack(const std::string& payload);
    /// One of the outbox, by its place.
    std::string on_the_wire(std::size_t place) const;
    void transmit(const std::string& command);

    std::string name_;
    FakeBroker& broker_;
    Random& random_;
    Memory memory_;
    Memory backup_;
    std::vector<Uuid> made_;
    std::set<Uuid> told_saved_;
    std::set<Uuid> told_refused_;
    Version newest_{};
    bool is_connected_ = true;
    Duration clock_error_{0};
    int stale_states_ = 0;
};

}  // namespace stayd::sim
