#include <gtest/gtest.h>

#include "journal/audit.hpp"
#include "tests/sim/mews/large_hotel.hpp"
#include "tests/sim/world/staff_acts.hpp"
#include "tests/sim/world/world.hpp"

// A box that was off and starts with a clock that is wrong, while nobody can tell it the time
// (I26).

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using journal::Kind;

class WrongClock : public testing::TestWithParam<std::chrono::hours> {
  protected:
    void SetUp() override {
        world.run_for(2min);
        // Of those whom the PMS expects, the box takes who is due today.
        for (const auto& command : acts(Kind::set_guest_waiting)) {
            phone.send(command, world.now());
            world.run_for(1s);
            if (guests_waiting() > 0) break;
        }
        ASSERT_EQ(guests_waiting(), 1);
        phone.send(acts(Kind::remove_companion).front(), world.now());
        world.run_for(1min);
        tombstones = count("SELECT count(*) FROM tombstone");
        ASSERT_GT(tombstones, 0);
    }
    std::vector<v1::Command> acts(Kind kind) {
        return possible_acts(kind, world.pms, world.now(), "1");
    }
    std::int64_t count(const char* sql) {
        auto query = world.daemon->house().database().statement(sql);
        return query.step() ? query.integer(0) : -1;
    }
    int guests_waiting() { return world.daemon->views().dashboard(world.now()).arrivals_waiting; }
    void start_with_wrong_clock() {
        world.pms.set_line(Fault::refused);
        world.cut_power(1);
        world.box_clock.set_wrong_by(GetParam());
        world.start_daemon();
    }

    World world{22, large_hotel({.rooms = 30,
                                 .reservations = 240,
                                 .customers = 200,
                                 .order_items = 300,
                                 .days_around = 17},
                                22, city_hotel_morning())};
    SeededRandom dice{22};
    Handheld phone{"desk-1", world.broker, dice};
    std::int64_t tombstones = 0;
};

TEST_P(WrongClock, SendsNoWaitingGuestAway) {
    start_with_wrong_clock();
    world.run_for(1min);
    world.pms.set_line(Fault::none);
    world.run_for(5min);
    ASSERT_TRUE(world.daemon->link().is_up());
    EXPECT_EQ(guests_waiting(), 1);
    EXPECT_GE(count("SELECT count(*) FROM tombstone"), tombstones);
}

TEST_P(WrongClock, TakesNothingFromTheAudit) {
    start_with_wrong_clock();
    world.run_for(1min);
    phone.send(acts(Kind::create_task).front(), world.now());  // written down as of that clock
    world.run_for(26h);
    EXPECT_EQ(count("SELECT begin_seq FROM audit_chain"), 0);
    EXPECT_GE(count("SELECT count(*) FROM tombstone"), tombstones);
    EXPECT_EQ(journal::Audit(world.daemon->house().database()).verify().fault, "");
}

TEST(SlowAnswer, SetsNoClockBack) {
    World world{
        23,
        large_hotel(
            {.rooms = 8, .reservations = 40, .customers = 40, .order_items = 40, .days_around = 17},
            23, city_hotel_morning())};
    world.run_for(2min);
    ASSERT_LT(std::chrono::abs(world.daemon->door().now() - world.now()), 2s);
    world.pms.add_fault({.delay = 20s, .path_part = "configuration"});
    const auto asked = world.line.sent().calls().size();
    world.run_for(30min);
    const auto& calls = world.line.sent().calls();
    ASSERT_TRUE(
        std::any_of(calls.begin() + static_cast<std::ptrdiff_t>(asked), calls.end(),
                    [](const auto& call) { return call.path->ends_with("configuration/get"); }));
    EXPECT_LT(std::chrono::abs(world.daemon->door().now() - world.now()), 2s);
}

INSTANTIATE_TEST_SUITE_P(By, WrongClock, testing::Values(24h * 365 * 3, -24h * 365 * 20),
                         [](const auto& row) {
                             const auto hours = row.param.count();
                             return (hours < 0 ? "minus" : "plus") +
                                    std::to_string(std::abs(hours));
                         });

}  // namespace
}  // namespace stayd::sim
