#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/signal.hpp"
#include "publish/broker.hpp"

namespace stayd::sim {

/// Whether an MQTT filter with `+` and a last `#` takes the topic.
bool matches(std::string_view filter, std::string_view topic);

/// Somebody else at the broker: a handheld, a sign.
class BrokerPeer {
  public:
    virtual ~BrokerPeer() = default;
    virtual std::vector<std::string> filters() const = 0;
    virtual void receive(const publish::Message& message) = 0;
};

/// A broker on the box: retained topics, one client (the daemon) on the port, any number of peers.
/// It can go away and come back, with its memory or without, and lose the PUBACK of what it took.
class FakeBroker final : public publish::Broker {
  public:
    explicit FakeBroker(const asio::any_io_executor& executor) : happened_(executor) {}

    asio::awaitable<publish::BrokerEvent> next_event() override;
    asio::awaitable<Result<void>> subscribe(std::vector<std::string> filters, int qos) override;
    asio::awaitable<Result<void>> unsubscribe(std::vector<std::string> filters) override;
    asio::awaitable<Result<void>> publish(publish::Message message) override;

    void go_up();
    void go_down();
    void forget_everything() { retained_.clear(); }
    void lose_next_puback() { loses_puback_ = true; }
    bool is_up() const { return up_; }

    void join(BrokerPeer& peer);
    void leave(BrokerPeer& peer);
    /// A peer publishes; false when the broker is away.
    bool publish_from_peer(const publish::Message& message);
    /// The daemon's client is replaced: a new process.
    void new_client();

    const std::map<std::string, std::string>& retained() const { return retained_; }

  private:
    struct Peer {
        BrokerPeer* peer;
        std::vector<std::string> filters;
    };
    void take(const publish::Message& message);
    void give_retained(const Peer& to);
    void deliver_to_client(publish::Message message);

    Signal happened_;
    bool up_ = false;
    bool loses_puback_ = false;
    std::deque<publish::BrokerEvent> events_;
    std::vector<std::string> client_filters_;
    std::vector<Peer> peers_;
    std::map<std::string, std::string> retained_;
};

}  // namespace stayd::sim
