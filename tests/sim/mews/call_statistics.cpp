#include "tests/sim/mews/call_statistics.hpp"

#include <algorithm>

#include "base/invariant.hpp"

namespace stayd::sim {

void CallStatistics::note(UtcTime at, std::string_view path, std::size_t bytes_answered) {
    auto known = paths_.find(path);
    if (known == paths_.end()) known = paths_.emplace(path, 0).first;
    ++known->second;
    calls_.push_back({at, &known->first});
    bytes_answered_ += bytes_answered;
}

std::size_t CallStatistics::calls_to(std::string_view path_part) const {
    std::size_t calls = 0;
    for (const auto& [path, count] : paths_) {
        if (path.find(path_part) != std::string::npos) calls += count;
    }
    return calls;
}

std::size_t CallStatistics::most_calls_in(Duration window) const {
    invariant(window > Duration::zero(), "a window has a length");
    std::size_t most = 0;
    auto first = calls_.begin();
    for (auto last = calls_.begin(); last != calls_.end(); ++last) {
        while (first->at + window <= last->at) ++first;
        most = std::max(most, static_cast<std::size_t>(last - first) + 1);
    }
    return most;
}

}  // namespace stayd::sim
