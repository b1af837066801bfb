#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/time.hpp"
#include "http/api/role.hpp"
#include "journal/sha256.hpp"
#include "storage/files.hpp"

namespace stayd::http {

/// Who may ask the API. Of a token only its hash is kept, in a file beside the database that no
/// damage of the database touches: one line a token, `name role hash made`.
class Tokens {
  public:
    struct Bearer {
        std::string name;  ///< unique; stands in the audit
        Role role = Role::desk;
        UtcTime made{};
        journal::Hash hash{};
    };

    /// Reads the file; a line that cannot be read opens nothing, is logged and kept. A file that
    /// cannot be read opens nothing either, and is not written over.
    Tokens(storage::Files& files, std::filesystem::path file, Random& random);

    /// The new token: nobody can be told it again. Nothing when the name is taken or is none
    /// (`is_name`). Throws `storage::Failure`: nobody has the token, though after the next start
    /// its name may be taken.
    std::optional<std::string> add(const std::string& name, Role role, UtcTime now);
    /// False: there is none of that name. Throws `storage::Failure`: it holds until the next start,
    /// and then it may or may not.
    bool remove(std::string_view name);
    const std::vector<Bearer>& all() const { return bearers_; }

    /// Whose token this is. Looks at every token, in the same time for each.
    const Bearer* find(std::string_view token) const;

    /// 1 to 40 letters, digits, dots, dashes and underlines; not whom the audit means by "Mews" and
    /// "stayd".
    static bool is_name(std::string_view name);

  private:
    void write(const std::vector<Bearer>& bearers);

    storage::Files& files_;
    std::filesystem::path file_;
    Random& random_;
    std::vector<Bearer> bearers_;
    std::string unread_;  ///< lines of the file, as they stand
    bool is_readable_ = true;
};

}  // namespace stayd::http
