#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "storage/database.hpp"

namespace stayd::storage {

/// One step of the schema. `version` counts from 1 without gaps; landed steps are never edited.
struct Migration {
    int version;
    std::string_view name;
    std::string_view up;
    std::string_view down;
};

/// Brings the file to the newest version, each step in its own transaction; the version stands in
/// `PRAGMA user_version`. Before the first step a copy `<file>.before-<version>` is made. The down
/// texts are stored in table `migration`, so that an older program can take back what a newer one
/// did: a file with a newer version than `migrations` know is brought down by them. Throws
/// `Failure`; the file then stands at the last whole step. Returns the version found before.
int migrate(Database& database, const std::filesystem::path& file,
            std::span<const Migration> migrations);

}  // namespace stayd::storage
