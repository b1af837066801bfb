#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "operations/tasks.hpp"
#include "tests/sim/world/world.hpp"

// The whole daemon above platform/, in virtual time, through every kind of trouble. One seed gives
// one run: a failure names it.

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

TEST(FirstSync, BringsTheWholeHotelAndShowsIt) {
    World world(1);
    world.run_for(2min);
    EXPECT_TRUE(world.daemon->link().is_up());
    EXPECT_EQ(world.mirror_difference(), "");
    EXPECT_EQ(world.broker_difference(), "");
    EXPECT_TRUE(world.pms.client_faults().empty()) << world.pms.client_faults().begin()->first;
    EXPECT_EQ(world.daemon->views().status().first_sync_step, "");
    EXPECT_GT(world.daemon->views().dashboard(world.now()).arrivals_total, 10);
}

TEST(FirstSync, GoesOnAfterADeathInTheMiddle) {
    World world(2);
    world.run_for(300ms);
    ASSERT_NE(world.daemon->views().status().first_sync_step, "");
    world.start_daemon();
    world.run_for(2min);
    EXPECT_EQ(world.daemon->views().status().first_sync_step, "");
    EXPECT_EQ(world.mirror_difference(), "");
    EXPECT_EQ(world.broker_difference(), "");
}

TEST(Delta, BringsWhatOtherUsersOfThePmsDo) {
    World world(3);
    world.run_for(1min);
    auto& rooms = world.pms.hotel().resources.rows();
    world.pms.settings().events_are_sent = false;  // polling alone must do
    world.pms.desk().set_room_state(rooms[3], model::ResourceState::out_of_service, "",
                                    {.now = world.now(), .by = Actor::other_user});
    world.pms.desk().set_room_state(rooms[7], model::ResourceState::dirty, "",
                                    {.now = world.now(), .by = Actor::other_user});
    world.run_for(2min);
    EXPECT_EQ(world.mirror_difference(), "");
    EXPECT_EQ(world.broker_difference(), "");
}

TEST(Events, BringAChangeLongBeforeTheNextPoll) {
    World world(4);
    world.run_for(2min);  // the socket is connected: polls are 45 s apart
    auto& room = world.pms.hotel().resources.rows()[5];
    const auto other = room.state == model::ResourceState::dirty ? model::ResourceState::clean
                                                                 : model::ResourceState::dirty;
    world.pms.desk().set_room_state(room, other, "", {.now = world.now(), .by = Actor::other_user});
    world.pms.flush_events();
    world.run_for(2s);
    EXPECT_EQ(world.daemon->house().mirror().resource(room.id)->state, other);
}

/// What became of a write cannot be read for a while: that is no reason to ask all the time.
TEST(Doubt, IsLookedIntoLessAndLessOften) {
    World world(14);
    SeededRandom dice(14);
    Handheld phone("ana", world.broker, dice);
    world.run_for(2min);
    world.pms.settings().events_are_sent = false;
    world.pms.add_fault({.fault = Fault::answer_lost, .calls = 1, .path_part = "resources/update"});
    world.pms.add_fault({.status = 400, .path_part = "resources/getAll"});
    auto& room = world.pms.hotel().resources.rows()[3];
    const bool was_dirty = room.state == model::ResourceState::dirty;
    const auto id = phone.set_room_state(
        room.id, was_dirty ? v1::RESOURCE_STATE_CLEAN : v1::RESOURCE_STATE_DIRTY, world.now());
    world.run_for(10s);
    auto& journal = world.daemon->house().journal();
    ASSERT_EQ(journal.find(id)->stage, journal::Stage::unknown);
    const auto before = world.line.sent().calls_to("resources/getAll");
    world.run_for(15min);
    const auto looks = world.line.sent().calls_to("resources/getAll") - before;
    EXPECT_GE(looks, 5U);
    EXPECT_LE(looks, 30U);
    EXPECT_EQ(journal.find(id)->stage, journal::Stage::unknown);
    world.pms.clear_faults();
    world.run_for(6min);
    EXPECT_EQ(journal.find(id)->stage, journal::Stage::confirmed);
}

