#include "http/rules_api.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>

#include "house/dry_run.hpp"
#include "http/lan_api.hpp"
#include "rules/rule_file.hpp"

namespace stayd::http {
namespace {

namespace json_lib = boost::json;

constexpr std::size_t most_tested = 20;

template <class Texts>
json_lib::array array_of(const Texts& texts) {
    json_lib::array array;
    for (const auto& text : texts) array.emplace_back(text);
    return array;
}

}  // namespace

json_lib::object rule_object(const rules::Rule& rule) {
    json_lib::object raise;
    for (const auto& [severity, condition] : rule.raise)
        raise[rules::to_word(severity)] = condition.sql;
    return {{"id", rule.id},
            {"name", rule.name},
            {"subject", rules::to_word(rule.subject)},
            {"when", rule.when.sql},
            {"severity", rules::to_word(rule.severity)},
            {"raise", std::move(raise)},
            {"message", rule.message},
            {"fix", rule.fix},
            {"role", rule.role},
            {"priority", rule.priority},
            {"on", rule.on},
            {"place", rules::to_text(rule.place)}};
}

std::map<std::string, std::int64_t> standing_findings(storage::Database& database) {
    std::map<std::string, std::int64_t> standing;
    auto query = database.statement(
        "SELECT rule, count(*) FROM finding WHERE state <> 'Resolved' GROUP BY rule");
    while (query.step()) standing[query.text(0)] = query.integer(1);
    return standing;
}

Response RulesApi::all() {
    auto& conclusions = door_.house().conclusions();
    const auto* book = conclusions.book();
    if (book == nullptr) return problem(503, "No rules yet", "The daemon is still starting.");
    auto standing = standing_findings(door_.house().database());
    json_lib::array rules;
    for (const auto& rule : book->rules()) {
        auto object = rule_object(rule);
        object["findings"] = standing[rule.id];
        rules.push_back(std::move(object));
    }
    return json(json_lib::serialize(json_lib::object{{"rules", std::move(rules)},
                                                     {"left_out", array_of(conclusions.mistakes())},
                                                     {"failed", array_of(book->failures())}}));
}

Response test_rules(const std::filesystem::path& database, const std::string& toml, UtcTime now,
                    const std::function<bool()>& is_over) {
    const rules::Source source{.file = "test", .text = toml};
    const auto read = rules::read_rules(source.file, source.text);
    if (read.rules.size() > most_tested)
        return problem(413, "Too many rules",
                       fmt::format("At most {} are tested at once.", most_tested));
    const auto run = house::dry_run(database, {&source, 1}, now, is_over);
    json_lib::array rules;
    for (const auto& rule : run.rules)
        rules.push_back(json_lib::object{{"rule", rule.id},
                                         {"asked", rule.asked},
                                         {"hits", rule.hits},
                                         {"have_another", rule.have_another},
                                         {"first", array_of(rule.first)}});
    return json(json_lib::serialize(
        json_lib::object{{"mistakes", array_of(run.mistakes)}, {"rules", std::move(rules)}}));
}

Response RulesApi::reload() {
    if (reload_) reload_();
    return all();
}

/// As people name it: a stay's number, a room's name; or the Mews id of anything.
std::optional<Uuid> RulesApi::find_subject(rules::Subject subject, const std::string& name) {
    if (subject == rules::Subject::house) return Uuid{};
    if (const auto id = Uuid::parse(name)) return id;
    const auto first = [&](const char* sql) -> std::optional<Uuid> {
        auto query = door_.house().database().statement(sql);
        query.bind(":name", name);
        return query.step() ? query.optional_uuid(0) : std::nullopt;
    };
    if (subject == rules::Subject::stay)
        return first("SELECT uid FROM reservation WHERE number = :name");
    if (subject == rules::Subject::room)
        return first("SELECT uid FROM resource WHERE name = :name AND kind = 'Space'");
    return std::nullopt;
}

Response RulesApi::explain(const Request& request) {
    auto& conclusions = door_.house().conclusions();
    const auto id = request.parameter("rule");
    const auto* rule = conclusions.book() ? conclusions.book()->find(id) : nullptr;
    if (rule == nullptr)
        return problem(404, "No such rule", fmt::format("\"{}\": see stayctl rules list.", id));
    const auto name = request.parameter("subject");
    const auto subject = find_subject(rule->subject, name);
    if (!subject)
        return problem(
            404, "No such subject",
            fmt::format("\"{}\" is no {} of this house. A stay is named by its number, a "
                        "room by its name, anything by its Mews id.",
                        name, rules::to_word(rule->subject)));
    const auto explained = conclusions.explain(*rule, *subject, door_.now());
    auto object = rule_object(*rule);
    object["known"] = explained.known;
    object["says"] = explained.severity ? json_lib::value(rules::to_word(*explained.severity))
                                        : json_lib::value(nullptr);
    object["asked_again"] = explained.ask_again ? json_lib::value(to_iso8601(*explained.ask_again))
                                                : json_lib::value(nullptr);
    object["facts"] = json_lib::parse(explained.facts);
    return json(json_lib::serialize(object));
}

}  // namespace stayd::http
