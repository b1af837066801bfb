#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.hpp"
#include "model/list.hpp"

namespace stayd::model {

/// The value of one column: NULL, an integer, a text or an id.
class Cell {
  public:
    enum class Kind : std::uint8_t { null, integer, text, id };

    Cell() = default;
    explicit Cell(std::int64_t number) : kind_(Kind::integer), number_(number) {}
    Cell(Kind kind, std::string_view bytes)
        : kind_(kind), length_(static_cast<std::uint32_t>(bytes.size())), bytes_(bytes.data()) {}

    Kind kind() const { return kind_; }
    bool is_null() const { return kind_ == Kind::null; }
    std::int64_t integer() const { return number_; }              ///< 0 unless an integer
    std::string_view bytes() const { return {bytes_, length_}; }  ///< of a text or an id
    std::optional<Uuid> id() const;

  private:
    Kind kind_ = Kind::null;
    std::uint32_t length_ = 0;
    std::int64_t number_ = 0;
    const char* bytes_ = "";
};

/// Rows of one list as the mirror keeps them: the columns of its entry, and `rest`, the JSON object
/// of every member that no column holds whole (so that what we do not know survives). A page has
/// few allocations whatever its length.
///
///     Rows rows(List::departments);
///     rows.begin();
///     rows.set(rows.entry().column("name"), "Housekeeping");
///     rows.end(id);
class Rows {
  public:
    class Row {
      public:
        const Uuid& id() const { return *id_; }
        /// Of columns and rest. The same content has the same hash in every run.
        std::uint64_t content_hash() const { return hash_; }
        Cell cell(std::size_t column) const;
        /// By SQL name; for the few columns that decide something.
        Cell cell(std::string_view sql_name) const;
        std::string_view rest() const;

      private:
        friend class Rows;
        const Rows* rows_ = nullptr;
        std::size_t index_ = 0;
        const Uuid* id_ = nullptr;
        std::uint64_t hash_ = 0;
    };

    explicit Rows(List list) : list_(list) {}

    List list() const { return list_; }
    const ListEntry& entry() const { return model::entry(list_); }
    std::size_t size() const { return heads_.size(); }
    bool empty() const { return heads_.empty(); }
    Row operator[](std::size_t index) const;

    /// Room for so many rows, as far as so much JSON can hold them.
    void reserve(std::size_t rows, std::size_t bytes);

    /// Begins a row with every column NULL and an empty rest.
    void begin();
    void set(std::size_t column, std::int64_t number);
    void set(std::size_t column, std::string_view text);
    void set(std::size_t column, const Uuid& id);
    bool is_set(std::size_t column) const;
    /// A JSON object, "{…}"; empty stands for "{}".
    void rest(std::string_view json);
    void end(const Uuid& id);
    /// Ends a row of a list whose rows have no id: it comes from the columns of the entry's `key`.
    void end_by_key();
    /// Drops the row that was begun.
    void abandon();

  private:
    struct Stored {
        Cell::Kind kind = Cell::Kind::null;
        std::uint32_t length = 0;
        std::int64_t number = 0;  ///< the integer, or where in `bytes_` it begins
    };
    struct Head {
        Uuid id;
        std::uint64_t hash = 0;
        Stored rest;
    };
    Cell cell_of(const Stored& stored) const;
    std::uint64_t hash_of_open_row() const;
    void store(std::size_t column, Cell::Kind kind, std::string_view bytes);

    List list_;
    std::vector<Stored> cells_;  ///< row by row, each as wide as the entry's columns
    std::vector<Head> heads_;
    std::string bytes_;
    Stored open_rest_;
    std::size_t open_bytes_ = 0;  ///< where the bytes of the begun row start
};

}  // namespace stayd::model
