#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/random.hpp"
#include "publish/broker.hpp"

namespace stayd::platform {

struct PahoOptions {
    std::string uri;  ///< tcp://127.0.0.1:1883
    std::string client_id;
    std::string username{};
    std::string password{};
    std::optional<publish::Message> will{};
    /// Unacknowledged publishes at a time; never more than the broker grants.
    int window = 100;
    /// Unacknowledged messages the broker may send us at a time; it keeps the others.
    std::uint16_t receive_maximum = 100;
    /// Larger messages the broker keeps to itself.
    std::uint32_t largest_message = 256 * 1024;
    /// Received messages that may wait for next_event(). What does not fit is counted and lost: a
    /// command lost here is one without our acknowledgement, which its sender repeats.
    std::size_t queue = 16'384;
    Duration connect_limit{10'000};
    Duration keep_alive{20'000};
};

/// The broker through Paho C++ 1.2, MQTT 5. One a process: clients of this library hold each other
/// up (Paho's threads and mutex are shared). Connects from its construction on, and again with
/// backoff from 0.5 to 15 s. All calls and the destructor on the executor's one thread; the
/// destructor waits up to two seconds to say goodbye.
class PahoBroker final : public publish::Broker {
  public:
    /// `random` outlives this. Throws `std::runtime_error` for an address Paho does not take.
    PahoBroker(asio::any_io_executor executor, Random& random, PahoOptions options);
    ~PahoBroker() override;

    asio::awaitable<publish::BrokerEvent> next_event() override;
    asio::awaitable<Result<void>> subscribe(std::vector<std::string> filters, int qos) override;
    asio::awaitable<Result<void>> unsubscribe(std::vector<std::string> filters) override;
    asio::awaitable<Result<void>> publish(publish::Message message) override;

    /// Messages that did not fit into the queue.
    std::uint64_t lost_messages() const;
    /// Publishes without an acknowledgement yet, and how many are allowed on this connection.
    int unacknowledged() const;
    int window() const;

  private:
    struct Core;
    std::shared_ptr<Core> core_;
};

}  // namespace stayd::platform
