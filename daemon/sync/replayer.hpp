#pragma once

#include <map>
#include <unordered_map>

#include "sync/plan.hpp"
#include "sync/reader.hpp"

namespace stayd::sync {

/// Brings accepted changes to the PMS, one call at a time, in the journal's order. The INFLIGHT
/// mark is committed before the first byte of a request leaves; an outcome that is not known is
/// found out by reading and never sent again blindly (sync.md R18 to R24). What each kind means to
/// the PMS: plan.hpp.
class Replayer {
  public:
    Replayer(mews::Connector& connector, house::Door& door, Link& link, Clock& clock,
             Random& random, Settings settings)
        : connector_(connector),
          door_(door),
          link_(link),
          clock_(clock),
          random_(random),
          settings_(settings),
          reader_(connector, door, link) {}

    /// Runs until cancelled.
    asio::awaitable<void> run();

  private:
    /// A change that is to be sent.
    struct Prepared {
        journal::Change change;
        Plan plan;
    };
    using Batch = std::vector<Prepared>;

    asio::awaitable<void> send(journal::Change first);
    asio::awaitable<bool> look_first(std::vector<journal::Change> changes);
    asio::awaitable<bool> failed_to_look(std::vector<journal::Change> changes, model::List list,
                                         Error error);
    asio::awaitable<Batch> prepare(std::vector<journal::Change> changes);
    asio::awaitable<bool> send(Batch batch);
    asio::awaitable<void> confirm(Batch batch, mews::Receipt receipt);
    asio::awaitable<void> find_out(journal::Change first);
    house::Outcome judge(const journal::Change& change, const mews::Refusal& refusal);
    house::Outcome judge(const journal::Change& change, const Error& error);
    house::Outcome not_found(const journal::Change& change);
    house::Outcome try_again(const journal::Change& change, std::string reason);
    UtcTime next_look(const journal::Change& change, const Error& error);
    asio::awaitable<void> settle(std::vector<house::Input> inputs);

    mews::Connector& connector_;
    house::Door& door_;
    Link& link_;
    Clock& clock_;
    Random& random_;
    Settings settings_;
    Reader reader_;
    std::unordered_map<Uuid, int> failed_looks_;     ///< at what the PMS has for a change, in a row
    std::map<model::List, int> failed_first_looks_;  ///< before a write, in a row
};

}  // namespace stayd::sync
