#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/local_day.hpp"
#include "base/random.hpp"
#include "house/conclusions.hpp"
#include "house/input.hpp"
#include "house/kept_rows.hpp"
#include "house/shown.hpp"
#include "journal/audit.hpp"
#include "journal/journal.hpp"
#include "mirror/mirror.hpp"
#include "mirror/streams.hpp"
#include "operations/records.hpp"
#include "operations/tasks.hpp"
#include "storage/ballast.hpp"
#include "storage/database.hpp"

namespace stayd::house {

/// The box's answer to one command: `durable` after the commit, or not saved with the reason and
/// the mend.
struct Ack {
    Uuid command;
    std::string device;
    bool durable = true;
    std::string reason;
    bool too_early = false;  ///< not judged: what it follows has not come
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
/// Of a database that is not in use: devices drop what they hold of a smaller epoch.
std::uint64_t epoch_of(storage::Database& database);
void set_epoch(storage::Database& database, std::uint64_t epoch);
/// Stands in the status: what was put together again, and when.
void note_recovery(storage::Database& database, const std::string& what, UtcTime now);
/// The last frame of the journal's files that is in it.
std::int64_t journal_seq_of(storage::Database& database);

/// What stands beside the database; without it, as in most tests, the database stands alone.
struct Keeping {
    journal::Segments* segments = nullptr;  ///< open, or to be begun by `House::replay`
    storage::Ballast* ballast = nullptr;
    /// Throws away the evidence of old damage for its space; false when there is none (any more).
    std::function<bool()> throw_evidence_away{};
};

/// What `House::replay` found to do.
struct Replayed {
    std::size_t rows = 0;        ///< that the database lacked
    std::string journal_mended;  ///< empty: nothing was amiss with the journal's files
};

/// The front door: the one place where state changes (architecture.md 2). One call, one
/// transaction, all effects; `now` is the only clock. Everything else in the program only reads, or
/// brings inputs.
class House {
  public:
    House(storage::Database& database, Random& random, Keeping keeping = {});

    /// Once at the start, before `Started`: brings into the database what the journal's files have
    /// and it lacks, and begins new files where they are missing or damaged (sync.md 11).
    Replayed replay(const journal::Reading& reading, UtcTime now);
    std::optional<std::pair<UtcTime, std::string>> last_recovery();

    Effects apply(const Input& input, UtcTime now) { return apply(std::span(&input, 1), now); }
    /// Group commit: inputs that waited share one transaction; each is whole or has no effect. When
    /// the disk is full, reads of whole lists wait, for others space is made; when that does not
    /// help nothing changes, staff commands are answered "not saved", and `disk_full` tells the
    /// others. Every other failure of the
    /// storage is thrown. Rows that cannot be read from the PMS again are in the journal's files
    /// before they are committed, so a crash between the two brings them back.
    Effects apply(std::span<const Input> inputs, UtcTime now);

    /// When `Tick` has something to do next: the end of the business day, or a task becoming late.
    UtcTime next_tick(UtcTime now);
    const LocalDay& day() const { return known_.day; }
    /// The calls taken in advance that may still count against the PMS's budget, oldest first: for
    /// the start.
    std::vector<CallsLeased> leases();

    mirror::Mirror& mirror() { return mirror_; }
    mirror::Streams& streams() { return streams_; }
    journal::Journal& journal() { return journal_; }
    operations::Tasks& tasks() { return tasks_; }
    operations::Records& records() { return records_; }
    Shown& shown() { return shown_; }
    Conclusions& conclusions() { return conclusions_; }
    storage::Database& database() { return database_; }

  private:
    Effects commit(std::span<const Input> inputs, UtcTime now);
    void commit(storage::Transaction& transaction);
    Effects not_saved(std::span<const Input> inputs);
    bool waits_for_space(std::span<const Input> inputs) const;
    bool make_space();
    std::size_t put_over(const journal::Reading& reading, std::uint64_t known);
    void put_replayed(const journal::Frame& frame);
    void begin_journal();

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
    bool is_too_early(const StaffCommand& command);
    /// `cause`: the change it is made with.
    std::string accept(const StaffCommand& command, std::optional<Uuid> cause, UtcTime now);
    UtcTime when_made(const StaffCommand& command, UtcTime now);
    void take(const SendStarted& started, UtcTime now);
    void take(const SendSettled& settled, UtcTime now);
    void take(const ProfileOpened& opened, UtcTime now);
    void take(const BackupMade& made, UtcTime now);
    void take(const HotelTold& told, UtcTime now);
    void take(const RulesLoaded& loaded, UtcTime now);
    void take(const Started& started, UtcTime now);
    void take(const Tick& tick, UtcTime now);

