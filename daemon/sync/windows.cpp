#include "sync/windows.hpp"

#include <algorithm>

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using Filter = std::optional<mews::Interval> mews::ListRequest::*;

constexpr Duration around_today = 36h;  // whoever is in the house, comes or goes in any time zone
constexpr Duration shortest_window = 1min;

std::pair<std::vector<Uuid>, std::vector<Uuid>> halves(const std::vector<Uuid>& ids) {
    const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
    return {{ids.begin(), middle}, {middle, ids.end()}};
}

}  // namespace

std::vector<mews::Interval> split(UtcTime from, UtcTime to, Duration longest) {
    std::vector<mews::Interval> windows;
    if (longest == Duration{0}) return {{from, to}};
    for (auto start = from; start < to; start += longest)
        windows.push_back({start, std::min(start + longest, to)});
    return windows;
}

std::vector<mews::Interval> today_first(UtcTime now, Duration back, Duration ahead,
                                        Duration longest) {
    std::vector<mews::Interval> windows{{now - around_today, now + around_today}};
    for (const auto& window : split(now + around_today, now + ahead, longest))
        windows.push_back(window);
    auto past = split(now - back, now - around_today, longest);
    windows.insert(windows.end(), past.rbegin(), past.rend());
    return windows;
}

std::vector<mews::Interval> newest_first(UtcTime now, Duration back, Duration longest) {
    auto windows = split(now - back, now + shortest_window, longest);
    std::ranges::reverse(windows);
    return windows;
}

std::vector<std::vector<Uuid>> chunks_of(const std::vector<Uuid>& ids, int most) {
    std::vector<std::vector<Uuid>> chunks;
    for (const auto& id : ids) {
        if (chunks.empty() || chunks.back().size() == static_cast<std::size_t>(most))
            chunks.emplace_back();
        chunks.back().push_back(id);
    }
    return chunks;
}

std::optional<std::pair<mews::ListRequest, mews::ListRequest>> halved(
    const mews::ListRequest& request) {
    auto first = request;
    auto second = request;
    first.cursor = second.cursor = std::nullopt;
    constexpr Filter filters[] = {&mews::ListRequest::updated, &mews::ListRequest::created,
                                  &mews::ListRequest::closed, &mews::ListRequest::colliding};
    for (const auto filter : filters) {
        const auto& window = request.*filter;
        if (!window || window->end - window->start < 2 * shortest_window) continue;
        // Whole seconds, as the PMS reads them.
        const auto middle = std::chrono::floor<std::chrono::seconds>(
            window->start + (window->end - window->start) / 2);
        (first.*filter)->end = middle;
        (second.*filter)->start = middle;
        return std::pair{std::move(first), std::move(second)};
    }
    if (request.ids.size() > 1) {
        std::tie(first.ids, second.ids) = halves(request.ids);
    } else if (request.parents.size() > 1) {
        std::tie(first.parents, second.parents) = halves(request.parents);
    } else {
        return std::nullopt;
    }
    return std::pair{std::move(first), std::move(second)};
}

}  // namespace stayd::sync
