#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "mirror/mirror.hpp"
#include "mirror/streams.hpp"
#include "model/rows.hpp"

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
/// The PMS's clock minus the box's, when it differs from what is kept.
struct ClockMeasured {
    Duration offset;
};

// From the staff
// -------------------------------------------------------------------------------------------------------

struct SetRoomState {
    Uuid room;
    model::ResourceState state;
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
struct DismissChange {
    Uuid change;
};
using Action = std::variant<SetRoomState, CreateTask, AcceptTask, CompleteTask, CheckIn,
                            SetGuestWaiting, DismissChange>;

struct StaffCommand {
    Uuid id;  ///< UUIDv7 made on the device; applied once
    std::string device;
    std::string user;
    std::optional<UtcTime> made;  ///< by the device's clock
    Action action;
};

// From the replayer
// ----------------------------------------------------------------------------------------------------

/// The INFLIGHT mark: committed before the first byte of the request leaves (sync.md R18).
struct SendStarted {
    Uuid change;
};
struct Confirmed {
    std::optional<Uuid> pms_id;  ///< of a created task
};
struct Refused {
    std::string reason;  ///< the PMS's own text
};
struct Replaced {
    std::string reason;
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

// From time
// ------------------------------------------------------------------------------------------------------------

/// The program has started: what was in flight has an unknown outcome.
struct Started {};
/// Something may be due: see `House::next_tick`.
struct Tick {};

using Input = std::variant<PageArrived, ScanAdvanced, ParentsRead, RowsGone, StreamCompleted,
                           ScanCompleted, StreamTroubled, MirrorRebuilt, CallsLeased, LineObserved,
                           ClockMeasured, StaffCommand, SendStarted, SendSettled, Started, Tick>;

}  // namespace stayd::house
