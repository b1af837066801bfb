#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {

/// What the PMS says of the box's changes, by its rows and by its book of applied writes: the other
/// half of "confirmed" (sync.md I8).
class PmsBook {
  public:
    explicit PmsBook(Pms& pms) : pms_(pms) {}

    /// What a create leaves in the book; empty: it is no create. Products of the stay,
    /// companions and addresses carry no mark: those that are alike have the same key, and only all
    /// of them can be counted.
    std::string key_of(const journal::Change& change) const;
    static bool is_marked(std::string_view key);
    /// How often our client has created what has this key; what somebody has removed since counts.
    std::int64_t times_created(const std::string& key);
    /// How many notes, documents and addresses of these somebody else has rewritten or taken away
    /// before that instant. When we had not found yet what had become of the create, what tells it
    /// from others was gone: a note or document is written once more then, an address counts as
    /// theirs.
    std::int64_t times_rewritten(const std::string& key, UtcTime before);

    /// Of a set, a transition or a removal that has just been confirmed: empty when the PMS has it,
    /// or when the row was written again since, by whomever; else what it has.
    std::string difference(const journal::Change& change);
    /// Of the same, whatever was written since.
    std::string difference_now(const journal::Change& change) const;

  private:
    struct Written {
        UtcTime ours{};
        UtcTime theirs{};
    };
    void read();
    bool is_written_since(const journal::Change& change);

    Pms& pms_;
    std::size_t read_ = 0;  ///< of the book's writes
    std::map<std::string, std::int64_t, std::less<>> created_;
    std::map<Uuid, std::string> made_;  ///< those of ours that nobody else has written to yet
    std::map<std::string, std::vector<UtcTime>, std::less<>> rewritten_;
    std::map<Uuid, Written> written_;
};

}  // namespace stayd::sim
