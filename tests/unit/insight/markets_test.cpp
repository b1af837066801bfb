// What each market's law asks of whom (hotel-domain.md 1.3), by the fields that count as the law's.
#include "tests/unit/insight/people.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;

/// Fields the law asks of a person of that nationality and role: all others' values are taken away.
std::string asked(People& people, const Uuid& uid) {
    std::string ids;
    const auto person = people.completeness.person(uid, people.hotel.now);
    if (!person) return "no row";
    for (const auto& gap : person->score.gaps) {
        if (gap.legal) ids += (ids.empty() ? "" : " ") + gap.field->id;
    }
    return ids;
}

/// Nothing is known of either but nationality and age.
void take_away(People& people, const Uuid& uid, std::string_view nationality,
               std::string_view birth_date) {
    people.with(
        "customer", uid,
        fmt::format("last_name = '', first_name = NULL, sex = NULL, nationality_code = '{}', "
                    "birth_date = {}, email = NULL, phone = NULL, rest = '{{}}'",
                    nationality, birth_date));
    people.sql("DELETE FROM identity_document");
    people.sql("DELETE FROM address");
    people.stay_has("purpose = NULL");
}

struct Case {
    std::string market;
    std::string nationality;
    std::string lead;       ///< without birth date
    std::string companion;  ///< adult, 35 years
    std::string child;      ///< 8 years
};

class Markets : public testing::TestWithParam<Case> {};

TEST_P(Markets, AskWhatTheirLawDoes) {
    const auto& row = GetParam();
    People people;
    people.in_market(row.market);
    people.checked_in();
    const auto companion = people.companion("Silva");
    const auto child = people.companion("Rossi");
    take_away(people, people.guest.id, row.nationality, "NULL");
    take_away(people, companion.id, row.nationality, "'1980-01-01'");
    take_away(people, child.id, row.nationality, "'2007-01-01'");
    EXPECT_EQ(asked(people, people.guest.id), row.lead);
    EXPECT_EQ(asked(people, companion.id), row.companion);
    EXPECT_EQ(asked(people, child.id), row.child);
    EXPECT_EQ(people.fact("legal_gaps"), std::to_string((row.lead.size() + 1) / 4))
        << "and the view counts the same";
}

