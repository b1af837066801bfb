#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/files.hpp"
#include "tests/sim/disk/contents.hpp"

namespace stayd::sim {

/// A call that changes the disk. These are numbered from 1 in the order in which they come.
struct DiskCall {
    enum class Kind { create, write, resize, sync, remove, rename, sync_folder };
    Kind kind = Kind::write;
    int file = 0;              ///< write, resize, sync
    std::string name{};        ///< create, remove, rename; the folder of sync_folder
    std::string to{};          ///< rename
    std::uint64_t offset = 0;  ///< write; the new size of resize
    std::string bytes{};       ///< write
};

enum class DiskAnswer { done, io_error, full };

/// What goes wrong at one call.
enum class DiskFault {
    io_error,          ///< half of a write may be done
    full,              ///< this once: no space
    full_until_freed,  ///< from here on files grow only by what others lose, until `free_space`
    sync_fails,        ///< what waited for this sync is never written, though it can be read
};

/// A disk in memory that can lose what was not synced. It forgets no less than ext4 with
/// data=ordered does:
/// - A sync of a file keeps its bytes, size and truncations, never its name.
/// - Names (create, remove, rename) are kept by a sync of their folder; of those that wait, a crash
///   keeps the first few in their order, as a journal of metadata does.
/// - Bytes are kept by sectors of 512, in any order of the sectors; of one sector that was written
///   to several times, what it held at some moment. A sector is never torn: that is what SQLite's
///   powersafe overwrite, its default, stands upon.
/// - What stands beyond an unsynced truncation is as before it, when the truncation is lost.
/// - A file may be as long as it was made while sectors within it are still zero.
/// Locks and shared memory of SQLite are the process's: a crash ends them.
class CrashDisk {
  public:
    static constexpr std::size_t sector = 512;

    CrashDisk() = default;
    explicit CrashDisk(const Image& image);

    // What programs do

    DiskAnswer perform(const DiskCall& call);
    std::optional<int> find(const std::string& name) const;
    /// The file of that name, made when it is not there; nothing: the disk answers with an error.
    std::optional<int> open(const std::string& name);
    /// A file without a name, for SQLite's own scratch: gone after a crash, not counted.
    int open_nameless();
    const Contents& seen(int file) const {
        return file < 0 ? scratch_[index(-1 - file)] : files_[index(file)].seen;
    }
    void scratch(int file, std::uint64_t offset, std::string_view bytes);
    std::vector<std::string> names() const;

    // What a test says

    void fail_at(DiskFault fault, std::uint64_t call) {
        fault_ = fault;
        fault_at_ = call;
    }
    void free_space() { space_.reset(); }
    /// From here on nothing is done, and every call answers with an error.
    void cut_power() { dead_ = true; }
    void record(std::vector<DiskCall>* calls) { recorded_ = calls; }
    std::uint64_t calls() const { return calls_; }
    bool fault_was_met() const { return fault_met_; }
    /// Syncs of a file after one of them had failed: a promise nobody may believe.
    std::uint64_t syncs_after_failure() const { return syncs_after_failure_; }

    // What is left

    /// A write that was under way when the power was cut, and how much of it had been taken.
    struct UnderWay {
        const DiskCall* call;
        std::size_t bytes;
    };
    enum class Kept { nothing, everything, some };
    /// What is there after a cut of the power, of that which waits for a sync. `seed` chooses.
    Image after_crash(Kept kept, std::uint64_t seed = 0,
                      std::optional<UnderWay> under_way = {}) const;
    bool all_synced() const;

    /// What SQLite shares between the connections to a file: in no image.
    using SharedMemory = std::vector<std::unique_ptr<std::string>>;
    SharedMemory& shared_memory(int file) { return shared_memory_[file]; }
    CrashDisk(const CrashDisk& other);  ///< the same files; without faults and shared memory
    CrashDisk& operator=(const CrashDisk&) = delete;

  private:
    struct Unsynced {
        bool resize;
        std::uint64_t offset;  ///< the size, for a resize
        std::string bytes;
    };
    struct FileState {
        Contents seen;
        Contents synced;
        std::vector<Unsynced> waiting;
        bool sync_failed = false;  ///< since the program started
        bool lost = false;         ///< `seen` holds what will never be written
    };
    struct Naming {
        DiskCall::Kind kind;
        std::string name;
        std::string to;
        int file;
    };
    static std::size_t index(int file) { return static_cast<std::size_t>(file); }
    DiskAnswer meet_fault(const DiskCall& call);
    std::uint64_t space_for(const DiskCall& call) const;
    std::uint64_t space_freed_by(const DiskCall& call) const;
    void apply(const DiskCall& call);
    void sync(FileState& file);
    static void apply(const Naming& naming, std::map<std::string, int>& names);
    struct Piece {
        bool resize;
        std::uint64_t offset;
        std::string_view bytes;
    };
    static void keep_some(Contents& contents, const std::vector<Piece>& waiting,
                          std::uint64_t seed);

    std::vector<FileState> files_;
    std::vector<Contents> scratch_;
    std::map<std::string, int> names_;
    std::map<std::string, int> synced_names_;
    std::vector<Naming> waiting_names_;
    std::uint64_t calls_ = 0;
    std::vector<DiskCall>* recorded_ = nullptr;
    std::optional<DiskFault> fault_;
    std::uint64_t fault_at_ = 0;
    bool fault_met_ = false;
    std::optional<std::uint64_t> space_;  ///< what is left of it, when that counts
    bool dead_ = false;
    std::uint64_t syncs_after_failure_ = 0;
    std::map<int, SharedMemory> shared_memory_;
};

/// Lets SQLite open files of a disk, under `name()` and where no other name is given, while it
/// lives. One connection to each file at a time.
class CrashVfs {
  public:
    explicit CrashVfs(CrashDisk& disk);
    CrashVfs(const CrashVfs&) = delete;
    CrashVfs& operator=(const CrashVfs&) = delete;
    ~CrashVfs();
    const char* name() const;

  private:
    struct Registered;
    std::unique_ptr<Registered> registered_;
};

/// The files of a disk that are not SQLite's.
class CrashFiles final : public storage::Files {
  public:
    explicit CrashFiles(CrashDisk& disk) : disk_(disk) {}
    std::unique_ptr<storage::File> open(const std::filesystem::path& file) override;
    std::vector<std::filesystem::path> list(const std::filesystem::path& folder) override;
    void remove(const std::filesystem::path& file) override;
    void rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    void sync_folder(const std::filesystem::path& folder) override;

  private:
    CrashDisk& disk_;
};

/// The folder a name stands in.
std::string folder_of(const std::string& name);

}  // namespace stayd::sim
