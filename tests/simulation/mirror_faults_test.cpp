#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/sim/mews/edit_something.hpp"
#include "tests/sim/mews/large_hotel.hpp"
#include "tests/sim/world/whole_mirror.hpp"
#include "tests/sim/world/world.hpp"
#include "tests/simulation/troubles.hpp"

// Each fault of the PMS on each family of its calls, with other people editing all the time. What
// must hold: no call beyond a budget, one list's illness holds back no other, and the mirror equals
// the PMS when the fault is gone.

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

struct Family {
    std::string name;
    std::string path;  ///< the calls whose path holds it
    bool is_all = false;
};

class MirrorFaults : public testing::TestWithParam<Family> {
  protected:
    std::string difference(Compared compared = {}) {
        return whole_mirror_difference(world.pms, world.daemon->house(), compared);
    }
    void edit() { edit_something(world.pms, dice, world.now()); }
    void live(Duration duration) {
        for (Duration passed{0}; passed < duration; passed += 20s) {
            edit();
            world.run_for(20s);
        }
    }
    void begin(const Trouble& trouble) {
        if (trouble.begin) trouble.begin(world.pms);
        if (!trouble.plan) return;
        auto plan = *trouble.plan;
        plan.path_part = GetParam().path;
        world.pms.add_fault(plan);
    }
    void end() {
        world.pms.clear_faults();
        world.pms.settings() = healthy;
        world.pms.set_visibility_lag(0s);
    }
    /// Until the mirror of the family is the PMS's, at most `limit`; the last difference seen.
    std::string heal(Duration limit) {
        std::string last = "never looked";
        const auto began = world.now();
        const Duration pause = GetParam().is_all ? 10min : 1min;
        while (!last.empty() && world.now() - began < limit) {
            world.run_for(pause);
            last = difference({.path_part = GetParam().path});
        }
        return last;
    }

    // Small, so that all of it can be compared each time.
    void sweep_all() {
        std::vector<model::List> lists;
        for (const auto& entry : model::lists()) lists.push_back(entry.list);
        world.daemon->puller().sweep(lists);
        world.run_for(100min);
    }

    World world{
        7, large_hotel({.rooms = 40, .reservations = 600, .customers = 500, .order_items = 1500},
                       70, city_hotel_morning())};
    SplitMix dice{99};
    Settings healthy = world.pms.settings();
};

TEST_P(MirrorFaults, HealWithinTheirTimeAndNeverExceedABudget) {
    ASSERT_EQ(heal(15min), "") << "before any fault";
    auto troubles = troubles_of_calls();
    if (GetParam().is_all) {
        for (auto& trouble : troubles_of_the_pms()) troubles.push_back(std::move(trouble));
    }
    std::string table;
    for (const auto& trouble : troubles) {
        SCOPED_TRACE(trouble.name);
        const auto calls = world.line.sent().calls().size();
        begin(trouble);
        live(9min);  // longer than the overlap, which would hide what was missed
        end();
        // A list that was refused as not ours is asked again after a day; a restart asks at once.
        if (trouble.name == "401") world.start_daemon();
        const auto began = world.now();
        // Sooner than the hourly read with a long overlap could hide that something was missed.
        EXPECT_EQ(heal(GetParam().is_all ? 75min : 15min), "");
        // And every other list is as the PMS was when that was last read.
        EXPECT_EQ(watermark_broken(world.pms, world.daemon->house(), 90s), "");
        table += fmt::format(
            "  {:<16} {:<48} {:>5} calls, healed in {:>3} min\n", trouble.name, trouble.expected,
            world.line.sent().calls().size() - calls,
            std::chrono::duration_cast<std::chrono::minutes>(world.now() - began).count());
    }
    fmt::print("{}:\n{}", GetParam().name, table);
    sweep_all();
    EXPECT_EQ(difference({.swept = true}), "") << "the mirror of everything, in the end";
    EXPECT_LE(world.line.sent().most_calls_in(30s), 160U);
    EXPECT_LE(world.line.sent().most_calls_in(15min), 500U);
    EXPECT_TRUE(world.pms.client_faults().empty()) << world.pms.client_faults().begin()->first;
}

INSTANTIATE_TEST_SUITE_P(Families, MirrorFaults,
                         testing::Values(Family{"everything", "", true},
                                         Family{"rooms", "resources/"},
                                         Family{"stays", "reservations/"},
                                         Family{"notes", "serviceOrderNotes"},
                                         Family{"money", "orderItems"}),
                         [](const auto& family) { return family.param.name; });

