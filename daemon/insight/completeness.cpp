#include "insight/completeness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>

#include "base/local_day.hpp"
#include "insight/completeness_sql.hpp"
#include "insight/facts.hpp"
#include "rules/expression.hpp"

namespace stayd::insight {
namespace {

/// Half up.
int percent(int part, int whole) {
    return whole == 0 ? 100 : (100 * part + whole / 2) / whole;
}

constexpr int good = 2;
constexpr int cap_of_a_gap = 79;
constexpr int cap_of_many = 49;
constexpr int many_gaps = 3;
constexpr int share_of_lead = 60;

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
enum Column : std::size_t {
    role,
    is_registrable,
    in_house,
    arrival,
    departure,
    report_due,
    own_columns
};

std::optional<UtcTime> moment(const storage::Value& value) {
    const auto* ms = std::get_if<std::int64_t>(&value);
    return ms == nullptr ? std::nullopt : std::optional{from_ms(*ms)};
}

/// What the market reports is due with the report. Anything else is asked before the arrival, or
/// what can wait before the departure; and what was not asked then, as long as the guest is here.
std::optional<UtcTime> due_of(const Gap& gap, const std::vector<storage::Value>& own) {
    if (gap.legal && gap.blocks_report) return moment(own[report_due]);
    const auto usual =
        gap.field->tier == Tier::commercial && !gap.legal ? Until::departure : Until::arrival;
    const bool waits = gap.field->until.value_or(usual) == Until::departure;
    return moment(own[waits || whole_number(own[in_house]) != 0 ? departure : arrival]);
}

/// Weights and weighted qualities of some fields.
struct Sum {
    int whole = 0;
    int part = 0;

    void add(const Counted& counted) {
        whole += counted.weight * good;
        part += counted.weight * counted.quality;
    }
    int of_100() const { return percent(part, whole); }
};

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
    Sum all;
    std::array<Sum, tier_words.size()> tiers;
    for (const auto& counted : fields) {
        all.add(counted);
        const auto own = counted.field->tier.value_or(Tier::operational);
        tiers[static_cast<std::size_t>(counted.legal ? Tier::legal : own)].add(counted);
    }
    Score score{.raw = all.of_100(),
                .legal = tiers[0].of_100(),
                .operational = tiers[1].of_100(),
                .commercial = tiers[2].of_100(),
                .cap = cap_of(fields)};
    score.score = std::min(score.raw, score.cap);
    score.band = band_of(score.score);
    for (const auto& counted : fields) {
        if (counted.quality >= good) continue;
        const bool missing = counted.legal && counted.quality == 0;
        score.gaps.push_back(
            {.field = counted.field,
             .weight = counted.weight,
             .quality = counted.quality,
             .legal = counted.legal,
             .points_lost = percent(counted.weight * (good - counted.quality), all.whole),
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

StayScore score_of_stay(std::span<const Part> persons, int phantoms) {
    const auto together = [&](int Part::* tier) {
        std::vector<int> others;
        for (const auto& person : persons.subspan(1)) others.push_back(person.*tier);
        return stay_score(persons.front().*tier, others, phantoms);
    };
    StayScore stay{.score = together(&Part::score),
                   .operational = together(&Part::operational),
                   .commercial = together(&Part::commercial)};
    for (const auto& person : persons) {
        if (person.is_registrable) stay.legal = std::min(stay.legal, person.legal);
    }
    return stay;
}

MarketChoice choice_of(storage::Database& database, const std::string& told, UtcTime now) {
    auto query = database.statement(R"sql(
        SELECT time_zone, rest ->> '$.Address.CountryCode' FROM enterprise ORDER BY id LIMIT 1
    )sql");
    const bool known = query.step();
    return {.date = local_date(now, known ? query.text(0) : "UTC"),
            .told = told,
            .country = known ? query.text(1) : ""};
}

Completeness::Completeness(storage::Database& database, rules::Moments& moments)
    : database_(database), moments_(moments) {}

std::vector<std::string> Completeness::load(std::span<const rules::Source> sources,
                                            const MarketChoice& choice) {
    catalogue_ = read_catalogue(sources);
    boost::crc_32_type crc;
    for (const auto& source : sources) crc.process_bytes(source.text.data(), source.text.size());
    files_ = crc.checksum();
    auto mistakes = catalogue_.mistakes;
    const auto refused = leave_out_what_is_refused();
    mistakes.insert(mistakes.end(), refused.begin(), refused.end());
    if (catalogue_.market("GENERIC") == nullptr)
        mistakes.emplace_back("there is no market GENERIC");
    forget_market();
    choose(choice);
    return mistakes;
}

bool Completeness::choose(const MarketChoice& choice) {
    const auto* market = market_for(catalogue_, choice);
    auto chosen = market == nullptr ? Market{.code = "GENERIC", .scope = Scope::all} : *market;
    if (chosen.code == market_.code) return false;
    market_ = std::move(chosen);
    database_.execute("DROP VIEW IF EXISTS temp.person_facts");
    database_.execute(person_facts_sql(catalogue_, market_).c_str());
    make_sheet();
    return true;
}

void Completeness::make_sheet() {
    sheet_.emplace(database_, rules::Subject::person);
    for (const auto* column : {"role", "is_registrable", "in_house", "arrival_utc_ms",
                               "departure_utc_ms", "report_due_utc_ms"})
        sheet_->add(column);
    for (const auto& field : catalogue_.fields) {
        sheet_->add(quality_sql(field, market_));
        sheet_->add(required_sql(field, market_));
    }
}

std::uint32_t Completeness::fingerprint() const {
    boost::crc_32_type crc;
    crc.process_bytes(&files_, sizeof files_);
    crc.process_bytes(market_.code.data(), market_.code.size());
    return crc.checksum();
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
                  .is_registrable = whole_number(answer.values[is_registrable]) != 0};
    for (std::size_t at = 0; at < catalogue_.fields.size(); ++at) {
        const auto& field = catalogue_.fields[at];
        const auto& quality = answer.values[own_columns + 2 * at];
        const bool required = whole_number(answer.values[own_columns + 2 * at + 1]) != 0;
        const int weight = field.weight(person.role, required);
        if (weight == 0 || std::holds_alternative<std::monostate>(quality)) continue;
        person.fields.push_back({.field = &field,
                                 .weight = weight,
                                 .legal = required || field.tier == Tier::legal,
                                 .quality = std::clamp(whole_number(quality), 0, good)});
    }
    person.score = score_of(person.fields);
    const bool reported = person.is_registrable && market_.report != Deadline::none;
    for (auto& gap : person.score.gaps) {
        const bool missing = gap.legal && gap.quality == 0;
        gap.blocks_check_out = missing && person.role != Role::lead;
        gap.blocks_report = missing && reported;
        gap.due = due_of(gap, answer.values);
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

}  // namespace stayd::insight
