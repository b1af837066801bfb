#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "platform/systemd/credentials.hpp"
#include "platform/systemd/handed_sockets.hpp"
#include "platform/systemd/notifier.hpp"
#include "tests/support/temporary_folder.hpp"

namespace stayd::platform {
namespace {

/// A variable of the environment for as long as the object lives.
class Environment {
  public:
    Environment(const char* name, const std::string& value) : name_(name) {
        ::setenv(name, value.c_str(), 1);
    }
    ~Environment() { ::unsetenv(name_); }

  private:
    const char* name_;
};

/// Hears what a daemon tells systemd.
class NotifySocket {
  public:
    NotifySocket()
        : path_(folder_.path() / "notify"), descriptor_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
        EXPECT_EQ(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    ~NotifySocket() { ::close(descriptor_); }

    std::string path() const { return path_.string(); }
    std::string heard() {
        char text[512];
        const auto size = ::recv(descriptor_, text, sizeof text, MSG_DONTWAIT);
        return size < 0 ? "nothing" : std::string(text, static_cast<std::size_t>(size));
    }

  private:
    sim::TemporaryFolder folder_;
    std::filesystem::path path_;
    int descriptor_;
};

TEST(Notifier, SpeaksSystemdsWords) {
    NotifySocket systemd;
    const Environment environment("NOTIFY_SOCKET", systemd.path());
    Notifier notifier;
    notifier.ready();
    EXPECT_EQ(systemd.heard(), "READY=1");
    notifier.status("Mews not reachable\nREADY=0");
    EXPECT_EQ(systemd.heard(), "STATUS=Mews not reachable READY=0");
    notifier.alive();
    EXPECT_EQ(systemd.heard(), "WATCHDOG=1");
    notifier.extend_timeout(std::chrono::seconds{30});
    EXPECT_EQ(systemd.heard(), "EXTEND_TIMEOUT_USEC=30000000");
    notifier.stopping();
    EXPECT_EQ(systemd.heard(), "STOPPING=1");
}

TEST(Notifier, IsSilentWhenNobodyWatches) {
    Notifier notifier;
    EXPECT_NO_FATAL_FAILURE(notifier.ready());
    EXPECT_EQ(notifier.watchdog_period(), std::nullopt);
}

TEST(Notifier, ReadsTheWatchdogPeriodMeantForThisProcess) {
    const Environment period("WATCHDOG_USEC", "30000000");
    {
        const Environment process("WATCHDOG_PID", std::to_string(::getpid()));
        EXPECT_EQ(Notifier().watchdog_period(), std::chrono::seconds{30});
    }
    const Environment other("WATCHDOG_PID", "1");
    EXPECT_EQ(Notifier().watchdog_period(), std::nullopt);
}

TEST(HandedSockets, AreFoundByName) {
    // Descriptors are numbered from 3 on, so a process of their own has to play the daemon.
    const pid_t child = ::fork();
    if (child == 0) {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) ::_exit(2);
        ::dup2(pair[0], 3);
        ::dup2(pair[1], 4);
        ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
        ::setenv("LISTEN_FDS", "2", 1);
        ::setenv("LISTEN_FDNAMES", "https:setup", 1);
        const std::vector<std::pair<std::string, int>> expected{{"https", 3}, {"setup", 4}};
        const bool right =
            take_handed_sockets() == expected && std::getenv("LISTEN_FDS") == nullptr;
        ::_exit(right ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(HandedSockets, AreNoneWithoutSystemd) {
    EXPECT_TRUE(take_handed_sockets().empty());
}

TEST(Credentials, AreReadWithoutTheLineBreakAtTheirEnd) {
    const sim::TemporaryFolder folder;
    std::ofstream(folder.path() / "mews-access-token") << "C66EF7B239D24632943D115EDE9CB810\n";
    const Environment environment("CREDENTIALS_DIRECTORY", folder.path().string());
    EXPECT_EQ(read_credential("mews-access-token"), "C66EF7B239D24632943D115EDE9CB810");
    EXPECT_EQ(read_credential("mail-password"), std::nullopt);
    EXPECT_EQ(read_credential("../mews-access-token"), std::nullopt);
}

TEST(Credentials, AreAbsentOutsideOfSystemd) {
    EXPECT_EQ(read_credential("mews-access-token"), std::nullopt);
}

}  // namespace
}  // namespace stayd::platform
