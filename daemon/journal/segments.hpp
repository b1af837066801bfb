#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "storage/files.hpp"

namespace stayd::journal {

/// What a frame of the journal's files holds. Payloads are JSON.
enum class FrameType : std::uint8_t {
    head = 1,    ///< begins a segment: its number, the epoch, what the segment before ended with
    epoch,       ///< from here on devices see this epoch; ends the beginning of a new journal
    row,         ///< one row of the box's own tables, whole, as the transaction left it
    taken_back,  ///< these frames were written, but their transaction was not committed
};

struct Entry {
    FrameType type;
    std::string payload;
};

struct Frame {
    FrameType type;
    std::uint64_t seq;
    std::string payload;
};

/// What was found in the journal's files.
struct Reading {
    enum class State {
        absent,  ///< no journal, or one that was never begun to the end
        whole,   ///< every frame up to the end
        torn,  ///< the last group was not written to its end: nobody was told of it, it is left out
        damaged,  ///< something that was on disk is not there any more
    };
    State state = State::absent;
    std::vector<Frame> frames{};  ///< of whole groups; of a damaged journal all that can be read
    std::uint64_t last_seq = 0;
    std::uint64_t epoch = 0;  ///< the newest that stands in it
    std::string trouble{};    ///< where, for people
};

/// The journal beside the database: what cannot be read from the PMS again, appended to files of
/// a fixed size and synced before anybody is told (sync.md R6). Each group is one write and one
/// sync. A frame is
///
///     length u32 | type u8 | seq u64 | payload | crc32c u32 | chain u32
///
/// with little-endian numbers; the type's two highest bits mark a group's first and last frame,
/// crc32c is of all before it, and the chain is the crc32c of the chain before and this crc32c. So
/// a group that was not written to its end is told from damage: behind damage stands another group.
/// Failures are thrown; after any but a full disk nothing may be appended any more.
class Segments {
  public:
    static constexpr std::size_t usual_size = 1 << 20;

    Segments(storage::Files& files, std::filesystem::path folder,
             std::size_t segment_size = usual_size);

    /// Reads everything and takes its place at the end. A torn end is wiped.
    Reading open();
    /// Begins anew with these entries, all or nothing; what is there is removed. Their numbers go
    /// on after `last_seq`.
    void begin(std::uint64_t epoch, std::uint64_t last_seq, std::span<const Entry> entries);
    /// Renames what is there, so that `begin` can follow and a person can look at it.
    void move_aside(const std::string& suffix);
    bool is_open() const { return file_ != nullptr; }

    /// On disk when it returns. The number of the last frame.
    std::uint64_t append(std::span<const Entry> entries);
    /// What `append` wrote last was not committed to the database.
    void take_back();

    std::uint64_t epoch() const { return epoch_; }
    std::uint64_t last_seq() const { return last_seq_; }
    std::uint64_t bytes() const { return numbers_.size() * segment_size_; }
    /// Removes the oldest segments that hold nothing after `seq`, but never the one in use.
    void forget_through(std::uint64_t seq);

  private:
    struct Numbered {
        std::uint64_t number;
        std::uint64_t last_seq;
    };
    std::filesystem::path path_of(std::uint64_t number) const;
    std::string group_of(std::span<const Entry> entries, std::uint64_t& seq,
                         std::uint32_t& chain) const;
    Entry head(std::uint64_t number) const;
    void begin_segment(std::uint64_t number, std::span<const Entry> entries);

    storage::Files& files_;
    std::filesystem::path folder_;
    std::size_t segment_size_;
    std::unique_ptr<storage::File> file_;  ///< the segment in use
    std::vector<Numbered> numbers_;        ///< of all segments, oldest first
    std::uint64_t offset_ = 0;             ///< in the segment in use
    std::uint64_t last_seq_ = 0;
    std::uint64_t group_began_ = 0;  ///< the first frame of the last group
    std::uint32_t chain_ = 0;
    std::uint64_t epoch_ = 0;
};

}  // namespace stayd::journal
