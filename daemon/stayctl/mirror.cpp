#include "stayctl/mirror.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <thread>

#include "model/list.hpp"

namespace stayd::stayctl {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

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
void wait_for_comparison(const Ask& ask, const std::vector<std::string>& lists,
                         const std::string& since) {
    std::string said;
    for (;;) {
        const auto status = status_of(ask);
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

}  // namespace

int verify(const Ask& ask, const std::vector<std::string>& wanted) {
    const auto asked = json::parse(ask("POST", "/mirror/verify?lists=" + joined(wanted)));
    std::vector<std::string> lists;
    for (const auto& name : asked.at("lists").as_array()) {
        if (is_comparable(text(name))) lists.push_back(text(name));
    }
    wait_for_comparison(ask, lists, text(asked.at("now")));
    const auto status = status_of(ask);
    fmt::print("{:<29} {:>9} {:>12}  {}\n", "List", "rows", "differences", "digest");
    std::int64_t all = 0;
    for (const auto& name : lists) {
        const auto* stream = find_list(status, name);
        const auto digest = json::parse(ask("GET", "/mirror/digest?list=" + name));
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

int rebuild(const Ask& ask, const std::vector<std::string>& wanted, bool is_sure) {
    const auto status = status_of(ask);
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
    const auto asked = json::parse(ask("POST", "/mirror/rebuild?lists=" + joined(wanted)));
    std::vector<std::string> lists;
    for (const auto& name : asked.at("lists").as_array()) lists.push_back(text(name));
    wait_for_comparison(ask, lists, text(asked.at("now")));
    fmt::print("{} {} read anew.\n", lists.size(), lists.size() == 1 ? "list was" : "lists were");
    return 0;
}

}  // namespace stayd::stayctl
