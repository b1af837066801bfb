// Each rule about people: one case that raises it, and one that just does not.
#include "tests/unit/insight/people.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using sim::id_of;

struct Case {
    std::string rule;
    std::string severity;
    void (*raises)(People& people);
    void (*just_not)(People& people);
};

class PersonRules : public testing::TestWithParam<Case> {};

TEST_P(PersonRules, SpeaksInItsCase) {
    People people;
    GetParam().raises(people);
    EXPECT_EQ(people.hit(GetParam().rule), GetParam().severity);
}

TEST_P(PersonRules, IsSilentJustBeside) {
    People people;
    GetParam().just_not(people);
    EXPECT_NE(people.fact("uid"), "no row");
    EXPECT_EQ(people.hit(GetParam().rule), "");
}

void other_with(People& people, std::string_view last_name, std::string_view columns) {
    people.with("customer", people.hotel.guest(last_name, "Ngozi").id, columns);
}

/// One child of eight and the lead, counted as the category's words say.
void family_counted_as(People& people, const char* word) {
    const auto child = people.companion();
    people.with("customer", child.id, "birth_date = '2007-01-01'");
    people.add("age_category", id_of("adult"), "classification, maximal_age, is_active",
               "'Adult', NULL, 1");
    people.add("age_category", id_of("child"),
               "classification, maximal_age, is_active, service_uid",
               "'Child', 12, 1, " + People::hex(id_of("stay service")));
    people.stay_has(fmt::format(
        R"(rest = '{{"PersonCounts":[{{"AgeCategoryId":"{}","Count":1}},{{"AgeCategoryId":"{}","Count":1}}]}}')",
        id_of("adult").to_string(), id_of(word).to_string()));
}

void spanish_card(People& people, const char* rest) {
    people.in_market("ES");
    people.document_has(fmt::format(
        "type = 'IdentityCard', issuing_country_code = 'ES', number = '12345678Z', rest = '{}'",
        rest));
}

void foreign_signer(People& people, const char* said) {
    people.in_market("FR");
    people.checked_in();
    if (said != nullptr) people.record(people.guest.id, "signature", said);
    people.hotel.now += 30min;
}

const Case data_quality[] = {
    {"DQ-01", "high", [](People& p) { p.guest_has("last_name = 'TBA'"); },
     [](People& p) { p.guest_has("last_name = 'Tbarski'"); }},
    {"DQ-02", "low", [](People& p) { p.guest_has("last_name = 'OKAFOR'"); },
     [](People& p) { p.guest_has("last_name = 'McDonald'"); }},
    {"DQ-03", "medium", [](People& p) { p.guest_has("email = 'ngozi@okafor'"); },
     [](People& p) { p.guest_has("email = NULL"); }},
    {"DQ-04", "medium", [](People& p) { p.guest_has("email = 'x.1@guest.booking.com'"); },
     [](People& p) { p.guest_has("email = 'x.1@booking.com'"); }},
    {"DQ-05", "low",
     [](People& p) {
         other_with(p, "Silva", "email = 'ngozi@okafor.example'");
         other_with(p, "Rossi", "email = 'ngozi@okafor.example'");
     },
     [](People& p) {
         other_with(p, "Silva", "email = 'ngozi@okafor.example'");
         other_with(p, "SILVA", "email = 'ngozi@okafor.example'");
     }},
    {"DQ-06", "medium", [](People& p) { p.guest_has("phone = '+999 912 345'"); },
     [](People& p) { p.guest_has("phone = '912 345 678'"); }},
    {"DQ-07", "medium", [](People& p) { p.guest_has("birth_date = '1970-01-01'"); },
     [](People& p) { p.guest_has("birth_date = '1970-01-02'"); }},
    {"DQ-08", "medium", [](People& p) { family_counted_as(p, "adult"); },
     [](People& p) { family_counted_as(p, "child"); }},
    {"DQ-09", "info", [](People& p) { p.document_has("issuing_country_code = 'BR'"); },
     [](People& p) { p.document_has("issuing_country_code = NULL"); }},
    {"DQ-10", "low",
     [](People& p) { p.guest_has("preferred_language_code = NULL, nationality_code = 'CH'"); },
     [](People& p) { p.guest_has("preferred_language_code = NULL"); }},
    {"DQ-11", "medium",
     [](People& p) { other_with(p, "Okafor ", "email = 'ngozi@okafor.example'"); },
     [](People& p) {
         other_with(p, "Okafor ", "email = 'ngozi@okafor.example', birth_date = '1981-05-17'");
     }},
    {"DQ-12", "high", [](People& p) { p.guest_has("is_active = 0"); },
     [](People& p) { p.guest_has("is_active = 1"); }},
    {"DQ-13", "medium",
     [](People& p) {
         p.company_owns_the_stay();
         p.with("company", id_of("Acme"), "tax_identifier = '501'");
     },
     [](People& p) {
         p.company_owns_the_stay();
         p.with("company", id_of("Acme"), "tax_identifier = '501', address_uid = x'01'");
     }},
    {"DQ-14", "critical", [](People& p) { p.guest_has("notes = 'pays with 4111 1111 1111 1111'"); },
     [](People& p) { p.guest_has("notes = 'pays with 4111 1111 1111 1112'"); }},
    {"DQ-15", "low", [](People& p) { p.guest_has("notes = 'diabetic'"); },
     [](People& p) { p.guest_has("notes = 'dialogue in English'"); }},
};

