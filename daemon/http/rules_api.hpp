#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>

#include "house/door.hpp"
#include "house/dry_run.hpp"
#include "http/message.hpp"

namespace stayd::http {

/// What POST /api/v1/rules/test answers: the body is a file of rules, TOML, that is tried
/// (`house::dry_run`; its sources are put into the trial here). Takes seconds in a large house, so
/// not on the logic thread. Persons are counted and not named. {"mistakes": […],
/// "looked_back_hours", "known_since", "rules": [{"rule", "asked", "hits", "have_another", "first",
/// "fired", "fired_on", "last"}]}
Response test_rules(house::Trial trial, const std::string& toml);

/// What `stayctl rules` asks over the local socket.
///   GET  /rules          all that are loaded, how many findings of each stand, and what was left
///   out
///                        or failed
///   POST /rules/reload   reads the files again; answers as GET /rules
///   GET  /rules/explain?rule=ID&subject=…  what it says of a subject now, and upon which facts.
///   The
///                        subject is a Mews id, a stay's number or a room's name
class RulesApi {
  public:
    RulesApi(house::Door& door, std::function<void()> reload)
        : door_(door), reload_(std::move(reload)) {}

    Response all();
    Response reload();
    Response explain(const Request& request);

  private:
    std::optional<Uuid> find_subject(rules::Subject subject, const std::string& name);

    house::Door& door_;
    std::function<void()> reload_;
};

/// What the desk's page of rules shows beside the rules: GET /api/v1/desk/rules?rule=ID gives
/// {"left_out": […], "failed": […]} and, of a rule that is named, "rule": {"fired", "mended" (in
/// the last 30 days), "columns": [{"name", "says"}] of its facts, "versions": [{"text", "by",
/// "since"}]}, the newest first; who wrote the oldest is not always known. No guest is in it.
Response rules_of_desk(house::Door& door, const Request& request);

/// A rule as it was written.
boost::json::object rule_object(const rules::Rule& rule);
/// How many findings of each rule stand; of none, no entry.
std::map<std::string, std::int64_t> standing_findings(storage::Database& database);

}  // namespace stayd::http
