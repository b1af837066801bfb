#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "app/config.hpp"
#include "app/recovery.hpp"
#include "app/rule_files.hpp"
#include "app/version.hpp"
#include "base/log.hpp"
#include "house/dry_run.hpp"
#include "house/house.hpp"
#include "model/list.hpp"
#include "platform/beast/local_request.hpp"
#include "platform/linux/clock.hpp"
#include "platform/linux/files.hpp"
#include "platform/linux/instance_lock.hpp"
#include "platform/linux/random.hpp"
#include "platform/systemd/credentials.hpp"
#include "stayctl/audit.hpp"
#include "stayctl/rules.hpp"
#include "stayctl/tokens.hpp"

// stayctl: what the daemon says of itself, over its local socket; and a restore, while it is
// stopped.

namespace stayd {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr int exit_not_well = 1;
constexpr int exit_unreachable = 2;
constexpr int exit_usage = 64;

std::string text(const json::value& value) {
    return value.is_string() ? std::string{value.as_string()} : std::string{};
}

/// "12 s", "14 min", "3 h", "2 days"; "never" for null.
std::string age(const json::value& seconds) {
    if (!seconds.is_number()) return "never";
    const auto s = seconds.to_number<std::int64_t>();
    if (s < 120) return fmt::format("{} s", s);
    if (s < 7200) return fmt::format("{} min", s / 60);
    if (s < 172'800) return fmt::format("{} h", s / 3600);
    return fmt::format("{} days", s / 86'400);
}

void print_line(const json::value& status) {
    const auto& line = status.at("line");
    fmt::print("Property   {}   (time of the hotel: {})\n", text(status.at("property")),
               text(status.at("now")));
    fmt::print("Mews       line {} since {}", text(line.at("state")),
               line.at("since").is_null() ? "the start" : text(line.at("since")));
    if (const auto cause = text(line.at("cause")); !cause.empty()) fmt::print(": {}", cause);
    const auto& contact = line.at("last_contact_age_seconds");
    fmt::print("\n           last contact {}{}, events {}\n", age(contact),
               contact.is_null() ? "" : " ago", text(line.at("event_socket")));
    for (const auto& budget : line.at("budgets").as_array()) {
        fmt::print("           {} of {} calls in {} s\n", budget.at("used").to_number<int>(),
                   budget.at("calls").to_number<int>(),
                   budget.at("window_seconds").to_number<int>());
    }
    const auto& first = status.at("first_sync");
    if (!first.at("complete").as_bool()) {
        fmt::print("First read {} of {} lists, now {}\n", first.at("lists_done").to_number<int>(),
                   first.at("lists_total").to_number<int>(), text(first.at("step")));
    }
}

void print_changes(const json::value& status) {
    const auto& changes = status.at("changes");
    const auto count = [&](const char* name) { return changes.at(name).to_number<std::int64_t>(); };
    fmt::print(
        "Changes    {} accepted = {} confirmed + {} kept on the box + {} replaced + {} refused + "
        "{} waiting\n",
        count("accepted"), count("confirmed"), count("box_only"), count("replaced"),
        count("refused"), count("waiting"));
    if (count("waiting") > 0)
        fmt::print("           oldest waits {}\n", age(changes.at("oldest_waiting_seconds")));
    if (count("to_read") > 0)
        fmt::print("           {} refused or replaced, nobody has read it yet\n", count("to_read"));
}

void print_storage(const json::value& storage) {
    const auto megabytes = [&](const char* name) {
        return storage.at(name).to_number<std::int64_t>() >> 20;
    };
    fmt::print("Disk       {} MB free, ballast {}, journal {} MB\n", megabytes("free_bytes"),
               text(storage.at("ballast")), megabytes("journal_bytes"));
    if (const auto since = text(storage.at("full_since")); !since.empty())
        fmt::print("           full since {}: Mews is not read until there is space\n", since);
    const auto& backup = storage.at("backup");
    fmt::print("Backup     {}{}", age(backup.at("age_seconds")),
               backup.at("last").is_null() ? "" : " ago");
    if (!backup.at("percent").is_null())
        fmt::print(", one is being made: {} %", backup.at("percent").to_number<int>());
    if (const auto trouble = text(backup.at("trouble")); !trouble.empty())
        fmt::print(", the last try gave none: {}", trouble);
    fmt::print("\n");
    if (const auto when = text(storage.at("recovered")); !when.empty())
        fmt::print("Recovered  {}: {}\n", when, text(storage.at("recovered_what")));
}

void print_rest(const json::value& status) {
    const auto& broker = status.at("broker");
    fmt::print("Broker     {}, {} messages to send\n", text(broker.at("state")),
               broker.at("topics_unsent").to_number<std::int64_t>());
    if (const auto lost = broker.at("messages_lost").to_number<std::int64_t>(); lost > 0) {
        fmt::print(
            "           {} messages came faster than they were read; devices send them again\n",
            lost);
    }
    print_storage(status.at("storage"));
    fmt::print("\n{:<29} {:>8} {:>10}\n", "List", "rows", "read");
    for (const auto& stream : status.at("streams").as_array()) {
        const auto& seconds = stream.at("age_seconds");
        fmt::print("{:<29} {:>8} {:>10}{}", text(stream.at("name")),
                   stream.at("rows").to_number<std::int64_t>(), age(seconds),
                   seconds.is_null() ? "    " : " ago");
        if (const auto* scan = stream.as_object().if_contains("scan")) {
            fmt::print("  reading it whole: {} %, {} rows in {} calls",
                       scan->at("percent").to_number<int>(),
                       scan->at("rows").to_number<std::int64_t>(),
                       scan->at("calls").to_number<int>());
            const auto& left = scan->at("calls_left");
            if (!left.is_null()) fmt::print(", about {} calls to go", left.to_number<int>());
        }
        if (const auto trouble = text(stream.at("trouble")); !trouble.empty()) {
            fmt::print("  trouble: {}", trouble);
            if (const auto next = text(stream.at("next_attempt")); !next.empty())
                fmt::print("; asked again {}", next);
        }
        fmt::print("\n");
    }
    const auto& versions = status.at("versions");
    fmt::print("\nstayd {}, SQLite {}, database version {}\n", text(versions.at("stayd")),
               text(versions.at("sqlite")), versions.at("schema").to_number<int>());
}

/// Who is asked, and how: everything stayctl does goes through here.
class Daemon {
  public:
    explicit Daemon(std::string socket) : socket_(std::move(socket)) {}

    /// The answer's body. Throws `Unreachable` or `Refusal`, with a sentence for a person.
    std::string ask(const std::string& method, const std::string& target) const {
        const auto answer = platform::ask_local(socket_, method, target, 60s);
        if (!answer) throw Unreachable(answer.error().context);
        if (answer->status == 200) return answer->body;
        const auto problem = json::parse(answer->body);
        throw Refusal(fmt::format("{}. {}", text(problem.at("title")), text(problem.at("detail"))));
    }
    json::value status() const { return json::parse(ask("GET", "/status")); }

    struct Unreachable : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    struct Refusal : std::runtime_error {
        using std::runtime_error::runtime_error;
    };

  private:
    std::string socket_;
};

int show_status(const Daemon& daemon, bool as_json) {
    const auto body = daemon.ask("GET", "/status");
    const auto status = json::parse(body);
    if (as_json) {
        fmt::print("{}\n", body);
    } else {
        print_line(status);
        print_changes(status);
        print_rest(status);
    }
    const bool well = text(status.at("line").at("state")) == "up" &&
                      text(status.at("broker").at("state")) == "connected";
    return well ? 0 : exit_not_well;
}

std::string joined(const std::vector<std::string>& lists) {
    std::string all;
    for (const auto& list : lists) all += (all.empty() ? "" : ",") + list;
    return all;
}

const json::value* find_list(const json::value& status, std::string_view name) {
    for (const auto& stream : status.at("streams").as_array()) {
        if (text(stream.at("name")) == name) return &stream;
    }
    return nullptr;
}

/// Whether the list's whole scope was read to its end since `since` (ISO 8601 sorts by time).
bool is_compared(const json::value& stream, const std::string& since) {
    return text(stream.at("last_whole")) > since;
}

/// Lists that are read whole at every turn have nothing to compare.
bool is_comparable(std::string_view name) {
    const auto* entry = model::find_list(name);
    return entry != nullptr && entry->then != model::Then::whole;
}

/// A comparison leaves calls to what staff need: it may have to wait until a window has passed.
std::string waiting_for_calls(const json::value& status) {
    std::string longest;
    for (const auto& budget : status.at("line").at("budgets").as_array()) {
        longest =
            fmt::format(", waiting for its turn ({} of {} calls used in {} min)",
                        budget.at("used").to_number<int>(), budget.at("calls").to_number<int>(),
                        budget.at("window_seconds").to_number<int>() / 60);
    }
    return longest;
}

/// Waits until every list was compared; says where it stands whenever that changes.
void wait_for_comparison(const Daemon& daemon, const std::vector<std::string>& lists,
                         const std::string& since) {
    std::string said;
    for (;;) {
        const auto status = daemon.status();
        std::size_t done = 0;
        std::string now_reading;
        for (const auto& name : lists) {
            const auto* stream = find_list(status, name);
            if (is_compared(*stream, since) || text(stream->at("trouble_kind")) == "NotAllowed") {
                ++done;
            } else if (const auto* scan = stream->as_object().if_contains("scan")) {
                now_reading = fmt::format(", {} {} %", name, scan->at("percent").to_number<int>());
            }
        }
        if (done == lists.size()) return;
        auto line = fmt::format("{} of {} lists compared{}", done, lists.size(), now_reading);
        if (text(status.at("line").at("state")) != "up") {
            line += ", waiting for the line to Mews";
        } else if (now_reading.empty()) {
            line += waiting_for_calls(status);
        }
        if (line != said) fmt::print(stderr, "stayctl: {}\n", line);
        said = std::move(line);
        std::this_thread::sleep_for(1s);
    }
}

int verify(const Daemon& daemon, const std::vector<std::string>& wanted) {
    const auto asked = json::parse(daemon.ask("POST", "/mirror/verify?lists=" + joined(wanted)));
    std::vector<std::string> lists;
    for (const auto& name : asked.at("lists").as_array()) {
        if (is_comparable(text(name))) lists.push_back(text(name));
    }
    wait_for_comparison(daemon, lists, text(asked.at("now")));
    const auto status = daemon.status();
    fmt::print("{:<29} {:>9} {:>12}  {}\n", "List", "rows", "differences", "digest");
    std::int64_t all = 0;
    for (const auto& name : lists) {
        const auto* stream = find_list(status, name);
        const auto digest = json::parse(daemon.ask("GET", "/mirror/digest?list=" + name));
        const auto differences = stream->at("sweep_differences").to_number<std::int64_t>();
        all += differences;
        fmt::print("{:<29} {:>9} {:>12}  {}{}\n", name, digest.at("rows").to_number<std::int64_t>(),
                   differences, text(digest.at("digest")),
                   text(stream->at("trouble_kind")) == "NotAllowed" ? "  not allowed to us" : "");
    }
    if (all == 0) {
        fmt::print("The mirror is as Mews has it.\n");
        return 0;
    }
    fmt::print("{} {} from Mews and {} mended.\n", all, all == 1 ? "row differed" : "rows differed",
               all == 1 ? "was" : "were");
    return exit_not_well;
}

int rebuild(const Daemon& daemon, const std::vector<std::string>& wanted, bool is_sure) {
    const auto status = daemon.status();
    if (text(status.at("line").at("state")) != "up") {
        fmt::print(stderr,
                   "stayctl: the line to Mews is {}: what is thrown away now could not be read "
                   "again. Try again when it is up.\n",
                   text(status.at("line").at("state")));
        return exit_not_well;
    }
    if (!is_sure) {
        fmt::print(stderr,
                   "stayctl: this throws away the box's copy of {} and reads it from Mews anew; "
                   "boards are incomplete until that is done. Staff's changes and tasks stay. "
                   "Say --yes to do it.\n",
                   wanted.empty() ? "every list" : joined(wanted));
        return exit_usage;
    }
    const auto asked = json::parse(daemon.ask("POST", "/mirror/rebuild?lists=" + joined(wanted)));
    std::vector<std::string> lists;
    for (const auto& name : asked.at("lists").as_array()) lists.push_back(text(name));
    wait_for_comparison(daemon, lists, text(asked.at("now")));
    fmt::print("{} {} read anew.\n", lists.size(), lists.size() == 1 ? "list was" : "lists were");
    return 0;
}

/// A verified copy into the box's own folder, and from there to where it is wanted.
int backup(const Daemon& daemon, const std::string& wanted) {
    const auto asked = json::parse(daemon.ask("POST", "/backup"));
    const auto since = text(asked.at("now"));
    std::string said;
    for (;;) {
        std::this_thread::sleep_for(300ms);
        const auto state = daemon.status().at("storage").at("backup");
        if (!state.at("percent").is_null()) {
            auto line = fmt::format("{} %", state.at("percent").to_number<int>());
            if (line != said) fmt::print(stderr, "stayctl: {}\n", line);
            said = std::move(line);
            continue;
        }
        if (const auto trouble = text(state.at("trouble")); !trouble.empty()) {
            fmt::print(stderr, "stayctl: no backup: {}\n", trouble);
            return exit_not_well;
        }
        // Whole seconds in the name of a backup.
        if (text(state.at("last")).substr(0, 19) < since.substr(0, 19)) continue;
        const auto file = text(state.at("file"));
        if (!wanted.empty())
            std::filesystem::copy_file(file, wanted,
                                       std::filesystem::copy_options::overwrite_existing);
        fmt::print("{}, verified; nobody waited longer than {} ms for it\n",
                   wanted.empty() ? file : wanted,
                   state.at("longest_pause_ms").to_number<std::int64_t>());
        return 0;
    }
}

/// Works on the files themselves: the daemon must not run.
int restore(const std::string& config_file, const std::string& file) {
    const auto config = app::read_config(config_file, platform::read_credential);
    if (!config) {
        for (const auto& mistake : config.error()) fmt::print(stderr, "{}\n", mistake);
        return exit_usage;
    }
    const auto& storage = config->storage;
    const auto lock = platform::InstanceLock::take(storage.directory / "stayd.lock");
    if (!lock) {
        fmt::print(stderr, "stayctl: stayd runs on {}: stop it first (systemctl stop stayd)\n",
                   storage.directory.string());
        return exit_not_well;
    }
    log::start(log::Level::warning, false);
    platform::SystemFiles files;
    platform::SystemRandom random;
    platform::SystemClock clock;
    journal::Segments segments(files, storage.journal());
    const auto journal = segments.open();
    const auto what = app::restore(storage, files, journal, file, clock.utc_now());
    storage::Database database(storage.database(), storage::Database::Mode::read_write);
    house::House house(database, random, {.segments = &segments});
    const auto replayed = house.replay(journal, clock.utc_now());
    fmt::print("{} {} rows of staff's work were newer than it. {}\n", what, replayed.rows,
               replayed.journal_mended);
    return 0;
}

/// The member a column of the CSV shows, by its way from the row: "Data.Value.FloorNumber".
const json::value* member_at(const json::value& row, std::string_view path) {
    const json::value* at = &row;
    while (!path.empty()) {
        const auto name = path.substr(0, path.find('.'));
        path = name.size() == path.size() ? "" : path.substr(name.size() + 1);
        const auto* object = at->if_object();
        if (object == nullptr || (at = object->if_contains(name)) == nullptr) return nullptr;
    }
    return at;
}

/// RFC 4180. A text that a spreadsheet would take for a formula is made a text by an apostrophe.
std::string csv_field(const json::value* value) {
    if (value == nullptr || value->is_null()) return {};
    std::string field =
        value->is_string() ? std::string{value->as_string()} : json::serialize(*value);
    const bool is_formula = value->is_string() && !field.empty() &&
                            std::string_view{"=+-@\t\r"}.find(field.front()) != std::string::npos;
    if (is_formula) field.insert(0, "'");
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + '"';
}

void print_csv(const std::vector<std::string>& members, const json::value* row) {
    std::string line;
    for (const auto& member : members) {
        if (!line.empty() || &member != &members.front()) line += ',';
        line += row == nullptr ? member : csv_field(member_at(*row, member));
    }
    fmt::print("{}\r\n", line);
}

/// The hotel's words for two of Mews's lists.
std::string list_of(const std::string& kind) {
    if (kind == "guests") return "customers";
    if (kind == "vendors") return "companies";
    return kind;
}

int export_rows(const Daemon& daemon, const std::string& kind, bool as_csv) {
    const auto name = list_of(kind);
    std::vector<std::string> members;
    if (kind == "users") {
        members = {"name", "first_seen_utc", "last_seen_utc", "mews_id", "synced_utc"};
    } else if (const auto* entry = model::find_list(name)) {
        if (entry->key.empty()) members.emplace_back(model::id_member);
        for (const auto& column : entry->columns) members.emplace_back(column.member);
        members.emplace_back("synced_utc");
    }
    if (as_csv && !members.empty()) print_csv(members, nullptr);
    for (std::int64_t after = 0;;) {
        const auto target = kind == "users"
                                ? std::string{"/users"}
                                : fmt::format("/mirror/rows?list={}&after={}", name, after);
        const auto page = json::parse(daemon.ask("GET", target));
        for (const auto& row : page.at("rows").as_array()) {
            if (as_csv) {
                print_csv(members, &row);
            } else {
                fmt::print("{}\n", json::serialize(row));
            }
        }
        if (page.at("next").is_null()) return 0;
        after = page.at("next").to_number<std::int64_t>();
    }
}

int show_audit(const Daemon& daemon, const stayctl::AuditWish& wish, bool as_json) {
    const auto ask = [&](const auto& method, const auto& target) {
        return daemon.ask(method, target);
    };
    const auto rows = stayctl::audit_rows(ask, wish);
    for (const auto& row : rows)
        fmt::print("{}\n", as_json ? json::serialize(row) : stayctl::audit_line(row));
    if (rows.empty() && !as_json) fmt::print(stderr, "stayctl: no row of the audit is so\n");
    return 0;
}

int verify_audit(const Daemon& daemon, const std::string& noted) {
    if (!noted.empty() && !stayctl::is_note(noted)) {
        fmt::print(stderr, "stayctl: --noted wants what an earlier verify printed: NUMBER:HASH\n");
        return exit_usage;
    }
    const auto verdict = stayctl::verify_audit(
        [&](const auto& method, const auto& target) { return daemon.ask(method, target); }, noted);
    fmt::print("{}", verdict.text);
    return verdict.is_whole ? 0 : exit_not_well;
}

/// What a person typed after `stayctl rules`.
struct RulesWish {
    std::vector<std::string> files{};
    std::string directory = "/etc/stayd/rules.d";
    std::string rule{};
    std::string subject{};
    std::string database{};
};

/// The files a person named, or all that the daemon would load.
app::RuleFiles rule_files(const RulesWish& wish) {
    if (wish.files.empty()) return app::read_rule_files(wish.directory);
    app::RuleFiles files;
    for (const auto& file : wish.files) app::read_rule_file(file, file, files);
    return files;
}

int check_rules(const RulesWish& wish) {
    auto files = rule_files(wish);
    auto mistakes = std::move(files.mistakes);
    const auto wrong = house::mistakes_in(files.sources);
    mistakes.insert(mistakes.end(), wrong.begin(), wrong.end());
    for (const auto& mistake : mistakes) fmt::print("{}\n", mistake);
    if (mistakes.empty())
        fmt::print("{} {} good.\n", files.sources.size(),
                   files.sources.size() == 1 ? "file is" : "files are");
    return mistakes.empty() ? 0 : exit_not_well;
}

int try_rules(const RulesWish& wish) {
    auto files = rule_files(wish);
    const auto wrong = house::mistakes_in(files.sources);
    files.mistakes.insert(files.mistakes.end(), wrong.begin(), wrong.end());
    for (const auto& mistake : files.mistakes) fmt::print(stderr, "{}\n", mistake);
    platform::SystemClock clock;
    fmt::print("{:<7} {:>7} {:>6} {:>13}  {}\n", "Rule", "asked", "hits", "have another", "first");
    const auto run = house::dry_run(wish.database, files.sources, clock.utc_now());
    for (const auto& rule : run.rules)
        fmt::print("{:<7} {:>7} {:>6} {:>13}  {}\n", rule.id, rule.asked, rule.hits,
                   rule.have_another, fmt::join(rule.first, ", "));
    return files.mistakes.empty() ? 0 : exit_not_well;
}

}  // namespace
}  // namespace stayd

int main(int argc, char** argv) {
    CLI::App options{"stayctl: ask the stayd of this box how it stands", "stayctl"};
    std::string socket = "/run/stayd/control.sock";
    options.add_option("--socket", socket, "Local socket of the daemon")->capture_default_str();
    options.set_version_flag("--version", std::string{"stayctl "} + stayd::app::version);
    options.require_subcommand(1);

    bool as_json = false;
    auto* status = options.add_subcommand(
        "status", "Line, last contact, lists and their age, waiting changes, broker");
    status->add_flag("--json", as_json, "The same as JSON, for programs");

    auto* mirror = options.add_subcommand("mirror", "The box's copy of what Mews knows");
    mirror->require_subcommand(1);
    std::vector<std::string> lists;
    auto* verify = mirror->add_subcommand(
        "verify",
        "Read whole lists, compare every row with the copy, mend what differs, and say so");
    verify->add_option("LIST", lists, "Lists, as status names them; all without any");
    bool is_sure = false;
    auto* rebuild = mirror->add_subcommand(
        "rebuild", "Throw the copy of lists away and read it anew; staff's work stays");
    rebuild->add_option("LIST", lists, "Lists, as status names them; all without any");
    rebuild->add_flag("--yes", is_sure, "Do it");

    std::string kind;
    bool as_csv = false;
    auto* rows = options.add_subcommand("export", "Print every row of one list");
    rows->add_option("KIND", kind, "A list, as status names it; or guests, vendors, users")
        ->required();
    auto* csv = rows->add_flag("--csv", as_csv, "Comma-separated, with a header");
    rows->add_flag("--json", as_json, "One JSON object a line, as Mews gives it (the default)")
        ->excludes(csv);

    stayd::stayctl::AuditWish wish;
    auto* audit = options.add_subcommand(
        "audit",
        "Who did what to what, when and why: what staff, Mews and stayd changed in the last 400 "
        "days, newest last. All that is asked for must hold");
    audit->add_option("--room", wish.room, "Of this room and what belongs to it, by its name");
    audit->add_option("--guest", wish.guest,
                      "Of guests of this name, last name or Mews id, and of their stays");
    audit->add_option("--stay", wish.stay, "Of this stay and what belongs to it, by its number");
    audit->add_option("--by", wish.by, "By this person, exactly as written there; or Mews, stayd");
    audit->add_option("--since", wish.since,
                      "From this time on: 2015-09-17 (UTC) or 2015-09-17T15:30:00+01:00");
    audit->add_option("--until", wish.until, "Before this time");
    audit->add_option("--change", wish.change, "Of one staff change, by its id");
    audit->add_option("--limit", wish.limit, "The newest so many rows")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    audit->add_flag("--json", as_json, "One JSON object a line, with every field and hash");
    audit->footer(
        "A line says: time, who (on which device), what, of which thing: its fields, before -> "
        "after; what Mews had where a merge was decided; why; the rule that decided.");
    std::string noted;
    auto* proof = audit->add_subcommand(
        "verify",
        "Prove that no row was altered, taken out, put in or cut off since it was written, and "
        "print the last row's number and hash to note");
    proof->add_option("--noted", noted,
                      "NUMBER:HASH that an earlier verify printed: prove as well that the audit "
                      "up to there was not written anew as a whole");
    std::string file;
    auto* backup = options.add_subcommand(
        "backup", "Copy the database while it is used, verify the copy, and say where it is");
    backup->add_option("FILE", file, "Where the copy is put; else into the box's backup folder");
    std::string config = "/etc/stayd/stayd.toml";
    auto* restore = options.add_subcommand(
        "restore",
        "Put a backup in the database's place, and what staff did since over it; stayd is stopped");
    restore->add_option("FILE", file, "A backup")->required();
    restore->add_option("--config", config, "Configuration of stayd")->capture_default_str();

    stayd::RulesWish rules_wish;
    auto* rules = options.add_subcommand("rules", "What the box checks by itself");
    rules->require_subcommand(1);
    auto* rules_list = rules->add_subcommand(
        "list", "All rules, how many findings of each stand, and what was left out");
    rules_list->add_flag("--json", as_json, "With every condition, as JSON");
    auto* rules_reload = rules->add_subcommand(
        "reload", "Read the files of rules again, as after systemctl reload stayd; then list");
    auto* rules_explain = rules->add_subcommand(
        "explain", "What one rule says of one subject now, and upon which facts");
    rules_explain->add_option("RULE", rules_wish.rule, "Its id, as list names it")->required();
    rules_explain->add_option("SUBJECT", rules_wish.subject,
                              "A stay's number, a room's name, or the Mews id of anything");
    auto* rules_check = rules->add_subcommand(
        "check", "Say what is wrong with files of rules; the daemon need not run");
    rules_check->add_option("FILE", rules_wish.files, "Files; else all the daemon would load");
    rules_check->add_option("--directory", rules_wish.directory, "Where the hotel's own rules are")
        ->capture_default_str();
    auto* rules_try = rules->add_subcommand(
        "dry-run", "Ask rules of a backup: what they would hit today. Changes nothing");
    rules_try->add_option("FILE", rules_wish.files, "Files of rules")->required();
    rules_try->add_option("--on", rules_wish.database, "The backup, as stayctl backup names it")
        ->required();

    std::string token_name;
    std::string token_role;
    auto* token = options.add_subcommand("token", "Programs that may read the HTTP API /api/v1");
    token->require_subcommand(1);
    auto* token_add = token->add_subcommand("add", "Make a token, and show it this once");
    token_add->add_option("NAME", token_name, "Who it is for; stands in the audit")->required();
    token_add->add_option("--role", token_role, "What it may read")
        ->required()
        ->check(CLI::IsMember({"desk", "manager", "it"}));
    auto* token_list = token->add_subcommand("list", "Who has one; the tokens are kept by nobody");
    auto* token_remove = token->add_subcommand("remove", "A token opens nothing from now on");
    token_remove->add_option("NAME", token_name, "As list names it")->required();

    options.footer(
        "Exit status: 0 all is well; 1 Mews or the broker is away, or rows differed, or the audit "
        "is "
        "broken; 2 stayd "
        "cannot "
        "be reached; 64 not asked rightly.");
    CLI11_PARSE(options, argc, argv);
    const stayd::Daemon daemon{socket};
    try {
        if (*verify) return stayd::verify(daemon, lists);
        if (*rebuild) return stayd::rebuild(daemon, lists, is_sure);
        if (*backup) return stayd::backup(daemon, file);
        if (*restore) return stayd::restore(config, file);
        if (*rows) return stayd::export_rows(daemon, kind, as_csv);
        if (*proof) return stayd::verify_audit(daemon, noted);
        if (*audit) return stayd::show_audit(daemon, wish, as_json);
        if (*token_add) {
            const auto target = stayd::stayctl::add_token_target(token_name, token_role);
            fmt::print("{}", stayd::stayctl::token_made(daemon.ask("POST", target)));
            return 0;
        }
        if (*token_list || *token_remove) {
            const auto answer =
                *token_list ? daemon.ask("GET", "/tokens")
                            : daemon.ask("POST", stayd::stayctl::remove_token_target(token_name));
            fmt::print("{}", stayd::stayctl::tokens_table(answer));
            return 0;
        }
        if (*rules_check) return stayd::check_rules(rules_wish);
        if (*rules_try) return stayd::try_rules(rules_wish);
        if (*rules_explain) {
            const auto target = stayd::stayctl::explain_target(rules_wish.rule, rules_wish.subject);
            fmt::print("{}", stayd::stayctl::rule_explained(daemon.ask("GET", target)));
            return 0;
        }
        if (*rules_list || *rules_reload) {
            const auto answer =
                *rules_reload ? daemon.ask("POST", "/rules/reload") : daemon.ask("GET", "/rules");
            fmt::print("{}", as_json ? answer + "\n" : stayd::stayctl::rules_table(answer));
            return 0;
        }
        return stayd::show_status(daemon, as_json);
    } catch (const stayd::Daemon::Unreachable& error) {
        fmt::print(stderr, "stayctl: {}\n", error.what());
        return stayd::exit_unreachable;
    } catch (const stayd::Daemon::Refusal& error) {
        fmt::print(stderr, "stayctl: {}\n", error.what());
        return stayd::exit_usage;
    } catch (const stayd::storage::Failure& error) {
        fmt::print(stderr, "stayctl: {}\n", error.what());
        return stayd::exit_not_well;
    } catch (const std::exception& error) {
        if (*restore || *backup || *rules_try) {
            fmt::print(stderr, "stayctl: {}\n", error.what());
            return stayd::exit_not_well;
        }
        fmt::print(stderr, "stayctl: the answer of stayd cannot be read: {}\n", error.what());
        return stayd::exit_unreachable;
    }
}
