#include <fmt/format.h>

#include <set>

#include "tests/sim/mews/city_catalog.hpp"
#include "tests/sim/mews/desk.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

UtcTime whole_second(UtcTime time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

void set_if_there(Record& record, std::string_view member, json::value value) {
    if (auto* place = record.body.if_contains(member)) *place = std::move(value);
}

bool is_in_force(const Record& block, UtcTime now) {
    return block.is_active && text_in(block, "Type") == "OutOfOrder" &&
           *time_in(block, "StartUtc") <= now && now < *time_in(block, "EndUtc");
}

}  // namespace

Record& Desk::put(Records table, const json::object& members, Stamp stamp) {
    auto record = make_record(hotel_, table, record_random_.guid(), stamp.now, members);
    const auto profile_id = profile(stamp);
    for (const auto* member : {"CreatorProfileId", "UpdaterProfileId"})
        set_if_there(record, member, json::string(profile_id.to_string()));
    for (const auto* member : {"CreatorProfile", "UpdaterProfile"})
        set_if_there(record, member, profile_data(profile_id));
    return (hotel_.*table).add(std::move(record));
}

Record& Desk::add(Records table, const json::object& members, Stamp stamp) {
    auto& row = put(table, members, stamp);
    note(fmt::format("{}_added", kind_of(table).noun), row.id, json::serialize(members), stamp);
    return row;
}

void Desk::change(Records table, Record& record, const json::object& members, Stamp stamp) {
    const auto former = record.body;
    set_members(record, members);
    const bool changed = members.empty() || record.body != former;
    record.updated_utc = whole_second(stamp.now);
    set_if_there(record, "UpdaterProfileId", json::string(profile(stamp).to_string()));
    set_if_there(record, "UpdaterProfile", profile_data(profile(stamp)));
    note(fmt::format("{}_changed", kind_of(table).noun), record.id, json::serialize(members), stamp,
         changed);
}

void Desk::erase(Records table, const Uuid& id, Stamp stamp) {
    const auto& kind = kind_of(table);
    if (kind.vanishes) {
        (hotel_.*table).remove(id);
    } else {
        auto& record = *(hotel_.*table).find(id);
        record.is_active = false;
        record.deleted_utc = record.updated_utc = whole_second(stamp.now);
    }
    note(fmt::format("{}_deleted", kind.noun), id, {}, stamp);
}

// --- Guests ---

Companionship& Desk::add_companion(const Reservation& stay, const Customer& guest, Stamp stamp) {
    auto& row = hotel_.companionships.add(
        {record_random_.guid(), guest.id, stay.group_id, stay.id, whole_second(stamp.now)});
    note("companion_added", row.id, stay.number, stamp);
    return row;
}

void Desk::remove_companion(const Uuid& companionship_id, Stamp stamp) {
    const auto stay_id = hotel_.companionships.find(companionship_id)->reservation_id;
    hotel_.companionships.remove(companionship_id);
    note("companion_removed", companionship_id,
         stay_id ? hotel_.reservations.find(*stay_id)->number : std::string{}, stamp);
}

// --- Blocks ---

Record& Desk::add_block(Resource& room, const BlockDraft& draft, Stamp stamp) {
    auto& block = add(&Hotel::resource_blocks,
                      {{"AssignedResourceId", room.id.to_string()},
                       {"Type", draft.type},
                       {"StartUtc", to_iso8601(draft.start_utc)},
                       {"EndUtc", to_iso8601(draft.end_utc)},
                       {"Name", draft.name},
                       {"Notes", draft.notes.empty() ? json::value{} : json::value(draft.notes)}},
                      stamp);
    if (!blocks_followed_utc_) blocks_followed_utc_ = stamp.now;
    if (is_in_force(block, stamp.now)) turn(room, model::ResourceState::out_of_order, stamp);
    return block;
}

void Desk::delete_block(Record& block, Stamp stamp) {
    const bool was_in_force = is_in_force(block, stamp.now);
    const auto room_id = *id_in(block, "AssignedResourceId");
    erase(&Hotel::resource_blocks, block.id, stamp);
    if (!was_in_force) return;
    for (const auto& other : hotel_.resource_blocks.rows()) {
        if (is_in_force(other, stamp.now) && id_in(other, "AssignedResourceId") == room_id) return;
    }
    turn(*hotel_.resources.find(room_id), model::ResourceState::dirty, stamp);
}

void Desk::follow_blocks(Stamp stamp) {
    const auto since = blocks_followed_utc_.value_or(stamp.now);
    blocks_followed_utc_ = stamp.now;
    std::set<Uuid> blocked;
    for (const auto& block : hotel_.resource_blocks.rows()) {
        if (is_in_force(block, stamp.now)) blocked.insert(*id_in(block, "AssignedResourceId"));
    }
    for (const auto& id : blocked) {
        auto& room = *hotel_.resources.find(id);
        if (room.state != model::ResourceState::out_of_order)
            set_room_state(room, model::ResourceState::out_of_order, "", stamp);
    }
    for (const auto& block : hotel_.resource_blocks.rows()) {
        auto& room = *hotel_.resources.find(*id_in(block, "AssignedResourceId"));
        const auto end = *time_in(block, "EndUtc");
        const bool has_ended = block.is_active && since < end && end <= stamp.now;
        if (has_ended && !blocked.contains(room.id) &&
            room.state == model::ResourceState::out_of_order)
            set_room_state(room, model::ResourceState::dirty, "", stamp);
    }
}

// --- Stays, messages ---

void Desk::complete(const Reservation& stay, std::string_view source_type, StayPrice price,
                    Stamp stamp) {
    if (hotel_.reservation_groups.find(stay.group_id) == nullptr) {
        hotel_.reservation_groups.add(
            make_record(hotel_, &Hotel::reservation_groups, stay.group_id, stamp.now, {}));
        if (hotel_.sources.size() > 0) {
            hotel_.source_assignments.add(make_record(
                hotel_, &Hotel::source_assignments, record_random_.guid(), stamp.now,
                {{"ReservationGroupId", stay.group_id.to_string()},
                 {"SourceId", record_by(hotel_.sources, "Type", source_type).id.to_string()}}));
        }
    }
    if (hotel_.products.size() == 0) return;
    for (auto& item : charges_of(hotel_, stay, price, record_random_))
        hotel_.order_items.add(std::move(item));
}

Record& Desk::post_message(Record& thread, const std::string& text, std::string_view sender,
                           Stamp stamp) {
    thread.updated_utc = whole_second(stamp.now);
    return add(&Hotel::messages,
               {{"MessageThreadId", thread.id.to_string()},
                {"Text", text},
                {"Sender", json::object{{"Discriminator", sender}, {"Value", nullptr}}}},
               stamp);
}

}  // namespace stayd::sim
