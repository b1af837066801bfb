#include "publish/topics.hpp"

#include <algorithm>

namespace stayd::publish {

using house::ShownKind;

Topics::Topics(std::string_view property) : prefix_("stayd/v1/" + std::string{property} + "/") {}

std::string Topics::of(const house::ShownThing& thing) const {
    switch (thing.kind) {
        case ShownKind::status:
            return prefix_ + "house/status";
        case ShownKind::directory:
            return prefix_ + "house/directory";
        case ShownKind::room:
            return prefix_ + "rooms/" + thing.id.to_string() + "/state";
        case ShownKind::arrival:
            return prefix_ + "arrivals/" + thing.id.to_string() + "/state";
        case ShownKind::task:
            return prefix_ + "tasks/" + thing.id.to_string() + "/state";
        case ShownKind::change:
            return prefix_ + "changes/" + thing.id.to_string() + "/state";
        case ShownKind::dashboard:
            return prefix_ + "dashboard/state";
        case ShownKind::lobby_sign:
            return prefix_ + "signage/lobby/state";
        case ShownKind::finding:
            return prefix_ + "findings/" + thing.id.to_string() + "/state";
        case ShownKind::rule:
            return prefix_ + "rules/" + thing.id.to_string() + "/state";
        case ShownKind::opportunity:
            return prefix_ + "opportunities/" + thing.id.to_string() + "/state";
    }
    return {};
}

std::optional<std::string> Topics::device_of(std::string_view topic) const {
    const std::string commands = prefix_ + "commands/";
    if (!topic.starts_with(commands) || topic.size() == commands.size()) return std::nullopt;
    return std::string{topic.substr(commands.size())};
}

bool Topics::begins_with_one_of(std::string_view topic,
                                const std::vector<std::string>& prefixes) const {
    topic.remove_prefix(std::min(prefix_.size(), topic.size()));
    return std::ranges::any_of(prefixes,
                               [topic](const auto& prefix) { return topic.starts_with(prefix); });
}

std::vector<std::string> Topics::state_filters() const {
    return {prefix_ + "house/+",
            prefix_ + "rooms/+/state",
            prefix_ + "arrivals/+/state",
            prefix_ + "tasks/+/state",
            prefix_ + "changes/+/state",
            prefix_ + "dashboard/state",
            prefix_ + "signage/+/state",
            prefix_ + "findings/+/state",
            prefix_ + "opportunities/+/state",
            prefix_ + "rules/+/state"};
}

}  // namespace stayd::publish
