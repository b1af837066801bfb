#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace stayd::sim {

/// A program of this build, started by the test and gone with it. What it writes goes to `log`.
class Process {
  public:
    Process(std::vector<std::string> command, std::filesystem::path log);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    bool runs();
    pid_t id() const { return process_; }
    void signal(int number);
    /// Waits at most `seconds`; the exit status, 128 + the signal that ended it, or -1 when it
    /// still runs.
    int wait(double seconds);
    /// SIGKILL, and gone.
    void kill();
    std::string said() const;

  private:
    std::filesystem::path log_;
    pid_t process_ = 0;
    int status_ = -1;
};

/// Where this build's programs are.
std::filesystem::path program(const std::string& name);

/// One HTTP request on loopback; the body of the answer. Throws `std::runtime_error` when there is
/// none.
std::string http_call(std::uint16_t port, const std::string& method, const std::string& target,
                      const std::string& body = {}, const std::string& headers = {});

}  // namespace stayd::sim
