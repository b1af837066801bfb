#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <csignal>
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
    const auto& changes = report.changes;
    return fmt::format(
        "{}\t{:016x}\t{}\n",
        fmt::join(
            std::initializer_list<std::int64_t>{
                static_cast<std::int64_t>(report.seed), report.hours,
                static_cast<std::int64_t>(report.handhelds), report.edits, report.acts,
                changes.accepted, changes.confirmed, changes.box_only, changes.replaced,
                changes.refused, report.disorders, report.troubles, report.outages, report.clocks,
                report.deaths, static_cast<std::int64_t>(report.calls), report.late},
            "\t"),
        report.hash, report.broken.size());
}
constexpr const char* heading =
    "seed\thours\thandhelds\tedits\tacts\taccepted\tconfirmed\ton_box\treplaced\trefused\t"
    "disorders\ttroubles\toutages\tclocks\tdeaths\tcalls\tlate\thash\tbroken\n";

/// The seed that is lived through: a broken invariant of the daemon ends the program.
volatile std::sig_atomic_t seed_under_way = 0;
void tell_seed(int) {
    std::array<char, 64> text{};
    const auto end = fmt::format_to_n(text.begin(), text.size(), "  aborted in seed {}\n",
                                      static_cast<int>(seed_under_way));
    if (write(STDERR_FILENO, text.data(), end.size) < 0) return;
}

struct Totals {
    std::int64_t hours = 0;
    sim::Coverage coverage;
};

void tell(const Totals& totals, double seconds, const std::string& table_file) {
    const auto troubles = sim::HotelDays::trouble_names();
    const auto sum = totals.coverage.sum(troubles);
    fmt::print("{:.1f} hotel-days in {:.0f} s, {:.2f} a second\n",
               static_cast<double>(totals.hours) / 24.0, seconds,
               static_cast<double>(totals.hours) / 24.0 / seconds);
    fmt::print("kind x stage x trouble: {} of {} cells lived through\n", sum.cells - sum.empty,
               sum.cells);
    for (const auto& [stage, count] : sum.by_stage)
        fmt::print("  {}: {} of {}\n", journal::to_word(stage), count.first - count.second,
                   count.first);
    if (!table_file.empty()) std::ofstream(table_file) << totals.coverage.table(troubles);
}

}  // namespace

int main(int argc, char** argv) {
    log::start(log::Level::error, false);
    std::uint64_t first = 1;
    int count = 10;
    int hours = 24;
    bool is_city = false;
    std::string ledger;
    std::string table;
    CLI::App app{
        "Lives through hotel-days in virtual time: staff at work, other people in the PMS, and\n"
        "one trouble after the other. Prints a line for each seed, and what was promised and not "
        "kept.\n"
        "Exit status: 0 all was kept, 1 something was not, 2 not asked rightly."};
    app.add_option("--first", first, "The first seed")->capture_default_str();
    app.add_option("--count", count, "How many seeds")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_option("--hours", hours, "How long each hotel lives")
        ->check(CLI::Range(1, 24 * 365))
        ->capture_default_str();
    app.add_flag("--city", is_city, "The City Hotel of tests/data instead of 12 to 40 rooms");
    app.add_option("--coverage", table,
                   "Writes there which kind of write was in which stage in which trouble");
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
    Totals totals;
    std::signal(SIGABRT, tell_seed);
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i) {
        const auto seed = first + static_cast<std::uint64_t>(i);
        seed_under_way = static_cast<std::sig_atomic_t>(seed);
        sim::HotelDays hotel(seed, is_city ? sim::HotelSize::city : sim::HotelSize::small);
        const auto report = hotel.live(hours);
        totals.hours += hours;
        totals.coverage.add(hotel.coverage());
        const auto line = line_of(report);
        fmt::print("{}", line);
        for (const auto& broken : report.broken) fmt::print("  {}\n", broken);
        std::fflush(stdout);
        if (kept.is_open()) kept << line << std::flush;
        if (!report.broken.empty()) result = broken_promise;
    }
    const std::chrono::duration<double> lived = std::chrono::steady_clock::now() - began;
    tell(totals, lived.count(), table);
    return result;
}
