#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

struct mosquitto;
struct mosquitto_message;

namespace stayd::sim {

/// Another client of the broker, by libmosquitto with a thread of its own: Paho clients of one
/// process hold each other up.
class MqttPeer {
  public:
    struct Heard {
        std::string topic;
        std::string payload;
        bool retained = false;
        bool operator==(const Heard&) const = default;
    };

    /// Connects, MQTT 5. Throws `std::runtime_error` when that fails.
    explicit MqttPeer(std::uint16_t port);
    ~MqttPeer();
    MqttPeer(const MqttPeer&) = delete;
    MqttPeer& operator=(const MqttPeer&) = delete;

    /// Returns when the broker has acknowledged it.
    void subscribe(const std::string& filter);
    /// QoS 1. Returns when the broker has acknowledged it.
    void publish(const std::string& topic, const std::string& payload, bool retained = false);
    /// Returns when everything that the broker had for it until now has been heard, such as what is
    /// retained. Nothing more than that is in `heard` for it.
    void catch_up();
    /// The first `count` messages heard; fewer when they do not come within ten seconds.
    std::vector<Heard> wait_for(std::size_t count);
    /// Everything heard so far.
    std::vector<Heard> heard();
    /// Everything heard since the last time, and forgotten then.
    std::vector<Heard> take_heard();

  private:
    void wait_until_acknowledged(int number);

    ::mosquitto* client_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool connected_ = false;
    std::vector<int> acknowledged_;
    int caught_up_ = 0;  ///< how often
    std::vector<Heard> heard_;
};

}  // namespace stayd::sim
