#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/mews/split_mix.hpp"
#include "tests/sim/world/world.hpp"
#include "tests/simulation/troubles.hpp"

namespace stayd::sim {

/// What happened in a run, for the ledger.
struct DaysReport {
    std::uint64_t seed = 0;
    int hours = 0;
    int edits = 0;     ///< by other users of the PMS
    int acts = 0;      ///< by the hotel's staff
    int troubles = 0;  ///< of the PMS and the line
    int deaths = 0;    ///< of the daemon
    std::size_t calls = 0;
    std::int64_t late = 0;   ///< rows that were visible later than the overlap reaches
    std::uint64_t hash = 0;  ///< of every call's time and path and of what the broker holds
    std::vector<std::string> broken{};  ///< "I14 at 2015-09-18T03:00:00Z: …"; empty when all held
};

/// A hotel's days: staff at work, other people in the PMS all the time, and one trouble after the
/// other, for as long as is asked; then an hour without any, after which all must be well. Checked
/// on the way are the promises I13 to I20 and I31, in the end I32 (sync.md 12). One seed gives one
/// run.
class HotelDays {
  public:
    explicit HotelDays(std::uint64_t seed);
    DaysReport live(int hours);

  private:
    void step();
    void act();
    void begin_trouble();
    void end_trouble();
    void look();
    void look_closely();
    void recover();
    void broken(std::string_view promise, const std::string& what);
    std::uint64_t below(std::uint64_t bound) { return dice_.below(bound); }

    World world_;
    Settings healthy_;
    SplitMix dice_;
    SeededRandom phone_dice_;
    Handheld phone_;
    DaysReport report_;
    std::vector<Trouble> troubles_;
    std::optional<UtcTime> trouble_ends_;
    UtcTime calm_since_;
    std::optional<UtcTime> outage_counts_from_;  ///< of a total outage, when ten minutes were over
    std::size_t calls_before_outage_ = 0;
    int deaths_before_outage_ = 0;
    struct Seen {
        std::int64_t generation = 0;
        std::optional<UtcTime> watermark;
    };
    std::array<Seen, model::list_count> seen_{};
};

}  // namespace stayd::sim
