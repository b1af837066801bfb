// What is written about people, and how good it is (hotel-domain.md 0.1, 1.4, 2.8).
#include <gtest/gtest.h>

#include "insight/people/birth_dates.hpp"
#include "insight/people/contacts.hpp"
#include "insight/people/documents.hpp"
#include "insight/people/duplicates.hpp"
#include "insight/people/free_text.hpp"
#include "insight/people/names.hpp"
#include "insight/person_functions.hpp"
#include "tests/unit/insight/knowing.hpp"

namespace stayd::insight {
namespace {

struct Text {
    std::string_view given;
    std::string_view wanted;
};

TEST(Fold, IsHowTextsAreCompared) {
    const Text table[] = {{"  José   María ", "jose maria"},
                          {"STRASSE", "strasse"},
                          {"Straße", "strasse"},
                          {"Ærø Œuvre Łódź Đorđe", "aero oeuvre lodz dorde"},
                          {"ﬁn ① Ａ", "fin 1 a"},
                          {"Ö", "o"},
                          {"O\u0308", "o"},
                          {"\u00a0a\u2003b\t", "a b"},
                          {"王芳", "王芳"},
                          {"İstanbul", "istanbul"},
                          {"a\xff"
                           "b",
                           "ab"},
                          {"", ""}};
    for (const auto& row : table) EXPECT_EQ(fold(row.given), row.wanted) << row.given;
}

struct Pair {
    std::string_view left;
    std::string_view right;
    int wanted;
};

TEST(TextDistance, CountsLettersNotBytes) {
    const Pair table[] = {{"", "", 0},           {"silva", "silva", 0}, {"silva", "silv", 1},
                          {"silva", "sylva", 1}, {"silva", "ilva", 1},  {"silva", "silav", 2},
                          {"王", "芳", 1},       {"a", "", 1},          {"ab", "", 2},
                          {"abc", "xbcd", 2},    {"abcd", "abxcd", 1}};
    for (const auto& row : table) {
        EXPECT_EQ(text_distance(row.left, row.right), row.wanted) << row.left << row.right;
        EXPECT_EQ(text_distance(row.right, row.left), row.wanted) << row.left << row.right;
    }
}

struct Name {
    std::string_view name;
    bool placeholder;
    bool noisy;
    int quality;
};

TEST(Names, AreStandInsOrNoisyOrGood) {
    const Name table[] = {{"Okafor", false, false, 2},
                          {"", false, false, 0},
                          {"TBA", true, true, 0},
                          {"tbd", true, true, 0},
                          {"Guest", true, false, 0},
                          {"Guest 2", true, false, 0},
                          {"N/A", true, false, 0},
                          {"Xxx", true, false, 0},
                          {"X", false, false, 1},
                          {"No Name", true, false, 0},
                          {"123", true, false, 0},
                          {"-", true, true, 0},
                          {"Acme GmbH", true, false, 0},
                          {"ACME gmbh", true, false, 0},
                          {"Testa", false, false, 2},
                          {"SILVA", false, true, 1},
                          {"silva", false, true, 1},
                          {"JP", false, false, 2},
                          {"Mr Silva", false, true, 1},
                          {"Dr. Silva", false, true, 1},
                          {"Silva,", false, true, 1},
                          {"Silva Jr.", false, false, 2},
                          {"Silva 😀", false, true, 1},
                          {"O'Brien", false, false, 2},
                          {"Maria do Céu", false, false, 2},
                          {"王", false, false, 2},
                          {"김", false, false, 2}};
    for (const auto& row : table) {
        EXPECT_EQ(is_placeholder_name(row.name, "Acme GmbH"), row.placeholder) << row.name;
        EXPECT_EQ(is_noisy_name(row.name), row.noisy) << row.name;
        EXPECT_EQ(name_quality(row.name, "Acme GmbH"), row.quality) << row.name;
    }
}

struct Quality {
    std::string_view text;
    int wanted;
};

TEST(Email, IsValidOrAnIntermediarys) {
    const Quality table[] = {{"ana@hotel.example", 2},
                             {" ana@hotel.example ", 2},
                             {"ana.b+c@mail.hotel.example", 2},
                             {"josé@münchen.example", 2},
                             {"ana@hotel", 0},
                             {"ana@@hotel.example", 0},
                             {"ana@x@hotel.example", 0},
                             {"@hotel.example", 0},
                             {"ana@", 0},
                             {"ana@.example", 0},
                             {"ana@hotel..example", 0},
                             {"ana@-hotel.example", 0},
                             {"an a@hotel.example", 0},
                             {".ana@hotel.example", 0},
                             {"ana.@hotel.example", 0},
                             {"a.12@guest.booking.com", 1},
                             {"a.12@Guest.Booking.COM", 1},
                             {"info@hotel.example", 1},
                             {"", 0}};
    for (const auto& row : table) EXPECT_EQ(email_quality(row.text, false), row.wanted) << row.text;
    EXPECT_EQ(email_quality("ana@hotel.example", true), 1);
    EXPECT_EQ(email_quality(std::string(64, 'a') + "@b.example", false), 2);
    EXPECT_EQ(email_quality(std::string(65, 'a') + "@b.example", false), 0);
}

TEST(Phone, HasItsCountryOrBorrowsOne) {
    const Quality table[] = {{"+351 912 345 678", 2},
                             {"00351912345678", 2},
                             {"+49 (0) 170 1234567", 2},
                             {"+1-202-555-0123", 2},
                             {"912 345 678", 1},
                             {"+351 912", 0},
                             {"+999 12345678", 0},
                             {"+12345678901234567", 0},
                             {"1234567", 0},
                             {"12345678", 1},
                             {"call me", 0},
                             {"", 0}};
    for (const auto& row : table) {
        EXPECT_EQ(phone_quality(row.text, "PT", ""), row.wanted) << row.text;
        EXPECT_EQ(phone_quality(row.text, "", "PT"), row.wanted) << row.text;
    }
    EXPECT_EQ(phone_quality("912 345 678", "", ""), 0) << "no country anywhere";
    EXPECT_EQ(plain_phone("+49 (0) 170/12-3"), "+49170123");
}

struct Birth {
    std::string_view birth;
    bool by_staff;
    int wanted;
};

TEST(BirthDate, IsPlausibleOrAStandIn) {
    const Birth table[] = {
        {"1980-05-17", false, 2}, {"2015-09-17", false, 2}, {"2015-09-18", false, 0},
        {"1904-09-18", false, 2}, {"1904-09-17", false, 0}, {"1970-01-01", false, 1},
        {"2000-01-01", false, 2}, {"2000-01-01", true, 1},  {"1980-02-30", false, 0},
        {"", false, 0},           {"17.5.1980", false, 0}};
    for (const auto& row : table)
        EXPECT_EQ(birth_date_quality(row.birth, "2015-09-17", row.by_staff), row.wanted)
            << row.birth;
    EXPECT_EQ(birth_date_quality("1900-01-01", "2000-01-01", false), 1);
    EXPECT_EQ(birth_date_quality("1901-01-01", "2000-01-01", false), 1);
}

TEST(BirthDate, OfALeapDayIsTheFirstOfMarchInOtherYears) {
    EXPECT_EQ(birthday("2000-02-29", 18), "2018-03-01");
    EXPECT_EQ(birthday("2000-02-29", 16), "2016-02-29");
    EXPECT_EQ(birthday("1997-09-17", 18), "2015-09-17");
    EXPECT_EQ(birthday("nothing", 18), std::nullopt);
}

TEST(Dates, BeginAtLocalMidnightAlsoWhereTheClocksChange) {
    const auto ms = [](std::string_view text) { return to_ms(*parse_iso8601(text)); };
    EXPECT_EQ(date_begins_ms("2015-09-17", "Europe/Lisbon"), ms("2015-09-16T23:00:00Z"));
    EXPECT_EQ(date_ends_ms("2015-10-25", "Europe/Lisbon"), ms("2015-10-26T00:00:00Z"));
    EXPECT_EQ(*date_ends_ms("2015-10-25", "Europe/Lisbon") -
                  *date_begins_ms("2015-10-25", "Europe/Lisbon"),
              ms("1970-01-02T01:00:00Z"));
    EXPECT_EQ(*date_ends_ms("2015-03-29", "Europe/Lisbon") -
                  *date_begins_ms("2015-03-29", "Europe/Lisbon"),
              ms("1970-01-01T23:00:00Z"));
    EXPECT_EQ(date_begins_ms("2018-11-04", "America/Sao_Paulo"), ms("2018-11-04T03:00:00Z"))
        << "midnight is left out";
    EXPECT_EQ(date_begins_ms("2015-09-17", "Pacific/Kiritimati"), ms("2015-09-16T10:00:00Z"));
    EXPECT_EQ(date_begins_ms("2015-09-17", "Pacific/Pago_Pago"), ms("2015-09-17T11:00:00Z"));
    EXPECT_EQ(date_begins_ms("2015-13-01", "Europe/Lisbon"), std::nullopt);
}

TEST(Dates, WorkingDaysLeaveOutTheWeekend) {
    EXPECT_EQ(working_days_after("2015-09-17", 1), "2015-09-18");
    EXPECT_EQ(working_days_after("2015-09-17", 3), "2015-09-22");
    EXPECT_EQ(working_days_after("2015-09-19", 1), "2015-09-21");
    EXPECT_EQ(working_days_after("x", 1), std::nullopt);
}

struct Paper {
    std::string_view number;
    std::string_view type;
    std::string_view country;
    int wanted;
};

TEST(DocumentNumber, IsAsItsCountryWritesIt) {
    const Paper table[] = {{"12345678Z", "IdentityCard", "ES", 2},
                           {"12345678-Z", "IdentityCard", "ES", 2},
                           {"12345678A", "IdentityCard", "ES", 1},
                           {"X1234567L", "IdentityCard", "ES", 2},
                           {"Y1234567X", "IdentityCard", "ES", 2},
                           {"X1234567M", "IdentityCard", "ES", 1},
                           {"CA00000AA", "IdentityCard", "IT", 2},
                           {"CA0000OAA", "IdentityCard", "IT", 1},
                           {"L01X00T47", "IdentityCard", "DE", 2},
                           {"L01X00T471", "IdentityCard", "DE", 2},
                           {"L01X00T472", "IdentityCard", "DE", 1},
                           {"LO1X00T47", "IdentityCard", "DE", 1},
                           {"000000000ZZ4", "IdentityCard", "PT", 2},
                           {"000000000ZZ5", "IdentityCard", "PT", 1},
                           {"ABS123456", "IdentityCard", "PL", 2},
                           {"ABS223456", "IdentityCard", "PL", 1},
                           {"590332861081", "IdentityCard", "BE", 2},
                           {"590332861010", "IdentityCard", "BE", 1},
                           {"SPECI2014", "Passport", "NL", 2},
                           {"SPEOI2014", "Passport", "NL", 1},
                           {"CA123456", "Passport", "PT", 2},
                           {"123456789", "Passport", "GB", 2},
                           {"12AB34567", "Passport", "FR", 2},
                           {"1234567890AB", "Passport", "JP", 2},
                           {"1234", "Passport", "JP", 1},
                           {"123456789012345678901", "Passport", "JP", 1},
                           {"", "Passport", "JP", 0},
                           {"--", "Passport", "JP", 0}};
    for (const auto& row : table)
        EXPECT_EQ(document_number_quality(row.number, row.type, row.country), row.wanted)
            << row.country << row.number;
}

TEST(DocumentNumber, HasTheCheckDigitOfIcao) {
    // The examples of ICAO 9303, part 3.
    EXPECT_EQ(icao_check_digit("L898902C3"), 6);
    EXPECT_EQ(icao_check_digit("740812"), 2);
    EXPECT_EQ(icao_check_digit("120415"), 9);
    EXPECT_EQ(icao_check_digit("ZE184226B<<<<<"), 1);
    EXPECT_EQ(icao_check_digit("L898902C4"), 7);
    EXPECT_EQ(icao_check_digit("l8"), std::nullopt);
}

struct Post {
    std::string_view code;
    std::string_view country;
    int wanted;
};

TEST(PostalCode, IsAsItsCountryWritesIt) {
    const Post table[] = {{"1100-053", "PT", 2},   {"1100", "PT", 0},     {"10115", "DE", 2},
                          {"1011", "DE", 0},       {"1011 AB", "NL", 2},  {"1011", "NL", 0},
                          {"SW1A 1AA", "GB", 2},   {"M1 1AE", "GB", 2},   {"M1 1A", "GB", 0},
                          {"90210-1234", "US", 2}, {"D02 X285", "IE", 2}, {"110 00", "CZ", 2},
                          {"12", "AE", 1},         {"12", "", 1},         {"", "PT", 0}};
    for (const auto& row : table)
        EXPECT_EQ(postal_code_quality(row.code, row.country), row.wanted) << row.code;
}

TEST(Country, IsOfIso3166) {
    for (const auto* code : {"PT", "GB", "XK", "CI"}) EXPECT_TRUE(is_country(code)) << code;
    for (const auto* code : {"", "P", "pt", "UK", "T ", " P", "PRT"})
        EXPECT_FALSE(is_country(code)) << code;
    EXPECT_TRUE(has_several_languages("CH"));
    EXPECT_FALSE(has_several_languages("PT"));
}

struct Said {
    std::string_view text;
    bool wanted;
};

TEST(FreeText, HoldsACardsNumberOrDoesNot) {
    const Said table[] = {
        {"4111111111111111", true},        {"card 4111-1111-1111-1111 exp 12/16", true},
        {"4111 1111 1111 1112", false},    {"378282246310005", true},
        {"411111111111", false},           {"call +351 912 345 678", false},
        {"250 4111 1111 1111 1111", true}, {"0000000000000000", false},
        {"paid with [card …1111]", true},  {"", false}};
    for (const auto& row : table) EXPECT_EQ(has_card_number(row.text), row.wanted) << row.text;
}

TEST(FreeText, SpeaksOfHealthOrADocumentOrDoesNot) {
    const Said table[] = {{"Guest is diabetic", true},
                          {"Alérgica a frutos secos", true},
                          {"ROLLSTUHL", true},
                          {"passport no. X1234567", true},
                          {"passport at the desk", false},
                          {"DNI 12345678Z", true},
                          {"late arrival, high floor", false},
                          {"prediabetes", false},
                          {"", false}};
    for (const auto& row : table) EXPECT_EQ(has_sensitive_words(row.text), row.wanted) << row.text;
}

TEST(DuplicateScore, AddsWhatIsAlikeAndTakesWhatDiffers) {
    const Likeness ana{.name = "Ana Silva", .email = "ana@hotel.example"};
    auto born = ana;
    born.birth_date = "1980-05-17";
    auto younger = ana;
    younger.birth_date = "1990-05-17";
    EXPECT_EQ(duplicate_score(born, younger), 40) << "vector 6 of hotel-domain.md 12";
    EXPECT_EQ(duplicate_score(ana, ana), 80) << "vector 6 of hotel-domain.md 12";
    EXPECT_EQ(duplicate_score(born, born), 100) << "no more than 100";
    EXPECT_EQ(duplicate_score({}, {}), 0);

    EXPECT_EQ(duplicate_score({.name = "Ana Silva"}, {.name = "ANA SÍLVA"}), 30);
    EXPECT_EQ(duplicate_score({.name = "Ana Silva"}, {.name = "Ana Sylva"}), 15);
    EXPECT_EQ(duplicate_score({.phone = "+351 912345678"}, {.phone = "00351912345678"}), 40);
    EXPECT_EQ(duplicate_score({.email = "a@guest.booking.com"}, {.email = "a@guest.booking.com"}),
              0);
    const Likeness paper{.document_number = "CA-1", .document_country = "PT"};
    EXPECT_EQ(duplicate_score(paper, {.document_number = "ca1", .document_country = "PT"}), 70);
    EXPECT_EQ(duplicate_score(paper, {.document_number = "ca1", .document_country = "ES"}), 0);
    const Likeness home{.name = "Ana", .postal_code = "1100-053", .street = "Rua Augusta 24, 2.º"};
    EXPECT_EQ(
        duplicate_score(home, {.name = "Ana", .postal_code = "1100053", .street = "R. Augusta 24"}),
        40);
    EXPECT_EQ(duplicate_score({.name = "Ana", .sex = "Female"}, {.name = "Ana", .sex = "Male"}),
              10);
    EXPECT_EQ(duplicate_score({.sex = "Female"}, {.sex = "Male"}), 0) << "no less than 0";
}

TEST(PersonFunctions, AreCallableInSqlWithWhateverIsThere) {
    Knowing knowing;
    for (const auto& function : person_functions()) {
        for (const std::string argument :
             {"NULL", "''", "x'ff00'", "-1", "9223372036854775807", "'ß'"}) {
            auto call = "SELECT " + std::string{function.name} + "(";
            for (int at = 0; at < function.arguments; ++at)
                call += (at == 0 ? "" : ", ") + argument;
            call += ")";
            EXPECT_NO_THROW(knowing.hotel.count(call.c_str())) << call;
            knowing.hotel.database.forget(call);
        }
    }
}

}  // namespace
}  // namespace stayd::insight
