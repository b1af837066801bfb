#pragma once

#include <filesystem>
#include <optional>

namespace stayd::platform {

/// Keeps a second daemon off the same data. The kernel gives the lock back when the process ends,
/// however it ends.
class InstanceLock {
  public:
    /// nullopt when another process has it. Throws `std::system_error` when the file cannot be
    /// opened or locked at all.
    static std::optional<InstanceLock> take(const std::filesystem::path& file);

    InstanceLock(InstanceLock&& other) noexcept;
    InstanceLock& operator=(InstanceLock&& other) noexcept;
    ~InstanceLock();

  private:
    explicit InstanceLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace stayd::platform
