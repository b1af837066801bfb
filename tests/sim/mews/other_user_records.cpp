#include <fmt/format.h>

#include <cmath>

#include "tests/sim/mews/city_catalog.hpp"
#include "tests/sim/mews/other_user.hpp"
#include "tests/sim/mews/render.hpp"

namespace stayd::sim {
namespace {

/// The row whose id, or the text in whose `by`, the parameter gives.
Record& find(Act& act, Records table, std::string_view parameter, std::string_view by = {}) {
    const auto wanted = required(act.parameters.text(parameter), parameter);
    auto& rows = act.hotel().*table;
    if (const auto id = Uuid::parse(wanted)) {
        if (auto* row = rows.find(*id)) return *row;
    }
    if (!by.empty()) {
        for (auto& row : rows.rows()) {
            if (text_in(row, by) == wanted) return row;
        }
    }
    refuse_act(fmt::format("there is no {} {}", parameter, wanted));
}

/// The given ones of the parameters, as the members they are called in the PMS.
json::object members(Act& act,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> names) {
    json::object members;
    for (const auto& [parameter, member] : names) {
        if (auto text = act.parameters.text(parameter)) members[member] = std::move(*text);
    }
    return members;
}

std::string needed(Act& act, std::string_view parameter) {
    return required(act.parameters.text(parameter), parameter);
}

int count_of(Act& act) {
    return static_cast<int>(act.parameters.integer("count").value_or(1));
}

std::int64_t needed_cents(Act& act) {
    return required(act.parameters.integer("cents"), "cents");
}

Uuid erase(Act& act, Records table, std::string_view parameter) {
    const auto id = find(act, table, parameter).id;
    act.desk().erase(table, id, act.stamp);
    return id;
}

// --- Guests and companies ---

/// The guest's address, a new one when there is none.
Uuid change_address(Act& act) {
    auto& guest = act.guest();
    const auto changes = members(act, {{"line1", "Line1"},
                                       {"line2", "Line2"},
                                       {"city", "City"},
                                       {"postal_code", "PostalCode"},
                                       {"country", "CountryCode"}});
    if (guest.address_id) {
        auto& address = *act.hotel().addresses.find(*guest.address_id);
        act.desk().change(&Hotel::addresses, address, changes, act.stamp);
        return address.id;
    }
    auto all = changes;
    all["AccountId"] = guest.id.to_string();
    guest.address_id = act.desk().add(&Hotel::addresses, all, act.stamp).id;
    act.desk().amended(guest, "guest_address", guest.number, act.stamp);
    return *guest.address_id;
}

/// One field of the profile, by its name in the list; without a value it is cleared.
Uuid set_guest_data(Act& act) {
    auto& guest = act.guest();
    const auto member = needed(act, "member");
    const auto text = std::ranges::find(guest_texts(), member, &GuestText::name);
    if (text == guest_texts().end()) refuse_act(fmt::format("a guest has no {}", member));
    GuestChange change;
    change.texts[&*text] = act.parameters.text("value").value_or("");
    act.desk().change_guest(guest, change, act.stamp);
    return guest.id;
}

Uuid add_account_note(Act& act) {
    return act.desk()
        .add(&Hotel::account_notes,
             {{"AccountId", act.guest().id.to_string()},
              {"Content", needed(act, "text")},
              {"Classifications",
               json::array{act.parameters.text("classification").value_or("General")}}},
             act.stamp)
        .id;
}
Uuid edit_account_note(Act& act) {
    auto& note = find(act, &Hotel::account_notes, "note");
    act.desk().change(&Hotel::account_notes, note, {{"Content", needed(act, "text")}}, act.stamp);
    return note.id;
}
Uuid delete_account_note(Act& act) {
    return erase(act, &Hotel::account_notes, "note");
}

Uuid add_document(Act& act) {
    return act.desk()
        .add(&Hotel::identity_documents,
             {{"CustomerId", act.guest().id.to_string()},
              {"Type", act.parameters.text("type").value_or("Passport")},
              {"Number", needed(act, "number")}},
             act.stamp)
        .id;
}
Uuid edit_document(Act& act) {
    auto& document = find(act, &Hotel::identity_documents, "document");
    act.desk().change(&Hotel::identity_documents, document, {{"Number", needed(act, "number")}},
                      act.stamp);
    return document.id;
}
Uuid delete_document(Act& act) {
    return erase(act, &Hotel::identity_documents, "document");
}

Uuid relate(Act& act) {
    const auto other = needed(act, "other");
    const auto& guests = act.hotel().customers.rows();
    const auto found = std::ranges::find(guests, other, &Customer::number);
    if (found == guests.end()) refuse_act(fmt::format("there is no guest {}", other));
    return act.desk()
        .add(&Hotel::relationships,
             {{"CustomerId", act.guest().id.to_string()},
              {"RelatedCustomerId", found->id.to_string()},
              {"Relationship", act.parameters.text("relationship").value_or("Spouse")}},
             act.stamp)
        .id;
}

Uuid rename_company(Act& act) {
    auto& company = find(act, &Hotel::companies, "company", "Name");
    act.desk().change(&Hotel::companies, company, {{"Name", needed(act, "name")}}, act.stamp);
    return company.id;
}

Uuid set_points(Act& act) {
    auto& membership = find(act, &Hotel::loyalty_memberships, "membership", "MembershipNumber");
    act.desk().change(&Hotel::loyalty_memberships, membership,
                      {{"Points", required(act.parameters.integer("points"), "points")}},
                      act.stamp);
    return membership.id;
}

// --- Stays ---

Uuid add_companion(Act& act) {
    return act.desk().add_companion(act.stay(), act.guest(), act.stamp).id;
}
Uuid remove_companion(Act& act) {
    const auto& stay = act.stay();
    const auto& guest = act.guest();
    for (const auto& row : act.hotel().companionships.rows()) {
        if (row.reservation_id != stay.id || row.customer_id != guest.id) continue;
        const auto id = row.id;
        act.desk().remove_companion(id, act.stamp);
        return id;
    }
    refuse_act(fmt::format("guest {} is not with {}", guest.number, stay.number));
}

/// Locks the room the stay has, or lets it be moved again.
Uuid lock_room(Act& act) {
    auto& stay = act.stay();
    const bool locked = act.parameters.flag("locked").value_or(true);
    act.desk().change_stay(stay, {.room_is_locked = locked}, act.stamp);
    return stay.id;
}

Uuid add_note(Act& act) {
    return act.desk()
        .add(&Hotel::service_order_notes,
             {{"OrderId", act.stay().id.to_string()},
              {"Text", needed(act, "text")},
              {"Type", act.parameters.text("type").value_or("General")}},
             act.stamp)
        .id;
}
Uuid edit_note(Act& act) {
    auto& note = find(act, &Hotel::service_order_notes, "note");
    act.desk().change(&Hotel::service_order_notes, note, {{"Text", needed(act, "text")}},
                      act.stamp);
    return note.id;
}
Uuid delete_note(Act& act) {
    return erase(act, &Hotel::service_order_notes, "note");
}

Uuid post_message(Act& act) {
    auto& thread = find(act, &Hotel::message_threads, "thread", "Subject");
    return act.desk()
        .post_message(thread, needed(act, "text"),
                      act.parameters.text("sender").value_or("Enterprise"), act.stamp)
        .id;
}

// --- Rooms ---

Uuid add_block(Act& act) {
    auto& room = act.room();
    BlockDraft draft{.type = act.parameters.text("type").value_or("OutOfOrder"),
                     .name = needed(act, "name")};
    if (draft.type != "OutOfOrder" && draft.type != "InternalUse")
        refuse_act("type is OutOfOrder or InternalUse");
    draft.start_utc = act.parameters.instant("start").value_or(act.stamp.now);
    draft.end_utc = act.parameters.instant("end").value_or(act.stamp.now + std::chrono::hours{24});
    if (draft.end_utc <= draft.start_utc) refuse_act("the block ends after it starts");
    if (const auto* stay = act.desk().occupant(room.id, draft.start_utc, draft.end_utc, {}))
        refuse_act(fmt::format("room {} is taken by reservation {}", room.name, stay->number));
    return act.desk().add_block(room, draft, act.stamp).id;
}
Uuid delete_block(Act& act) {
    auto& block = find(act, &Hotel::resource_blocks, "block", "Name");
    if (!block.is_active) refuse_act("the block is deleted");
    act.desk().delete_block(block, act.stamp);
    return block.id;
}

/// Gives the room a feature or takes it away.
Uuid set_feature(Act& act) {
    const auto& room = act.room();
    const auto& feature = find(act, &Hotel::resource_features, "feature", "Classification");
    const bool has = act.parameters.flag("has").value_or(true);
    auto& assignments = act.hotel().resource_feature_assignments;
    for (auto& row : assignments.rows()) {
        if (id_in(row, "ResourceId") != room.id || id_in(row, "FeatureId") != feature.id) continue;
        row.is_active = has;
        act.desk().change(&Hotel::resource_feature_assignments, row, {}, act.stamp);
        return row.id;
    }
    if (!has) refuse_act(fmt::format("room {} has no such feature", room.name));
    return act.desk()
        .add(&Hotel::resource_feature_assignments,
             {{"ResourceId", room.id.to_string()}, {"FeatureId", feature.id.to_string()}},
             act.stamp)
        .id;
}

// --- Money ---

const Record& product_of(Act& act) {
    return find(act, &Hotel::products, "product", "ExternalIdentifier");
}

Uuid set_price(Act& act) {
    auto& product = find(act, &Hotel::products, "product", "ExternalIdentifier");
    act.desk().change(&Hotel::products, product, {{"Price", amount(needed_cents(act), 13)}},
                      act.stamp);
    return product.id;
}

Uuid charge(Act& act) {
    const auto& product = product_of(act);
    return act.desk().charge(act.stay(), product, count_of(act), act.stamp).id;
}
Uuid cancel_item(Act& act) {
    auto* item = act.hotel().order_items.find(required(act.parameters.id("item"), "item"));
    if (item == nullptr) refuse_act("there is no such item");
    if (item->state == "Canceled" || item->state == "Closed")
        refuse_act(fmt::format("the item is {}", item->state));
    act.desk().cancel_item(*item, act.stamp);
    return item->id;
}

Uuid order(Act& act) {
    const auto& product = product_of(act);
    const auto* service = act.hotel().services.find(*id_in(product, "ServiceId"));
    if (service->type != model::ServiceType::additional)
        refuse_act("the product is of no additional service: charge it to the stay");
    return act.desk().order(act.stay(), product, count_of(act), act.stamp).id;
}
Uuid cancel_order(Act& act) {
    auto& order = find(act, &Hotel::product_service_orders, "order", "Number");
    if (text_in(order, "State") == "Canceled") refuse_act("the order is canceled");
    act.desk().cancel_order(order, act.stamp);
    return order.id;
}

Uuid pay(Act& act) {
    const auto type = act.parameters.text("type").value_or("CashPayment");
    if (type != "CashPayment" && type != "CreditCardPayment" && type != "ExternalPayment")
        refuse_act("type is CashPayment, CreditCardPayment or ExternalPayment");
    const auto cents = needed_cents(act);
    return act.desk().pay(act.stay(), cents, type, act.stamp).id;
}

Uuid open_bill(Act& act) {
    return act.desk().open_bill(act.stay(), act.stamp).id;
}
Uuid close_bill(Act& act) {
    auto& bill = find(act, &Hotel::bills, "bill");
    if (text_in(bill, "State") == "Closed") refuse_act("the bill is closed");
    act.desk().close_bill(bill, act.stamp);
    return bill.id;
}

constexpr ActKind kinds[] = {
    {"guest_data", set_guest_data},
    {"address", change_address},
    {"add_account_note", add_account_note},
    {"edit_account_note", edit_account_note},
    {"delete_account_note", delete_account_note},
    {"add_document", add_document},
    {"edit_document", edit_document},
    {"delete_document", delete_document},
    {"relate", relate},
    {"company_name", rename_company},
    {"points", set_points},
    {"add_companion", add_companion},
    {"remove_companion", remove_companion},
    {"lock", lock_room},
    {"add_note", add_note},
    {"edit_note", edit_note},
    {"delete_note", delete_note},
    {"message", post_message},
    {"add_block", add_block},
    {"delete_block", delete_block},
    {"feature", set_feature},
    {"price", set_price},
    {"add_item", charge},
    {"cancel_item", cancel_item},
    {"order", order},
    {"cancel_order", cancel_order},
    {"pay", pay},
    {"open_bill", open_bill},
    {"close_bill", close_bill},
};

}  // namespace

std::span<const ActKind> record_acts() {
    return kinds;
}

}  // namespace stayd::sim
