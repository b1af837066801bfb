#include "tests/crash/replay.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::crash {
namespace {

std::string_view to_word(sim::DiskCall::Kind kind) {
    static constexpr std::string_view words[] = {"create", "write",  "resize",     "sync",
                                                 "remove", "rename", "sync_folder"};
    return words[static_cast<std::size_t>(kind)];
}

}  // namespace

Moment moment_at(const Life& life, std::uint64_t call) {
    const auto after = std::ranges::upper_bound(life.returned, call - 1);
    return static_cast<Moment>(after - life.returned.begin()) - 1;
}

std::string where(const Scenario& scenario, const Replay& replay, Moment returned,
                  std::string_view kept) {
    const auto& steps = scenario.steps;
    return fmt::format("at call {} ({}), {}, after step {} of {}, in '{}'", replay.number(),
                       replay.ended() ? "end" : to_word(replay.next().kind), kept, returned,
                       steps.size() + 1,
                       returned == 0              ? "first start"
                       : returned <= steps.size() ? steps[returned - 1].what
                                                  : "end");
}

std::uint64_t seed_of(const Extent& extent, std::uint64_t call) {
    return sim::mix(extent.seed, call) >> 16;
}

}  // namespace stayd::crash