    bool is_plausible(UtcTime time);
    bool clock_is_believed(UtcTime now) { return known_.clock_is_proven || is_plausible(now); }
    void begin_day(UtcTime now);
    void show_what_became_late(UtcTime now);
    void let_old_rows_go(UtcTime now);
    void stop_waiting_of_yesterday();
    void count_rows(model::List list, std::int64_t added);
    void keep_scan(model::List list, mirror::Scan scan, std::int64_t changed);
    void row_changed(model::List list, const Uuid& id, std::optional<Uuid> belonged_to);
    void audit_row(model::List list, const Uuid& id, std::optional<Uuid> about, std::string what,
                   mirror::Difference difference, UtcTime now);
    void many_changed(model::List list);
    void look_at_all_if_much_changed();
    bool first_read_is_over();
    void list_changed(model::List list, UtcTime now);
    void import_task(const model::PmsTask& row);
    void write_down(journal::Change& change, UtcTime now);
    template <class Action>
    void carry_out(const StaffCommand&, const Action&, UtcTime) {}
    void carry_out(const StaffCommand& command, const CreateTask& action, UtcTime now);
    void carry_out(const StaffCommand& command, const AcceptTask& action, UtcTime now);
    void carry_out(const StaffCommand& command, const CompleteTask& action, UtcTime now);
    void carry_out(const StaffCommand& command, const CheckIn& action, UtcTime now);
    void carry_out(const StaffCommand& command, const SetGuestWaiting& action, UtcTime now);
    void carry_out(const StaffCommand& command, const Record& action, UtcTime now);
    void carry_out(const StaffCommand& command, const DismissChange& action, UtcTime now);
    void carry_out(const StaffCommand& command, const DecideFinding& action, UtcTime now);
    void carry_out(const StaffCommand& command, const EditRule& action, UtcTime now);
    void carry_out(const StaffCommand& command, const DecideOpportunity& action, UtcTime now);
    void carry_out(const StaffCommand& command, const ReapplyChange& action, UtcTime now);
    void put_away(const Uuid& change);
    void show_as_sent(const journal::Change& change, UtcTime now);
    void settle_what_was_created(model::List list, UtcTime now);
    void settle_if_created(const journal::Change& change, UtcTime now);
    void touch_subject(const journal::Change& change);
    void settle(const journal::Change& change, const Confirmed& outcome, UtcTime now);
    void settle(const journal::Change& change, const Refused& outcome, UtcTime now);
    void settle(const journal::Change& change, const Replaced& outcome, UtcTime now);
    void settle(const journal::Change& change, const KeptOnBox& outcome, UtcTime now);
    void settle(const journal::Change& change, const TryAgain& outcome, UtcTime now);
    void settle(const journal::Change& change, const InDoubt& outcome, UtcTime now);

    void end(const journal::Change& change, journal::Stage stage, const std::string& reason,
             const std::string& rule, UtcTime now);
    void audit_merge(const journal::Change& change, std::string_view what,
                     const journal::Fields& remote, const std::string& why, const std::string& rule,
                     UtcTime now);

    storage::Database& database_;
    Random& random_;
    Keeping keeping_;
    KeptRows kept_rows_{database_, keeping_.segments};
    mirror::Mirror mirror_{database_};
    mirror::Streams streams_{database_};
    journal::Journal journal_{database_};
    journal::Audit audit_{database_};
    operations::Tasks tasks_{database_};
    operations::GuestsWaiting guests_waiting_{database_};
    operations::Records records_{database_};
    Shown shown_{database_};
    Conclusions conclusions_{database_, random_, shown_, audit_};
    /// What is not in the database. A transaction that fails leaves it as it was.
    struct Known {
        LocalDay day{};
        bool clock_is_proven = false;            ///< by an answer of the PMS since the start
        UtcTime late_until{};                    ///< the tasks due before are known to be late
        bool much_changed = false;               ///< since all that is shown was last looked at
        bool much_to_conclude = false;           ///< since all conclusions were last looked at
        std::optional<bool> first_read_is_over;  ///< unset: to be looked up
    };
    Known known_;
    Effects effects_;                            ///< of the apply under way
    std::optional<std::uint64_t> journal_held_;  ///< by backups; of the apply under way
};

}  // namespace stayd::house
