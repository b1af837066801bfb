#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "house/house.hpp"
#include "journal/segments.hpp"
#include "storage/files.hpp"

/// What becomes of a database that is damaged or missing (sync.md 11, architecture.md 6). It is
/// moved aside, never mended in place: the newest backup that can be read takes its place, or a new
/// one, and `House::replay` puts the journal's files over it. Every step may be interrupted; the
/// next start does it again.
namespace stayd::app {

/// Whole backups, newest first: by what is in them, the epoch and how far the journal's files had
/// come. Their names carry the hotel's time, which may have been wrong. Unreadable ones come last.
std::vector<std::filesystem::path> backups(const Config::Storage& storage, storage::Files& files);

/// Two backups stay, the newest. Up to which frame of the journal's files both hold everything,
/// once there are two: for `house::BackupMade`.
std::optional<std::int64_t> keep_newest(const Config::Storage& storage, storage::Files& files);

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

/// Removes what was moved aside as damaged, of the database and of the journal's files: a full disk
/// has a better use for its space. False when there was nothing.
bool throw_evidence_away(const Config::Storage& storage, storage::Files& files);

/// The process has seen damage and ends: the next start does not trust the file, whatever it looks
/// like then.
void note_damage(const Config::Storage& storage, storage::Files& files, const std::string& seen);

}  // namespace stayd::app
