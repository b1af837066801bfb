#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "insight/opportunities.hpp"
#include "journal/fields.hpp"
#include "storage/database.hpp"

namespace stayd::operations {

/// Blocked: a guardrail fails. Offered: said to the guest, who has not answered. Withdrawn and
/// expired were said, and are no longer to be had.
enum class OpportunityState {
    open,
    blocked,
    offered,
    accepted,
    declined,
    dismissed,
    expired,
    withdrawn
};
std::string_view to_word(OpportunityState state);  ///< "Open" …
std::optional<OpportunityState> opportunity_state_from(std::string_view word);

/// What can be offered to the guest of a stay, and what became of it. Money in minor units. What
/// was said keeps the price at which it was said.
struct Opportunity {
    Uuid id{};
    std::string rule{};
    Uuid stay{};
    OpportunityState state = OpportunityState::open;
    std::string name;
    std::string stage;
    std::string currency;
    std::int64_t price = 0;
    std::int64_t expected = 0;
    std::int64_t rank = 0;
    std::int64_t acceptance = 0;  ///< in millionths
    bool is_counted = false;      ///< in the best set of its stay
    bool needs_availability = false;
    int guardrail = 0;
    std::string reason;  ///< why it is blocked, withdrawn, declined or dismissed
    std::string say;
    std::string why;
    std::optional<UtcTime> expires{};
    std::string decided_by;
    std::optional<UtcTime> decided{};

    bool operator==(const Opportunity&) const = default;
};

/// What was said, and ended without the guest: a decision about it stands no longer.
struct Lapse {
    OpportunityState state = OpportunityState::expired;  ///< or withdrawn
    std::string reason;
};

/// A decision about a rule of a stay.
struct OfferAnswer {
    Uuid change{};
    insight::PastOffer offer;
    std::string by;
    journal::Fields value;
    std::optional<Lapse> lapse{};
};
/// The newest about a rule; null when there is none. `answers`: the oldest first.
const OfferAnswer* newest_of(std::span<const OfferAnswer> answers, std::string_view rule);

/// As it stands by what was recorded last, though it was not concluded since: nothing is sold
/// twice. Of what is untold the facts of this moment count.
Opportunity as_recorded(Opportunity shown, const OfferAnswer* newest,
                        const insight::Opportunity* found);

/// Opportunities by rule and stay. They follow from what the rules say of the facts and from the
/// journal's decisions alone.
class Opportunities {
  public:
    explicit Opportunities(storage::Database& database) : database_(database) {}

    /// The same rule of the same stay always has the same.
    static Uuid id_of(std::string_view rule, const Uuid& stay);

    std::vector<OfferAnswer> answers(const Uuid& stay);
    /// Of decisions until `before`: today's count from tomorrow on, so that one answer does not
    /// move all prices. Kept while `before` is the same.
    insight::Tally tally(const std::string& rule, insight::OfferStage stage,
                         const std::string& segment, UtcTime before);
    /// A decision of the past came or went: by a clock that was set back, or a rollback.
    void forget_tallies() { tallies_.clear(); }
    /// What a decision is counted under.
    static std::string tally_key(std::string_view rule, insight::OfferStage stage,
                                 std::string_view segment);

    struct Entered {
        std::vector<Uuid> changed{};
        std::vector<Opportunity> lapsed{};  ///< what was said and is no longer to be had, once each
        std::optional<UtcTime> again{};     ///< when the next of what was said is over
    };
    /// Brings the opportunities of one stay in line.
    Entered enter(const Uuid& stay, const insight::OpportunityJudge::Judged& judged,
                  std::span<const OfferAnswer> answers, UtcTime now);
    std::optional<Opportunity> find(const Uuid& id);
    std::vector<Opportunity> of(const Uuid& stay);

  private:
    void note_lapse(const OfferAnswer& answer, const Opportunity& one, Entered& into, UtcTime now);
    void put(const Opportunity& opportunity);
    void remove(const Uuid& id);
    insight::Tally count(const std::string& key, UtcTime before);
    storage::Database& database_;
    UtcTime tallied_before_{};
    std::map<std::string, insight::Tally> tallies_;  ///< by key
};

}  // namespace stayd::operations
