#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/time.hpp"
#include "insight/opportunity_file.hpp"

namespace stayd::insight {

/// What staff made of an offer. Taken back: it was a slip.
enum class OfferDecision : std::uint8_t { offered, accepted, declined, dismissed, taken_back };
std::string_view to_word(OfferDecision decision);  ///< "Offered" …
std::optional<OfferDecision> offer_decision_from(std::string_view word);

/// Such a decision of this stay, the oldest first.
struct PastOffer {
    std::string rule;
    OfferDecision decision = OfferDecision::offered;
    UtcTime at{};
};

/// What of a stay speaks against offers.
struct GuardFacts {
    bool care_flag = false;
    bool has_complaint = false;
    bool restricted = false;
    bool no_post = false;
    bool is_house = false;
    bool company_pays = false;
    bool extras_allowed = false;
    bool master_billing = false;
    bool is_minor = false;
    bool needs_room_first = false;
};

/// The guardrail that fails first (hotel-domain.md 4.3), and why; 0: none.
struct Guarded {
    int number = 0;
    std::string why{};
    std::optional<UtcTime> until{};  ///< it holds again by itself
};
Guarded guard(const OfferRule& rule, bool is_paid, const GuardFacts& facts,
              std::span<const PastOffer> past, UtcTime now);

}  // namespace stayd::insight
