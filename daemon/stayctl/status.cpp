#include "stayctl/status.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace stayd::stayctl {
namespace {

namespace json = boost::json;

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

}  // namespace

int show_status(const Ask& ask, bool as_json) {
    const auto body = ask("GET", "/status");
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

}  // namespace stayd::stayctl
