#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "http/message.hpp"

namespace stayd::http {

/// The built pages, read once: a request finds its path in this table or nothing, so no request
/// ever reaches the file system. Each asset has its whole, br and gzip forms (daemon/web/README.md,
/// "manifest.json").
class Assets {
  public:
    Assets() = default;
    /// Throws `std::runtime_error`, naming the file, when the manifest or a file of it cannot be
    /// read.
    explicit Assets(const std::filesystem::path& folder);

    bool empty() const { return assets_.empty(); }
    bool contains(const std::string& path) const { return assets_.contains(path); }
    /// 200 in the best form the client accepts, 304 when it has it. The path must be in the table.
    Response answer(const Request& request) const;

  private:
    struct Form {
        std::string encoding;  ///< "br", "gzip"; empty: as it is
        std::string bytes;
    };
    struct Asset {
        std::string type;
        std::string etag;
        std::string cache;
        std::vector<Form> forms;  ///< best first
    };
    std::map<std::string, Asset> assets_;
};

}  // namespace stayd::http
