#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "http/message.hpp"

namespace stayd::platform {

/// One request without a body over a Unix socket, for command-line tools; blocks at most `limit`.
/// `unreachable`: nobody listens there, or we may not connect; the context is a sentence for a
/// person.
Result<http::Response> ask_local(const std::filesystem::path& socket, const std::string& method,
                                 const std::string& target, Duration limit);

}  // namespace stayd::platform