const Case cases[] = {
    {"GENERIC", "BR", "F01 F02 F15", "F01 F02 F15", "F01 F02"},
    {"ES", "BR", "F01 F02 F04 F05 F08 F09 F15 F16 F17 F18 F20 F21 F22 F26",
     "F01 F02 F05 F08 F09 F15 F16 F17 F18 F20 F21 F22", "F01 F02 F05 F08 F09 F15 F16 F19"},
    {"ES", "ES", "F01 F02 F04 F05 F07 F08 F09 F15 F16 F17 F18 F20 F21 F22 F26",
     "F01 F02 F05 F07 F08 F09 F15 F16 F17 F18 F20 F21 F22", "F01 F02 F05 F07 F08 F09 F15 F16 F19"},
    {"IT", "BR", "F01 F02 F04 F05 F06 F08 F09 F11", "F01 F02 F05 F06", "F01 F02 F05 F06"},
    {"DE", "DE", "F01 F02", "F01 F02", "F01 F02"},
    {"DE", "FR", "F01 F02 F04 F09 F15 F16 F17 F18 F20", "F01 F02 F09 F15 F16 F17 F18 F20",
     "F01 F02"},
    {"AT", "AT", "F01 F02 F04 F05 F15 F16 F17 F18 F20", "F01 F02 F05 F15 F16 F17 F18 F20",
     "F01 F02"},
    {"AT", "FR", "F01 F02 F04 F05 F08 F09 F11 F15 F16 F17 F18 F20",
     "F01 F02 F05 F08 F09 F11 F15 F16 F17 F18 F20", "F01 F02"},
    {"FR", "FR", "F01 F02", "F01 F02", "F01 F02"},
    {"FR", "PT", "F01 F02 F04 F06 F15 F16 F17 F18 F20 F21 F22",
     "F01 F02 F06 F15 F16 F17 F18 F20 F21 F22", "F01 F02"},
    {"PT", "PT", "F01 F02", "F01 F02", "F01 F02"},
    {"PT", "FR", "F01 F02 F04 F06 F08 F09 F10 F15", "F01 F02 F06 F08 F09 F10 F15",
     "F01 F02 F06 F08 F09 F10 F15"},
    {"GB", "GB", "F01 F02", "F01 F02", "F01 F02"},
    {"GB", "IE", "F01 F02", "F01 F02", "F01 F02"},
    {"GB", "IN", "F01 F02", "F01 F02", "F01 F02"},
    {"GB", "FR", "F01 F02 F09 F11", "F01 F02 F09 F11", "F01 F02"},
    {"NL", "FR", "F01 F02 F08 F16", "F01 F02", "F01 F02"},
    {"CZ", "CZ", "F01 F02", "F01 F02", "F01 F02"},
    {"CZ", "FR", "F01 F02 F04 F09 F15 F16 F17 F18 F20 F27", "F01 F02 F09 F15 F16 F17 F18 F20",
     "F01 F02 F09 F15 F16"},
    {"CZ", "BR", "F01 F02 F04 F09 F14 F15 F16 F17 F18 F20 F27",
     "F01 F02 F09 F14 F15 F16 F17 F18 F20", "F01 F02 F09 F14 F15 F16"},
    {"HR", "HR", "F01 F02 F04 F05 F06 F08 F09 F15 F16", "F01 F02 F05 F06 F08 F09 F15 F16",
     "F01 F02 F05 F06 F08 F09 F15 F16"},
    {"HU", "DE", "F01 F02 F04 F05 F06 F08 F09", "F01 F02 F05 F06 F08 F09",
     "F01 F02 F05 F06 F08 F09"},
    {"HU", "BR", "F01 F02 F04 F05 F06 F08 F09 F14", "F01 F02 F05 F06 F08 F09 F14",
     "F01 F02 F05 F06 F08 F09 F14"},
};

INSTANTIATE_TEST_SUITE_P(, Markets, testing::ValuesIn(cases), [](const auto& row) {
    return row.param.market + "_" + row.param.nationality;
});

struct MarketsInTime : testing::Test {
    People people;
    sim::SmallHotel& hotel = people.hotel;
    void in(std::string_view market, std::string_view nationality) {
        people.in_market(market);
        people.guest_has(fmt::format("nationality_code = '{}'", nationality));
    }
    std::string due() { return people.fact("report_due_utc_ms"); }
    static std::string ms(std::string_view text) { return std::to_string(to_ms(sim::utc(text))); }
};

TEST_F(MarketsInTime, Vector15OfTheSpecification) {
    in("DE", "DE");
    people.checked_in();
    hotel.now += 48h;
    EXPECT_EQ(people.fact("needs_signature"), "0");
    EXPECT_EQ(people.fact("is_registrable"), "0");
    EXPECT_EQ(due(), "NULL");
    EXPECT_EQ(people.hit("CP-08"), "");
    EXPECT_EQ(people.hit("CP-09"), "");
    in("DE", "FR");
    people.sql("DELETE FROM identity_document");
    EXPECT_EQ(people.fact("needs_signature"), "1");
    EXPECT_EQ(people.hit("CP-08"), "high");
    EXPECT_EQ(people.hit("CP-09"), "critical");
    EXPECT_EQ(asked(people, people.guest.id), "F09 F20");
}

TEST_F(MarketsInTime, NationalityNotKnownCountsAsForeign) {
    people.in_market("DE");
    people.guest_has("nationality_code = NULL");
    EXPECT_EQ(people.fact("is_registrable"), "1");
    EXPECT_EQ(asked(people, people.guest.id), "F03");
}

