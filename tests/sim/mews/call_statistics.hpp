#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace stayd::sim {

/// When the PMS was called, since it began: what a client's budget is measured by. Never forgets a
/// call, at 16 bytes each.
class CallStatistics {
  public:
    struct Call {
        UtcTime at;
        const std::string* path;
    };

    CallStatistics() = default;
    CallStatistics(const CallStatistics&) = delete;
    CallStatistics& operator=(const CallStatistics&) = delete;

    /// `at` never goes back.
    void note(UtcTime at, std::string_view path, std::size_t bytes_answered);

    const std::vector<Call>& calls() const { return calls_; }
    std::size_t calls_to(std::string_view path_part) const;
    /// The most calls that any time of that length, more than zero, has seen; its end no longer
    /// belongs to it.
    std::size_t most_calls_in(Duration window) const;
    /// The bodies, as far as they were sent.
    std::uint64_t bytes_answered() const { return bytes_answered_; }

  private:
    std::vector<Call> calls_{};
    std::map<std::string, std::size_t, std::less<>> paths_{};
    std::uint64_t bytes_answered_ = 0;
};

}  // namespace stayd::sim
