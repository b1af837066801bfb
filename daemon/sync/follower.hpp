#pragma once

#include <map>
#include <span>
#include <unordered_map>

#include "sync/reader.hpp"
#include "sync/scope_steps.hpp"

namespace stayd::sync {

/// Follows one list, as its entry says (`First`, `Then`): reads its whole scope in steps that go on
/// where they stopped, then what has changed since the watermark. A watermark is only ever the
/// start of a complete read by the PMS's clock, and moves in the transaction that ends it
/// (sync.md R33, R38). What a complete read of a parent lacks is gone only when a read by id lacks
/// it too (R42); what is known to be gone and appears in a list is asked for by id as well (R43).
/// Errors of all reads: as of `Connector::list`; `refused` without a status when the box's disk is
/// full. Of one list, one of `begin`, `step` and `fill_wanted` runs at a time.
class Follower {
  public:
    Follower(Reader& reader, house::Door& door, Clock& clock, Duration overlap, Scope scope)
        : reader_(reader), door_(door), clock_(clock), overlap_(overlap), steps_(door, scope) {}

    /// Begins a read of the whole scope with its first step: what today needs. Of a list that was
    /// read before it is a sweep, which reads to the PMS's last page.
    asio::awaitable<Result<void>> begin(model::List list, mews::Lane lane);
    /// The next step of the read that was begun.
    asio::awaitable<Result<void>> step(model::List list, mews::Lane lane);
    /// What has changed since the watermark.
    asio::awaitable<Result<void>> update(model::List list);
    /// Rows that others name and the mirror lacks, of lists that are read so.
    asio::awaitable<Result<void>> fill_wanted(model::List list);
    asio::awaitable<Result<void>> by_ids(model::List list, std::vector<Uuid> ids, mews::Lane lane);
    /// Lists were emptied: what was not given, or was, may be asked for again.
    void forget_questions() { asked_by_id_.clear(); }

  private:
    Duration usual_overlap(const mirror::Stream& stream) const;
    Duration overlap_of(const mirror::Stream& stream);
    void was_read_deep(model::List list, Duration overlap);

    asio::awaitable<Result<void>> read_new_parents(const mirror::Stream& stream);
    asio::awaitable<Result<void>> update_by_time(mirror::Stream stream);
    asio::awaitable<Result<void>> update_tasks(mirror::Stream stream);
    asio::awaitable<Result<void>> find_ended_tasks(std::int64_t generation);
    asio::awaitable<Result<void>> update_near(mirror::Stream stream);
    asio::awaitable<Result<void>> update_availability(std::int64_t generation);
    asio::awaitable<Result<Read>> read_part(mews::ListRequest request, Purpose purpose);
    asio::awaitable<Result<void>> settle_absent(model::List list, std::vector<Uuid> parents,
                                                std::vector<Uuid> seen, std::int64_t generation,
                                                mews::Lane lane);
    asio::awaitable<Result<std::vector<Uuid>>> ask_again(model::List list, std::vector<Uuid> ids,
                                                         std::vector<Uuid> parents,
                                                         std::int64_t generation, mews::Lane lane);
    void forget_old_questions();
    Result<void> completed(model::List list, UtcTime watermark, const Read& read,
                           std::int64_t generation);
    Result<void> take_out(model::List list, std::vector<Uuid> ids, std::int64_t generation);
    Result<void> apply(std::span<const house::Input> inputs);

    Reader& reader_;
    house::Door& door_;
    Clock& clock_;
    Duration overlap_;
    ScopeSteps steps_;
    struct Deep {
        SteadyTime hourly{};
        SteadyTime daily{};
    };
    std::map<model::List, Deep> deep_;  ///< when the list was last read with a long overlap
    std::map<model::List, SteadyTime> open_ones_;  ///< when the open rows were last read by id
    /// Of a scan of a whole list whose deletions hide, what it has brought since it began.
    std::map<model::List, std::pair<UtcTime, std::vector<Uuid>>> seen_in_scan_;
    /// What was asked by id and not given, or given and not believed, and when.
    std::unordered_map<Uuid, SteadyTime> asked_by_id_;
};

}  // namespace stayd::sync
