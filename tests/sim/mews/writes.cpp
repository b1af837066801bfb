#include "tests/sim/mews/writes.hpp"

#include <fmt/format.h>

#include "tests/sim/mews/pms.hpp"

namespace stayd::sim {
namespace {

using model::ResourceState;

// --- resources/update ---

struct RoomChange {
    Resource* room;
    std::optional<ResourceState> state{};
    std::string reason{};
    std::optional<std::string> name{};
    std::optional<std::string> floor{};
    std::optional<std::string> location_notes{};
};

ResourceState read_state(const std::string& word) {
    const auto state = model::resource_state(word);
    if (state == ResourceState::other || state == ResourceState::out_of_order)
        refuse_parameter("State");
    return state;
}

void read_data(Parameters& item, RoomChange& change) {
    auto data = item.object("Data");
    if (!data) return;
    if (required(data->text("Discriminator"), "Data") != "Space") refuse_parameter("Data");
    auto value = required(data->object("Value"), "Data");
    change.floor = never_cleared(value.updated_text("FloorNumber"), "FloorNumber");
    if (const auto notes = value.updated_text("LocationNotes"))
        change.location_notes = notes->value.value_or("");
    value.note_unknown();
    data->note_unknown();
}

RoomChange read_room_change(Parameters& item, WriteContext context) {
    RoomChange change{};
    change.room = &existing(context.hotel.resources, item.id("ResourceId"), "ResourceId");
    if (const auto word = never_cleared(item.updated_text("State"), "State"))
        change.state = read_state(*word);
    if (change.state && change.room->state == ResourceState::out_of_order) {
        refuse_for_staff(
            fmt::format("Room {} is out of order. Remove its block first.", change.room->name));
    }
    if (const auto reason = item.updated_text("StateReason"))
        change.reason = reason->value.value_or("");
    change.name = never_cleared(item.updated_text("Name"), "Name");
    if (const auto parent = item.updated_id("ParentResourceId"); parent && parent->value)
        refuse_parameter("ParentResourceId");  // no room of this hotel stands within another
    read_data(item, change);
    item.note_unknown();
    return change;
}

/// All or nothing: every item is read and checked before the first is applied.
json::object update_resources(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("ResourceUpdates", 1000), "ResourceUpdates");
    parameters.note_unknown();
    std::vector<RoomChange> changes{};
    for (auto& item : items) changes.push_back(read_room_change(item, context));

    const Stamp stamp{context.now};
    for (auto& change : changes) {
        if (change.state)
            context.desk.set_room_state(*change.room, *change.state, change.reason, stamp);
        if (change.name) context.desk.rename_room(*change.room, *change.name, stamp);
        if (change.floor || change.location_notes) {
            context.desk.describe_room(*change.room, change.floor, change.location_notes, stamp);
        }
    }
    return {};
}

// --- tasks ---

json::object add_task(Parameters& parameters, WriteContext context) {
    TaskDraft draft;
    draft.name = parameters.text("Name").value_or("");
    if (draft.name.empty()) refuse_parameter("Name");
    draft.deadline_utc = required(parameters.instant("DeadlineUtc"), "DeadlineUtc");
    draft.description = parameters.text("Description").value_or("");
    draft.department_id = parameters.id("DepartmentId");
    draft.service_order_id = parameters.id("ServiceOrderId");
    parameters.note_unknown();
    if (draft.department_id) {
        const auto* department = context.hotel.departments.find(*draft.department_id);
        if (department == nullptr || !department->is_active) refuse_parameter("DepartmentId");
    }
    if (draft.service_order_id &&
        context.hotel.reservations.find(*draft.service_order_id) == nullptr) {
        refuse_parameter("ServiceOrderId");
    }
    const auto& task = context.desk.add_task(std::move(draft), Stamp{context.now});
    return {{"TaskId", task.id.to_string()}};
}

json::object close_tasks(Parameters& parameters, WriteContext context) {
    const auto ids = required(parameters.ids("TaskIds", 100), "TaskIds");
    parameters.note_unknown();
    std::vector<Task*> tasks{};
    for (const auto& id : ids) {
        auto* task = context.hotel.tasks.find(id);
        if (task == nullptr) refuse_parameter("TaskIds");
        if (task->closed_utc && context.settings.closing_twice_is_refused)
            refuse_parameter("TaskIds");
        tasks.push_back(task);
    }
    for (auto* task : tasks) {
        if (!task->closed_utc) context.desk.close_task(*task, Stamp{context.now});
    }
    return {};
}

// --- blocks ---

struct NewBlock {
    Uuid room_id;
    BlockDraft draft;
};

NewBlock read_block(Parameters& item, WriteContext context) {
    static constexpr std::string_view types[] = {"OutOfOrder", "InternalUse"};
    const auto& room = existing(context.hotel.resources, item.id("ResourceId"), "ResourceId");
    BlockDraft draft{.type = required(item.word("Type", types), "Type"),
                     .name = needed_text(item, "Name"),
                     .start_utc = required(item.instant("StartUtc"), "StartUtc"),
                     .end_utc = required(item.instant("EndUtc"), "EndUtc"),
                     .notes = item.text("Notes").value_or("")};
    item.note_unknown();
    if (draft.end_utc <= draft.start_utc) refuse_parameter("EndUtc");
    if (const auto* stay = context.desk.occupant(room.id, draft.start_utc, draft.end_utc, {}))
        refuse_for_staff(
            fmt::format("Room {} is taken by reservation {}.", room.name, stay->number));
    return {room.id, std::move(draft)};
}

json::object add_blocks(Parameters& parameters, WriteContext context) {
    auto items = required(parameters.objects("ResourceBlocks", 1000), "ResourceBlocks");
    parameters.note_unknown();
    std::vector<NewBlock> blocks;
    for (auto& item : items) blocks.push_back(read_block(item, context));
    std::vector<Uuid> ids;
    for (const auto& block : blocks) {
        auto& room = *context.hotel.resources.find(block.room_id);
        ids.push_back(context.desk.add_block(room, block.draft, Stamp{context.now}).id);
    }
    return show(&Hotel::resource_blocks, "ResourceBlocks", ids, context);
}

json::object delete_blocks(Parameters& parameters, WriteContext context) {
    for (const auto& id :
         existing_ids(&Hotel::resource_blocks, "ResourceBlockIds", 1000, parameters, context))
        context.desk.delete_block(*context.hotel.resource_blocks.find(id), Stamp{context.now});
    return {};
}

constexpr WriteOperation operations[] = {
    {"resources/update", update_resources},
    {"resourceBlocks/add", add_blocks},
    {"resourceBlocks/delete", delete_blocks},
    {"tasks/add", add_task},
    {"tasks/close", close_tasks},
};

}  // namespace

