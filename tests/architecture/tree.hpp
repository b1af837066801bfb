#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/architecture/picture.hpp"

namespace stayd::architecture {

/// Everything in daemon/ and platform/ that the picture does not allow, one line each: "file:line:
/// what and why". A folder of daemon/ is a module, platform/ is one, daemon/main.cpp is the module
/// "main".
std::vector<std::string> violations(const std::filesystem::path& root, const Picture& picture);

/// How many source files `violations` looks at: a check that looked at nothing has found nothing.
std::size_t source_count(const std::filesystem::path& root);

}  // namespace stayd::architecture
