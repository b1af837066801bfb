#include "mews/json_text.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

namespace stayd::mews {
namespace {

constexpr std::uint32_t replacement = 0xfffd;

bool is_high_half(std::uint32_t unit) {
    return unit >= 0xd800 && unit <= 0xdbff;
}
bool is_low_half(std::uint32_t unit) {
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/// Takes the four hex digits behind `\u`.
std::optional<std::uint32_t> take_unit(std::string_view& text) {
    if (text.size() < 4) return std::nullopt;
    std::uint32_t unit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + 4, unit, 16);
    if (error != std::errc{} || end != text.data() + 4) return std::nullopt;
    text.remove_prefix(4);
    return unit;
}

/// Takes what stands behind a first `\u`: one unit, or two when they are a pair.
std::optional<std::uint32_t> take_code_point(std::string_view& text) {
    const auto first = take_unit(text);
    if (!first || is_low_half(*first)) return first ? std::optional{replacement} : std::nullopt;
    if (!is_high_half(*first)) return first;
    if (!text.starts_with("\\u")) return replacement;
    std::string_view behind = text.substr(2);
    const auto second = take_unit(behind);
    if (!second) return std::nullopt;
    if (!is_low_half(*second)) return replacement;
    text = behind;
    return 0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00);
}

void append_utf8(std::string& text, std::uint32_t code_point) {
    const auto tail = [&](int shift) {
        text += static_cast<char>(0x80 | (code_point >> shift & 0x3f));
    };
    if (code_point < 0x80) {
        text += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        text += static_cast<char>(0xc0 | code_point >> 6);
        tail(0);
    } else if (code_point < 0x10000) {
        text += static_cast<char>(0xe0 | code_point >> 12);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0 | code_point >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

std::optional<char> simple_escape(char letter) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const auto at = letters.find(letter);
    if (at == std::string_view::npos) return std::nullopt;
    return meanings[at];
}

}  // namespace

bool unescape(std::string_view inner, std::string& text) {
    text.clear();
    for (;;) {
        const auto backslash = inner.find('\\');
        text += inner.substr(0, backslash);
        if (backslash == std::string_view::npos) return true;
        inner.remove_prefix(backslash + 1);
        if (inner.empty()) return false;
        const char escape = inner.front();
        inner.remove_prefix(1);
        if (escape == 'u') {
            const auto code_point = take_code_point(inner);
            if (!code_point) return false;
            append_utf8(text, *code_point);
        } else {
            const auto meaning = simple_escape(escape);
            if (!meaning) return false;
            text += *meaning;
        }
    }
}

Escapes escapes_of(std::string_view inner) {
    auto escapes = Escapes::none;
    for (auto at = inner.find('\\'); at != std::string_view::npos; at = inner.find('\\', at + 2)) {
        if (at + 1 == inner.size()) return Escapes::broken;
        if (inner[at + 1] == 'u') return Escapes::code_points;
        if (!simple_escape(inner[at + 1])) return Escapes::broken;
        escapes = Escapes::simple;
    }
    return escapes;
}

void append_quoted(std::string& json, std::string_view text) {
    json += '"';
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte < 0x20) {
            constexpr std::string_view hex = "0123456789abcdef";
            json += "\\u00";
            json += hex[byte >> 4];
            json += hex[byte & 15];
            continue;
        }
        if (letter == '"' || letter == '\\') json += '\\';
        json += letter;
    }
    json += '"';
}

std::string bounded(std::string_view text, std::size_t most_bytes) {
    if (text.size() > most_bytes) {
        std::size_t end = most_bytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
        text = text.substr(0, end);
    }
    std::string line{text};
    for (char& letter : line) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte < 0x20 || byte == 0x7f) letter = ' ';
    }
    return line;
}

}  // namespace stayd::mews
