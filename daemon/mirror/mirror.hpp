#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "mirror/differences.hpp"
#include "model/pms.hpp"
#include "model/rows.hpp"
#include "storage/database.hpp"

namespace stayd::mirror {

/// What a row met in the mirror.
enum class Put {
    unchanged,  ///< the same content was there: nothing written (sync.md R35)
    older,      ///< the mirror's copy is newer, or the row is known to be gone: nothing written
    added,
    changed,
};

/// What became of a row, and whom it belonged to before, where that is shown (`shown_with` of its
/// entry).
struct Entered {
    Put put;
    std::optional<Uuid> belonged_to{};
    /// Of a row that changed. Empty where nobody can tell: the copy was made from a table of
    /// another shape.
    Difference difference{};
};

/// Where a row comes from: a read by id that was asked after the mirror's copy was read may bring
/// an older `updated_utc` (a correction, R35), and brings a tombstone back to life (R43).
enum class Evidence { list, by_id };

/// 256 sums, by the first byte of the id, of a hash of id and content (sync.md R45): two sets of
/// rows are the same when their digests are.
using Digest = std::array<std::uint64_t, 256>;
void add(Digest& digest, const Uuid& id, std::uint64_t content_hash);

/// A parent by whose id a list is asked, and its place in the order in which all are gone through.
struct Parent {
    std::int64_t place;
    Uuid id;
};

/// Which stays count as near today: in house, or arriving or departing between the two.
struct Near {
    UtcTime from;
    UtcTime to;
};

/// Whether the ids of this kind of parents stand in the list's table.
bool come_from(model::Parents kind, model::List list);

/// The tables that copy the PMS's lists. Each is made from its entry in `model/lists*.cpp`: `id`,
/// `uid`, the entry's columns, `rest` (the JSON of every member no column holds whole),
/// `content_hash`, `read_utc_ms` (when this content was read). What is deleted in the PMS is in no
/// table but `tombstone`.
class Mirror {
  public:
    explicit Mirror(storage::Database& database) : database_(database) {}

    /// Newest wins where rows carry `updated_utc_ms`; elsewhere, and by id, what was asked last.
    Put put(const model::Rows::Row& row, model::List list, UtcTime read,
            Evidence evidence = Evidence::list) {
        return enter(row, list, read, evidence).put;
    }
    Entered enter(const model::Rows::Row& row, model::List list, UtcTime read, Evidence evidence,
                  std::optional<UtcTime> asked = {});
    /// Takes the row out and leaves a tombstone, kept 90 days: false when it was not there. A list
    /// that cannot be asked by id keeps none, for nothing could lift it.
    bool remove(model::List list, const Uuid& id, UtcTime now);
    /// Empties one list's table; tombstones too.
    void wipe(model::List list);
    void purge_tombstones(UtcTime older_than);

    // What to ask for

    /// All parents of a kind of which there are few (services, categories, threads …).
    std::vector<Uuid> parents(model::Parents kind);
    /// Those near today; the ones who matter soonest first. For kinds of which there are few: all.
    std::vector<Uuid> parents_near(model::Parents kind, Near near);
    /// The next ones in the order of the mirror's own keys, which new rows do not disturb: they
    /// come after every place that was given, also where a kind stands in two tables.
    std::vector<Parent> parents_after(model::Parents kind, std::int64_t place, std::size_t limit);
    std::int64_t last_place(model::Parents kind);
    /// Ids that mirrored rows name and the list's table lacks (customers of stays, groups of
    /// reservations); those of the earliest stays that end after `ends_after` first, then all
    /// others. Those known to be gone are not wanted.
    std::vector<Uuid> wanted(model::List list, UtcTime ends_after, std::size_t limit);
    /// The lists whose rows are these parents.
    static std::vector<model::List> lists_of(model::Parents kind);
    /// Rows of these parents (of the whole list when there are none) that were not among `seen`.
    std::vector<Uuid> absent(model::List list, const std::vector<Uuid>& parents,
                             const std::vector<Uuid>& seen);
    /// Those of `seen` that are known to be gone: a second look will tell who is right.
    std::vector<Uuid> buried(model::List list, const std::vector<Uuid>& seen);
    /// The list's own rows, in the order of the mirror's keys.
    std::vector<Parent> rows_after(model::List list, std::int64_t place, std::size_t limit);
    std::int64_t last_row(model::List list);
    std::vector<Uuid> open_pms_tasks(std::size_t limit);

    // What is there

    std::int64_t row_count(model::List list);
    Digest digest(model::List list);
    /// The id of some column that holds one, of one row: what the row belongs to.
    std::optional<Uuid> id_in(model::List list, const Uuid& row, std::string_view column);
    /// One row as the PMS gives it: columns and rest put together again, as JSON.
    std::optional<std::string> document(model::List list, const Uuid& id);
    UtcTime read_at(model::List list, const Uuid& id);  ///< when its content was read
    /// When the PMS last changed it; epoch 0 where its list does not say, or it is not there.
    UtcTime updated_at(model::List list, const Uuid& id);

    std::optional<model::Enterprise> enterprise();
    std::optional<model::Resource> resource(const Uuid& id);
    std::optional<model::Reservation> reservation(const Uuid& id);
    std::optional<model::PmsTask> pms_task(const Uuid& id);

    /// What the box itself made true in the PMS a moment ago; the next read brings the rest of the
    /// row. What was asked for before `sent`, when the write left, no longer counts, nor does for a
    /// minute a row that has not changed in the PMS since the copy.
    void set_resource_state(const Uuid& id, model::ResourceState state,
                            std::optional<UtcTime> sent);
    void set_reservation_started(const Uuid& id, UtcTime started, std::optional<UtcTime> sent);
    void set_task_closed(const Uuid& id, UtcTime closed);

  private:
    storage::Database& database_;
    bool expects_new_ = false;  ///< the last row was new
};

/// Brings the tables of all lists to what their entries say. A table of another shape is made anew
/// with the columns both have in common, and its list is read again from the start; its rows serve
/// meanwhile. Once at the start, after the migrations.
void prepare(storage::Database& database);

}  // namespace stayd::mirror
