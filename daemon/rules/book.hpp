#pragma once

#include <array>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "rules/moments.hpp"
#include "rules/rule.hpp"
#include "rules/sheet.hpp"
#include "storage/fence.hpp"

namespace stayd::rules {

/// A file of rules and its name, as it was read.
struct Source {
    std::string file;
    std::string text;
};

/// A rule that says something of a subject now.
struct Hit {
    const Rule* rule = nullptr;  ///< valid until the next `load`
    Severity severity = Severity::medium;

    bool operator==(const Hit&) const = default;
};

/// All rules that are loaded, by subject.
class Book {
  public:
    /// `functions`: what conditions may call besides SQLite's own plain ones and those of
    /// `Moments`.
    Book(storage::Database& database, Moments& moments, std::vector<std::string> functions);

    /// Takes the rules of these files in place of all there were; of two with one id the later
    /// file's counts, so that a hotel's own stands over the shipped one. What is wrong with any is
    /// returned, and that rule is left out.
    std::vector<std::string> load(std::span<const Source> sources);

    /// What is wrong with a file, were it loaded; nothing is changed.
    std::vector<std::string> mistakes_in(const Source& source);

    const std::deque<Rule>& rules() const { return rules_; }
    const Rule* find(std::string_view id) const;

    struct Judgement {
        bool known = false;                  ///< the subject has facts
        std::vector<Hit> hits{};             ///< in the order of the rules' ids
        std::optional<UtcTime> ask_again{};  ///< when an answer can change by itself
    };
    Judgement judge(Subject subject, const Uuid& uid, UtcTime now);

    /// Rules that failed on a subject since they were loaded, and what SQLite said: they are off.
    const std::vector<std::string>& failures() const { return failures_; }
    /// All that is known of a subject: a JSON object, ids as their digits. Empty when it cannot be
    /// told.
    std::string facts(Subject subject, const Uuid& uid);

  private:
    std::vector<std::string> faults_of(const Rule& rule, const storage::Fence& fence);
    struct AskedFacts {
        std::vector<std::string> columns;
        std::string sql;
    };
    const AskedFacts& asked_facts(Subject subject);

    storage::Database& database_;
    Moments& moments_;
    std::vector<std::string> functions_;
    std::deque<Rule> rules_;  ///< by id; addresses stay
    struct Page {
        Sheet sheet;
        std::vector<const Rule*> columns;
    };
    std::vector<Page> pages_;  ///< one a subject
    std::vector<std::string> failures_;
    std::array<AskedFacts, subject_count> facts_;
};

/// Of the facts of a subject those that explain a rule's finding, in the same form.
std::string evidence(const Rule& rule, const std::string& facts);

}  // namespace stayd::rules
