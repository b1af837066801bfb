#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "tests/sim/mews/split_mix.hpp"
#include "tests/sim/world/world.hpp"

namespace stayd::sim {

/// The hotel's staff with their handhelds, as people use them: every write there is, out of reach
/// for a while, sent twice, in another order, with clocks that are wrong, put back to an old
/// backup.
class Staff {
  public:
    Staff(World& world, std::size_t handhelds, std::uint64_t seed);

    struct Act {
        Uuid id;
        journal::Kind kind;
        v1::Command command;
    };
    /// What happens in a while of some seconds; the act, if somebody within reach did one.
    std::optional<Act> live_on();
    /// Somebody does this, if there is anything to do; nothing when he is out of reach.
    std::optional<Act> act(journal::Kind kind);
    /// The trouble is over: all are within reach and have sent what they had.
    void come_back();

    std::size_t size() const { return handhelds_.size(); }
    const std::vector<std::unique_ptr<Handheld>>& handhelds() const { return handhelds_; }
    int acts() const { return acts_; }
    int disorders() const { return disorders_; }  ///< repeats, losses, restores and wrong clocks

  private:
    Handheld& anyone() { return *handhelds_[dice_.below(handhelds_.size())]; }
    bool one_of(std::uint64_t chances) { return dice_.below(chances) == 0; }
    std::optional<Act> act();
    std::vector<v1::Command> acts_on_what_is_shown(const Handheld& handheld, journal::Kind kind);
    std::vector<v1::Command> acts_on_conclusions(journal::Kind kind);
    void connect(Handheld& handheld);
    void fall_into_disorder();

    World& world_;
    SplitMix dice_;
    SeededRandom ids_;
    std::vector<std::unique_ptr<Handheld>> handhelds_;
    int acts_ = 0;
    int disorders_ = 0;
};

}  // namespace stayd::sim
