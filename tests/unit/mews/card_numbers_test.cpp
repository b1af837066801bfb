// No card number leaves, in whatever form people write it; nothing else is touched.
#include "mews/card_numbers.hpp"

#include <gtest/gtest.h>

#include <random>

#include "mews/answers.hpp"
#include "scripted_pms.hpp"

namespace stayd::mews {
namespace {

std::string masked(std::string_view text, std::string_view member = "Notes") {
    std::string scratch;
    return std::string{without_cards(text, member, scratch)};
}

/// The digits with the check digit that makes them a card's.
std::string with_check_digit(std::string digits) {
    digits += '0';
    int sum = 0;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        const int digit = digits[digits.size() - 1 - at] - '0';
        const int counted = at % 2 == 0 ? digit : digit * 2;
        sum += counted > 9 ? counted - 9 : counted;
    }
    digits.back() = static_cast<char>('0' + (10 - sum % 10) % 10);
    return digits;
}

struct Issuer {
    const char* prefix;
    std::size_t length;
};
constexpr Issuer issuers[] = {{"4", 13},    {"4", 16},    {"4", 19},  {"51", 16},   {"55", 16},
                              {"2221", 16}, {"2720", 16}, {"34", 15}, {"37", 15},   {"300", 14},
                              {"305", 14},  {"36", 14},   {"38", 14}, {"39", 14},   {"6011", 16},
                              {"644", 17},  {"649", 18},  {"65", 19}, {"3528", 16}, {"3589", 19},
                              {"62", 16},   {"62", 19}};

struct Numbers {
    std::mt19937 random{20260714};
    std::string digits(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + random() % 10);
        return text;
    }
    std::string card(const Issuer& issuer) {
        const std::string prefix = issuer.prefix;
        return with_check_digit(prefix + digits(issuer.length - prefix.size() - 1));
    }
    /// With a blank or a dash between some digits.
    std::string spread(const std::string& number) {
        std::string text;
        const char separator = random() % 2 == 0 ? ' ' : '-';
        const auto step = 1 + random() % 5;
        for (std::size_t at = 0; at < number.size(); ++at) {
            if (at > 0 && at % step == 0) text += separator;
            text += number[at];
        }
        return text;
    }
};

TEST(CardNumbers, OfEveryIssuerAreMaskedInEveryForm) {
    Numbers numbers;
    for (const Issuer& issuer : issuers) {
        for (int turn = 0; turn < 200; ++turn) {
            const auto card = numbers.card(issuer);
            const auto mask = "[card …" + card.substr(card.size() - 4) + "]";
            for (const auto& form : {card, numbers.spread(card)}) {
                for (const auto* member : {"Notes", "Number", "Phone"}) {
                    EXPECT_EQ(masked(form, member), mask) << form;
                    EXPECT_EQ(masked("Visa" + form + "exp 09/26, ü", member),
                              "Visa" + mask + "exp 09/26, ü");
                    EXPECT_EQ(masked(form + " 0926\n" + form, member).find(form),
                              std::string::npos);
                    EXPECT_EQ(masked("room 204, card " + form + ".", member),
                              "room 204, card " + mask + ".");
                }
            }
        }
    }
}

TEST(CardNumbers, AreMaskedInNotesWhoeverIssuedThem) {
    Numbers numbers;
    for (std::size_t length = 13; length <= 19; ++length) {
        for (int turn = 0; turn < 200; ++turn) {
            const auto card = with_check_digit("9" + numbers.digits(length - 2));
            const auto mask = "[card …" + card.substr(length - 4) + "]";
            EXPECT_EQ(masked("(" + numbers.spread(card) + ")"), "(" + mask + ")");
            EXPECT_EQ(masked(card, "ChannelNumber"), card);
        }
    }
}

TEST(CardNumbers, AreAllMaskedAtOnce) {
    std::mt19937 random{204};
    constexpr std::string_view letters = "0123456789012345678901234567890123456789-- -a+f/";
    for (int turn = 0; turn < 20'000; ++turn) {
        std::string text;
        while (text.size() < 90) text += letters[random() % letters.size()];
        if (turn % 2 == 0) text.insert(random() % 80, "0f515589-9904-4230-8302-123700900509");
        for (const auto* member : {"Notes", "Number"}) {
            const auto once = masked(text, member);
            EXPECT_EQ(masked(once, member), once) << text;
        }
    }
}

