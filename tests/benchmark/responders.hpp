#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace stayd::sim {
class Box;
}

namespace stayd::bench {

/// Something that answers each command on one topic by one reply on another. It runs from its
/// construction to its end.
class Responder {
  public:
    virtual ~Responder() = default;
    virtual std::string name() const = 0;
    virtual std::string command_topic() const = 0;
    virtual std::string reply_topic() const = 0;
    /// The payload of a command; `number` is different each time.
    virtual std::string command(std::uint64_t number) const = 0;
};

/// libmosquitto alone, replying in its own callback: what the wire and the broker allow.
std::unique_ptr<Responder> libmosquitto_responder(std::uint16_t port);

/// Our PahoBroker on an executor of its own, replying in a coroutine.
std::unique_ptr<Responder> paho_responder(std::uint16_t port);

/// The whole daemon, with a hotel in it and the line to the PMS cut: a room's state set, and the
/// acknowledgement that comes when it is on disk. `box` outlives it.
std::unique_ptr<Responder> stayd_responder(const sim::Box& box);

}  // namespace stayd::bench
