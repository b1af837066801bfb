#include "rules/rule.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::rules {
namespace {

constexpr std::array<std::string_view, subject_count> subject_words{"stay", "person",  "room",
                                                                    "task", "company", "house"};
constexpr std::array<std::string_view, 5> severity_words{"info", "low", "medium", "high",
                                                         "critical"};

}  // namespace

std::string_view to_word(Subject subject) {
    return subject_words[static_cast<std::size_t>(subject)];
}

std::optional<Subject> subject_from(std::string_view word) {
    const auto* found = std::ranges::find(subject_words, word);
    if (found == subject_words.end()) return std::nullopt;
    return static_cast<Subject>(found - subject_words.begin());
}

std::string facts_of(Subject subject) {
    return std::string{to_word(subject)} + "_facts";
}

std::string_view to_word(Severity severity) {
    return severity_words[static_cast<std::size_t>(severity) - 1];
}

std::optional<Severity> severity_from(std::string_view word) {
    const auto* found = std::ranges::find(severity_words, word);
    if (found == severity_words.end()) return std::nullopt;
    return static_cast<Severity>(found - severity_words.begin() + 1);
}

std::string to_text(const Place& place) {
    return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

}  // namespace stayd::rules
