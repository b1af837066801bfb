#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <csignal>
#include <set>

#include "client_loop.hpp"
#include "platform/linux/clock.hpp"
#include "platform/linux/instance_lock.hpp"
#include "platform/linux/random.hpp"
#include "platform/linux/signals.hpp"
#include "tests/support/temporary_folder.hpp"

namespace stayd::platform {
namespace {

TEST(SystemClock, SleepsAtLeastAsLongAsAsked) {
    SystemClock clock;
    ClientLoop loop;
    const auto start = clock.steady_now();
    loop.run(clock.sleep_for(Duration{5}));
    EXPECT_GE(clock.steady_now() - start, Duration{5});
}

TEST(SystemClock, StopsSleepingWhenCancelled) {
    SystemClock clock;
    ClientLoop loop;
    asio::cancellation_signal cancel;
    std::exception_ptr ended;
    asio::co_spawn(
        loop.context, clock.sleep_for(std::chrono::hours{1}),
        asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr how) { ended = how; }));
    loop.context.poll();
    cancel.emit(asio::cancellation_type::terminal);
    loop.context.run();
    EXPECT_THROW(std::rethrow_exception(ended), boost::system::system_error);
}

TEST(SystemRandom, DoesNotRepeatItself) {
    SystemRandom random;
    std::set<std::uint64_t> seen;
    for (int draw = 0; draw < 100; ++draw) seen.insert(random.next());
    EXPECT_EQ(seen.size(), 100u);
}

TEST(InstanceLock, LetsOnlyOneIn) {
    const sim::TemporaryFolder folder;
    const auto file = folder.path() / "lock";
    {
        const auto first = InstanceLock::take(file);
        ASSERT_TRUE(first);
        EXPECT_FALSE(InstanceLock::take(file));
    }
    EXPECT_TRUE(InstanceLock::take(file));
}

TEST(InstanceLock, NamesTheFileItCannotOpen) {
    try {
        InstanceLock::take("/nowhere/at/all/lock");
        FAIL() << "locked a file that cannot be there";
    } catch (const std::system_error& error) {
        EXPECT_STREQ(error.what(), "cannot lock /nowhere/at/all/lock: No such file or directory");
    }
}

TEST(TerminationSignal, TellsWhichOneCame) {
    ClientLoop loop;
    for (const int signal : {SIGTERM, SIGINT}) {
        auto waiting = asio::co_spawn(loop.context, termination_signal(), asio::use_future);
        loop.context.restart();
        loop.context.poll();
        ::raise(signal);
        loop.context.run();
        EXPECT_EQ(waiting.get(), signal);
    }
}

}  // namespace
}  // namespace stayd::platform
