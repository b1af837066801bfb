#pragma once

#include <unordered_map>

#include "tests/sim/mews/hotel.hpp"
#include "tests/sim/mews/split_mix.hpp"

namespace stayd::sim {

/// The hotel as reads see it when changes become visible late (sync.md C13): a copy in which each
/// row follows the hotel's own after a lag of its own. Until then reads find the row as it was, or
/// none.
class LateHotel {
  public:
    /// `hotel` as it is now is visible. `most` is the bound of the lag, 1 s at least: changes
    /// within one second have the same UpdatedUtc, and the last of them must be seen.
    LateHotel(const Hotel& hotel, Duration most, std::uint64_t seed);

    Duration most() const { return most_; }
    /// What is seen of `hotel`. What has no time of its own, a removal, was done at `last_change`
    /// or since the call before this one.
    const Hotel& seen(const Hotel& hotel, UtcTime last_change, UtcTime now);

  private:
    bool is_visible(const Uuid& id, UtcTime changed, UtcTime now);

    Hotel shown_;
    Duration most_;
    UtcTime seen_at_{};
    SplitMix random_;
    std::unordered_map<Uuid, UtcTime> visible_at_{};  ///< of what has changed and is not seen yet
};

}  // namespace stayd::sim
