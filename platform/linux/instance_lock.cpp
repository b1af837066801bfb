#include "platform/linux/instance_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace stayd::platform {
namespace {

std::system_error last_error(const std::filesystem::path& file) {
    return {errno, std::system_category(), fmt::format("cannot lock {}", file.string())};
}

}  // namespace

std::optional<InstanceLock> InstanceLock::take(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) throw last_error(file);
    InstanceLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno == EWOULDBLOCK) return std::nullopt;
    throw last_error(file);
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

InstanceLock& InstanceLock::operator=(InstanceLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

InstanceLock::~InstanceLock() {
    // The file stays: removing it would let two processes lock two files of the same name.
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace stayd::platform
