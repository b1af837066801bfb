#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.hpp"
#include "rules/sheet.hpp"

namespace stayd::insight {

/// In the order of the board (hotel-domain.md 3.2, 3.3).
enum class ReadinessState {
    call_now,     ///< the guest stands here and may go up: say so
    waiting,      ///< the guest stands here and a hard gate fails
    blocked,      ///< a hard gate fails that no work in progress mends
    late_risk,    ///< the room will be ready less than 30 minutes before the guest, or after
    desk_needed,  ///< the room is ready, something is left to do at the desk
    preparing,
    ready,
    checked_in,
    cancelled
};
std::string_view to_word(ReadinessState state);  ///< "CallNow" …
std::optional<ReadinessState> readiness_from(std::string_view word);

enum class Gate { hard, soft, none };

/// One criterion of a stay: R01 to R17 of hotel-domain.md 3.1.
struct CriterionResult {
    std::string id;
    std::string name;
    Gate gate = Gate::none;
    int points = 0;
    int weight = 0;
    bool passes = true;
    std::string lacks;  ///< for staff, when it does not pass or points are missing
    std::string fix;

    bool operator==(const CriterionResult&) const = default;
};

struct Readiness {
    ReadinessState state = ReadinessState::preparing;
    int score = 0;  ///< 0 to 100
    bool no_show_risk = false;
    std::optional<std::int64_t> eta_utc_ms{};
    int eta_confidence = 0;
    /// The room is ready at max(now, vacated) plus the minutes; none: no room is assigned.
    std::optional<std::int64_t> vacated_utc_ms{};
    std::optional<std::int64_t> ready_minutes{};
    int vip_rank = 0;
    /// How much the room's cleaning hurries, to order rooms by; 0: nothing is to be done for it
    /// (hotel-domain.md 3.5, without the way from floor to floor, which depends on the attendant).
    int rush = 0;
    std::vector<CriterionResult> criteria{};  ///< that apply

    bool operator==(const Readiness&) const = default;
};

/// The score of 3.1 over the criteria that apply.
int readiness_score(const std::vector<CriterionResult>& criteria);

/// What decides the state besides the gates.
struct StayMoment {
    std::string state;  ///< the PMS's word
    bool guest_waiting = false;
    bool is_late = false;  ///< less than 30 minutes of slack
    /// A hard gate fails that work in progress does not mend.
    bool is_stuck = false;
};
ReadinessState readiness_state(const StayMoment& moment,
                               const std::vector<CriterionResult>& criteria);

/// The criteria of readiness/criteria.toml over a stay's facts. Answers change by themselves at the
/// moment `rules::Moments` tells.
class ReadinessJudge {
  public:
    /// Throws `std::runtime_error` when the shipped file is not right: tests see to it.
    explicit ReadinessJudge(storage::Database& database);

    /// None when the stay has no facts. `critical_findings`: of the stay, for R17.
    std::optional<Readiness> judge(const Uuid& stay, int critical_findings);

  private:
    struct Criterion {
        std::string id;
        std::string name;
        Gate gate = Gate::none;
        int weight = 0;
        std::string points;
        std::string passes;  ///< empty: when all points are there
        std::string hard_when = "0";
        std::string work_mends_it = "0";
        std::string lacks;
        std::string fix;
    };
    void read();

    /// Of a criterion in the sheet.
    enum Column : std::size_t { points, passes, work_mends_it, is_hard, columns };

    rules::Sheet sheet_;
    std::vector<Criterion> criteria_;
    std::size_t facts_ = 0;  ///< the first column behind those of the criteria
};

}  // namespace stayd::insight
