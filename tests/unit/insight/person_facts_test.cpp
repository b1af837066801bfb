#include "storage/fence.hpp"

#include "tests/unit/insight/people.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using sim::id_of;

struct PersonFacts : testing::Test {
    People people;
    sim::SmallHotel& hotel = people.hotel;
};

TEST_F(PersonFacts, AreOfOwnersAndCompanionsOfLiveStaysOnly) {
    const auto other = people.companion();
    EXPECT_EQ(people.fact("role"), "lead");
    EXPECT_EQ(people.fact("role", other.id), "adult");
    EXPECT_EQ(people.fact("stay_number", other.id), people.fact("stay_number"));
    EXPECT_EQ(people.fact("role", hotel.guest("Nobody", "N").id), "no row");
    for (const auto* state : {"Canceled", "Processed"}) {
        people.stay_has(fmt::format("state = '{}'", state));
        EXPECT_EQ(people.fact("role"), "no row") << state;
        EXPECT_EQ(people.fact("role", other.id), "no row") << state;
    }
}

TEST_F(PersonFacts, AreOfTheStayInHouseElseTheNearest) {
    auto later = people.guest.arrives_today();
    const auto move = [&](const Uuid& stay, int days) {
        people.with("reservation", stay,
                    fmt::format("scheduled_start_utc_ms = {}, scheduled_end_utc_ms = {}",
                                to_ms(people.start + days * 24h), to_ms(people.end + days * 24h)));
    };
    move(later.id, 3);
    EXPECT_EQ(people.fact("stay_number"), people.stay.row().number);
    move(people.stay.id, 5);
    EXPECT_EQ(people.fact("stay_number"), later.row().number);
    people.stay_has("state = 'Started'");
    EXPECT_EQ(people.fact("stay_number"), people.stay.row().number);
    people.stay_has("state = 'Confirmed'");
    move(people.stay.id, -3);
    EXPECT_EQ(people.fact("stay_number"), later.row().number) << "it is over";
}

TEST_F(PersonFacts, RoleIsByAgeOnTheDayOfArrival) {
    const auto other = people.companion();
    people.with("customer", other.id, "birth_date = '1997-09-17'");
    EXPECT_EQ(people.fact("role", other.id), "adult");
    EXPECT_EQ(people.fact("age", other.id), "18");
    people.with("customer", other.id, "birth_date = '1997-09-18'");
    EXPECT_EQ(people.fact("role", other.id), "minor");
    EXPECT_EQ(people.fact("adult_utc_ms", other.id),
              std::to_string(to_ms(sim::utc("2015-09-17T23:00:00Z"))));
}

TEST_F(PersonFacts, AFirstCompanionLeadsTheStayOfACompany) {
    people.company_owns_the_stay();
    EXPECT_EQ(people.fact("role"), "lead");
    const auto other = people.companion();
    EXPECT_EQ(people.fact("role", other.id), "adult");
    EXPECT_EQ(people.fact("known_persons"), "2") << "the company is none";
}

TEST_F(PersonFacts, StaffsWaitingChangesOfAGuestAreInThem) {
    const auto& id = people.guest.id;
    hotel.accepted(house::UpdateGuest{
        .guest = id, .fields = {{"NationalityCode", "BR"}, {"Email", "other@okafor.example"}}});
    EXPECT_EQ(people.fact("nationality"), "BR");
    hotel.accepted(house::UpdateGuest{.guest = id, .fields = {{"NationalityCode", std::nullopt}}});
    EXPECT_EQ(people.fact("nationality"), "NULL") << "the later change clears it";
    EXPECT_EQ(people.fact("email_quality"), "2") << "the earlier one still counts";
    EXPECT_EQ(people.fact("sex"), "Female") << "of no change";
    const auto third = hotel.accepted(house::UpdateGuest{.guest = id, .fields = {{"Sex", "Male"}}});
    EXPECT_EQ(people.fact("sex"), "Male");
    hotel.settle(third, house::Refused{.reason = "no"});
    EXPECT_EQ(people.fact("sex"), "Female") << "refused";
}

