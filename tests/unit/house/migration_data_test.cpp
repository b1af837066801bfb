#include <gtest/gtest.h>

#include <list>
#include <string>
#include <vector>

#include "house/house.hpp"
#include "house/migrations.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using model::List;
using sim::id_of;

/// A database of version 1 with a row in every list, as the first program left it.
struct OlderDatabase : testing::Test {
    OlderDatabase() {
        storage::migrate(database, ":memory:", migrations().first(1));
        const auto x = [](char digit) { return "x'" + std::string(32, digit) + "'"; };
        const auto id = x('1');
        const auto script = "INSERT INTO enterprise VALUES (1, " + id + ", " + x('2') +
                            ", 'City Hotel', 'Europe/Lisbon', 'en-GB', 0, 5);"
                            "INSERT INTO service VALUES (1, " +
                            id +
                            ", 1, 'Stay', 'Bookable', 1, 2, 5);"
                            "INSERT INTO resource VALUES (7, " +
                            id +
                            ", 1, '204', 'Dirty', 'Space', '2', NULL, 5);"
                            "INSERT INTO resource_category VALUES (1, " +
                            id + ", " + x('2') +
                            ", 1, 'Double', 'D', 'Room', 1, 2);"
                            "INSERT INTO resource_category_assignment VALUES (1, " +
                            id + ", 1, " + id + ", " + id +
                            ", 5);"
                            "INSERT INTO age_category VALUES (1, " +
                            id + ", " + x('2') +
                            ", 1, 'Adult', 'Adult', 5);"
                            "INSERT INTO department VALUES (1, " +
                            id +
                            ", 1, 'Floors', 5);"
                            "INSERT INTO reservation VALUES (1, " +
                            id + ", " + x('2') + ", " + x('3') + ", 'Customer', " + x('4') +
                            ", '1042', 'Started', " + id + ", " + id +
                            ", 0, 10, 20, 11, NULL, 2, 1, 5);"
                            "INSERT INTO companionship VALUES (1, " +
                            id + ", " + x('3') + ", " + x('4') + ", " + id +
                            ");"
                            "INSERT INTO customer VALUES (1, " +
                            x('3') +
                            ", '7', 'Ngozi', 'Okafor', NULL, NULL, NULL, NULL, NULL, NULL, ' "
                            "Returning ', NULL, 1, 5);"
                            "INSERT INTO pms_task VALUES (1, " +
                            id +
                            ", 'Cot', '', NULL, NULL, 1, 2, NULL);"
                            "INSERT INTO stream VALUES ('reservations', 5, 6, '');"
                            "INSERT INTO task VALUES (1, " +
                            id +
                            ", 'Cot', '', NULL, NULL, 3, 'New', '', 1, 'Ana', 2, "
                            "NULL, '', NULL);";
        database.execute(script.c_str());
    }
    std::int64_t count(const char* sql) {
        auto query = database.statement(sql);
        return query.step() ? query.integer(0) : 0;
    }
    std::string text(const char* sql) {
        auto query = database.statement(sql);
        return query.step() ? query.text(0) : "no row";
    }
    /// Every value of a table of version 1, in a form that can be compared.
    std::string content(const std::string& table) {
        std::string columns;
        auto names = database.statement(
            "SELECT group_concat('quote(' || name || ')', '||'',''||') FROM pragma_table_info(:t)");
        names.bind(":t", table);
        if (names.step()) columns = names.text(0);
        // A statement is known by its text's address: this one must live on.
        kept_.push_back("SELECT group_concat(" + columns + ", ';') FROM " + table);
        auto query = database.statement(kept_.back());
        return query.step() ? query.text(0) : "";
    }
    std::vector<std::string> contents() {
        std::vector<std::string> all;
        for (const auto* table : {"enterprise", "service", "resource", "resource_category",
                                  "resource_category_assignment", "age_category", "department",
                                  "reservation", "companionship", "customer", "pms_task", "task"}) {
            all.push_back(std::string{table} + ": " + content(table));
        }
        return all;
    }

    std::list<std::string> kept_;
    storage::Database database{":memory:", storage::Database::Mode::read_write};
};

TEST_F(OlderDatabase, ServesItsRowsUntilTheyAreReadAgain) {
    prepare(database, ":memory:");
    mirror::Mirror mirror(database);
    EXPECT_EQ(mirror.enterprise()->name, "City Hotel");
    EXPECT_EQ(count("SELECT id FROM resource"), 7);
    for (const auto list : {List::services, List::resources, List::reservations, List::customers,
                            List::companionships, List::tasks}) {
        EXPECT_EQ(mirror.row_count(list), 1) << to_text(list);
    }
    EXPECT_EQ(text("SELECT name FROM guest"), "Ngozi Okafor");
    EXPECT_EQ(count("SELECT count(*) FROM stay_now WHERE state_now = 'Started'"), 1);
    EXPECT_FALSE(mirror::Streams(database).find(List::reservations).complete)
        << "all is read again, for most was not kept";
}

TEST_F(OlderDatabase, IsTheSameAfterTheWayUpAndDown) {
    const auto before = contents();
    prepare(database, ":memory:");
    storage::migrate(database, ":memory:", migrations().first(1));
    EXPECT_EQ(contents(), before);
    EXPECT_EQ(count("SELECT count(*) FROM stream"), 0) << "the older program reads again too";
}

TEST_F(OlderDatabase, TakesBackRowsThatLackWhatItDemands) {
    prepare(database, ":memory:");
    mirror::Mirror mirror(database);
    for (const auto& entry : model::lists()) {
        const auto rows = sim::Row(entry.list).end(id_of("bare"));
        mirror.put(rows[0], entry.list, UtcTime{});
    }
    storage::migrate(database, ":memory:", migrations().first(1));
    EXPECT_EQ(count("SELECT count(*) FROM reservation WHERE state = '' AND account_uid = "
                    "zeroblob(16) AND scheduled_start_utc_ms = 0"),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM customer WHERE last_name = '' AND is_active"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM sqlite_master WHERE name = 'order_item'"), 0);
    prepare(database, ":memory:");
    EXPECT_EQ(mirror.row_count(List::customers), 2) << "and up again";
}

}  // namespace
}  // namespace stayd::house
