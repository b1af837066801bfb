#pragma once

#include <set>
#include <span>
#include <vector>

#include "sync/follower.hpp"
#include "sync/link.hpp"
#include "sync/timetable.hpp"

namespace stayd::sync {

/// Which list is read when: each at its own pace, today's business before money and history; behind
/// them, in steps, the rest of the first read and once a week a sweep. Events of the socket only
/// say what to read sooner (sync.md R40). A list that fails holds back no other; whether it or the
/// line is at fault is found out by asking the PMS for the least.
class Puller {
  public:
    Puller(mews::Connector& connector, house::Door& door, Link& link, Clock& clock, Random& random,
           Settings settings, const asio::any_io_executor& executor);

    /// Runs until cancelled.
    asio::awaitable<void> run();

    /// From the event socket: read these soon.
    void hint(const std::vector<mews::EventHint>& hints);
    /// The socket has (re)connected or is gone: what happened meanwhile is unknown, and the pace
    /// changes.
    void socket_changed(bool healthy);
    /// Compares these lists with the PMS from now on, one after the other, and mends what differs.
    void sweep(const std::vector<model::List>& lists);
    /// These were emptied: read them anew, from now on.
    void reread(const std::vector<model::List>& lists);

  private:
    class ScopeGuard;
    Due& due(model::List list) { return timetable_.due(list); }

    asio::awaitable<void> follow_today();
    asio::awaitable<void> follow_rest();
    asio::awaitable<void> read_scopes();
    asio::awaitable<void> follow_hints();
    asio::awaitable<void> follow_names();

    asio::awaitable<bool> round(std::span<const model::ListEntry> lists);
    asio::awaitable<Result<void>> read(model::List list);
    asio::awaitable<Result<void>> read_configuration();
    asio::awaitable<bool> fill_names();
    std::optional<model::List> missing_parents(const model::ListEntry& entry);
    bool waits_for_parents(const model::ListEntry& entry);
    asio::awaitable<bool> failed(model::List list, Turn Due::* turn, Error error);
    asio::awaitable<bool> line_is_lost(Error error);
    void read_near_again(model::List parents);
    std::optional<model::List> next_scope();

    mews::Connector& connector_;
    house::Door& door_;
    Link& link_;
    Clock& clock_;
    Random& random_;
    Timetable timetable_;
    Reader reader_;
    Follower follower_;
    UtcTime sweep_before_{};          ///< lists last compared before it are to be compared again
    std::set<model::List> to_sweep_;  ///< somebody waits for it
    std::set<Uuid> dirty_resources_;
    std::set<Uuid> dirty_reservations_;
    Signal round_wanted_;
    Signal rest_wanted_;
    Signal scopes_wanted_;
    Signal hints_arrived_;
};

}  // namespace stayd::sync