TEST_F(PersonFacts, StaffsWaitingDocumentsAreInThem) {
    hotel.accepted(house::RemoveDocument{.document = people.document});
    EXPECT_EQ(people.fact("has_document"), "0");
    const auto card = hotel.accepted(house::AddDocument{
        .guest = people.guest.id,
        .fields = {
            {"Type", "IdentityCard"}, {"Number", "12345678Z"}, {"IssuingCountryCode", "ES"}}});
    EXPECT_EQ(people.fact("document_type"), "IdentityCard");
    EXPECT_EQ(people.fact("document_number_quality"), "2");
    hotel.accepted(house::RemoveDocument{.document = card});
    EXPECT_EQ(people.fact("document_type"), "NULL");
}

TEST_F(PersonFacts, StaffsWaitingAddressIsInThem) {
    hotel.accepted(house::SetAddress{.guest = people.guest.id, .fields = {{"City", "Porto"}}});
    EXPECT_EQ(people.fact("city"), "Porto");
    EXPECT_EQ(people.fact("residence"), "PT") << "the rest is what it was";
    const auto second = hotel.accepted(
        house::SetAddress{.guest = people.guest.id, .fields = {{"City", std::nullopt}}});
    EXPECT_EQ(people.fact("city"), "NULL") << "the later one clears it";
    hotel.settle(second, house::Refused{.reason = "no"});
    EXPECT_EQ(people.fact("city"), "Porto") << "the earlier one waits still";
    const auto other = people.companion();
    EXPECT_EQ(people.fact("has_address", other.id), "0");
    hotel.accepted(house::SetAddress{.guest = other.id, .fields = {{"CountryCode", "BR"}}});
    EXPECT_EQ(people.fact("residence", other.id), "BR");
    EXPECT_EQ(people.fact("has_address", other.id), "1");
}

TEST_F(PersonFacts, StaffsWaitingCompanionsAreInThem) {
    people.stay_has("persons = 2");
    const auto other = hotel.guest("Silva", "Rui");
    EXPECT_EQ(people.fact("missing_persons"), "1");
    hotel.accepted(house::AddCompanion{.reservation = people.stay.id, .guest = other.id});
    EXPECT_EQ(people.fact("role", other.id), "adult");
    EXPECT_EQ(people.fact("missing_persons"), "0");
    hotel.accepted(house::RemoveCompanion{.reservation = people.stay.id, .guest = other.id});
    EXPECT_EQ(people.fact("role", other.id), "no row");
    EXPECT_EQ(people.fact("missing_persons"), "1");

    const auto known = people.companion("Rossi");
    EXPECT_EQ(people.fact("missing_persons"), "0");
    hotel.accepted(house::RemoveCompanion{.reservation = people.stay.id, .guest = known.id});
    EXPECT_EQ(people.fact("role", known.id), "no row");
    EXPECT_EQ(people.fact("missing_persons"), "1");
}

TEST_F(PersonFacts, TheNewestDocumentThatIsGoodIsTaken) {
    const auto add = [&](const char* name, const char* issued, const char* expires) {
        people.add("identity_document", id_of(name),
                   "customer_uid, type, number, issuance_date, expiration_date",
                   People::hex(people.guest.id) +
                       fmt::format(", 'IdentityCard', '{}', '{}', {}", name, issued, expires));
    };
    add("expired", "2014-01-01", "'2015-09-16'");
    EXPECT_EQ(people.fact("document_type"), "Passport");
    add("newer", "2012-01-01", "NULL");
    EXPECT_EQ(people.fact("document_issued"), "2012-01-01");
    people.sql("DELETE FROM identity_document WHERE number <> 'expired'");
    EXPECT_EQ(people.fact("document_expires"), "2015-09-16") << "better than none";
    people.sql("UPDATE identity_document SET type = 'Visa'");
    EXPECT_EQ(people.fact("has_document"), "0");
    EXPECT_EQ(people.fact("has_visa"), "1");
}

