#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "insight/facts.hpp"
#include "tests/sim/mews/edit_something.hpp"
#include "tests/sim/mews/large_hotel.hpp"
#include "tests/sim/world/world.hpp"

// Conclusions are kept in line with the facts change by change. Whatever happened, asking of
// everything anew must find nothing else.

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

constexpr int changes = 10'000;
constexpr int changes_between_looks = 500;

/// Of lists whose rows are followed one by one. What is the hotel's own, such as its rates, changes
/// seldom, and all is asked anew then.
constexpr std::string_view lists[] = {
    "room",       "block",      "reservation", "companion",    "note",         "task",
    "guest",      "address",    "document",    "relationship", "account note", "company",
    "membership", "order item", "order",       "payment",      "bill",         "payment request"};

class Conclusions : public testing::TestWithParam<std::uint64_t> {
  protected:
    using Known = std::map<std::string, std::string>;

    Conclusions()
        : world(
              GetParam(),
              large_hotel({.rooms = 30, .reservations = 300, .customers = 250, .order_items = 700},
                          GetParam() + 1'000'000, city_hotel_morning())),
          dice(GetParam() * 7919 + 1) {}

    house::House& house() { return world.daemon->house(); }
    /// By another program each time, so all is asked anew.
    void load_rules() {
        const auto shipped = insight::shipped_rules();
        world.daemon->door().apply(house::RulesLoaded{.sources = {shipped.begin(), shipped.end()},
                                                      .by = "stayd",
                                                      .program = std::to_string(++programs)});
    }
    /// What is owed by now is asked; no time passes.
    void ask_all_that_is_due() {
        while (house().conclusions().next() && *house().conclusions().next() <= world.now())
            world.daemon->door().apply(house::Tick{});
    }
    Known known() {
        Known all;
        auto& database = house().database();
        auto findings = database.statement(
            "SELECT rule, hex(subject_uid), severity, state, clears_utc_ms IS NULL FROM finding");
        while (findings.step())
            all[findings.text(0) + " " + findings.text(1)] =
                fmt::format("{} {} {}", findings.integer(2), findings.text(3), findings.integer(4));
        auto readiness = database.statement("SELECT hex(stay_uid), value FROM readiness");
        while (readiness.step()) all["ready " + readiness.text(0)] = readiness.text(1);
        auto offers = database.statement(
            "SELECT rule, hex(stay_uid), state || ' ' || value FROM opportunity");
        while (offers.step())
            all["offer " + offers.text(0) + " " + offers.text(1)] = offers.text(2);
        auto profiles = database.statement("SELECT subject, hex(uid), value FROM completeness");
        while (profiles.step()) all[profiles.text(0) + " " + profiles.text(1)] = profiles.text(2);
        return all;
    }
    static std::size_t count(const Known& all, std::string_view prefix) {
        return static_cast<std::size_t>(std::ranges::count_if(
            all, [&](const auto& entry) { return entry.first.starts_with(prefix); }));
    }
    std::optional<Uuid> any_offer() {
        auto& database = house().database();
        auto many = database.statement("SELECT count(*) FROM opportunity");
        many.step();
        if (many.integer(0) == 0) return std::nullopt;
        auto one =
            database.statement("SELECT uid FROM opportunity ORDER BY uid LIMIT 1 OFFSET :place");
        one.bind(":place",
                 static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(many.integer(0)))));
        one.step();
        return one.uuid(0);
    }
    void act() {
        auto& rooms = world.pms.hotel().resources.rows();
        const auto& room = rooms[dice.below(rooms.size())];
        static constexpr model::ResourceState states[] = {model::ResourceState::dirty,
                                                          model::ResourceState::clean,
                                                          model::ResourceState::inspected};
        auto& stays = world.pms.hotel().reservations.rows();
        const auto& stay = stays[dice.below(stays.size())];
        house::Action action = house::SetRoomState{room.id, states[dice.below(3)]};
        if (dice.below(4) == 0) action = house::SetGuestWaiting{stay.id, dice.below(2) == 0};
        if (dice.below(6) == 0) action = house::MoveStay{stay.id, room.id};
        if (dice.below(6) == 0) action = house::CheckIn{stay.id};
        if (dice.below(8) == 0) action = house::AddStayNote{stay.id, "Needs an accessible room"};
        if (dice.below(8) == 0) action = house::AddStayNote{stay.id, "Late check-out, please"};
        if (const auto offer = any_offer(); offer && dice.below(5) == 0)
            action = house::DecideOpportunity{
                .opportunity = *offer,
                .decision = static_cast<insight::OfferDecision>(dice.below(5)),
                .reason = "hurry"};
        if (dice.below(8) == 0)
            action = house::CreateTask{.title = "VIP: prepare the keys", .room = room.id};
        auto& guests = world.pms.hotel().customers.rows();
        const auto& guest = guests[dice.below(guests.size())];
        if (dice.below(8) == 0) action = house::AddCompanion{stay.id, guest.id};
        if (dice.below(8) == 0)
            action = house::UpdateGuest{guest.id, {{"NationalityCode", "FR"}, {"Phone", "+351 1"}}};
        world.daemon->door().apply(
            house::StaffCommand{.id = Uuid::version7(world.now(), world.random),
                                .device = "phone-1",
                                .user = "Ana",
                                .made = world.now(),
                                .action = std::move(action)});
    }

    World world;
    SplitMix dice;
    int programs = 0;
};

TEST_P(Conclusions, OfEachChangeAreThoseOfAskingOfEverything) {
    world.run_for(20min);
    load_rules();
    ask_all_that_is_due();
    ASSERT_FALSE(known().empty());
    std::size_t most = 0;
    std::size_t offers = 0;
    std::string done;  // since the last look
    for (int change = 1; change <= changes; ++change) {
        done +=
            edit_one_of(world.pms, lists[dice.below(std::size(lists))], dice, world.now()) + "\n";
        if (change % 5 == 0) act();
        if (change % 20 == 0) world.run_for(70s);
        if (change % changes_between_looks != 0) continue;
        world.run_for(2min);
        ask_all_that_is_due();
        const auto kept = known();
        most = std::max(most, kept.size());
        offers = std::max(offers, count(kept, "offer "));
        load_rules();
        ask_all_that_is_due();
        const auto anew = known();
        for (const auto& [key, value] : anew) {
            const auto before = kept.find(key);
            ASSERT_TRUE(before != kept.end()) << change << ": missed: " << key << " " << value;
            ASSERT_EQ(before->second, value) << change << ": " << key << "\n" << done;
        }
        ASSERT_EQ(kept.size(), anew.size());
        done.clear();
    }
    fmt::print("{} changes of the PMS, {} of staff; up to {} conclusions held, {} of offers\n",
               changes, changes / 5, most, offers);
    EXPECT_GT(most, 50);
    EXPECT_GT(offers, 10);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Conclusions, testing::Values(1));

}  // namespace
}  // namespace stayd::sim
