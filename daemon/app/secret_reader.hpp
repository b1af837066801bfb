#pragma once

#include <toml++/toml.h>

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include "app/config.hpp"
#include "base/toml_reader.hpp"

namespace stayd::app {

/// Where the configuration keeps a secret: in a value, or in a file that a value names.
struct Secret {
    const toml::node* here = nullptr;
    const toml::node* file = nullptr;
};

/// Finds secrets where they are kept. A mistake names where one was looked for, never what was
/// found.
class SecretReader {
  public:
    /// Relative files are beside `config_file`. The references outlive the reader.
    SecretReader(const std::filesystem::path& config_file, const CredentialReader& credential,
                 Mistakes& mistakes);

    /// A token must be somewhere; `section` is where its absence is told.
    void read_token(const Secret& secret, const std::string& key,
                    const std::string& credential_name, toml::source_position section,
                    std::string& into);
    /// A password may be absent.
    void read_password(const Secret& secret, const std::string& key, std::string& into);

  private:
    std::optional<std::string> read(const Secret& secret, const std::string& key);

    std::filesystem::path folder_;
    const CredentialReader& credential_;
    Mistakes& mistakes_;
};

/// The whole file, or why it cannot be read.
std::expected<std::string, std::string> read_file(const std::filesystem::path& path);

}  // namespace stayd::app
