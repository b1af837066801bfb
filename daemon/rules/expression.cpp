#include "rules/expression.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::rules {
namespace {

constexpr std::string_view plain_functions[] = {
    "abs",   "coalesce", "glob", "ifnull",  "iif",    "instr", "length", "like",
    "lower", "ltrim",    "max",  "min",     "nullif", "rtrim", "sign",   "substr",
    "trim",  "upper",    "due",  "minutes", "hours",  "days"};

/// Where a fault inside an expression stands in its file. A text of one line begins behind its
/// quote; in one of several lines the line is counted.
Place place_in(const Expression& expression, std::size_t at) {
    auto place = expression.place;
    const auto before = std::string_view{expression.sql}.substr(0, at);
    const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    place.line += lines;
    place.column = lines == 0 ? place.column + 1 + at : at - before.rfind('\n');
    return place;
}

}  // namespace

storage::Fence fence_of(storage::Database& database, const std::string& view,
                        std::span<const std::string> functions) {
    storage::Fence fence{.view = view,
                         .columns = storage::columns_of(database, view),
                         .functions = {functions.begin(), functions.end()}};
    fence.functions.insert(std::begin(plain_functions), std::end(plain_functions));
    return fence;
}

std::optional<std::string> mistake_in(storage::Database& database, const storage::Fence& fence,
                                      const Expression& expression, std::string_view name) {
    const auto fault = storage::fault_of(database, fence, expression.sql);
    if (!fault) return std::nullopt;
    return fmt::format("{}: {}: {}", to_text(place_in(expression, fault->at)), name, fault->says);
}

}  // namespace stayd::rules
