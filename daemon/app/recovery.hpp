#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "journal/segments.hpp"
#include "storage/files.hpp"

/// What becomes of a database that is damaged or missing (sync.md 11, architecture.md 6). It is
/// moved aside, never mended in place: the newest backup that can be read takes its place, or a new
/// one, and `House::replay` puts the journal's files over it. Every step may be interrupted; the
/// next start does it again.
namespace stayd::app {

/// Whole backups, newest first; by their names, which carry the time.
std::vector<std::filesystem::path> backups(const Config::Storage& storage, storage::Files& files);

/// Sees to it that a database can be opened; after it there is a greater epoch than any that
/// devices have seen, unless nothing was amiss. What was found and done, for the log and the
/// status; empty: nothing was amiss, or the box is new.
std::string mend_database(const Config::Storage& storage, storage::Files& files,
                          const journal::Reading& journal, UtcTime now);

/// Puts one backup in the database's place, whatever is there. What was done. Throws
/// `std::runtime_error` with a sentence when the file is none; nothing has happened then.
std::string restore(const Config::Storage& storage, storage::Files& files,
                    const journal::Reading& journal, const std::filesystem::path& backup,
                    UtcTime now);

/// The process has seen damage and ends: the next start does not trust the file, whatever it looks
/// like then.
void note_damage(const Config::Storage& storage, storage::Files& files, const std::string& seen);

}  // namespace stayd::app
