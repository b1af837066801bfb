#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journal/audit.hpp"
#include "storage/database.hpp"

namespace stayd::house {

/// Which rows of the audit a person asks for, in the person's words; all that is said must hold.
struct AuditQuestion {
    std::string room{};   ///< its name
    std::string guest{};  ///< name, last name or id; the guest's stays belong to it
    std::string stay{};   ///< its number
    std::string by{};     ///< who acted
    std::optional<UtcTime> since{};
    std::optional<UtcTime> until{};
    std::optional<Uuid> change{};
};

struct AuditLine {
    journal::AuditEntry entry;
    std::string subject;  ///< "Room 204", "Stay 1042, Okafor"; empty when it is no longer known
    std::string about;
};

struct AuditAnswer {
    std::string unknown{};           ///< what was asked for and is not known: "room 999"
    std::vector<AuditLine> lines{};  ///< newest first
    std::optional<std::int64_t> next{};
};

/// The audit for people: asked by names, answered with names.
class AuditView {
  public:
    explicit AuditView(storage::Database& database) : database_(database), audit_(database) {}

    AuditAnswer before(std::int64_t seq, const AuditQuestion& question, std::size_t most);

  private:
    std::vector<Uuid> rooms(const std::string& name);
    std::vector<Uuid> stays(const std::string& number);
    std::vector<Uuid> guests(const std::string& name_or_id);
    std::string name_of(const Uuid& id);

    storage::Database& database_;
    journal::Audit audit_;
};

}  // namespace stayd::house
