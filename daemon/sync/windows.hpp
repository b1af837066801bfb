#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "mews/connector.hpp"

/// How spans of time and lists of ids are cut into what the PMS answers. Pure.
namespace stayd::sync {

/// [from, to) in windows of at most `longest` (zero: one window), oldest first.
std::vector<mews::Interval> split(UtcTime from, UtcTime to, Duration longest);

/// What is around `now` first, then what is to come, then what is past, each the nearest first:
/// boards are useful after the first window (sync.md R33a).
std::vector<mews::Interval> today_first(UtcTime now, Duration back, Duration ahead,
                                        Duration longest);

/// From `now` back, the newest first. The first window reaches a little ahead of `now`, for a clock
/// that is behind.
std::vector<mews::Interval> newest_first(UtcTime now, Duration back, Duration longest);

/// In their order, at most so many each; none of no ids.
std::vector<std::vector<Uuid>> chunks_of(const std::vector<Uuid>& ids, int most);

/// Two requests that together ask for what one was too heavy for (408, sync.md R36): half of the
/// window each, not below a minute; else half of the ids; else nullopt: only a smaller page is
/// left.
std::optional<std::pair<mews::ListRequest, mews::ListRequest>> halved(
    const mews::ListRequest& request);

}  // namespace stayd::sync
