#pragma once

#include <functional>

#include "base/backoff.hpp"
#include "house/door.hpp"
#include "mews/connector.hpp"

namespace stayd::sync {

/// How far the mirror reaches around today.
struct Scope {
    Duration back{std::chrono::hours{24 * 370}};
    Duration ahead{std::chrono::hours{24 * 730}};
};

struct Settings {
    Duration poll_with_socket{45'000};
    Duration poll_without_socket{12'000};
    Duration overlap{
        360'000};  ///< above the PMS's lag (300 s), clock error and a second (sync.md R33)
    Duration settle{120'000};  ///< how long a create may take to become visible (sync.md R20)
    Scope scope{};
};

/// What is known of the line to the PMS, from the calls themselves. Down needs two failures in a
/// row, so that one dropped packet moves no board; up needs a whole round of reading, so that
/// waiting changes meet fresh facts (hotel-domain.md 9.2).
class Link {
  public:
    Link(house::Door& door, Clock& clock, Random& random)
        : door_(door), clock_(clock), random_(random), down_since_(clock.steady_now()) {}

    /// A read or write ended so. `unreachable`, `no_answer`, `server_fault`, and `malformed` (a
    /// portal that answers for the PMS) count against the line, `unauthorized` refuses it; every
    /// other answer shows that the PMS is there.
    void failed(const Error& error);
    /// The PMS answered something: failures are counted in a row.
    void answered() { failures_ = 0; }
    /// A whole round of reads went through.
    void round_completed();

    bool is_up() const { return line_ == house::Line::up; }
    bool is_down() const { return line_ == house::Line::down || line_ == house::Line::refused; }
    /// How long to wait before the next try while the line is not up: quick at first, 75 s on
    /// average after ten minutes, so that in no longer time it is more than a call a minute
    /// (sync.md I20).
    Duration next_pause();

    /// Called when the line is found to be down or refused: somebody should look again soon.
    std::function<void()> on_lost{};

  private:
    void observe(house::Line line, std::string cause);

    house::Door& door_;
    Clock& clock_;
    Random& random_;
    house::Line line_ = house::Line::unknown;
    std::string cause_;
    bool is_written_ = true;  ///< what was observed last; the disk may have been full
    int failures_ = 0;
    SteadyTime down_since_;  ///< when it was last up or, never yet, when the program began
    Backoff quick_{Duration{1'000}, Duration{20'000}};
    Backoff slow_{Duration{90'000}, Duration{90'000}};
};

}  // namespace stayd::sync
