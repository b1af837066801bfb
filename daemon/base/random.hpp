#pragma once

#include <cstdint>

namespace stayd {

/// Port: random bits. The system's in the daemon, a seeded generator in the simulated world.
class Random {
  public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;

    /// Uniform in [0, bound); `bound` > 0. The bias of the modulo is below 2^-32 for the bounds
    /// used here.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }
};

}  // namespace stayd
