#include "tests/benchmark/mqtt_client.hpp"

#include <mosquitto.h>

#include <stdexcept>

namespace stayd::bench {
namespace {

constexpr int window = 100;

void require(int code, const char* doing) {
    if (code != MOSQ_ERR_SUCCESS)
        throw std::runtime_error(std::string(doing) + ": " + mosquitto_strerror(code));
}

}  // namespace

MqttClient::MqttClient(std::uint16_t port, const std::string& filter, Listener listener)
    : client_(nullptr), listener_(std::move(listener)) {
    static const int initialised = mosquitto_lib_init();
    require(initialised, "libmosquitto");
    client_ = mosquitto_new(nullptr, true, this);
    mosquitto_int_option(client_, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_int_option(client_, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_int_option(client_, MOSQ_OPT_RECEIVE_MAXIMUM, window);
    mosquitto_int_option(client_, MOSQ_OPT_SEND_MAXIMUM, window);
    mosquitto_message_callback_set(
        client_, [](::mosquitto*, void* self, const mosquitto_message* message) {
            static_cast<MqttClient*>(self)->listener_(
                message->topic, {static_cast<const char*>(message->payload),
                                 static_cast<std::size_t>(message->payloadlen)});
        });
    mosquitto_subscribe_callback_set(client_, [](::mosquitto*, void* self, int, int, const int*) {
        static_cast<MqttClient*>(self)->subscribed_ = true;
    });
    require(mosquitto_connect(client_, "127.0.0.1", port, 60), "connecting to the broker");
    require(mosquitto_subscribe(client_, nullptr, filter.c_str(), 1), "subscribing");
    while (!subscribed_) turn();
}

MqttClient::~MqttClient() {
    mosquitto_disconnect(client_);
    if (has_thread_) mosquitto_loop_stop(client_, false);
    mosquitto_destroy(client_);
}

void MqttClient::publish(const std::string& topic, const std::string& payload) {
    require(mosquitto_publish(client_, nullptr, topic.c_str(), static_cast<int>(payload.size()),
                              payload.data(), 1, false),
            "publishing");
}

void MqttClient::turn() {
    require(mosquitto_loop(client_, 1000, 1), "talking to the broker");
}

void MqttClient::run_by_itself() {
    has_thread_ = true;
    require(mosquitto_loop_start(client_), "starting the client's thread");
}

}  // namespace stayd::bench
