#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.hpp"

namespace stayd::journal {

using Hash = std::array<std::uint8_t, 32>;

Hash sha256(std::string_view bytes);

/// The 32 bytes as they stand in a column; nullopt for any other length.
std::optional<Hash> hash_of_bytes(std::string_view bytes);
std::string_view bytes_of(const Hash& hash);  ///< lives as long as the hash
/// 64 hex digits, lower case.
std::string to_hex(const Hash& hash);
std::optional<Hash> hash_of_hex(std::string_view hex);

/// The same bytes always make the same id.
Uuid id_made_of(std::string_view bytes);
/// The same name and thing always make the same id.
Uuid id_made_of(std::string_view name, const Uuid& of);

}  // namespace stayd::journal
