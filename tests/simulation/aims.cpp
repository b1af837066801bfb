#include "tests/simulation/aims.hpp"

#include <algorithm>

#include "tests/sim/mews/profiles.hpp"
#include "tests/sim/mews/record_lists.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;
using journal::Kind;
using journal::Stage;
using model::ReservationState;

std::vector<std::string> paths_of(Kind kind) {
    switch (kind) {
        case Kind::set_room_state:
            return {"resources/update"};
        case Kind::block_room:
            return {"resourceBlocks/add"};
        case Kind::end_block:
            return {"resourceBlocks/delete"};
        case Kind::update_guest:
        case Kind::update_company:
            return {"accounts/update"};
        case Kind::add_address:
            return {"addresses/add"};
        case Kind::update_address:
            return {"addresses/update"};
        case Kind::add_document:
            return {"identityDocuments/add"};
        case Kind::remove_document:
            return {"identityDocuments/delete"};
        case Kind::add_companion:
            return {"reservations/addCompanion"};
        case Kind::remove_companion:
            return {"reservations/deleteCompanion"};
        case Kind::move_stay:
            return {"reservations/update"};
        case Kind::set_stay_times:
            return {"reservations/updateInterval"};
        case Kind::check_in:
            return {"reservations/start"};
        case Kind::add_stay_note:
            return {"serviceOrderNotes/add"};
        case Kind::add_guest_note:
            return {"accountNotes/add"};
        case Kind::sell_product:
            return {"reservations/addProduct", "orders/add"};
        case Kind::open_thread:
            return {"messageThreads/add"};
        case Kind::send_message:
            return {"messages/add"};
        case Kind::check_out:
            return {"reservations/process"};
        case Kind::create_task:
            return {"tasks/add"};
        case Kind::complete_task:
            return {"tasks/close"};
        case Kind::accept_task:
        case Kind::set_guest_waiting:
        case Kind::record_of_stay:
        case Kind::record_of_guest:
        case Kind::dismiss_change:
        case Kind::decide_finding:
        case Kind::edit_rule:
        case Kind::decide_opportunity:
            break;
    }
    return {};
}

void set_another_state(Pms& pms, const v1::SetRoomState& command, Stamp stamp) {
    using enum model::ResourceState;
    auto* room = pms.hotel().resources.find(Uuid::from_bytes(command.room_id()).value());
    if (room == nullptr || room->state == out_of_order) return;
    const auto ours = command.state() == v1::RESOURCE_STATE_DIRTY   ? dirty
                      : command.state() == v1::RESOURCE_STATE_CLEAN ? clean
                                                                    : inspected;
    for (const auto state : {dirty, clean, inspected}) {
        if (state == ours || state == room->state) continue;
        return pms.desk().set_room_state(*room, state, "", stamp);
    }
}

void change_phone(Pms& pms, const v1::UpdateGuest& command, Stamp stamp) {
    auto* guest = pms.hotel().customers.find(Uuid::from_bytes(command.guest_id()).value());
    const auto phone = std::ranges::find(guest_texts(), "Phone", &GuestText::name);
    if (guest == nullptr) return;
    pms.desk().change_guest(
        *guest, {.texts = {{&*phone, "+351 22 " + std::to_string(to_ms(stamp.now) / 1000)}}},
        stamp);
}

/// The one that staff write to: the guest's own, or else any.
Record* address_of(Hotel& hotel, const Uuid& guest_id) {
    const auto* guest = hotel.customers.find(guest_id);
    if (guest == nullptr) return nullptr;
    if (guest->address_id) {
        auto* own = hotel.addresses.find(*guest->address_id);
        if (own != nullptr && own->is_active) return own;
    }
    const auto& all = hotel.addresses.rows();
    const auto any = std::ranges::find_if(all, [&](const Record& row) {
        return row.is_active && id_in(row, "AccountId") == guest_id;
    });
    return any == all.end() ? nullptr : hotel.addresses.find(any->id);
}

