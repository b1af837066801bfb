// How fast pages of the PMS become rows of the mirror: through the house's front door, beside a
// bare loop over SQLite's C API that inserts the same parsed rows, and beside Node with
// better-sqlite3 doing the same work from the same pages into the same columns; all with the same
// durability, turn and turn about.
#include <fmt/format.h>
#include <sqlite3.h>

#include <benchmark/benchmark.h>
#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "house/house.hpp"
#include "mews/answers.hpp"
#include "mirror/list_sql.hpp"
#include "tests/sim/mews/city_hotel.hpp"
#include "tests/sim/mews/lists.hpp"
#include "tests/sim/world/seeded_random.hpp"

namespace stayd::bench {
namespace {

namespace json = boost::json;
using model::List;

constexpr std::size_t page_rows = 1000;
constexpr std::size_t pages_each = 20;
const List measured[] = {List::reservations, List::customers, List::order_items};

/// Pages of real rows under new ids, as the PMS sends them.
class Pages {
  public:
    Pages() {
        const auto hotel = sim::city_hotel(1, sim::city_hotel_morning());
        for (const auto list : measured) make(hotel, list);
    }
    const std::vector<std::string>& of(List list) const { return bodies_.at(list); }
    /// The same rows, each with a member that is another.
    const std::vector<std::string>& changed(List list) const { return changed_.at(list); }
    std::size_t rows() const { return std::size(measured) * pages_each * page_rows; }

  private:
    void make(const sim::Hotel& hotel, List list) {
        const auto& entry = model::entry(list);
        const auto rows = all_rows(hotel, entry);
        std::size_t next = 0;
        for (std::size_t page = 0; page < pages_each; ++page) {
            json::array array;
            for (std::size_t row = 0; row < page_rows; ++row) {
                auto copy = rows[next++ % rows.size()].get_object();
                copy["Id"] = id(list, next).to_string();
                array.push_back(std::move(copy));
            }
            const json::object body{{std::string{entry.collection}, std::move(array)},
                                    {"Cursor", Uuid{}.to_string()}};
            bodies_[list].push_back(json::serialize(body));
            auto other = body;
            for (auto& row : other[std::string{entry.collection}].as_array())
                row.as_object()["Changed"] = "yes";
            changed_[list].push_back(json::serialize(other));
        }
    }
    static Uuid id(List list, std::size_t number) {
        sim::SeededRandom random{static_cast<std::uint64_t>(list) << 32 | number};
        return Uuid::version7(from_ms(1'442'480'400'000), random);
    }
    static json::array all_rows(const sim::Hotel& hotel, const model::ListEntry& entry) {
        json::object asked{{"Limitation", json::object{{"Count", 1000}}}};
        for (const auto& extra : entry.extras) {
            if (!extra.name.empty()) asked[extra.name] = json::parse(extra.json);
        }
        if (entry.must == model::MustFilter::any)
            asked["UpdatedUtc"] = json::object{{"StartUtc", "2015-09-01T00:00:00Z"},
                                               {"EndUtc", "2015-10-01T00:00:00Z"}};
        for (const auto& operation : sim::list_operations()) {
            if (operation.path != entry.path) continue;
            std::vector<std::string> faults;
            sim::Parameters parameters{asked, faults};
            return operation.answer(hotel, parameters).body.at(entry.collection).get_array();
        }
        throw std::runtime_error("the simulator has no such list");
    }

    std::map<List, std::vector<std::string>> bodies_;
    std::map<List, std::vector<std::string>> changed_;
};

/// A folder on disk for one run.
class Folder {
  public:
    Folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "stayd-mirror-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path file() const { return path_ / "hotel.db"; }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// Bytes this process has caused to be written to disk, by the kernel's own accounting.
std::int64_t bytes_written() {
    std::ifstream io{"/proc/self/io"};
    std::string word;
    std::int64_t bytes = 0;
    while (io >> word) {
        if (word == "write_bytes:") io >> bytes;
    }
    return bytes;
}

struct Stayd {
    explicit Stayd(const Folder& folder)
        : database(folder.file(), storage::Database::Mode::read_write),
          house((house::prepare(database, folder.file()), database), random) {
        house.apply(house::Started{}, now);
    }
    void read(const Pages& pages, bool changed = false) {
        for (const auto list : measured) {
            for (const auto& body : changed ? pages.changed(list) : pages.of(list)) {
                auto page = mews::read_page({.list = list}, body, "en-GB");
                if (!page) throw std::runtime_error(page.error().context);
                house.apply(house::PageArrived{.rows = std::move(page->rows)}, now);
            }
            house.apply(house::StreamCompleted{.list = list, .watermark = now}, now);
        }
    }

