#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string_view>

#include "house/door.hpp"
#include "house/views.hpp"
#include "http/api/question.hpp"
#include "http/api/role.hpp"

namespace stayd::http {

/// What routes answer from.
struct Sources {
    house::Door& door;
    house::Views& views;
    std::string_view by;  ///< the name of the token that asks
};
/// Throws a `Problem` of status 503 before rules are loaded.
void need_facts(const Sources& from);

/// The body of an answer, or a thrown `Problem`.
using Answer = boost::json::object (*)(const Sources& from, const Question& question);

struct Route {
    std::string_view path;  ///< "/api/v1/findings/{id}"
    std::span<const Role> roles;
    std::span<const Parameter> parameters{};
    bool has_pages = false;    ///< takes `limit` and `after`, gives `next`
    bool is_personal = false;  ///< nothing between us and the program that asks may keep it
    Answer answer = nullptr;
    Duration kept_for{0};  ///< an answer that costs much is given again for so long
};

/// All that can be read, and by whom: the one table of it. openapi.json says the same for people,
/// and a test compares them.
std::span<const Route> routes();

boost::json::object profiles(const Sources& from, const Question& question);
boost::json::object profile(const Sources& from, const Question& question);
boost::json::object gaps(const Sources& from, const Question& question);
boost::json::object opportunities(const Sources& from, const Question& question);
boost::json::object opportunity(const Sources& from, const Question& question);
boost::json::object findings(const Sources& from, const Question& question);
boost::json::object finding(const Sources& from, const Question& question);
boost::json::object rules_of_house(const Sources& from, const Question& question);
boost::json::object rule_of_house(const Sources& from, const Question& question);
boost::json::object readiness(const Sources& from, const Question& question);
boost::json::object business_metrics(const Sources& from, const Question& question);
boost::json::object history(const Sources& from, const Question& question);

}  // namespace stayd::http