std::span<const WriteOperation> write_operations() {
    static const auto all = [] {
        std::vector<WriteOperation> joined(std::begin(operations), std::end(operations));
        for (const auto part : {stay_writes(), move_writes(), guest_writes(), company_writes(),
                                address_writes(), document_writes(), note_writes(), sale_writes()})
            joined.insert(joined.end(), part.begin(), part.end());
        return joined;
    }();
    return all;
}

void refuse_for_staff(std::string message) {
    throw Refused{403, std::move(message)};
}

std::string needed_text(Parameters& parameters, std::string_view name, std::size_t most) {
    auto text = required(parameters.text(name, most), name);
    if (text.empty()) refuse_parameter(name);
    return text;
}

std::vector<Uuid> existing_ids(Records table, std::string_view parameter, std::size_t limit,
                               Parameters& parameters, WriteContext context) {
    auto ids = required(parameters.ids(parameter, limit), parameter);
    parameters.note_unknown();
    std::set<Uuid> seen;
    for (const auto& id : ids) {
        existing(context.hotel.*table, id, parameter);
        if (!seen.insert(id).second) refuse_parameter(parameter);
    }
    return ids;
}

json::object delete_records(Records table, std::string_view parameter, std::size_t limit,
                            Parameters& parameters, WriteContext context) {
    for (const auto& id : existing_ids(table, parameter, limit, parameters, context))
        context.desk.erase(table, id, Stamp{context.now});
    return {};
}

json::object show(Records table, std::string_view collection, const std::vector<Uuid>& ids,
                  WriteContext context) {
    json::array rows;
    for (const auto& id : ids)
        rows.push_back(render(*(context.hotel.*table).find(id), context.hotel));
    return {{collection, std::move(rows)}};
}

json::object add_all(Records table, std::string_view collection,
                     const std::vector<json::object>& rows, WriteContext context) {
    std::vector<Uuid> ids;
    for (const auto& members : rows)
        ids.push_back(context.desk.add(table, members, Stamp{context.now}).id);
    return show(table, collection, ids, context);
}

json::object change_all(Records table, std::string_view collection, std::string_view id_name,
                        std::vector<Parameters>& items,
                        json::object (*read)(Parameters& item, const Record& record),
                        WriteContext context) {
    std::vector<Uuid> ids;
    std::vector<json::object> changes;
    for (auto& item : items) {
        const auto& record = existing(context.hotel.*table, item.id(id_name), id_name);
        if (std::ranges::find(ids, record.id) != ids.end()) refuse_parameter(id_name);
        ids.push_back(record.id);
        changes.push_back(read(item, record));
        item.note_unknown();
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (changes[i].empty()) continue;
        context.desk.change(table, *(context.hotel.*table).find(ids[i]), changes[i],
                            Stamp{context.now});
    }
    return show(table, collection, ids, context);
}

model::AccountType account_type(Hotel& hotel, const Uuid& id, std::string_view parameter) {
    if (hotel.companies.find(id) == nullptr) {
        existing(hotel.customers, id, parameter);
        return model::AccountType::customer;
    }
    existing(hotel.companies, id, parameter);
    return model::AccountType::company;
}

std::string checked_date(const std::string& text, std::string_view parameter) {
    if (!parse_iso8601(text)) refuse_parameter(parameter);
    return text.substr(0, std::string_view{"2015-09-17"}.size());
}

}  // namespace stayd::sim
