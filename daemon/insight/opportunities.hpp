#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "insight/opportunity_guards.hpp"
#include "insight/opportunity_value.hpp"
#include "rules/book.hpp"
#include "rules/sheet.hpp"
#include "storage/database.hpp"

namespace stayd::insight {

/// The view that its rules ask.
inline constexpr std::string_view offer_facts = "offer_facts";

/// What can be offered to the guest of a stay now (hotel-domain.md 4).
struct Opportunity {
    const OfferRule* rule = nullptr;
    OfferStage stage = OfferStage::desk;
    std::string segment;
    std::string currency;
    OfferValue value{};
    std::int64_t acceptance = 0;  ///< in millionths
    std::int64_t expected = 0;
    std::int64_t rank = 0;
    bool is_feasible = true;
    bool is_worth_it = true;  ///< its expected value is above zero, or it is a gesture
    bool is_over = false;     ///< its moment has passed
    Guarded guarded{};
    bool is_counted = false;  ///< in the best set of its stay
    bool may_email = false;   ///< the guest agreed to offers by e-mail
    std::optional<std::int64_t> expires_utc_ms{};
    std::string say;
    std::string why;
    std::optional<Uuid> product{};
    int count = 1;
    std::optional<Uuid> room{};
    std::optional<Uuid> category{};
    std::optional<std::int64_t> start_utc_ms{};
    std::optional<std::int64_t> end_utc_ms{};
    std::string task;
    std::optional<std::int64_t> task_due_utc_ms{};
    std::string evidence;  ///< a JSON object of facts
};

/// The rules of opportunities/*.toml over `offer_facts`. Answers change by themselves at the moment
/// `rules::Moments` tells, or `again`.
class OpportunityJudge {
  public:
    /// With the shipped rules. Throws `std::runtime_error` when a shipped file is not right: tests
    /// see to it.
    explicit OpportunityJudge(storage::Database& database);

    /// Takes the shipped rules and, over them, those of the hotel's own files in place of all there
    /// were. What is wrong with any is returned, and that rule is left out.
    std::vector<std::string> load(std::span<const rules::Source> sources);
    /// Tells one set of rules from another.
    std::uint32_t fingerprint() const;

    using Tallies =
        std::function<Tally(const std::string& rule, OfferStage, const std::string& segment)>;
    struct Judged {
        bool known = false;  ///< the stay has facts
        std::vector<Opportunity> offers{};
        std::optional<UtcTime> again{};
    };
    /// `past`: decisions of this stay. The offers point into this judge.
    Judged judge(const Uuid& stay, std::span<const PastOffer> past, const Tallies& tallies,
                 UtcTime now);
    const OfferRule* find(std::string_view id) const;
    const std::deque<OfferRule>& rules() const { return rules_; }
    /// Rules that failed on a stay since they were loaded, and what SQLite said: nothing is offered
    /// by them any more.
    const std::vector<std::string>& failures() const { return failures_; }

  private:
    void note_failures(const rules::Sheet::Answer& answer);
    Opportunity offer(const OfferRule& rule, std::size_t at,
                      const rules::Sheet::Answer& answer) const;

    storage::Database& database_;
    std::optional<rules::Sheet> sheet_;
    std::deque<OfferRule> rules_;
    std::vector<bool> is_off_;  ///< by rule: it failed
    std::vector<std::string> failures_;
    std::size_t facts_ = 0;  ///< the first column behind those of the rules
};

}  // namespace stayd::insight
