#include "sync/scope_steps.hpp"

#include <algorithm>
#include <set>

#include "sync/windows.hpp"

namespace stayd::sync {
namespace {

using namespace std::chrono_literals;
using mews::ListRequest;
using model::First;
using model::ListEntry;
using model::MustFilter;
using model::Parents;

constexpr Duration near_back = 3 * 24h;  // a stay that should have begun may still come
constexpr Duration near_ahead = 3 * 24h;

}  // namespace

mirror::Near ScopeSteps::near() const {
    const auto day = door_.house().day();
    return {.from = day.start - near_back, .to = day.end + near_ahead};
}

std::vector<ListRequest> ScopeSteps::in_chunks(const ListRequest& request,
                                               const std::vector<Uuid>& parents) const {
    std::vector<ListRequest> requests;
    for (auto& chunk : chunks_of(parents, entry(request.list).most_parents)) {
        requests.push_back(request);
        requests.back().parents = std::move(chunk);
    }
    return requests;
}

Step ScopeSteps::by_windows(const ListEntry& entry, const mirror::Scan& scan,
                            std::optional<mews::Interval> ListRequest::* filter,
                            const std::vector<mews::Interval>& windows) {
    const auto count = static_cast<std::int64_t>(windows.size());
    ListRequest request{.list = entry.list};
    request.*filter = windows[static_cast<std::size_t>(std::min(scan.step, count - 1))];
    Step step{.requests = {request},
              .next = scan.step + 1,
              .of = count,
              .last = scan.step + 1 >= count,
              .resumable = true};
    if (entry.parents != Parents::none)
        step.requests = in_chunks(request, door_.house().mirror().parents(entry.parents));
    return step;
}

/// In the mirror's own order, from a place on: step n + 1 comes after the parent at place n.
Step ScopeSteps::by_parents(const ListEntry& entry, std::int64_t from) {
    auto& mirror = door_.house().mirror();
    const auto next =
        mirror.parents_after(entry.parents, from - 1, static_cast<std::size_t>(entry.most_parents));
    std::vector<Uuid> parents;
    for (const auto& parent : next) parents.push_back(parent.id);
    return {.requests = in_chunks({.list = entry.list}, parents),
            .next = next.empty() ? from : next.back().place + 1,
            .of = mirror.last_place(entry.parents) + 1,
            .last = next.size() < static_cast<std::size_t>(entry.most_parents)};
}

/// The rows the mirror holds, again: by their ids or, where the PMS does not answer by those, by
/// their parents'.
Step ScopeSteps::by_own_rows(const ListEntry& entry, const mirror::Scan& scan) {
    auto& mirror = door_.house().mirror();
    const bool asks_parents = entry.ids.empty() || entry.must == MustFilter::parents;
    const int most = asks_parents ? entry.most_parents : entry.most_ids;
    const auto held = mirror.rows_after(entry.list, scan.step, static_cast<std::size_t>(most));
    Step step{.next = held.empty() ? scan.step : held.back().place,
              .of = mirror.last_row(entry.list),
              .last = held.size() < static_cast<std::size_t>(most)};
    ListRequest request{.list = entry.list};
    std::set<Uuid> parents;
    for (const auto& row : held) {
        if (!asks_parents) {
            request.ids.push_back(row.id);
        } else if (const auto parent = mirror.id_in(entry.list, row.id, entry.parent_column)) {
            parents.insert(*parent);
        }
    }
    request.parents.assign(parents.begin(), parents.end());
    if (!held.empty()) step.requests = {std::move(request)};
    return step;
}

Step ScopeSteps::plan(const ListEntry& entry, const mirror::Scan& scan, bool is_sweep) {
    auto& mirror = door_.house().mirror();
    switch (entry.first) {
        case First::days:
            return by_windows(
                entry, scan, &ListRequest::colliding,
                today_first(scan.began, scope_.back, scope_.ahead, entry.longest_window));
        case First::back:
            return by_windows(entry, scan, &ListRequest::updated,
                              newest_first(scan.began, scope_.back, entry.longest_window));
        case First::created:
            return by_windows(entry, scan, &ListRequest::created,
                              newest_first(scan.began, scope_.back, entry.longest_window));
        case First::parents:
            if (model::are_few(entry.parents)) break;
            if (scan.step > 0) return by_parents(entry, scan.step);
            return {.requests =
                        in_chunks({.list = entry.list}, mirror.parents_near(entry.parents, near())),
                    .of = mirror.last_place(entry.parents) + 1,
                    .last = false};
        case First::near:
            if (is_sweep) return by_own_rows(entry, scan);
            return {.requests = in_chunks({.list = entry.list},
                                          mirror.parents_near(entry.parents, near()))};
        case First::wanted:
            return by_own_rows(entry, scan);
        case First::whole:
            break;
    }
    Step step{.requests = {{.list = entry.list}}, .resumable = true};
    if (entry.parents != Parents::none)
        step.requests = in_chunks({.list = entry.list}, mirror.parents(entry.parents));
    return step;
}

}  // namespace stayd::sync
