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
    reader.catch_up();
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

std::vector<std::string> topics_the_broker_has_otherwise(const Box& box) {
    std::vector<std::string> otherwise;
    for (int tries = 0; tries < 200; ++tries) {
        const auto shown = shown_topics(box);
        const auto retained = retained_topics(box);
        otherwise.clear();
        for (const auto& [topic, content] : shown) {
            const auto held = retained.find(topic);
            if (held == retained.end()) {
                otherwise.push_back(topic + " is not retained");
            } else if (held->second != content) {
                otherwise.push_back(topic + " differs");
            }
        }
        for (const auto& [topic, content] : retained)
            if (!shown.contains(topic)) otherwise.push_back(topic + " is not shown");
        if (otherwise.empty()) break;
        sleep_for_seconds(0.5);
    }
    return otherwise;
}

}  // namespace stayd::sim
