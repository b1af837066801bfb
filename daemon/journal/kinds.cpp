#include "journal/kinds.hpp"

#include <algorithm>

#include "base/invariant.hpp"

namespace stayd::journal {
namespace {

using enum Kind;
using enum WriteClass;
using model::List;
using S = Subject;

// clang-format off
constexpr KindEntry table[] = {
    // kind              word                class       subject       step  list
    {set_room_state,    "SetRoomState",     set,        S::room,       1, List::resources, Policy::safer_wins},
    {block_room,        "BlockRoom",        create,     S::block,      2, List::resource_blocks},
    {end_block,         "EndBlock",         remove,     S::block,      2, List::resource_blocks},
    {update_guest,      "UpdateGuest",      set,        S::guest,      3, List::customers, Policy::pms_wins},
    {update_company,    "UpdateCompany",    set,        S::company,    3, List::companies, Policy::pms_wins},
    {add_address,       "AddAddress",       create,     S::address,    3, List::addresses},
    {update_address,    "UpdateAddress",    set,        S::address,    3, List::addresses, Policy::pms_wins},
    {add_document,      "AddDocument",      create,     S::document,   3, List::identity_documents},
    {remove_document,   "RemoveDocument",   remove,     S::document,   3, List::identity_documents},
    {add_companion,     "AddCompanion",     create,     S::companion,  4, List::companionships},
    {remove_companion,  "RemoveCompanion",  remove,     S::companion,  4, List::companionships},
    {move_stay,         "MoveStay",         set,        S::stay,       5, List::reservations, Policy::pms_wins},
    {set_stay_times,    "SetStayTimes",     set,        S::stay,       6, List::reservations, Policy::pms_wins},
    {check_in,          "CheckIn",          transition, S::stay,       7, List::reservations},
    {add_stay_note,     "AddStayNote",      create,     S::note,       8, List::service_order_notes},
    {add_guest_note,    "AddGuestNote",     create,     S::note,       8, List::account_notes},
    {sell_product,      "SellProduct",      create,     S::product,    9, List::order_items},
    {open_thread,       "OpenThread",       create,     S::thread,    10, List::message_threads},
    {send_message,      "SendMessage",      create,     S::message,   10, List::messages},
    {check_out,         "CheckOut",         transition, S::stay,      11, List::reservations},
    {create_task,       "CreateTask",       create,     S::task,      12, List::tasks},
    {accept_task,       "AcceptTask",       local,      S::task,       0, List::tasks},
    {complete_task,     "CompleteTask",     transition, S::task,      12, List::tasks},
    {set_guest_waiting, "SetGuestWaiting",  local,      S::stay,       0, List::reservations},
    {record_of_stay,    "RecordOfStay",     local,      S::stay,       0, List::reservations},
    {record_of_guest,   "RecordOfGuest",    local,      S::guest,      0, List::customers},
    {dismiss_change,    "DismissChange",    local,      S::change,     0, List::reservations},
    {decide_finding,    "DecideFinding",    local,      S::finding,    0, List::reservations},
    {edit_rule,         "EditRule",         local,      S::rule,       0, List::reservations},
    {decide_opportunity, "DecideOpportunity", local,    S::offer,      0, List::reservations},
};
// clang-format on

}  // namespace

std::span<const KindEntry> kinds() {
    return table;
}

const KindEntry& entry(Kind kind) {
    const auto* found = std::ranges::find(table, kind, &KindEntry::kind);
    invariant(found != std::end(table), "every kind has its entry");
    return *found;
}

std::string_view to_word(Kind kind) {
    return entry(kind).word;
}

std::string_view to_word(Subject subject) {
    static constexpr std::string_view words[] = {
        "Room",     "Block",     "Stay",    "Guest",   "Company", "Address",
        "Document", "Companion", "Note",    "Product", "Thread",  "Message",
        "Task",     "Change",    "Finding", "Offer",   "Rule"};
    return words[static_cast<std::size_t>(subject)];
}

}  // namespace stayd::journal
