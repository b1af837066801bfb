#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stayd::mews {

/// Milliseconds since 1970 of an instant that is written as the PMS writes it,
/// `YYYY-MM-DDThh:mm:ssZ`: `to_iso8601` gives the same text again. nullopt for any other text,
/// which may still be an instant.
std::optional<std::int64_t> exact_instant(std::string_view text);

/// Whether a token is a number of JSON.
bool is_number(std::string_view token);
/// nullopt when it is no whole number, or out of range.
std::optional<std::int64_t> whole_number(std::string_view token);
/// A decimal number of JSON in millionths, rounded half away from zero; nullopt when it is none, or
/// out of range.
std::optional<std::int64_t> millionths(std::string_view token);

}  // namespace stayd::mews
