#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <map>
#include <random>

#include "mews/rate_limit.hpp"
#include "sim/manual_clock.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;

/// What outlives a crash: the leases, and what the PMS saw in its own time.
struct Lasting {
    Duration now{0};      ///< true time
    Duration boot_at{0};  ///< when the machine last started
    std::vector<Lease> leases;
    std::vector<Duration> sends;
};

/// The steady clock of the present boot: 0 when the machine started.
class BootClock final : public Clock {
  public:
    BootClock(sim::ManualClock& clock, const Lasting& lasting)
        : clock_(clock), ahead_(clock.steady_now() - SteadyTime{lasting.now - lasting.boot_at}) {}

    UtcTime utc_now() const override { return clock_.utc_now(); }
    SteadyTime steady_now() const override { return clock_.steady_now() - ahead_; }
    asio::awaitable<void> sleep_for(Duration duration) override {
        return clock_.sleep_for(duration);
    }

  private:
    sim::ManualClock& clock_;
    Duration ahead_;
};

/// One run of the program, from its start to its crash.
class ProgramRun {
  public:
    ProgramRun(std::vector<CallBudget> budgets, Lasting& lasting)
        : lasting_(lasting), limit(std::move(budgets), boot_clock_) {
        limit.restore(lasting_.leases);
        limit.keep_lease = [this](const Lease& lease) {
            ++writes;
            if (disk_full) return false;
            lasting_.leases.push_back(lease);
            kept.push_back(lease.calls);
            left_ = lease.calls;
            left_until_ = lease.until;
            return true;
        };
    }

    void ask(Lane lane, int times = 1) {
        for (int i = 0; i < times; ++i) {
            auto& stop = stops_[asked_];
            asio::co_spawn(io_, send(lane, asked_++),
                           asio::bind_cancellation_slot(stop.slot(), asio::detached));
        }
        advance(0ms);
    }
    void cancel_one(std::size_t index) {
        if (waiting_.empty()) return;
        const auto chosen =
            std::next(waiting_.begin(), static_cast<std::ptrdiff_t>(index % waiting_.size()));
        stops_.at(chosen->first).emit(asio::cancellation_type::terminal);
        advance(0ms);
    }
    void advance(Duration duration) {
        clock_.advance(duration);
        lasting_.now = lasting_.boot_at + steady_now().time_since_epoch();
    }
    SteadyTime steady_now() const { return boot_clock_.steady_now(); }
    std::size_t waiting() const { return waiting_.size(); }
    /// Nobody waits whose own lane has room everywhere.
    bool nobody_waits_in_vain() const {
        return std::ranges::none_of(waiting_, [this](const auto& entry) {
            for (std::size_t i = 0; i < limit.budgets().size(); ++i) {
                if (limit.used(i) >= limit.share(i, entry.second)) return false;
            }
            return true;
        });
    }

  private:
    asio::awaitable<void> send(Lane lane, int id) {
        struct Waits {
            std::map<int, Lane>& all;
            int id;
            ~Waits() { all.erase(id); }
        };
        waiting_[id] = lane;
        const Waits waits{waiting_, id};
        auto permission = limit.acquire(lane);
        co_await std::move(permission);
        EXPECT_GT(left_--, 0) << "no call goes that no lease covers";
        EXPECT_LE(steady_now(), left_until_);
        lasting_.sends.push_back(lasting_.boot_at + steady_now().time_since_epoch());
    }

    Lasting& lasting_;
    std::map<int, Lane> waiting_;
    std::map<int, asio::cancellation_signal> stops_;
    int asked_ = 0;
    int left_ = 0;
    SteadyTime left_until_{};
    asio::io_context io_;
    sim::ManualClock clock_{io_, UtcTime{}};
    BootClock boot_clock_{clock_, lasting_};

  public:
    bool disk_full = false;
    int writes = 0;
    std::vector<int> kept;  ///< the calls of each lease
    RateLimit limit;
};

void crash(std::optional<ProgramRun>& run, const std::vector<CallBudget>& budgets, Lasting& lasting,
           std::optional<Duration> off_for_reboot = {}) {
    run.reset();
    if (off_for_reboot) lasting.boot_at = lasting.now += *off_for_reboot;
    run.emplace(budgets, lasting);
}