const Case compliance[] = {
    {"CP-01", "high", [](People& p) { p.guest_has("nationality_code = NULL"); },
     [](People& p) { p.guest_has("nationality_code = NULL"), p.hotel.now = p.start - 72h - 1ms; }},
    {"CP-02", "high", [](People& p) { p.in_market("ES"), p.stay_has("persons = 2"); },
     [](People& p) { p.stay_has("persons = 2"); }},
    {"CP-03", "medium", [](People& p) { p.document_has("expiration_date = '2015-09-17'"); },
     [](People& p) { p.document_has("expiration_date = '2015-09-18'"); }},
    {"CP-04", "medium", [](People& p) { p.document_has("number = 'CA12345'"); },
     [](People& p) { p.document_has("number = 'CA 123 456'"); }},
    {"CP-05", "high", [](People& p) { spanish_card(p, "{}"); },
     [](People& p) { spanish_card(p, R"({"IdentityDocumentSupportNumber":"AAA000000"})"); }},
    {"CP-06", "high", [](People& p) { p.in_market("ES"), p.guest_has("nationality_code = 'ES'"); },
     [](People& p) { p.in_market("ES"); }},
    {"CP-08", "high",
     [](People& p) { p.guest_has("nationality_code = 'BR'"), foreign_signer(p, nullptr); },
     [](People& p) { p.guest_has("nationality_code = 'BR'"), foreign_signer(p, "refused"); }},
    {"CP-09", "high", [](People& p) { p.in_market("ES"), p.checked_in(), p.hotel.now += 18h; },
     [](People& p) { p.in_market("ES"), p.checked_in(), p.hotel.now += 18h - 1ms; }},
    {"CP-10", "medium", [](People& p) { p.in_market("NL"); },
     [](People& p) { p.in_market("NL"), p.document_has("number = ''"); }},
    {"CP-12", "high", [](People& p) { p.guest_has("birth_date = '1997-09-18'"); },
     [](People& p) { p.guest_has("birth_date = '1997-09-17'"); }},
};

const auto named = [](const auto& row) {
    auto name = row.param.rule;
    std::erase(name, '-');
    return name;
};
INSTANTIATE_TEST_SUITE_P(DataQuality, PersonRules, testing::ValuesIn(data_quality), named);
INSTANTIATE_TEST_SUITE_P(Compliance, PersonRules, testing::ValuesIn(compliance), named);

struct PersonRulesInTime : testing::Test {
    People people;
    sim::SmallHotel& hotel = people.hotel;
};

TEST_F(PersonRulesInTime, SayNothingOfAGuestOfWhomAllIsRight) {
    EXPECT_EQ(people.knowing.hits(rules::Subject::person, people.guest.id), Knowing::Hits{});
    people.in_market("ES");
    people.guest_has("nationality_code = 'BR'");
    people.document_has("issuing_country_code = 'BR'");
    people.add("payment", id_of("payment"), "reservation_uid, type, state, charged_utc_ms",
               People::hex(people.stay.id) + ", 'CreditCardPayment', 'Charged', 1");
    EXPECT_EQ(people.knowing.hits(rules::Subject::person, people.guest.id), Knowing::Hits{});
}

TEST_F(PersonRulesInTime, SayNothingOfWhatTheBoxDoesNotKnowYet) {
    // CP-11 and CP-13 stand over columns that are NULL for now.
    for (const auto* rule : {"CP-11", "CP-13"}) EXPECT_EQ(people.hit(rule), "");
    for (const auto* column :
         {"local_copy_utc_ms", "retention_ends_utc_ms", "offer_without_consent"})
        EXPECT_EQ(people.fact(column), "NULL");
}

