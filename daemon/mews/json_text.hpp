#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stayd::mews {

/// The text of a quoted JSON string whose bytes are valid UTF-8. Half a surrogate pair becomes
/// U+FFFD, which a strict reader would refuse. nullopt when the string is broken otherwise.
std::optional<std::string> unescape(std::string_view quoted);

/// At most `most_bytes` of a foreign text for a log line: control characters become spaces, no
/// character is cut in two.
std::string bounded(std::string_view text, std::size_t most_bytes);

}  // namespace stayd::mews
