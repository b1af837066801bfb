#include "model/rows.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/invariant.hpp"

namespace stayd::model {
namespace {

/// A hash of cells: of their kinds, lengths and numbers in one piece, and of their bytes one after
/// the other, so that no two rows run together.
class Hasher {
  public:
    explicit Hasher(XXH64_hash_t seed) : seed_(seed) {}
    void add(Cell cell) {
        const bool is_number = cell.kind() == Cell::Kind::integer;
        shape_[size_++] =
            static_cast<std::uint64_t>(cell.kind()) << 56 | (is_number ? 0 : cell.bytes().size());
        shape_[size_++] =
            is_number ? static_cast<std::uint64_t>(cell.integer()) : hash_of(cell.bytes());
        if (size_ == shape_.size()) fold();
    }
    std::uint64_t value() {
        fold();
        return seed_;
    }

  private:
    static std::uint64_t hash_of(std::string_view bytes) {
        return bytes.empty() ? 0 : XXH3_64bits(bytes.data(), bytes.size());
    }
    void fold() {
        seed_ = XXH3_64bits_withSeed(shape_.data(), size_ * sizeof shape_[0], seed_);
        size_ = 0;
    }

    std::uint64_t seed_;
    std::size_t size_ = 0;
    std::array<std::uint64_t, 64> shape_;
};

}  // namespace

std::optional<Uuid> Cell::id() const {
    if (kind_ != Kind::id) return std::nullopt;
    Uuid id;
    std::memcpy(id.bytes.data(), bytes_, id.bytes.size());
    return id;
}

Cell Rows::cell_of(const Stored& stored) const {
    switch (stored.kind) {
        case Cell::Kind::null:
            return {};
        case Cell::Kind::integer:
            return Cell{stored.number};
        default:
            return {stored.kind, std::string_view{bytes_}.substr(
                                     static_cast<std::size_t>(stored.number), stored.length)};
    }
}

Cell Rows::Row::cell(std::size_t column) const {
    return rows_->cell_of(rows_->cells_[index_ * rows_->entry().columns.size() + column]);
}

Cell Rows::Row::cell(std::string_view sql_name) const {
    return cell(rows_->entry().column(sql_name));
}

std::string_view Rows::Row::rest() const {
    const auto& stored = rows_->heads_[index_].rest;
    return stored.kind == Cell::Kind::null ? "{}" : rows_->cell_of(stored).bytes();
}

Rows::Row Rows::operator[](std::size_t index) const {
    Row row;
    row.rows_ = this;
    row.index_ = index;
    row.id_ = &heads_[index].id;
    row.hash_ = heads_[index].hash;
    return row;
}

void Rows::reserve(std::size_t rows, std::size_t bytes) {
    constexpr std::size_t shortest_row = 200;
    rows = std::min(rows, bytes / shortest_row + 1);
    cells_.reserve(rows * entry().columns.size());
    heads_.reserve(rows);
    bytes_.reserve(bytes);
}

void Rows::begin() {
    cells_.resize((heads_.size() + 1) * entry().columns.size());
    open_rest_ = {};
    open_bytes_ = bytes_.size();
}

void Rows::store(std::size_t column, Cell::Kind kind, std::string_view bytes) {
    cells_[heads_.size() * entry().columns.size() + column] = {
        kind, static_cast<std::uint32_t>(bytes.size()), static_cast<std::int64_t>(bytes_.size())};
    bytes_ += bytes;
}

void Rows::set(std::size_t column, std::int64_t number) {
    cells_[heads_.size() * entry().columns.size() + column] = {Cell::Kind::integer, 0, number};
}

void Rows::set(std::size_t column, std::string_view text) {
    store(column, Cell::Kind::text, text);
}

void Rows::set(std::size_t column, const Uuid& id) {
    store(column, Cell::Kind::id,
          {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
}

bool Rows::is_set(std::size_t column) const {
    return cells_[heads_.size() * entry().columns.size() + column].kind != Cell::Kind::null;
}

void Rows::rest(std::string_view json) {
    open_rest_ = {};
    if (json.empty()) return;
    open_rest_ = {Cell::Kind::text, static_cast<std::uint32_t>(json.size()),
                  static_cast<std::int64_t>(bytes_.size())};
    bytes_ += json;
}

std::uint64_t Rows::hash_of_open_row() const {
    Hasher hasher{XXH3_64bits(entry().table.data(), entry().table.size())};
    const auto width = entry().columns.size();
    for (std::size_t column = 0; column < width; ++column)
        hasher.add(cell_of(cells_[heads_.size() * width + column]));
    hasher.add(open_rest_.kind == Cell::Kind::null ? Cell{Cell::Kind::text, "{}"}
                                                   : cell_of(open_rest_));
    return hasher.value();
}

void Rows::end(const Uuid& id) {
    heads_.push_back({id, hash_of_open_row(), open_rest_});
}

void Rows::end_by_key() {
    const auto& columns = entry();
    invariant(!columns.key.empty(), "the list has a key");
    Hasher first{1};
    Hasher second{2};
    for (const auto name : columns.key) {
        const auto cell =
            cell_of(cells_[heads_.size() * columns.columns.size() + columns.column(name)]);
        first.add(cell);
        second.add(cell);
    }
    Uuid id;
    const std::uint64_t halves[] = {first.value(), second.value()};
    std::memcpy(id.bytes.data(), halves, id.bytes.size());
    end(id);
}

void Rows::abandon() {
    cells_.resize(heads_.size() * entry().columns.size());
    bytes_.resize(open_bytes_);
}

}  // namespace stayd::model
