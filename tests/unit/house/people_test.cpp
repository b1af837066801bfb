#include <gtest/gtest.h>

#include "tests/sim/world/small_hotel.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using model::List;
using sim::id_of;

/// The views guest, vendor and staff_user: for people who look into the database.
struct People : testing::Test {
    std::string text(const char* sql) {
        auto query = hotel.database.statement(sql);
        return query.step() ? query.text(0) : "no row";
    }

    sim::SmallHotel hotel;
};

TEST_F(People, GuestsHaveTheirMewsIdAndTheirWholeName) {
    auto guest = hotel.guest("García", "Inés");
    guest.changes([](auto& row) { row.second_last_name = "Lorca"; });
    EXPECT_EQ(text("SELECT name FROM guest"), "Inés García Lorca");
    EXPECT_EQ(text("SELECT mews_id FROM guest"), guest.id.to_string());
    guest.changes([](auto& row) {
        row.first_name.reset();
        row.second_last_name.reset();
    });
    EXPECT_EQ(text("SELECT name FROM guest"), "García");
}

TEST_F(People, VendorsHaveTheirMewsIdAndTheirName) {
    hotel.page(sim::Company{.id = id_of("Acme"), .name = "Acme"});
    EXPECT_EQ(text("SELECT name || ' ' || mews_id FROM vendor"),
              "Acme " + id_of("Acme").to_string());
}

TEST_F(People, AreKnownToBeAsThePmsHasThemUpToTheListsLastReadOrTheirOwn) {
    hotel.guest("Okafor", "Ngozi");
    const auto synced = [this] { return hotel.count("SELECT synced_utc_ms FROM guest"); };
    const auto read = hotel.now;
    EXPECT_EQ(synced(), to_ms(read));
    hotel.apply(StreamCompleted{List::customers, read - 1min});
    EXPECT_EQ(synced(), to_ms(read)) << "the row was read later";
    hotel.now += 1h;
    hotel.apply(StreamCompleted{List::customers, read + 30min});
    EXPECT_EQ(synced(), to_ms(read + 30min)) << "when that read began";
    hotel.apply(StreamCompleted{List::companies, hotel.now});
    EXPECT_EQ(synced(), to_ms(read + 30min));
}

TEST_F(People, OfTheStaffAreKnownByWhatTheyDid) {
    EXPECT_EQ(text("SELECT name FROM staff_user"), "no row");
    hotel.accepted(CreateTask{.title = "Cot", .description = {}});
    hotel.now += 1h;
    hotel.accepted(CreateTask{.title = "Kettle", .description = {}});
    EXPECT_EQ(hotel.count("SELECT count(*) FROM staff_user"), 1);
    EXPECT_EQ(text("SELECT name FROM staff_user"), "Ana");
    EXPECT_EQ(hotel.count("SELECT last_seen_utc_ms - first_seen_utc_ms FROM staff_user"),
              Duration{1h}.count());
}

}  // namespace
}  // namespace stayd::house