/// A task whose answer was lost stands on no first page, and pages are shorter than asked for
/// without a word: it is found all the same, and not created again.
TEST(Doubt, IsEndedByAReadToTheLastPage) {
    World world(16);
    SeededRandom dice(16);
    Handheld phone("ana", world.broker, dice);
    world.run_for(2min);
    auto& tasks = world.pms.hotel().tasks;
    const auto like = tasks.rows().front();
    world.pms.settings().page_size_cap = 13;
    world.pms.add_fault({.fault = Fault::answer_lost, .calls = 1, .path_part = "tasks/add"});
    const auto add_others = [&] {
        for (int i = 0; i < 13; ++i) {
            auto other = like;
            other.id = Uuid::version7(world.now(), dice);
            other.created_utc = world.now();
            other.closed_utc = {};
            tasks.add(other);
        }
    };
    add_others();
    const auto id = phone.create_task("Cot", world.now());
    world.run_for(2s);
    add_others();
    world.run_for(6min);
    EXPECT_EQ(world.daemon->house().journal().find(id)->stage, journal::Stage::confirmed);
    int copies = 0;
    for (const auto& task : tasks.rows()) {
        if (operations::mark_of(task.name) == operations::mark_for(id)) ++copies;
    }
    EXPECT_EQ(copies, 1);
}

/// What somebody did in the PMS during an outage, however short, is not written over unseen: the
/// line is up when today's lists are read, wherever their turns were when it went.
class ShortOutage : public testing::TestWithParam<int> {};

TEST_P(ShortOutage, IsNoReasonNotToLookBeforeWriting) {
    World world(30);
    SeededRandom dice(30);
    Handheld phone("ana", world.broker, dice);
    world.pms.settings().events_are_sent = false;
    auto& room = world.pms.hotel().resources.rows()[3];
    const auto set = [&](model::ResourceState state) {
        world.pms.desk().set_room_state(room, state, "",
                                        {.now = world.now(), .by = Actor::other_user});
    };
    set(model::ResourceState::dirty);
    world.run_for(2min + GetParam() * 2s);
    world.pms.set_line(Fault::refused);
    const auto id = phone.set_room_state(room.id, v1::RESOURCE_STATE_CLEAN, world.now());
    world.run_for(1s);
    set(model::ResourceState::inspected);
    const auto& link = world.daemon->link();
    for (int i = 0; i < 120 && link.is_up(); ++i) world.run_for(500ms);
    ASSERT_FALSE(link.is_up());
    world.pms.set_line(Fault::none);
    world.run_for(1min);
    const auto change = world.daemon->house().journal().find(id);
    ASSERT_EQ(change->stage, journal::Stage::confirmed);
    EXPECT_EQ(change->beaten.text("State"), "Inspected") << "written over, and nobody is told";
}

INSTANTIATE_TEST_SUITE_P(, ShortOutage, testing::Range(0, 8));

/// Somebody sets a room in the PMS while the line is up, wherever the turn of the list is: it is
/// seen before ours goes over it, though nobody has read it yet.
class UnseenEdit : public testing::TestWithParam<int> {
  protected:
    UnseenEdit() {
        world.pms.settings().events_are_sent = false;
        somebody_sets(model::ResourceState::clean);
        world.run_for(2min + GetParam() * 11s);
    }
    void somebody_sets(model::ResourceState state) {
        world.pms.desk().set_room_state(room, state, "",
                                        {.now = world.now(), .by = Actor::other_user});
    }
    journal::Change staff_set(v1::ResourceState state, UtcTime made) {
        const auto id = phone.set_room_state(room.id, state, made);
        world.run_for(4s);
        return world.daemon->house().journal().find(id).value();
    }

    World world{31};
    SeededRandom dice{31};
    Handheld phone{"ana", world.broker, dice};
    Resource& room = world.pms.hotel().resources.rows()[3];
};

TEST_P(UnseenEdit, StaysWhenItIsTheSafer) {
    const auto made = world.now();
    world.run_for(3s);
    somebody_sets(model::ResourceState::dirty);
    const auto change = staff_set(v1::RESOURCE_STATE_INSPECTED, made);
    EXPECT_EQ(change.stage, journal::Stage::replaced);
    EXPECT_EQ(change.lost.text("State"), "Dirty");
    EXPECT_EQ(room.state, model::ResourceState::dirty);
}

