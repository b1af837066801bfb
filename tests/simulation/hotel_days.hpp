#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/promises.hpp"
#include "tests/simulation/troubles.hpp"

namespace stayd::sim {

/// What happened in a run, for the ledger.
struct DaysReport {
    std::uint64_t seed = 0;
    int hours = 0;
    std::size_t handhelds = 0;
    int edits = 0;               ///< by other users of the PMS
    int acts = 0;                ///< by the hotel's staff
    int disorders = 0;           ///< of their handhelds
    int troubles = 0;            ///< of the PMS and the line
    int outages = 0;             ///< of the broker
    int clocks = 0;              ///< how often the box's clock was set wrong, or right again
    int deaths = 0;              ///< of the daemon, by a kill or a cut of the power
    journal::Balance changes{};  ///< what came of the acts
    std::size_t calls = 0;
    std::int64_t late = 0;   ///< rows that were visible later than the overlap reaches
    std::uint64_t hash = 0;  ///< of every call's time and path and of what the broker holds
    std::vector<std::string> broken{};  ///< "I14 at 2015-09-18T03:00:00Z: …"; empty when all held
};

enum class HotelKind {
    small,  ///< 12 to 40 rooms; something happens every few seconds
    city,   ///< the City Hotel of tests/data, as busy
    remote  ///< a guest house of 6 to 10 rooms; its line is there for some minutes in some days
};

/// How much happens, and how it is looked at. Chances are one of so many in each step.
struct Rhythm {
    Duration step{20'000};
    Duration step_in_outage{20'000};
    Duration look_each{60'000};
    Duration look_closely_each{3'600'000};
    std::size_t most_handhelds = 30;
    std::uint64_t edit = 2;
    std::uint64_t trouble = 60;
    Duration longest_trouble{26 * 60'000};
    std::uint64_t outage = 6;       ///< one of so many troubles
    std::uint64_t long_outage = 4;  ///< one of so many outages
    Duration longest_outage{3'600'000 * 3};
    Duration longest_without_box{30 * 60'000};
    bool has_rules = false;
    bool has_aims = true;
};

/// The line between the PMS and everybody does so.
struct Outage {
    std::string name;
    Fault fault;
};

/// A hotel's days: staff at work with 3 to 30 handhelds, other people in the PMS all the time, and
/// one trouble after the other, of the PMS, the line, the broker, the box and its clock, for as
/// long as is asked; then an hour without any, after which all must be well. What must hold is in
/// `Promises`. Some of the staff, and the PMS, see to it that each kind of write comes into each
/// stage in each trouble. Every fourth hotel has rules. A remote hotel knows neither aims nor
/// rules. One seed gives one run.
class HotelDays {
  public:
    explicit HotelDays(std::uint64_t seed, HotelKind kind = HotelKind::small);
    DaysReport live(int hours);
    /// What these conclude takes several times as long as all the rest.
    bool has_rules() const { return rhythm_.has_rules; }
    const Coverage& coverage() const { return coverage_; }
    /// All there are, for the columns of the coverage.
    static const std::set<std::string>& trouble_names();

  private:
    void step();
    void act();
    void look();
    bool is_calm() const;
    bool is_aimed_at(const std::string& trouble) const;
    std::vector<Coverage::Place> aims_in(const std::string& trouble) const;
    void aim();
    void bring_about(const Coverage::Place& place);
    void begin_trouble();
    void begin_trouble_of_the_pms(const Trouble& trouble);
    void begin_outage(const Outage& outage);
    void bring_about_before(const Outage& outage);
    std::string most_missing_trouble();
    void start_daemon();
    void load_rules();
    void end_trouble();
    void disturb_broker();
    void disturb_clock();
    void let_daemon_die();
    void be_without_box();
    void edit();
    void let_somebody_come();
    void recover();
    void broken(std::string_view promise, const std::string& what);
    std::uint64_t below(std::uint64_t bound) { return dice_.below(bound); }
    Duration up_to(Duration bound) {
        return Duration{
            static_cast<std::int64_t>(below(static_cast<std::uint64_t>(bound.count())))};
    }
    bool one_of(std::uint64_t chances) { return dice_.below(chances) == 0; }

    Rhythm rhythm_;
    SplitMix dice_;
    World world_;
    Settings healthy_;
    Staff staff_;
    DaysReport report_;
    Coverage coverage_;
    Promises promises_;
    std::vector<Trouble> troubles_;
    std::string trouble_;  ///< the one that is there; "none"
    std::optional<UtcTime> trouble_ends_;
    std::map<Coverage::Place, int> tries_;  ///< of aims in it
    std::optional<UtcTime> broker_back_;
    UtcTime calm_since_;
    UtcTime next_look_;
    UtcTime next_close_look_;
    std::optional<UtcTime> outage_counts_from_;  ///< of a total outage, when ten minutes were over
    std::size_t calls_before_outage_ = 0;
    int deaths_before_outage_ = 0;
};

}  // namespace stayd::sim
