#include <gtest/gtest.h>

#include "tests/unit/insight/scene.hpp"

namespace stayd::insight {
namespace {

using namespace std::chrono_literals;
using enum model::ReservationState;

constexpr std::int64_t euro = 1'000'000;

class BillingRules : public testing::TestWithParam<Case> {};

TEST_P(BillingRules, SayWhatIsSoAndNothingElse) {
    Scene scene;
    GetParam().arrange(scene);
    EXPECT_EQ(scene.stay_hit(GetParam().rule), GetParam().severity);
}

/// Ten euros of the minibar, and whatever was paid.
Scene& owes_ten(Scene& s) {
    return s.leaves_today().lasts(s.start(), s.end() + 2h).item("minibar", 10 * euro);
}
void company_owns(Scene& s, bool invoiceable) {
    s.company("Acme", invoiceable).stay_record("company_pays", "yes");
}
void levies_city_tax(Scene& s) {
    s.telling.record(Uuid{}, "city_tax", "2 EUR a night");
    s.leaves_today();
}

const Case bills[] = {
    {"BL-01", "owes", "medium", [](Scene& s) { owes_ten(s); }},
    {"BL-01", "owes_a_millionth", "medium",
     [](Scene& s) { s.leaves_today().lasts(s.start(), s.end() + 2h).item("rest", 1); }},
    {"BL-01", "paid", "",
     [](Scene& s) { owes_ten(s).payment("cash", -10 * euro, "Charged", s.hotel.now); }},
    {"BL-01", "payment_failed", "medium",
     [](Scene& s) { owes_ten(s).payment("card", -10 * euro, "Failed", s.hotel.now); }},
    {"BL-01", "has_credit", "",
     [](Scene& s) { owes_ten(s).payment("cash", -11 * euro, "Charged", s.hotel.now); }},
    {"BL-01", "invoice", "", [](Scene& s) { owes_ten(s).company("Acme", true); }},
    {"BL-01", "leaves_tomorrow", "", [](Scene& s) { owes_ten(s).lasts(s.start(), s.end() + 24h); }},
    {"BL-01", "of_two_currencies_nothing_is_said", "",
     [](Scene& s) {
         owes_ten(s).item("taxi", 10 * euro, "ProductOrder", s.stay.id, {{"currency", "USD"}});
     }},
    {"BL-01", "of_a_company_only_the_stay_counts", "",
     [](Scene& s) {
         s.company("Acme", false).leaves_today();
         s.changes([](auto& row) {
             row.account_id = sim::id_of("Acme");
             row.account_type = model::AccountType::company;
         });
         s.item("night elsewhere", 90 * euro, "SpaceOrder", sim::id_of("another stay"),
                {{"account_uid", sim::id_of("Acme")}});
     }},
    {"BL-02", "expired", "high", [](Scene& s) { s.leaves_today().preauthorization("Expired"); }},
    {"BL-02", "a_new_one", "",
     [](Scene& s) {
         s.leaves_today().preauthorization("Expired").preauthorization("Completed", 50 * euro);
     }},
    {"BL-02", "a_card_on_file", "",
     [](Scene& s) {
         s.leaves_today().preauthorization("Canceled");
         s.stay_has({{"rest", R"({"CreditCardId":"b7d1a3c5-0000-4000-8000-000000000001"})"}});
     }},
    {"BL-02", "not_here_yet", "", [](Scene& s) { s.preauthorization("Expired"); }},
    {"BL-02", "never_asked_for", "", [](Scene& s) { s.leaves_today(); }},
    {"BL-03", "at_the_limit", "",
     [](Scene& s) { owes_ten(s).preauthorization("Completed", 10 * euro); }},
    {"BL-03", "over_the_limit", "high",
     [](Scene& s) { owes_ten(s).preauthorization("Completed", 10 * euro - 1); }},
    {"BL-03", "over_the_limit_of_the_house", "high",
     [](Scene& s) {
         owes_ten(s);
         s.telling.record(Uuid{}, "credit_limit", "5000000");
     }},
    {"BL-03", "a_limit_of_its_own", "",
     [](Scene& s) {
         owes_ten(s).stay_record("credit_limit", "10000000");
         s.telling.record(Uuid{}, "credit_limit", "5000000");
     }},
    {"BL-03", "on_invoice", "",
     [](Scene& s) { owes_ten(s).company("Acme", true).stay_record("credit_limit", "1"); }},
    {"BL-03", "left", "",
     [](Scene& s) { owes_ten(s).is(processed).stay_record("credit_limit", "1"); }},
    {"BL-03", "no_limit", "", [](Scene& s) { owes_ten(s); }},
    {"BL-04", "failed", "high",
     [](Scene& s) { s.leaves_today().payment("card", -euro, "Failed", s.hotel.now); }},
    {"BL-04", "went_through_since", "",
     [](Scene& s) {
         s.leaves_today().payment("card", -euro, "Failed", s.hotel.now - 1ms);
         s.payment("again", -euro, "Charged", s.hotel.now);
     }},
    {"BL-04", "of_the_guest_and_no_stay", "high",
     [](Scene& s) {
         s.leaves_today().payment("card", -euro, "Failed", s.hotel.now);
         s.telling.change("payment", sim::id_of("card"),
                          {{"reservation_uid", sim::id_of("another stay")}});
     }},
    {"BL-04", "only_an_option", "",
     [](Scene& s) { s.is(optional).payment("card", -euro, "Failed", s.hotel.now); }},
    {"BL-04", "before_it_was_booked", "",
     [](Scene& s) {
         s.payment("card", -euro, "Failed", s.hotel.now - 1ms);
         s.telling.change("payment", sim::id_of("card"),
                          {{"reservation_uid", sim::id_of("another stay")}});
     }},
    {"BL-05", "minibar", "medium", [](Scene& s) { owes_ten(s).guest_is({"Cashlist"}); }},
    {"BL-05", "left", "", [](Scene& s) { owes_ten(s).is(processed).guest_is({"Cashlist"}); }},
    {"BL-05", "another_guest", "", [](Scene& s) { owes_ten(s); }},
    {"BL-05", "the_night", "",
     [](Scene& s) {
         s.leaves_today().guest_is({"Cashlist"}).item("night", 90 * euro, "SpaceOrder");
     }},
    {"BL-06", "missing", "medium", levies_city_tax},
    {"BL-06", "the_house_levies_none", "", [](Scene& s) { s.leaves_today(); }},
    {"BL-06", "exempt", "",
     [](Scene& s) {
         levies_city_tax(s);
         s.stay_record("city_tax_exempt", "resident");
     }},
    {"BL-06", "item", "",
     [](Scene& s) {
         levies_city_tax(s);
         s.item("tax", 2 * euro, "CityTax");
     }},
    {"BL-06", "item_canceled", "medium",
     [](Scene& s) {
         levies_city_tax(s);
         s.item("tax", 2 * euro, "CityTax", s.stay.id, {{"accounting_state", "Canceled"}});
     }},
    {"BL-06", "product", "",
     [](Scene& s) {
         levies_city_tax(s);
         s.telling.row("product", sim::id_of("tax"),
                       {{"rest", R"({"Classifications":{"CityTax":true}})"}});
         s.item("tax", 2 * euro, "ProductOrder", s.stay.id, {{"product_uid", sim::id_of("tax")}});
     }},
    {"BL-06", "not_here_yet", "",
     [](Scene& s) { s.telling.record(Uuid{}, "city_tax", "2 EUR a night"); }},
    {"BL-07", "may_not", "medium",
     [](Scene& s) {
         s.lasts(s.start(), s.end() + 24h);
         company_owns(s, false);
     }},
    {"BL-07", "may", "", [](Scene& s) { company_owns(s, true); }},
    {"BL-07", "left", "",
     [](Scene& s) {
         s.leaves_today().is(processed);
         company_owns(s, false);
     }},
    {"BL-07", "the_guest_pays", "", [](Scene& s) { s.company("Acme", false); }},
    {"BL-07", "items_of_the_company", "medium",
     [](Scene& s) {
         s.company("Acme", false)
             .item("night", 90 * euro, "SpaceOrder", s.stay.id,
                   {{"account_uid", sim::id_of("Acme")}});
     }},
    {"BL-08", "owes", "medium", [](Scene& s) { owes_ten(s).is(processed); }},
    {"BL-08", "is_owed", "medium",
     [](Scene& s) {
         s.leaves_today().is(processed).payment("cash", -euro, "Charged", s.hotel.now);
     }},
    {"BL-08", "even", "",
     [](Scene& s) {
         owes_ten(s).is(processed).payment("cash", -10 * euro, "Charged", s.hotel.now);
     }},
    {"BL-08", "in_house", "", [](Scene& s) { owes_ten(s); }},
    {"BL-08", "nights_to_come_are_no_debt", "",
     [](Scene& s) {
         s.leaves_today().is(processed).item("next month", 90 * euro, "SpaceOrder",
                                             sim::id_of("another stay"),
                                             {{"consumed_utc_ms", to_ms(s.hotel.now + 720h)}});
     }},
};
INSTANTIATE_TEST_SUITE_P(, BillingRules, testing::ValuesIn(bills), name_of);

TEST(BillingRulesInTime, AnOpenBalanceGetsWorseAnHourBeforeTheDeparture) {
    Scene scene;
    owes_ten(scene);
    EXPECT_EQ(scene.at(scene.end() - 60min - 1ms).stay_hit("BL-01"), "medium");
    EXPECT_EQ(scene.knowing.last.ask_again, scene.end() - 60min);
    EXPECT_EQ(scene.at(scene.end() - 60min).stay_hit("BL-01"), "high");
}

TEST(BillingRulesInTime, APaymentIsPendingForAnHourAtMost) {
    Scene scene;
    scene.leaves_today().payment("card", -euro, "Pending", scene.hotel.now);
    const auto at = scene.hotel.now + 60min;
    EXPECT_EQ(scene.at(at).stay_hit("BL-04"), "");
    EXPECT_EQ(scene.at(at + 1ms).stay_hit("BL-04"), "high");
}

TEST(BillingRulesInTime, ACompanyThatMayNotBeInvoicedGetsWorseOnTheDayOfDeparture) {
    Scene scene;
    company_owns(scene, false);
    const auto midnight = scene.day_start() + 24h;
    EXPECT_EQ(scene.at(midnight - 1ms).stay_hit("BL-07"), "medium");
    EXPECT_EQ(scene.at(midnight).stay_hit("BL-07"), "high");
}

struct Guarantee {
    std::string name;
    std::int64_t is;
    std::function<void(Scene&)> arrange;
};

class Guarantees : public testing::TestWithParam<Guarantee> {};

TEST_P(Guarantees, AreTheHighestThatHolds) {
    Scene scene;
    scene.item("first night", 100 * euro, "SpaceOrder").item("breakfast", 20 * euro);
    GetParam().arrange(scene);
    auto facts =
        scene.hotel.database.statement("SELECT guarantee FROM stay_facts WHERE uid = :uid");
    facts.bind(":uid", scene.stay.id);
    ASSERT_TRUE(facts.step());
    EXPECT_EQ(facts.integer(0), GetParam().is);
}

INSTANTIATE_TEST_SUITE_P(
    BillingRules, Guarantees,
    testing::Values(
        Guarantee{"none", 0, [](Scene&) {}},
        Guarantee{"card", 1,
                  [](Scene& s) {
                      s.stay_has(
                          {{"rest", R"({"CreditCardId":"b7d1a3c5-0000-4000-8000-000000000001"})"}});
                  }},
        Guarantee{"preauthorised", 2, [](Scene& s) { s.preauthorization("Completed", euro); }},
        Guarantee{"not_quite_a_night", 0,
                  [](Scene& s) { s.payment("a", -100 * euro + 1, "Charged", s.hotel.now); }},
        Guarantee{"first_night", 3,
                  [](Scene& s) { s.payment("a", -100 * euro, "Charged", s.hotel.now); }},
        Guarantee{"failed", 0,
                  [](Scene& s) { s.payment("a", -120 * euro, "Failed", s.hotel.now); }},
        Guarantee{"prepaid", 4,
                  [](Scene& s) { s.payment("a", -120 * euro, "Charged", s.hotel.now); }},
        Guarantee{"invoice", 5, [](Scene& s) { s.company("Acme", true); }},
        Guarantee{"no_invoice", 0, [](Scene& s) { s.company("Acme", false); }}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace stayd::insight
