#pragma once

#include <algorithm>

#include "base/random.hpp"
#include "base/time.hpp"

namespace stayd {

/// How long to wait before the next try: full jitter, uniform in [0, min(ceiling, first ·
/// 2^failures)], so that many boxes behind one mended line do not come back together (sync.md R48).
/// `Retry-After` wins over it: see `at_least`.
class Backoff {
  public:
    Backoff(Duration first, Duration ceiling) : first_(first), ceiling_(ceiling) {}

    Duration next(Random& random) { return after(failures_++, random); }
    /// The pause after so many failures in a row, for those who keep the count elsewhere.
    Duration after(int failures, Random& random) const {
        const auto span =
            std::min<std::int64_t>(ceiling_.count(), first_.count() << std::clamp(failures, 0, 20));
        return Duration{
            static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(span) + 1))};
    }
    void reset() { failures_ = 0; }
    int failures() const { return failures_; }

  private:
    Duration first_;
    Duration ceiling_;
    int failures_ = 0;
};

}  // namespace stayd
