#include <boost/json.hpp>

#include "http/api/routes.hpp"
#include "http/api/values.hpp"

// What can be offered to guests, and what became of it.

namespace stayd::http {
namespace {

namespace json = boost::json;

json::object opportunity_object(const house::OpportunityView& view) {
    const auto& offer = view.opportunity;
    return {
        {"id", offer.id.to_string()},
        {"rule", offer.rule},
        {"name", offer.name},
        {"state", operations::to_word(offer.state)},
        {"stay", offer.stay.to_string()},
        {"number", view.number},
        {"guest", view.guest},
        {"room", view.room},
        {"arrival", maybe(view.arrival)},
        {"departure", maybe(view.departure)},
        {"stage", offer.stage},
        {"currency", offer.currency},
        {"price", offer.price},
        {"expected", offer.expected},
        {"rank", offer.rank},
        {"acceptance", static_cast<double>(offer.acceptance) / 1'000'000},
        {"counted", offer.is_counted},
        {"needs_availability", offer.needs_availability},
        {"guardrail", offer.guardrail > 0 ? json::value(offer.guardrail) : json::value(nullptr)},
        {"reason", offer.reason},
        {"say", offer.say},
        {"why", offer.why},
        {"expires", maybe(offer.expires)},
        {"decided_by", offer.decided_by},
        {"decided", maybe(offer.decided)}};
}

}  // namespace

/// The one that is worth most first.
json::object opportunities(const Sources& from, const Question& question) {
    const auto place = question.place(2);
    auto query = from.door.house().database().statement(R"sql(
        SELECT uid, rank FROM (
            SELECT uid, rule, state, stay_uid, CAST(value ->> 'rank' AS INTEGER) AS rank FROM opportunity)
         WHERE (:rule IS NULL OR rule = :rule)
           AND (:state IS NULL OR state = :state)
           AND (:stay IS NULL OR stay_uid IN (SELECT uid FROM reservation WHERE number = :stay))
           AND (:rank IS NULL OR (-rank, uid) > (-:rank, :uid))
         ORDER BY rank DESC, uid LIMIT :most
    )sql");
    query.bind(":rule", said(question, "rule")).bind(":state", said(question, "state"));
    query.bind(":stay", said(question, "stay"));
    if (place) query.bind(":rank", number_in((*place)[0])).bind(":uid", uuid_in((*place)[1]));
    Page page(question, query);
    while (page.step()) {
        const auto id = query.uuid(0);
        page.ends_at({std::to_string(query.integer(1)), id.to_string()});
        if (const auto view = from.views.opportunity(id)) page.add(opportunity_object(*view));
    }
    return page.take("opportunities");
}

json::object opportunity(const Sources& from, const Question& question) {
    const auto view = from.views.opportunity(id_of(question, "opportunity"));
    if (!view)
        throw Problem{.status = 404,
                      .title = "No such opportunity",
                      .detail =
                          "It is no longer to be had, or never was: what became of what was "
                          "offered is in the history."};
    return opportunity_object(*view);
}

}  // namespace stayd::http
