#include "rules/toml_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stayd::rules {

std::optional<toml::table> parse_toml(std::string_view file, std::string_view text,
                                      std::vector<std::string>& mistakes) {
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& fault) {
        const auto where = fault.source().begin;
        mistakes.push_back(
            fmt::format("{}:{}:{}: {}", file, where.line, where.column, fault.description()));
    }
    return std::nullopt;
}

Place place_of(const toml::node& node, std::string_view file) {
    const auto begin = node.source().begin;
    return {.file = std::string{file}, .line = begin.line, .column = begin.column};
}

bool read(const toml::node& node, std::string& into) {
    const auto text = node.value_exact<std::string>();
    if (text) into = *text;
    return text && !text->empty();
}

bool read(const toml::node& node, bool& into) {
    const auto flag = node.value_exact<bool>();
    if (flag) into = *flag;
    return flag.has_value();
}

bool read(const toml::node& node, std::int64_t most, int& into) {
    const auto number = node.value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > most) return false;
    into = static_cast<int>(*number);
    return true;
}

bool read(const toml::node& node, std::vector<std::string>& into) {
    const auto* list = node.as_array();
    if (list == nullptr) return false;
    into.resize(list->size());
    for (std::size_t at = 0; at < list->size(); ++at) {
        if (!read((*list)[at], into[at])) return false;
    }
    return true;
}

bool read(const toml::node& node, std::string_view file, Expression& into) {
    into.place = place_of(node, file);
    return read(node, into.sql);
}

bool read_columns(const toml::node& node, std::vector<std::string>& into) {
    return read(node, into) && std::ranges::all_of(into, [](const std::string& name) {
               return std::ranges::all_of(name, [](unsigned char c) {
                   return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_';
               });
           });
}

}  // namespace stayd::rules
