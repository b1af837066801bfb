#pragma once

#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "rules/rule.hpp"
#include "storage/functions.hpp"

namespace stayd::rules {

/// All expressions over one subject's facts, answered by one statement a subject: its facts are
/// computed once, however many ask. The cost of an answer does not grow with the hotel.
class Sheet {
  public:
    Sheet(storage::Database& database, Subject subject) : Sheet(database, facts_of(subject)) {}
    /// Over another view that is keyed by `uid`.
    Sheet(storage::Database& database, std::string view);
    Sheet(Sheet&&) = default;
    ~Sheet();

    /// The column of the answer. The expression has passed `storage::fault_of`.
    std::size_t add(std::string expression);

    struct Answer {
        bool known = false;  ///< the subject has facts
        std::vector<storage::Value> values{};
        /// Columns that failed, with SQLite's words: they took too long, or too much. Their value
        /// is NULL, here and from now on.
        std::vector<std::pair<std::size_t, std::string>> failed{};
    };
    Answer answer(const Uuid& uid);

  private:
    storage::Database& database_;
    std::string view_;
    std::vector<std::string> expressions_;
    std::string sql_;  ///< of all that work; empty: to be made
    void make();
    void drop();
    void ask_part(const Uuid& uid, std::size_t from, std::size_t to, Answer& into);
};

}  // namespace stayd::rules
