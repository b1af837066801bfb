#pragma once

#include <mqtt/async_client.h>

#include "platform/paho/broker.hpp"

namespace stayd::platform {

/// The port in `tcp://host:port`; 1883 without one.
std::uint16_t port_of(const std::string& uri);

/// MQTT 5, nothing buffered while there is no connection.
mqtt::create_options create_options();

/// MQTT 5 (Paho wants to be told twice), clean start, reconnects left to us.
mqtt::connect_options connect_options(const PahoOptions& from);

}  // namespace stayd::platform
