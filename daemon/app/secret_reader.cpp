#include "app/secret_reader.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "app/config_values.hpp"

namespace stayd::app {
namespace {

/// Editors and `echo` end a file with a line feed.
std::string without_line_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

}  // namespace

SecretReader::SecretReader(const std::filesystem::path& config_file,
                           const CredentialReader& credential, Mistakes& mistakes)
    : folder_(config_file.parent_path()), credential_(credential), mistakes_(mistakes) {}

void SecretReader::read_token(const Secret& secret, const std::string& key,
                              const std::string& credential_name, toml::source_position section,
                              std::string& into) {
    const toml::node* const node = secret.here ? secret.here : secret.file;
    auto token = read(secret, key);
    if (node == nullptr && credential_) token = credential_(credential_name);
    if (node == nullptr && !token) {
        const auto expected =
            fmt::format("a token here, in {}_file or in the credential {}", key, credential_name);
        mistakes_.expected(section, key, expected, "none");
    }
    if (!token) return;
    into = without_line_end(std::move(*token));
    if (is_token(into)) return;
    mistakes_.expected(node ? node->source().begin : section, key,
                       "a token of printable letters without spaces, quotes, commas or semicolons",
                       into.empty() ? "an empty one" : "another text (not shown)");
}

void SecretReader::read_password(const Secret& secret, const std::string& key, std::string& into) {
    if (auto password = read(secret, key)) into = without_line_end(std::move(*password));
}

/// nullopt when it is kept neither here nor in a file, and when it is but that is a mistake already
/// told.
std::optional<std::string> SecretReader::read(const Secret& secret, const std::string& key) {
    if (secret.here && secret.file) {
        mistakes_.expected(secret.file->source().begin, key + "_file", "either this or " + key,
                           "both");
        return std::nullopt;
    }
    if (secret.here) return secret.here->value_exact<std::string>();
    if (secret.file == nullptr) return std::nullopt;
    const auto name = secret.file->value_exact<std::string>().value_or("");
    if (name.empty()) return std::nullopt;
    auto text = read_file(folder_ / name);
    if (text) return std::move(*text);
    mistakes_.expected(secret.file->source().begin, key + "_file", "a readable file",
                       fmt::format("{}: {}", (folder_ / name).string(), text.error()));
    return std::nullopt;
}

std::expected<std::string, std::string> read_file(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return std::unexpected("it is a folder");
    std::ifstream file{path, std::ios::binary};
    if (!file) return std::unexpected(std::generic_category().message(errno));
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) return std::unexpected(std::generic_category().message(errno));
    return text;
}

}  // namespace stayd::app
