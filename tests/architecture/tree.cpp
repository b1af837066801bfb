#include "tests/architecture/tree.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace stayd::architecture {

namespace fs = std::filesystem;

namespace {

bool is_source(const fs::path& path) {
    static const std::set<std::string> extensions{".cpp", ".hpp", ".c", ".h"};
    return extensions.contains(path.extension().string());
}

std::vector<fs::path> files_below(const fs::path& root, bool (*wanted)(const fs::path&)) {
    std::vector<fs::path> files;
    for (const auto* folder : {"daemon", "platform"}) {
        if (!fs::exists(root / folder)) continue;
        for (fs::recursive_directory_iterator entry(root / folder), end; entry != end; ++entry) {
            if (entry->is_directory() && entry->path().filename() == "node_modules") {
                entry.disable_recursion_pending();
            } else if (entry->is_regular_file() && wanted(entry->path())) {
                files.push_back(entry->path().lexically_relative(root));
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Of a path from the root: "daemon/sync/puller.cpp" is of "sync".
std::string module_of(const fs::path& file) {
    auto part = file.begin();
    if (*part == "platform") return "platform";
    ++part;
    return std::next(part) == file.end() ? part->stem().string() : part->string();
}

/// Where `#include "header"` leads from a file, as a path from the root; empty when it leads
/// nowhere in the project.
fs::path resolved(const fs::path& root, const fs::path& file, const std::string& header) {
    for (const auto& candidate :
         {file.parent_path() / header, fs::path("daemon") / header, fs::path(header)}) {
        if (fs::exists(root / candidate)) return candidate.lexically_normal();
    }
    return {};
}

class FileCheck {
  public:
    FileCheck(const fs::path& root, const Picture& picture, fs::path file,
              std::vector<std::string>& found)
        : root_(root),
          picture_(picture),
          file_(std::move(file)),
          module_(module_of(file_)),
          found_(found) {}

    void run() {
        if (!picture_.knows(module_)) {
            report("the folder '" + module_ + "' is not in the picture");
            return;
        }
        std::ifstream stream(root_ / file_);
        for (std::string text; std::getline(stream, text);) {
            ++line_;
            check_line(text);
        }
    }

  private:
    void check_line(const std::string& text) {
        static const std::regex include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
        std::smatch match;
        // Asked only where it can answer yes: std::regex is slow, and most lines have no '#'.
        if (text.find('#') != std::string::npos && std::regex_search(text, match, include)) {
            check_header(match[2], match[1] == "\"");
        } else {
            check_text(text);
        }
    }

    void check_header(const std::string& header, bool quoted) {
        for (const auto& reserved : picture_.reserved_headers) {
            if (header.starts_with(reserved.prefix) && !reserved.modules.contains(module_)) {
                report("<" + header + "> is for " + joined(reserved.modules) + " alone");
            }
        }
        const auto target = resolved(root_, file_, header);
        if (target.empty()) return;  // a system's header, or one generated from proto/
        const auto top = target.begin()->string();
        if (top != "daemon" && top != "platform") {
            report("\"" + header + "\" lies outside daemon/ and platform/");
            return;
        }
        if (!quoted || header.starts_with("..")) {
            report("\"" + header + "\": own headers are named from the root, in quotes");
        }
        const auto module = module_of(target);
        const auto below_daemon =
            top == "daemon" ? target.lexically_relative("daemon").string() : target.string();
        if (!picture_.may_include(module_, module, below_daemon)) {
            report("no arrow leads from '" + module_ + "' to '" + below_daemon + "'");
        }
    }

    void check_text(const std::string& text) {
        const auto code = text.substr(0, text.find("//"));
        for (const auto& reserved : picture_.reserved_texts) {
            if (!reserved.modules.contains(module_) && contains(code, reserved)) {
                report("'" + reserved.prefix + "' is for " + joined(reserved.modules) + " alone");
            }
        }
    }

    static bool contains(const std::string& code, const Reserved& reserved) {
        const bool in_quotes = reserved.prefix.front() == '"';
        if (!in_quotes) return code.find(reserved.prefix) != std::string::npos;
        return code.find('"') != std::string::npos && std::regex_search(code, reserved.pattern);
    }

    static std::string joined(const std::set<std::string>& names) {
        std::string result;
        for (const auto& name : names) result += (result.empty() ? "" : ", ") + name;
        return result;
    }

    void report(const std::string& what) {
        found_.push_back(file_.string() + ":" + std::to_string(line_) + ": " + what);
    }

    const fs::path& root_;
    const Picture& picture_;
    fs::path file_;
    std::string module_;
    std::vector<std::string>& found_;
    int line_ = 0;
};

/// DEPENDS of a folder's CMakeLists.txt are its arrows too: a library that is linked against the
/// arrows invites the include.
void check_depends(const fs::path& root, const Picture& picture, const fs::path& file,
                   std::vector<std::string>& found) {
    const auto module = module_of(file);
    std::ifstream stream(root / file);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    static const std::regex depends(R"(stayd_module\([^)]*?\bDEPENDS((?:\s+[a-z_]+)+))");
    std::smatch match;
    if (!std::regex_search(text, match, depends)) return;
    std::istringstream names(match[1].str());
    for (std::string name; names >> name;) {
        // platform/ is one module of several libraries.
        if (name.starts_with("platform_")) name = "platform";
        if (module != "platform" && !picture.may_include(module, name, {})) {
            found.push_back(file.string() + ": no arrow leads from '" + module + "' to '" + name +
                            "'");
        }
    }
}

}  // namespace

std::size_t source_count(const fs::path& root) {
    return files_below(root, is_source).size();
}

std::vector<std::string> violations(const fs::path& root, const Picture& picture) {
    std::vector<std::string> found;
    for (const auto& file : files_below(root, is_source)) {
        FileCheck(root, picture, file, found).run();
    }
    const auto is_build_file = [](const fs::path& path) {
        return path.filename() == "CMakeLists.txt" && path.parent_path().filename() != "daemon" &&
               path.parent_path().filename() != "platform";
    };
    for (const auto& file : files_below(root, is_build_file)) {
        check_depends(root, picture, file, found);
    }
    return found;
}

}  // namespace stayd::architecture
