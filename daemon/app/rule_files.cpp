#include "app/rule_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "insight/facts.hpp"

namespace stayd::app {
namespace {

constexpr std::uintmax_t largest_file = 1'000'000;

}  // namespace

void read_rule_file(const std::filesystem::path& path, const std::string& name, RuleFiles& into) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    std::ifstream stream(path, std::ios::binary);
    if (failure || !stream) {
        into.mistakes.push_back(fmt::format("{}: cannot be read", path.string()));
    } else if (size > largest_file) {
        into.mistakes.push_back(
            fmt::format("{}: is larger than a file of rules can be (1 MB)", path.string()));
    } else {
        into.sources.push_back(
            {.file = name, .text = {std::istreambuf_iterator<char>(stream), {}}});
    }
}

RuleFiles read_rule_files(const std::filesystem::path& directory) {
    RuleFiles files;
    const auto shipped = insight::shipped_rules();
    files.sources.assign(shipped.begin(), shipped.end());
    std::error_code failure;
    std::vector<std::filesystem::path> paths;
    for (auto entry = std::filesystem::directory_iterator(directory, failure);
         !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        if (entry->path().extension() == ".toml") paths.push_back(entry->path());
    }
    if (failure && failure != std::errc::no_such_file_or_directory)
        files.mistakes.push_back(fmt::format("{}: {}", directory.string(), failure.message()));
    std::ranges::sort(paths);
    for (const auto& path : paths)
        read_rule_file(path, "rules.d/" + path.filename().string(), files);
    return files;
}

}  // namespace stayd::app
