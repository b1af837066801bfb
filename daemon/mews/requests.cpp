#include "mews/requests.hpp"

#include <boost/json.hpp>

#include "base/invariant.hpp"
#include "mews/list_table.hpp"

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

void add_ids(json::object& parameters, std::string_view name, const std::vector<Uuid>& ids) {
    if (ids.empty()) return;
    invariant(!name.empty(), "the list has this filter by ids");
    invariant(ids.size() <= most_ids, "a filter holds at most a thousand ids");
    parameters.emplace(name, id_array(ids));
}

void add_interval(json::object& parameters, std::string_view name, bool has_filter,
                  const std::optional<Interval>& interval) {
    if (!interval) return;
    invariant(has_filter, "the list has this filter by time");
    parameters.emplace(name, json::object{{"StartUtc", to_iso8601(interval->start)},
                                          {"EndUtc", to_iso8601(interval->end)}});
}

json::object parameters_of(const SetResourceState& write) {
    json::object update{{"ResourceId", write.resource_id.to_string()},
                        {"State", json::object{{"Value", model::to_word(write.state)}}}};
    if (!write.reason.empty()) update.emplace("StateReason", json::object{{"Value", write.reason}});
    return {{"ResourceUpdates", json::array{std::move(update)}}};
}

json::object parameters_of(const AddTask& write) {
    json::object task{{"Name", write.name}, {"DeadlineUtc", to_iso8601(write.deadline_utc)}};
    if (!write.description.empty()) task.emplace("Description", write.description);
    if (write.department_id) task.emplace("DepartmentId", write.department_id->to_string());
    if (write.service_order_id) task.emplace("ServiceOrderId", write.service_order_id->to_string());
    return task;
}

json::object parameters_of(const CloseTask& write) {
    return {{"TaskIds", id_array({write.task_id})}};
}

json::object parameters_of(const StartReservation& write) {
    return {{"ReservationId", write.reservation_id.to_string()}};
}

json::object parameters_of(const ProcessReservation& write) {
    return {{"ReservationId", write.reservation_id.to_string()}};
}

std::string_view operation_of(const SetResourceState&) {
    return "resources/update";
}
std::string_view operation_of(const AddTask&) {
    return "tasks/add";
}
std::string_view operation_of(const CloseTask&) {
    return "tasks/close";
}
std::string_view operation_of(const StartReservation&) {
    return "reservations/start";
}
std::string_view operation_of(const ProcessReservation&) {
    return "reservations/process";
}

}  // namespace

HttpRequest configuration_request(const Credentials& credentials) {
    return request(credentials, "configuration/get", {}, read_timeout);
}

HttpRequest list_request(const Credentials& credentials, const ListRequest& list) {
    invariant(list.count >= 1 && list.count <= 1000, "a page has 1 to 1000 rows");
    const ListShape& shape = shape_of(list.list);
    json::object parameters;
    for (const auto& extra : shape.extras) {
        if (!extra.name.empty()) parameters.emplace(extra.name, json::parse(extra.json));
    }
    add_ids(parameters, shape.ids, list.ids);
    add_ids(parameters, shape.parents, list.parents);
    add_interval(parameters, "UpdatedUtc", shape.updated, list.updated);
    add_interval(parameters, "CreatedUtc", shape.created, list.created);
    add_interval(parameters, "ClosedUtc", shape.closed, list.closed);
    add_interval(parameters, "CollidingUtc", shape.colliding, list.colliding);
    json::object limitation{{"Count", list.count}};
    if (list.cursor) limitation.emplace("Cursor", *list.cursor);
    parameters.emplace("Limitation", std::move(limitation));
    return request(credentials, shape.path, parameters, read_timeout);
}

HttpRequest write_request(const Credentials& credentials, const Write& write) {
    const auto parameters = std::visit([](const auto& one) { return parameters_of(one); }, write);
    return request(credentials, operation(write), parameters, write_timeout);
}

std::string_view operation(const Write& write) {
    return std::visit([](const auto& one) { return operation_of(one); }, write);
}

}  // namespace stayd::mews
