#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stayd::mews {

/// What a JSON string says, given what stands between its quotes, valid UTF-8. Half a surrogate
/// pair becomes U+FFFD, which a strict reader would refuse. False when the string is broken
/// otherwise.
bool unescape(std::string_view inner, std::string& text);

/// What has to be done to read a JSON string. `code_points` says that it may still be broken.
enum class Escapes : std::uint8_t { none, simple, code_points, broken };
Escapes escapes_of(std::string_view inner);

/// Appends a text as a JSON string.
void append_quoted(std::string& json, std::string_view text);

/// At most `most_bytes` of a foreign text for a log line: control characters become spaces, no
/// character is cut in two.
std::string bounded(std::string_view text, std::size_t most_bytes);

}  // namespace stayd::mews
