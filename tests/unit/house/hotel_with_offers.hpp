#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/house/concluding.hpp"
#include "tests/unit/insight/telling.hpp"

namespace stayd::house {

/// A stay of tonight in a house that has breakfast, parking and a suite to offer.
struct HotelWithOffers : Concluding {
    void SetUp() override {
        costs(stay, 100'000'000);
        product("Breakfast", 9'000'000, "PerPersonPerTimeUnit");
        product("Parking", 15'000'000, "PerTimeUnit");
        telling.change("customer", guest.id, {{"car_registration_number", "AA-01-BB"}});
        telling.row("resource_category", sim::id_of("suite"),
                    {{"name", "Suite"},
                     {"service_uid", sim::id_of("stay service")},
                     {"is_active", std::int64_t{1}},
                     {"ordering", std::int64_t{2}},
                     {"capacity", std::int64_t{2}}});
        telling.change("resource_category_assignment", sim::id_of("501 is a double"),
                       {{"category_uid", sim::id_of("suite")}});
        for (int i = 0; i < 3; ++i) {
            const auto word = "suite guest " + std::to_string(i);
            telling.row("reservation", sim::id_of(word),
                        {{"state", "Processed"},
                         {"requested_category_uid", sim::id_of("suite")},
                         {"scheduled_start_utc_ms",
                          to_ms(hotel.house.day().start - std::chrono::hours{33})},
                         {"scheduled_end_utc_ms",
                          to_ms(hotel.house.day().start - std::chrono::hours{13})}});
            item("night of " + word, sim::id_of(word), 260'000'000);
        }
        read_everything();
        load("1");
    }
    /// By another program, so all is asked anew.
    void load(const std::string& program) {
        hotel.apply(RulesLoaded{.sources = {}, .by = "stayd", .program = program});
        until(hotel.now);
    }
    void item(const std::string& word, const Uuid& of, std::int64_t millionths) {
        telling.row("order_item", sim::id_of(word),
                    {{"service_order_uid", of},
                     {"gross_millionths", millionths},
                     {"currency", "EUR"},
                     {"type", "SpaceOrder"},
                     {"accounting_state", "Open"}});
    }
    void costs(const sim::SmallHotel::Stay& of, std::int64_t millionths) {
        item("night of " + of.row().number, of.id, millionths);
    }
    void product(const std::string& name, std::int64_t millionths, const std::string& charging) {
        telling.row("product", sim::id_of(name),
                    {{"name", name},
                     {"is_active", std::int64_t{1}},
                     {"service_uid", sim::id_of("stay service")},
                     {"charging_mode", charging},
                     {"gross_millionths", millionths},
                     {"currency", "EUR"}});
    }
    static Uuid id(const std::string& rule, const sim::SmallHotel::Stay& of) {
        return operations::Opportunities::id_of(rule, of.id);
    }
    Uuid id(const std::string& rule) { return id(rule, stay); }
    std::optional<operations::Opportunity> find(const std::string& rule) {
        return hotel.house.conclusions().opportunities().find(id(rule));
    }
    std::string state(const Uuid& of) {
        const auto found = hotel.house.conclusions().opportunities().find(of);
        return found ? std::string{to_word(found->state)} : "";
    }
    std::string state(const std::string& rule) { return state(id(rule)); }
    std::string refusal(DecideOpportunity decision) {
        const auto ack = hotel.staff(std::move(decision));
        return ack.durable ? "" : ack.reason;
    }
    std::string refusal(const std::string& rule, insight::OfferDecision decision,
                        const std::string& reason = "") {
        return refusal({.opportunity = id(rule), .decision = decision, .reason = reason});
    }
    std::string outcome(const std::string& rule) {
        auto query = hotel.database.statement(
            "SELECT decision || ': ' || reason FROM offer_outcome WHERE rule = :rule");
        return query.bind(":rule", rule).step() ? query.text(0) : "";
    }
    Uuid uuid(const char* sql) {
        auto query = hotel.database.statement(sql);
        return query.step() ? query.uuid(0) : Uuid{};
    }
    std::int64_t audited(const std::string& what) {
        auto query = hotel.database.statement(
            "SELECT count(*) FROM audit WHERE kind = 'Offer' AND what = :what");
        return query.bind(":what", what).step() ? query.integer(0) : 0;
    }
    std::string newest_keys(const std::string& rule) {
        auto query = hotel.database.statement(R"sql(
            SELECT group_concat(key, ' ') FROM (
                SELECT key FROM change, json_each(change.value) WHERE seq = (
                    SELECT max(seq) FROM change WHERE subject_uid = :id) ORDER BY key)
        )sql");
        return query.bind(":id", id(rule)).step() ? query.text(0) : "";
    }
    /// Another suite, ready, that comes before 501.
    sim::SmallHotel::Room better_suite() {
        auto other = hotel.room("500").inspected();
        telling.change("resource_category_assignment", sim::id_of("500 is a double"),
                       {{"category_uid", sim::id_of("suite")}});
        until(hotel.now);
        return other;
    }
    /// The stay arrives in three days, for which the PMS has suites left.
    void arrives_later(sim::SmallHotel::Stay& of) {
        const std::chrono::hours later{72};
        of.changes([&](auto& row) {
            row.scheduled_start_utc += later;
            row.scheduled_end_utc += later;
        });
        for (const auto& [metric, value] :
             {std::pair{"UsableResources", 10}, std::pair{"Occupied", 2}})
            telling.row("availability", sim::id_of(metric),
                        {{"service_uid", sim::id_of("stay service")},
                         {"category_uid", sim::id_of("suite")},
                         {"starts_utc_ms", to_ms(hotel.house.day().start + later)},
                         {"metric", metric},
                         {"value", std::int64_t{value}}});
    }
    sim::SmallHotel::Stay second_arrival() {
        auto second = hotel.guest("Adeyemi", "Tolu").arrives_today(hotel.room("205"));
        costs(second, 100'000'000);
        return second;
    }
    std::vector<std::string> all() {
        std::vector<std::string> rows;
        auto query = hotel.database.statement(
            "SELECT rule || ' ' || state || ' ' || value FROM opportunity ORDER BY rule, stay_uid");
        while (query.step()) rows.push_back(query.text(0));
        return rows;
    }

    insight::Telling telling{hotel.database};
    sim::SmallHotel::Room room = hotel.room("204").inspected();
    sim::SmallHotel::Room suite = hotel.room("501").inspected();
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
};

}  // namespace stayd::house
