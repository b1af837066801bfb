#include <boost/json.hpp>

#include "house/views.hpp"
#include "rules/rule_file.hpp"

// What the desk sees of a finding: the rule's own words, and what it is about.

namespace stayd::house {
namespace {

namespace json = boost::json;

json::object object_in(const std::string& text) {
    boost::system::error_code failure;
    auto value = json::parse(text, failure);
    return !failure && value.is_object() ? std::move(value.get_object()) : json::object{};
}

}  // namespace

std::optional<FindingView> Views::finding(const Uuid& id) {
    // The text of the rule is what was loaded last: it may be gone from the files by now.
    auto query = database_.statement(R"sql(
        SELECT rule.file, rule.text FROM finding LEFT JOIN rule ON rule.id = finding.rule
        WHERE finding.uid = :uid AND finding.state <> 'Resolved'
    )sql");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    FindingView view{.finding = findings_.find(id).value()};
    for (auto& rule : rules::read_rules(query.text(0), query.text(1)).rules) {
        view.name = std::move(rule.name);
        view.message = std::move(rule.message);
        view.fix = std::move(rule.fix);
        view.role = std::move(rule.role);
        view.priority = rule.priority;
        view.max_age_minutes = rule.max_age_minutes;
    }
    for (const auto& [name, value] : object_in(view.finding.evidence)) {
        view.facts.emplace_back(name, value.is_null()     ? std::string{}
                                      : value.is_string() ? std::string{value.get_string()}
                                                          : json::serialize(value));
    }
    say_what_it_is_about(view);
    return view;
}

std::optional<RuleView> Views::rule(const Uuid& uid) {
    auto query =
        database_.statement("SELECT text, file, made_by, since_utc_ms FROM rule WHERE uid = :uid");
    query.bind(":uid", uid);
    if (!query.step()) return std::nullopt;
    RuleView view{.id = uid,
                  .rule = {},
                  .text = query.text(0),
                  .file = query.text(1),
                  .by = query.text(2),
                  .since = query.time(3)};
    auto read = rules::read_rules(view.file, view.text);
    if (read.rules.empty()) return std::nullopt;
    view.rule = std::move(read.rules.front());
    return view;
}

void Views::say_what_it_is_about(FindingView& view) {
    using rules::Subject;
    const auto& about = view.finding.about;
    const auto first = [&](const char* sql) {
        auto query = database_.statement(sql);
        query.bind(":uid", about);
        return query.step() ? query.text(0) : std::string{};
    };
    switch (view.finding.subject) {
        case Subject::stay:
            view.about = "Reservation " + stay_number(about);
            view.stay = about;
            break;
        case Subject::person: {
            view.about = first("SELECT name FROM guest WHERE uid = :uid");
            auto next = database_.statement(R"sql(
                SELECT uid FROM stay_now
                 WHERE uid IN (SELECT uid FROM reservation WHERE account_uid = :uid
                                UNION SELECT reservation_uid FROM companionship WHERE customer_uid = :uid)
                   AND state_now IN ('Started', 'Confirmed', 'Optional')
                 ORDER BY state_now = 'Started' DESC, start_now_utc_ms LIMIT 1
            )sql");
            next.bind(":uid", about);
            if (next.step()) view.stay = next.uuid(0);
            break;
        }
        case Subject::room:
            view.about = "Room " + room_name(about);
            break;
        case Subject::task:
            view.about = "Task: " + first("SELECT title FROM task WHERE uid = :uid");
            break;
        case Subject::company:
            view.about = first("SELECT name FROM company WHERE uid = :uid");
            break;
        case Subject::house:
            view.about = "The house";
            break;
    }
    if (!view.stay) return;
    auto start = database_.statement("SELECT start_now_utc_ms FROM stay_now WHERE uid = :uid");
    start.bind(":uid", view.stay);
    if (start.step()) view.arrival = start.optional_time(0);
}

}  // namespace stayd::house
