#include "mews/write_requests.hpp"

#include <boost/json.hpp>

#include "base/invariant.hpp"

namespace stayd::mews {
namespace {

namespace json = boost::json;

template <class... Each>
struct ForEach : Each... {
    using Each::operator()...;
};

struct Call {
    std::string_view operation;
    CreatedId created{};
};

constexpr ForEach call{
    [](const SetResourceStates&) -> Call { return {"resources/update"}; },
    [](const AddBlock&) -> Call { return {"resourceBlocks/add", {"ResourceBlocks", "/0/Id"}}; },
    [](const DeleteBlock&) -> Call { return {"resourceBlocks/delete"}; },
    [](const AddTask&) -> Call { return {"tasks/add", {"TaskId"}}; },
    [](const CloseTask&) -> Call { return {"tasks/close"}; },
    [](const StartReservation&) -> Call { return {"reservations/start"}; },
    [](const ProcessReservation&) -> Call { return {"reservations/process"}; },
    [](const MoveReservation&) -> Call { return {"reservations/update"}; },
    [](const SetReservationInterval&) -> Call { return {"reservations/updateInterval"}; },
    [](const UpdateAccount&) -> Call { return {"accounts/update"}; },
    [](const AddCustomer&) -> Call { return {"customers/add", {"Id"}}; },
    [](const AddAddress&) -> Call { return {"addresses/add", {"Addresses", "/0/Id"}}; },
    [](const UpdateAddress&) -> Call { return {"addresses/update"}; },
    [](const AddDocument&) -> Call {
        return {"identityDocuments/add", {"IdentityDocuments", "/0/Id"}};
    },
    [](const DeleteDocument&) -> Call { return {"identityDocuments/delete"}; },
    [](const AddCompanion&) -> Call { return {"reservations/addCompanion", {"CompanionshipId"}}; },
    [](const DeleteCompanion&) -> Call { return {"reservations/deleteCompanion"}; },
    [](const AddStayNote&) -> Call {
        return {"serviceOrderNotes/add", {"ServiceOrderNotes", "/0/Id"}};
    },
    [](const AddAccountNote&) -> Call { return {"accountNotes/add", {"AccountNotes", "/0/Id"}}; },
    [](const AddProduct&) -> Call { return {"reservations/addProduct", {"ItemIds", "/0", true}}; },
    [](const AddOrder&) -> Call { return {"orders/add", {"OrderId"}}; },
    [](const AddThread&) -> Call { return {"messageThreads/add", {"MessageThreads", "/0/Id"}}; },
    [](const AddMessage&) -> Call { return {"messages/add", {"Messages", "/0/Message/Id"}}; },
};

constexpr std::size_t most_rooms = 1000;

/// The only classification that companies have, too.
constexpr std::string_view general_note = "General";

/// How a member is changed, or cleared with null.
json::object changed_to(json::value_ref value) {
    return {{"Value", value}};
}

void add(json::object& parameters, std::string_view name, const std::string& text) {
    if (!text.empty()) parameters.emplace(name, text);
}
void add(json::object& parameters, std::string_view name, const std::optional<Uuid>& id) {
    if (id) parameters.emplace(name, id->to_string());
}
void add(json::object& parameters, std::string_view name, const std::optional<UtcTime>& time) {
    if (time) parameters.emplace(name, to_iso8601(*time));
}

/// The flags of an account stand in these objects; all else that staff set is a text.
json::value value_of(std::string_view object, const std::string& value) {
    if (object == "Classifications" || object == "Options") return value == "true";
    return json::value(value);
}

/// Where the name of a field leads to; makes the object on the way.
json::value& place_of(json::object& parameters, std::string_view object, std::string_view member) {
    if (object.empty()) return parameters[member];
    json::value& inner = parameters[object];
    if (!inner.is_object()) inner.emplace_object();
    return inner.get_object()[member];
}

/// Calls `use(object, member, value)` with the name cut at its point; `object` may be empty.
template <class Use>
void each_field(const std::vector<FieldUpdate>& fields, Use use) {
    for (const auto& [name, value] : fields) {
        const std::string_view whole = name;
        const auto point = whole.find('.');
        if (point == whole.npos) {
            use(std::string_view{}, whole, value);
        } else {
            use(whole.substr(0, point), whole.substr(point + 1), value);
        }
    }
}

json::object changes_of(const std::vector<FieldUpdate>& fields) {
    json::object changes;
    each_field(fields, [&](auto object, auto member, const auto& value) {
        place_of(changes, object, member) =
            changed_to(value ? value_of(object, *value) : json::value{});
    });
    return changes;
}

void add_fields(json::object& parameters, const std::vector<FieldUpdate>& fields) {
    each_field(fields, [&](auto object, auto member, const auto& value) {
        if (value) place_of(parameters, object, member) = json::value(*value);
    });
}

json::object parameters_of(const SetResourceStates& write) {
    invariant(!write.rooms.empty() && write.rooms.size() <= most_rooms,
              "a call sets the states of 1 to 1000 rooms");
    json::array updates;
    for (const auto& room : write.rooms) {
        json::object update{{"ResourceId", room.resource_id.to_string()},
                            {"State", changed_to(model::to_word(room.state))}};
        if (!room.reason.empty()) update.emplace("StateReason", changed_to(room.reason));
        updates.push_back(std::move(update));
    }
    return {{"ResourceUpdates", std::move(updates)}};
}

json::object parameters_of(const AddBlock& write) {
    json::object block{{"ResourceId", write.resource_id.to_string()},
                       {"Name", write.name},
                       {"Type", write.type},
                       {"StartUtc", to_iso8601(write.start_utc)},
                       {"EndUtc", to_iso8601(write.end_utc)}};
    add(block, "Notes", write.notes);
    return {{"ResourceBlocks", json::array{std::move(block)}}};
}

json::object parameters_of(const DeleteBlock& write) {
    return {{"ResourceBlockIds", json::array{write.block_id.to_string()}}};
}

json::object parameters_of(const AddTask& write) {
    json::object task{{"Name", write.name}, {"DeadlineUtc", to_iso8601(write.deadline_utc)}};
    add(task, "Description", write.description);
    add(task, "DepartmentId", write.department_id);
    add(task, "ServiceOrderId", write.service_order_id);
    return task;
}

json::object parameters_of(const CloseTask& write) {
    return {{"TaskIds", json::array{write.task_id.to_string()}}};
}

json::object parameters_of(const StartReservation& write) {
    return {{"ReservationId", write.reservation_id.to_string()}};
}

json::object parameters_of(const ProcessReservation& write) {
    json::object parameters{{"ReservationId", write.reservation_id.to_string()},
                            {"CloseBills", write.close_bills}};
    if (!write.open_balance_notes.empty()) {
        parameters.emplace("AllowOpenBalance", true);
        parameters.emplace("Notes", write.open_balance_notes);
    }
    return parameters;
}

json::object parameters_of(const MoveReservation& write) {
    const auto reservation = write.reservation_id.to_string();
    const auto room =
        write.resource_id ? json::value(write.resource_id->to_string()) : json::value{};
    json::object update{{"ReservationId", reservation}, {"AssignedResourceId", changed_to(room)}};
    return {{"ReservationId", reservation},
            {"ReservationUpdates", json::array{std::move(update)}},
            {"Reprice", false},
            {"ApplyCancellationFee", false}};
}

json::object parameters_of(const SetReservationInterval& write) {
    json::object parameters{{"ReservationId", write.reservation_id.to_string()},
                            {"ChargeCancellationFee", false}};
    add(parameters, "StartUtc", write.start_utc);
    add(parameters, "EndUtc", write.end_utc);
    return parameters;
}

json::object parameters_of(const UpdateAccount& write) {
    const auto* kind = write.kind == AccountKind::company ? "Company" : "Customer";
    json::object update{{"Id", write.account_id.to_string()},
                        {"Discriminator", kind},
                        {kind, changes_of(write.fields)}};
    return {{"AccountUpdates", json::array{std::move(update)}}};
}

json::object parameters_of(const AddCustomer& write) {
    json::object parameters{{"OverwriteExisting", false}};
    add_fields(parameters, write.fields);
    return parameters;
}

json::object parameters_of(const AddAddress& write) {
    json::object address{{"AccountId", write.account_id.to_string()}};
    add_fields(address, write.fields);
    return {{"Addresses", json::array{std::move(address)}}};
}

json::object parameters_of(const UpdateAddress& write) {
    auto update = changes_of(write.fields);
    update.emplace("AddressId", write.address_id.to_string());
    return {{"AddressUpdates", json::array{std::move(update)}}};
}

json::object parameters_of(const AddDocument& write) {
    json::object document{{"CustomerId", write.customer_id.to_string()},
                          {"Type", write.type},
                          {"Number", write.number}};
    add_fields(document, write.rest);
    return {{"IdentityDocuments", json::array{std::move(document)}}};
}

json::object parameters_of(const DeleteDocument& write) {
    return {{"IdentityDocumentIds", json::array{write.document_id.to_string()}}};
}

json::object parameters_of(const AddCompanion& write) {
    return {{"ReservationId", write.reservation_id.to_string()},
            {"CustomerId", write.customer_id.to_string()}};
}

json::object parameters_of(const DeleteCompanion& write) {
    return {{"ReservationId", write.reservation_id.to_string()},
            {"CustomerId", write.customer_id.to_string()}};
}

json::object parameters_of(const AddStayNote& write) {
    json::object note{{"ServiceOrderId", write.reservation_id.to_string()}, {"Text", write.text}};
    return {{"ServiceOrderNotes", json::array{std::move(note)}}};
}

json::object parameters_of(const AddAccountNote& write) {
    json::object note{{"AccountId", write.account_id.to_string()},
                      {"Content", write.text},
                      {"Classifications", json::array{general_note}}};
    return {{"AccountNotes", json::array{std::move(note)}}};
}

json::object parameters_of(const AddProduct& write) {
    json::object parameters{{"ReservationId", write.reservation_id.to_string()},
                            {"ProductId", write.product_id.to_string()},
                            {"Count", write.count}};
    add(parameters, "StartUtc", write.start_utc);
    add(parameters, "EndUtc", write.end_utc);
    return parameters;
}

json::object parameters_of(const AddOrder& write) {
    json::object product{{"ProductId", write.product_id.to_string()}, {"Count", write.count}};
    add(product, "ExternalIdentifier", write.external_identifier);
    json::object parameters{{"ServiceId", write.service_id.to_string()},
                            {"AccountId", write.account_id.to_string()},
                            {"ProductOrders", json::array{std::move(product)}}};
    add(parameters, "LinkedReservationId", write.linked_reservation_id);
    return parameters;
}

json::object parameters_of(const AddThread& write) {
    return {{"OriginalSender", write.original_sender}, {"Subject", write.subject}};
}

json::object parameters_of(const AddMessage& write) {
    json::object message{{"MessageThreadId", write.thread_id.to_string()}, {"Text", write.text}};
    add(message, "Identifier", write.identifier);
    return {{"Messages", json::array{std::move(message)}}};
}

}  // namespace

std::string_view operation(const Write& write) {
    return std::visit(call, write).operation;
}

CreatedId created_id(const Write& write) {
    return std::visit(call, write).created;
}

json::object write_parameters(const Write& write) {
    return std::visit([](const auto& one) { return parameters_of(one); }, write);
}

}  // namespace stayd::mews
