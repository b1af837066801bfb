#include <fmt/format.h>

#include <boost/json.hpp>
#include <limits>

#include "house/audit_view.hpp"
#include "house/readiness_json.hpp"
#include "http/api/routes.hpp"
#include "http/api/values.hpp"
#include "http/audit_api.hpp"
#include "insight/metrics.hpp"
#include "model/words.hpp"

// Today's arrivals, the house in numbers, and who did what.

namespace stayd::http {
namespace {

namespace json = boost::json;

/// As it stands in the database, with instants as the API writes them.
json::value readiness_value(const std::optional<insight::Readiness>& readiness) {
    if (!readiness) return nullptr;
    auto object = json::parse(house::readiness_to_json(*readiness)).get_object();
    for (const auto* name : {"eta", "vacated"}) {
        auto& moment = object.at(name);
        if (!moment.is_null()) moment = to_iso8601(from_ms(moment.to_number<std::int64_t>()));
    }
    return object;
}

json::object arrival_object(const house::ArrivalView& view) {
    const bool has_room = view.room_id.has_value();
    return {{"id", view.id.to_string()},
            {"number", view.number},
            {"guest", view.guest},
            {"persons", view.persons},
            {"important", view.important},
            {"start", to_iso8601(view.scheduled_start)},
            {"end", to_iso8601(view.scheduled_end)},
            {"nights", view.nights},
            {"category", view.category},
            {"room_id", maybe(view.room_id)},
            {"room", has_room ? json::value(view.room) : json::value(nullptr)},
            {"room_state",
             has_room ? json::value(model::to_word(view.room_state)) : json::value(nullptr)},
            {"waiting_since", maybe(view.waiting_since)},
            {"readiness", readiness_value(view.readiness)}};
}

json::object metric_object(const insight::Metric& metric, UtcTime now) {
    json::object object{{"name", metric.name},         {"says", metric.says},
                        {"unit", metric.unit},         {"value", nullptr},
                        {"subjects", metric.subjects}, {"as_of", maybe(metric.as_of)},
                        {"age_seconds", nullptr},      {"waits_for", nullptr}};
    if (metric.value) {
        const auto whole = static_cast<std::int64_t>(*metric.value);
        object["value"] = static_cast<double>(whole) == *metric.value ? json::value(whole)
                                                                      : json::value(*metric.value);
    }
    if (metric.as_of)
        object["age_seconds"] =
            std::chrono::duration_cast<std::chrono::seconds>(now - *metric.as_of).count();
    if (!metric.waits_for.empty()) object["waits_for"] = metric.waits_for;
    return object;
}

}  // namespace

json::object readiness(const Sources& from, const Question& question) {
    const auto place = question.place(2);
    auto query = from.door.house().database().statement(R"sql(
        SELECT arrival.uid, arrival.start_now_utc_ms
          FROM arrival_now AS arrival LEFT JOIN readiness ON readiness.stay_uid = arrival.uid
         WHERE (:state IS NULL OR readiness.value ->> 'state' = :state)
           AND (:start IS NULL OR (arrival.start_now_utc_ms, arrival.uid) > (:start, :uid))
         ORDER BY arrival.start_now_utc_ms, arrival.uid LIMIT :most
    )sql");
    query.bind(":state", said(question, "state"));
    if (place) query.bind(":start", number_in((*place)[0])).bind(":uid", uuid_in((*place)[1]));
    Page page(question, query);
    while (page.step()) {
        const auto id = query.uuid(0);
        page.ends_at({std::to_string(query.integer(1)), id.to_string()});
        if (const auto view = from.views.arrival(id)) page.add(arrival_object(*view));
    }
    return page.take("arrivals");
}

json::object business_metrics(const Sources& from, const Question&) {
    auto& house = from.door.house();
    need_facts(from);
    const auto now = from.door.now();
    json::array metrics;
    for (const auto& metric : insight::metrics(house.database(), now))
        metrics.push_back(metric_object(metric, now));
    return {{"business_day", to_iso8601(house.day().start)}, {"metrics", std::move(metrics)}};
}

json::object history(const Sources& from, const Question& question) {
    const auto place = question.place(1);
    const auto before =
        place ? number_in(place->front()) : std::numeric_limits<std::int64_t>::max();
    house::AuditView audit(from.door.house().database());
    const auto answer = audit.before(before,
                                     {.room = question.text("room"),
                                      .guest = question.text("guest"),
                                      .stay = question.text("stay"),
                                      .by = question.text("by"),
                                      .since = question.instant("since"),
                                      .until = question.instant("until"),
                                      .change = question.uuid("change")},
                                     static_cast<std::size_t>(question.limit()));
    if (!answer.unknown.empty())
        throw Problem{.title = "Wrong value",
                      .detail = fmt::format("There is no {}; names are as in Mews, with upper and "
                                            "lower case for rooms.",
                                            answer.unknown)};
    json::array rows;
    for (const auto& line : answer.lines) rows.push_back(audit_object(line));
    return {{"rows", std::move(rows)},
            {"next", answer.next ? json::value(question.next({std::to_string(*answer.next)}))
                                 : json::value(nullptr)}};
}

}  // namespace stayd::http
