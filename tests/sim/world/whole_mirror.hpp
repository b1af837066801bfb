#pragma once

#include <string>
#include <string_view>

#include "house/house.hpp"
#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {

struct Compared {
    std::string_view path_part{};  ///< the lists whose path holds it
    bool swept = false;            ///< since the last deletion: of some lists nothing else shows it
};

/// Compares every list of the mirror with the PMS, row by row and member by member: what is
/// followed must be there as it is, and what is gone must be gone. Empty when both are the same,
/// else the first difference. Lists that are re-read by parents near today are compared for those.
std::string whole_mirror_difference(const Pms& pms, house::House& house, Compared compared = {});

/// At any moment, in any trouble: what the PMS showed before a list's watermark is in the mirror,
/// or something newer (sync.md I14), and nothing that lives is held for gone (I16). Empty when that
/// holds, else what does not. `slack`: for rows the PMS shows later than they say.
std::string watermark_broken(const Pms& pms, house::House& house, Duration slack);

}  // namespace stayd::sim
