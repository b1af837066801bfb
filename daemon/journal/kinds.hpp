#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/list.hpp"

namespace stayd::journal {

/// What staff can change.
enum class Kind : std::uint8_t {
    set_room_state,
    block_room,
    end_block,
    update_guest,
    update_company,
    add_address,
    update_address,
    add_document,
    remove_document,
    add_companion,
    remove_companion,
    move_stay,
    set_stay_times,
    check_in,
    add_stay_note,
    add_guest_note,
    sell_product,
    open_thread,
    send_message,
    check_out,
    create_task,
    accept_task,
    complete_task,
    set_guest_waiting,
    record_of_stay,
    record_of_guest,
    dismiss_change,
    decide_finding,
    edit_rule,
    decide_opportunity,
};

/// How a write behaves when its outcome is unknown (sync.md R20).
enum class WriteClass : std::uint8_t {
    set,         ///< absolute: read the thing, compare its fields
    create,      ///< read what came about since, look for the mark or the fingerprint
    transition,  ///< read the thing's state: in or past the wanted one, before it, or elsewhere
    remove,      ///< read the thing: gone or there
    local,       ///< the PMS has no such field: never sent
};

/// What becomes of a field that both sides have changed at times that cannot be told apart
/// (sync.md R29). When they can, the later one wins.
enum class Policy : std::uint8_t {
    none,        ///< not merged
    pms_wins,    ///< lww_remote
    safer_wins,  ///< lww_safe: the room state that lets nobody into an unready room
};

/// What a change is about, for people and for the audit.
enum class Subject : std::uint8_t {
    room,
    block,
    stay,
    guest,
    company,
    address,
    document,
    companion,
    note,
    product,
    thread,
    message,
    task,
    change,
    finding,
    offer,
    rule
};

/// All that is the same for every change of a kind: the one table of the hotel's writes.
struct KindEntry {
    Kind kind;
    std::string_view word;  ///< in the database, in the audit, in stayctl
    WriteClass write_class;
    Subject subject;
    int step;          ///< in the order after an outage (hotel-domain.md 9.2); 0: never sent
    model::List list;  ///< where an unknown outcome is found out
    Policy policy = Policy::none;
};

std::span<const KindEntry> kinds();
const KindEntry& entry(Kind kind);
std::string_view to_word(Kind kind);
std::string_view to_word(Subject subject);

}  // namespace stayd::journal
