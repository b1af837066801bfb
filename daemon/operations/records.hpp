#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "storage/database.hpp"

/// What staff know of a stay or a guest and the PMS has no field for: when the guest comes, that a
/// request is looked through, that the registration form is signed. Facts of rules read it
/// (insight/facts, table `record`).
namespace stayd::operations {

enum class RecordOf { stay, guest };

/// One thing that can be recorded. Its value is one of `words`, separated by blanks; or, by
/// `moment`, an instant; or a text of 1 to 100 characters.
struct RecordEntry {
    std::string_view name;
    RecordOf of;
    std::string_view title;  ///< for people: "arrival time"
    std::string_view words = {};
    bool moment = false;
};

std::span<const RecordEntry> record_entries();
const RecordEntry* find_record(std::string_view name);  ///< null: there is none of that name
/// As facts read it: instants in milliseconds, all else as it was said.
std::string stored_record(std::string_view name, std::string_view said);
/// The other way round.
std::string said_record(const RecordEntry& entry, const std::string& stored);
/// Why nothing of this kind can be recorded; empty when it can. A value that is empty can always.
std::string fault_of_record(const RecordEntry& entry, std::string_view said);

class Records {
  public:
    explicit Records(storage::Database& database) : database_(database) {}

    /// As it stands in the table: instants in milliseconds.
    std::optional<std::string> find(const Uuid& subject, std::string_view name);
    void put(const Uuid& subject, std::string_view name, std::string_view value,
             std::string_view by, UtcTime now);
    void remove(const Uuid& subject, std::string_view name);
    /// Of stays and guests that the mirror holds no longer.
    void remove_of_nobody();

  private:
    storage::Database& database_;
};

}  // namespace stayd::operations