TEST(CardNumbers, HaveARightCheckDigit) {
    Numbers numbers;
    for (int turn = 0; turn < 1000; ++turn) {
        auto wrong = numbers.card(issuers[static_cast<std::size_t>(turn) % std::size(issuers)]);
        wrong.back() = static_cast<char>('0' + (wrong.back() - '0' + 1 + turn % 9) % 10);
        EXPECT_EQ(masked("no. " + wrong), "no. " + wrong);
    }
}

TEST(CardNumbers, AreNeitherShorterNorLonger) {
    Numbers numbers;
    for (const std::size_t length : {8U, 12U, 20U, 30U}) {
        for (int turn = 0; turn < 100; ++turn) {
            const auto digits = with_check_digit("4" + numbers.digits(length - 2));
            EXPECT_EQ(masked(digits), digits);
        }
    }
    EXPECT_EQ(masked("4111  1111  1111  1111"), "4111  1111  1111  1111");
    EXPECT_EQ(masked("4111/1111/1111/1111"), "4111/1111/1111/1111");
    EXPECT_EQ(masked(""), "");
}

TEST(CardNumbers, AreNotFoundInIdsTimesAndPhoneNumbers) {
    Numbers numbers;
    sim::SeededRandom random{7};
    for (int turn = 0; turn < 20'000; ++turn) {
        Uuid guid;
        for (auto& byte : guid.bytes) byte = static_cast<std::uint8_t>(random.next() % 10 * 17);
        const auto text = guid.to_string();
        EXPECT_EQ(masked(text), text);
        EXPECT_EQ(masked(R"({"Id":")" + text + R"("})"), R"({"Id":")" + text + R"("})");
        const auto time = to_iso8601(UtcTime{std::chrono::seconds{random.next() % 4'000'000'000}});
        EXPECT_EQ(masked(time), time);
        const auto phone = "+" + numbers.spread("4" + numbers.digits(12 + random.next() % 6));
        EXPECT_EQ(masked(phone, "Phone"), phone);
        EXPECT_EQ(masked(phone, "Telephone"), phone);
    }
    EXPECT_EQ(masked("P0Y0M1DT0H0M0S"), "P0Y0M1DT0H0M0S");
}

TEST(CardNumbers, NeverLeaveInARow) {
    constexpr std::string_view card = "4111 1111 1111 1111";
    const std::string said = R"("call \u00fc )" + std::string{card} + R"( \"now\"")";
    const std::string body =
        R"({"Cursor":"c","Customers":[{"Id":"407a26f1-edf6-4597-8815-ada6bbe1ebcd","LastName":)" +
        said +
        R"(,"Notes":"\u0034111111111111111","Phone":"4111111111111111","Unheard":{"4111111111111111":[)" +
        said +
        R"(,"4111-1111-1111-1111",4111111111111111]},"Classifications":["4111111111111111"],"BirthDate":[)" +
        said + R"(]}]})";
    const auto page = read_page({.list = model::List::customers}, body, "");
    ASSERT_TRUE(page) << page.error().context;
    const auto row = page->rows[0];
    EXPECT_EQ(row.cell("last_name").bytes(), "call ü [card …1111] \"now\"");
    EXPECT_EQ(row.cell("notes").bytes(), "[card …1111]");
    EXPECT_EQ(row.cell("phone").bytes(), "[card …1111]");
    EXPECT_EQ(row.cell("classifications").bytes(), " [card …1111] ");
    EXPECT_EQ(
        row.rest(),
        R"({"Unheard":{"[card …1111]":["call ü [card …1111] \"now\"","[card …1111]",4111111111111111]},)"
        R"("Classifications":["[card …1111]"],"BirthDate":["call ü [card …1111] \"now\""]})");
}

TEST(CardNumbers, NeverLeaveInWhatThePmsSaysToAnError) {
    EXPECT_EQ(read_error_body(R"({"Message":"Card 4111111111111111 expired."})").message,
              "Card [card …1111] expired.");
}

}  // namespace
}  // namespace stayd::mews