    UtcTime now = from_ms(1'442'480'400'000);
    sim::SeededRandom random{1};
    storage::Database database;
    house::House house;
};

/// The same rows, parsed before, through SQLite's C API alone: the mirror's own table, indexes and
/// durability, one statement, one transaction a page.
class Bare {
  public:
    Bare(const Folder& folder, const Pages& pages) {
        {
            storage::Database database(folder.file(), storage::Database::Mode::read_write);
            house::prepare(database, folder.file());
        }
        check(sqlite3_open(folder.file().c_str(), &handle_));
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000;");
        for (const auto list : measured) {
            for (const auto& body : pages.of(list))
                rows_.push_back(mews::read_page({.list = list}, body, "en-GB").value().rows);
        }
    }
    ~Bare() { sqlite3_close(handle_); }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;

    /// Inserts; what is there is left alone, which is what an unchanged row comes to.
    void read() {
        sqlite3_stmt* insert = nullptr;
        std::optional<List> of;
        for (const auto& page : rows_) {
            if (of != page.list()) {
                sqlite3_finalize(insert);
                of = page.list();
                const auto& sql = mirror::sql_of(*of).insert;
                check(sqlite3_prepare_v3(handle_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                                         &insert, nullptr));
            }
            run("BEGIN");
            for (std::size_t at = 0; at < page.size(); ++at) put(insert, page, page[at]);
            run("COMMIT");
        }
        sqlite3_finalize(insert);
    }

  private:
    void put(sqlite3_stmt* insert, const model::Rows& page, const model::Rows::Row& row) {
        const auto text = [&](int place, std::string_view value) {
            sqlite3_bind_text(insert, place, value.data(), static_cast<int>(value.size()),
                              SQLITE_STATIC);
        };
        int place = 1;
        sqlite3_bind_blob(insert, place++, row.id().bytes.data(), 16, SQLITE_STATIC);
        for (std::size_t column = 0; column < page.entry().columns.size(); ++column, ++place) {
            const auto cell = row.cell(column);
            if (cell.kind() == model::Cell::Kind::integer) {
                sqlite3_bind_int64(insert, place, cell.integer());
            } else if (cell.kind() == model::Cell::Kind::id) {
                sqlite3_bind_blob(insert, place, cell.bytes().data(), 16, SQLITE_STATIC);
            } else if (cell.kind() == model::Cell::Kind::text) {
                text(place, cell.bytes());
            } else {
                sqlite3_bind_null(insert, place);
            }
        }
        text(place++, row.rest());
        sqlite3_bind_int64(insert, place++, static_cast<std::int64_t>(row.content_hash()));
        sqlite3_bind_int64(insert, place, 0);
        sqlite3_step(insert);
        check(sqlite3_reset(insert));
    }
    void check(int result) {
        if (result != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    }
    void run(const char* sql) { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }

    sqlite3* handle_ = nullptr;
    std::vector<model::Rows> rows_;
};

/// What the peer needs: the pages, and each list's table, columns and statement.
void write_work(const Folder& folder, const Pages& pages) {
    json::array lists;
    for (const auto list : measured) {
        const auto& entry = model::entry(list);
        const auto& sql = mirror::sql_of(list);
        json::array columns;
        for (const auto& column : entry.columns) {
            columns.push_back(json::object{{"name", column.name},
                                           {"member", column.member},
                                           {"type", static_cast<int>(column.type)}});
        }
        json::array indexes;
        for (const auto& index : sql.indexes) indexes.emplace_back(index.create);
        json::array files;
        for (std::size_t page = 0; page < pages.of(list).size(); ++page) {
            const auto name = fmt::format("{}-{}.json", entry.table, page);
            std::ofstream{folder.path() / name} << pages.of(list)[page];
            files.emplace_back(name);
        }
        lists.push_back(json::object{{"table", entry.table},
                                     {"collection", entry.collection},
                                     {"create", sql.create},
                                     {"indexes", std::move(indexes)},
                                     {"columns", std::move(columns)},
                                     {"pages", std::move(files)}});
    }
    std::ofstream{folder.path() / "work.json"} << json::serialize(lists);
}

/// Seconds of the peer's fresh and unchanged passes, measured by itself: its start does not count.
std::optional<std::pair<double, double>> run_node(const Pages& pages) {
    const Folder folder;
    write_work(folder, pages);
    const auto result = folder.path() / "result.json";
    const auto command = fmt::format("node {}/mirror.mjs {} > {}", STAYD_PEERS,
                                     folder.path().string(), result.string());
    if (std::system(command.c_str()) != 0) return std::nullopt;
    std::ifstream file{result};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto seconds = json::parse(text);
    return std::pair{seconds.at("fresh").to_number<double>(),
                     seconds.at("unchanged").to_number<double>()};
}

const Pages& pages() {
    static const Pages all;
    return all;
}

enum class Pass { fresh, unchanged, changed };

void report(benchmark::State& state, std::int64_t written) {
    const auto rows = static_cast<double>(pages().rows());
    state.counters["rows/s"] =
        benchmark::Counter(rows, benchmark::Counter::kIsIterationInvariantRate);
    state.counters["bytes/row"] = benchmark::Counter(static_cast<double>(written) / rows /
                                                     static_cast<double>(state.iterations()));
}

void stayd_reads(benchmark::State& state, Pass pass) {
    std::int64_t written = 0;
    for (auto _ : state) {
        state.PauseTiming();
        auto folder = std::make_unique<Folder>();
        auto stayd = std::make_unique<Stayd>(*folder);
        if (pass != Pass::fresh) stayd->read(pages());
        const auto before = bytes_written();
        state.ResumeTiming();
        stayd->read(pages(), pass == Pass::changed);
        state.PauseTiming();
        written += bytes_written() - before;
        stayd.reset();
        folder.reset();
        state.ResumeTiming();
    }
    report(state, written);
}

void bare_reads(benchmark::State& state, Pass pass) {
    std::int64_t written = 0;
    for (auto _ : state) {
        state.PauseTiming();
        auto folder = std::make_unique<Folder>();
        auto bare = std::make_unique<Bare>(*folder, pages());
        if (pass == Pass::unchanged) bare->read();
        const auto before = bytes_written();
        state.ResumeTiming();
        bare->read();
        state.PauseTiming();
        written += bytes_written() - before;
        bare.reset();
        folder.reset();
        state.ResumeTiming();
    }
    report(state, written);
}

void node_reads(benchmark::State& state, Pass pass) {
    for (auto _ : state) {
        const auto seconds = run_node(pages());
        if (!seconds) {
            state.SkipWithError("node or better-sqlite3 is not here");
            return;
        }
        state.SetIterationTime(pass == Pass::fresh ? seconds->first : seconds->second);
    }
    report(state, 0);
}

/// Keeps the medians for the table of ratios that ends the output.
class Table : public benchmark::ConsoleReporter {
  public:
    Table() : ConsoleReporter(OO_Tabular) {}
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const auto& run : runs) {
            if (run.error_occurred || run.aggregate_name != "median") continue;
            rate_[run.run_name.function_name] = run.counters.at("rows/s");
            bytes_[run.run_name.function_name] = run.counters.at("bytes/row");
        }
    }
    void print() const {
        fmt::print("\n{} rows of reservations, customers and order items, medians\n\n",
                   pages().rows());
        fmt::print("{:<28} {:>12} {:>14} {:>16}\n", "pages -> mirror", "rows/s", "of bare C API",
                   "bytes/row");
        for (const auto* pass : {"fresh", "unchanged"}) {
            for (const auto* who : {"stayd", "bare", "node"}) {
                const auto name = fmt::format("{}/{}", who, pass);
                const auto found = rate_.find(name);
                if (found == rate_.end()) continue;
                const auto bare = rate_.at(fmt::format("bare/{}", pass));
                fmt::print("{:<28} {:>12.0f} {:>14.2f} {:>16.0f}\n", name, found->second,
                           found->second / bare, bytes_.at(name));
            }
        }
        if (const auto changed = rate_.find("stayd/changed"); changed != rate_.end()) {
            fmt::print("{:<28} {:>12.0f} {:>14} {:>16.0f}\n", "stayd/changed, each audited",
                       changed->second, "", bytes_.at("stayd/changed"));
        }
        for (const auto* pass : {"fresh", "unchanged"}) {
            const auto node = rate_.find(fmt::format("node/{}", pass));
            if (node == rate_.end()) continue;
            fmt::print("stayd is {:.1f} times as fast as Node with better-sqlite3, {}\n",
                       rate_.at(fmt::format("stayd/{}", pass)) / node->second, pass);
        }
    }