/// The first send with which a budget was exceeded in the PMS's eyes.
std::optional<std::size_t> first_over(const std::vector<CallBudget>& budgets,
                                      const std::vector<Duration>& sends) {
    for (const auto& budget : budgets) {
        const auto calls = static_cast<std::size_t>(budget.calls);
        for (std::size_t i = calls; i < sends.size(); ++i) {
            if (sends[i] - sends[i - calls] < budget.window) return i;
        }
    }
    return std::nullopt;
}

/// What storage does: forgets the leases that can no longer count.
void forget_leases(Lasting& lasting, SteadyTime now, Duration longest_window) {
    std::erase_if(lasting.leases, [&](const Lease& lease) {
        return RateLimit::counted_at(lease, now) + longest_window <= now;
    });
}

const std::vector<CallBudget> hotel_budgets{{160, 30s}, {500, 15min}};

struct CountedCase {
    std::string name;
    Duration until;
    Duration now;
    Duration counted_at;
};
struct CountedAt : testing::TestWithParam<CountedCase> {};

TEST_P(CountedAt, IsNeverBeforeTheCallsWereSent) {
    const CountedCase& row = GetParam();
    const Lease lease{SteadyTime{row.until}, 20};
    EXPECT_EQ(RateLimit::counted_at(lease, SteadyTime{row.now}), SteadyTime{row.counted_at});
}

INSTANTIATE_TEST_SUITE_P(, CountedAt,
                         testing::Values(CountedCase{"has_run_out", 1000s, 1500s, 1000s},
                                         CountedCase{"runs_out_now", 1000s, 1000s, 1000s},
                                         CountedCase{"is_still_valid", 1000s, 950s, 950s},
                                         CountedCase{"was_taken_now", 1000s, 880s, 880s},
                                         CountedCase{"of_a_longer_boot", 1000s, 880s - 1ms, 0s},
                                         CountedCase{"of_a_longer_boot_just_started", 1000s, 0s,
                                                     0s},
                                         CountedCase{"of_a_short_boot_just_started", 121s, 0s, 0s},
                                         CountedCase{"damaged", -5s, 10s, 0s}),
                         [](const auto& row) { return row.param.name; });

struct RateLimitLeases : testing::Test {
    Lasting lasting{.now = 1h};
    std::optional<ProgramRun> run;

    void begin(const std::vector<CallBudget>& budgets) { run.emplace(budgets, lasting); }
};

TEST_F(RateLimitLeases, GrowWithUseUpToTwentyCalls) {
    begin(hotel_budgets);
    run->ask(Lane::staff_write, 71);
    EXPECT_EQ(run->kept, (std::vector{1, 2, 4, 8, 16, 20, 20}));
    run->ask(Lane::staff_write);
    EXPECT_EQ(run->kept.size(), 8u);
    EXPECT_EQ(lasting.sends.size(), 72u);
}

TEST_F(RateLimitLeases, RunOutAfterTwoMinutesAndAreThenHalved) {
    begin(hotel_budgets);
    run->ask(Lane::staff_write, 16);
    EXPECT_EQ(run->kept.back(), 16);
    EXPECT_EQ(lasting.leases.back().until, run->steady_now() + 2min);
    run->advance(2min - 1ms);
    run->ask(Lane::staff_write);
    EXPECT_EQ(run->kept.size(), 5u);
    run->advance(1ms);
    run->ask(Lane::staff_write);
    EXPECT_EQ(run->kept.back(), 8);
    EXPECT_EQ(run->kept.size(), 6u);
}

TEST_F(RateLimitLeases, AreNotTakenWhileNobodyWaits) {
    begin(hotel_budgets);
    run->advance(1h);
    EXPECT_EQ(run->writes, 0);
    run->ask(Lane::staff_write, 3);
    run->advance(24h);
    EXPECT_EQ(run->writes, 2);
}

TEST_F(RateLimitLeases, AreNotTakenWhileTheBudgetIsFull) {
    begin({{3, 10s}});
    run->ask(Lane::staff_write, 4);
    EXPECT_EQ(run->kept, (std::vector{1, 2}));
    run->advance(10s);
    EXPECT_EQ(run->kept, (std::vector{1, 2, 3})) << "no more than there is room for";
}