TEST_P(UnseenEdit, IsToldWhenOursGoesOverIt) {
    somebody_sets(model::ResourceState::inspected);
    const auto change = staff_set(v1::RESOURCE_STATE_DIRTY, world.now());
    EXPECT_EQ(change.stage, journal::Stage::confirmed);
    EXPECT_EQ(change.beaten.text("State"), "Inspected") << "written over, and nobody is told";
    EXPECT_EQ(room.state, model::ResourceState::dirty);
}

/// A PMS that shows late what it took shows the row as it was before our last write.
TEST_P(UnseenEdit, IsNotWhatWasThereBeforeOurLastWrite) {
    somebody_sets(model::ResourceState::dirty);
    world.run_for(2min);
    world.pms.set_visibility_lag(60s);
    EXPECT_EQ(staff_set(v1::RESOURCE_STATE_CLEAN, world.now()).stage, journal::Stage::confirmed);
    world.run_for(5s);
    const auto change = staff_set(v1::RESOURCE_STATE_INSPECTED, world.now());
    EXPECT_EQ(change.stage, journal::Stage::confirmed) << change.reason;
    EXPECT_TRUE(change.beaten.empty()) << change.beaten.to_json();
    EXPECT_EQ(room.state, model::ResourceState::inspected);
}

/// One operation of the PMS that fails holds no other back for long, and is not the line.
TEST_P(UnseenEdit, ThatCannotBeReadHoldsNothingBack) {
    static constexpr int statuses[] = {400, 401, 403, 500};
    world.pms.add_fault({.status = statuses[GetParam()], .path_part = "resources/getAll"});
    const auto change = staff_set(v1::RESOURCE_STATE_DIRTY, world.now());
    EXPECT_EQ(change.stage, journal::Stage::ready);
    EXPECT_NE(change.reason, "");
    for (int i = 0; i < 60; ++i) {
        world.run_for(500ms);
        ASSERT_TRUE(world.daemon->link().is_up());
    }
    EXPECT_EQ(room.state, model::ResourceState::dirty);
    EXPECT_EQ(world.daemon->house().journal().find(change.id)->stage, journal::Stage::confirmed);
    EXPECT_EQ(staff_set(v1::RESOURCE_STATE_CLEAN, world.now()).stage, journal::Stage::confirmed)
        << "the list is known for it";
}

INSTANTIATE_TEST_SUITE_P(, UnseenEdit, testing::Range(0, 4));

/// A run of staff work through an outage. What the acknowledgements promised is compared with what
/// the PMS holds.
class Story {
  public:
    explicit Story(std::uint64_t seed) : world(seed), dice(seed * 7919) {
        phones.push_back(std::make_unique<Handheld>("ana", world.broker, dice));
        phones.push_back(std::make_unique<Handheld>("ivo", world.broker, dice));
        phones.push_back(std::make_unique<Handheld>("mai", world.broker, dice));
        world.run_for(1min);
    }

    Handheld& any_phone() { return *phones[dice.below(phones.size())]; }
    Resource& any_room() {
        auto& rooms = world.pms.hotel().resources.rows();
        return rooms[dice.below(rooms.size())];
    }

    /// One act of the staff: mostly room states, some tasks.
    void act() {
        const auto now = world.now();
        if (dice.below(4) == 0) {
            tasks.insert(any_phone().create_task(fmt::format("Cot {}", tasks.size()), now));
        } else {
            static constexpr v1::ResourceState states[] = {
                v1::RESOURCE_STATE_DIRTY, v1::RESOURCE_STATE_CLEAN, v1::RESOURCE_STATE_INSPECTED};
            any_phone().set_room_state(any_room().id, states[dice.below(3)], now);
        }
    }

    void disturb() {
        auto& room = any_room();
        const auto state =
            dice.below(2) == 0 ? model::ResourceState::dirty : model::ResourceState::inspected;
        world.pms.desk().set_room_state(room, state, "",
                                        {.now = world.now(), .by = Actor::other_user});
        world.pms.flush_events();
    }

    void send_again() {
        for (auto& phone : phones) phone->send_again();
    }

