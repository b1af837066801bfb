#pragma once

#include <optional>
#include <span>
#include <string>

#include "rules/rule.hpp"
#include "storage/fence.hpp"

namespace stayd::rules {

/// What an expression over a view may touch: its columns, SQLite's functions that give the same for
/// the same and little for little, those of `Moments`, and `functions`.
storage::Fence fence_of(storage::Database& database, const std::string& view,
                        std::span<const std::string> functions);

/// Why an expression is refused: "fields.toml:14:9: field F03.quality: no such column: …"; nothing
/// when it may be used. `name` says what it is.
std::optional<std::string> mistake_in(storage::Database& database, const storage::Fence& fence,
                                      const Expression& expression, std::string_view name);

}  // namespace stayd::rules