TEST_F(RateLimitLeases, ThatCannotBeWrittenLetNothingGoAndAreTriedAgain) {
    begin(hotel_budgets);
    run->disk_full = true;
    run->ask(Lane::delta_poll, 2);
    run->advance(1s);
    run->ask(Lane::staff_write);
    EXPECT_EQ(run->writes, 1);
    run->advance(28s);
    EXPECT_EQ(run->writes, 6);
    EXPECT_EQ(run->waiting(), 3u);
    EXPECT_EQ(run->limit.used(0), 0);
    run->disk_full = false;
    run->advance(1s);
    EXPECT_EQ(run->waiting(), 0u);
    EXPECT_EQ(lasting.sends, std::vector(3, Duration{1h + 30s}));
}

TEST_F(RateLimitLeases, OfAFormerRunCountAsSentOnce) {
    begin(hotel_budgets);
    run->ask(Lane::staff_write, 5);  // Of 1 + 2 + 4 calls.
    crash(run, hotel_budgets, lasting);
    EXPECT_EQ(run->limit.used(0), 7);
    run->ask(Lane::staff_write, 2);
    EXPECT_EQ(run->limit.used(0), 9) << "of the lease under way, what was sent";
    crash(run, hotel_budgets, lasting);
    EXPECT_EQ(run->limit.used(0), 10);
    EXPECT_EQ(run->limit.sent(Lane::staff_write), 0u);
}

/// A restart holds up nothing but what the last lease may have sent.
TEST_F(RateLimitLeases, OfAFormerRunCountAsSentWhenTheNextWasTaken) {
    begin(hotel_budgets);
    run->ask(Lane::staff_write, 5);  // leases of 1, 2 and 4 calls, two of which are left
    run->advance(20s);
    run->ask(Lane::staff_write, 3);  // and one of 8
    run->advance(5s);
    crash(run, hotel_budgets, lasting);
    EXPECT_EQ(run->limit.used(0), 1 + 2 + 4 + 8);
    run->advance(5s);
    EXPECT_EQ(run->limit.used(0), 4 + 8) << "the first two were spent 30 s ago";
    run->advance(20s);
    EXPECT_EQ(run->limit.used(0), 8) << "nothing of the third went after the fourth was taken";
    run->advance(5s);
    EXPECT_EQ(run->limit.used(0), 0);
}

TEST_F(RateLimitLeases, OfAFormerRunFreeTheirCallsAfterEachWindow) {
    begin(hotel_budgets);
    run->ask(Lane::staff_write);
    run->advance(10s);
    crash(run, hotel_budgets, lasting);
    run->advance(30s - 1ms);
    EXPECT_EQ(run->limit.used(0), 1);
    run->advance(1ms);
    EXPECT_EQ(run->limit.used(0), 0);
    EXPECT_EQ(run->limit.used(1), 1);
    run->advance(15min);
    EXPECT_EQ(run->limit.used(1), 0);
}

TEST_F(RateLimitLeases, OfAnEarlierBootCountFromTheBeginOfThisOne) {
    begin(hotel_budgets);
    run->ask(Lane::staff_write, 3);
    crash(run, hotel_budgets, lasting, 20s);
    run->advance(30s - 1ms);
    EXPECT_EQ(run->limit.used(0), 3);
    run->advance(1ms);
    EXPECT_EQ(run->limit.used(0), 0);
    forget_leases(lasting, run->steady_now(), 15min);
    EXPECT_EQ(lasting.leases.size(), 2u);
    run->advance(15min);
    forget_leases(lasting, run->steady_now(), 15min);
    EXPECT_TRUE(lasting.leases.empty());
}

TEST_F(RateLimitLeases, InACrashLoopAWriteARunGoesAtOnce) {
    begin(hotel_budgets);
    for (int runs = 0; runs < 1000; ++runs) {
        run->ask(Lane::staff_write);
        ASSERT_EQ(run->waiting(), 0u) << "run " << runs;
        run->advance(3s);
        crash(run, hotel_budgets, lasting);
        forget_leases(lasting, run->steady_now(), 15min);
    }
    EXPECT_EQ(first_over(hotel_budgets, lasting.sends), std::nullopt);
    EXPECT_LT(lasting.leases.size(), 400u);
}

TEST_F(RateLimitLeases, InACrashLoopOfAFirstSyncStaffStillWrite) {
    begin(hotel_budgets);
    for (int runs = 0; runs < 1000; ++runs) {
        run->ask(Lane::first_sync, 30);
        const std::size_t waiting = run->waiting();
        if (runs % 5 == 0) run->ask(Lane::staff_write);
        ASSERT_EQ(run->waiting(), waiting) << "run " << runs;
        run->advance(3s);
        crash(run, hotel_budgets, lasting);
        forget_leases(lasting, run->steady_now(), 15min);
    }
    EXPECT_EQ(first_over(hotel_budgets, lasting.sends), std::nullopt);
}

