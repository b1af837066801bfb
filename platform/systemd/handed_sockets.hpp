#pragma once

#include <string>
#include <utility>
#include <vector>

namespace stayd::platform {

/// The listening sockets systemd passed to this process, each with its FileDescriptorName=. Read
/// once from the environment, which forgets them, so that no child takes them for its own.
/// Ownership passes. Throws `std::system_error` when the environment names what is not there.
std::vector<std::pair<std::string, int>> take_handed_sockets();

}  // namespace stayd::platform
