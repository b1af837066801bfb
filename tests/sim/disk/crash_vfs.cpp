#include <sqlite3.h>

#include <cstring>
#include <new>

#include "tests/sim/disk/crash_disk.hpp"

// The disk as SQLite sees it. Sector size, powersafe overwrite and the syncs of the folder are
// those of SQLite's own file system for Linux, so that the calls here are those of a box.

namespace stayd::sim {
namespace {

struct OpenFile {
    sqlite3_file base;
    CrashDisk* disk;
    int file;
    bool nameless;
    bool sync_folder;  ///< with the first sync: a new journal's name must be on disk
    bool delete_on_close;
    std::string* name;
};

OpenFile& of(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}

int code_of(DiskAnswer answer, int io_error) {
    if (answer == DiskAnswer::full) return SQLITE_FULL;
    return answer == DiskAnswer::done ? SQLITE_OK : io_error;
}

int close_file(sqlite3_file* file) {
    auto& open = of(file);
    if (open.delete_on_close && !open.nameless)
        open.disk->perform({.kind = DiskCall::Kind::remove, .name = *open.name});
    delete open.name;
    open.name = nullptr;
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
    const auto wanted = static_cast<std::size_t>(amount);
    const auto there =
        of(file)
            .disk->seen(of(file).file)
            .read(static_cast<std::uint64_t>(offset), {static_cast<char*>(into), wanted});
    return there < wanted ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

int write_file(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    auto& open = of(file);
    const std::string_view bytes{static_cast<const char*>(from), static_cast<std::size_t>(amount)};
    if (open.nameless) {
        open.disk->scratch(open.file, static_cast<std::uint64_t>(offset), bytes);
        return SQLITE_OK;
    }
    return code_of(open.disk->perform({.kind = DiskCall::Kind::write,
                                       .file = open.file,
                                       .offset = static_cast<std::uint64_t>(offset),
                                       .bytes = std::string{bytes}}),
                   SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    auto& open = of(file);
    if (open.nameless) return SQLITE_OK;
    return code_of(open.disk->perform({.kind = DiskCall::Kind::resize,
                                       .file = open.file,
                                       .offset = static_cast<std::uint64_t>(size)}),
                   SQLITE_IOERR_TRUNCATE);
}

int sync_file(sqlite3_file* file, int) {
    auto& open = of(file);
    if (open.nameless) return SQLITE_OK;
    const int result = code_of(
        open.disk->perform({.kind = DiskCall::Kind::sync, .file = open.file}), SQLITE_IOERR_FSYNC);
    if (result != SQLITE_OK || !open.sync_folder) return result;
    open.sync_folder = false;
    return code_of(
        open.disk->perform({.kind = DiskCall::Kind::sync_folder, .name = folder_of(*open.name)}),
        SQLITE_IOERR_DIR_FSYNC);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(of(file).disk->seen(of(file).file).size());
    return SQLITE_OK;
}

int lock(sqlite3_file*, int) {
    return SQLITE_OK;
}

int check_lock(sqlite3_file*, int* taken) {
    *taken = 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) {
    return 4096;
}

int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** mapped) {
    auto& regions = of(file).disk->shared_memory(of(file).file);
    const auto at = static_cast<std::size_t>(region);
    *mapped = nullptr;
    if (at >= regions.size()) {
        if (extend == 0) return SQLITE_OK;
        while (regions.size() <= at)
            regions.push_back(std::make_unique<std::string>(static_cast<std::size_t>(size), '\0'));
    }
    *mapped = regions[at]->data();
    return SQLITE_OK;
}

int shm_lock(sqlite3_file*, int, int, int) {
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* file, int) {
    of(file).disk->shared_memory(of(file).file).clear();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{.iVersion = 2,
                                     .xClose = close_file,
                                     .xRead = read_file,
                                     .xWrite = write_file,
                                     .xTruncate = truncate_file,
                                     .xSync = sync_file,
                                     .xFileSize = size_of_file,
                                     .xLock = lock,
                                     .xUnlock = lock,
                                     .xCheckReservedLock = check_lock,
                                     .xFileControl = file_control,
                                     .xSectorSize = sector_size,
                                     .xDeviceCharacteristics = characteristics,
                                     .xShmMap = shm_map,
                                     .xShmLock = shm_lock,
                                     .xShmBarrier = shm_barrier,
                                     .xShmUnmap = shm_unmap,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

CrashDisk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<CrashDisk*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    auto& open = of(file);
    auto& disk = disk_of(vfs);
    open.base.pMethods = nullptr;
    std::optional<int> found;
    if (name == nullptr) {
        found = disk.open_nameless();
    } else if ((flags & SQLITE_OPEN_CREATE) != 0) {
        found = disk.open(name);
    } else {
        found = disk.find(name);
    }
    if (!found) return SQLITE_CANTOPEN;
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) disk.shared_memory(*found).clear();
    constexpr int journals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    open.disk = &disk;
    open.file = *found;
    open.nameless = name == nullptr;
    open.sync_folder = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
    open.delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    open.name = new std::string(name == nullptr ? "" : name);
    open.base.pMethods = &methods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    auto& disk = disk_of(vfs);
    if (!disk.find(name)) return SQLITE_IOERR_DELETE_NOENT;
    const int result =
        code_of(disk.perform({.kind = DiskCall::Kind::remove, .name = name}), SQLITE_IOERR_DELETE);
    if (result != SQLITE_OK || sync_folder == 0) return result;
    return code_of(disk.perform({.kind = DiskCall::Kind::sync_folder, .name = folder_of(name)}),
                   SQLITE_IOERR_DIR_FSYNC);
}

int access_file(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
    const auto found = disk_of(vfs).find(name);
    // An empty file is none, as in SQLite's own file system.
    *result = found && (flags != SQLITE_ACCESS_EXISTS || disk_of(vfs).seen(*found).size() > 0);
    return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* full) {
    if (std::strlen(name) + 1 > static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
    std::strcpy(full, name);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* bytes) {
    std::memset(bytes, 7, static_cast<std::size_t>(size));
    return size;
}

int sleep_no(sqlite3_vfs*, int microseconds) {
    return microseconds;
}

int current_time(sqlite3_vfs*, sqlite3_int64* now) {
    *now = 212309251200000;  // the hotel's clock comes with every input
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

}  // namespace

struct CrashVfs::Registered {
    std::string name;
    sqlite3_vfs vfs{};
};

CrashVfs::CrashVfs(CrashDisk& disk) : registered_(std::make_unique<Registered>()) {
    registered_->name = "crash-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    auto& vfs = registered_->vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(OpenFile);
    vfs.mxPathname = 512;
    vfs.zName = registered_->name.c_str();
    vfs.pAppData = &disk;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_name;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleep_no;
    vfs.xGetLastError = last_error;
    vfs.xCurrentTimeInt64 = current_time;
    sqlite3_vfs_register(&vfs, 1);
}

CrashVfs::~CrashVfs() {
    sqlite3_vfs_unregister(&registered_->vfs);
}

const char* CrashVfs::name() const {
    return registered_->name.c_str();
}

}  // namespace stayd::sim
