#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>

#include "base/log.hpp"
#include "tests/simulation/hotel_days.hpp"

// Many hotel-days, one seed after the other, each told in a line that can be kept.

namespace {

using namespace stayd;

constexpr int broken_promise = 1;
constexpr int wrong_usage = 2;

std::string line_of(const sim::DaysReport& report) {
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:016x}\t{}\n", report.seed, report.hours,
                       report.edits, report.acts, report.troubles, report.deaths, report.calls,
                       report.late, report.hash, report.broken.size());
}
constexpr const char* heading =
    "seed\thours\tedits\tacts\ttroubles\tdeaths\tcalls\tlate\thash\tbroken\n";

}  // namespace

int main(int argc, char** argv) {
    log::start(log::Level::error, false);
    std::uint64_t first = 1;
    int count = 10;
    int hours = 24;
    std::string ledger;
    CLI::App app{
        "Lives through hotel-days in virtual time: staff at work, other people in the PMS, and "
        "one\n"
        "trouble after the other. Prints a line for each seed, and what was promised and not "
        "kept.\n"
        "Exit status: 0 all was kept, 1 something was not, 2 not asked rightly."};
    app.add_option("--first", first, "The first seed")->capture_default_str();
    app.add_option("--count", count, "How many seeds")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_option("--hours", hours, "How long each hotel lives")
        ->check(CLI::Range(1, 24 * 365))
        ->capture_default_str();
    app.add_option("--ledger", ledger, "Adds the lines to this file");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : wrong_usage;
    }
    std::ofstream kept;
    if (!ledger.empty()) {
        const bool is_new = !std::ifstream{ledger}.good();
        kept.open(ledger, std::ios::app);
        if (!kept) {
            fmt::print(stderr, "simulate: '{}' cannot be written\n", ledger);
            return wrong_usage;
        }
        if (is_new) kept << heading;
    }
    fmt::print("{}", heading);
    int result = 0;
    for (int i = 0; i < count; ++i) {
        const auto report = sim::HotelDays{first + static_cast<std::uint64_t>(i)}.live(hours);
        const auto line = line_of(report);
        fmt::print("{}", line);
        for (const auto& broken : report.broken) fmt::print("  {}\n", broken);
        std::fflush(stdout);
        if (kept.is_open()) kept << line << std::flush;
        if (!report.broken.empty()) result = broken_promise;
    }
    return result;
}
