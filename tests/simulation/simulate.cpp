#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <thread>

#include "base/log.hpp"
#include "tests/simulation/hotel_days.hpp"

// Many hotel-days, a process for each seed, each told in a line that can be kept.

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

struct Wanted {
    std::uint64_t first = 1;
    int count = 10;
    int hours = 24;
    sim::HotelKind kind = sim::HotelKind::small;
    int jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
};

/// What one seed has to tell.
struct Lived {
    std::string line{};  ///< empty: the program has ended in it, by a broken invariant
    int hours = 0;
    std::string broken{};  ///< a line for each promise
    sim::Coverage coverage{};
};

/// The lives of the seeds, several at a time, given in order. One that ends the program ends its
/// own process only.
class Lives {
  public:
    explicit Lives(const Wanted& wanted) : wanted_(wanted) {}

    Lived next() {
        while (begun_ < wanted_.count && static_cast<int>(children_.size()) < wanted_.jobs) begin();
        for (;;) {
            if (const auto lived = lived_.find(given_); lived != lived_.end()) {
                auto told = std::move(lived->second);
                lived_.erase(lived);
                ++given_;
                return told;
            }
            collect();
            if (begun_ < wanted_.count) begin();
        }
    }

  private:
    struct Child {
        int number;
        std::FILE* told;
    };

    void begin() {
        std::fflush(stdout);
        const Child child{.number = begun_++, .told = std::tmpfile()};
        const auto pid = child.told == nullptr ? -1 : fork();
        if (pid < 0) throw std::runtime_error("no process can be begun");
        if (pid > 0) {
            children_[pid] = child;
            return;
        }
        const auto text = live(wanted_.first + static_cast<std::uint64_t>(child.number));
        std::fwrite(text.data(), 1, text.size(), child.told);
        std::fclose(child.told);
        _exit(0);
    }

    std::string live(std::uint64_t seed) const {
        sim::HotelDays hotel(seed, wanted_.kind);
        const auto hours = hotel.has_rules() ? std::max(1, wanted_.hours / 2) : wanted_.hours;
        const auto report = hotel.live(hours);
        std::ostringstream text;
        text << line_of(report);
        for (const auto& broken : report.broken) text << "  " << broken << '\n';
        text << '\n';
        hotel.coverage().write(text);
        return text.str();
    }

    void collect() {
        int status = 0;
        const auto pid = wait(&status);
        const auto child = children_.extract(pid).mapped();
        std::string all;
        std::rewind(child.told);
        for (int letter = std::fgetc(child.told); letter != EOF; letter = std::fgetc(child.told))
            all += static_cast<char>(letter);
        std::fclose(child.told);
        auto& lived = lived_[child.number];
        if (status != 0) return;
        std::istringstream text(all);
        std::getline(text, lived.line);
        lived.line += '\n';
        std::uint64_t seed = 0;
        std::istringstream(lived.line) >> seed >> lived.hours;
        for (std::string broken; std::getline(text, broken) && !broken.empty();)
            lived.broken += broken + '\n';
        lived.coverage.read(text);
    }

    const Wanted& wanted_;
    std::map<pid_t, Child> children_;
    std::map<int, Lived> lived_;  ///< and not given yet
    int begun_ = 0;
    int given_ = 0;
};

void tell(const sim::Coverage& coverage) {
    const auto& troubles = sim::HotelDays::trouble_names();
    const auto sum = coverage.sum(troubles);
    fmt::print("kind x stage x trouble: {} of {} cells lived through\n", sum.cells - sum.empty,
               sum.cells);
    for (const auto& [stage, count] : sum.by_stage)
        fmt::print("  {}: {} of {}\n", journal::to_word(stage), count.first - count.second,
                   count.first);
    fmt::print("{}", coverage.holes(troubles));
}

}  // namespace

int main(int argc, char** argv) {
    log::start(log::Level::error, false);
    Wanted wanted;
    std::string ledger;
    std::string table;
    CLI::App app{
        "Lives through hotel-days in virtual time: staff at work, other people in the PMS, and\n"
        "one trouble after the other. Prints a line for each seed, what was promised and not "
        "kept,\n"
        "and which kind of write never was in which stage in which trouble.\n"
        "Exit status: 0 all was kept, 1 something was not, 2 not asked rightly."};
    app.add_option("--first", wanted.first, "The first seed")->capture_default_str();
    app.add_option("--count", wanted.count, "How many seeds")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_option("--hours", wanted.hours,
                   "How long each hotel lives; one with rules lives half of it")
        ->check(CLI::Range(1, 24 * 366 * 10))
        ->capture_default_str();
    app.add_option("--jobs", wanted.jobs, "How many live at the same time")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    const std::map<std::string, sim::HotelKind> kinds{{"small", sim::HotelKind::small},
                                                      {"city", sim::HotelKind::city},
                                                      {"remote", sim::HotelKind::remote}};
    app.add_option("--hotel", wanted.kind,
                   "small (the default): 12 to 40 rooms, city: the City Hotel of tests/data, "
                   "remote: a guest\nhouse whose line is there for some minutes in some days")
        ->transform(CLI::CheckedTransformer(kinds, CLI::ignore_case));
    app.add_option("--coverage", table, "Writes there how often each was");
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
        if (is_new) kept << heading << std::flush;
    }
    fmt::print("{}", heading);
    int failed = 0;
    std::int64_t hours = 0;
    sim::Coverage coverage;
    Lives lives(wanted);
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < wanted.count; ++i) {
        const auto lived = lives.next();
        if (lived.line.empty()) {
            fmt::print("  aborted in seed {}\n", wanted.first + static_cast<std::uint64_t>(i));
            ++failed;
            continue;
        }
        fmt::print("{}{}", lived.line, lived.broken);
        std::fflush(stdout);
        coverage.add(lived.coverage);
        hours += lived.hours;
        if (kept.is_open()) kept << lived.line << std::flush;
        if (!lived.broken.empty()) ++failed;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    // Where nobody aims at anything the table tells little.
    if (wanted.kind != sim::HotelKind::remote) tell(coverage);
    if (!table.empty()) std::ofstream(table) << coverage.table(sim::HotelDays::trouble_names());
    const auto days = static_cast<double>(hours) / 24;
    fmt::print("{:.1f} hotel-days ({:.2f} hotel-years) in {:.0f} s, {:.2f} a second\n", days,
               days / 365, took.count(), days / took.count());
    fmt::print("{} passed, {} failed\n", wanted.count - failed, failed);
    return failed > 0 ? broken_promise : 0;
}
