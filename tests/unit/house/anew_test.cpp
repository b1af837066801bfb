#include <fmt/format.h>

#include <map>

#include "insight/facts.hpp"
#include "tests/sim/mews/split_mix.hpp"
#include "tests/unit/house/concluding.hpp"

// What one person's profile, their stay's and its readiness are depends on others: on companions,
// on who owns the stay, on tasks of the room. Whatever happened among a few, asking of everything
// anew must find nothing else. (tests/simulation/conclusions_test.cpp does the same to a whole
// hotel.)

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using model::List;

constexpr int changes = 120;
constexpr int changes_between_looks = 6;

struct AskedAnew : Concluding {
    using Known = std::map<std::string, std::string>;

    void SetUp() override {
        load();
        read_everything();
        for (const auto* name : {"201", "202", "203"}) rooms.push_back(hotel.room(name));
        for (const auto* name : {"Okafor", "Silva", "Dvorak", "Meyer", "Rossi", "Kim"})
            guests.push_back(hotel.guest(name, "Alex"));
        for (std::size_t at = 0; at < 4; ++at)
            stays.push_back(guests[at].arrives_today(rooms[at % rooms.size()]));
        look_at_everything();
    }
    /// By another program each time, so all is asked anew.
    void load() {
        const auto shipped = insight::shipped_rules();
        hotel.apply(RulesLoaded{.sources = {shipped.begin(), shipped.end()},
                                .by = "stayd",
                                .program = std::to_string(++programs),
                                .market = "AT"});
    }
    void look_at_everything() { until(hotel.now + 10ms); }
    Known known() {
        Known all;
        const auto take = [&](const char* sql) {
            auto query = hotel.database.statement(sql);
            while (query.step()) all[query.text(0)] = query.text(1);
        };
        take(
            "SELECT rule || ' ' || hex(subject_uid), severity || state || (clears_utc_ms IS NULL) "
            "FROM finding");
        take("SELECT 'ready ' || hex(stay_uid), value FROM readiness");
        take("SELECT subject || ' ' || hex(uid), value FROM completeness");
        return all;
    }
    template <class Thing>
    Thing& any(std::vector<Thing>& things) {
        return things[dice.below(things.size())];
    }
    void page(model::Rows rows) { hotel.apply(PageArrived{.rows = std::move(rows)}); }
    /// What was done, in words.
    std::string change() {
        auto& guest = any(guests);
        auto& stay = any(stays);
        auto& room = any(rooms);
        const auto word = fmt::format("{}", dice.below(1'000'000));
        switch (dice.below(14)) {
            case 0:
                guest.changes(
                    [&](auto& row) { row.nationality_code = dice.chance(50) ? "FR" : "AT"; });
                return "nationality";
            case 1:
                guest.changes([&](auto& row) { row.email = word + "@example.com"; });
                return "e-mail";
            case 2:
                guest.changes([&](auto& row) {
                    row.last_name = "Name" + std::string(1 + dice.below(5), 'a');
                });
                return "last name";
            case 3:
                guest.changes([&](auto& row) {
                    row.classifications = {dice.chance(50) ? "Important" : "Returning"};
                });
                return "class";
            case 4:
                guest.accompanies(stay);
                return "companion of the PMS";
            case 5: {
                const auto ack = hotel.staff(AddCompanion{stay.id, guest.id});
                if (ack.durable) added.push_back(ack.command);
                return "companion of staff";
            }
            case 6:
                hotel.staff(UpdateGuest{guest.id, {{"Phone", "+351 912 345 678"}}});
                return "phone of staff";
            case 7:
                stay.changes([&](auto& row) {
                    row.person_counts[0].count = 1 + static_cast<int>(dice.below(4));
                });
                return "head count";
            case 8:
                stay.changes([&](auto& row) { row.account_id = guest.id; });
                return "owner";
            case 9:
                stay.is(dice.chance(30) ? model::ReservationState::canceled
                                        : model::ReservationState::confirmed);
                return "state";
            case 10:
                hotel.staff(CreateTask{.title = dice.chance(50) ? "VIP: flowers" : "Key cards",
                                       .room = room.id});
                return "task";
            case 11:
                hotel.staff(SetGuestWaiting{stay.id, dice.chance(50)});
                return "waiting";
            case 12:
                page(sim::Row(List::addresses)
                         .set("account_uid", guest.id)
                         .set("country_code", "FR")
                         .set("city", word)
                         .set("is_active", true)
                         .end(guest.id));
                return "address";
            default:
                if (!added.empty()) {
                    hotel.settle(added.back(), Refused{.reason = "not now"});
                    added.pop_back();
                }
                room.is(dice.chance(50) ? model::ResourceState::clean
                                        : model::ResourceState::inspected);
                return "refused companion, room state";
        }
    }

    sim::SplitMix dice{7};
    int programs = 0;
    std::vector<sim::SmallHotel::Room> rooms;
    std::vector<sim::SmallHotel::Guest> guests;
    std::vector<sim::SmallHotel::Stay> stays;
    std::vector<Uuid> added;
};

TEST_F(AskedAnew, WhatStandsAfterEachChangeIsThatOfAskingOfEverything) {
    std::string done;
    for (int count = 1; count <= changes; ++count) {
        done += change() + ", ";
        if (count % changes_between_looks != 0) continue;
        look_at_everything();
        const auto kept = known();
        load();
        look_at_everything();
        const auto anew = known();
        for (const auto& [key, value] : anew) {
            const auto before = kept.find(key);
            ASSERT_TRUE(before != kept.end()) << "missed: " << key << "\n" << done;
            ASSERT_EQ(before->second, value) << key << "\n" << done;
        }
        ASSERT_EQ(kept.size(), anew.size()) << done;
        ASSERT_GT(anew.size(), 10U);
        done.clear();
    }
}

}  // namespace
}  // namespace stayd::house
