#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <functional>
#include <map>

#include "house/door.hpp"
#include "http/message.hpp"

namespace stayd::http {

/// What POST /api/v1/rules/test answers: the body is a file of rules, TOML, and it is asked of the
/// database what they would say now (see `house::dry_run`). Takes seconds in a large house, so not
/// on the logic thread; ends when `is_over`, which is asked all the time. Persons are counted and
/// not named. {"mistakes": […], "rules": [{"rule", "asked", "hits", "have_another", "first"}]}
Response test_rules(const std::filesystem::path& database, const std::string& toml, UtcTime now,
                    const std::function<bool()>& is_over);

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

/// A rule as it was written.
boost::json::object rule_object(const rules::Rule& rule);
/// How many findings of each rule stand; of none, no entry.
std::map<std::string, std::int64_t> standing_findings(storage::Database& database);

}  // namespace stayd::http
