#include <fmt/format.h>
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "base/log.hpp"
#include "tests/crash/experiments.hpp"

namespace {

using namespace stayd;
using crash::Tally;

constexpr int broken_promise = 1;
constexpr int wrong_usage = 2;

struct Experiment {
    const char* name;
    std::function<Tally(const crash::Extent&)> run;
};

std::string broken_in(const Tally& tally) {
    std::string text;
    for (const auto& [invariant, count] : tally.broken)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", invariant, count);
    return text.empty() ? "none" : text;
}

/// Another quarter each day.
std::uint64_t quarter_of_today() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::days>(now).count()) %
           4;
}

}  // namespace

int main(int argc, char** argv) {
    // Nothing: a disk that fails tens of thousands of times is no news here.
    log::start(static_cast<log::Level>(static_cast<int>(log::Level::error) + 1), false);
    crash::Extent extent{.part = quarter_of_today()};
    bool full = false;
    std::size_t commands = 200;
    std::string only;
    CLI::App app{
        "Cuts the power of a box at every call to its disk, and lets every call fail, and looks\n"
        "after each start whether what was promised is there. A quarter of the calls, another one\n"
        "each day, or all of them. Exit status: 0 all was kept, 1 something was not, 2 not asked\n"
        "rightly."};
    app.add_flag("--full", full, "Every call, and more draws of what a crash keeps");
    app.add_option("--quarter", extent.part, "Which quarter, without --full")
        ->check(CLI::Range(0, 3))
        ->capture_default_str();
    app.add_option("--seed", extent.seed, "Of the scenario and the draws")->capture_default_str();
    auto* draws = app.add_option("--draws", extent.draws, "Draws at each call (--full: 24)")
                      ->capture_default_str();
    auto* faults = app.add_option("--faults", extent.faults,
                                  "One of so many calls of the quarter fails (--full: each)")
                       ->check(CLI::PositiveNumber)
                       ->capture_default_str();
    app.add_option("--commands", commands, "Staff commands in the scenario")
        ->check(CLI::Range(20, 10'000))
        ->capture_default_str();
    app.add_option("--only", only, "Only the experiment of this name");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : wrong_usage;
    }
    if (full) {
        extent.part = 0;
        extent.parts = 1;
        if (draws->empty()) extent.draws = 24;
        if (faults->empty()) extent.faults = 1;
        extent.lives = extent.starts = 700;
    }
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, nullptr);
    const auto scenario = crash::write_scenario(extent.seed, commands);
    const auto life = crash::live(scenario);
    fmt::print(
        "{}, seed {}: {} steps, {} commands of {} kinds accepted, {} not, {} pages, {} requests, "
        "{} backups, {} calls to the disk\n",
        full ? std::string{"everything"} : fmt::format("quarter {}", extent.part), extent.seed,
        scenario.steps.size(), scenario.commands, scenario.kinds.size(), scenario.refused,
        scenario.pages, scenario.left.size(), scenario.backups, life.calls.size());

    const auto fails = [&](sim::DiskFault fault, crash::Ending ending = crash::Ending::closed) {
        return [&, fault, ending](const crash::Extent& how) {
            return crash::fail(fault, ending, scenario, life, how);
        };
    };
    const auto start_fails = [&](sim::DiskFault fault) {
        return [&, fault](const crash::Extent& how) {
            return crash::fail_at_start(fault, scenario, life, how);
        };
    };
    const std::vector<Experiment> experiments{
        {"cut", [&](const auto& how) { return crash::cut_the_power(scenario, life, how); }},
        {"cut twice",
         [&](const auto& how) { return crash::cut_the_power_twice(scenario, life, how); }},
        {"lost, cut", [&](const auto& how) { return crash::lose_and_cut(scenario, life, how); }},
        {"lived on", [&](const auto& how) { return crash::live_on(scenario, life, how); }},
        {"I/O error", fails(sim::DiskFault::io_error)},
        {"full once", fails(sim::DiskFault::full)},
        {"full until freed", fails(sim::DiskFault::full_until_freed)},
        {"sync fails", fails(sim::DiskFault::sync_fails)},
        {"killed", fails(sim::DiskFault::sync_fails, crash::Ending::killed)},
        {"start: I/O error", start_fails(sim::DiskFault::io_error)},
        {"start: full", start_fails(sim::DiskFault::full_until_freed)},
        {"start: sync", start_fails(sim::DiskFault::sync_fails)}};
    int passed = 0;
    int failed = 0;
    fmt::print("{:<17}{:>7}{:>9}{:>11}{:>11}{:>8}{:>10}  broken\n", "experiment", "calls", "states",
               "different", "starts", "CPU s", "states/s");
    for (const auto& experiment : experiments) {
        if (!only.empty() && only != experiment.name) continue;
        const auto began = std::clock();
        const auto tally = experiment.run(extent);
        const auto took = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
        fmt::print("{:<17}{:>7}{:>9}{:>11}{:>11}{:>8.1f}{:>10.0f}  {}\n", experiment.name,
                   tally.calls, tally.states, tally.different, tally.recoveries, took,
                   static_cast<double>(tally.states) / took, broken_in(tally));
        for (const auto& example : tally.examples) fmt::print("    {}\n", example);
        std::fflush(stdout);
        ++(tally.kept() && tally.calls > 0 ? passed : failed);
    }
    fmt::print("{} passed, {} failed\n", passed, failed);
    return failed == 0 ? 0 : broken_promise;
}
