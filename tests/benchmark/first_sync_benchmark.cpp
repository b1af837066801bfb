#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "tests/integration/box.hpp"

// The first read of a large hotel by the real daemon, with nothing but the daemon's own speed to
// slow it: what it costs in calls, time, memory and disk. The PMS is made up, and as large as
// `LargeHotel` says; the budget of calls is opened, for a hotel's own would make it half an hour.

namespace {

using namespace stayd;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// "VmHWM:  12345 kB" of /proc/<id>/status, "write_bytes: 1" of /proc/<id>/io; -1 when it is not
/// there.
long value_of(pid_t process, const char* file, const std::string& name) {
    std::ifstream lines(fmt::format("/proc/{}/{}", process, file));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(name + ":")) return std::stol(line.substr(name.size() + 1));
    }
    return -1;
}

bool is_up(const boost::json::value& status) {
    return status.at("line").at("state").as_string() == "up";
}
bool is_whole(const boost::json::value& status) {
    const auto& first = status.at("first_sync");
    return first.at("lists_done") == first.at("lists_total");
}

}  // namespace

int main() {
    sim::BoxOptions options;
    options.simulator = {"--large"};
    options.pms = "budgets = [{calls = 100000, seconds = 30}]";
    options.simulator_starts_in = 120;
    sim::Box box(options);
    const auto start = Clock::now();
    box.control("/control/settings", {{"request_limit", 1'000'000}});
    if (!box.wait_until(is_up, 300)) {
        fmt::print(stderr, "first_sync: the line does not come up: {}\n", box.daemon_log());
        return 1;
    }
    if (!box.wait_until(is_whole, 1200)) {
        fmt::print(stderr, "first_sync: not done after 20 minutes: {}\n", box.daemon_log());
        return 1;
    }
    const auto whole = seconds_since(start);
    const auto status = box.status();
    std::int64_t rows = 0;
    std::int64_t calls = box.control("/control/state").at("calls").to_number<std::int64_t>();
    for (const auto& stream : status.at("streams").as_array())
        rows += stream.at("rows").to_number<std::int64_t>();
    const auto process = box.daemon().id();
    fmt::print("first sync of 1000 rooms, 100000 stays, 80000 guests, 300000 order items\n\n");
    fmt::print("rows in the mirror            {:>12}\n", rows);
    fmt::print("calls                         {:>12}\n", calls);
    fmt::print("seconds                       {:>12.1f}\n", whole);
    fmt::print("rows a second                 {:>12.0f}\n", static_cast<double>(rows) / whole);
    fmt::print("peak memory, MB               {:>12.1f}   (goal: 48)\n",
               static_cast<double>(value_of(process, "status", "VmHWM")) / 1000.0);
    fmt::print("database, MB                  {:>12.1f}\n",
               static_cast<double>(box.database_size()) / 1e6);
    fmt::print(
        "written, bytes a row          {:>12.0f}\n",
        static_cast<double>(value_of(process, "io", "write_bytes")) / static_cast<double>(rows));
    return 0;
}
