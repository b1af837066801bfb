#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"

namespace stayd::storage {

/// What an expression that somebody else wrote may touch: columns of one view, and functions that
/// only compute. No sub-query, no table, no pragma, no parameter.
struct Fence {
    std::string view;
    std::vector<std::string> columns;
    std::set<std::string, std::less<>> functions;
};
/// The columns of a view, in their order.
std::vector<std::string> columns_of(Database& database, const std::string& view);

/// Why an expression is refused, in SQLite's own words where it has any.
struct ExpressionFault {
    std::string says;
    std::size_t at = 0;  ///< byte of the expression where it was seen; 0 when that is not known
};
/// Nothing when the expression may be used inside the fence.
std::optional<ExpressionFault> fault_of(Database& database, const Fence& fence,
                                        std::string_view expression);

/// While it lives, a statement that takes more steps of SQLite's machine than `steps`, or makes a
/// text of more than `bytes`, fails (see `Failure::of_expression`) and disturbs nothing else. One
/// at a time a connection.
class Bounds {
  public:
    Bounds(Database& database, std::int64_t steps, int bytes);
    Bounds(const Bounds&) = delete;
    Bounds& operator=(const Bounds&) = delete;
    ~Bounds();

    /// The whole number of steps is allowed again: for the next statement.
    void renew() { left_ = steps_; }

  private:
    static int step(void* self) noexcept;
    Database& database_;
    std::int64_t steps_;
    std::int64_t left_;
    int bytes_before_;
};

}  // namespace stayd::storage
