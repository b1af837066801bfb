#include "http/rules_api.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>

#include "house/rule_log.hpp"
#include "http/lan_api.hpp"
#include "insight/facts.hpp"
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
    return json(
        json_lib::serialize(json_lib::object{{"rules", std::move(rules)},
                                             {"left_out", array_of(conclusions.mistakes())},
                                             {"failed", array_of(conclusions.failures())}}));
}

Response test_rules(house::Trial trial, const std::string& toml) {
    const rules::Source source{.file = "test", .text = toml};
    const auto read = rules::read_rules(source.file, source.text);
    if (read.rules.size() > most_tested)
        return problem(413, "Too many rules",
                       fmt::format("At most {} are tested at once.", most_tested));
    trial.sources = {&source, 1};
    const auto run = house::dry_run(trial);
    json_lib::array rules;
    for (const auto& rule : run.rules)
        rules.push_back(json_lib::object{{"rule", rule.id},
                                         {"asked", rule.asked},
                                         {"hits", rule.hits},
                                         {"have_another", rule.have_another},
                                         {"first", array_of(rule.first)},
                                         {"fired", rule.fired},
                                         {"fired_on", rule.fired_on},
                                         {"last", array_of(rule.last)}});
    json_lib::value known_since = nullptr;
    if (run.known_since) known_since = to_iso8601(*run.known_since);
    return json(json_lib::serialize(
        json_lib::object{{"mistakes", array_of(run.mistakes)},
                         {"looked_back_hours", run.looked_back / std::chrono::hours{1}},
                         {"known_since", std::move(known_since)},
                         {"rules", std::move(rules)}}));
}

namespace {

/// The audit has each text that was put over another one.
json_lib::array versions_of(storage::Database& database, const std::string& rule) {
    json_lib::array versions;
    auto query = database.statement(R"sql(
        SELECT after, actor, at_utc_ms, before FROM audit
         WHERE subject_uid = :uid AND what IN ('RuleAdded', 'RuleChanged', 'RuleRemoved') ORDER BY seq DESC LIMIT 50
    )sql");
    query.bind(":uid", house::uid_of_rule(rule));
    std::string oldest;
    while (query.step()) {
        oldest = query.text(3);
        if (query.text(0).empty()) continue;
        versions.push_back(json_lib::object{
            {"text", query.text(0)}, {"by", query.text(1)}, {"since", to_iso8601(query.time(2))}});
    }
    if (!oldest.empty())
        versions.push_back(json_lib::object{{"text", oldest}, {"by", ""}, {"since", nullptr}});
    return versions;
}

json_lib::object rule_of_desk(house::Door& door, const rules::Rule& rule) {
    auto& database = door.house().database();
    auto query = database.statement(R"sql(
        SELECT count(*), count(*) FILTER (WHERE state = 'Resolved') FROM finding
         WHERE rule = :rule AND raised_utc_ms >= :since
    )sql");
    query.bind(":rule", rule.id).bind(":since", door.now() - std::chrono::hours{24 * 30});
    query.step();
    json_lib::array columns;
    for (const auto& column : insight::columns_of(rule.subject))
        columns.push_back(json_lib::object{{"name", column.name}, {"says", column.says}});
    return {{"fired", query.integer(0)},
            {"mended", query.integer(1)},
            {"columns", std::move(columns)},
            {"versions", versions_of(database, rule.id)}};
}

}  // namespace

Response rules_of_desk(house::Door& door, const Request& request) {
    const auto& conclusions = door.house().conclusions();
    const auto* book = conclusions.book();
    if (book == nullptr) return problem(503, "No rules yet", "The daemon is still starting.");
    json_lib::object all{{"left_out", array_of(conclusions.mistakes())},
                         {"failed", array_of(conclusions.failures())}};
    if (const auto id = request.parameter("rule"); !id.empty()) {
        const auto* rule = book->find(id);
        if (rule == nullptr) return problem(404, "No such rule", fmt::format("\"{}\"", id));
        all["rule"] = rule_of_desk(door, *rule);
    }
    return json(json_lib::serialize(all));
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
