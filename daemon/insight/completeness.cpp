#include "insight/completeness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "insight/completeness_sql.hpp"
#include "insight/facts.hpp"
#include "rules/expression.hpp"

namespace stayd::insight {
namespace {

constexpr int good = 2;
constexpr int cap_of_a_gap = 79;
constexpr int cap_of_many = 49;
constexpr int many_gaps = 3;
constexpr int share_of_lead = 60;

/// Half up.
int percent(int part, int whole) {
    return whole == 0 ? 100 : (100 * part + whole / 2) / whole;
}

/// What a person must have at the least: the last name, and the nationality where it is asked.
bool is_base(const Field& field) {
    return field.id == "F01" || field.id == "F03";
}

int cap_of(std::span<const Counted> fields) {
    int gaps = 0;
    bool base = false;
    for (const auto& counted : fields) {
        if (!counted.legal || counted.quality > 0) continue;
        ++gaps;
        base = base || is_base(*counted.field);
    }
    if (base || gaps >= many_gaps) return cap_of_many;
    return gaps > 0 ? cap_of_a_gap : 100;
}

int whole_number(const storage::Value& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return number == nullptr ? 0 : static_cast<int>(*number);
}

Role role_from(const storage::Value& value) {
    const auto* word = std::get_if<std::string>(&value);
    const auto* found = std::ranges::find(role_words, word == nullptr ? std::string{} : *word);
    return found == role_words.end() ? Role::adult : static_cast<Role>(found - role_words.begin());
}

// Places in a sheet: the person's own, then two a field.
enum Column : std::size_t { role, is_registrable, missing_persons, own_columns };

}  // namespace

Band band_of(int score) {
    if (score >= 90) return Band::complete;
    if (score >= 70) return Band::minor_gaps;
    return score >= 50 ? Band::gaps : Band::poor;
}

std::string_view to_word(Band band) {
    static constexpr std::string_view words[] = {"poor", "gaps", "minor gaps", "complete"};
    return words[static_cast<std::size_t>(band)];
}

Score score_of(std::span<const Counted> fields) {
    int whole = 0;
    int part = 0;
    int legal_whole = 0;
    int legal_part = 0;
    for (const auto& counted : fields) {
        whole += counted.weight * good;
        part += counted.weight * counted.quality;
        if (!counted.legal) continue;
        legal_whole += counted.weight * good;
        legal_part += counted.weight * counted.quality;
    }
    Score score{.raw = percent(part, whole),
                .legal = percent(legal_part, legal_whole),
                .cap = cap_of(fields)};
    score.score = std::min(score.raw, score.cap);
    score.band = band_of(score.score);
    for (const auto& counted : fields) {
        if (counted.quality >= good) continue;
        const bool missing = counted.legal && counted.quality == 0;
        score.gaps.push_back(
            {.field = counted.field,
             .quality = counted.quality,
             .legal = counted.legal,
             .points_lost = percent(counted.weight * (good - counted.quality), whole),
             .blocks_check_in = missing});
    }
    return score;
}

int stay_score(std::optional<int> lead, std::span<const int> others, int phantoms) {
    const int count = static_cast<int>(others.size()) + phantoms;
    if (count == 0) return lead.value_or(0);
    int sum = 0;
    for (const int other : others) sum += other;
    const int mean = (2 * sum + count) / (2 * count);
    return (share_of_lead * lead.value_or(0) + (100 - share_of_lead) * mean + 50) / 100;
}

Completeness::Completeness(storage::Database& database, rules::Moments& moments)
    : database_(database), moments_(moments) {}

std::vector<std::string> Completeness::load(std::span<const rules::Source> sources,
                                            std::string_view date) {
    catalogue_ = read_catalogue(sources);
    auto mistakes = catalogue_.mistakes;
    const auto refused = leave_out_what_is_refused();
    mistakes.insert(mistakes.end(), refused.begin(), refused.end());
    const auto* market = market_on(catalogue_, date);
    if (market == nullptr) mistakes.emplace_back("there is no market GENERIC");
    market_ = market == nullptr ? Market{.code = "GENERIC", .scope = Scope::all} : *market;

    sheet_.emplace(database_, rules::Subject::person);
    database_.execute("DROP VIEW IF EXISTS temp.person_facts");
    database_.execute(person_facts_sql(catalogue_, market_).c_str());
    for (const auto* column : {"role", "is_registrable", "missing_persons"}) sheet_->add(column);
    for (const auto& field : catalogue_.fields) {
        sheet_->add(quality_sql(field, market_));
        sheet_->add(required_sql(field, market_));
    }
    return mistakes;
}

/// A refused expression takes its field with it; in a market, the field is not required there.
std::vector<std::string> Completeness::leave_out_what_is_refused() {
    const auto fence = rules::fence_of(database_, "person_known", functions_of_conditions());
    std::vector<std::string> mistakes;
    const auto is_refused = [&](const rules::Expression& expression, const std::string& name) {
        if (expression.sql.empty()) return false;
        auto mistake = rules::mistake_in(database_, fence, expression, name);
        if (mistake) mistakes.push_back(std::move(*mistake));
        return mistake.has_value();
    };
    std::erase_if(catalogue_.fields, [&](const Field& field) {
        const auto named = [&](const char* key) {
            return fmt::format("field {}.{}", field.id, key);
        };
        const bool applies = is_refused(field.applies, named("applies"));
        const bool quality = is_refused(field.quality, named("quality"));
        return is_refused(field.holds, named("holds")) || applies || quality;
    });
    for (auto& market : catalogue_.markets) {
        const auto look = [&](const char* key, const auto& expressions) {
            for (const auto& [field, expression] : expressions) {
                const auto name = fmt::format("market {}.{}.{}", market.code, key, field);
                if (is_refused(expression, name)) std::erase(market.fields, field);
            }
        };
        look("only", market.only);
        look("quality", market.quality);
    }
    return mistakes;
}

std::optional<Completeness::Person> Completeness::person(const Uuid& uid, UtcTime now) {
    if (!sheet_) return std::nullopt;
    moments_.begin(now);
    const auto answer = sheet_->answer(uid);
    if (!answer.known) return std::nullopt;
    Person person{.role = role_from(answer.values[role]),
                  .is_registrable = whole_number(answer.values[is_registrable]) != 0,
                  .missing_persons = whole_number(answer.values[missing_persons])};
    std::vector<Counted> counted;
    for (std::size_t at = 0; at < catalogue_.fields.size(); ++at) {
        const auto& field = catalogue_.fields[at];
        const auto& quality = answer.values[own_columns + 2 * at];
        const bool required = whole_number(answer.values[own_columns + 2 * at + 1]) != 0;
        const int weight = field.weight(person.role, required);
        if (weight == 0 || std::holds_alternative<std::monostate>(quality)) continue;
        counted.push_back({.field = &field,
                           .weight = weight,
                           .legal = required || field.tier == Tier::legal,
                           .quality = std::clamp(whole_number(quality), 0, good)});
    }
    person.score = score_of(counted);
    const bool reported = person.is_registrable && market_.report != Deadline::none;
    for (auto& gap : person.score.gaps) {
        const bool missing = gap.legal && gap.quality == 0;
        gap.blocks_check_out = missing && person.role != Role::lead;
        gap.blocks_report = missing && reported;
    }
    return person;
}

std::vector<Uuid> Completeness::persons_of(const Uuid& stay) {
    auto query = database_.statement(R"sql(
        SELECT person_uid FROM stay_person WHERE stay_uid = :stay AND person_uid IS NOT NULL
         GROUP BY person_uid ORDER BY min(place)
    )sql");
    query.bind(":stay", stay);
    std::vector<Uuid> persons;
    while (query.step()) persons.push_back(query.uuid(0));
    return persons;
}

std::optional<Completeness::Stay> Completeness::stay(const Uuid& uid, UtcTime now) {
    Stay stay;
    std::optional<Person> lead;
    std::vector<int> others;
    for (const auto& one : persons_of(uid)) {
        auto scored = person(one, now);
        if (!scored) continue;
        if (scored->is_registrable) stay.legal = std::min(stay.legal, scored->score.legal);
        if (!lead) {
            lead = std::move(scored);
        } else {
            others.push_back(scored->score.score);
        }
    }
    if (!lead) return std::nullopt;
    const int phantoms = market_.all_persons ? lead->missing_persons : 0;
    stay.score = stay_score(lead->score.score, others, phantoms);
    stay.band = band_of(stay.score);
    return stay;
}

}  // namespace stayd::insight
