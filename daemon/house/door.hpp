#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <span>
#include <vector>

#include "base/server_clock.hpp"
#include "base/signal.hpp"
#include "house/house.hpp"

namespace stayd::house {

/// Where the couriers bring their inputs: applies them at the hotel's time and wakes whoever has
/// something to do after the commit. The signals have one waiter each.
class Door {
  public:
    Door(House& house, ServerClock& clock, const boost::asio::any_io_executor& executor)
        : house_(house),
          clock_(clock),
          shown_changed(executor),
          outbox_grew(executor),
          names_wanted(executor) {}

    /// False: the disk is full, nothing was written and nobody was told; to be tried again later.
    bool apply(const Input& input) { return apply(std::span(&input, 1)); }
    bool apply(std::span<const Input> inputs);

    UtcTime now() const { return clock_.now(); }
    ServerClock& clock() { return clock_; }
    House& house() { return house_; }

    /// Acknowledgements not yet handed to the publisher, oldest first.
    std::vector<Ack> take_acks() { return std::exchange(acks_, {}); }

  private:
    House& house_;
    ServerClock& clock_;
    std::vector<Ack> acks_;

  public:
    Signal shown_changed;  ///< for the publisher: topics to write, or acknowledgements to send
    Signal outbox_grew;    ///< for the replayer
    Signal names_wanted;   ///< for the puller: stays that may name guests or groups we lack
};

}  // namespace stayd::house
