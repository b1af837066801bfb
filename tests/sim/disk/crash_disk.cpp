#include "tests/sim/disk/crash_disk.hpp"

#include <algorithm>

namespace stayd::sim {

std::string folder_of(const std::string& name) {
    const auto slash = name.rfind('/');
    return slash == std::string::npos ? "" : name.substr(0, slash);
}

CrashDisk::CrashDisk(const Image& image) {
    for (const auto& [name, contents] : image.files) {
        names_[name] = static_cast<int>(files_.size());
        files_.push_back({.seen = contents, .synced = contents});
    }
    synced_names_ = names_;
}

CrashDisk::CrashDisk(const CrashDisk& other)
    : files_(other.files_),
      names_(other.names_),
      synced_names_(other.synced_names_),
      waiting_names_(other.waiting_names_) {
    for (auto& file : files_) file.sync_failed = false;
}

std::optional<int> CrashDisk::find(const std::string& name) const {
    const auto found = names_.find(name);
    if (found == names_.end()) return std::nullopt;
    return found->second;
}

std::optional<int> CrashDisk::open(const std::string& name) {
    if (const auto found = find(name)) return found;
    if (perform({.kind = DiskCall::Kind::create, .name = name}) != DiskAnswer::done)
        return std::nullopt;
    return find(name);
}

int CrashDisk::open_nameless() {
    scratch_.emplace_back();
    return -static_cast<int>(scratch_.size());
}

void CrashDisk::scratch(int file, std::uint64_t offset, std::string_view bytes) {
    scratch_[index(-1 - file)].write(offset, bytes);
}

std::vector<std::string> CrashDisk::names() const {
    std::vector<std::string> all;
    for (const auto& [name, file] : names_) all.push_back(name);
    return all;
}

DiskAnswer CrashDisk::perform(const DiskCall& call) {
    ++calls_;
    if (dead_) return DiskAnswer::io_error;
    if (call.kind == DiskCall::Kind::sync && files_[index(call.file)].sync_failed)
        ++syncs_after_failure_;
    if (fault_ && calls_ == fault_at_) {
        const auto answer = meet_fault(call);
        if (answer != DiskAnswer::done) return answer;
    }
    if (space_) {
        const auto need = space_for(call);
        if (need > *space_) return DiskAnswer::full;
        *space_ += space_freed_by(call) - need;
    }
    if (recorded_ != nullptr) recorded_->push_back(call);
    apply(call);
    return DiskAnswer::done;
}

DiskAnswer CrashDisk::meet_fault(const DiskCall& call) {
    using Kind = DiskCall::Kind;
    const bool is_sync = call.kind == Kind::sync;
    fault_met_ = true;
    switch (*fault_) {
        case DiskFault::io_error: {
            if (call.kind == Kind::write) {
                auto half = call;
                half.bytes.resize(half.bytes.size() / 2);
                apply(half);
            }
            return DiskAnswer::io_error;
        }
        case DiskFault::full:
            fault_met_ = call.kind == Kind::write || call.kind == Kind::create;
            return fault_met_ ? DiskAnswer::full : DiskAnswer::done;
        case DiskFault::full_until_freed:
            space_ = 0;
            return DiskAnswer::done;
        case DiskFault::sync_fails: {
            fault_met_ = is_sync;
            if (!is_sync) return DiskAnswer::done;
            auto& file = files_[index(call.file)];
            file.sync_failed = true;
            file.lost = file.lost || !file.waiting.empty();
            file.waiting.clear();
            return DiskAnswer::io_error;
        }
    }
    return DiskAnswer::done;
}

std::uint64_t CrashDisk::space_for(const DiskCall& call) const {
    if (call.kind != DiskCall::Kind::write) return 0;
    const auto there = files_[index(call.file)].seen.size();
    const auto end = call.offset + call.bytes.size();
    return end > there ? end - there : 0;
}

std::uint64_t CrashDisk::space_freed_by(const DiskCall& call) const {
    if (call.kind == DiskCall::Kind::resize) {
        const auto there = files_[index(call.file)].seen.size();
        return there > call.offset ? there - call.offset : 0;
    }
    const auto gone = call.kind == DiskCall::Kind::remove ? find(call.name) : std::nullopt;
    return gone ? seen(*gone).size() : 0;
}

void CrashDisk::apply(const DiskCall& call) {
    using Kind = DiskCall::Kind;
    switch (call.kind) {
        case Kind::create:
        case Kind::remove:
        case Kind::rename: {
            Naming naming{.kind = call.kind, .name = call.name, .to = call.to, .file = 0};
            if (call.kind == Kind::create) {
                naming.file = static_cast<int>(files_.size());
                files_.emplace_back();
            }
            apply(naming, names_);
            waiting_names_.push_back(std::move(naming));
            return;
        }
        case Kind::write:
            files_[index(call.file)].seen.write(call.offset, call.bytes);
            files_[index(call.file)].waiting.push_back(
                {.resize = false, .offset = call.offset, .bytes = call.bytes});
            return;
        case Kind::resize:
            files_[index(call.file)].seen.resize(call.offset);
            files_[index(call.file)].waiting.push_back(
                {.resize = true, .offset = call.offset, .bytes = {}});
            return;
        case Kind::sync:
            return sync(files_[index(call.file)]);
        case Kind::sync_folder: {
            const auto is_here = [&](const Naming& naming) {
                return folder_of(naming.kind == Kind::rename ? naming.to : naming.name) ==
                       call.name;
            };
            for (const auto& naming : waiting_names_) {
                if (is_here(naming)) apply(naming, synced_names_);
            }
            std::erase_if(waiting_names_, is_here);
            return;
        }
    }
}

void CrashDisk::sync(FileState& file) {
    if (file.lost) {
        for (const auto& change : file.waiting) {
            if (change.resize)
                file.synced.resize(change.offset);
            else
                file.synced.write(change.offset, change.bytes);
        }
    } else {
        file.synced = file.seen;
    }
    file.waiting.clear();
}

void CrashDisk::apply(const Naming& naming, std::map<std::string, int>& names) {
    if (naming.kind == DiskCall::Kind::create) {
        names[naming.name] = naming.file;
        return;
    }
    const auto found = names.find(naming.name);
    if (found == names.end()) return;
    if (naming.kind == DiskCall::Kind::rename) names[naming.to] = found->second;
    names.erase(naming.name);
}

/// What is written to a sector (or a page) is drawn one write after the other; from the first that
/// is lost on, it stays as it is.
void CrashDisk::keep_some(Contents& contents, const std::vector<Piece>& waiting,
                          std::uint64_t seed) {
    struct Manner {
        int chances;         ///< of 256, to be kept
        std::uint64_t unit;  ///< what is kept or lost together
    };
    static constexpr std::array<Manner, 6> manners{{{.chances = 128, .unit = 512},
                                                    {.chances = 224, .unit = 512},
                                                    {.chances = 250, .unit = 512},
                                                    {.chances = 32, .unit = 512},
                                                    {.chances = 128, .unit = 4096},
                                                    {.chances = 240, .unit = 4096}}};
    const auto manner = manners[seed % manners.size()];
    const auto is_kept = [&](std::uint64_t what, std::uint64_t time) {
        const auto drawn = mix(mix(seed * 0x9e3779b97f4a7c15U + 1, what), time);
        return static_cast<int>(drawn >> 40 & 0xff) < manner.chances;
    };
    std::uint64_t longest = 0;
    std::vector<bool> behind;  // units that stay as they are from here on
    for (std::uint64_t time = 0; time < waiting.size(); ++time) {
        const auto& change = waiting[time];
        if (change.resize) {
            if (!is_kept(~std::uint64_t{0}, time)) return;
            contents.resize(change.offset);
            longest = change.offset;
            continue;
        }
        const auto bytes = change.bytes;
        longest = std::max(longest, change.offset + bytes.size());
        for (std::size_t done = 0; done < bytes.size();) {
            const auto at = change.offset + done;
            const auto part = std::min(sector - at % sector, bytes.size() - done);
            const auto unit = at / manner.unit;
            if (behind.size() <= unit) behind.resize(unit + 1);
            if (!behind[unit] && !is_kept(unit, time)) behind[unit] = true;
            if (!behind[unit]) contents.write(at, bytes.substr(done, part));
            done += part;
        }
    }
    if (is_kept(~std::uint64_t{1}, 0) && contents.size() < longest) contents.resize(longest);
}

Image CrashDisk::after_crash(Kept kept, std::uint64_t seed,
                             std::optional<UnderWay> under_way) const {
    auto names = synced_names_;
    std::size_t named = kept == Kept::everything ? waiting_names_.size() : 0;
    if (kept == Kept::some) named = (seed >> 8) % (waiting_names_.size() + 1);
    for (std::size_t i = 0; i < named; ++i) apply(waiting_names_[i], names);

    Image image;
    for (const auto& [name, file] : names) {
        const auto& state = files_[index(file)];
        auto& contents = image.files[name];
        contents = state.synced;
        if (kept == Kept::nothing) continue;
        std::vector<Piece> waiting;
        waiting.reserve(state.waiting.size() + 1);
        for (const auto& change : state.waiting) {
            waiting.push_back(
                {.resize = change.resize, .offset = change.offset, .bytes = change.bytes});
        }
        const bool whole = kept == Kept::everything && !state.lost;
        if (whole) {
            contents = state.seen;
            waiting.clear();
        }
        if (under_way && under_way->call->file == file) {
            const std::string_view bytes = under_way->call->bytes;
            waiting.push_back({.resize = false,
                               .offset = under_way->call->offset,
                               .bytes = bytes.substr(0, under_way->bytes)});
        }
        if (kept == Kept::some) {
            keep_some(contents, waiting, seed);
            continue;
        }
        for (const auto& piece : waiting) {
            if (piece.resize)
                contents.resize(piece.offset);
            else
                contents.write(piece.offset, piece.bytes);
        }
    }
    return image;
}

bool CrashDisk::all_synced() const {
    return waiting_names_.empty() &&
           std::ranges::all_of(files_, [](const auto& file) { return file.waiting.empty(); });
}

}  // namespace stayd::sim
