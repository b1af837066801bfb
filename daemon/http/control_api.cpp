#include "http/control_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "http/lan_api.hpp"
#include "http/metrics.hpp"

namespace stayd::http {
namespace {

namespace json_lib = boost::json;

const char* word(house::Line line) {
    switch (line) {
        case house::Line::unknown:
            return "unknown";
        case house::Line::up:
            return "up";
        case house::Line::down:
            return "down";
        case house::Line::refused:
            return "refused";
    }
    return "unknown";
}

json_lib::value instant(const std::optional<UtcTime>& time) {
    return time ? json_lib::value(to_iso8601(*time)) : json_lib::value(nullptr);
}

/// Whole seconds from then to now; null when it never happened.
json_lib::value age(const std::optional<UtcTime>& time, UtcTime now) {
    if (!time) return nullptr;
    return std::chrono::duration_cast<std::chrono::seconds>(now - *time).count();
}

Response no_such_list(std::string_view name) {
    std::string names;
    for (const auto& entry : model::lists())
        names += fmt::format("{}{}", names.empty() ? "" : ", ", entry.name);
    return problem(404, fmt::format("No list \"{}\"", name), "There are: " + names);
}

json_lib::object stream_object(const mirror::Stream& stream, UtcTime now) {
    json_lib::object object{{"name", to_text(stream.list)},
                            {"rows", stream.rows},
                            {"last_complete", instant(stream.complete)},
                            {"age_seconds", age(stream.complete, now)},
                            {"last_whole", instant(stream.swept)},
                            {"sweep_differences", stream.sweep_differences},
                            {"late", stream.late},
                            {"trouble", stream.trouble_text},
                            {"trouble_kind", to_text(stream.trouble)},
                            {"next_attempt", instant(stream.next_attempt)}};
    if (!stream.scan) return object;
    const auto left = stream.scan->calls_left();
    object["scan"] = {{"percent", stream.scan->percent()},
                      {"calls", stream.scan->calls},
                      {"rows", stream.scan->rows},
                      {"calls_left", left ? json_lib::value(*left) : json_lib::value(nullptr)}};
    return object;
}

json_lib::object storage_object(const StorageFacts& storage, UtcTime now) {
    return {{"free_bytes", storage.free_bytes},
            {"ballast", storage.ballast},
            {"full_since", instant(storage.full_since)},
            {"journal_bytes", storage.journal_bytes},
            {"backup",
             {{"last", instant(storage.backup)},
              {"age_seconds", age(storage.backup, now)},
              {"file", storage.backup_file},
              {"percent", storage.backup_percent ? json_lib::value(*storage.backup_percent)
                                                 : json_lib::value(nullptr)},
              {"trouble", storage.backup_trouble},
              {"longest_pause_ms", storage.backup_longest_pause.count()}}},
            {"recovered", instant(storage.recovered)},
            {"recovered_what", storage.recovered_what}};
}

}  // namespace

Response ControlApi::answer(const Request& request) {
    const auto asked = request.method + " " + request.path();
    if (asked == "GET /status") return json(status());
    if (asked == "GET /metrics") return text(metrics(views_.status(), couriers_(), door_.now()));
    if (asked == "GET /mirror/digest") return digest(request);
    if (asked == "GET /mirror/rows") return rows(request);
    if (asked == "GET /users") return users();
    if (asked == "GET /audit/rows") return audit_.rows(request);
    if (asked == "GET /audit/check") return audit_.check(request);
    if (asked == "GET /rules") return rules_.all();
    if (asked == "POST /rules/reload") return rules_.reload();
    if (asked == "GET /rules/explain") return rules_.explain(request);
    if (asked == "GET /tokens") return tokens_.all();
    if (asked == "POST /tokens/add") return tokens_.add(request, door_.now());
    if (asked == "POST /tokens/remove") return tokens_.remove(request);
    if (asked == "POST /mirror/verify") return act(request, mirror_.verify);
    if (asked == "POST /mirror/rebuild") return act(request, mirror_.rebuild);
    if (asked == "POST /backup" && backup_) {
        backup_();
        return json(json_lib::serialize(json_lib::object{{"now", to_iso8601(door_.now())}}));
    }
    return problem(
        404, "Not found",
        "The local socket answers /status, /metrics, /backup, /mirror/…, /rules…, /tokens… and "
        "/audit/…: "
        "see stayctl --help.");
}

/// The lists of `lists=a,b`, or all of them.
Response ControlApi::act(const Request& request,
                         const std::function<void(const std::vector<model::List>&)>& action) {
    std::vector<model::List> lists;
    const auto names = request.parameter("lists");
    for (std::size_t at = 0; at < names.size();) {
        const auto end = std::min(names.find(',', at), names.size());
        const auto* entry = model::find_list(names.substr(at, end - at));
        if (entry == nullptr) return no_such_list(names.substr(at, end - at));
        lists.push_back(entry->list);
        at = end + 1;
    }
    if (lists.empty()) {
        for (const auto& entry : model::lists()) lists.push_back(entry.list);
    }
    action(lists);
    json_lib::array asked;
    for (const auto list : lists) asked.emplace_back(to_text(list));
    return json(json_lib::serialize(
        json_lib::object{{"now", to_iso8601(door_.now())}, {"lists", std::move(asked)}}));
}

Response ControlApi::digest(const Request& request) {
    const auto* entry = model::find_list(request.parameter("list"));
    if (entry == nullptr) return no_such_list(request.parameter("list"));
    auto& mirror = door_.house().mirror();
    std::uint64_t sum = 0;
    for (const auto bucket : mirror.digest(entry->list)) sum = sum * 31 + bucket;
    return json(json_lib::serialize(json_lib::object{{"list", entry->name},
                                                     {"rows", mirror.row_count(entry->list)},
                                                     {"digest", fmt::format("{:016x}", sum)}}));
}

Response ControlApi::rows(const Request& request) {
    constexpr std::size_t page = 500;
    const auto* entry = model::find_list(request.parameter("list"));
    if (entry == nullptr) return no_such_list(request.parameter("list"));
    const auto after = request.parameter("after");
    std::int64_t place = 0;
    std::from_chars(after.data(), after.data() + after.size(), place);
    auto& house = door_.house();
    const auto watermark = house.streams().find(entry->list).watermark;
    json_lib::array rows;
    std::int64_t last = 0;
    for (const auto& row : house.mirror().rows_after(entry->list, place, page)) {
        last = row.place;
        auto document = json_lib::parse(*house.mirror().document(entry->list, row.id)).get_object();
        const auto read = house.mirror().read_at(entry->list, row.id);
        document["synced_utc"] = to_iso8601(std::max(read, watermark.value_or(read)));
        rows.push_back(std::move(document));
    }
    const bool is_last = rows.size() < page;
    return json(json_lib::serialize(
        json_lib::object{{"list", entry->name},
                         {"next", is_last ? json_lib::value(nullptr) : json_lib::value(last)},
                         {"rows", std::move(rows)}}));
}

/// Staff are the box's own: Mews has no list of them.
Response ControlApi::users() {
    json_lib::array rows;
    for (const auto& user : views_.staff_users()) {
        rows.push_back({{"name", user.name},
                        {"first_seen_utc", to_iso8601(user.first_seen)},
                        {"last_seen_utc", to_iso8601(user.last_seen)},
                        {"mews_id", nullptr},
                        {"synced_utc", nullptr}});
    }
    return json(json_lib::serialize(
        json_lib::object{{"list", "users"}, {"next", nullptr}, {"rows", std::move(rows)}}));
}

std::string ControlApi::status() {
    const auto now = door_.now();
    const auto view = views_.status();
    const auto couriers = couriers_();
    json_lib::array streams;
    for (const auto& followed : view.streams)
        streams.push_back(stream_object(followed.stream, now));
    json_lib::array budgets;
    for (const auto& budget : couriers.budgets) {
        budgets.push_back({{"used", budget.used},
                           {"calls", budget.calls},
                           {"window_seconds", budget.window_seconds}});
    }
    const json_lib::object body{
        {"property", property_},
        {"now", to_iso8601(now)},
        {"line",
         {{"state", word(view.line)},
          {"since", instant(view.line_since)},
          {"cause", view.line_cause},
          {"last_contact", instant(view.last_contact)},
          {"last_contact_age_seconds", age(view.last_contact, now)},
          {"event_socket", couriers.event_socket_connected ? "connected" : "not connected"},
          {"budgets", std::move(budgets)}}},
        {"first_sync",
         {{"complete", view.first_sync_step.empty()},
          {"step", view.first_sync_step},
          {"lists_done", view.lists_done},
          {"lists_total", view.lists_total}}},
        {"streams", std::move(streams)},
        {"changes",
         {{"accepted", view.balance.accepted},
          {"confirmed", view.balance.confirmed},
          {"box_only", view.balance.box_only},
          {"replaced", view.balance.replaced},
          {"refused", view.balance.refused},
          {"waiting", view.balance.waiting},
          {"oldest_waiting_seconds", age(view.balance.oldest_waiting, now)},
          {"to_read", view.balance.to_read}}},
        {"broker",
         {{"state", couriers.broker_connected ? "connected" : "not connected"},
          {"topics_unsent", couriers.topics_unsent},
          {"messages_lost", couriers.messages_lost}}},
        {"storage", storage_object(couriers.storage, now)},
        {"versions",
         {{"stayd", versions_.stayd}, {"sqlite", versions_.sqlite}, {"schema", versions_.schema}}},
    };
    return json_lib::serialize(body);
}

}  // namespace stayd::http
