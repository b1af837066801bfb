#include "house/readiness_json.hpp"

#include <boost/json.hpp>

namespace stayd::house {
namespace {

namespace json = boost::json;
using insight::CriterionResult;
using insight::Gate;
using insight::Readiness;

json::value maybe(std::optional<std::int64_t> number) {
    return number ? json::value(*number) : json::value(nullptr);
}

std::optional<std::int64_t> maybe(const json::value& number) {
    if (number.is_null()) return std::nullopt;
    return number.to_number<std::int64_t>();
}

std::string text(const json::object& object, std::string_view name) {
    return std::string{object.at(name).as_string()};
}

}  // namespace

std::string readiness_to_json(const Readiness& readiness) {
    json::array criteria;
    for (const auto& criterion : readiness.criteria)
        criteria.push_back(json::object{{"id", criterion.id},
                                        {"name", criterion.name},
                                        {"gate", static_cast<int>(criterion.gate)},
                                        {"points", criterion.points},
                                        {"weight", criterion.weight},
                                        {"passes", criterion.passes},
                                        {"lacks", criterion.lacks},
                                        {"fix", criterion.fix}});
    return json::serialize(json::object{{"state", insight::to_word(readiness.state)},
                                        {"score", readiness.score},
                                        {"no_show_risk", readiness.no_show_risk},
                                        {"eta", maybe(readiness.eta_utc_ms)},
                                        {"eta_confidence", readiness.eta_confidence},
                                        {"vacated", maybe(readiness.vacated_utc_ms)},
                                        {"ready_minutes", maybe(readiness.ready_minutes)},
                                        {"vip_rank", readiness.vip_rank},
                                        {"rush", readiness.rush},
                                        {"criteria", std::move(criteria)}});
}

Readiness readiness_from_json(const std::string& written) {
    const auto object = json::parse(written).as_object();
    Readiness readiness{.state = insight::readiness_from(text(object, "state"))
                                     .value_or(insight::ReadinessState::preparing),
                        .score = object.at("score").to_number<int>(),
                        .no_show_risk = object.at("no_show_risk").as_bool(),
                        .eta_utc_ms = maybe(object.at("eta")),
                        .eta_confidence = object.at("eta_confidence").to_number<int>(),
                        .vacated_utc_ms = maybe(object.at("vacated")),
                        .ready_minutes = maybe(object.at("ready_minutes")),
                        .vip_rank = object.at("vip_rank").to_number<int>(),
                        .rush = object.at("rush").to_number<int>()};
    for (const auto& each : object.at("criteria").as_array()) {
        const auto& criterion = each.as_object();
        readiness.criteria.push_back(
            {.id = text(criterion, "id"),
             .name = text(criterion, "name"),
             .gate = static_cast<Gate>(criterion.at("gate").to_number<int>()),
             .points = criterion.at("points").to_number<int>(),
             .weight = criterion.at("weight").to_number<int>(),
             .passes = criterion.at("passes").as_bool(),
             .lacks = text(criterion, "lacks"),
             .fix = text(criterion, "fix")});
    }
    return readiness;
}

}  // namespace stayd::house