/// Rows that come, change and go while a list is paged: what this read missed the next one brings.
TEST(MirrorFault, RowsThatMoveBetweenPagesAreNotLost) {
    World world(11);
    SplitMix dice{5};
    int between = 0;
    world.pms.settings().page_size_cap = 60;
    world.pms.add_fault({.between_pages = [&](const NextPage& page) {
        if (++between % 3 == 0) edit_something(world.pms, dice, page.now);
    }});
    world.run_for(20min);
    EXPECT_GT(between, 100);
    world.pms.clear_faults();
    std::string difference = "never looked";
    for (int turn = 0; turn < 8 && !difference.empty(); ++turn) {
        world.run_for(10min);
        difference = whole_mirror_difference(world.pms, world.daemon->house());
    }
    EXPECT_EQ(difference, "");
}

/// Of rows that nobody reads again and again only a sweep shows that they are gone; and it goes on
/// although a list is refused for ever, and another waits for that one.
TEST(MirrorFault, ARefusedListHoldsBackNoSweep) {
    World world(
        12, large_hotel({.rooms = 30, .reservations = 300, .customers = 250, .order_items = 700},
                        120, city_hotel_morning()));
    world.pms.add_fault({.status = 403, .path_part = "loyaltyPrograms"});
    world.run_for(1h);
    auto& mirror = world.daemon->house().mirror();
    const auto any_of = [&](model::List list) { return mirror.rows_after(list, 0, 1).at(0).id; };
    const auto category = any_of(model::List::product_categories);
    auto& stays = world.pms.hotel().reservations.rows();
    const auto found = std::ranges::find_if(stays, [&](const Reservation& stay) {
        return stay.state == model::ReservationState::confirmed &&
               stay.scheduled_start_utc > world.now() &&
               stay.scheduled_start_utc < world.now() + 48h;
    });
    ASSERT_NE(found, stays.end());
    auto& stay = *found;
    const Stamp stamp{world.now(), Actor::other_user};
    const auto note =
        world.pms.desk()
            .add(&Hotel::service_order_notes,
                 {{"OrderId", stay.id.to_string()}, {"Text", "Late"}, {"Type", "General"}}, stamp)
            .id;
    world.run_for(1h);
    ASSERT_TRUE(mirror.document(model::List::service_order_notes, note));
    // The stay lies behind: its notes are no longer read again and again.
    stay.scheduled_end_utc = world.now() - 20 * 24h;
    stay.scheduled_start_utc = world.now() - 22 * 24h;
    stay.state = model::ReservationState::processed;
    stay.updated_utc = std::chrono::floor<std::chrono::seconds>(world.now());
    world.run_for(1h);
    world.pms.desk().erase(&Hotel::service_order_notes, note, stamp);
    world.pms.desk().erase(&Hotel::product_categories, category, stamp);
    world.run_for(1h);
    EXPECT_TRUE(mirror.document(model::List::service_order_notes, note)) << "nobody looks there";
    std::vector<model::List> lists;
    for (const auto& entry : model::lists()) lists.push_back(entry.list);
    world.daemon->puller().sweep(lists);
    world.run_for(100min);
    EXPECT_FALSE(mirror.document(model::List::service_order_notes, note));
    EXPECT_FALSE(mirror.document(model::List::product_categories, category));
    const auto refused = world.daemon->house().streams().find(model::List::loyalty_programs);
    EXPECT_EQ(refused.trouble, mirror::Trouble::failing);
    EXPECT_EQ(world.daemon->house().streams().find(model::List::loyalty_tiers).trouble_text,
              "asked by loyaltyPrograms, which cannot be read");
}

