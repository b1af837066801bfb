#include "insight/opportunities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <stdexcept>

#include "base/log.hpp"
#include "insight/opportunity_rules.hpp"

namespace stayd::insight {
namespace {

/// In the order of `expressions_of`, and three more.
enum Column : std::uint8_t {
    when,
    feasible,
    price,
    cost,
    worth,
    displacement,
    expires,
    segment,
    product,
    count,
    room,
    category,
    start,
    end,
    task,
    task_due,
    say,
    why,
    is_over,
    ends_soon,
    evidence,
    columns_a_rule
};

constexpr const char* fact_expressions[] = {"stage",          "money",        "care_flag",
                                            "has_complaint",  "restricted",   "no_post",
                                            "is_house",       "company_pays", "extras_allowed",
                                            "master_billing", "is_minor",     "needs_room_first",
                                            "may_email"};

std::optional<std::int64_t> number(const storage::Value& value) {
    const auto* found = std::get_if<std::int64_t>(&value);
    return found != nullptr ? std::optional{*found} : std::nullopt;
}
bool is_true(const storage::Value& value) {
    return number(value).value_or(0) != 0;
}
std::string text(const storage::Value& value) {
    const auto* found = std::get_if<std::string>(&value);
    return found != nullptr ? *found : std::string{};
}
/// Sixteen bytes, or their digits.
std::optional<Uuid> id(const storage::Value& value) {
    const auto found = text(value);
    if (const auto bytes = Uuid::from_bytes(found)) return bytes;
    if (found.size() != 32) return std::nullopt;
    return Uuid::parse(fmt::format("{}-{}-{}-{}-{}", found.substr(0, 8), found.substr(8, 4),
                                   found.substr(12, 4), found.substr(16, 4), found.substr(20)));
}

std::string evidence_of(const OfferRule& rule) {
    std::string members;
    for (const auto& column : rule.evidence)
        members += fmt::format("{}'{}', {}", members.empty() ? "" : ", ", column, column);
    return fmt::format("json_object({})", members);
}

bool is_accepted(std::span<const PastOffer> past, const std::string& rule) {
    return std::ranges::any_of(past, [&](const PastOffer& offer) {
        return offer.rule == rule && offer.decision == OfferDecision::accepted;
    });
}

/// The guest has taken what this stands against.
bool is_beside_the_point(const OfferRule& rule, const std::deque<OfferRule>& all,
                         std::span<const PastOffer> past) {
    const auto names = [](const OfferRule& from, const OfferRule& to) {
        return std::ranges::find(from.excludes, to.id) != from.excludes.end();
    };
    return std::ranges::any_of(all, [&](const OfferRule& other) {
        return (names(rule, other) || names(other, rule)) && is_accepted(past, other.id);
    });
}

void mark_best_set(std::vector<Opportunity>& offers) {
    std::vector<Candidate> candidates;
    for (const auto& offer : offers) {
        const bool is_open =
            offer.is_feasible && offer.is_worth_it && !offer.is_over && offer.guarded.number == 0;
        candidates.push_back({.rule = offer.rule->id,
                              .value = is_open ? offer.expected : 0,
                              .excludes = offer.rule->excludes});
    }
    const auto best = best_set(candidates);
    for (std::size_t at = 0; at < offers.size(); ++at) offers[at].is_counted = best[at];
}

}  // namespace

OpportunityJudge::OpportunityJudge(storage::Database& database) : database_(database) {
    const auto mistakes = load({});
    if (!mistakes.empty()) throw std::runtime_error(mistakes.front());
}

std::vector<std::string> OpportunityJudge::load(std::span<const rules::Source> sources) {
    auto read = offers_with(database_, sources);
    rules_.assign(std::make_move_iterator(read.rules.begin()),
                  std::make_move_iterator(read.rules.end()));
    is_off_.assign(rules_.size(), false);
    failures_.clear();
    sheet_.emplace(database_, std::string{offer_facts});
    for (const auto& rule : rules_) {
        const auto if_eligible = [&](const std::string& expression) {
            sheet_->add(fmt::format("CASE WHEN ({}\n) THEN ({}\n) END", rule.when.sql, expression));
        };
        for (const auto& [key, expression] : expressions_of(rule)) if_eligible(expression->sql);
        if_eligible(fmt::format("due({}\n)", rule.expires.sql));
        if_eligible(fmt::format("due(({}\n) - hours(4))", rule.expires.sql));
        if_eligible(evidence_of(rule));
    }
    facts_ = rules_.size() * columns_a_rule;
    for (const auto* expression : fact_expressions) sheet_->add(expression);
    return std::move(read.mistakes);
}

const OfferRule* OpportunityJudge::find(std::string_view id) const {
    const auto found = std::ranges::find(rules_, id, &OfferRule::id);
    return found == rules_.end() ? nullptr : &*found;
}

std::uint32_t OpportunityJudge::fingerprint() const {
    boost::crc_32_type crc;
    for (const auto& rule : rules_) {
        const auto text = fmt::format("{} {:08x} ", rule.id, rule.version);
        crc.process_bytes(text.data(), text.size());
    }
    return crc.checksum();
}

/// Without one of its expressions a rule would say something else than was meant, such as a price
/// of nothing: it says nothing.
void OpportunityJudge::note_failures(const rules::Sheet::Answer& answer) {
    for (const auto& [column, says] : answer.failed) {
        const auto at = column / columns_a_rule;
        const bool is_of_rule = column < facts_;
        if (is_of_rule && is_off_[at]) continue;
        if (is_of_rule) is_off_[at] = true;
        failures_.push_back(is_of_rule
                                ? fmt::format("{}: opportunity {}: {}",
                                              rules::to_text(rules_[at].place), rules_[at].id, says)
                                : fmt::format("{}: {}", offer_facts, says));
        log::warning("a rule says nothing any more: {}", failures_.back());
    }
}

Opportunity OpportunityJudge::offer(const OfferRule& rule, std::size_t at,
                                    const rules::Sheet::Answer& answer) const {
    const auto column = [&](Column name) -> const storage::Value& {
        return answer.values[at * columns_a_rule + name];
    };
    const auto currency = text(answer.values[facts_ + 1]);
    const auto money = [&](Column name) {
        return minor_of_millionths(number(column(name)).value_or(0), currency);
    };
    return {.rule = &rule,
            .stage = offer_stage_from(text(answer.values[facts_])),
            .segment = text(column(segment)),
            .currency = currency,
            .value = {.price = money(price),
                      .cost = money(cost),
                      .worth = money(worth),
                      .displacement = money(displacement),
                      .effort_minutes = rule.effort_minutes},
            .is_feasible = is_true(column(feasible)),
            .is_over = is_true(column(is_over)),
            .may_email = is_true(answer.values[facts_ + std::size(fact_expressions) - 1]),
            .expires_utc_ms = number(column(expires)),
            .say = text(column(say)),
            .why = text(column(why)),
            .product = id(column(product)),
            .count = static_cast<int>(
                std::clamp<std::int64_t>(number(column(count)).value_or(1), 0, 1'000)),
            .room = id(column(room)),
            .category = id(column(category)),
            .start_utc_ms = number(column(start)),
            .end_utc_ms = number(column(end)),
            .task = text(column(task)),
            .task_due_utc_ms = number(column(task_due)),
            .evidence = text(column(evidence))};
}

OpportunityJudge::Judged OpportunityJudge::judge(const Uuid& stay, std::span<const PastOffer> past,
                                                 const Tallies& tallies, UtcTime now) {
    Judged judged;
    const auto answer = sheet_->answer(stay);
    note_failures(answer);
    judged.known = answer.known;
    if (!answer.known) return judged;
    const auto fact = [&](std::size_t at) { return is_true(answer.values[facts_ + at]); };
    const GuardFacts facts{.care_flag = fact(2),
                           .has_complaint = fact(3),
                           .restricted = fact(4),
                           .no_post = fact(5),
                           .is_house = fact(6),
                           .company_pays = fact(7),
                           .extras_allowed = fact(8),
                           .master_billing = fact(9),
                           .is_minor = fact(10),
                           .needs_room_first = fact(11)};
    if (text(answer.values[facts_ + 1]).empty()) return judged;  // nothing has a price
    for (std::size_t at = 0; at < rules_.size(); ++at) {
        const auto& rule = rules_[at];
        if (is_off_[at] || !is_true(answer.values[at * columns_a_rule + when])) continue;
        if (is_beside_the_point(rule, rules_, past)) continue;
        auto found = offer(rule, at, answer);
        const auto place = static_cast<std::size_t>(found.stage);
        found.acceptance = acceptance(rule.prior, rule.factors[place],
                                      tallies(rule.id, found.stage, found.segment));
        found.expected = expected_value(found.acceptance, found.value);
        const bool is_best = std::ranges::find(rule.best, to_word(found.stage)) != rule.best.end();
        found.rank = rank_of(found.expected,
                             is_true(answer.values[at * columns_a_rule + ends_soon]), is_best);
        found.is_worth_it = rule.is_gesture || found.expected > 0;
        found.guarded = guard(rule, found.value.price > 0, facts, past, now);
        const auto until = found.guarded.until;
        if (until && (!judged.again || *until < *judged.again)) judged.again = until;
        judged.offers.push_back(std::move(found));
    }
    mark_best_set(judged.offers);
    return judged;
}

}  // namespace stayd::insight
