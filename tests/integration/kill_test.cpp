#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/integration/boards.hpp"
#include "tests/integration/books.hpp"
#include "tests/integration/load.hpp"
#include "tests/sim/world/seeded_random.hpp"
#include "tests/support/change_counts.hpp"
#include "tests/support/temporary_folder.hpp"

// A busy hotel whose box dies all the time: the real daemon is killed at any moment, hundreds of
// times, and at the end three books must agree: what staff were told, the database, the PMS.
// STAYD_SEED and STAYD_KILLS replace the seed and the number of kills. A seed repeats the dice, not
// the race between processes.

namespace stayd::sim {
namespace {

namespace json = boost::json;
using SteadyTime = std::chrono::steady_clock::time_point;
using std::chrono::microseconds;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

double seconds_since(SteadyTime begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

bool is_synced(const json::value& status) {
    return status.at("first_sync").at("complete").as_bool() &&
           status.at("line").at("state").as_string() == "up" &&
           status.at("broker").at("state").as_string() == "connected";
}

bool nothing_waits(const json::value& status) {
    return is_synced(status) && status.at("changes").at("waiting").to_number<int>() == 0;
}

/// Many kills spend more leases of calls than a hotel's budget has: the budget is tried elsewhere.
BoxOptions box_options(const std::filesystem::path& broker_memory) {
    return {.pms = "budgets = [{calls = 100000, seconds = 30}]",
            .broker = {.more = fmt::format("persistence true\n"
                                           "persistence_location {}/\n"
                                           "autosave_interval 5\n",
                                           broker_memory.string())}};
}

class Kill : public ::testing::Test {
  protected:
    void SetUp() override {
        fmt::print("STAYD_SEED={} STAYD_KILLS={}\n", seed, wanted);
        box.control("/control/settings", {{"request_limit", 1'000'000}});
        ASSERT_TRUE(box.wait_until(is_synced, 180)) << box.daemon_log();
    }

    /// Until the moment of the next death: in the start-up, when commands are taken, or when
    /// changes are on their way to the PMS, however long this machine takes to get there.
    void live() {
        switch (dice.below(10)) {
            case 0:
                return work_for(microseconds{dice.below(20'000)});
            case 1:
            case 2:
            case 3:
                return work_for(microseconds{dice.below(300'000)});
            case 4:
            case 5:
            case 6:
                return work_for(microseconds{200'000 + dice.below(400'000)});
            default:
                box.wait_until(is_synced, 20);
                return work_for(microseconds{dice.below(500'000)});
        }
    }

    /// Work goes on until then; the death may come at once behind an act.
    void work_for(microseconds life) {
        const auto end = std::chrono::steady_clock::now() + life;
        for (;;) {
            const auto left =
                std::chrono::duration_cast<microseconds>(end - std::chrono::steady_clock::now());
            const microseconds pause{5'000 + dice.below(60'000)};
            if (left <= pause) {
                const bool ends_with_act = dice.below(2) == 0;
                if (ends_with_act) load.act();
                std::this_thread::sleep_for(ends_with_act ? microseconds{dice.below(8'000)} : left);
                return;
            }
            std::this_thread::sleep_for(pause);
            if (dice.below(200) == 0) kill_broker();
            load.act();
        }
    }

    /// With what it had kept, or without.
    void kill_broker() {
        load.disconnect();
        box.broker().kill();
        ++broker_kills;
        if (dice.below(2) == 0) {
            std::filesystem::remove(broker_memory.path() / "mosquitto.db");
            ++amnesias;
        }
        box.broker().start();
        load.connect();
    }

    void kill_daemon() {
        ASSERT_TRUE(box.daemon().runs()) << "stayd ended by itself: " << box.daemon_log();
        box.kill_daemon();
        ++kills;
        storage::Database database{box.database_file(), storage::Database::Mode::read_only};
        auto doubtful = database.statement("SELECT count(*) FROM change WHERE stage = 'InFlight'");
        doubtful.step();
        in_doubt += static_cast<int>(doubtful.integer(0));
        ASSERT_EQ(saved.missing(database), 0)
            << "saved, and gone after kill " << kills << " of seed " << seed;
    }

    /// Everything unsaved is asked for once more, then nothing may wait.
    void come_to_rest() {
        box.control("/control/fault", {{"mode", "none"}});
        box.start_daemon();
        ASSERT_TRUE(box.wait_until(is_synced, 180)) << box.daemon_log();
        load.repeat_unsaved();
        for (int tries = 0; tries < 600 && load.unanswered() > 0; ++tries) sleep_for_seconds(0.1);
        ASSERT_EQ(load.unanswered(), 0U);
        ASSERT_TRUE(box.wait_until(nothing_waits, 300)) << json::serialize(box.status());
    }

    /// Another user's last edits come with the next poll.
    bool mirror_is_the_pms(storage::Database& database) const {
        for (int tries = 0; tries < 40; ++tries) {
            int other = 0;
            const auto rooms = box.control("/control/rooms").at("rooms").as_array();
            for (const auto& room : rooms) {
                auto copy = database.statement("SELECT state FROM resource WHERE uid = :uid");
                copy.bind(":uid", *Uuid::parse(room.at("id").as_string()));
                if (!copy.step() || room.at("state").as_string() != copy.text(0)) ++other;
            }
            if (other == 0) return true;
            sleep_for_seconds(0.5);
        }
        return false;
    }

    void print(const Verdict& verdict, double seconds, double rest) const {
        const auto line = [](const std::string& what, const auto& count) {
            fmt::print("  {:<44} {:>9}\n", what, count);
        };
        fmt::print("\n");
        line("kills of stayd", kills);
        line("starts of stayd", kills + 1);
        line("kills of Mosquitto, of them without its file",
             fmt::format("{}, {}", broker_kills, amnesias));
        line("seconds of killing, then to rest", fmt::format("{:.0f}, {:.0f}", seconds, rest));
        line("commands made", verdict.sent);
        line("answered \"saved\"", verdict.saved);
        line("answered \"not saved\"", verdict.refused);
        line("sent once more, and three out of order",
             fmt::format("{}, {}", load.repeats(), load.disorders()));
        line("edits of another user, disturbed calls",
             fmt::format("{}, {}", load.others(), load.faults()));
        for (const auto& [stage, count] : verdict.stages) line("changes " + stage, count);
        line("on their way to the PMS at a kill", in_doubt);
        for (const auto& [kind, count] : verdict.pms_writes)
            line("in the PMS by us: " + kind, count);
        line("doubled", verdict.doubled);
        line("lost", verdict.lost);
        fmt::print("\n");
    }

    const std::uint64_t seed = number_from("STAYD_SEED", 20150917);
    const int wanted = static_cast<int>(number_from("STAYD_KILLS", 300));
    SeededRandom dice{seed};
    TemporaryFolder broker_memory;
    Box box{box_options(broker_memory.path())};
    Load load{box, dice};
    SavedOnDisk saved{load.staff()};
    int kills = 0;
    int broker_kills = 0;
    int amnesias = 0;
    int in_doubt = 0;
};

TEST_F(Kill, NothingIsLostAndNothingDoubledWhenTheDaemonIsKilledAtAnyMoment) {
    const auto rooms_before = box.control("/control/rooms").at("rooms").as_array();
    const auto begin = std::chrono::steady_clock::now();
    while (kills < wanted) {
        if (kills > 0) box.launch_daemon();
        if (dice.below(4) == 0) load.disturb_line();
        live();
        ASSERT_NO_FATAL_FAILURE(kill_daemon());
        // Who has no answer asks again, sooner or later.
        if (dice.below(8) == 0) load.repeat_unanswered();
    }
    const double killing = seconds_since(begin);
    const auto calm = std::chrono::steady_clock::now();
    ASSERT_NO_FATAL_FAILURE(come_to_rest());

    storage::Database database{box.database_file(), storage::Database::Mode::read_only};
    const auto writes = box.control("/control/writes").at("writes").as_array();
    const auto verdict = compare(
        {.staff = load.staff(), .box = database, .pms_writes = writes, .pms_rooms = rooms_before});
    print(verdict, killing, seconds_since(calm));

    EXPECT_GE(kills, wanted);
    EXPECT_EQ(verdict.lost, 0);
    EXPECT_EQ(verdict.doubled, 0);
    for (const auto& sentence : verdict.wrong) ADD_FAILURE() << sentence;
    const auto changes = box.status().at("changes");
    const auto count = [&](const char* name) { return changes.at(name).to_number<int>(); };
    EXPECT_EQ(count("accepted"), verdict.saved);
    EXPECT_EQ(count("accepted"),
              count("confirmed") + count("box_only") + count("replaced") + count("refused"));
    auto wrong = database.statement(sim::wrong_change_counts);
    wrong.step();
    EXPECT_EQ(wrong.integer(0), 0) << "as many changes are there as were counted";
    EXPECT_TRUE(mirror_is_the_pms(database));
    EXPECT_EQ(topics_the_broker_has_otherwise(box), std::vector<std::string>{});
    EXPECT_EQ(json::serialize(box.control("/control/state").at("client_faults")), "{}")
        << "stayd broke the PMS's rules";
    // A run in which nothing was at stake proves nothing.
    EXPECT_GT(in_doubt, wanted / 30);
    EXPECT_GT(verdict.saved, wanted);
    EXPECT_EQ(verdict.pms_writes.size(), 4U) << "rooms, check-ins, tasks made and tasks closed";
}

}  // namespace
}  // namespace stayd::sim
