#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stayd::storage {

/// One file outside of SQLite. Every failure is thrown as storage::Failure.
class File {
  public:
    virtual ~File() = default;
    virtual std::uint64_t size() = 0;
    virtual std::string read(std::uint64_t offset, std::size_t bytes) = 0;  // fewer at the end
    virtual void write(std::uint64_t offset, std::string_view bytes) = 0;
    virtual void sync() = 0;  // on disk when it returns
    virtual void resize(std::uint64_t size) = 0;
};

class Files {
  public:
    virtual ~Files() = default;
    /// Made when it is not there.
    virtual std::unique_ptr<File> open(const std::filesystem::path& file) = 0;
    virtual std::vector<std::filesystem::path> list(const std::filesystem::path& folder) = 0;
    virtual void remove(const std::filesystem::path& file) = 0;
    virtual void rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    virtual void sync_folder(const std::filesystem::path& folder) = 0;
};

}  // namespace stayd::storage
