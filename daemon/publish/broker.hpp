#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace stayd::publish {

struct Message {
    std::string topic;
    std::string payload;
    bool retained = false;  ///< on a received message: it came from the broker's memory, not from a
                            ///< live publisher
    int qos = 1;
};

/// What the broker has to say, in the order it happened.
struct BrokerEvent {
    enum class Kind { connected, disconnected, message } kind = Kind::message;
    Message message;     ///< with `message`
    std::string reason;  ///< with `disconnected`: for the log and the status page
};

/// Port: the MQTT broker on the box, MQTT 5. Reconnects by itself; every connection starts clean,
/// so subscriptions are made again after each `connected`. A will (retained, QoS 1) is set when the
/// object is made.
class Broker {
  public:
    virtual ~Broker() = default;
    /// Suspends until something happened. One caller. Cancellation: any time, nothing is lost.
    virtual asio::awaitable<BrokerEvent> next_event() = 0;
    virtual asio::awaitable<Result<void>> subscribe(std::vector<std::string> filters, int qos) = 0;
    virtual asio::awaitable<Result<void>> unsubscribe(std::vector<std::string> filters) = 0;
    /// QoS 1: completes with the broker's PUBACK; waits for a free place while the window of
    /// unacknowledged messages is full. QoS 0: completes when handed over. `unreachable`: not
    /// connected. `no_answer`: the connection went away before the PUBACK. A PUBACK never means
    /// "saved" (sync.md R17).
    virtual asio::awaitable<Result<void>> publish(Message message) = 0;
};

}  // namespace stayd::publish
