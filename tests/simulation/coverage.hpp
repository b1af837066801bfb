#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "journal/journal.hpp"

namespace stayd::sim {

/// Which kinds of write have been in which stage while which trouble was there: the table that must
/// have no empty cell.
class Coverage {
  public:
    void note(journal::Kind kind, journal::Stage stage, std::string_view trouble);
    void add(const Coverage& other);

    struct Sum {
        std::size_t cells = 0;
        std::size_t empty = 0;
        std::map<journal::Stage, std::pair<std::size_t, std::size_t>> by_stage{};  ///< cells, empty
    };
    /// Over all stages that a kind can be in, and these troubles.
    Sum sum(const std::set<std::string>& troubles) const;
    /// A line for each kind and stage, a column for each trouble.
    std::string table(const std::set<std::string>& troubles) const;

  private:
    std::map<std::tuple<journal::Kind, journal::Stage, std::string>, int> cells_;
};

/// Whether a change of that kind can be there.
bool can_be(journal::Kind kind, journal::Stage stage);

}  // namespace stayd::sim