void change_address(Pms& pms, const v1::SetAddress& command, Stamp stamp) {
    auto* address = address_of(pms.hotel(), Uuid::from_bytes(command.guest_id()).value());
    if (address == nullptr) return;
    pms.desk().change(&Hotel::addresses, *address,
                      {{"Line1", "Rua do Mar " + std::to_string(to_ms(stamp.now) / 1000)}}, stamp);
}

}  // namespace

std::vector<FaultPlan> ways_into(const Coverage::Place& place, SplitMix& dice) {
    FaultPlan plan{.calls = 1};
    switch (place.stage) {
        case Stage::unknown:
            // Too heavy says nothing of the line, so that there may be many.
            plan.status = 408;
            if (dice.below(8) == 0) plan = {.fault = Fault::reset, .calls = 1};
            if (dice.below(8) == 0) plan = {.fault = Fault::answer_lost, .calls = 1};
            break;
        case Stage::refused:
            plan.status = 403;
            plan.message = "Not now.";
            // What cannot be removed may be gone: that is looked at first.
            if (journal::entry(place.kind).write_class == journal::WriteClass::remove)
                plan.calls = 2;
            break;
        case Stage::replaced:
            plan.status = 409;  // it is tried again, upon what others have written meanwhile
            plan.calls = 4;
            break;
        case Stage::box_only:
            plan.status = 401;
            plan.calls = 2;
            break;
        case Stage::ready:
        case Stage::in_flight:
        case Stage::confirmed:
            return {};
    }
    std::vector<FaultPlan> plans;
    for (const auto& path : paths_of(place.kind)) {
        plan.path_part = path;
        plans.push_back(plan);
    }
    return plans;
}

void write_the_same(Pms& pms, const v1::Command& command, UtcTime now) {
    const Stamp stamp{.now = now, .by = Actor::other_user};
    auto& desk = pms.desk();
    const auto stay = [&](const std::string& id) {
        return pms.hotel().reservations.find(Uuid::from_bytes(id).value());
    };
    if (command.has_set_room_state()) set_another_state(pms, command.set_room_state(), stamp);
    if (command.has_update_guest()) change_phone(pms, command.update_guest(), stamp);
    if (command.has_set_address()) change_address(pms, command.set_address(), stamp);
    if (command.has_update_company()) {
        auto* company = pms.hotel().companies.find(
            Uuid::from_bytes(command.update_company().company_id()).value());
        if (company != nullptr)
            desk.change(&Hotel::companies, *company,
                        {{"ContactPerson", "Eva Lima " + std::to_string(to_ms(now) / 1000)}},
                        stamp);
    }
    if (command.has_move_stay()) {
        if (auto* moves = stay(command.move_stay().reservation_id()))
            desk.assign(*moves, std::nullopt, stamp);
    }
    if (command.has_set_stay_times()) {
        if (auto* lasts = stay(command.set_stay_times().reservation_id()))
            desk.reschedule(*lasts, lasts->scheduled_start_utc, lasts->scheduled_end_utc + 2h,
                            stamp);
    }
    pms.flush_events();
}

void let_somebody_come(Pms& pms, UtcTime now) {
    const Stamp stamp{.now = now, .by = Actor::other_user};
    const auto begin = std::chrono::floor<std::chrono::minutes>(now);
    const auto end = begin + 6h;
    auto& desk = pms.desk();
    const auto& rooms = pms.hotel().resources.rows();
    const auto has_somebody = [&](const Resource& room) {
        return std::ranges::any_of(pms.hotel().reservations.rows(), [&](const Reservation& stay) {
            return stay.state == ReservationState::started && stay.assigned_resource_id == room.id;
        });
    };
    const auto room = std::ranges::find_if(rooms, [&](const Resource& row) {
        return row.is_active && row.state != model::ResourceState::out_of_order &&
               desk.occupant(row.id, begin, end, {}) == nullptr && !has_somebody(row);
    });
    if (room == rooms.end()) return;
    desk.set_room_state(*pms.hotel().resources.find(room->id), model::ResourceState::inspected, "",
                        stamp);
    auto& stay = desk.book(
        {.first_name = "Ada", .last_name = "Luz", .start_utc = begin, .end_utc = end}, stamp);
    desk.assign(stay, room->id, stamp);
    pms.flush_events();
}

}  // namespace stayd::sim
