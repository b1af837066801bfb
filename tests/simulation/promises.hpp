#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/sim/world/pms_book.hpp"
#include "tests/simulation/coverage.hpp"
#include "tests/simulation/staff.hpp"

namespace stayd::sim {

/// The invariants of sync.md 12, as far as this world shows them: on the way and at rest. Which one
/// is looked at where stands in README.md.
class Promises {
  public:
    /// `broken` is told what is not kept: "I13", "the watermark of …".
    using Broken = std::function<void(std::string_view promise, const std::string& what)>;
    Promises(World& world, const Staff& staff, Coverage& coverage, Broken broken);

    /// What costs little: I13, I15.
    void look();
    /// What became of each change, in this trouble; I25, and I8 of sets.
    void look_at_changes(std::string_view trouble);
    /// I1, I2, I14, I16, I21, I22, I26, I27, I31. Lets up to a minute pass.
    void look_closely();
    /// Of a daemon that has just started on what a crash left: I1, I6, I21, I26, I27.
    void look_after_crash();
    /// When all troubles are over and all has been sent: I1 to I4, I7, I8, I12, I18, I22 to I24,
    /// I26, I27, I32, I34.
    void look_at_rest();

  private:
    struct Open {
        journal::Stage stage = journal::Stage::ready;
        int attempts = 0;
    };
    struct Seen {
        std::int64_t generation = 0;
        std::optional<UtcTime> watermark;
    };
    void look_at_numbers();
    void look_at_settled(const journal::Change& change);
    bool is_overtaken_by_ours(const journal::Change& change);
    void look_at_told();
    void look_at_shown();
    void look_at_retained();
    void look_at_audit();
    void look_at_ends();
    void look_at_creates();
    void look_at_order();
    void look_at_handhelds();
    void look_at_calls();
    house::House& house() { return world_.daemon->house(); }

    World& world_;
    const Staff& staff_;
    Coverage& coverage_;
    Broken broken_;
    PmsBook book_;
    std::array<Seen, model::list_count> seen_{};
    std::map<Uuid, Open> open_;
    std::int64_t last_seq_ = 0;
    std::optional<Uuid> last_change_;  ///< that has it
    std::int64_t seen_changes_ = 0;
    std::deque<std::pair<UtcTime, std::int64_t>> audit_ends_;  ///< at each look at it
};

}  // namespace stayd::sim
