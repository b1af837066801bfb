#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "house/input.hpp"
#include "journal/journal.hpp"

namespace stayd::crash {

/// One act upon the house, whole or not at all: the inputs of one apply, a statement for the
/// database itself, or a backup.
struct Step {
    std::string what;
    UtcTime now{};
    std::vector<house::Input> inputs{};
    const char* sql = nullptr;
    bool backup = false;

    bool has_page() const;
    bool turns_the_day() const;
    bool has_staff() const;
    bool needs_rules() const;
};

/// A year and a half of a small hotel: staff in groups as the group commit makes them, with every
/// kind of write, pages of the PMS, sends and their ends, checkpoints, backups, purges. The same
/// seed gives the same one.
struct Scenario {
    std::vector<Step> steps;  ///< after the first start of the box at `begins`
    UtcTime begins{};
    std::vector<bool> accepted_in_step{};  ///< a staff command was accepted there

    /// What a person was told is saved, and in which step.
    struct Accepted {
        std::size_t step;
        journal::Change change;                   ///< as it was written down
        std::optional<house::CreateTask> task{};  ///< that it made
    };
    std::vector<Accepted> accepted{};
    /// A request of this change left for the PMS after this step.
    struct Left {
        std::size_t step;
        Uuid change;
    };
    std::vector<Left> left{};
    std::size_t commands = 0;  ///< that were accepted; some made two changes
    std::size_t refused = 0;   ///< commands that the house did not take
    std::map<journal::Kind, int> kinds{};
    std::size_t pages = 0;
    std::size_t backups = 0;
};

constexpr std::int64_t rows_a_page = 4;
constexpr std::int64_t pages_a_list = 10;
/// The lists that are read from nothing to their end in the scenario.
constexpr model::List scanned_lists[] = {model::List::customers, model::List::companies};

Scenario write_scenario(std::uint64_t seed, std::size_t commands);

}  // namespace stayd::crash
