#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "sync/link.hpp"

namespace stayd::sync {

/// Follows the PMS's lists into the mirror. First the whole scope, today's business first; then,
/// round by round, what has changed since each list's watermark, with an overlap. A watermark is
/// only ever the start of a complete read, by the PMS's clock, and moves in the transaction that
/// ends it (sync.md R33). Events of the socket only say what to read sooner.
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

  private:
    asio::awaitable<void> pull_rounds();
    asio::awaitable<void> pull_hints();
    asio::awaitable<Result<void>> round();
    asio::awaitable<Result<void>> read_configuration();
    asio::awaitable<Result<void>> first_read(mews::List list);
    asio::awaitable<Result<void>> first_reservations();
    asio::awaitable<Result<void>> delta(mews::List list);
    asio::awaitable<Result<void>> delta_tasks();
    asio::awaitable<Result<void>> missing_customers();
    asio::awaitable<Result<void>> companionships();
    asio::awaitable<Result<void>> by_ids(mews::List list, std::vector<Uuid> ids, mews::Lane lane);
    asio::awaitable<Result<std::vector<Uuid>>> pages(mews::ListRequest request);
    mews::ListRequest request_for(mews::List list) const;
    bool has_watermark(mews::List list) const;
    bool due(std::string_view name, Duration period) const;
    void completed(std::string_view name, UtcTime watermark);

    mews::Connector& connector_;
    house::Door& door_;
    Link& link_;
    Clock& clock_;
    Random& random_;
    Settings settings_;
    bool socket_healthy_ = false;
    std::map<std::string, SteadyTime, std::less<>>
        last_read_;  ///< since the start, for the slow lists
    std::unordered_map<Uuid, SteadyTime>
        asked_customers_;  ///< the PMS did not give them; asked again after a while
    std::set<Uuid> dirty_resources_;
    std::set<Uuid> dirty_reservations_;
    Signal round_wanted_;
    Signal hints_arrived_;
};

}  // namespace stayd::sync
