#include "storage/ballast.hpp"

#include <algorithm>
#include <string>

#include "storage/database.hpp"

namespace stayd::storage {
namespace {

constexpr std::uint64_t step = 1 << 20;

}  // namespace

Ballast::Ballast(Files& files, std::filesystem::path file, std::uint64_t size)
    : files_(files), path_(std::move(file)), size_(size) {
    if (size_ == 0) {
        files_.remove(path_);
        state_ = State::held;
        return;
    }
    file_ = files_.open(path_);
    written_ = file_->size();
    if (written_ > size_) file_->resize(written_ = size_);
    if (written_ < size_) return;
    file_.reset();
    state_ = State::held;
}

bool Ballast::give_up() {
    file_.reset();
    if (size_ == 0) return false;
    state_ = State::given_up;
    if (written_ == 0) return false;
    files_.remove(path_);
    files_.sync_folder(path_.parent_path());
    written_ = 0;
    return true;
}

bool Ballast::grow() {
    if (written_ == size_) return false;
    try {
        if (!file_) file_ = files_.open(path_);
        // Not zeros: some disks keep no blocks for them.
        const auto bytes = std::min(step, size_ - written_);
        file_->write(written_, std::string(static_cast<std::size_t>(bytes), '\x5a'));
        file_->sync();
        written_ += bytes;
        if (written_ == size_) files_.sync_folder(path_.parent_path());
    } catch (const Failure& failure) {
        if (!failure.disk_full()) throw;
        give_up();
        return false;
    }
    if (written_ < size_) return true;
    file_.reset();
    state_ = State::held;
    return false;
}

}  // namespace stayd::storage