TEST_F(PersonFacts, DocumentsExpireAtLocalMidnightAlsoWhereTheClocksChange) {
    people.document_has("expiration_date = '2015-10-24'");
    EXPECT_EQ(people.fact("document_expires_utc_ms"),
              std::to_string(to_ms(sim::utc("2015-10-24T23:00:00Z"))));
    people.document_has("expiration_date = '2015-10-25'");
    EXPECT_EQ(people.fact("document_expires_utc_ms"),
              std::to_string(to_ms(sim::utc("2015-10-26T00:00:00Z"))));
}

TEST_F(PersonFacts, AgesChangeAtLocalMidnightAlsoWhereTheClocksChange) {
    const auto ms = [](std::string_view text) { return std::to_string(to_ms(sim::utc(text))); };
    const auto other = people.companion();
    const auto arrives = [&](std::string_view start) {
        people.stay_has(fmt::format("scheduled_start_utc_ms = {}, scheduled_end_utc_ms = {}",
                                    ms(start), ms("2015-10-27T10:00:00Z")));
    };
    people.with("customer", other.id, "birth_date = '1997-10-25'");
    EXPECT_EQ(people.fact("adult_utc_ms", other.id), ms("2015-10-24T23:00:00Z"));
    arrives("2015-10-24T22:59:59Z");
    EXPECT_EQ(people.fact("role", other.id), "minor");
    arrives("2015-10-24T23:00:00Z");
    EXPECT_EQ(people.fact("role", other.id), "adult");
    // The day after is an hour later: the clocks went back in between.
    people.with("customer", other.id, "birth_date = '1997-10-26'");
    EXPECT_EQ(people.fact("adult_utc_ms", other.id), ms("2015-10-26T00:00:00Z"));
    arrives("2015-10-25T23:59:59Z");
    EXPECT_EQ(people.fact("role", other.id), "minor");
    arrives("2015-10-26T00:00:00Z");
    EXPECT_EQ(people.fact("role", other.id), "adult");
}

TEST_F(PersonFacts, TheLikestOtherProfileIsNamed) {
    EXPECT_EQ(people.fact("duplicate_score"), "NULL");
    EXPECT_EQ(people.fact("duplicate_uid"), "NULL");
    const auto one = people.hotel.guest("Okafor ", "Ngozi").id;
    people.with("customer", one, "email = 'ngozi@okafor.example', birth_date = '1981-05-17'");
    const auto likest = people.hotel.guest("OKAFOR", "Ngozi").id;
    people.with("customer", likest, "email = 'ngozi@okafor.example'");
    EXPECT_EQ(people.fact("duplicate_score"), "80");
    EXPECT_EQ(people.fact("duplicate_uid"), People::hex(likest).substr(2, 32));
}

TEST_F(PersonFacts, VipAndCareAreByClassification) {
    const std::pair<const char*, const char*> ranks[] = {
        {" VeryImportant ", "4"}, {" TopManagement ", "4"},  {" Important ", "3"},
        {" Media ", "3"},         {" FriendOrFamily ", "2"}, {" LoyaltyProgram ", "1"},
        {" Returning ", "1"},     {" Student ", "0"},        {" Returning Media ", "3"}};
    for (const auto& [words, rank] : ranks) {
        people.guest_has(fmt::format("classifications = '{}'", words));
        EXPECT_EQ(people.fact("vip_rank"), rank) << words;
        EXPECT_EQ(people.fact("care_flag"), "0") << words;
    }
    for (const auto* words : {" PreviousComplaint ", " Problematic "}) {
        people.guest_has(fmt::format("classifications = '{}'", words));
        EXPECT_EQ(people.fact("care_flag"), "1") << words;
    }
    EXPECT_EQ(people.fact("is_problematic"), "1");
    EXPECT_EQ(people.fact("is_important"), "0");
}