TEST_F(MarketsInTime, SignatureIsFromItsAgeOn) {
    in("ES", "BR");
    people.guest_has("birth_date = '2001-09-17'");
    EXPECT_EQ(people.fact("needs_signature"), "1") << "14 today";
    people.guest_has("birth_date = '2001-09-18'");
    EXPECT_EQ(people.fact("needs_signature"), "0");
    people.guest_has("birth_date = NULL");
    EXPECT_EQ(people.fact("needs_signature"), "1");
}

TEST_F(MarketsInTime, ReportsAreDueByHoursDaysAndWorkingDays) {
    in("ES", "BR");
    EXPECT_EQ(due(), std::to_string(to_ms(people.start + 24h)));
    in("DE", "BR");
    EXPECT_EQ(due(), ms("2015-09-17T23:00:00Z")) << "the end of the day of arrival";
    in("PT", "BR");
    EXPECT_EQ(due(), ms("2015-09-22T23:00:00Z")) << "Thursday; the third working day is Tuesday";
    in("GB", "BR");
    EXPECT_EQ(due(), "NULL");
}

TEST_F(MarketsInTime, ADayOfArrivalWithTwentyFiveHoursEndsAtItsMidnight) {
    in("DE", "BR");
    people.stay_has(fmt::format("scheduled_start_utc_ms = {}, scheduled_end_utc_ms = {}",
                                ms("2015-10-25T14:00:00Z"), ms("2015-10-26T10:00:00Z")));
    EXPECT_EQ(people.fact("arrival_day_utc_ms"), ms("2015-10-24T23:00:00Z"));
    EXPECT_EQ(due(), ms("2015-10-26T00:00:00Z"));
}

TEST_F(MarketsInTime, WhatIsForbiddenDoesNotCountAndIsNotToBeKept) {
    in("NL", "FR");
    EXPECT_EQ(people.fact("forbidden_kept"), "1");
    EXPECT_EQ(asked(people, people.guest.id), "");
    for (const auto* market : {"ES", "IT", "DE", "AT", "FR", "PT", "GB", "CZ", "HR", "HU"}) {
        in(market, "FR");
        EXPECT_EQ(people.fact("forbidden_kept"), "0") << market;
    }
    for (const auto* market : {"ES", "IT", "FR", "NL"})
        EXPECT_TRUE(people.completeness.catalogue().market(market)->forbidden_copies) << market;
}

TEST_F(MarketsInTime, TheNextDestinationIsAskedOnTheDayOfDeparture) {
    in("GB", "FR");
    people.checked_in();
    hotel.now = sim::utc("2015-09-17T22:59:59Z");
    EXPECT_EQ(asked(people, people.guest.id), "");
    hotel.now = sim::utc("2015-09-17T23:00:00Z");
    EXPECT_EQ(asked(people, people.guest.id), "F36");
}

TEST_F(MarketsInTime, ABirthPlaceIsNeededOnlyOfThoseBornInItaly) {
    in("IT", "BR");
    people.guest_has(R"(rest = '{"BirthCountryCode":"BR"}')");
    EXPECT_EQ(asked(people, people.guest.id), "");
    people.guest_has(R"(rest = '{"BirthCountryCode":"IT"}')");
    EXPECT_EQ(asked(people, people.guest.id), "F06");
}

TEST_F(MarketsInTime, ARelativeWhoseKinshipIsRecordedIsRegisteredByNationalityAlone) {
    in("DE", "FR");
    const auto other = people.companion();
    people.with("customer", other.id, "nationality_code = 'FR'");
    EXPECT_EQ(asked(people, other.id), "F04 F09 F15 F16 F17 F18");
    people.record(other.id, "kinship", "Spouse");
    EXPECT_EQ(asked(people, other.id), "");
}

}  // namespace
}  // namespace stayd::insight
