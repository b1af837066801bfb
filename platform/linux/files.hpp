#pragma once

#include "storage/files.hpp"

namespace stayd::platform {

/// Files of this machine. What was written is on the disk when `sync` returns; a sync that failed
/// is never tried again on the same file, for the kernel forgets what it could not write. Folders
/// are made as they are needed.
class SystemFiles final : public storage::Files {
  public:
    std::unique_ptr<storage::File> open(const std::filesystem::path& file) override;
    /// In the order of their names; none when there is no such folder.
    std::vector<std::filesystem::path> list(const std::filesystem::path& folder) override;
    void remove(const std::filesystem::path& file) override;  ///< also when it is not there
    void rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    void sync_folder(const std::filesystem::path& folder) override;
};

}  // namespace stayd::platform
