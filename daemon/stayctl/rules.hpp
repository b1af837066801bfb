#pragma once

#include <string>

#include "stayctl/asking.hpp"

namespace stayd::stayctl {

/// All rules in lines for people: id, subject, severity, findings that stand, name; then what was
/// left out or failed.
std::string rules_table(const std::string& answer);
/// What one rule says of one subject, and every fact of it.
std::string rule_explained(const std::string& answer);
/// `ask` for GET /rules/explain.
std::string explain_target(const std::string& rule, const std::string& subject);

}  // namespace stayd::stayctl
