#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/database.hpp"

struct sqlite3_value;

namespace stayd::storage {

/// What a function written for SQL was called with. Texts live as long as the call.
class Arguments {
  public:
    Arguments(int count, sqlite3_value** values) : count_(count), values_(values) {}

    int size() const { return count_; }
    bool is_null(int at) const;
    std::int64_t integer(int at) const;   ///< 0 for NULL
    std::string_view text(int at) const;  ///< "" for NULL
    bool any_null() const;

  private:
    int count_;
    sqlite3_value** values_;
};

using Function = std::function<Value(const Arguments&)>;

/// `pure`: the same arguments always give the same value, so SQLite may call it once for many
/// rows. What it throws becomes the error of the statement that called it.
enum class Purity { pure, depends };
/// Lets every statement of the connection call `name` with so many arguments (-1: any number).
void define(Database& database, const char* name, int arguments, Purity purity, Function function);

}  // namespace stayd::storage
