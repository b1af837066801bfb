#include "http/api/gaps.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <limits>

#include "http/api/routes.hpp"
#include "http/api/values.hpp"

// What is missing of the profiles of people, and who is of their stays.

namespace stayd::http {
namespace {

namespace json = boost::json;
using house::ProfileView;
using rules::Subject;

/// So many people and stays are looked at for one page: most may lack nothing of what is asked.
constexpr int most_looked_at = 500;

std::string_view word_of(insight::Tier tier) {
    return insight::tier_words[static_cast<std::size_t>(tier)];
}

json::array blocks_of(const ProfileView::Gap& gap) {
    json::array blocks;
    if (gap.blocks_check_in) blocks.emplace_back("check_in");
    if (gap.blocks_check_out) blocks.emplace_back("check_out");
    if (gap.blocks_report) blocks.emplace_back("report");
    return blocks;
}

json::object gap_object(const ProfileView::Gap& gap) {
    return {{"field", gap.field},    {"name", gap.name},         {"tier", word_of(gap.tier)},
            {"weight", gap.weight},  {"quality", gap.quality},   {"points_lost", gap.points_lost},
            {"due", maybe(gap.due)}, {"blocks", blocks_of(gap)}, {"fix", gap.fix},
            {"who", gap.who}};
}

/// Who is counted in a stay and not known: it costs what the market makes of it.
ProfileView::Gap unknown_persons(const ProfileView& stay) {
    std::vector<int> others;
    for (const auto& person : stay.persons) others.push_back(person.score);
    const int whole = others.empty()
                          ? stay.score
                          : insight::stay_score(others.front(), std::span{others}.subspan(1), 0);
    const bool is_asked = !stay.persons.empty() && stay.persons.front().needs_all_persons;
    return {.field = "persons",
            .name = fmt::format("Persons who are not known: {}", stay.missing_persons),
            .tier = is_asked ? insight::Tier::legal : insight::Tier::operational,
            .points_lost = whole - stay.score,
            .fix = "Add each person; correct the count if nobody else stays",
            .who = "desk"};
}

struct Lacks {
    std::string name;
    std::vector<ProfileView::Gap> gaps{};
};

Lacks gaps_of(const Sources& from, Subject subject, const Uuid& id) {
    if (subject == Subject::person) {
        auto person = from.views.person(id);
        if (!person) return {};
        return {.name = std::move(person->name), .gaps = std::move(person->gaps)};
    }
    const auto stay = from.views.profile(id);
    if (!stay || stay->missing_persons == 0) return {};
    auto query =
        from.door.house().database().statement("SELECT number FROM reservation WHERE uid = :uid");
    query.bind(":uid", id);
    return {.name = query.step() ? "Reservation " + query.text(0) : std::string{},
            .gaps = {unknown_persons(*stay)}};
}

bool is_asked_for(const ProfileView::Gap& gap, const Question& question) {
    const auto field = question.text("field");
    const auto tier = question.text("tier");
    const auto blocks = question.text("blocks");
    return (field.empty() || field == gap.field) && (tier.empty() || tier == word_of(gap.tier)) &&
           (blocks.empty() || (blocks == "check_in" && gap.blocks_check_in) ||
            (blocks == "check_out" && gap.blocks_check_out) ||
            (blocks == "report" && gap.blocks_report));
}

storage::Statement all_subjects(storage::Database& database) {
    return database.statement(R"sql(
        SELECT subject, uid FROM completeness
         WHERE (subject, uid) >= (coalesce(:kind, ''), coalesce(:uid, x''))
           AND (:subject IS NULL OR subject = :subject)
         ORDER BY subject, uid LIMIT :looked
    )sql");
}

storage::Statement subjects_of_stay(storage::Database& database, const std::string& number) {
    auto query = database.statement(R"sql(
        WITH stay AS MATERIALIZED (SELECT uid FROM reservation WHERE number = :number)
        SELECT subject, uid FROM (
            SELECT subject, uid FROM completeness WHERE subject = 'stay' AND uid IN stay
             UNION SELECT subject, uid FROM completeness WHERE subject = 'person'
               AND uid IN (SELECT person_uid FROM temp.stay_person WHERE stay_uid IN stay))
         WHERE (subject, uid) >= (coalesce(:kind, ''), coalesce(:uid, x''))
           AND (:subject IS NULL OR subject = :subject)
         ORDER BY subject, uid LIMIT :looked
    )sql");
    query.bind(":number", number);
    return query;
}

}  // namespace

json::value completeness_value(const std::optional<ProfileView::Person>& person) {
    if (!person) return nullptr;
    json::array gaps;
    for (const auto& gap : person->gaps) gaps.push_back(gap_object(gap));
    return json::object{{"market", person->market},
                        {"role", insight::role_words[static_cast<std::size_t>(person->role)]},
                        {"registrable", person->is_registrable},
                        {"score", person->score},
                        {"band", insight::to_word(insight::band_of(person->score))},
                        {"legal", person->legal},
                        {"operational", person->operational},
                        {"commercial", person->commercial},
                        {"gaps", std::move(gaps)}};
}

json::object gaps(const Sources& from, const Question& question) {
    need_facts(from);
    auto& database = from.door.house().database();
    const auto number = question.text("stay");
    auto query = number.empty() ? all_subjects(database) : subjects_of_stay(database, number);
    query.bind(":subject", said(question, "subject")).bind(":looked", most_looked_at);
    const auto place = question.place(3);
    if (place) query.bind(":kind", (*place)[0]).bind(":uid", uuid_in((*place)[1]));

    json::array rows;
    std::vector<std::string> last;
    const auto answer = [&](bool there_is_more) -> json::object {
        return {{"gaps", std::move(rows)},
                {"next", there_is_more ? json::value(question.next(last)) : json::value(nullptr)}};
    };
    int looked = 0;
    while (query.step()) {
        ++looked;
        const auto word = query.text(0);
        const auto id = query.uuid(1);
        const auto [name, found] = gaps_of(from, *rules::subject_from(word), id);
        const bool is_begun = place && (*place)[0] == word && (*place)[1] == id.to_string();
        for (std::size_t at = is_begun ? number_in((*place)[2]) : 0; at < found.size(); ++at) {
            if (!is_asked_for(found[at], question)) continue;
            if (static_cast<std::int64_t>(rows.size()) == question.limit()) return answer(true);
            json::object row{{"subject", word}, {"about", id.to_string()}, {"about_name", name}};
            for (auto& [key, value] : gap_object(found[at])) row[key] = std::move(value);
            rows.push_back(std::move(row));
            last = {word, id.to_string(), std::to_string(at + 1)};
        }
        if (looked == most_looked_at) last = {word, id.to_string(), std::to_string(found.size())};
    }
    return answer(looked == most_looked_at);
}

}  // namespace stayd::http
