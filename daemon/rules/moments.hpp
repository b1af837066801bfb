#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "storage/database.hpp"

namespace stayd::rules {

/// Time, as conditions and facts may know it. `due(moment)` is whether `moment` (milliseconds) has
/// come; the earliest one that has not is kept, for until then no answer changes by itself. So
/// nothing sweeps: what was asked says when to ask again (architecture.md 3).
///   due(ms)                1 when ms <= now, 0 before, NULL for NULL
///   minutes(n) hours(n) days(n)   n of them in milliseconds
class Moments {
  public:
    /// Defines the functions for the connection; outlives its statements.
    explicit Moments(storage::Database& database);
    Moments(const Moments&) = delete;
    Moments& operator=(const Moments&) = delete;

    /// What is asked from here on is asked at `now`.
    void begin(UtcTime now) {
        now_ = now;
        next_.reset();
    }
    UtcTime now() const { return now_; }
    /// The earliest moment asked for since `begin` that had not come.
    std::optional<UtcTime> next() const { return next_; }

  private:
    UtcTime now_{};
    std::optional<UtcTime> next_;
};

}  // namespace stayd::rules
