#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "rules/book.hpp"

namespace stayd::house {

/// What rules would say, without anybody seeing it.
struct DryRun {
    /// Of one rule: how many subjects it was asked of, how many it would hit, how many of these
    /// have another finding already, and the first of them.
    struct Rule {
        std::string id;
        std::int64_t asked = 0;
        std::int64_t hits = 0;
        std::int64_t have_another = 0;
        std::vector<std::string>
            first{};  ///< stays by their number, rooms by their name; no persons
    };
    std::vector<std::string> mistakes;  ///< each names file, line and column; that rule is left out
    std::vector<Rule> rules;
};

/// Asks the rules of these files, and no others, of a database as of `now`, on a connection of its
/// own that changes nothing: of the one in use, beside the daemon, or of a backup. What it would
/// say of the past is not known, for facts are kept as they are now. Takes as long as all subjects
/// take; `is_over` is asked before each, and when it is so the run ends there and says so among
/// the mistakes.
DryRun dry_run(
    const std::filesystem::path& database, std::span<const rules::Source> sources, UtcTime now,
    const std::function<bool()>& is_over = [] { return false; });

/// What is wrong with the files, without any database.
std::vector<std::string> mistakes_in(std::span<const rules::Source> sources);

}  // namespace stayd::house
