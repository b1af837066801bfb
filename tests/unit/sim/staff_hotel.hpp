#pragma once

#include <map>
#include <string>

#include "tests/sim/mews/charges.hpp"
#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {

/// A hotel with one of everything staff write on, and marks like $STAY$ that stand for the ids and
/// the names of these in calls and in what is expected.
struct StaffHotel : PmsClient {
    StaffHotel() {
        mark_stays();
        mark_rooms();
        mark_profiles();
        mark_records();
        marks["NOBODY"] = "5d0c2a2e-0000-4000-8000-000000000000";
        pms.flush_events();
    }

    std::string filled(std::string text) const {
        for (const auto& [mark, value] : marks) {
            const auto whole = "$" + mark + "$";
            for (auto at = text.find(whole); at != std::string::npos; at = text.find(whole))
                text.replace(at, whole.size(), value);
        }
        return text;
    }
    Answer staff_call(const std::string& operation, const std::string& members) {
        return call(operation, filled(members));
    }
    std::vector<AppliedWrite> own_writes() const {
        std::vector<AppliedWrite> own;
        for (const auto& write : pms.writes()) {
            if (write.by == Actor::our_client) own.push_back(write);
        }
        return own;
    }
    Hotel& hotel() { return pms.hotel(); }

    std::map<std::string, std::string> marks;
    Stamp by_staff{now, Actor::other_user};

  private:
    void mark(const std::string& name, const Uuid& id) { marks[name] = id.to_string(); }

