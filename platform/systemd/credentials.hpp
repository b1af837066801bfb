#pragma once

#include <optional>
#include <string>

namespace stayd::platform {

/// The secret systemd keeps for this unit under that name (LoadCredential=), without line breaks at
/// its end. nullopt when there is none, or no credentials directory at all. Throws
/// `std::runtime_error` when it is there but cannot be read.
std::optional<std::string> read_credential(const std::string& name);

}  // namespace stayd::platform