/// A copy that is thrown away twice is whole again: nothing remembers that it was asked for.
TEST(MirrorFault, ACopyThrownAwayTwiceIsWholeAgain) {
    World world(
        13, large_hotel({.rooms = 10, .reservations = 80, .customers = 60, .order_items = 90}, 130,
                        city_hotel_morning()));
    world.run_for(10min);
    const std::vector<model::List> guests{model::List::customers, model::List::reservation_groups};
    const auto held = world.daemon->house().mirror().row_count(model::List::customers);
    ASSERT_GT(held, 10);
    for (const auto pause : {0ms, 400ms, 60'000ms}) {
        ASSERT_TRUE(world.daemon->door().apply(house::MirrorRebuilt{guests}));
        world.daemon->puller().reread(guests);
        world.run_for(pause);
    }
    world.run_for(2min);
    EXPECT_EQ(world.daemon->house().mirror().row_count(model::List::customers), held);
}

/// While money cannot be read, rooms are as fresh as ever.
TEST(MirrorFault, OfOneListHoldsBackNoOther) {
    World world(8);
    world.run_for(3min);
    for (const auto what : {Fault::hang, Fault::reset, Fault::garbage})
        world.pms.add_fault({.fault = what, .calls = 20, .path_part = "orderItems"});
    world.pms.settings().events_are_sent = false;
    for (int turn = 0; turn < 5; ++turn) {
        auto& room = world.pms.hotel().resources.rows()[static_cast<std::size_t>(turn)];
        world.pms.desk().set_room_state(room, model::ResourceState::out_of_service, "",
                                        {.now = world.now(), .by = Actor::other_user});
        world.run_for(60s);
        EXPECT_EQ(world.daemon->house().mirror().resource(room.id)->state,
                  model::ResourceState::out_of_service);
    }
    EXPECT_TRUE(world.daemon->link().is_up());
    EXPECT_NE(world.daemon->house().streams().find(model::List::order_items).trouble,
              mirror::Trouble::none);
}

TEST(MirrorFault, ATotalOutageCostsAtMostACallAMinute) {
    World world(9);
    world.run_for(3min);
    for (const auto line : {Fault::refused, Fault::hang, Fault::reset}) {
        world.pms.set_line(line);
        world.run_for(10min);
        const auto before = world.line.sent().calls().size();
        world.run_for(2h);
        EXPECT_LE(world.line.sent().calls().size() - before, 120U) << to_text(line);
        EXPECT_GE(world.line.sent().calls().size() - before, 20U)
            << "it must notice when the line is back";
        world.pms.set_line(Fault::none);
        world.run_for(4min);
        EXPECT_TRUE(world.daemon->link().is_up());
    }
}

/// What was missed costs as many calls as it takes, and no more: a page for each thousand changes
/// of a list.
TEST(MirrorFault, CatchingUpCostsACallForEachThousandChanges) {
    struct Missed {
        model::List list;
        std::string_view path;
        std::size_t changes;
        std::size_t calls_before = 0;
        std::optional<std::size_t> calls{};
    };
    for (const auto away : {24h, 30 * 24h}) {
        SCOPED_TRACE(fmt::format("{} h away", away / 1h));
        World world(10);
        world.run_for(15min);
        world.pms.settings().events_are_sent = false;
        world.kill_daemon();
        world.run_for(away / 2);
        const auto now = std::chrono::floor<std::chrono::seconds>(world.now());
        auto& hotel = world.pms.hotel();
        const auto change = [&](auto& table, std::size_t count) {
            ASSERT_GE(table.size(), count);
            for (std::size_t i = 0; i < count; ++i) table.rows()[i].updated_utc = now;
        };
        Missed missed[] = {{model::List::order_items, "orderItems/getAll", 2345},
                           {model::List::reservations, "reservations/getAll", 1203},
                           {model::List::customers, "customers/getAll", 777},
                           {model::List::tasks, "tasks/getAll", 0}};
        change(hotel.order_items, missed[0].changes);
        change(hotel.reservations, missed[1].changes);
        change(hotel.customers, missed[2].changes);
        world.run_for(away / 2);
        for (auto& one : missed) one.calls_before = world.pms.statistics().calls_to(one.path);
        const auto back = world.now();
        world.start_daemon();
        for (int second = 0; second < 180; ++second) {
            world.run_for(1s);
            for (auto& one : missed) {
                const auto complete = world.daemon->house().streams().find(one.list).complete;
                if (!one.calls && complete && *complete > back)
                    one.calls = world.pms.statistics().calls_to(one.path) - one.calls_before;
            }
        }
        EXPECT_EQ(whole_mirror_difference(world.pms, world.daemon->house()), "");
        EXPECT_EQ(missed[0].calls, 3U);
        EXPECT_EQ(missed[1].calls, 2U);
        EXPECT_EQ(missed[2].calls, 1U);
        // By creation, by closing, and the open ones by their ids.
        EXPECT_EQ(missed[3].calls, 3U);
    }
}

}  // namespace
}  // namespace stayd::sim
