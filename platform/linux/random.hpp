#pragma once

#include "base/random.hpp"

namespace stayd::platform {

/// The kernel's generator.
class SystemRandom final : public Random {
  public:
    std::uint64_t next() override;
};

}  // namespace stayd::platform
