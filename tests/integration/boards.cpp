#include "tests/integration/boards.hpp"

#include <map>

#include "tests/support/mqtt_peer.hpp"

namespace stayd::sim {
namespace {

/// Every state message carries its version in field 1; what follows it is the content.
std::string without_version(const std::string& payload) {
    const auto length =
        payload.size() > 1 && payload[0] == '\x0a' ? static_cast<unsigned char>(payload[1]) : 0;
    return length == 0 ? payload : payload.substr(2U + length);
}

std::map<std::string, std::string> retained_topics(const Box& box) {
    MqttPeer reader(box.broker().port());
    for (const char* part :
         {"rooms/+/state", "tasks/+/state", "changes/+/state", "arrivals/+/state",
          "findings/+/state", "opportunities/+/state", "rules/+/state"}) {
        reader.subscribe(std::string{"stayd/v1/city/"} + part);
    }
    sleep_for_seconds(0.5);
    std::map<std::string, std::string> retained;
    for (const auto& heard : reader.heard()) retained[heard.topic] = without_version(heard.payload);
    return retained;
}

std::map<std::string, std::string> shown_topics(const Box& box) {
    std::map<std::string, std::string> shown;
    const auto snapshot = snapshot_of(box);
    for (const auto& state : snapshot.states()) {
        if (state.topic().find("/house/") != std::string::npos ||
            state.topic().ends_with("dashboard/state"))
            continue;
        shown[state.topic()] = without_version(state.payload());
    }
    return shown;
}

}  // namespace

v1::Snapshot snapshot_of(const Box& box) {
    v1::Snapshot snapshot;
    snapshot.ParseFromString(http_call(box.http_port(), "GET", "/api/v1/snapshot?app=desk"));
    return snapshot;
}

bool broker_remembers_what_is_shown(const Box& box) {
    for (int tries = 0; tries < 20; ++tries) {
        if (shown_topics(box) == retained_topics(box)) return true;
    }
    return false;
}

}  // namespace stayd::sim