TEST_F(PersonRulesInTime, APlaceholderGetsWorseADayBeforeTheArrival) {
    people.guest_has("first_name = 'Guest 2'");
    hotel.now = people.start - 24h - 1ms;
    EXPECT_EQ(people.hit("DQ-01"), "medium");
    EXPECT_EQ(people.knowing.last.ask_again, people.start - 24h);
    hotel.now = people.start - 24h;
    EXPECT_EQ(people.hit("DQ-01"), "high");
}

TEST_F(PersonRulesInTime, OtherSeveritiesFollowRoleAndDay) {
    people.guest_has("email = 'x', phone = '12', notes = ''");
    hotel.now = people.start - 24h - 1ms;
    EXPECT_EQ(people.hit("DQ-06"), "low");
    const auto other = people.companion();
    people.with("customer", other.id, "email = 'x'");
    EXPECT_EQ(people.knowing.hit("DQ-03", rules::Subject::person, other.id), "low");
    people.guest_has("email = 'x@guest.booking.com'");
    hotel.now = people.start - 72h - 1ms;
    EXPECT_EQ(people.hit("DQ-04"), "low");
    other_with(people, "Okafor ", "phone = '12', birth_date = '1980-05-17'");
    hotel.now = people.start - 7 * 24h - 1ms;
    EXPECT_EQ(people.hit("DQ-11"), "low");
}

TEST_F(PersonRulesInTime, InvoiceDataAreUrgentFromTheDayOfDeparture) {
    people.company_owns_the_stay();
    hotel.now = sim::utc("2015-09-17T22:59:59Z");
    EXPECT_EQ(people.hit("DQ-13"), "medium");
    hotel.now = sim::utc("2015-09-17T23:00:00Z");  // midnight in Lisbon
    EXPECT_EQ(people.hit("DQ-13"), "high");
}

TEST_F(PersonRulesInTime, AMergedProfileIsFollowedAndNamed) {
    auto old = hotel.guest("Okafor", "N.");
    people.stay_has("account_uid = " + People::hex(old.id));
    EXPECT_EQ(people.fact("stay_number"), "no row");
    people.with("customer", old.id, "merge_target_uid = " + People::hex(people.guest.id));
    EXPECT_EQ(people.hit("DQ-12"), "high");
    EXPECT_EQ(people.fact("role"), "lead");
    EXPECT_EQ(people.fact("uid", old.id), "no row");
}

TEST_F(PersonRulesInTime, LegalGapsGetWorseTowardsTheReport) {
    people.guest_has("nationality_code = NULL");
    hotel.now = people.start - 72h;
    EXPECT_EQ(people.hit("CP-01"), "medium");
    people.in_market("ES");
    people.checked_in();
    people.stay_has(fmt::format("actual_start_utc_ms = {}", to_ms(people.start)));
    hotel.now = people.start + 12h - 1ms;
    EXPECT_EQ(people.hit("CP-01"), "high");
    hotel.now = people.start + 12h;
    EXPECT_EQ(people.hit("CP-01"), "critical");
    EXPECT_EQ(people.hit("CP-09"), "");
    hotel.now = people.start + 24h;
    EXPECT_EQ(people.hit("CP-09"), "critical");
    people.record(people.guest.id, "registration_reported", "receipt 17");
    EXPECT_EQ(people.hit("CP-09"), "");
}

TEST_F(PersonRulesInTime, AChildNeedsItsKinshipRecordedInSpain) {
    people.in_market("ES");
    const auto child = people.companion();
    people.with("customer", child.id, "birth_date = '2007-01-01'");
    const auto hit = [&] { return people.knowing.hit("CP-07", rules::Subject::person, child.id); };
    EXPECT_EQ(hit(), "high");
    people.record(child.id, "kinship", "Child");
    EXPECT_EQ(hit(), "");
}

TEST_F(PersonRulesInTime, NoRuleNamesAPersonInItsEvidence) {
    std::size_t looked = 0;
    const auto facts = people.knowing.book.facts(rules::Subject::person, people.guest.id);
    for (const auto& rule : people.knowing.book.rules()) {
        if (rule.subject != rules::Subject::person) continue;
        const auto evidence = rules::evidence(rule, facts);
        ++looked;
        for (const auto* text : {"Okafor", "Ngozi", "okafor.example", "912", "CA123456"})
            EXPECT_EQ(evidence.find(text), std::string::npos) << rule.id << evidence;
    }
    EXPECT_EQ(looked, 28U);
}

}  // namespace
}  // namespace stayd::insight
