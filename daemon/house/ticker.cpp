#include "house/ticker.hpp"

#include <algorithm>

namespace stayd::house {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_tick = 30s;   // what is due may change meanwhile
constexpr Duration between_owed = 20ms;  // work that is done in parts lets others pass

}  // namespace

boost::asio::awaitable<void> keep_time(Door& door, Clock& clock) {
    for (;;) {
        const auto before = door.now();
        const auto next = door.house().next_tick(before);
        const bool is_owed = next <= before;
        auto sleeping = clock.sleep_for(
            is_owed ? between_owed : std::clamp<Duration>(next - before, 1s, longest_tick));
        co_await std::move(sleeping);
        // Asked as of then, so that what was not known then and is due already is not passed over.
        if (door.house().next_tick(before) <= door.now()) door.apply(Tick{});
    }
}

}  // namespace stayd::house
