#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/local_day.hpp"
#include "base/random.hpp"
#include "house/input.hpp"
#include "house/shown.hpp"
#include "journal/journal.hpp"
#include "mirror/mirror.hpp"
#include "mirror/streams.hpp"
#include "operations/tasks.hpp"
#include "storage/database.hpp"

namespace stayd::house {

/// The box's answer to one command: `durable` after the commit, or not saved with the reason and
/// the mend.
struct Ack {
    Uuid command;
    std::string device;
    bool durable = true;
    std::string reason;
};

/// What a commit brought, for the couriers.
struct Effects {
    std::vector<Ack> acks;
    bool changed_shown = false;  ///< something to publish: see `Shown::since`
    bool disk_full = false;      ///< nothing was written; staff commands are answered "not saved"
    bool outbox_grew = false;    ///< something may be due for the PMS
    bool names_wanted = false;   ///< stays came or changed that may name guests or groups we lack
};

/// Opens the house's tables in a file, bringing them to this program's version.
void prepare(storage::Database& database, const std::filesystem::path& file);
int schema_version();

/// The front door: the one place where state changes (architecture.md 2). One call, one
/// transaction, all effects; `now` is the only clock. Everything else in the program only reads, or
/// brings inputs.
class House {
  public:
    House(storage::Database& database, Random& random);

    Effects apply(const Input& input, UtcTime now) { return apply(std::span(&input, 1), now); }
    /// Group commit: inputs that waited share one transaction; each is whole or has no effect. When
    /// the disk is full nothing changes, staff commands are answered "not saved", and `disk_full`
    /// tells the others. Every other failure of the storage is thrown.
    Effects apply(std::span<const Input> inputs, UtcTime now);

    /// When `Tick` has something to do next: the end of the business day, or a task becoming late.
    UtcTime next_tick(UtcTime now);
    const LocalDay& day() const { return day_; }
    /// The calls taken in advance that may still count against the PMS's budget, oldest first: for
    /// the start.
    std::vector<CallsLeased> leases();

    mirror::Mirror& mirror() { return mirror_; }
    mirror::Streams& streams() { return streams_; }
    journal::Journal& journal() { return journal_; }
    operations::Tasks& tasks() { return tasks_; }
    Shown& shown() { return shown_; }
    storage::Database& database() { return database_; }

  private:
    void take(const PageArrived& page, UtcTime now);
    void take(const ScanAdvanced& advanced, UtcTime now);
    void take(const ParentsRead& read, UtcTime now);
    bool is_of_the_past(model::List list, std::int64_t generation);
    void take(const RowsGone& gone, UtcTime now);
    void take(const StreamCompleted& stream, UtcTime now);
    void take(const ScanCompleted& scan, UtcTime now);
    void take(const StreamTroubled& stream, UtcTime now);
    void take(const MirrorRebuilt& rebuilt, UtcTime now);
    void take(const CallsLeased& leased, UtcTime now);
    void take(const LineObserved& observed, UtcTime now);
    void take(const ClockMeasured& measured, UtcTime now);
    void take(const StaffCommand& command, UtcTime now);
    std::string accept(const StaffCommand& command, UtcTime now);
    void take(const SendStarted& started, UtcTime now);
    void take(const SendSettled& settled, UtcTime now);
    void take(const Started& started, UtcTime now);
    void take(const Tick& tick, UtcTime now);

    void begin_day(UtcTime now);
    void stop_waiting_of_yesterday();
    void keep_scan(model::List list, mirror::Scan scan, std::int64_t changed);
    void row_changed(model::List list, const Uuid& id, std::optional<Uuid> belonged_to,
                     UtcTime now);
    void many_changed(model::List list);
    void look_at_all_if_much_changed();
    void list_changed(model::List list, UtcTime now);
    void import_task(const model::PmsTask& row, UtcTime now);
    void carry_out(const StaffCommand& command, const SetRoomState& action, UtcTime now);
    void carry_out(const StaffCommand& command, const CreateTask& action, UtcTime now);
    void carry_out(const StaffCommand& command, const AcceptTask& action, UtcTime now);
    void carry_out(const StaffCommand& command, const CompleteTask& action, UtcTime now);
    void carry_out(const StaffCommand& command, const CheckIn& action, UtcTime now);
    void carry_out(const StaffCommand& command, const SetGuestWaiting& action, UtcTime now);
    void carry_out(const StaffCommand& command, const DismissChange& action, UtcTime now);
    void touch_subject(const journal::Change& change);
    void settle(const journal::Change& change, const Confirmed& outcome, UtcTime now);
    void settle(const journal::Change& change, const Refused& outcome, UtcTime now);
    void settle(const journal::Change& change, const Replaced& outcome, UtcTime now);
    void settle(const journal::Change& change, const KeptOnBox& outcome, UtcTime now);
    void settle(const journal::Change& change, const TryAgain& outcome, UtcTime now);
    void settle(const journal::Change& change, const InDoubt& outcome, UtcTime now);

    void end(const journal::Change& change, journal::Stage stage, const std::string& reason,
             UtcTime now);

    storage::Database& database_;
    Random& random_;
    mirror::Mirror mirror_{database_};
    mirror::Streams streams_{database_};
    journal::Journal journal_{database_};
    operations::Tasks tasks_{database_};
    operations::GuestsWaiting guests_waiting_{database_};
    Shown shown_{database_};
    LocalDay day_{};
    bool much_changed_ = false;  ///< since all that is shown was last looked at
    Effects effects_;            ///< of the apply under way
};

}  // namespace stayd::house
