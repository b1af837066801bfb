#include "journal/sha256.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>

#include "base/invariant.hpp"

namespace stayd::journal {

Hash sha256(std::string_view bytes) {
    // Fetched once: looking it up takes longer than hashing a row.
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Hash hash{};
    const bool done = algorithm != nullptr && EVP_Digest(bytes.data(), bytes.size(), hash.data(),
                                                         nullptr, algorithm, nullptr) == 1;
    invariant(done, "OpenSSL has SHA-256");
    return hash;
}

std::optional<Hash> hash_of_bytes(std::string_view bytes) {
    Hash hash{};
    if (bytes.size() != hash.size()) return std::nullopt;
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

std::string_view bytes_of(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::string to_hex(const Hash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const auto byte : hash) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

std::optional<Hash> hash_of_hex(std::string_view hex) {
    Hash hash{};
    if (hex.size() != 2 * hash.size()) return std::nullopt;
    const char* at = hex.data();
    for (auto& byte : hash) {
        const auto read = std::from_chars(at, at + 2, byte, 16);
        if (read.ec != std::errc{} || read.ptr != at + 2) return std::nullopt;
        at += 2;
    }
    return hash;
}

Uuid id_made_of(std::string_view bytes) {
    const auto hash = sha256(bytes);
    Uuid id;
    std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

Uuid id_made_of(std::string_view name, const Uuid& of) {
    std::string bytes{name};
    bytes.append(reinterpret_cast<const char*>(of.bytes.data()), of.bytes.size());
    return id_made_of(bytes);
}

}  // namespace stayd::journal
