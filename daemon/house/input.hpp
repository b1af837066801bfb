#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "model/pms.hpp"

/// Everything that can change the house. `now` of each apply is the hotel's time: the PMS's clock,
/// carried on by the box.
namespace stayd::house {

// From the PMS
// ---------------------------------------------------------------------------------------------------------

struct PageArrived {
    model::Rows rows;
};
/// All companionships of these stays were read: what is not among `seen` is gone.
struct CompanionshipsRead {
    std::vector<Uuid> reservations;
    std::vector<Uuid> seen;
};
/// A list was read to its end; the read began at `watermark`.
struct StreamCompleted {
    std::string name;
    UtcTime watermark;
};
struct StreamTroubled {
    std::string name;
    std::string trouble;
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

using Input =
    std::variant<PageArrived, CompanionshipsRead, StreamCompleted, StreamTroubled, LineObserved,
                 ClockMeasured, StaffCommand, SendStarted, SendSettled, Started, Tick>;

}  // namespace stayd::house