struct CrashLoopCase {
    std::string name;
    int reboot_every;          ///< crashes; 0: never
    Duration longest_silence;  ///< a lease, then the window; and anew from a boot
};
struct CrashLoop : RateLimitLeases, testing::WithParamInterface<CrashLoopCase> {};

TEST_P(CrashLoop, WithMuchToAskExceedsNoBudgetAndGoesOn) {
    std::mt19937_64 dice{11};
    begin(hotel_budgets);
    Duration silence{0};
    for (int crashes = 1; crashes < 4000; ++crashes) {
        for (int lane = 0; lane < 5; ++lane) run->ask(static_cast<Lane>(lane), 5);
        run->advance(Duration{1000 + dice() % 2000});
        silence = std::max(silence, lasting.now - lasting.sends.back());
        const bool reboot = GetParam().reboot_every > 0 && crashes % GetParam().reboot_every == 0;
        crash(run, hotel_budgets, lasting, reboot ? std::optional<Duration>{20s} : std::nullopt);
        forget_leases(lasting, run->steady_now(), 15min);
    }
    EXPECT_EQ(first_over(hotel_budgets, lasting.sends), std::nullopt);
    EXPECT_LE(silence, GetParam().longest_silence);
    EXPECT_GT(lasting.sends.size(), 500u);
}

INSTANTIATE_TEST_SUITE_P(, CrashLoop,
                         testing::Values(CrashLoopCase{"of_the_program", 0, 17min},
                                         CrashLoopCase{"and_of_the_machine", 600, 32min}),
                         [](const auto& row) { return row.param.name; });

struct History {
    std::string name;
    std::uint64_t seed;
    std::vector<CallBudget> budgets;
};
struct AnyHistory : testing::TestWithParam<History> {};

/// Arrivals, cancellations, refusals, full disks, crashes and reboots as the seed has them.
TEST_P(AnyHistory, ExceedsNoBudgetAndLetsNobodyWaitInVain) {
    const std::vector<CallBudget>& budgets = GetParam().budgets;
    std::mt19937_64 dice{GetParam().seed};
    const auto below = [&](std::uint64_t bound) { return dice() % bound; };
    Lasting lasting{.now = Duration{below(5'000'000)}};
    std::optional<ProgramRun> run;
    run.emplace(budgets, lasting);
    std::uint64_t crash_every = 50;
    Duration held_up_until{0};
    for (int event = 0; event < 6000; ++event) {
        if (event % 1000 == 0) crash_every = 1 + below(100);
        if (run->waiting() < 60) run->ask(static_cast<Lane>(below(5)), static_cast<int>(below(4)));
        if (below(7) == 0) run->cancel_one(below(60));
        if (below(200) == 0) {
            run->limit.throttled(2s);
            held_up_until = std::max(held_up_until, lasting.now + 2s);
        }
        if (below(40) == 0) run->disk_full = true;
        if (run->disk_full) held_up_until = std::max(held_up_until, lasting.now + 5s);
        if (below(5) == 0) run->disk_full = false;
        if (below(crash_every) == 0) {
            const bool reboot = below(4) == 0;
            crash(run, budgets, lasting,
                  reboot ? std::optional{Duration{below(90'000)}} : std::nullopt);
            held_up_until = Duration{0};
        }
        if (below(10) == 0) forget_leases(lasting, run->steady_now(), budgets.back().window);
        run->advance(below(20) == 0 ? Duration{below(300'000)} : Duration{below(1500)});
        if (lasting.now >= held_up_until && !run->disk_full) {
            ASSERT_TRUE(run->nobody_waits_in_vain()) << "event " << event;
        }
    }
    EXPECT_EQ(first_over(budgets, lasting.sends), std::nullopt);
    EXPECT_GT(lasting.sends.size(), 500u);
}

std::vector<History> histories() {
    std::vector<History> all;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        all.push_back({"hotel_" + std::to_string(seed), seed, hotel_budgets});
        all.push_back({"tight_" + std::to_string(seed), seed, {{7, 3s}, {20, 20s}}});
        all.push_back({"steady_" + std::to_string(seed), seed, {{12, 40s}, {100, 15min}}});
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(, AnyHistory, testing::ValuesIn(histories()),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace stayd::mews
