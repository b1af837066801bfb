#include "base/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace stayd {
namespace {

constexpr std::size_t longest_shown = 60;

std::string shown(std::string_view text) {
    std::string line{text.substr(0, longest_shown)};
    for (char& letter : line) {
        if (static_cast<unsigned char>(letter) < 0x20) letter = ' ';
    }
    return fmt::format("the text \"{}{}\"", line, text.size() > longest_shown ? "…" : "");
}

/// Levenshtein's distance: how many letters must be changed, added or taken away.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t changed = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

}  // namespace

void Mistakes::add(toml::source_position where, std::string_view key, std::string_view says) {
    // What is missing from a table that is missing itself belongs to the file's beginning.
    if (where.line == 0) where = {.line = 1, .column = 1};
    mistakes_.push_back(
        {where, fmt::format("{}:{}:{}: {}: {}", file_, where.line, where.column, key, says)});
}

void Mistakes::expected(toml::source_position where, std::string_view key,
                        std::string_view expected, std::string_view found) {
    add(where, key, fmt::format("expected {}, found {}", expected, found));
}

std::vector<std::string> Mistakes::lines() const {
    auto sorted = mistakes_;
    std::ranges::stable_sort(
        sorted, [](const Mistake& left, const Mistake& right) { return left.where < right.where; });
    std::vector<std::string> lines;
    for (auto& mistake : sorted) lines.push_back(std::move(mistake.line));
    return lines;
}

std::string describe(const toml::node& node) {
    if (const auto* text = node.as_string()) return shown(text->get());
    if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    if (node.is_array()) return "a list";
    if (node.is_table()) return "a section";
    return "a date or time";
}

std::string suggest(std::string_view name, std::span<const std::string_view> known) {
    const auto nearness = [&](std::string_view candidate) { return distance(name, candidate); };
    const auto nearest = std::ranges::min_element(known, {}, nearness);
    if (nearest != known.end() &&
        nearness(*nearest) <= std::max<std::size_t>(2, nearest->size() / 2)) {
        return fmt::format("did you mean \"{}\"?", *nearest);
    }
    return fmt::format("known here: {}", fmt::join(known, ", "));
}

}  // namespace stayd
