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
#include "mews/answers.hpp"
#include "platform/beast/local_request.hpp"
#include "platform/linux/clock.hpp"
#include "platform/linux/files.hpp"
#include "platform/linux/instance_lock.hpp"
#include "platform/linux/random.hpp"
#include "platform/systemd/credentials.hpp"
#include "stayctl/audit.hpp"
#include "stayctl/export.hpp"
#include "stayctl/mirror.hpp"
#include "stayctl/rules.hpp"
#include "stayctl/status.hpp"
#include "stayctl/tokens.hpp"

// stayctl: what the daemon says of itself, over its local socket; and a restore, while it is
// stopped.

namespace stayd {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

using stayctl::Ask;
using stayctl::exit_not_well;
using stayctl::exit_unreachable;
using stayctl::exit_usage;
using stayctl::text;

struct Unreachable : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct Refusal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Everything stayctl asks goes through here. Throws with a sentence for a person.
std::string ask_daemon(const std::string& socket, const std::string& method,
                       const std::string& target) {
    const auto answer = platform::ask_local(socket, method, target, 60s);
    if (!answer) throw Unreachable(answer.error().context);
    if (answer->status == 200) return answer->body;
    const auto problem = json::parse(answer->body);
    throw Refusal(fmt::format("{}. {}", text(problem.at("title")), text(problem.at("detail"))));
}

/// A verified copy into the box's own folder, and from there to where it is wanted.
int backup(const Ask& ask, const std::string& wanted) {
    const auto asked = json::parse(ask("POST", "/backup"));
    const auto since = text(asked.at("now"));
    std::string said;
    for (;;) {
        std::this_thread::sleep_for(300ms);
        const auto state = stayctl::status_of(ask).at("storage").at("backup");
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

int show_audit(const Ask& ask, const stayctl::AuditWish& wish, bool as_json) {
    const auto rows = stayctl::audit_rows(ask, wish);
    for (const auto& row : rows)
        fmt::print("{}\n", as_json ? json::serialize(row) : stayctl::audit_line(row));
    if (rows.empty() && !as_json) fmt::print(stderr, "stayctl: no row of the audit is so\n");
    return 0;
}

int prove_audit(const Ask& ask, const std::string& noted) {
    if (!noted.empty() && !stayctl::is_note(noted)) {
        fmt::print(stderr, "stayctl: --noted wants what an earlier verify printed: NUMBER:HASH\n");
        return exit_usage;
    }
    const auto verdict = stayctl::verify_audit(ask, noted);
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
    std::string config{};
    int days = 30;
};

/// The files a person named, or all that the daemon would load.
app::RuleFiles rule_files(const RulesWish& wish) {
    if (wish.files.empty()) return app::read_rule_files(wish.directory);
    app::RuleFiles files;
    for (const auto& file : wish.files) app::read_rule_file(file, file, files);
    return files;
}

int check_rules(const RulesWish& wish) {
    log::start(log::Level::warning, false);  // not of the database it is tried in
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

/// The one that was named, or the daemon's, which goes on meanwhile.
std::filesystem::path database_of(const RulesWish& wish) {
    if (!wish.database.empty()) return wish.database;
    const auto config = app::read_config(wish.config, platform::read_credential);
    if (config) return config->storage.database();
    throw std::runtime_error(
        fmt::format("{}; or name a backup with --on", fmt::join(config.error(), "; ")));
}

void print_past(const house::DryRun& run) {
    fmt::print("\nIn the {} days before, looked at every {} hours:\n",
               run.looked_back / std::chrono::hours{24},
               house::looked_every / std::chrono::hours{1});
    fmt::print("{:<7} {:>7} {:>8}  {}\n", "Rule", "fired", "of", "last");
    for (const auto& rule : run.rules)
        fmt::print("{:<7} {:>7} {:>8}  {}\n", rule.id, rule.fired, rule.fired_on,
                   fmt::join(rule.last, ", "));
    if (run.known_since)
        fmt::print(
            "All changes are known since {}; before, when stays were made, canceled, checked "
            "in and out.\n",
            to_iso8601(*run.known_since));
}

int try_rules(const RulesWish& wish) {
    log::start(log::Level::warning, false);
    const auto database = database_of(wish);
    auto files = rule_files(wish);
    const auto wrong = house::mistakes_in(files.sources);
    files.mistakes.insert(files.mistakes.end(), wrong.begin(), wrong.end());
    for (const auto& mistake : files.mistakes) fmt::print(stderr, "{}\n", mistake);
    platform::SystemClock clock;
    if (wish.days > 0)
        fmt::print(stderr, "Asking everything as it was on each of {} days; this takes a while.\n",
                   wish.days);
    fmt::print("{:<7} {:>7} {:>6} {:>13}  {}\n", "Rule", "asked", "hits", "have another", "first");
    const auto run = house::dry_run({.database = database,
                                     .sources = files.sources,
                                     .now = house::now_in(database, clock.utc_now()),
                                     .look_back = std::chrono::hours{24} * wish.days,
                                     .read = mews::read_document});
    for (const auto& rule : run.rules)
        fmt::print("{:<7} {:>7} {:>6} {:>13}  {}\n", rule.id, rule.asked, rule.hits,
                   rule.have_another, fmt::join(rule.first, ", "));
    if (wish.days > 0) print_past(run);
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
        "dry-run",
        "What rules would hit now, and how often they would have fired. Changes nothing");
    rules_try->add_option("FILE", rules_wish.files, "Files of rules")->required();
    rules_try->add_option("--days", rules_wish.days, "How far to look back; 0: only now")
        ->check(CLI::Range(0, 400))
        ->capture_default_str();
    rules_try->add_option("--on", rules_wish.database,
                          "A backup, as stayctl backup names it; else the daemon's own database");
    rules_try->add_option("--config", config, "Configuration of stayd")->capture_default_str();

    std::string token_name;
    std::string token_role;
    auto* token = options.add_subcommand("token", "Programs that may read the HTTP API /api/v1");
    token->require_subcommand(1);
    auto* token_add = token->add_subcommand("add", "Make a token, and show it this once");
    token_add->add_option("NAME", token_name, "Who it is for; stands in the audit")->required();
    token_add->add_option("--role", token_role, "What it may read: desk, manager or it")
        ->required();
    auto* token_list = token->add_subcommand("list", "Who has one; the tokens are kept by nobody");
    auto* token_remove = token->add_subcommand("remove", "A token opens nothing from now on");
    token_remove->add_option("NAME", token_name, "As list names it")->required();

    options.footer(
        "Exit status: 0 all is well; 1 Mews or the broker is away, or rows differed, or the audit "
        "is broken; 2 stayd cannot be reached; 64 not asked rightly.");
    CLI11_PARSE(options, argc, argv);
    const stayd::stayctl::Ask ask = [&](const std::string& method, const std::string& target) {
        return stayd::ask_daemon(socket, method, target);
    };
    try {
        if (*verify) return stayd::stayctl::verify(ask, lists);
        if (*rebuild) return stayd::stayctl::rebuild(ask, lists, is_sure);
        if (*backup) return stayd::backup(ask, file);
        if (*restore) return stayd::restore(config, file);
        if (*rows) return stayd::stayctl::export_rows(ask, kind, as_csv);
        if (*proof) return stayd::prove_audit(ask, noted);
        if (*audit) return stayd::show_audit(ask, wish, as_json);
        if (*token_add) {
            const auto target = stayd::stayctl::add_token_target(token_name, token_role);
            fmt::print("{}", stayd::stayctl::token_made(ask("POST", target)));
            return 0;
        }
        if (*token_list || *token_remove) {
            const auto answer = *token_list
                                    ? ask("GET", "/tokens")
                                    : ask("POST", stayd::stayctl::remove_token_target(token_name));
            fmt::print("{}", stayd::stayctl::tokens_table(answer));
            return 0;
        }
        if (*rules_check) return stayd::check_rules(rules_wish);
        if (*rules_try) {
            rules_wish.config = config;
            return stayd::try_rules(rules_wish);
        }
        if (*rules_explain) {
            const auto target = stayd::stayctl::explain_target(rules_wish.rule, rules_wish.subject);
            fmt::print("{}", stayd::stayctl::rule_explained(ask("GET", target)));
            return 0;
        }
        if (*rules_list || *rules_reload) {
            const auto answer = *rules_reload ? ask("POST", "/rules/reload") : ask("GET", "/rules");
            fmt::print("{}", as_json ? answer + "\n" : stayd::stayctl::rules_table(answer));
            return 0;
        }
        return stayd::stayctl::show_status(ask, as_json);
    } catch (const stayd::Unreachable& error) {
        fmt::print(stderr, "stayctl: {}\n", error.what());
        return stayd::stayctl::exit_unreachable;
    } catch (const stayd::Refusal& error) {
        fmt::print(stderr, "stayctl: {}\n", error.what());
        return stayd::stayctl::exit_usage;
    } catch (const stayd::storage::Failure& error) {
        fmt::print(stderr, "stayctl: {}\n", error.what());
        return stayd::stayctl::exit_not_well;
    } catch (const std::exception& error) {
        if (*restore || *backup || *rules_try) {
            fmt::print(stderr, "stayctl: {}\n", error.what());
            return stayd::stayctl::exit_not_well;
        }
        fmt::print(stderr, "stayctl: the answer of stayd cannot be read: {}\n", error.what());
        return stayd::stayctl::exit_unreachable;
    }
}
