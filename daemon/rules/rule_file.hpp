#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.hpp"

namespace stayd::rules {

struct RuleFile {
    std::vector<Rule> rules;
    std::vector<std::string> mistakes;  ///< "stays.toml:14:9: rule RS-01.when: …"
    bool only_rules = true;             ///< nothing that others read stands beside them
};

/// Reads one TOML file of rules. A rule with a mistake is left out and the others stand; a file
/// that is no TOML has none.
///   [[rule]]
///   id       = "RS-01"
///   name     = "Arrival without room"
///   subject  = "stay"                      # stay, person, room, task, company, house
///   when     = "arrives_today AND room_uid IS NULL"
///   severity = "medium"                    # info, low, medium, high, critical
///   raise.high     = "due(eta_utc_ms - hours(4))"
///   raise.critical = "due(eta_utc_ms) OR guest_waiting"
///   message  = "No room is assigned"
///   fix      = "Assign one by category, features and readiness"
///   role     = "desk"
///   priority = 10                          # 1 to 100, 50 when left out
///   evidence = ["number", "category"]      # columns of stay_facts
///   on       = true
RuleFile read_rules(std::string_view file, std::string_view text);

/// One rule as such a file, without comments: read again it is the same rule.
std::string to_toml(const Rule& rule);

}  // namespace stayd::rules
