#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace stayd::mews {

/// Lets an operation rest that fails again and again, so that a part of the PMS that is down costs
/// no calls while the rest goes on (sync.md R48). One family is one path. Closed: calls go. Open
/// after five failures in a row, or when more than half of the last twenty failed: none goes for a
/// random time up to min(300 s, 1 s · 2^n), never less than the server named. Then one probe goes;
/// three successes in a row close it, a failure opens it for longer. A time the server names with
/// any failure rests the operation too, closed or not. A call that asked for too much says nothing
/// of its operation, until the least there is to ask for was too much: that opens it at once.
/// (Three answers to parts that came before close it again, as always.)
class Breaker {
  public:
    Breaker(Clock& clock, Random& random) : clock_(clock), random_(random) {}

    /// How long the operation still rests; nullopt: a call may go, and is counted as the probe when
    /// one is due. Every `nullopt` is followed by `succeeded`, `failed` or `given_up`.
    std::optional<Duration> rests(const std::string& operation);
    /// An answer came: also a refusal, for it shows that the operation works.
    void succeeded(const std::string& operation);
    /// No connection, no answer, 429, 5xx, or an answer that could not be read.
    void failed(const std::string& operation, std::optional<Duration> retry_after = {});
    /// The call was cancelled, or asked for too much: says nothing.
    void given_up(const std::string& operation);
    /// The least that can be asked for was given up too: rests at once. After `given_up`.
    void failed_at_the_least(const std::string& operation);
    /// Operations that rest or are being probed, for status pages.
    std::size_t open_count() const;

  private:
    struct Family {
        std::deque<bool> last;  ///< newest last, at most twenty: true is a success
        int failures_in_row = 0;
        int successes_in_row = 0;
        int openings = 0;  ///< since it was last closed
        bool open = false;
        bool probing = false;
        SteadyTime rests_until{};
    };
    void open(Family& family, Duration at_least);
    void rest_at_least(Family& family, Duration rest);
    static void remember(Family& family, bool success);

    Clock& clock_;
    Random& random_;
    std::map<std::string, Family, std::less<>> families_;
};

}  // namespace stayd::mews
