#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "insight/opportunity_guards.hpp"
#include "journal/fields.hpp"
#include "mirror/mirror.hpp"
#include "mirror/streams.hpp"
#include "model/rows.hpp"
#include "operations/findings.hpp"
#include "rules/book.hpp"

/// Everything that can change the house. `now` of each apply is the hotel's time: the PMS's clock,
/// carried on by the box.
namespace stayd::house {

// From the PMS
// ---------------------------------------------------------------------------------------------------------

/// What a read brings belongs to the generation in which it began: of a list that was thrown away
/// meanwhile (`MirrorRebuilt`) it is dropped (sync.md R38).
inline constexpr std::int64_t any_generation = 0;

/// One page of a list. `scan` says how far the read of the whole scope has come with it; it is
/// saved in the same transaction.
struct PageArrived {
    model::Rows rows;
    mirror::Evidence evidence = mirror::Evidence::list;
    std::optional<mirror::Scan> scan{};
    /// Rows with an `updated_utc` before this, if it is their first appearance or change, came
    /// late: the overlap of the list's last delta. Unset where that cannot be told.
    std::optional<UtcTime> late_before{};
    /// When the PMS was asked: content that the mirror has read since is newer, where no time of
    /// update tells.
    std::optional<UtcTime> asked{};
    std::int64_t generation = any_generation;
};
/// A read of the whole scope has come so far without bringing a page (a step without rows, its
/// begin).
struct ScanAdvanced {
    model::List list;
    mirror::Scan scan;
    std::int64_t generation = any_generation;
};
/// The rows of parents that came after the whole scope was read are in, from one step to another.
/// Dropped when it is no longer the one that was reached: the parents got other places meanwhile.
struct ParentsRead {
    model::List list;
    std::int64_t from;
    std::int64_t step;
    std::int64_t generation = any_generation;
};
/// Rows that a complete read lacked and a read by id confirmed to be gone (sync.md R42).
struct RowsGone {
    model::List list;
    std::vector<Uuid> ids;
    std::int64_t generation = any_generation;
};
/// All changes up to `watermark`, when the read began, are in.
struct StreamCompleted {
    model::List list;
    UtcTime watermark;
    std::int64_t generation = any_generation;
};
/// The whole scope was read to its end.
struct ScanCompleted {
    model::List list;
    std::int64_t generation = any_generation;
};
struct StreamTroubled {
    model::List list;
    mirror::Trouble trouble;
    std::string text;
    std::optional<UtcTime> next_attempt{};
};
/// The copy of a list is thrown away and read anew; staff's work stays.
struct MirrorRebuilt {
    std::vector<model::List> lists;
};
/// Calls the PMS allows us are taken in advance, so that a crash cannot make us exceed the budget
/// (sync.md R46).
struct CallsLeased {
    std::int64_t until_steady_ms;  ///< of the monotonic clock; not used after it
    int calls;
};
enum class Line { unknown, up, down, refused };
struct LineObserved {
    Line line;
    std::string cause;
};
/// The PMS's clock minus the box's: of the first answer since the start, which proves the clock,
/// and when it differs from what is kept.
struct ClockMeasured {
    Duration offset{};
};

// From the staff
// -------------------------------------------------------------------------------------------------------

struct SetRoomState {
    Uuid room;
    model::ResourceState state;
    std::string note{};  ///< why; the PMS takes it and never shows it again
};
struct CreateTask {
    std::string title;
    std::string description;
    std::optional<Uuid> department;
    std::optional<Uuid> room;
    int priority = 3;
    std::optional<UtcTime> due;
};
struct AcceptTask {
    Uuid task;
};
struct CompleteTask {
    Uuid task;
};
struct CheckIn {
    Uuid reservation;
};
struct SetGuestWaiting {
    Uuid reservation;
    bool waiting;
};
/// What staff know of a stay or a guest and the PMS has no field for, by the names of
/// `operations::record_entries`; an instant in ISO 8601. An empty value takes it back.
struct Record {
    Uuid subject;
    std::string name;
    std::string value{};
};
/// Takes a room out of use for some time: "OutOfOrder" lowers the availability, "InternalUse" is
/// the house's own.
struct BlockRoom {
    Uuid room;
    std::string type;
    std::string name;
    UtcTime start;
    UtcTime end;
    std::string notes{};
};
struct EndBlock {
    Uuid block;  ///< the PMS's, or the id of the command that asked for it
};
struct CheckOut {
    Uuid reservation;
    std::string open_balance_reason{};  ///< why the guest may leave without having paid all
};
struct MoveStay {
    Uuid reservation;
    Uuid room;
};
struct SetStayTimes {
    Uuid reservation;
    std::optional<UtcTime> start{};
    std::optional<UtcTime> end{};
};
/// Only what is to be changed, by the PMS's names of `guest_fields` and `company_fields`.
struct UpdateGuest {
    Uuid guest;
    journal::Fields fields;
};
struct UpdateCompany {
    Uuid company;
    journal::Fields fields;
};
/// Only what is to be changed, by the PMS's names of `address_fields`. Whether it becomes a first
/// address or another state of the one there is, the box finds out.
struct SetAddress {
    Uuid guest;
    journal::Fields fields;
};
struct AddDocument {
    Uuid guest;
    journal::Fields fields;  ///< Type, Number and what else stands on it: `document_fields`
};
struct RemoveDocument {
    Uuid document;
};
struct AddCompanion {
    Uuid reservation;
    Uuid guest;
};
struct RemoveCompanion {
    Uuid reservation;
    Uuid guest;
};
struct AddStayNote {
    Uuid reservation;
    std::string text;
};
struct AddGuestNote {
    Uuid guest;
    std::string text;
};
struct SellProduct {
    Uuid reservation;
    Uuid product;
    int count = 1;
};
struct SendMessage {
    Uuid reservation;
    std::string text;
};
struct DismissChange {
    Uuid change;
};
/// What a person makes of a finding: takes it on, puts it off until later, or says why it stands.
/// `open` takes that back.
struct DecideFinding {
    Uuid finding;
    operations::FindingState state = operations::FindingState::acknowledged;
    std::optional<UtcTime> until{};  ///< of a snooze always, of a waiver if it ends
    std::string reason{};            ///< of a waiver always
};
/// One rule as a person wants it, over what its file says; a text that is empty gives the file's
/// own back.
struct EditRule {
    std::string rule;
    std::string text{};      ///< as in rules/rule_file.hpp, one rule
    std::uint32_t seen = 0;  ///< the version the person saw; 0: there was none
};
/// What came of an offer: said to the guest, accepted, declined, or not fit to be said. What
/// accepting it does, is done with it, or nothing is.
struct DecideOpportunity {
    Uuid opportunity;
    insight::OfferDecision decision = insight::OfferDecision::offered;
    std::string channel{};                ///< Desk, Phone, Email or Message; empty: Desk
    std::optional<std::int64_t> price{};  ///< that the guest was told, in minor units
    std::string reason{};                 ///< of declined and dismissed always
};
/// What lost is made anew, upon what the PMS has now: a refused or replaced change once more, or
/// the PMS's value that ours was preferred to.
struct ReapplyChange {
    Uuid change;
};
using Action =
    std::variant<SetRoomState, BlockRoom, EndBlock, CreateTask, AcceptTask, CompleteTask, CheckIn,
                 CheckOut, MoveStay, SetStayTimes, UpdateGuest, UpdateCompany, SetAddress,
                 AddDocument, RemoveDocument, AddCompanion, RemoveCompanion, AddStayNote,
                 AddGuestNote, SellProduct, SendMessage, SetGuestWaiting, Record, DismissChange,
                 DecideFinding, DecideOpportunity, EditRule, ReapplyChange>;

struct StaffCommand {
    Uuid id;  ///< UUIDv7 made on the device; applied once
    std::string device;
    std::string user;
    std::optional<UtcTime> made;  ///< by the device's clock
    Action action;
    std::optional<Uuid> follows{};  ///< the device's command that is applied first
};

// From the replayer
// ----------------------------------------------------------------------------------------------------

/// The INFLIGHT mark: committed before the first byte of the request leaves (sync.md R18).
struct SendStarted {
    Uuid change;
    journal::Fields lost{};    ///< the PMS's values that stand instead of ours: not sent
    journal::Fields beaten{};  ///< the PMS's values that what is sent replaces
    std::string rule{};        ///< that decided so
};
struct Confirmed {
    std::optional<Uuid> pms_id{};  ///< of what was created
    bool was_read = false;         ///< the mirror shows it already
};
struct Refused {
    std::string reason;
    bool in_words_of_pms =
        false;  ///< else the box says so: the PMS was not asked, or gave no reason
};
struct Replaced {
    std::string reason;
    journal::Fields lost{};  ///< the PMS's values
    std::string rule{};      ///< that decided so
};
struct KeptOnBox {
    std::string reason;
};
struct TryAgain {  ///< certainly not applied
    UtcTime at;
    std::string reason;
};
struct InDoubt {  ///< may be applied: found out by reading, at `at`
    UtcTime at;
    std::string reason;
};
using Outcome = std::variant<Confirmed, Refused, Replaced, KeptOnBox, TryAgain, InDoubt>;
struct SendSettled {
    Uuid change;
    Outcome outcome;
};

// From whoever reads
// ------------------------------------------------------------------------------------------------------------

/// A program or a person at a desk reads all that is known of a guest: who asks stands in the
/// audit, once a quarter of an hour.
struct ProfileOpened {
    Uuid guest;
    std::string by;              ///< the person, or the name of the program's token
    std::string device = "api";  ///< the desk's
};

// From the box
// ------------------------------------------------------------------------------------------------------------

/// All backups hold what stands in the journal's files up to this frame: what is still open is
/// written once more, and the files before that go (sync.md R6).
struct BackupMade {
    std::int64_t journal_seq;
};
/// What holds for the whole house and the PMS has no field for, by name: a record of nobody's.
/// Empty: it does not, or no longer.
struct HotelTold {
    std::map<std::string, std::string> records;
};
/// The rules as their files have them now: all of them, in place of what was loaded before.
struct RulesLoaded {
    std::vector<rules::Source> sources;
    std::string by;                       ///< who changed them; "stayd" at the start
    std::string program{};                ///< its version: another one may conclude otherwise
    std::vector<std::string> mistakes{};  ///< files that could not be read
    std::string market{};  ///< whose law is asked; empty: that of the hotel's country
};

// From time
// ------------------------------------------------------------------------------------------------------------

/// The program has started: what was in flight has an unknown outcome.
struct Started {};
/// Something may be due: see `House::next_tick`.
struct Tick {};

using Input = std::variant<PageArrived, ScanAdvanced, ParentsRead, RowsGone, StreamCompleted,
                           ScanCompleted, StreamTroubled, MirrorRebuilt, CallsLeased, LineObserved,
                           ClockMeasured, StaffCommand, SendStarted, SendSettled, ProfileOpened,
                           BackupMade, HotelTold, RulesLoaded, Started, Tick>;

}  // namespace stayd::house
