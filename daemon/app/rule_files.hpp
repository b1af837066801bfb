#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rules/book.hpp"

namespace stayd::app {

struct RuleFiles {
    std::vector<rules::Source> sources;
    std::vector<std::string> mistakes;  ///< files that cannot be read
};

/// One file, called `name` in what is said of it.
void read_rule_file(const std::filesystem::path& path, const std::string& name, RuleFiles& into);
/// The shipped rules and over them the hotel's own, `*.toml` in the directory, in the order of
/// their names. No directory: the shipped ones alone.
RuleFiles read_rule_files(const std::filesystem::path& directory);

}  // namespace stayd::app
