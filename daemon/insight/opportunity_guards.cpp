#include "insight/opportunity_guards.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_a_moment = 2;
constexpr std::size_t most_a_stay = 4;
/// Offers within so long of each other are said in one breath.
constexpr Duration contact_moment = 30min;

constexpr std::array<std::string_view, 5> decision_words{"Offered", "Accepted", "Declined",
                                                         "Dismissed", "TakenBack"};

enum Number : std::uint8_t { frequency = 2, exclusions = 3 };

/// When each other rule was last said to the guest. What was dismissed or taken back was not.
std::map<std::string, UtcTime> said(std::span<const PastOffer> past, const std::string& but) {
    std::map<std::string, UtcTime> when;
    for (const auto& offer : past) {
        if (offer.rule == but) continue;
        if (offer.decision == OfferDecision::offered)
            when[offer.rule] = offer.at;
        else if (offer.decision == OfferDecision::accepted ||
                 offer.decision == OfferDecision::declined)
            when.try_emplace(offer.rule, offer.at);
        else
            when.erase(offer.rule);
    }
    return when;
}

bool is_said_already(const OfferRule& rule, std::span<const PastOffer> past) {
    bool said = false;
    for (const auto& offer : past) {
        if (offer.rule == rule.id) said = offer.decision == OfferDecision::offered;
    }
    return said;
}

Guarded too_often(std::span<const PastOffer> past, const OfferRule& rule, UtcTime now) {
    const auto others = said(past, rule.id);
    if (others.size() >= most_a_stay)
        return {.number = frequency, .why = "Four offers were made in this stay"};
    std::vector<UtcTime> just_now;
    for (const auto& [id, at] : others) {
        if (at + contact_moment > now) just_now.push_back(at);
    }
    if (just_now.size() < most_a_moment) return {};
    std::ranges::sort(just_now, std::ranges::greater{});
    return {.number = frequency,
            .why = "Two offers were made just now",
            .until = just_now[most_a_moment - 1] + contact_moment};
}

std::string_view excluded(const OfferRule& rule, bool is_paid, const GuardFacts& facts) {
    if (facts.has_complaint) return "A complaint is open: nothing is sold until it is settled";
    if (facts.care_flag) return "The guest has complained before, or needs care";
    if (facts.restricted) return "The guest is not to be let in without a manager";
    if (facts.is_house) return "A stay of the house itself";
    if (facts.is_minor) return "A minor is not asked";
    if (is_paid && facts.no_post) return "Nothing may be put on this guest's bill";
    if (is_paid && facts.master_billing) return "The group has one bill";
    if (is_paid && facts.company_pays && !facts.extras_allowed)
        return "A company pays, and extras were not allowed";
    if (facts.needs_room_first && !rule.skips.room_first)
        return "The guest comes soon and has no room that is ready";
    return {};
}

}  // namespace

std::string_view to_word(OfferDecision decision) {
    return decision_words[static_cast<std::size_t>(decision)];
}

std::optional<OfferDecision> offer_decision_from(std::string_view word) {
    const auto* found = std::ranges::find(decision_words, word);
    if (found == decision_words.end()) return std::nullopt;
    return static_cast<OfferDecision>(found - decision_words.begin());
}

Guarded guard(const OfferRule& rule, bool is_paid, const GuardFacts& facts,
              std::span<const PastOffer> past, UtcTime now) {
    if (!rule.skips.exclusions) {
        if (const auto why = excluded(rule, is_paid, facts); !why.empty())
            return {.number = exclusions, .why = std::string{why}};
    }
    if (rule.skips.frequency || is_said_already(rule, past)) return {};
    return too_often(past, rule, now);
}

}  // namespace stayd::insight
