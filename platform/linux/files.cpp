#include "platform/linux/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "storage/database.hpp"

namespace stayd::platform {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string_view doing, const fs::path& file, int error_number = errno) {
    throw storage::Failure::of_file(error_number,
                                    fmt::format("cannot {} {}", doing, file.string()));
}

class SystemFile final : public storage::File {
  public:
    SystemFile(fs::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
    ~SystemFile() override { ::close(descriptor_); }
    SystemFile(const SystemFile&) = delete;
    SystemFile& operator=(const SystemFile&) = delete;

    std::uint64_t size() override {
        struct stat facts{};
        if (::fstat(descriptor_, &facts) != 0) fail("look at", file_);
        return static_cast<std::uint64_t>(facts.st_size);
    }

    std::string read(std::uint64_t offset, std::size_t bytes) override {
        std::string text(bytes, '\0');
        std::size_t done = 0;
        while (done < bytes) {
            const auto got = ::pread(descriptor_, text.data() + done, bytes - done,
                                     static_cast<off_t>(offset + done));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) fail("read", file_);
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        text.resize(done);
        return text;
    }

    void write(std::uint64_t offset, std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto put =
                ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) fail("write", file_);
            offset += static_cast<std::uint64_t>(put);
            bytes.remove_prefix(static_cast<std::size_t>(put));
        }
    }

    void sync() override {
        if (sync_failed_) fail("write", file_, EIO);
        if (::fdatasync(descriptor_) == 0) return;
        sync_failed_ = true;
        fail("write", file_, errno == ENOSPC ? EIO : errno);  // nobody knows what was lost
    }

    void resize(std::uint64_t size) override {
        if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) fail("resize", file_);
    }

  private:
    fs::path file_;
    int descriptor_;
    bool sync_failed_ = false;
};

}  // namespace

std::unique_ptr<storage::File> SystemFiles::open(const fs::path& file) {
    std::error_code error;
    if (!file.parent_path().empty()) fs::create_directories(file.parent_path(), error);
    if (error) fail("make the folder of", file, error.value());
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) fail("open", file);
    return std::make_unique<SystemFile>(file, descriptor);
}

std::vector<fs::path> SystemFiles::list(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->is_regular_file(error)) files.push_back(entry->path());
    }
    if (error && error != std::errc::no_such_file_or_directory) fail("list", folder, error.value());
    std::ranges::sort(files);
    return files;
}

void SystemFiles::remove(const fs::path& file) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) fail("remove", file);
}

void SystemFiles::rename(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("rename", from);
}

void SystemFiles::sync_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) fail("open", folder);
    const int result = ::fsync(descriptor);
    const int error_number = errno;
    ::close(descriptor);
    if (result != 0) fail("write", folder, error_number);
}

}  // namespace stayd::platform
