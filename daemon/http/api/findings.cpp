#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "http/api/routes.hpp"
#include "http/api/values.hpp"
#include "http/rules_api.hpp"

// What the rules say, and the rules themselves.

namespace stayd::http {
namespace {

namespace json = boost::json;

json::object finding_object(const house::FindingView& view) {
    const auto& finding = view.finding;
    json::object facts;
    for (const auto& [name, value] : view.facts) facts[name] = value;
    return {{"id", finding.id.to_string()},
            {"rule", finding.rule},
            {"name", view.name},
            {"subject", rules::to_word(finding.subject)},
            {"about", finding.about.to_string()},
            {"about_name", view.about},
            {"severity", rules::to_word(finding.severity)},
            {"state", operations::to_word(finding.state)},
            {"message", view.message},
            {"fix", view.fix},
            {"role", view.role},
            {"priority", view.priority},
            {"times", finding.times},
            {"raised", to_iso8601(finding.raised)},
            {"changed", to_iso8601(finding.changed)},
            {"until", maybe(finding.until)},
            {"clears", maybe(finding.clears)},
            {"decided_by", finding.decided_by},
            {"reason", finding.reason},
            {"stay", maybe(view.stay)},
            {"arrival", maybe(view.arrival)},
            {"facts", std::move(facts)}};
}

const rules::Book& book_of(const Sources& from) {
    need_facts(from);
    return *from.door.house().conclusions().book();
}

json::object described(const Sources& from, const rules::Rule& rule,
                       const std::map<std::string, std::int64_t>& standing) {
    auto object = rule_object(rule);
    object["version"] = fmt::format("{:08x}", rule.version);
    auto& database = from.door.house().database();
    const auto count = standing.find(rule.id);
    object["findings"] = count == standing.end() ? 0 : count->second;
    auto query = database.statement("SELECT file, made_by, since_utc_ms FROM rule WHERE id = :id");
    const bool is_logged = query.bind(":id", rule.id).step();
    object["file"] = is_logged ? query.text(0) : rule.place.file;
    object["made_by"] = is_logged ? query.text(1) : std::string{};
    object["since"] = is_logged ? json::value(to_iso8601(query.time(2))) : json::value(nullptr);
    return object;
}

bool is_asked_for(const rules::Rule& rule, const Question& question) {
    const auto severity = question.text("severity");
    const auto subject = question.text("subject");
    const auto on = question.text("on");
    return (severity.empty() || severity == rules::to_word(rule.severity)) &&
           (subject.empty() || subject == rules::to_word(rule.subject)) &&
           (on.empty() || (on == "true") == rule.on);
}

}  // namespace

/// The worst first, of equal ones the oldest.
json::object findings(const Sources& from, const Question& question) {
    const auto severity = rules::severity_from(question.text("severity"));
    const auto place = question.place(3);
    auto query = from.door.house().database().statement(R"sql(
        SELECT uid, severity, raised_utc_ms, id FROM finding
         WHERE state <> 'Resolved'
           AND (:state IS NULL OR state = :state)
           AND (:severity IS NULL OR severity = :severity)
           AND (:subject IS NULL OR subject = :subject)
           AND (:about IS NULL OR subject_uid = :about)
           AND (:rule IS NULL OR rule = :rule)
           AND (:after IS NULL OR (-severity, raised_utc_ms, id) > (-:after, :raised, :id))
         ORDER BY severity DESC, raised_utc_ms, id LIMIT :most
    )sql");
    query.bind(":state", said(question, "state")).bind(":subject", said(question, "subject"));
    query.bind(":rule", said(question, "rule")).bind(":about", question.uuid("about"));
    if (severity) query.bind(":severity", static_cast<int>(*severity));
    if (place) {
        query.bind(":after", number_in((*place)[0])).bind(":raised", number_in((*place)[1]));
        query.bind(":id", number_in((*place)[2]));
    }
    Page page(question, query);
    while (page.step()) {
        if (const auto view = from.views.finding(query.uuid(0))) page.add(finding_object(*view));
        page.ends_at({std::to_string(query.integer(1)), std::to_string(query.integer(2)),
                      std::to_string(query.integer(3))});
    }
    return page.take("findings");
}

json::object finding(const Sources& from, const Question& question) {
    const auto view = from.views.finding(id_of(question, "finding"));
    if (!view)
        throw Problem{
            .status = 404,
            .title = "No such finding",
            .detail = "It is settled, or never was: what became of it is in the history."};
    return finding_object(*view);
}

json::object rules_of_house(const Sources& from, const Question& question) {
    const auto place = question.place(1);
    json::array all;
    json::value next = nullptr;
    const auto standing = standing_findings(from.door.house().database());
    for (const auto& rule : book_of(from).rules()) {
        if (place && rule.id <= place->front()) continue;
        if (!is_asked_for(rule, question)) continue;
        if (static_cast<std::int64_t>(all.size()) == question.limit()) {
            next = question.next({std::string{all.back().at("id").as_string()}});
            break;
        }
        all.push_back(described(from, rule, standing));
    }
    return {{"rules", std::move(all)}, {"next", std::move(next)}};
}

json::object rule_of_house(const Sources& from, const Question& question) {
    const auto* rule = book_of(from).find(question.id());
    if (rule == nullptr)
        throw Problem{
            .status = 404,
            .title = "No such rule",
            .detail = fmt::format("\"{}\" is none of those at /api/v1/rules.", question.id())};
    return described(from, *rule, standing_findings(from.door.house().database()));
}

}  // namespace stayd::http
