#include "house/door.hpp"

namespace stayd::house {

bool Door::apply(std::span<const Input> inputs) {
    auto effects = house_.apply(inputs, clock_.now());
    for (auto& ack : effects.acks) acks_.push_back(std::move(ack));
    if (effects.changed_shown || !acks_.empty()) shown_changed.notify();
    if (effects.outbox_grew) outbox_grew.notify();
    if (effects.names_wanted) names_wanted.notify();
    return !effects.disk_full;
}

}  // namespace stayd::house
