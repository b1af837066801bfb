#pragma once

#include <iosfwd>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "journal/journal.hpp"

namespace stayd::sim {

/// Which kinds of write have been in which stage while which trouble was there: the table that must
/// have no empty cell.
class Coverage {
  public:
    void note(journal::Kind kind, journal::Stage stage, std::string_view trouble);
    void add(const Coverage& other);

    struct Place {
        journal::Kind kind;
        journal::Stage stage;
        auto operator<=>(const Place&) const = default;
    };
    /// What can be in this trouble and was not.
    std::vector<Place> missing(std::string_view trouble) const;
    /// Of all that can be in it: 1 is all.
    double part_missing(const std::string& trouble) const;

    struct Sum {
        std::size_t cells = 0;
        std::size_t empty = 0;
        std::map<journal::Stage, std::pair<std::size_t, std::size_t>> by_stage{};  ///< cells, empty
    };
    /// Over all that can be in these troubles.
    Sum sum(const std::set<std::string>& troubles) const;
    /// A line for each kind and stage, a column for each trouble; "-" where nothing can be.
    std::string table(const std::set<std::string>& troubles) const;
    /// A line for each kind and stage that was not in all of them, with those that are missing.
    std::string holes(const std::set<std::string>& troubles) const;

    void write(std::ostream& to) const;
    /// Adds what `write` wrote, to the end.
    void read(std::istream& from);

  private:
    bool has(journal::Kind kind, journal::Stage stage, std::string_view trouble) const;
    std::map<std::tuple<journal::Kind, journal::Stage, std::string>, int> cells_;
};

/// An outage: no answer comes from the PMS.
bool is_outage(std::string_view trouble);

/// Whether a change of that kind can be in that stage while that trouble is there. Never:
/// - what the PMS has no field for is on its way, or decided by anybody: it stays on the box at
///   once;
/// - what has no fields that both sides set is replaced;
/// - what goes to the PMS stays on the box, but the end of a task that the token may not close. (So
///   does the removal of what never came to the PMS: tests/unit/sync/plan_by_kind_test.cpp.)
/// - anything is confirmed, replaced, refused or left to the box without an answer: in an outage.
bool can_be(journal::Kind kind, journal::Stage stage, std::string_view trouble);

}  // namespace stayd::sim
