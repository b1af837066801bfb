#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/toml_reader.hpp"
#include "rules/rule.hpp"

// What files of rules, of opportunities and of completeness are made of. Each `read…` says whether
// it was what is wanted there. Only for sources.

namespace stayd::rules {

/// Nothing when it is no TOML; why is added to the mistakes.
std::optional<toml::table> parse_toml(std::string_view file, std::string_view text,
                                      std::vector<std::string>& mistakes);
Place place_of(const toml::node& node, std::string_view file);

/// Not empty.
bool read(const toml::node& node, std::string& into);
bool read(const toml::node& node, bool& into);
/// From 0 on.
bool read(const toml::node& node, std::int64_t most, int& into);
/// None of them empty.
bool read(const toml::node& node, std::vector<std::string>& into);
bool read(const toml::node& node, std::string_view file, Expression& into);
/// Names of columns of facts.
bool read_columns(const toml::node& node, std::vector<std::string>& into);

}  // namespace stayd::rules
