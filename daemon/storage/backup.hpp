#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "storage/database.hpp"

struct sqlite3_backup;

namespace stayd::storage {

/// A copy of a database in use, in steps: what is written between two steps on the same connection
/// comes along. Gone when it is not finished.
class OnlineBackup {
  public:
    /// Over what stands at `file`. The database outlives the backup.
    OnlineBackup(Database& database, std::filesystem::path file);
    ~OnlineBackup();
    OnlineBackup(const OnlineBackup&) = delete;
    OnlineBackup& operator=(const OnlineBackup&) = delete;

    /// Copies so many pages; true when that was the last one and the file is one that stands alone.
    /// Not synced: that is the caller's.
    bool step(int pages);
    int percent() const;
    const std::filesystem::path& file() const { return file_; }

  private:
    void close() noexcept;
    std::filesystem::path file_;
    sqlite3* copy_ = nullptr;
    sqlite3_backup* backup_ = nullptr;
    bool finished_ = false;
};

/// Puts one state of a database over all that the other holds, whatever is written meanwhile.
/// False: `is_over`, which is asked now and then, was so, and the other holds nothing to be used.
bool copy(Database& from, Database& to, const std::function<bool()>& is_over);

/// The tables of a database, to be looked at one after the other.
std::vector<std::string> tables(Database& database);
/// What is wrong with one table and its indexes; empty when nothing is.
std::string damage_of(Database& database, const std::string& table);
/// The same of the whole database, without comparing indexes with their tables.
std::string damage_of(Database& database);
/// The same of a file that nobody has open, which may be no database at all.
std::string damage_of(const std::filesystem::path& file);

}  // namespace stayd::storage
