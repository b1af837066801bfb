#include "insight/facts.hpp"

#include <algorithm>
#include <array>
#include <boost/crc.hpp>

#include "insight/completeness_sql.hpp"
#include "insight/functions.hpp"
#include "insight/person_functions.hpp"
#include "insight/shipped.hpp"

namespace stayd::insight {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t,");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

std::string_view text_of(std::string_view view) {
    const auto views = shipped_views();
    const auto found = std::ranges::find(views, view, &ShippedText::name);
    return found == views.end() ? std::string_view{} : found->text;
}

std::array<std::span<const NamedFunction>, 2> all_functions() {
    return {functions(), person_functions()};
}

/// A column is a line "… AS name, -- what it says"; a comment may go on in lines of its own.
void add_columns(std::string_view text, std::vector<FactColumn>& columns) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1);
        const auto line = text.substr(0, end);
        text.remove_prefix(end + 1);
        const auto comment = line.find("-- ");
        if (comment == std::string_view::npos) continue;
        const auto code = line.substr(0, comment);
        const auto says = std::string{trimmed(line.substr(comment + 3))};
        const auto named = code.rfind(" AS ");
        if (named != std::string_view::npos) {
            auto name = std::string{trimmed(code.substr(named + 4))};
            if (name.ends_with(',')) name.pop_back();
            columns.push_back({.name = std::move(name), .says = says});
        } else if (trimmed(code).empty() && !columns.empty()) {
            columns.back().says += " " + says;
        }
    }
}

}  // namespace

void open_facts(storage::Database& database) {
    for (const auto& table : all_functions()) {
        for (const auto& function : table)
            storage::define(database, function.name.data(), function.arguments,
                            storage::Purity::pure, function.call);
    }
    const auto catalogue = read_catalogue(shipped_completeness());
    for (const auto& view : shipped_views()) {
        const auto is_of_market = view.name == rules::facts_of(rules::Subject::person);
        const auto sql = is_of_market ? person_facts_sql(catalogue, *catalogue.market("GENERIC"))
                                      : std::string{view.text};
        database.execute(sql.c_str());
    }
}

std::uint32_t fingerprint() {
    boost::crc_32_type crc;
    const auto add = [&](std::string_view text) { crc.process_bytes(text.data(), text.size()); };
    for (const auto& view : shipped_views()) add(view.text);
    for (const auto& file : shipped_completeness_files()) add(file.text);
    add(shipped_criteria());
    for (const auto& file : shipped_opportunity_files()) add(file.text);
    return crc.checksum();
}

std::vector<std::string> functions_of_conditions() {
    std::vector<std::string> names;
    for (const auto& table : all_functions()) {
        for (const auto& function : table) names.emplace_back(function.name);
    }
    return names;
}

std::span<const rules::Source> shipped_rules() {
    static const auto sources = [] {
        std::vector<rules::Source> all;
        for (const auto& file : shipped_rule_files())
            all.push_back({.file = std::string{file.name}, .text = std::string{file.text}});
        return all;
    }();
    return sources;
}

std::vector<FactColumn> columns_of(rules::Subject subject) {
    std::vector<FactColumn> columns;
    add_columns(text_of(std::string{to_word(subject)} + "_known"), columns);
    add_columns(text_of(rules::facts_of(subject)), columns);
    return columns;
}

std::vector<FactColumn> columns_of(std::string_view view) {
    std::vector<FactColumn> columns;
    add_columns(text_of(view), columns);
    return columns;
}

}  // namespace stayd::insight
