#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "insight/completeness.hpp"
#include "tests/unit/insight/knowing.hpp"

namespace stayd::insight {

/// One guest about whom everything is known and right, arriving this afternoon at a stay of one
/// person. Tests say in SQL what is otherwise in the mirror.
struct People {
    People() { everything_is_right(); }

    static std::string hex(const Uuid& uid) {
        std::string text = "x'";
        for (const auto byte : uid.bytes) text += fmt::format("{:02x}", byte);
        return text + "'";
    }
    void sql(const std::string& text) { hotel.database.execute(text.c_str()); }
    /// Columns of one row: `with("customer", id, "sex = 'Male'")`.
    void with(std::string_view table, const Uuid& uid, std::string_view assignments) {
        sql(fmt::format("UPDATE {} SET {} WHERE uid = {}", table, assignments, hex(uid)));
    }
    void guest_has(std::string_view assignments) { with("customer", guest.id, assignments); }
    void stay_has(std::string_view assignments) { with("reservation", stay.id, assignments); }
    void document_has(std::string_view assignments) {
        with("identity_document", document, assignments);
    }
    void add(std::string_view table, const Uuid& uid, std::string_view columns,
             const std::string& values) {
        sql(
            fmt::format("INSERT INTO {} (uid, {}, rest, content_hash, read_utc_ms) "
                        "VALUES ({}, {}, '{{}}', 0, 0)",
                        table, columns, hex(uid), values));
    }
    /// What staff know and the PMS has no field for.
    void record(const Uuid& subject, std::string_view name, std::string_view value) {
        hotel.house.records().put(subject, name, value, "Ana", hotel.now);
    }
    void company_owns_the_stay() {
        add("company", sim::id_of("Acme"), "name, is_active", "'Acme', 1");
        stay_has(
            fmt::format("account_type = 'Company', account_uid = {}", hex(sim::id_of("Acme"))));
        guest.accompanies(stay);
    }
    /// A second person at the stay, of whom only the name is known.
    sim::SmallHotel::Guest companion(std::string_view last_name = "Silva") {
        auto other = hotel.guest(last_name, "Rui");
        other.accompanies(stay);
        stay_has("persons = 2");
        return other;
    }
    void checked_in() {
        stay_has(fmt::format("state = 'Started', actual_start_utc_ms = {}", to_ms(hotel.now)));
    }
    /// The one market that is on, as a hotel's own file says it.
    void in_market(std::string_view code) {
        std::vector<rules::Source> sources{shipped_completeness().begin(),
                                           shipped_completeness().end()};
        sources.push_back(
            {.file = "hotel.toml",
             .text = fmt::format("[[market]]\ncode = '{}'\nenabled = true\n"
                                 "confirmed_by = 'Ana'\nconfirmed_on = '2026-08-01'\n",
                                 code)});
        const auto mistakes = completeness.load(sources, {"2026-08-01"});
        ASSERT_TRUE(mistakes.empty()) << mistakes.front();
    }
    /// A column of a person's facts, as a text; "NULL", and "no row" when there are none.
    std::string fact(std::string_view column, const Uuid& uid) {
        const auto text = fmt::format("SELECT {0} IS NULL, {0} FROM person_facts WHERE uid = {1}",
                                      column, hex(uid));
        try {
            std::string found = "no row";
            {
                auto query = hotel.database.statement(text);
                if (query.step()) found = query.boolean(0) ? "NULL" : query.text(1);
            }
            hotel.database.forget(text);
            return found;
        } catch (...) {
            hotel.database.forget(text);
            throw;
        }
    }
    std::string fact(std::string_view column) { return fact(column, guest.id); }
    std::string hit(std::string_view rule) {
        return knowing.hit(rule, rules::Subject::person, guest.id);
    }

    Knowing knowing;
    sim::SmallHotel& hotel = knowing.hotel;
    Completeness completeness{hotel.database, knowing.moments};
    sim::SmallHotel::Room room = hotel.room("204");
    sim::SmallHotel::Guest guest = hotel.guest("Okafor", "Ngozi");
    sim::SmallHotel::Stay stay = guest.arrives_today(room);
    Uuid document = sim::id_of("passport");
    Uuid address = sim::id_of("Rua Augusta");
    UtcTime start = stay.row().scheduled_start_utc;
    UtcTime end = stay.row().scheduled_end_utc;

  private:
    void everything_is_right() {
        guest_has(
            "sex = 'Female', nationality_code = 'PT', birth_date = '1980-05-17', "
            "preferred_language_code = 'pt-PT', email = 'ngozi@okafor.example', "
            "phone = '+351 912 345 678', "
            "options = ' SendMarketingEmails ', "
            "rest = '{\"BirthPlace\":\"Faro\",\"BirthCountryCode\":\"PT\"}'");
        add("identity_document", document,
            "customer_uid, type, number, expiration_date, issuance_date, issuing_country_code",
            hex(guest.id) + ", 'Passport', 'CA123456', '2020-01-01', '2010-01-01', 'PT'");
        document_has("rest = '{\"IssuingCity\":\"Faro\"}'");
        add("address", address, "account_uid, line1, city, postal_code, country_code, is_active",
            hex(guest.id) + ", 'Rua Augusta 24', 'Lisboa', '1100-053', 'PT', 1");
        stay_has("persons = 1, purpose = 'Leisure', rest = '{\"CreditCardId\":\"x\"}'");
        record(stay.id, "eta", "960");
    }
};

}  // namespace stayd::insight