TEST_F(PersonFacts, ALikelyDuplicateMustHaveNearlyTheName) {
    const auto other = hotel.guest("Silva", "Rui");
    people.with("customer", other.id, "email = 'ngozi@okafor.example', phone = '+351 912 345 678'");
    EXPECT_EQ(people.fact("duplicate_score"), "NULL");
    people.with("customer", other.id, "last_name = 'Okafar', first_name = 'Ngozi'");
    EXPECT_EQ(people.fact("duplicate_score"), "100");
    people.with("customer", other.id, "is_active = 0");
    EXPECT_EQ(people.fact("duplicate_score"), "NULL");
}

TEST_F(PersonFacts, NotesOfStayAndGuestAreLookedThroughWaitingOnesToo) {
    hotel.accepted(house::AddStayNote{.reservation = people.stay.id, .text = "4111111111111111"});
    EXPECT_EQ(people.fact("card_in_text"), "1");
    EXPECT_EQ(people.fact("sensitive_in_text"), "0");
    people.add("account_note", id_of("note"), "account_uid, content, is_active",
               People::hex(people.guest.id) + ", 'diabetic', 1");
    EXPECT_EQ(people.fact("sensitive_in_text"), "1");
}

/// Tables that do not grow with the hotel's life.
constexpr std::string_view small_tables[] = {"house", "enterprise", "age_category"};

void expect_no_scan(storage::Database& database, const std::string& sql) {
    const auto explain = "EXPLAIN QUERY PLAN " + sql;
    {
        auto tables = database.statement("SELECT name FROM sqlite_master WHERE type = 'table'");
        std::set<std::string> names;
        while (tables.step()) names.insert(tables.text(0));
        for (const auto name : small_tables) names.erase(std::string{name});
        // As the views call them.
        for (const auto* alias :
             {"stay", "person", "owner", "other", "merged", "added", "survivor", "paper", "home"})
            names.insert(alias);
        auto plan = database.statement(explain);
        int steps = 0;
        while (plan.step()) {
            ++steps;
            const auto text = plan.text(3);
            if (!text.starts_with("SCAN ")) continue;
            const auto name = text.substr(5, text.find(' ', 5) - 5);
            // What a fence made is called as the fence is: it has one row.
            if (name == "person") continue;
            EXPECT_FALSE(names.contains(name)) << text;
        }
        EXPECT_GT(steps, 50);
    }
    database.forget(explain);
}

TEST_F(PersonFacts, AreFoundByIndexAlone) {
    for (const auto* market : {"ES", "GB"}) {
        people.in_market(market);
        expect_no_scan(hotel.database,
                       "WITH person_facts AS MATERIALIZED (SELECT * FROM temp.person_facts "
                       "WHERE uid = x'00') SELECT * FROM person_facts");
    }
}

TEST_F(PersonFacts, CostTheSameInAHotelOfManyPeople) {
    const auto steps = [&] {
        std::int64_t most = 1'000;
        for (;; most += 1'000) {
            try {
                const storage::Bounds bounds(hotel.database, most, 1'000'000);
                people.fact("legal_gaps");
                return most;
            } catch (const storage::Failure&) {
            }
        }
    };
    const auto before = steps();
    people.sql(R"(
        WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 3000)
        INSERT INTO customer (uid, last_name, first_name, birth_date, is_active, email, rest, content_hash, read_utc_ms)
        SELECT randomblob(16), 'Guest' || n, 'G', date('1930-01-01', (n * 9) || ' days'), 1, 'g' || n || '@x.example', '{}', 0, 0
          FROM many)");
    people.sql(R"(
        INSERT INTO reservation (uid, account_uid, account_type, state, scheduled_start_utc_ms, scheduled_end_utc_ms,
                                 persons, rest, content_hash, read_utc_ms)
        SELECT randomblob(16), uid, 'Customer', 'Confirmed', 1442500000000, 1442600000000, 2, '{}', 0, 0 FROM customer)");
    people.sql("DELETE FROM reservation WHERE id > 1 AND account_uid = " +
               People::hex(people.guest.id));
    EXPECT_LE(steps(), before + 2'000);
}

}  // namespace
}  // namespace stayd::insight
