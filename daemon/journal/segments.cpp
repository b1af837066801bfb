#include "journal/segments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <optional>

#include "base/invariant.hpp"
#include "base/log.hpp"
#include "storage/database.hpp"

namespace stayd::journal {
namespace {

namespace json = boost::json;

constexpr std::uint8_t begins_group = 0x80;
constexpr std::uint8_t ends_group = 0x40;
constexpr std::uint8_t type_bits = 0x3f;
constexpr std::size_t before_payload = 4 + 1 + 8;
constexpr std::size_t after_payload = 4 + 4;

/// CRC-32C finds every error of up to 32 neighbouring bits. By table: a few hundred bytes take a
/// microsecond, beside a sync of a millisecond; the processor's own instruction is not on every
/// box.
std::uint32_t crc32c(std::string_view bytes) {
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

template <class Number>
void put(std::string& into, Number number) {
    for (std::size_t i = 0; i < sizeof number; ++i, number >>= 8) {
        into += static_cast<char>(number & 0xff);
        if constexpr (sizeof number == 1) break;
    }
}

template <class Number>
Number get(std::string_view bytes, std::size_t at) {
    Number number = 0;
    for (std::size_t i = sizeof number; i-- > 0;) {
        number = static_cast<Number>(static_cast<std::uint64_t>(number) << 8 |
                                     static_cast<unsigned char>(bytes[at + i]));
    }
    return number;
}

std::uint32_t chained(std::uint32_t before, std::uint32_t crc) {
    std::string both;
    put(both, before);
    put(both, crc);
    return crc32c(both);
}

/// A frame as it stands in a file.
struct Found {
    Frame frame;
    bool begins = false;
    bool ends = false;
    std::uint32_t crc = 0;
    std::uint32_t chain = 0;
    std::size_t size = 0;
};

std::optional<Found> frame_at(std::string_view text, std::size_t at) {
    if (text.size() - at < before_payload + after_payload) return std::nullopt;
    const auto length = get<std::uint32_t>(text, at);
    if (length > text.size() - at - before_payload - after_payload) return std::nullopt;
    const auto type = get<std::uint8_t>(text, at + 4);
    const auto kind = static_cast<std::uint8_t>(type & type_bits);
    if (kind < static_cast<std::uint8_t>(FrameType::head) ||
        kind > static_cast<std::uint8_t>(FrameType::taken_back))
        return std::nullopt;
    const auto covered = before_payload + length;
    const auto crc = get<std::uint32_t>(text, at + covered);
    if (crc != crc32c(text.substr(at, covered))) return std::nullopt;
    return Found{.frame = {.type = static_cast<FrameType>(kind),
                           .seq = get<std::uint64_t>(text, at + 5),
                           .payload = std::string{text.substr(at + before_payload, length)}},
                 .begins = (type & begins_group) != 0,
                 .ends = (type & ends_group) != 0,
                 .crc = crc,
                 .chain = get<std::uint32_t>(text, at + covered + 4),
                 .size = covered + after_payload};
}

std::uint64_t number_in(std::string_view payload, std::string_view name) {
    boost::system::error_code error;
    const auto parsed = json::parse(payload, error);
    if (error || !parsed.is_object()) return 0;
    const auto* member = parsed.get_object().if_contains(name);
    return member != nullptr && member->is_number() ? member->to_number<std::uint64_t>() : 0;
}

/// Reads the segments one after the other and judges what it finds.
class Reader {
  public:
    void read(std::string_view text, const std::string& name) {
        std::size_t at = 0;
        end_ = 0;
        while (at < text.size()) {
            const auto found = frame_at(text, at);
            if (!found) {
                const auto behind = text.find_first_not_of('\0', at);
                if (behind == std::string_view::npos) return;
                const auto next = next_frame(text, at + 1);
                if (!gap_) where_ = fmt::format("{} at byte {}", name, at);
                gap_ = true;
                if (!next) return;
                at = *next;
                continue;
            }
            take(*found, fmt::format("{} at byte {}", name, at));
            at += found->size;
            if (group_.empty()) end_ = at;
        }
    }
    /// Behind the last whole group of the segment read last; 0 when it holds none.
    std::size_t end() const { return end_; }
    std::uint64_t last_seq() const { return kept_seq_; }
    std::uint32_t chain() const { return kept_chain_; }

    Reading result() {
        using State = Reading::State;
        Reading reading{.frames = std::move(frames_), .last_seq = kept_seq_, .epoch = epoch_};
        if (damaged_) {
            reading.state = State::damaged;
            for (auto& frame : group_) reading.frames.push_back(std::move(frame));
        } else if (gap_ || !group_.empty()) {
            reading.state = reading.frames.empty() ? State::absent : State::torn;
        } else {
            reading.state = reading.frames.empty() ? State::absent : State::whole;
        }
        reading.trouble = damaged_ ? damage_ : gap_ || !group_.empty() ? where_ : "";
        return reading;
    }

  private:
    static std::optional<std::size_t> next_frame(std::string_view text, std::size_t at) {
        for (; at < text.size(); ++at) {
            if (frame_at(text, at)) return at;
        }
        return std::nullopt;
    }

    void take(const Found& found, const std::string& where) {
        if (found.frame.type == FrameType::head && first_) {
            seq_ = number_in(found.frame.payload, "seq");
            chain_ = static_cast<std::uint32_t>(number_in(found.frame.payload, "chain"));
        }
        first_ = false;
        const bool follows = found.frame.seq == seq_ + 1;
        if (!follows || found.chain != chained(chain_, found.crc)) {
            if (!gap_) where_ = where;
            const bool is_cut = follows && !gap_;  // within its chain: this one does not count
            gap_ = true;
            if (is_cut) return;
        }
        if (found.begins) {
            if (gap_ || !group_.empty()) {
                if (!damaged_) damage_ = where_.empty() ? where : where_;
                damaged_ = true;
                keep_group();
            }
            gap_ = false;
        }
        if (group_.empty()) where_ = gap_ ? where_ : where;
        group_.push_back(found.frame);
        seq_ = found.frame.seq;
        chain_ = found.chain;
        if (found.ends && !gap_) {
            keep_group();
            where_.clear();
        }
    }

    void keep_group() {
        for (auto& frame : group_) {
            if (frame.type == FrameType::epoch || frame.type == FrameType::head)
                epoch_ = std::max(epoch_, number_in(frame.payload, "epoch"));
            frames_.push_back(std::move(frame));
        }
        group_.clear();
        kept_seq_ = seq_;
        kept_chain_ = chain_;
    }

    std::vector<Frame> frames_;
    std::vector<Frame> group_;  ///< not yet at its end
    bool first_ = true;
    bool gap_ = false;  ///< since the last group that is whole
    bool damaged_ = false;
    std::string where_;
    std::string damage_;
    std::uint64_t seq_ = 0;
    std::uint32_t chain_ = 0;
    std::uint64_t kept_seq_ = 0;
    std::uint32_t kept_chain_ = 0;
    std::uint64_t epoch_ = 0;
    std::size_t end_ = 0;
};

std::string whole_text(storage::File& file) {
    return file.read(0, static_cast<std::size_t>(file.size()));
}

/// The number in "00000012.seg"; nullopt for any other name.
std::optional<std::uint64_t> number_of(const std::filesystem::path& file) {
    if (file.extension() != ".seg") return std::nullopt;
    const auto digits = file.stem().string();
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

std::string text_of_epoch(std::uint64_t epoch) {
    return json::serialize(json::object{{"epoch", epoch}});
}

}  // namespace

Segments::Segments(storage::Files& files, std::filesystem::path folder, std::size_t segment_size)
    : files_(files), folder_(std::move(folder)), segment_size_(segment_size) {}

std::filesystem::path Segments::path_of(std::uint64_t number) const {
    return folder_ / fmt::format("{:08}.seg", number);
}

Reading Segments::open() {
    file_.reset();
    numbers_.clear();
    struct Place {
        std::uint64_t number;
        std::size_t end;
    };
    std::vector<Place> places;
    Reader reader;
    for (const auto& path : files_.list(folder_)) {
        const auto number = number_of(path);
        if (!number) continue;
        reader.read(whole_text(*files_.open(path)), path.filename().string());
        places.push_back({*number, reader.end()});
        numbers_.push_back({*number, reader.last_seq()});
    }
    auto reading = reader.result();
    epoch_ = reading.epoch;
    last_seq_ = reading.last_seq;
    chain_ = reader.chain();
    if (reading.state != Reading::State::whole && reading.state != Reading::State::torn)
        return reading;
    // A segment that was not begun to the end holds nothing.
    while (places.back().end == 0) {
        files_.remove(path_of(places.back().number));
        places.pop_back();
        numbers_.pop_back();
    }
    file_ = files_.open(path_of(places.back().number));
    offset_ = places.back().end;
    const auto size = file_->size();
    if (reading.state == Reading::State::torn && size > offset_) {
        file_->write(offset_, std::string(static_cast<std::size_t>(size - offset_), '\0'));
        file_->sync();
    }
    return reading;
}

Entry Segments::head(std::uint64_t number) const {
    return {FrameType::head,
            json::serialize(json::object{
                {"segment", number}, {"epoch", epoch_}, {"seq", last_seq_}, {"chain", chain_}})};
}

std::string Segments::group_of(std::span<const Entry> entries, std::uint64_t& seq,
                               std::uint32_t& chain) const {
    std::string group;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto type = static_cast<std::uint8_t>(entries[i].type);
        if (i == 0) type |= begins_group;
        if (i + 1 == entries.size()) type |= ends_group;
        const auto start = group.size();
        put(group, static_cast<std::uint32_t>(entries[i].payload.size()));
        put(group, type);
        put(group, ++seq);
        group += entries[i].payload;
        const auto crc = crc32c(std::string_view{group}.substr(start));
        chain = chained(chain, crc);
        put(group, crc);
        put(group, chain);
    }
    return group;
}

/// The file is written to its full size at once: later writes change no size and no place of it,
/// which is what makes their syncs quick.
void Segments::begin_segment(std::uint64_t number, std::span<const Entry> entries) {
    std::vector<Entry> all{head(number)};
    all.insert(all.end(), entries.begin(), entries.end());
    auto seq = last_seq_;
    auto chain = chain_;
    auto text = group_of(all, seq, chain);
    const auto end = text.size();
    text.resize(std::max(segment_size_, end));
    try {
        auto file = files_.open(path_of(number));
        file->resize(0);
        file->write(0, text);
        file->sync();
        files_.sync_folder(folder_);
        file_ = std::move(file);
    } catch (const storage::Failure& failure) {
        if (failure.disk_full()) files_.remove(path_of(number));
        throw;
    }
    if (!numbers_.empty()) numbers_.back().last_seq = last_seq_;
    group_began_ = last_seq_ + 2;
    numbers_.push_back({number, seq});
    offset_ = end;
    last_seq_ = seq;
    chain_ = chain;
}

void Segments::begin(std::uint64_t epoch, std::uint64_t last_seq, std::span<const Entry> entries) {
    file_.reset();
    numbers_.clear();
    for (const auto& path : files_.list(folder_)) {
        if (number_of(path)) files_.remove(path);
    }
    epoch_ = epoch;
    last_seq_ = last_seq;
    chain_ = 0;
    std::vector<Entry> all{entries.begin(), entries.end()};
    all.push_back({FrameType::epoch, text_of_epoch(epoch)});
    begin_segment(1, all);
}

void Segments::move_aside(const std::string& suffix) {
    file_.reset();
    numbers_.clear();
    bool moved = false;
    for (const auto& path : files_.list(folder_)) {
        if (!number_of(path)) continue;
        files_.rename(path, path.string() + suffix);
        moved = true;
    }
    if (moved) files_.sync_folder(folder_);
}

std::uint64_t Segments::append(std::span<const Entry> entries) {
    invariant(is_open(), "the journal's files are open");
    auto seq = last_seq_;
    auto chain = chain_;
    const auto group = group_of(entries, seq, chain);
    for (const auto& entry : entries) {
        if (entry.type == FrameType::epoch) epoch_ = number_in(entry.payload, "epoch");
    }
    if (offset_ + group.size() > segment_size_) {
        begin_segment(numbers_.back().number + 1, entries);
        return last_seq_;
    }
    file_->write(offset_, group);
    file_->sync();
    group_began_ = last_seq_ + 1;
    offset_ += group.size();
    last_seq_ = seq;
    chain_ = chain;
    numbers_.back().last_seq = seq;
    return last_seq_;
}

void Segments::take_back() {
    const Entry entry{FrameType::taken_back,
                      json::serialize(json::object{{"from", group_began_}, {"to", last_seq_}})};
    append(std::span(&entry, 1));
}

void Segments::forget_through(std::uint64_t seq) {
    while (numbers_.size() > 1 && numbers_.front().last_seq <= seq) {
        files_.remove(path_of(numbers_.front().number));
        numbers_.erase(numbers_.begin());
    }
}

}  // namespace stayd::journal
