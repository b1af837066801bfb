#include "house/profiles.hpp"

#include <algorithm>
#include <boost/crc.hpp>
#include <utility>

#include "house/profile_json.hpp"

namespace stayd::house {
namespace {

/// As long as facts/person_now.sql has it.
constexpr const char* persons_of_live_stay = R"sql(
    SELECT persons FROM stay_now
     WHERE uid = :uid AND state IN ('Inquired', 'Requested', 'Optional', 'Confirmed', 'Started')
       AND state_now <> 'Processed'
       AND end_now_utc_ms >= (SELECT business_day_start_utc_ms FROM house) - 86400000
)sql";

}  // namespace

std::vector<std::string> Profiles::load(const std::vector<rules::Source>& sources,
                                        std::string market, UtcTime now) {
    told_ = std::move(market);
    auto mistakes = completeness_.load(insight::completeness_with(sources),
                                       insight::choice_of(database_, told_, now));
    say_of_fields();
    return mistakes;
}

void Profiles::take_back(const std::vector<rules::Source>& sources, std::string market,
                         UtcTime now) {
    told_ = std::move(market);
    completeness_.load(insight::completeness_with(sources),
                       insight::choice_of(database_, told_, now));
    rolled_back();
}

/// What pages say of a field: of that what was loaded last.
void Profiles::say_of_fields() {
    const auto& fields = completeness_.catalogue().fields;
    std::string ids;
    std::int64_t others = 0;
    for (const auto& field : fields) {
        auto put = database_.statement(R"sql(
            INSERT INTO profile_field (id, text) VALUES (:id, :text)
            ON CONFLICT (id) DO UPDATE SET text = excluded.text WHERE text <> excluded.text
        )sql");
        others += put.bind(":id", field.id).bind(":text", field_to_json(field)).run();
        ids += " " + field.id + " ";
    }
    auto gone =
        database_.statement("DELETE FROM profile_field WHERE instr(:ids, ' ' || id || ' ') = 0");
    others += gone.bind(":ids", ids).run();
    if (others > 0) shown_.touch_shown(ShownKind::arrival);
}

void Profiles::choose_market(UtcTime now) {
    if (!std::exchange(is_sure_, true)) completeness_.forget_market();
    completeness_.choose(insight::choice_of(database_, told_, now));
}

bool Profiles::judge_person(const Uuid& person, UtcTime now) {
    const auto judged = completeness_.person(person, now);
    return keep(rules::Subject::person, person,
                judged ? profile_to_json(*judged, completeness_.market()) : std::string{});
}

Profiles::StayNews Profiles::judge_stay(const Uuid& stay) {
    auto left = counted_in(stay);
    std::vector<Uuid> persons;
    if (!keep(rules::Subject::stay, stay, stay_value(stay, persons))) return {};
    std::erase_if(left, [&](const auto& person) {
        return std::ranges::find(persons, person) != persons.end();
    });
    return {.is_other = true, .left = std::move(left)};
}

std::vector<Uuid> Profiles::counted_in(const Uuid& stay) {
    auto query = database_.statement(R"sql(
        SELECT person.value FROM completeness, json_each(completeness.value, '$.persons') AS person
         WHERE subject = 'stay' AND uid = :uid
    )sql");
    query.bind(":uid", stay);
    std::vector<Uuid> persons;
    while (query.step()) {
        if (const auto person = Uuid::parse(query.text(0))) persons.push_back(*person);
    }
    return persons;
}

std::string Profiles::stay_value(const Uuid& stay, std::vector<Uuid>& persons) {
    auto counted = database_.statement(persons_of_live_stay);
    counted.bind(":uid", stay);
    if (!counted.step()) return {};
    const auto head_count = static_cast<int>(counted.integer(0));
    std::vector<insight::Part> parts;
    boost::crc_32_type profiles;  // what pages show of them is part of the stay
    for (const auto& person : completeness_.persons_of(stay)) {
        auto kept = database_.statement(
            "SELECT value FROM completeness WHERE subject = 'person' AND uid = :uid");
        kept.bind(":uid", person);
        if (!kept.step()) continue;
        const auto value = kept.text(0);
        profiles.process_bytes(value.data(), value.size());
        parts.push_back(part_from_json(value));
        persons.push_back(person);
    }
    if (parts.empty()) return {};
    const int missing = std::max(0, head_count - static_cast<int>(parts.size()));
    const auto& market = completeness_.market();
    const auto score = insight::score_of_stay(parts, market.all_persons ? missing : 0);
    return stay_score_to_json(score, missing, persons, profiles.checksum(), market);
}

std::vector<Uuid> Profiles::unjudged_of(const Uuid& stay) {
    auto live = database_.statement(persons_of_live_stay);
    if (!live.bind(":uid", stay).step()) return {};
    auto persons = completeness_.persons_of(stay);
    std::erase_if(persons, [&](const Uuid& person) {
        auto kept = database_.statement(
            "SELECT 1 FROM completeness WHERE subject = 'person' AND uid = :uid");
        return kept.bind(":uid", person).step();
    });
    return persons;
}

bool Profiles::keep(rules::Subject subject, const Uuid& uid, const std::string& value) {
    if (value.empty()) {
        auto remove =
            database_.statement("DELETE FROM completeness WHERE subject = :subject AND uid = :uid");
        return remove.bind(":subject", rules::to_word(subject)).bind(":uid", uid).run() > 0;
    }
    auto put = database_.statement(R"sql(
        INSERT INTO completeness (subject, uid, value) VALUES (:subject, :uid, :value)
        ON CONFLICT (subject, uid) DO UPDATE SET value = excluded.value WHERE value <> excluded.value
    )sql");
    put.bind(":subject", rules::to_word(subject)).bind(":uid", uid).bind(":value", value);
    return put.run() > 0;
}

}  // namespace stayd::house
