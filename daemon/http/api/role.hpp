#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stayd::http {

/// Whom a token is for; routes.cpp says what each may read.
enum class Role : std::uint8_t { desk, manager, it };
inline constexpr std::array all_roles{Role::desk, Role::manager, Role::it};
std::string_view to_word(Role role);
std::optional<Role> role_from(std::string_view word);

}  // namespace stayd::http
