#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "house/past.hpp"
#include "rules/book.hpp"

namespace stayd::house {

/// What is tried, and of what.
struct Trial {
    std::filesystem::path database;          ///< in use beside the daemon, or a backup
    std::span<const rules::Source> sources;  ///< the rules of these files and no others
    UtcTime now{};
    Duration look_back{0};  ///< zero: only what they would say now
    ReadDocument read{};    ///< needed to look back
    /// Asked all the time. The run ends where it is when it is so.
    std::function<bool()> is_over = [] { return false; };
};

/// What rules would say, and would have said, without anybody seeing it.
struct DryRun {
    struct Rule {
        std::string id;
        std::int64_t asked = 0;         ///< of so many subjects
        std::int64_t hits = 0;          ///< now
        std::int64_t have_another = 0;  ///< of the hits: have a finding of another rule
        std::vector<std::string>
            first{};                ///< stays by their number, rooms by their name; no persons
        std::int64_t fired = 0;     ///< how often it began to hit while it was looked back
        std::int64_t fired_on = 0;  ///< so many subjects
        std::vector<std::string> last{};  ///< of these the latest, named as `first`
    };
    std::vector<std::string> mistakes;  ///< each names file, line and column; that rule is left out
    std::vector<Rule> rules;
    Duration looked_back{0};               ///< less than was asked for when the run was ended
    std::optional<UtcTime> known_since{};  ///< before that the past is known in part: see `Past`
};

/// Asks rules of a database on a connection of its own that changes nothing, and of a copy of it
/// that is taken back in time, at `looked_every` (what begins and ends in between is not seen).
/// Takes as long as all subjects take, so many times. Throws `storage::Failure`.
DryRun dry_run(const Trial& trial);
/// The house's own time: by the PMS's clock, and in a backup of an earlier day the moment at which
/// the PMS was last heard there. `clock` is what the machine says.
UtcTime now_in(const std::filesystem::path& database, UtcTime clock);
inline constexpr Duration looked_every = std::chrono::hours{24};

/// What is wrong with the files, without any database.
std::vector<std::string> mistakes_in(std::span<const rules::Source> sources);

}  // namespace stayd::house
