#include "platform/paho/connection.hpp"

#include <charconv>

namespace stayd::platform {

std::uint16_t port_of(const std::string& uri) {
    const auto colon = uri.rfind(':');
    std::uint16_t port = 1883;
    if (colon > uri.find("//"))
        std::from_chars(uri.data() + colon + 1, uri.data() + uri.size(), port);
    return port;
}

mqtt::create_options create_options() {
    mqtt::create_options options(MQTTVERSION_5);
    options.set_send_while_disconnected(false);
    return options;
}

mqtt::connect_options connect_options(const PahoOptions& from) {
    mqtt::connect_options options;
    options.set_mqtt_version(MQTTVERSION_5);
    options.set_clean_start(true);
    options.set_automatic_reconnect(false);
    options.set_connect_timeout(std::chrono::ceil<std::chrono::seconds>(from.connect_limit));
    options.set_keep_alive_interval(std::chrono::ceil<std::chrono::seconds>(from.keep_alive));
    options.set_max_inflight(from.window);
    if (!from.username.empty()) options.set_user_name(from.username);
    if (!from.password.empty()) options.set_password(from.password);
    if (from.will) {
        options.set_will(mqtt::will_options(from.will->topic, mqtt::binary_ref(from.will->payload),
                                            from.will->qos, from.will->retained));
    }
    options.set_properties({mqtt::property(mqtt::property::RECEIVE_MAXIMUM, from.receive_maximum),
                            mqtt::property(mqtt::property::MAXIMUM_PACKET_SIZE,
                                           static_cast<std::int32_t>(from.largest_message))});
    return options;
}

}  // namespace stayd::platform
