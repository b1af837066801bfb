#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>

#include "app/version.hpp"
#include "platform/beast/local_request.hpp"

// stayctl: what the daemon says of itself, over its local socket.

namespace stayd {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr int exit_not_well = 1;
constexpr int exit_unreachable = 2;

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

void print_rest(const json::value& status) {
    const auto& broker = status.at("broker");
    fmt::print("Broker     {}, {} messages to send\n", text(broker.at("state")),
               broker.at("topics_unsent").to_number<std::int64_t>());
    if (const auto lost = broker.at("messages_lost").to_number<std::int64_t>(); lost > 0) {
        fmt::print(
            "           {} messages came faster than they were read; devices send them again\n",
            lost);
    }
    fmt::print("\n{:<29} {:>8} {:>10}\n", "List", "rows", "read");
    for (const auto& stream : status.at("streams").as_array()) {
        const auto& seconds = stream.at("age_seconds");
        fmt::print("{:<29} {:>8} {:>10}{}", text(stream.at("name")),
                   stream.at("rows").to_number<std::int64_t>(), age(seconds),
                   seconds.is_null() ? "    " : " ago");
        if (const auto trouble = text(stream.at("trouble")); !trouble.empty())
            fmt::print("  trouble: {}", trouble);
        fmt::print("\n");
    }
    const auto& versions = status.at("versions");
    fmt::print("\nstayd {}, SQLite {}, database version {}\n", text(versions.at("stayd")),
               text(versions.at("sqlite")), versions.at("schema").to_number<int>());
}

int show_status(const std::string& socket, bool as_json) {
    const auto answer = platform::get_local(socket, "/status", 5s);
    if (!answer) {
        fmt::print(stderr, "stayctl: {}\n", answer.error().context);
        return exit_unreachable;
    }
    if (as_json) {
        fmt::print("{}\n", answer->body);
    }
    const auto status = json::parse(answer->body);
    if (!as_json) {
        print_line(status);
        print_changes(status);
        print_rest(status);
    }
    const bool well = text(status.at("line").at("state")) == "up" &&
                      text(status.at("broker").at("state")) == "connected";
    return well ? 0 : exit_not_well;
}

}  // namespace
}  // namespace stayd

int main(int argc, char** argv) {
    CLI::App options{"stayctl: ask the stayd of this box how it stands", "stayctl"};
    std::string socket = "/run/stayd/control.sock";
    bool as_json = false;
    options.add_option("--socket", socket, "Local socket of the daemon")->capture_default_str();
    options.set_version_flag("--version", std::string{"stayctl "} + stayd::app::version);
    options.require_subcommand(1);
    auto* status = options.add_subcommand(
        "status", "Line, last contact, lists and their age, waiting changes, broker");
    status->add_flag("--json", as_json, "The same as JSON, for programs");
    options.footer(
        "Exit status: 0 all is well; 1 Mews or the broker is away; 2 stayd cannot be reached.");
    CLI11_PARSE(options, argc, argv);
    try {
        return stayd::show_status(socket, as_json);
    } catch (const std::exception& error) {
        fmt::print(stderr, "stayctl: the answer of stayd cannot be read: {}\n", error.what());
        return stayd::exit_unreachable;
    }
}
