#include <fmt/format.h>

#include <boost/json.hpp>

#include "http/api/gaps.hpp"
#include "http/api/routes.hpp"
#include "http/api/values.hpp"

// Who stays here, or will: names, stays, and all that is known.

namespace stayd::http {
namespace {

namespace json = boost::json;

/// So many customers are looked at for one page: most of a hotel's have no stay to come.
constexpr int most_looked_at = 1000;

/// The stay that is next; null for who has none.
json::value stay_of(const Sources& from, const Uuid& person) {
    auto query = from.door.house().database().statement(R"sql(
        SELECT stay_uid, stay_number, stay_state, role, arrival_utc_ms, departure_utc_ms
          FROM temp.person_known WHERE uid = :uid
    )sql");
    query.bind(":uid", person);
    if (!query.step()) return nullptr;
    return json::object{{"id", query.uuid(0).to_string()},
                        {"number", query.text(1)},
                        {"state", query.text(2)},
                        {"role", query.text(3)},
                        {"arrival", maybe(query.optional_time(4))},
                        {"departure", maybe(query.optional_time(5))}};
}

/// Nothing for who is no customer of this hotel.
std::optional<json::object> person_object(const Sources& from, const Uuid& id) {
    auto query = from.door.house().database().statement("SELECT name FROM guest WHERE uid = :uid");
    query.bind(":uid", id);
    if (!query.step()) return std::nullopt;
    return json::object{{"id", id.to_string()},
                        {"name", query.text(0)},
                        {"stay", stay_of(from, id)},
                        {"completeness", completeness_value(from.views.person(id))}};
}

storage::Statement people_of_stay(storage::Database& database, const std::string& number) {
    auto query = database.statement(R"sql(
        SELECT DISTINCT person_uid, 1, 0 FROM temp.stay_person
         WHERE stay_uid IN (SELECT uid FROM reservation WHERE number = :number)
           AND (:after IS NULL OR person_uid > :after)
         ORDER BY person_uid LIMIT :most
    )sql");
    query.bind(":number", number);
    return query;
}

/// In the order of their ids. Whether it is one to tell of; whether there may be more though the
/// look ends here.
storage::Statement people_with_stays(storage::Database& database) {
    auto query = database.statement(R"sql(
        WITH looked AS MATERIALIZED (
            SELECT uid FROM customer WHERE (:after IS NULL OR uid > :after) ORDER BY uid LIMIT :looked)
        SELECT uid, stays, is_end FROM (
            SELECT uid, uid = (SELECT max(uid) FROM looked)
                        AND (SELECT count(*) FROM looked) = :looked AS is_end,
                   EXISTS (
                SELECT 1 FROM stay_now, house
                 WHERE stay_now.uid IN (SELECT uid FROM reservation WHERE account_uid = looked.uid
                                         UNION ALL SELECT reservation_uid FROM companionship WHERE customer_uid = looked.uid)
                   AND state IN ('Inquired', 'Requested', 'Optional', 'Confirmed', 'Started') AND state_now <> 'Processed'
                   AND end_now_utc_ms >= business_day_start_utc_ms - 86400000) AS stays
              FROM looked)
         WHERE stays OR is_end
         ORDER BY uid LIMIT :most
    )sql");
    query.bind(":looked", most_looked_at);
    return query;
}

}  // namespace

json::object profiles(const Sources& from, const Question& question) {
    need_facts(from);
    auto& database = from.door.house().database();
    const auto stay = question.text("stay");
    auto query = stay.empty() ? people_with_stays(database) : people_of_stay(database, stay);
    if (const auto place = question.place(1)) query.bind(":after", uuid_in(place->front()));
    Page page(question, query);
    while (page.step()) {
        const auto id = query.uuid(0);
        page.ends_at({id.to_string()});
        if (query.boolean(2)) page.goes_on();
        if (!query.boolean(1)) continue;
        if (auto person = person_object(from, id)) page.add(std::move(*person));
    }
    return page.take("profiles");
}

json::object profile(const Sources& from, const Question& question) {
    need_facts(from);
    const auto id = id_of(question, "profile");
    auto person = person_object(from, id);
    if (!person)
        throw Problem{.status = 404,
                      .title = "No such profile",
                      .detail = "No guest of this hotel has this id."};
    if (!from.door.apply(house::ProfileOpened{.guest = id, .by = std::string{from.by}}))
        throw Problem{.status = 503,
                      .title = "The disk is full",
                      .detail =
                          "That a profile is opened cannot be written down, so it stays "
                          "closed."};
    auto& conclusions = from.door.house().conclusions();
    (*person)["facts"] =
        json::parse(conclusions.facts(rules::Subject::person, id, from.door.now()));
    return *person;
}

}  // namespace stayd::http
