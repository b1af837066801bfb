#pragma once

#include <deque>
#include <string>
#include <vector>

#include "house/shown.hpp"
#include "journal/audit.hpp"
#include "rules/book.hpp"

namespace stayd::house {

/// The same rule always has the same id among the things that are shown and audited.
Uuid uid_of_rule(std::string_view id);

/// What became of the rules: those that staff wrote over the files' own, and who changed which when
/// (hotel-domain.md 2.1).
class RuleLog {
  public:
    RuleLog(storage::Database& database, Shown& shown, journal::Audit& audit)
        : database_(database), shown_(shown), audit_(audit) {}

    /// What staff wrote, each as a file "desk/RS-01.toml", to be loaded behind all others.
    std::vector<rules::Source> edits();
    /// Stands over the files from the next load on; an empty text: the files' own counts again.
    void edit(const std::string& rule, const std::string& text, const std::string& by, UtcTime now);

    /// Against what was loaded the last time. The rules of a new box are no change.
    void note(const std::deque<rules::Rule>& loaded, const std::string& by, UtcTime now);

  private:
    struct Known;
    std::vector<Known> known();
    void put(const rules::Rule& rule, const std::string& text, const std::string& by, UtcTime now);
    void tell(const std::string& id, const char* what, const std::string& before,
              const std::string& after, const std::string& by, UtcTime now);

    storage::Database& database_;
    Shown& shown_;
    journal::Audit& audit_;
};

}  // namespace stayd::house
