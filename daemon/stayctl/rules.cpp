#include "stayctl/rules.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace stayd::stayctl {
namespace {

namespace json = boost::json;

std::string listed(const json::value& lines, std::string_view title) {
    if (lines.as_array().empty()) return {};
    std::string all = fmt::format("\n{}\n", title);
    for (const auto& line : lines.as_array()) all += fmt::format("  {}\n", text(line));
    return all;
}

}  // namespace

std::string rules_table(const std::string& answer) {
    const auto all = json::parse(answer);
    std::string table =
        fmt::format("{:<7} {:<8} {:<9} {:>8}  {}\n", "Rule", "about", "severity", "findings", "");
    for (const auto& rule : all.at("rules").as_array()) {
        table += fmt::format("{:<7} {:<8} {:<9} {:>8}  {}{}\n", text(rule.at("id")),
                             text(rule.at("subject")), text(rule.at("severity")),
                             text(rule.at("findings")), text(rule.at("name")),
                             rule.at("on").as_bool() ? "" : " (off)");
    }
    return table + listed(all.at("left_out"), "Left out:") +
           listed(all.at("failed"), "Stopped, for they took too long or failed:");
}

std::string rule_explained(const std::string& answer) {
    const auto rule = json::parse(answer);
    std::string lines =
        fmt::format("{} {} ({})\n  when {}\n", text(rule.at("id")), text(rule.at("name")),
                    text(rule.at("place")), text(rule.at("when")));
    for (const auto& [severity, condition] : rule.at("raise").as_object())
        lines += fmt::format("  {} when {}\n", std::string_view{severity}, text(condition));
    if (!rule.at("known").as_bool()) {
        lines += "It is not asked: the subject is over, or was never in this house.\n";
    } else if (rule.at("says").is_null()) {
        lines += "It says nothing of this subject now";
    } else {
        lines += fmt::format("It says: {} ({}). {}", text(rule.at("message")),
                             text(rule.at("says")), text(rule.at("fix")));
    }
    if (rule.at("known").as_bool())
        lines += rule.at("asked_again").is_null()
                     ? std::string{"\n"}
                     : fmt::format("; it is asked again {}\n", text(rule.at("asked_again")));
    for (const auto& [name, value] : rule.at("facts").as_object())
        lines += fmt::format("  {:<28} {}\n", std::string_view{name},
                             value.is_null() ? "-" : text(value));
    return lines;
}

std::string explain_target(const std::string& rule, const std::string& subject) {
    return fmt::format("/rules/explain?rule={}&subject={}", encoded(rule), encoded(subject));
}

}  // namespace stayd::stayctl
