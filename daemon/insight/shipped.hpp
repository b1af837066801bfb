#pragma once

#include <span>
#include <string_view>

namespace stayd::insight {

/// A file of this folder, embedded when the program is built.
struct ShippedText {
    std::string_view name;
    std::string_view text;
};
std::span<const ShippedText> shipped_views();               ///< facts/*.sql, by the view's name
std::span<const ShippedText> shipped_metrics();             ///< metrics/*.sql
std::string_view shipped_criteria();                        ///< readiness/criteria.toml
std::span<const ShippedText> shipped_rule_files();          ///< rules/*.toml, by the file's name
std::span<const ShippedText> shipped_completeness_files();  ///< completeness/*.toml

std::span<const ShippedText> shipped_opportunity_files();  ///< opportunities/*.toml

}  // namespace stayd::insight
