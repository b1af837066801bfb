#include "mews/requests.hpp"

#include <boost/json.hpp>

#include "base/invariant.hpp"
#include "mews/write_requests.hpp"

namespace stayd::mews {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

/// The server may take tens of seconds before it gives up with 408; cutting it off earlier loses
/// valid answers.
constexpr Duration read_timeout = 60s;
constexpr Duration write_timeout = 10s;

HttpRequest request(const Credentials& credentials, std::string_view operation,
                    const json::object& parameters, Duration timeout) {
    json::object body{{"ClientToken", credentials.client_token},
                      {"AccessToken", credentials.access_token},
                      {"Client", credentials.client}};
    for (const auto& parameter : parameters) body.insert(parameter);
    return {.path = "/api/connector/v1/" + std::string{operation},
            .body = json::serialize(body),
            .timeout = timeout};
}

json::array id_array(const std::vector<Uuid>& ids) {
    json::array array;
    for (const Uuid& id : ids) array.emplace_back(id.to_string());
    return array;
}

void add_ids(json::object& parameters, std::string_view name, int most,
             const std::vector<Uuid>& ids) {
    if (ids.empty()) return;
    invariant(!name.empty(), "the list has this filter by ids");
    invariant(ids.size() <= static_cast<std::size_t>(most), "the filter takes so many ids");
    parameters.emplace(name, id_array(ids));
}

void add_interval(json::object& parameters, std::string_view name, bool has_filter,
                  const std::optional<Interval>& interval) {
    if (!interval) return;
    invariant(has_filter, "the list has this filter by time");
    parameters.emplace(name, json::object{{"StartUtc", to_iso8601(interval->start)},
                                          {"EndUtc", to_iso8601(interval->end)}});
}

/// Every documented one (connector-api.md, "Service availability metrics").
constexpr std::string_view metrics[] = {"OutOfOrderBlocks",
                                        "PublicAvailabilityAdjustment",
                                        "OtherServiceReservationCount",
                                        "Occupied",
                                        "ConfirmedReservations",
                                        "OptionalReservations",
                                        "BlockAvailability",
                                        "AllocatedBlockAvailability",
                                        "UsableResources",
                                        "ActiveResources",
                                        "HouseUse"};

/// One service, whole days, no pages.
json::object availability_parameters(const ListRequest& request) {
    invariant(request.parents.size() == 1, "availability is of one service");
    invariant(request.days.has_value(), "availability is of days");
    json::array all;
    for (const auto metric : metrics) all.emplace_back(metric);
    return {{"ServiceId", request.parents.front().to_string()},
            {"FirstTimeUnitStartUtc", to_iso8601(request.days->start)},
            {"LastTimeUnitStartUtc", to_iso8601(request.days->end)},
            {"Metrics", std::move(all)}};
}

json::object list_parameters(const ListRequest& request) {
    const auto& entry = model::entry(request.list);
    json::object parameters;
    for (const auto& extra : entry.extras) {
        if (!extra.name.empty()) parameters.emplace(extra.name, json::parse(extra.json));
    }
    if (entry.deletion == model::Deletion::apart) {
        const auto* state = request.deleted ? "Deleted" : "Active";
        parameters.emplace("ActivityStates", json::array{state});
    } else {
        invariant(!request.deleted, "the list shows its deletions apart");
    }
    add_ids(parameters, entry.ids, entry.most_ids, request.ids);
    add_ids(parameters, entry.parent_ids, entry.most_parents, request.parents);
    add_interval(parameters, "UpdatedUtc", entry.updated, request.updated);
    add_interval(parameters, "CreatedUtc", entry.created, request.created);
    add_interval(parameters, "ClosedUtc", entry.closed, request.closed);
    add_interval(parameters, "CollidingUtc", entry.colliding, request.colliding);
    json::object limitation{{"Count", request.count}};
    if (request.cursor) limitation.emplace("Cursor", *request.cursor);
    parameters.emplace("Limitation", std::move(limitation));
    return parameters;
}

}  // namespace

HttpRequest configuration_request(const Credentials& credentials) {
    return request(credentials, model::entry(model::List::configuration).path, {}, read_timeout);
}

HttpRequest list_request(const Credentials& credentials, const ListRequest& list) {
    invariant(list.count >= 1 && list.count <= 1000, "a page has 1 to 1000 rows");
    invariant(list.list != model::List::configuration, "the configuration is no list");
    const auto parameters = list.list == model::List::availability ? availability_parameters(list)
                                                                   : list_parameters(list);
    return request(credentials, model::entry(list.list).path, parameters, read_timeout);
}

bool asks_for_something(const ListRequest& request) {
    const bool by_id = !request.ids.empty() || !request.parents.empty();
    const bool by_time = request.updated || request.created || request.closed || request.colliding;
    switch (model::entry(request.list).must) {
        case model::MustFilter::none:
            return true;
        case model::MustFilter::parents:
            return !request.parents.empty();
        case model::MustFilter::ids_or_parents:
            return by_id;
        case model::MustFilter::any:
            return by_id || by_time;
    }
    return true;
}

HttpRequest write_request(const Credentials& credentials, const Write& write) {
    return request(credentials, operation(write), write_parameters(write), write_timeout);
}

}  // namespace stayd::mews
