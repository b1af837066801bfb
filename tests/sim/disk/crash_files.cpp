#include <sqlite3.h>

#include "storage/database.hpp"
#include "tests/sim/disk/crash_disk.hpp"

namespace stayd::sim {
namespace {

void expect_done(DiskAnswer answer, int io_error, const std::string& doing) {
    if (answer == DiskAnswer::full)
        throw storage::Failure(SQLITE_FULL, "no space left, while: " + doing);
    if (answer == DiskAnswer::io_error)
        throw storage::Failure(io_error, "the disk failed, while: " + doing);
}

class CrashFile final : public storage::File {
  public:
    CrashFile(CrashDisk& disk, int file) : disk_(disk), file_(file) {}
    std::uint64_t size() override { return disk_.seen(file_).size(); }
    std::string read(std::uint64_t offset, std::size_t bytes) override {
        std::string text(bytes, '\0');
        text.resize(disk_.seen(file_).read(offset, text));
        return text;
    }
    void write(std::uint64_t offset, std::string_view bytes) override {
        expect_done(disk_.perform({.kind = DiskCall::Kind::write,
                                   .file = file_,
                                   .offset = offset,
                                   .bytes = std::string{bytes}}),
                    SQLITE_IOERR_WRITE, "write");
    }
    void sync() override {
        expect_done(disk_.perform({.kind = DiskCall::Kind::sync, .file = file_}),
                    SQLITE_IOERR_FSYNC, "sync");
    }
    void resize(std::uint64_t size) override {
        expect_done(disk_.perform({.kind = DiskCall::Kind::resize, .file = file_, .offset = size}),
                    SQLITE_IOERR_TRUNCATE, "resize");
    }

  private:
    CrashDisk& disk_;
    int file_;
};

}  // namespace

std::unique_ptr<storage::File> CrashFiles::open(const std::filesystem::path& file) {
    if (!disk_.find(file.string())) {
        expect_done(disk_.perform({.kind = DiskCall::Kind::create, .name = file.string()}),
                    SQLITE_IOERR, "make " + file.string());
    }
    return std::make_unique<CrashFile>(disk_, *disk_.find(file.string()));
}

std::vector<std::filesystem::path> CrashFiles::list(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& name : disk_.names()) {
        if (folder_of(name) == folder.string()) found.emplace_back(name);
    }
    return found;
}

void CrashFiles::remove(const std::filesystem::path& file) {
    if (!disk_.find(file.string())) return;
    expect_done(disk_.perform({.kind = DiskCall::Kind::remove, .name = file.string()}),
                SQLITE_IOERR_DELETE, "remove " + file.string());
}

void CrashFiles::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    expect_done(
        disk_.perform({.kind = DiskCall::Kind::rename, .name = from.string(), .to = to.string()}),
        SQLITE_IOERR, "rename " + from.string());
}

void CrashFiles::sync_folder(const std::filesystem::path& folder) {
    expect_done(disk_.perform({.kind = DiskCall::Kind::sync_folder, .name = folder.string()}),
                SQLITE_IOERR_DIR_FSYNC, "sync " + folder.string());
}

}  // namespace stayd::sim
