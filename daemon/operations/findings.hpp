#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "rules/book.hpp"
#include "storage/database.hpp"

namespace stayd::operations {

/// Snoozed and waived ones are open again when their time is over, or when they get worse.
enum class FindingState { open, acknowledged, snoozed, waived, resolved };
std::string_view to_word(FindingState state);  ///< "Open" …
std::optional<FindingState> finding_state_from(std::string_view word);

/// What a rule says of a subject, and what became of it (hotel-domain.md 2.1).
struct Finding {
    Uuid id;
    std::string rule;
    std::uint32_t rule_version = 0;
    rules::Subject subject = rules::Subject::stay;
    Uuid about;
    rules::Severity severity = rules::Severity::medium;
    FindingState state = FindingState::open;
    std::string evidence;  ///< a JSON object of facts, as they were when it was raised or got worse
    int times = 1;
    UtcTime raised{};
    UtcTime changed{};
    std::optional<UtcTime> until{};
    std::optional<UtcTime> clears{};  ///< mended, and resolved then if it stays so
    std::string decided_by;
    std::string reason;
};

/// What became of a finding in one look at its subject.
enum class FindingEvent { raised, worse, better, open_again, mended, broken_again, resolved };
struct FindingNews {
    Finding finding;  ///< as it is now
    FindingEvent event;
};

/// Findings by their key, rule and subject: of one key there is never more than one.
class Findings {
  public:
    explicit Findings(storage::Database& database) : database_(database) {}

    /// What a new finding needs from outside.
    struct Source {
        std::function<std::string(const rules::Rule&)> evidence;
        std::function<Uuid()> id;
    };
    /// Brings the findings of one subject in line with what the rules say of it now. A finding
    /// whose condition is false is mended at once and resolved when it has been so for a minute, so
    /// that one that comes and goes is one.
    std::vector<FindingNews> enter(rules::Subject subject, const Uuid& about,
                                   const rules::Book::Judgement& judgement, const Source& give,
                                   UtcTime now);
    /// When `enter` has something to do for the subject though no fact changes.
    std::optional<UtcTime> next(const Uuid& about, rules::Subject subject);

    std::optional<Finding> find(const Uuid& id);
    std::vector<Finding> of(const Uuid& about);
    /// A person's decision; resolved is none.
    void decide(const Uuid& id, FindingState state, std::optional<UtcTime> until,
                const std::string& by, const std::string& reason, UtcTime now);

  private:
    std::vector<Finding> all(storage::Statement query);
    void put(const Finding& finding);
    std::optional<FindingEvent> compare(Finding& finding, const rules::Hit* hit, const Source& give,
                                        UtcTime now);
    storage::Database& database_;
};

}  // namespace stayd::operations