    /// STAY comes tomorrow for two nights, with one person not named yet, BESIDE at the same time
    /// in another room; FULL has all named. AFTER comes later, to the room BEFORE leaves.
    void mark_stays() {
        std::vector<Reservation*> coming;
        for (auto& row : hotel().reservations.rows()) {
            if (row.state == model::ReservationState::confirmed && row.assigned_resource_id)
                coming.push_back(&row);
        }
        auto& stay = *coming.at(0);
        stay.scheduled_start_utc = now + 30h;
        stay.scheduled_end_utc = now + 74h;
        stay.assigned_resource_locked = false;
        mark("STAY", stay.id);
        marks["NUMBER"] = stay.number;
        marks["START"] = to_iso8601(stay.scheduled_start_utc);
        marks["END"] = to_iso8601(stay.scheduled_end_utc);
        marks["LONGER"] = to_iso8601(stay.scheduled_end_utc + 24h);
        marks["ROOMOFSTAY"] = stay.assigned_resource_id->to_string();
        marks["ROOMNAME"] = room_of(stay).name;
        name_persons(stay, 1);
        name_persons(*coming.at(1), 0);
        mark("FULL", coming.at(1)->id);
        marks["COMPANIONNAME"] =
            hotel().customers.find(*Uuid::parse(marks["COMPANION"]))->last_name;
        marks["FULLNUMBER"] = coming.at(1)->number;
        auto& locked = *coming.at(2);
        locked.assigned_resource_locked = true;
        marks["ROOMOFLOCKED"] = locked.assigned_resource_id->to_string();
        mark("LOCKED", locked.id);
        marks["LOCKEDNUMBER"] = locked.number;
        auto& beside = *coming.at(3);
        beside.scheduled_start_utc = stay.scheduled_start_utc;
        beside.scheduled_end_utc = stay.scheduled_end_utc;
        beside.assigned_resource_locked = false;
        mark("BESIDE", beside.id);
        marks["ROOMOFBESIDE"] = beside.assigned_resource_id->to_string();
        auto& before = *coming.at(4);
        before.scheduled_start_utc = now + 120h;
        before.scheduled_end_utc = now + 160h;
        mark("BEFORE", before.id);
        marks["BEFOREROOM"] = room_of(before).name;
        auto& after = *coming.at(5);
        after.assigned_resource_id = before.assigned_resource_id;
        after.scheduled_start_utc = now + 170h;
        after.scheduled_end_utc = now + 240h;
        marks["AFTERNUMBER"] = after.number;
        for (auto* other : coming) {
            const bool is_in_the_way = std::ranges::any_of(
                std::initializer_list<Reservation*>{&stay, &beside, &before}, [&](auto* marked) {
                    return other->assigned_resource_id == marked->assigned_resource_id &&
                           other != marked && other != &after;
                });
            if (is_in_the_way) other->assigned_resource_id.reset();
        }
        const auto& started = PmsClient::stay(model::ReservationState::started);
        mark("INHOUSE", started.id);
        marks["INHOUSENUMBER"] = started.number;
        const auto& gone = PmsClient::stay(model::ReservationState::processed);
        mark("GONE", gone.id);
        marks["GONENUMBER"] = gone.number;
        mark("ADULT", hotel().age_categories.rows().front().id);
    }
    /// Leaves only its first companion, and room for `more`.
    void name_persons(Reservation& stay, int more) {
        std::vector<Uuid> others;
        Uuid first{};
        for (const auto& row : hotel().companionships.rows()) {
            if (row.reservation_id != stay.id) continue;
            if (first == Uuid{})
                first = row.customer_id;
            else
                others.push_back(row.id);
        }
        for (const auto& id : others) hotel().companionships.remove(id);
        stay.person_counts = {{hotel().age_categories.rows().front().id, 1 + more}};
        mark("COMPANION", first);
    }
    /// FREE is of the same kind as STAY's room, OTHERKIND not; TAKEN is INHOUSE's; BLOCKED has
    /// BLOCK.
    void mark_rooms() {
        const auto category =
            hotel().resources.find(*Uuid::parse(marks["ROOMOFSTAY"]))->category_id;
        auto& free = emptied_room(category, true);
        mark("FREE", free.id);
        marks["FREENAME"] = free.name;
        mark("OTHERKIND", emptied_room(category, false).id);
        const auto& taken = room_of(PmsClient::stay(model::ReservationState::started));
        mark("TAKEN", taken.id);
        marks["TAKENNAME"] = taken.name;
        auto& blocked = emptied_room(category, true);
        mark("BLOCKED", blocked.id);
        marks["BLOCKEDNAME"] = blocked.name;
        mark("BLOCK",
             pms.desk()
                 .add_block(blocked, {.name = "Paint", .start_utc = now - 1h, .end_utc = now + 96h},
                            by_staff)
                 .id);
    }
    /// A room nobody is in, or comes to any more.
    Resource& emptied_room(const Uuid& category, bool is_of_it) {
        for (auto& room : hotel().resources.rows()) {
            const bool is_marked = std::ranges::any_of(
                marks, [&](const auto& mark) { return mark.second == room.id.to_string(); });
            const auto has = [&](const Reservation& row) {
                return row.assigned_resource_id == room.id && row.holds_room();
            };
            const bool is_in_use =
                std::ranges::any_of(hotel().reservations.rows(), [&](const Reservation& row) {
                    return has(row) && row.state == model::ReservationState::started;
                });
            if (is_marked || is_in_use || (room.category_id == category) != is_of_it ||
                room.state == model::ResourceState::out_of_order)
                continue;
            for (auto& row : hotel().reservations.rows()) {
                if (has(row)) row.assigned_resource_id.reset();
            }
            for (auto& block : hotel().resource_blocks.rows()) {
                if (id_in(block, "AssignedResourceId") == room.id) block.is_active = false;
            }
            return room;
        }
        throw std::logic_error("such a room can be had");
    }
    const Reservation& stay_row() {
        return *hotel().reservations.find(*Uuid::parse(marks.at("STAY")));
    }
    void mark_profiles() {
        auto& guest = hotel().customers.rows()[3];
        auto& other = hotel().customers.rows()[4];
        guest.is_active = other.is_active = true;
        guest.email = "ada@example.test";
        other.email = "Bob@example.test";
        guest.phone = "+351 1";
        guest.classifications = {"Returning"};
        mark("GUEST", guest.id);
        mark("OTHER", other.id);
        marks["OTHERNAME"] = other.last_name;
        auto& cash = hotel().customers.rows()[5];
        cash.is_active = true;
        cash.classifications = {"Cashlist"};
        mark("CASH", cash.id);
        marks["CASHNAME"] = cash.last_name;
        auto& company = hotel().companies.rows().front();
        company.is_active = true;
        mark("COMPANY", company.id);
    }
    void mark_records() {
        auto& desk = pms.desk();
        const auto add = [&](const std::string& name, Records table, const json::object& members) {
            mark(name, desk.add(table, members, by_staff).id);
        };
        add("ADDRESS", &Hotel::addresses,
            {{"AccountId", marks["GUEST"]},
             {"Line1", "Rua Augusta 24"},
             {"City", "Lisboa"},
             {"PostalCode", "1100-053"}});
        add("NOTE", &Hotel::service_order_notes, {{"OrderId", marks["STAY"]}, {"Text", "Late"}});
        add("ACCOUNTNOTE", &Hotel::account_notes,
            {{"AccountId", marks["GUEST"]}, {"Content", "Likes tea"}});
        add("COMPANYNOTE", &Hotel::account_notes,
            {{"AccountId", marks["COMPANY"]},
             {"AccountType", "Company"},
             {"Content", "Pays late"}});
        add("DOCUMENT", &Hotel::identity_documents,
            {{"CustomerId", marks["GUEST"]},
             {"Type", "Passport"},
             {"Number", "P1"},
             {"IssuingCity", "Porto"}});
        add("THREAD", &Hotel::message_threads, {{"OriginalSender", "Ada"}, {"Subject", "Towels"}});
        mark("CLOSEDBILL", desk.open_bill(stay_row(), by_staff).id);
        desk.close_bill(*hotel().bills.find(*Uuid::parse(marks["CLOSEDBILL"])), by_staff);
        mark("SERVICE", hotel().services.rows().front().id);
        mark("FOOD", hotel().services.rows().back().id);
        for (const char* product : {"NIGHT", "BREAKFAST", "LATE", "WINE"})
            mark(product, record_by(hotel().products, "ExternalIdentifier", product).id);
        mark("CATEGORY", hotel().accounting_categories.rows().front().id);
    }
};

}  // namespace stayd::sim