  private:
    std::map<std::string, double> rate_;
    std::map<std::string, double> bytes_;
};

}  // namespace
}  // namespace stayd::bench

int main(int argc, char** argv) {
    using namespace stayd::bench;
    std::vector<std::string> arguments(argv, argv + argc);
    arguments.insert(arguments.begin() + 1,
                     {"--benchmark_repetitions=5", "--benchmark_enable_random_interleaving=true",
                      "--benchmark_min_time=0.01", "--benchmark_report_aggregates_only=true"});
    std::vector<char*> pointers;
    for (auto& argument : arguments) pointers.push_back(argument.data());
    int count = static_cast<int>(pointers.size());
    benchmark::Initialize(&count, pointers.data());
    if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 2;
    for (const auto pass : {Pass::fresh, Pass::unchanged, Pass::changed}) {
        const std::string name = pass == Pass::fresh       ? "fresh"
                                 : pass == Pass::unchanged ? "unchanged"
                                                           : "changed";
        const auto add = [&](const std::string& who, auto run) {
            return benchmark::RegisterBenchmark((who + "/" + name).c_str(), run, pass)
                ->Unit(benchmark::kMillisecond)
                ->Iterations(1);
        };
        add("stayd", stayd_reads)->UseRealTime();
        if (pass == Pass::changed) continue;  // the peers keep no account of what changed
        add("bare", bare_reads)->UseRealTime();
        add("node", node_reads)->UseManualTime();
    }
    Table table;
    benchmark::RunSpecifiedBenchmarks(&table);
    table.print();
    return 0;
}
