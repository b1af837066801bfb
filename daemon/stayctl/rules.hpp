#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "rules/book.hpp"
#include "stayctl/audit.hpp"

namespace stayd::stayctl {

/// All rules in lines for people: id, subject, severity, findings that stand, name; then what was
/// left out or failed.
std::string rules_table(const std::string& answer);
/// What one rule says of one subject, and every fact of it.
std::string rule_explained(const std::string& answer);
/// `ask` for GET /rules/explain.
std::string explain_target(const std::string& rule, const std::string& subject);

/// What is wrong with rules, without the daemon: each mistake names file, line and column.
std::vector<std::string> check_rules(const std::vector<rules::Source>& sources);

/// What rules would say, asked of a copy of the database (a backup) as of `now`: of each rule how
/// many subjects it was asked of, how many it would hit, how many of these have another finding
/// already, and the first of them. Changes nothing.
struct DryRun {
    std::string rule;
    std::int64_t asked = 0;
    std::int64_t hits = 0;
    std::int64_t have_another = 0;
    std::vector<std::string> first{};  ///< stays by their number, rooms by their name
};
std::vector<DryRun> dry_run(const std::filesystem::path& database,
                            const std::vector<rules::Source>& sources, UtcTime now);

}  // namespace stayd::stayctl
