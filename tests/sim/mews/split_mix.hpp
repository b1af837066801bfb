#pragma once

#include "base/random.hpp"
#include "base/uuid.hpp"

namespace stayd::sim {

/// SplitMix64: the same seed gives the same bits on every machine.
class SplitMix final : public Random {
  public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() override {
        std::uint64_t bits = state_ += 0x9e3779b97f4a7c15U;
        bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9U;
        bits = (bits ^ bits >> 27) * 0x94d049bb133111ebU;
        return bits ^ bits >> 31;
    }

    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

    /// A random GUID (version 4), as the PMS hands them out.
    Uuid guid() {
        Uuid uuid;
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < uuid.bytes.size(); ++i, bits >>= 8) {
            if (i % 8 == 0) bits = next();
            uuid.bytes[i] = static_cast<std::uint8_t>(bits);
        }
        uuid.bytes[6] = static_cast<std::uint8_t>(0x40 | (uuid.bytes[6] & 0x0f));
        uuid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes[8] & 0x3f));
        return uuid;
    }

  private:
    std::uint64_t state_;
};

}  // namespace stayd::sim
