#include "sync/timetable.hpp"

#include <algorithm>

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using mirror::Trouble;
using model::List;
using model::ListEntry;

constexpr Duration shortest_idle = 100ms;

bool events_tell_of(List list) {
    return list == List::resources || list == List::reservations;
}

}  // namespace

void Timetable::begin() {
    const auto now = clock_.steady_now();
    const auto hotel_now = door_.now();
    for (const auto& stream : door_.house().streams().all()) {
        auto& when = due(stream.list).update;
        when = {.at = now};
        if (stream.complete && stream.trouble != Trouble::not_allowed &&
            !events_tell_of(stream.list) && stream.list != List::configuration) {
            when.at = now + std::clamp<Duration>(*stream.complete + pace(stream.list) - hotel_now,
                                                 0s, pace(stream.list));
        }
    }
}

void Timetable::all_are_due(std::span<const ListEntry> lists) {
    for (const auto& entry : lists) {
        auto& at = due(entry.list).update.at;
        if (door_.house().streams().find(entry.list).trouble != Trouble::not_allowed)
            at = std::min(at, clock_.steady_now());
    }
}

Duration Timetable::pace(List list) const {
    if (!events_tell_of(list)) return model::entry(list).pace;
    return socket_is_healthy_ ? settings_.poll_with_socket : settings_.poll_without_socket;
}

void Timetable::next_turn(List list) {
    const auto period = pace(list);
    const auto spread = random_.below(static_cast<std::uint64_t>(period.count()) * 2 / 5 + 1);
    due(list).update = {.at = clock_.steady_now() + period * 4 / 5 +
                              Duration{static_cast<std::int64_t>(spread)}};
}

Duration Timetable::until_next(std::span<const ListEntry> lists) const {
    auto soonest = clock_.steady_now() + longest_idle;
    for (const auto& entry : lists)
        soonest = std::min(soonest, due_[static_cast<std::size_t>(entry.list)].update.at);
    return std::max<Duration>(soonest - clock_.steady_now(), shortest_idle);
}

}  // namespace stayd::sync
