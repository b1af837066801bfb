#include "house/door.hpp"

namespace stayd::house {

void Door::apply(std::span<const Input> inputs) {
    auto effects = house_.apply(inputs, clock_.now());
    for (auto& ack : effects.acks) acks_.push_back(std::move(ack));
    if (effects.changed_shown || !acks_.empty()) shown_changed.notify();
    if (effects.outbox_grew) outbox_grew.notify();
}

}  // namespace stayd::house
