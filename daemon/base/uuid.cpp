#include "base/uuid.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace stayd {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// The value of each hexadecimal digit; -1 for what is none.
constexpr auto hex_values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (int value = 0; value < 16; ++value) {
        const auto digit = static_cast<unsigned char>("0123456789abcdef"[value]);
        values[digit] = static_cast<std::int8_t>(value);
        if (value >= 10) values[digit - 'a' + 'A'] = static_cast<std::int8_t>(value);
    }
    return values;
}();

int hex_value(char digit) {
    return hex_values[static_cast<unsigned char>(digit)];
}

bool dash_belongs_before(std::size_t byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

}  // namespace

std::string Uuid::to_string() const {
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (dash_belongs_before(i)) text += '-';
        text += hex_digits[bytes[i] >> 4];
        text += hex_digits[bytes[i] & 15];
    }
    return text;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid uuid;
    std::size_t at = 0;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        if (dash_belongs_before(i) && text[at++] != '-') return std::nullopt;
        const int high = hex_value(text[at]);
        const int low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        uuid.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
        at += 2;
    }
    return uuid;
}

std::optional<Uuid> Uuid::from_bytes(std::string_view raw) {
    Uuid uuid;
    if (raw.size() != uuid.bytes.size()) return std::nullopt;
    std::memcpy(uuid.bytes.data(), raw.data(), raw.size());
    return uuid;
}

Uuid Uuid::version7(UtcTime now, Random& random) {
    Uuid uuid;
    const auto milliseconds = static_cast<std::uint64_t>(to_ms(now));
    for (std::size_t i = 0; i < 6; ++i)
        uuid.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
    std::uint64_t bits = random.next();
    for (std::size_t i = 6; i < 8; ++i, bits >>= 8) uuid.bytes[i] = static_cast<std::uint8_t>(bits);
    bits = random.next();
    for (std::size_t i = 8; i < 16; ++i, bits >>= 8)
        uuid.bytes[i] = static_cast<std::uint8_t>(bits);
    uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | (uuid.bytes[6] & 0x0f));
    uuid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes[8] & 0x3f));
    return uuid;
}

}  // namespace stayd
