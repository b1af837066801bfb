#include "tests/support/mqtt_peer.hpp"

#include <fmt/format.h>
#include <mosquitto.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace stayd::sim {
namespace {

constexpr std::chrono::seconds patience{10};

void require(int code, const char* doing) {
    if (code != MOSQ_ERR_SUCCESS)
        throw std::runtime_error(std::string(doing) + ": " + mosquitto_strerror(code));
}

}  // namespace

MqttPeer::MqttPeer(std::uint16_t port) {
    static const int initialised = mosquitto_lib_init();
    require(initialised, "libmosquitto");
    client_ = mosquitto_new(nullptr, true, this);
    mosquitto_int_option(client_, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_int_option(client_, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_connect_callback_set(client_, [](::mosquitto*, void* self, int code) {
        auto& peer = *static_cast<MqttPeer*>(self);
        const std::lock_guard lock(peer.mutex_);
        peer.connected_ = code == 0;
        peer.changed_.notify_all();
    });
    const auto acknowledged = [](void* self, int number) {
        auto& peer = *static_cast<MqttPeer*>(self);
        const std::lock_guard lock(peer.mutex_);
        peer.acknowledged_.push_back(number);
        peer.changed_.notify_all();
    };
    static const auto acknowledge = acknowledged;
    mosquitto_publish_callback_set(
        client_, [](::mosquitto*, void* self, int number) { acknowledge(self, number); });
    mosquitto_subscribe_callback_set(client_, [](::mosquitto*, void* self, int number, int,
                                                 const int*) { acknowledge(self, number); });
    mosquitto_message_callback_set(
        client_, [](::mosquitto*, void* self, const mosquitto_message* message) {
            auto& peer = *static_cast<MqttPeer*>(self);
            const std::lock_guard lock(peer.mutex_);
            peer.heard_.push_back({.topic = message->topic,
                                   .payload = {static_cast<const char*>(message->payload),
                                               static_cast<std::size_t>(message->payloadlen)},
                                   .retained = message->retain});
            peer.changed_.notify_all();
        });
    require(mosquitto_connect(client_, "127.0.0.1", port, 60), "connecting to the broker");
    require(mosquitto_loop_start(client_), "starting the client's thread");
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [this] { return connected_; })) {
        throw std::runtime_error("the broker does not answer");
    }
}

MqttPeer::~MqttPeer() {
    mosquitto_disconnect(client_);
    mosquitto_loop_stop(client_, false);
    mosquitto_destroy(client_);
}

void MqttPeer::subscribe(const std::string& filter) {
    int number = 0;
    require(mosquitto_subscribe(client_, &number, filter.c_str(), 1), "subscribing");
    wait_until_acknowledged(number);
}

void MqttPeer::publish(const std::string& topic, const std::string& payload, bool retained) {
    int number = 0;
    require(mosquitto_publish(client_, &number, topic.c_str(), static_cast<int>(payload.size()),
                              payload.data(), 1, retained),
            "publishing");
    wait_until_acknowledged(number);
}

/// What is sent to a client comes in order: a message of its own comes after all before it.
void MqttPeer::catch_up() {
    const auto topic = fmt::format("peer/{}", static_cast<const void*>(this));
    const auto number = std::to_string(++caught_up_);
    subscribe(topic);
    publish(topic, number);
    std::unique_lock lock(mutex_);
    const auto is_it = [&](const Heard& heard) {
        return heard.topic == topic && heard.payload == number;
    };
    if (!changed_.wait_for(lock, patience, [&] { return std::ranges::any_of(heard_, is_it); }))
        throw std::runtime_error("the broker does not send on what it was sent");
    std::erase_if(heard_, is_it);
}

std::vector<MqttPeer::Heard> MqttPeer::wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return heard_.size() >= count; });
    return heard_;
}

std::vector<MqttPeer::Heard> MqttPeer::heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
}

std::vector<MqttPeer::Heard> MqttPeer::take_heard() {
    const std::lock_guard lock(mutex_);
    return std::exchange(heard_, {});
}

void MqttPeer::wait_until_acknowledged(int number) {
    std::unique_lock lock(mutex_);
    const auto is_acknowledged = [&] {
        return std::ranges::find(acknowledged_, number) != acknowledged_.end();
    };
    if (!changed_.wait_for(lock, patience, is_acknowledged))
        throw std::runtime_error("the broker does not acknowledge");
}

}  // namespace stayd::sim
