#include "rules/rule_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>

#include "rules/toml_parts.hpp"

namespace stayd::rules {
namespace {

using enum Presence;

constexpr std::size_t longest_id = 40;
constexpr std::size_t longest_text = 4'000;
constexpr std::int64_t longest_age = 10'080;  // a week

struct Draft {
    Rule rule;
    std::string_view file;
};

bool read_text(const toml::node& node, std::string& into) {
    return read(node, into) && into.size() <= longest_text;
}

bool read_expression(const toml::node& node, std::string_view file, Expression& into) {
    return read(node, file, into) && into.sql.size() <= longest_text;
}

bool read_severity(const toml::node& node, Draft& into) {
    const auto severity = severity_from(node.value_or(std::string_view{}));
    if (severity) into.rule.severity = *severity;
    return severity.has_value();
}

bool read_subject(const toml::node& node, Draft& into) {
    const auto subject = subject_from(node.value_or(std::string_view{}));
    if (subject) into.rule.subject = *subject;
    return subject.has_value();
}

bool read_raise(const toml::node& node, Draft& into) {
    const auto* table = node.as_table();
    if (table == nullptr) return false;
    for (const auto& [word, condition] : *table) {
        const auto severity = severity_from(word.str());
        Expression expression;
        if (!severity || !read_expression(condition, into.file, expression)) return false;
        into.rule.raise.emplace_back(*severity, std::move(expression));
    }
    std::ranges::sort(into.rule.raise, {}, &std::pair<Severity, Expression>::first);
    return true;
}

bool read_priority(const toml::node& node, Draft& into) {
    const auto number = node.value_exact<std::int64_t>();
    if (!number || *number < 1 || *number > 100) return false;
    into.rule.priority = static_cast<int>(*number);
    return true;
}

bool read_max_age(const toml::node& node, Draft& into) {
    const auto number = node.value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > longest_age) return false;
    into.rule.max_age_minutes = static_cast<int>(*number);
    return true;
}

constexpr std::string_view severities = "info, low, medium, high or critical";
constexpr std::string_view a_text = "a text";

const Key<Draft> keys[] = {
    {"id", required, "a short name such as \"DQ-07\"",
     [](const toml::node& node, Draft& into) {
         return read(node, into.rule.id) && into.rule.id.size() <= longest_id;
     }},
    {"name", required, a_text,
     [](const toml::node& node, Draft& into) { return read_text(node, into.rule.name); }},
    {"subject", required, "stay, person, room, task, company or house", read_subject},
    {"when", required, "a condition over the columns of the subject's facts",
     [](const toml::node& node, Draft& into) {
         return read_expression(node, into.file, into.rule.when);
     }},
    {"severity", required, severities, read_severity},
    {"raise", optional, "a table of severities, each with a condition", read_raise},
    {"message", required, a_text,
     [](const toml::node& node, Draft& into) { return read_text(node, into.rule.message); }},
    {"fix", required, a_text,
     [](const toml::node& node, Draft& into) { return read_text(node, into.rule.fix); }},
    {"role", required, "who can mend it, such as \"desk\"",
     [](const toml::node& node, Draft& into) { return read_text(node, into.rule.role); }},
    {"priority", optional, "a whole number from 1 to 100", read_priority},
    {"max_age_minutes", optional, "minutes, from 0 to 10080", read_max_age},
    {"evidence", optional, "a list of columns of the subject's facts",
     [](const toml::node& node, Draft& into) { return read_columns(node, into.rule.evidence); }},
    {"on", optional, "true or false",
     [](const toml::node& node, Draft& into) { return read(node, into.rule.on); }},
};

/// Tells one text of a rule from another; where it stands does not count.
std::uint32_t version_of(const Rule& rule) {
    boost::crc_32_type crc;
    const auto add = [&](std::string_view text) {
        crc.process_bytes(text.data(), text.size());
        crc.process_byte(0);
    };
    add(to_word(rule.subject));
    add(rule.when.sql);
    add(to_word(rule.severity));
    for (const auto& [severity, condition] : rule.raise) {
        add(to_word(severity));
        add(condition.sql);
    }
    for (const auto& text : {rule.message, rule.fix, rule.role}) add(text);
    for (const auto& column : rule.evidence) add(column);
    add(std::to_string(rule.priority));
    if (rule.max_age_minutes > 0) add(std::to_string(rule.max_age_minutes));
    return crc.checksum();
}

std::string quoted(std::string_view text) {
    const bool has_lines = text.find('\n') != std::string_view::npos;
    std::string written = has_lines ? "\"\"\"\n" : "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') written += '\\';
        if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20)
            written += c;
        else
            written += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    }
    return written + (has_lines ? "\"\"\"" : "\"");
}

}  // namespace

std::string to_toml(const Rule& rule) {
    std::string text = "[[rule]]\n";
    const auto line = [&](std::string_view key, std::string_view value) {
        text += fmt::format("{} = {}\n", key, value);
    };
    line("id", quoted(rule.id));
    line("name", quoted(rule.name));
    line("subject", quoted(to_word(rule.subject)));
    line("when", quoted(rule.when.sql));
    line("severity", quoted(to_word(rule.severity)));
    for (const auto& [severity, condition] : rule.raise)
        line(fmt::format("raise.{}", to_word(severity)), quoted(condition.sql));
    line("message", quoted(rule.message));
    line("fix", quoted(rule.fix));
    line("role", quoted(rule.role));
    line("priority", std::to_string(rule.priority));
    if (rule.max_age_minutes > 0) line("max_age_minutes", std::to_string(rule.max_age_minutes));
    std::vector<std::string> evidence;
    for (const auto& column : rule.evidence) evidence.push_back(quoted(column));
    line("evidence", fmt::format("[{}]", fmt::join(evidence, ", ")));
    line("on", rule.on ? "true" : "false");
    return text;
}

RuleFile read_rules(std::string_view file, std::string_view text) {
    RuleFile read;
    const auto document = parse_toml(file, text, read.mistakes);
    if (!document) return read;
    Mistakes others{std::string{file}};
    for (const auto& [name, node] : *document) {
        // The others are read by who knows them (insight/completeness_files, opportunity_file).
        const bool is_known = name.str() == "rule" || name.str() == "opportunity" ||
                              name.str() == "field" || name.str() == "market";
        if (name.str() != "rule") read.only_rules = false;
        if (!is_known || !node.is_array_of_tables())
            others.add(name.source().begin, name.str(),
                       "only [[rule]], [[opportunity]], [[field]] and [[market]] stand here");
    }
    if (const auto* rules = document->get_as<toml::array>("rule")) {
        for (const auto& node : *rules) {
            const auto* table = node.as_table();
            if (table == nullptr) continue;
            Draft draft{.rule = {}, .file = file};
            Mistakes mistakes{std::string{file}};
            const auto path = "rule " + (*table)["id"].value_or(std::string{"without id"});
            read_table<Draft>(*table, path, keys, draft, mistakes);
            const auto lines = mistakes.lines();
            read.mistakes.insert(read.mistakes.end(), lines.begin(), lines.end());
            if (!lines.empty()) continue;
            draft.rule.place = place_of(node, file);
            draft.rule.version = version_of(draft.rule);
            read.rules.push_back(std::move(draft.rule));
        }
    }
    const auto lines = others.lines();
    read.mistakes.insert(read.mistakes.end(), lines.begin(), lines.end());
    return read;
}

}  // namespace stayd::rules
