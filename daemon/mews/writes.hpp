#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "model/words.hpp"

/// What can be written into the PMS, as plain values. Each is one call of one operation; texts and
/// names are sent as they stand. The names of operations and members: write_requests.cpp.
namespace stayd::mews {

/// One member of what is written, by its name in that operation; lists may call it otherwise
/// (connector-api.md, trap 13). A point leads into an object: "Classifications.Important", whose
/// value is "true" or "false". nullopt clears what is changed and is left out of what is new.
struct FieldUpdate {
    std::string name;
    std::optional<std::string> value;
};

/// One room of `SetResourceStates`. Out of order cannot be set: it follows from a block.
struct SetResourceState {
    Uuid resource_id;
    model::ResourceState state;
    std::string reason;  ///< write-only in the PMS; empty sends none
};
/// At most 1000. Whether the PMS takes all or none of them is undocumented.
struct SetResourceStates {
    std::vector<SetResourceState> rooms;
};
/// There is no changing a block: delete and add.
struct AddBlock {
    Uuid resource_id;
    std::string type;  ///< "OutOfOrder" or "InternalUse"
    std::string name;
    UtcTime start_utc;
    UtcTime end_utc;
    std::string notes;  ///< empty sends none
};
struct DeleteBlock {
    Uuid block_id;
};

struct AddTask {
    std::string name;
    std::string description;
    std::optional<Uuid> department_id;
    std::optional<Uuid> service_order_id;
    UtcTime deadline_utc;
};
struct CloseTask {
    Uuid task_id;
};

struct StartReservation {
    Uuid reservation_id;
};
/// Check-out. The PMS takes an open balance only with notes that say why.
struct ProcessReservation {
    Uuid reservation_id;
    bool close_bills = false;
    std::string open_balance_notes{};  ///< empty demands a balance of zero
};
/// To another room, at the agreed price and without a fee; nullopt takes the room away.
struct MoveReservation {
    Uuid reservation_id;
    std::optional<Uuid> resource_id;
};
/// Without a fee; nullopt leaves that end as it is.
struct SetReservationInterval {
    Uuid reservation_id;
    std::optional<UtcTime> start_utc;
    std::optional<UtcTime> end_utc;
};

enum class AccountKind { customer, company };

/// Of a guest or a company; what is not in `fields` stays as it is.
struct UpdateAccount {
    Uuid account_id;
    AccountKind kind;
    std::vector<FieldUpdate> fields;
};
/// Without an e-mail the PMS looks for no duplicate; with one that it knows it refuses.
struct AddCustomer {
    std::vector<FieldUpdate> fields;  ///< the last name must be among them
};
/// Where it is on the map the PMS finds out.
struct AddAddress {
    Uuid account_id;
    std::vector<FieldUpdate> fields;
};
/// What is not in `fields` stays as it is.
struct UpdateAddress {
    Uuid address_id;
    std::vector<FieldUpdate> fields;
};
/// An empty number only where the PMS does not collect them.
struct AddDocument {
    Uuid customer_id;
    std::string type;
    std::string number;
    std::vector<FieldUpdate> rest;
};
struct DeleteDocument {
    Uuid document_id;
};

struct AddCompanion {
    Uuid reservation_id;
    Uuid customer_id;
};
/// The guest's profile stays.
struct DeleteCompanion {
    Uuid reservation_id;
    Uuid customer_id;
};

/// A general one: the PMS takes no other.
struct AddStayNote {
    Uuid reservation_id;
    std::string text;
};
/// A general one: the classification that guests and companies share.
struct AddAccountNote {
    Uuid account_id;
    AccountKind kind;
    std::string text;  ///< at most 1000 characters
};

/// Of the service that is stayed at; others are sold with `AddOrder`.
struct AddProduct {
    Uuid reservation_id;
    Uuid product_id;
    int count;  ///< a charging unit: 1 is one a night for what is charged by the night
    std::optional<UtcTime> start_utc;
    std::optional<UtcTime> end_utc;
};
/// Charges the account: never to be sent again before its `external_identifier`, which comes back
/// on the order's items, was looked for.
struct AddOrder {
    Uuid service_id;
    Uuid account_id;
    Uuid product_id;
    int count;
    std::optional<Uuid> linked_reservation_id;
    std::string external_identifier;  ///< empty sends none
};

struct AddThread {
    std::string original_sender;
    std::string subject;
};
struct AddMessage {
    Uuid thread_id;
    std::string text;
    std::string identifier;  ///< only echoed by the PMS; empty sends none
};

using Write =
    std::variant<SetResourceStates, AddBlock, DeleteBlock, AddTask, CloseTask, StartReservation,
                 ProcessReservation, MoveReservation, SetReservationInterval, UpdateAccount,
                 AddCustomer, AddAddress, UpdateAddress, AddDocument, DeleteDocument, AddCompanion,
                 DeleteCompanion, AddStayNote, AddAccountNote, AddProduct, AddOrder, AddThread,
                 AddMessage>;

}  // namespace stayd::mews
