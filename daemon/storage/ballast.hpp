#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "storage/files.hpp"

namespace stayd::storage {

/// A file of real blocks that is given up when the disk is full, so that what must be saved still
/// finds its place (sync.md R7). It grows in steps, for a slow disk takes seconds to write it.
class Ballast {
  public:
    enum class State {
        growing,  ///< not yet of its full size; given up all the same
        held,
        given_up,  ///< the disk was full; what can be read again is not written meanwhile
    };

    /// Size 0: none, and it is always held.
    Ballast(Files& files, std::filesystem::path file, std::uint64_t size);

    State state() const { return state_; }
    /// True when this freed some space.
    bool give_up();
    /// One step further; false when it is whole. A full disk ends it as `give_up` does.
    bool grow();

  private:
    Files& files_;
    std::filesystem::path path_;
    std::uint64_t size_;
    std::uint64_t written_ = 0;
    State state_ = State::growing;
    std::unique_ptr<File> file_;  ///< while it grows
};

}  // namespace stayd::storage
