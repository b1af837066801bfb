#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "app/config.hpp"
#include "base/clock.hpp"
#include "base/signal.hpp"
#include "house/door.hpp"
#include "storage/files.hpp"

namespace stayd::app {

/// Copies of the database while it is used: each night, and when somebody asks. A copy is whole and
/// verified before an older one goes; two are kept. What both hold goes from the journal's files.
/// All on the logic thread, in steps of milliseconds.
class Backups {
  public:
    struct State {
        std::optional<UtcTime> last{};  ///< of the newest whole one
        std::string file{};             ///< the newest whole one
        std::optional<int> percent{};   ///< of the one being made
        std::string trouble{};          ///< why the last try gave none
        Duration longest_pause{0};      ///< for which the last one held everything else up
    };

    Backups(const Config::Storage& storage, storage::Files& files, house::Door& door, Clock& clock,
            const boost::asio::any_io_executor& executor);

    /// Until cancelled.
    boost::asio::awaitable<void> run();
    /// One now; nothing when one is being made.
    void ask();
    const State& state() const { return state_; }

  private:
    bool is_due();
    boost::asio::awaitable<void> make_one();
    boost::asio::awaitable<void> copy(std::filesystem::path part);
    boost::asio::awaitable<void> verify(std::filesystem::path part);
    boost::asio::awaitable<void> breathe(SteadyTime since);
    void look_what_is_there();

    Config::Storage storage_;
    storage::Files& files_;
    house::Door& door_;
    Clock& clock_;
    Signal asked_;
    bool is_asked_ = false;
    std::optional<SteadyTime> not_before_;
    State state_;
};

}  // namespace stayd::app
