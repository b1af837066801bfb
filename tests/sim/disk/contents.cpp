#include "tests/sim/disk/contents.hpp"

#include <algorithm>
#include <cstring>

namespace stayd::sim {
namespace {

std::uint64_t hash_of(const char* bytes, std::size_t size) {
    std::uint64_t hash = 0x9e3779b97f4a7c15U;
    for (std::size_t at = 0; at + 8 <= size; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + at, 8);
        hash = mix(hash, word);
    }
    return hash | 1;
}

}  // namespace

std::uint64_t mix(std::uint64_t one, std::uint64_t other) {
    const std::uint64_t product = (one ^ other) * 0xbf58476d1ce4e5b9U;
    return (product ^ product >> 29) + one * 5;
}

std::size_t Contents::read(std::uint64_t offset, std::span<char> into) const {
    const std::size_t there =
        offset >= size_ ? 0 : std::min<std::uint64_t>(into.size(), size_ - offset);
    std::size_t done = 0;
    while (done < there) {
        const std::size_t at = (offset + done) / chunk_size;
        const std::size_t within = (offset + done) % chunk_size;
        const std::size_t part = std::min(chunk_size - within, there - done);
        if (chunks_[at] != nullptr) {
            std::memcpy(&into[done], chunks_[at]->bytes.data() + within, part);
        } else {
            std::memset(&into[done], 0, part);
        }
        done += part;
    }
    if (done < into.size()) std::memset(&into[done], 0, into.size() - done);
    return there;
}

Contents::Chunk& Contents::to_write(std::size_t at) {
    auto& chunk = chunks_[at];
    if (chunk == nullptr) {
        chunk = std::make_shared<Chunk>();
    } else if (chunk.use_count() > 1) {
        chunk = std::make_shared<Chunk>(*chunk);
    }
    chunk->hash = 0;
    return *chunk;
}

void Contents::write(std::uint64_t offset, std::string_view bytes) {
    if (offset + bytes.size() > size_) resize(offset + bytes.size());
    std::size_t done = 0;
    while (done < bytes.size()) {
        const std::size_t at = (offset + done) / chunk_size;
        const std::size_t within = (offset + done) % chunk_size;
        const std::size_t part = std::min(chunk_size - within, bytes.size() - done);
        std::memcpy(to_write(at).bytes.data() + within, bytes.data() + done, part);
        done += part;
    }
}

void Contents::resize(std::uint64_t size) {
    chunks_.resize((size + chunk_size - 1) / chunk_size);
    const std::size_t rest = size % chunk_size;
    if (size < size_ && rest != 0 && chunks_.back() != nullptr) {
        auto& bytes = to_write(chunks_.size() - 1).bytes;
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(rest), bytes.end(), '\0');
    }
    size_ = size;
}

std::uint64_t Contents::hash() const {
    std::uint64_t hash = mix(0, size_);
    for (const auto& chunk : chunks_) {
        if (chunk == nullptr) {
            hash = mix(hash, 0);
            continue;
        }
        if (chunk->hash == 0) chunk->hash = hash_of(chunk->bytes.data(), chunk_size);
        hash = mix(hash, chunk->hash);
    }
    return hash;
}

std::uint64_t Image::hash() const {
    std::uint64_t all = 0;
    for (const auto& [name, contents] : files) {
        all = mix(all, std::hash<std::string>{}(name));
        all = mix(all, contents.hash());
    }
    return all;
}

}  // namespace stayd::sim
