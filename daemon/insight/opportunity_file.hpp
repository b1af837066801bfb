#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "insight/opportunity_value.hpp"
#include "rules/rule.hpp"

namespace stayd::insight {

/// The guardrails that a rule can be free of by its nature (hotel-domain.md 4.3).
struct Skips {
    bool frequency = false;
    bool exclusions = false;
    bool room_first = false;
};

/// One thing to offer, as it was written. All expressions are over `offer_facts`, money in
/// millionths with taxes.
struct OfferRule {
    std::string id;
    std::string name;
    rules::Expression when;                  ///< NULL counts as no
    rules::Expression feasible{.sql = "1"};  ///< else it is withdrawn, for `cannot`
    std::string cannot = "It is no longer to be had";
    rules::Expression price;  ///< what the guest pays
    rules::Expression cost{.sql = "0"};
    rules::Expression worth{.sql = "0"};         ///< to the house, besides the price
    rules::Expression displacement{.sql = "0"};  ///< what an upgrade keeps from being sold
    int prior = 0;                               ///< percent that take it
    std::array<int, offer_stages> factors{100, 120, 100, 60, 50};  ///< on it, percent, by stage
    std::vector<std::string> best{};                               ///< stages it is best offered at
    int effort_minutes = 0;
    rules::Expression expires{.sql = "NULL"};     ///< a moment
    rules::Expression segment{.sql = "segment"};  ///< outcomes are counted by it
    // What is done when the guest accepts.
    rules::Expression product{.sql = "NULL"};   ///< hex digits of what is ordered …
    rules::Expression count{.sql = "1"};        ///< … so often
    rules::Expression room{.sql = "NULL"};      ///< the stay moves there
    rules::Expression category{.sql = "NULL"};  ///< to a room of it that is free
    rules::Expression start{.sql = "NULL"};     ///< its new times
    rules::Expression end{.sql = "NULL"};
    rules::Expression task;  ///< the title of the task that delivers it
    rules::Expression task_due{.sql = "NULL"};
    bool needs_availability = false;  ///< tentative when that is old
    bool is_gesture = false;          ///< no sale: its value does not decide
    Skips skips{};
    std::vector<std::string> excludes{};  ///< ids of rules
    rules::Expression say;                ///< to the guest
    rules::Expression why;                ///< to staff
    std::vector<std::string> evidence{};
    rules::Place place{};
    std::uint32_t version = 0;
};

struct OfferFile {
    std::vector<OfferRule> rules;
    std::vector<std::string> mistakes;  ///< "meals.toml:14:9: opportunity U05.price: …"
};
/// Reads one TOML file of [[opportunity]] tables; one with a mistake is left out.
OfferFile read_offers(std::string_view file, std::string_view text);

/// Each expression of a rule, by its key.
struct NamedExpression {
    std::string_view key;
    const rules::Expression* expression;
};
std::vector<NamedExpression> expressions_of(const OfferRule& rule);

}  // namespace stayd::insight
