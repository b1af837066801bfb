#include "house/ticker.hpp"

#include <algorithm>

namespace stayd::house {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_tick = 30s;   // what is due may change meanwhile
constexpr Duration between_owed = 20ms;  // work that is done in parts lets others pass
constexpr Duration until_again = 1s;     // what a full disk did not take

}  // namespace

boost::asio::awaitable<void> keep_time(Door& door, Clock& clock) {
    for (bool is_taken = true;;) {
        const auto before = door.now();
        const auto next = door.house().next_tick(before);
        const bool is_owed = next <= before;
        auto sleeping =
            clock.sleep_for(is_owed ? (is_taken ? between_owed : until_again)
                                    : std::clamp<Duration>(next - before, 1s, longest_tick));
        co_await std::move(sleeping);
        const auto now = door.now();
        if (door.house().next_tick(now) <= now) is_taken = door.apply(Tick{});
    }
}

}  // namespace stayd::house
