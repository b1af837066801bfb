#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "house/house.hpp"
#include "mews/connector.hpp"

// What each kind of change means to the PMS: the write it becomes, how it is found out what became
// of it, and what that says. Plain functions of the mirror and the journal; the replayer acts upon
// them.

namespace stayd::sync {

/// What to do with a change whose turn has come.
struct Plan {
    std::variant<mews::Write, house::Outcome> next;  ///< an outcome: the PMS need not be asked
    journal::Fields lost{};    ///< the PMS's values that stand; with a write, the rest is sent
    journal::Fields beaten{};  ///< the PMS's values that what is sent replaces
    std::string rule{};        ///< that decided so
};

Plan plan(house::House& house, const journal::Change& change, UtcTime now);

/// What to read to know what the PMS has of these changes, which are of one kind and fit one call;
/// nullopt when nothing need be read. Of a create nothing is sure before the PMS shows it: see
/// `Settings::settle`.
std::optional<mews::ListRequest> look_at(house::House& house,
                                         const std::vector<journal::Change>& changes, UtcTime now);

/// What the fresh mirror says about a write whose answer never came; nullopt: it was not applied.
/// `seen`: the ids that the look brought.
std::optional<house::Outcome> found(house::House& house, const journal::Change& change,
                                    const std::vector<Uuid>& seen);

/// How many changes of a kind go into one call.
std::size_t most_in_one_call(journal::Kind kind);

}  // namespace stayd::sync