    /// Everything that must hold when the trouble is over.
    void expect_whole() {
        for (int tries = 0; tries < 20; ++tries) {
            world.broker.go_up();  // a PUBACK that is still to be lost takes it down once more
            send_again();
            world.run_for(5s);
        }
        EXPECT_TRUE(world.heal(30min)) << "changes still wait";
        EXPECT_EQ(world.mirror_difference(), "");
        EXPECT_EQ(world.broker_difference(), "");
        EXPECT_EQ(world.balance_difference(), "");
        auto& journal = world.daemon->house().journal();
        for (const auto& phone : phones) {
            EXPECT_EQ(phone->outbox_size(), 0U);
            EXPECT_EQ(phone->stale_states(), 0);
            std::int64_t last = 0;
            for (const auto& id : phone->made()) {
                const auto change = journal.find(id);
                if (!change) continue;
                EXPECT_GT(change->seq, last) << "applied in another order than made (I4)";
                last = change->seq;
            }
            for (const auto& [id, ack] : phone->acks()) {
                if (ack.outcome() != v1::COMMAND_OUTCOME_DURABLE) continue;
                const auto change = journal.find(id);
                ASSERT_TRUE(change) << "an acknowledged change is missing";
                EXPECT_FALSE(journal::is_open(change->stage));
                if (change->stage == journal::Stage::refused ||
                    change->stage == journal::Stage::replaced) {
                    EXPECT_NE(change->reason, "");
                }
            }
        }
        // Every task that was created is in the PMS once.
        std::map<std::string, int> copies;
        for (const auto& task : world.pms.hotel().tasks.rows()) {
            const auto mark = operations::mark_of(task.name);
            if (!mark.empty()) ++copies[mark];
        }
        for (const auto& id : tasks) {
            if (!journal.find(id)) continue;
            EXPECT_EQ(copies[operations::mark_for(id)], 1)
                << "a task is not in the PMS exactly once";
        }
        EXPECT_TRUE(world.pms.client_faults().empty()) << world.pms.client_faults().begin()->first;
    }

    World world;
    SeededRandom dice;
    std::vector<std::unique_ptr<Handheld>> phones;
    std::set<Uuid> tasks;
};

/// The box starts without line and with a clock without battery, and the PMS puts it right.
TEST(UnprovenClock, EndsNothingUntilThePmsAnswers) {
    for (const auto* year : {"1970", "2040"}) {
        SCOPED_TRACE(year);
        World world(20);
        SeededRandom dice(20);
        Handheld phone("ana", world.broker, dice);
        world.run_for(2min);
        phone.create_task("Cot", world.now());
        world.run_for(10s);
        world.daemon->house().database().execute(
            "INSERT INTO tombstone SELECT 'customers', randomblob(16), max(watermark_utc_ms), NULL "
            "FROM stream");
        const auto tombstones = [&world] {
            auto query =
                world.daemon->house().database().statement("SELECT count(*) FROM tombstone");
            return query.step() ? query.integer(0) : -1;
        };
        const auto gone = tombstones();
        const auto today = world.daemon->house().day();
        world.kill_daemon();
        world.pms.set_line(Fault::refused);
        const auto right = world.now();
        const auto wrong = *parse_iso8601(fmt::format("{}-03-01T12:00:00Z", year));
        world.clock.set_utc(wrong);
        world.pms.settings().clock_offset = right - wrong;
        world.start_daemon();
        world.run_for(30min);
        EXPECT_EQ(world.daemon->house().day().start, today.start);
        EXPECT_EQ(world.daemon->views().dashboard(world.daemon->door().now()).tasks_late, 0);
        EXPECT_EQ(tombstones(), gone);
        world.pms.set_line(Fault::none);
        world.run_for(30min);
        EXPECT_EQ(world.daemon->house().day().start, today.start);
        EXPECT_EQ(tombstones(), gone);
        EXPECT_LT(world.daemon->door().now() - right, 61min);
        for (const auto& stream : world.daemon->house().streams().all()) {
            EXPECT_LE(stream.watermark.value_or(right), right + 61min) << to_text(stream.list);
        }
    }
}

