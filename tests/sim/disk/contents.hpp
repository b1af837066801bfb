#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stayd::sim {

/// What a file holds. Copies share their chunks until one of them is written to, so that thousands
/// of states of a disk cost what differs between them.
class Contents {
  public:
    std::uint64_t size() const { return size_; }
    /// Fills what is there; the rest is zero. How many bytes were there.
    std::size_t read(std::uint64_t offset, std::span<char> into) const;
    void write(std::uint64_t offset, std::string_view bytes);
    void resize(std::uint64_t size);
    std::uint64_t hash() const;

  private:
    static constexpr std::size_t chunk_size = 4096;
    struct Chunk {
        std::array<char, chunk_size> bytes{};
        std::uint64_t hash = 0;  ///< 0: not computed since it was written
    };
    Chunk& to_write(std::size_t at);

    std::vector<std::shared_ptr<Chunk>> chunks_;  ///< a hole is an empty pointer
    std::uint64_t size_ = 0;
};

/// All that is on a disk on which nothing waits for a sync.
struct Image {
    std::map<std::string, Contents> files;
    std::uint64_t hash() const;
};

std::uint64_t mix(std::uint64_t one, std::uint64_t other);

}  // namespace stayd::sim
