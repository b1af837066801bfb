#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stayd::journal {

using Hash = std::array<std::uint8_t, 32>;

Hash sha256(std::string_view bytes);

/// The 32 bytes as they stand in a column; nullopt for any other length.
std::optional<Hash> hash_of_bytes(std::string_view bytes);
std::string_view bytes_of(const Hash& hash);  ///< lives as long as the hash
/// 64 hex digits, lower case.
std::string to_hex(const Hash& hash);
std::optional<Hash> hash_of_hex(std::string_view hex);

}  // namespace stayd::journal