/// A card says "Mews's own words" of nothing that the box made up.
TEST(Refusal, IsInTheWordsOfWhoeverSaidIt) {
    World world(19);
    SeededRandom dice(19);
    Handheld phone("ana", world.broker, dice);
    world.run_for(2min);
    const auto refused = [&](const std::string& message) {
        world.pms.clear_faults();
        world.pms.add_fault({.status = 403, .message = message, .path_part = "resources/update"});
        const auto& room = world.pms.hotel().resources.rows()[3];
        const auto id = phone.set_room_state(room.id, v1::RESOURCE_STATE_DIRTY, world.now());
        world.run_for(10s);
        return world.daemon->house().journal().find(id).value();
    };
    const auto said = refused("Resource is blocked.");
    EXPECT_EQ(said.reason, "Resource is blocked.");
    EXPECT_TRUE(said.reason_is_of_pms);
    const auto unsaid = refused("");
    EXPECT_EQ(unsaid.reason, "Mews answered 403 without a reason.");
    EXPECT_FALSE(unsaid.reason_is_of_pms);
}

/// The box dies with the first of two acts in its hand; the second reaches its next life first.
TEST(Order, OfADeviceIsKeptWhenOneOfItsCommandsIsLost) {
    World world(18);
    SeededRandom dice(18);
    Handheld phone("ana", world.broker, dice);
    world.run_for(2min);
    const auto& room = world.pms.hotel().resources.rows()[3];
    const auto first = phone.set_room_state(room.id, v1::RESOURCE_STATE_DIRTY, world.now());
    world.start_daemon();
    world.run_for(5s);
    auto& journal = world.daemon->house().journal();
    ASSERT_FALSE(journal.find(first)) << "it was to be lost";
    const auto second = phone.set_room_state(room.id, v1::RESOURCE_STATE_INSPECTED, world.now());
    world.run_for(1min);
    ASSERT_TRUE(journal.find(first) && journal.find(second));
    EXPECT_LT(journal.find(first)->seq, journal.find(second)->seq);
    EXPECT_EQ(phone.outbox_size(), 0U);
    EXPECT_EQ(world.pms.hotel().resources.find(room.id)->state, model::ResourceState::inspected);
}

/// One run's trace: what the PMS was asked, and what the broker ends up with.
std::string trace_of(std::uint64_t seed) {
    Story story(seed);
    for (int step = 0; step < 10; ++step) {
        story.act();
        if (step == 3) story.world.pms.set_line(Fault::hang);
        if (step == 6) story.world.start_daemon();
        if (step == 8) story.world.pms.set_line(Fault::none);
        story.world.run_for(7s);
    }
    std::string trace;
    for (const auto& call : story.world.pms.calls())
        trace += fmt::format("{} {} {}\n", to_ms(call.at), call.path, call.status);
    for (const auto& [topic, payload] : story.world.broker.retained())
        trace += topic + "=" + payload + "\n";
    return trace;
}

TEST(Simulation, GivesTheSameTraceForTheSameSeed) {
    const auto first = trace_of(11);
    EXPECT_GT(first.size(), 10'000U);
    EXPECT_TRUE(first == trace_of(11));
    EXPECT_FALSE(first == trace_of(12));
}

class Outage : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(Outage, LosesNoChangeThroughLineBrokerAndDaemon) {
    SCOPED_TRACE(fmt::format("seed {}", GetParam()));
    Story story(GetParam());
    auto& world = story.world;
    auto& dice = story.dice;
    static constexpr Fault lines[] = {Fault::none, Fault::refused, Fault::hang, Fault::reset,
                                      Fault::answer_lost};
    for (int step = 0; step < 60; ++step) {
        switch (dice.below(10)) {
            case 0:
                world.pms.set_line(lines[dice.below(5)]);
                break;
            case 1:
                story.disturb();
                break;
            case 2:
                world.start_daemon();
                break;  // kill -9, and again
            case 3:
                if (world.broker.is_up()) {
                    world.broker.go_down();
                } else {
                    if (dice.below(2) == 0) world.broker.forget_everything();
                    world.broker.go_up();
                }
                break;
            case 4:
                story.send_again();
                break;
            case 5:
                world.broker.lose_next_puback();
                break;
            default:
                story.act();
                break;
        }
        world.run_for(Duration{static_cast<std::int64_t>(dice.below(8'000))});
        ASSERT_EQ(world.balance_difference(), "");
    }
    world.pms.set_line(Fault::none);
    world.broker.go_up();
    story.expect_whole();
}

INSTANTIATE_TEST_SUITE_P(Seeds, Outage, ::testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace stayd::sim
