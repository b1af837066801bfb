#pragma once

#include <array>
#include <span>

#include "sync/link.hpp"

namespace stayd::sync {

/// When something is asked again.
struct Turn {
    SteadyTime at{};   ///< not before
    int failures = 0;  ///< in a row
};
/// What is due of a list.
struct Due {
    Turn update{};  ///< what has changed
    Turn scope{};   ///< the next step of a read of the whole scope, or rows wanted by name
    bool scope_is_read = false;  ///< by one of the coroutines: the others leave it alone
};

/// When each list is asked: at its own pace, those that events tell of more seldom while the event
/// socket is there.
class Timetable {
  public:
    static constexpr Duration longest_idle{30'000};

    Timetable(house::Door& door, Clock& clock, Random& random, const Settings& settings)
        : door_(door), clock_(clock), random_(random), settings_(settings) {}

    Due& due(model::List list) { return due_[static_cast<std::size_t>(list)]; }

    /// Lists go on at the pace they had before the start; what events tell of, what was never read
    /// and what the PMS did not let us read is due at once.
    void begin();
    /// Whatever their turn or their rest, but for what we may not read.
    void all_are_due(std::span<const model::ListEntry> lists);
    /// ± 20 % of its pace, so that the hotels of a town do not ask in step.
    void next_turn(model::List list);
    /// Of what has changed in these lists; at most `longest_idle`.
    Duration until_next(std::span<const model::ListEntry> lists) const;
    /// The event socket is there, or not. True when that is news.
    bool socket_is(bool healthy) { return std::exchange(socket_is_healthy_, healthy) != healthy; }

  private:
    Duration pace(model::List list) const;

    house::Door& door_;
    Clock& clock_;
    Random& random_;
    Settings settings_;
    std::array<Due, model::list_count> due_{};
    bool socket_is_healthy_ = false;
};

}  // namespace stayd::sync
