#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "journal/sha256.hpp"
#include "storage/database.hpp"

namespace stayd::journal {

/// One line of the audit: who did what to which thing, what it was before and after, and why.
struct AuditRow {
    UtcTime at{};
    std::string actor;   ///< a person's name, "Mews", or "stayd"
    std::string device;  ///< empty when no device was involved
    std::optional<Uuid> change{};
    std::string kind;  ///< of the subject: "Room", "Stay", "Guest" …, or the PMS's list
    Uuid subject;
    std::optional<Uuid> about{};  ///< what it belongs to: the note's stay, the document's guest
    std::string what;             ///< "SetRoomState", "Confirmed", "Changed" …
    std::string before{};         ///< JSON by field, or empty
    std::string after{};
    std::string remote{};  ///< what the PMS has, where it decided a merge
    std::string why{};     ///< for people
    std::string rule{};    ///< the rule that decided: "R28"
};

/// A place in the chain. Noted outside the box, the last one proves later that nothing up to it was
/// taken out or altered, whoever has had the file in hand.
struct AuditMark {
    std::int64_t seq = 0;
    Hash hash{};
    bool operator==(const AuditMark&) const = default;
};

struct AuditEntry {
    std::int64_t seq = 0;
    AuditRow row;
    std::optional<Hash> hash{};  ///< none: written before there was a chain
};

/// Of the row and all before it: SHA-256 over the hash of the row before, then each column in the
/// order of the table, with its kind and length in front.
Hash hash_after(const Hash& before, std::int64_t seq, const AuditRow& row);

/// What looking at some rows of the chain gave.
struct AuditCheck {
    AuditMark reached;      ///< all up to here is as it was written
    AuditMark end;          ///< the last row that was written
    std::int64_t rows = 0;  ///< that were looked at and fit
    std::int64_t unchained =
        0;                ///< from before there was a chain, told at its begin: nothing proves them
    bool done = false;    ///< there is no more to look at
    std::string fault{};  ///< the first place where the chain breaks, for people
};

/// Which rows are asked for; all of it must hold.
struct AuditFilter {
    /// Of each group, the subject or what it belongs to is one.
    std::vector<std::vector<Uuid>> things{};
    std::string actor{};
    std::optional<Uuid> change{};
    std::optional<UtcTime> since{};
    std::optional<UtcTime> until{};
};

struct AuditPage {
    std::vector<AuditEntry> rows{};      ///< newest first
    std::optional<std::int64_t> next{};  ///< ask for rows before this one; none: there are no more
};

/// Append-only: rows are never altered, and not deleted within 400 days (sync.md I27). Numbers have
/// no gaps, and each row carries the hash of itself and of the row before. The table `audit_chain`
/// says in the same transaction where the chain ends, so that rows cut off show as well.
class Audit {
  public:
    explicit Audit(storage::Database& database) : database_(database) {}
    void add(const AuditRow& row);

    /// Looks at up to `most` rows behind `after` (a mark without hash: from the beginning).
    AuditCheck check(const AuditMark& after, int most);
    /// All of it. Takes as long as the table is: for tests and tools.
    AuditCheck verify();

    /// Up to `most` rows before `before`. Looks at a bounded number of rows: a page may be empty
    /// and not be the last.
    AuditPage page_before(std::int64_t before, const AuditFilter& filter, std::size_t most);

    /// Lets rows go that are older than 400 days, the oldest `most` at a time; the chain then
    /// begins behind them.
    void purge(UtcTime now, int most);

  private:
    struct Ends {
        AuditMark begin;  ///< the row before the chain's first: let go, or of before the chain
        AuditMark end;
    };
    Ends ends();
    std::optional<AuditEntry> find(std::int64_t seq);
    std::vector<std::int64_t> candidates(std::int64_t before, const AuditFilter& filter);
    std::int64_t first_since(UtcTime time);

    storage::Database& database_;
};

}  // namespace stayd::journal
