#pragma once

#include <cstdint>
#include <functional>
#include <string>

struct mosquitto;

namespace stayd::bench {

/// libmosquitto as its authors would use it for speed: MQTT 5, TCP_NODELAY, a window as wide as the
/// broker's.
class MqttClient {
  public:
    using Listener = std::function<void(const std::string& topic, const std::string& payload)>;

    /// Connects and subscribes (QoS 1); `listener` is called from `turn` or from the thread of
    /// `run_by_itself`.
    MqttClient(std::uint16_t port, const std::string& filter, Listener listener);
    ~MqttClient();
    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;

    /// QoS 1, without waiting for the acknowledgement.
    void publish(const std::string& topic, const std::string& payload);
    /// Waits for the socket and does what is due.
    void turn();
    /// From here on a thread of the library turns it.
    void run_by_itself();

  private:
    ::mosquitto* client_;
    Listener listener_;
    bool has_thread_ = false;
    bool subscribed_ = false;
};

}  // namespace stayd::bench
