#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/time.hpp"

namespace stayd {

/// 16 bytes: every id of the PMS (a GUID in text) and every id made here or on a device (version 7:
/// time-ordered).
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Uuid&) const = default;
    bool is_nil() const { return *this == Uuid{}; }
    std::span<const std::uint8_t> span() const { return bytes; }
    /// Lower case with dashes, as the PMS writes it.
    std::string to_string() const;

    /// 32 hex digits with dashes at 8, 12, 16 and 20, in either case; nullopt for anything else.
    static std::optional<Uuid> parse(std::string_view text);
    /// nullopt unless exactly 16 bytes.
    static std::optional<Uuid> from_bytes(std::string_view raw);
    static Uuid version7(UtcTime now, Random& random);
};

}  // namespace stayd

template <>
struct std::hash<stayd::Uuid> {
    std::size_t operator()(const stayd::Uuid& uuid) const noexcept {
        return std::hash<std::string_view>{}(
            std::string_view{reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
    }
};
