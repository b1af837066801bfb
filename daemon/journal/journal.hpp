#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "journal/fields.hpp"
#include "journal/kinds.hpp"
#include "storage/database.hpp"

namespace stayd::journal {

/// The life of a change (sync.md 6):
///   ready → in_flight → confirmed | refused | ready (known not applied) | unknown (outcome not
///   known) unknown → (found out by reading) → confirmed | ready | replaced | refused ready →
///   replaced (someone changed the same thing later); box_only: the PMS has no such field.
enum class Stage { ready, in_flight, unknown, confirmed, box_only, replaced, refused };

std::string_view to_word(Stage stage);
/// Refused, replaced, or confirmed after a value of the PMS was set aside for it: for a person to
/// read.
struct Change;
bool wants_reading(const Change& change);
bool is_open(Stage stage);  ///< ready, in_flight or unknown: still on its way

/// One accepted staff change.
struct Change {
    std::int64_t seq = 0;
    Uuid id;  ///< made on the device
    Kind kind = Kind::set_room_state;
    /// The room, stay, guest, task … it is about; what a change creates has the change's own id.
    Uuid subject;
    std::optional<Uuid> about;       ///< what a created thing belongs to; of move_stay the new room
    std::optional<Uuid> depends_on;  ///< the subject whose earlier open changes go first
    std::optional<Uuid> cause{};     ///< the change it was made with: the offer that was accepted
    Fields value;                    ///< what is wanted
    Fields base;                     ///< what the PMS had of the same fields when it was accepted
    UtcTime base_at{};               ///< up to when the PMS is known to have had it
    Fields lost{};                   ///< the PMS's values of the fields that lost against them
    Fields beaten{};                 ///< the PMS's values that were set aside for ours
    std::optional<Uuid> pms_id;      ///< what the PMS made of it
    std::string device;
    std::string made_by;
    UtcTime made{};  ///< by the device's clock, clamped to what can be believed
    UtcTime accepted{};
    Stage stage = Stage::ready;
    UtcTime stage_since{};
    int attempts = 0;
    UtcTime next_attempt{};
    std::optional<UtcTime> sent;
    std::string reason;
    bool reason_is_of_pms = false;  ///< of a refusal: the PMS's own text, not the box's
    bool dismissed = false;
};

struct Balance {
    std::int64_t accepted = 0, confirmed = 0, box_only = 0, replaced = 0, refused = 0, waiting = 0;
    std::optional<UtcTime> oldest_waiting;
    std::int64_t to_read =
        0;  ///< refused, replaced or won against the PMS, and no person has taken note yet
};

/// Accepted staff changes until the PMS confirms, refuses, or a person decides. Nothing is ever
/// deleted here.
class Journal {
  public:
    explicit Journal(storage::Database& database) : database_(database) {}

    std::optional<Change> find(const Uuid& id);
    void insert(const Change& change);
    /// Moves a change to a stage; `reason` is for people.
    void settle(const Uuid& id, Stage stage, UtcTime now, std::string_view reason);
    /// The INFLIGHT mark: counts the attempt.
    void mark_sent(const Uuid& id, UtcTime now);
    void retry_at(const Uuid& id, Stage stage, UtcTime at, UtcTime now, std::string_view reason);
    void dismiss(const Uuid& id);
    /// What it waited for may have changed: its next try is now. True when one waited.
    bool hurry(const Uuid& subject, Kind kind);
    /// Later changes of the same room stand upon what was just confirmed.
    void rebase(const Uuid& subject, Kind kind, const Fields& confirmed);
    /// What a merge decided: which of the PMS's values stand instead of ours, and which were set
    /// aside for ours.
    void keep_merge(const Uuid& id, const Fields& lost, const Fields& beaten);
    /// The reason of its refusal is the PMS's own text.
    void keep_as_words_of_pms(const Uuid& id);
    /// What the PMS made of a create.
    void keep_pms_id(const Uuid& id, const Uuid& pms_id);
    /// After a start: what was in flight when the program died has an unknown outcome (sync.md
    /// R19). How many.
    int doubt_in_flight(UtcTime now);

    /// The newest of a kind about a thing (the thread of a stay) that was not refused.
    std::optional<Change> newest_about(const Uuid& about, Kind kind);
    /// What else of the same kind could be sent, or looked for, in one call with `first`: due, in
    /// the same stage, of other subjects. With `first`, at most `limit`.
    std::vector<Change> due_with(const Change& first, UtcTime now, std::size_t limit);

    /// The newest change of the subject that pages should speak of; dismissed and box-only ones are
    /// not shown.
    std::optional<Change> newest(const Uuid& subject);
    std::optional<Change> newest_open(const Uuid& subject, Kind kind);
    std::vector<Change> open();
    std::vector<Change> open(Kind kind);
    /// Next to send: the order after an outage is rooms, check-ins, tasks (hotel-domain.md 9.2),
    /// then by acceptance. Left out: what waits for its time, for an open change of the same
    /// subject, a check-in whose room has an open change, and the end of a task whose creation is
    /// open. Changes in doubt come first.
    std::optional<Change> next_due(UtcTime now);
    std::optional<UtcTime> next_attempt_after(UtcTime now);
    Balance balance();

  private:
    storage::Database& database_;
};

}  // namespace stayd::journal
