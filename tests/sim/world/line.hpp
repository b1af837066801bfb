#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/signal.hpp"
#include "mews/http_client.hpp"
#include "tests/sim/manual_clock.hpp"
#include "tests/sim/mews/pms.hpp"
#include "tests/sim/world/seeded_random.hpp"

namespace stayd::sim {

/// The line between box and PMS, in virtual time: calls take a while, and befall what the PMS's
/// fault plans say.
class Line final : public mews::HttpClient {
  public:
    Line(Pms& pms, ManualClock& clock, Random& random)
        : pms_(pms), clock_(clock), random_(random) {}
    asio::awaitable<Result<mews::HttpResponse>> post(mews::HttpRequest request) override;
    /// Every call that left, by whichever daemon, also when it reached nobody.
    const CallStatistics& sent() const { return sent_; }
    /// Creates that were sent again although a late copy of the one before could still act (sync.md
    /// I7): "tasks/add after 4 s".
    const std::vector<std::string>& sent_again_early() const { return sent_again_early_; }

  private:
    struct Create {
        SteadyTime sent;
        bool is_in_doubt = true;  ///< whether the PMS made it
    };
    Create* note_create(const mews::HttpRequest& request);

    CallStatistics sent_;
    std::map<std::string, Create> creates_;  ///< the last of each, by what it says
    std::vector<std::string> sent_again_early_;
    Pms& pms_;
    ManualClock& clock_;
    Random& random_;
};

/// The PMS's event socket. Frames come as the PMS sends them; with the line down it breaks and does
/// not connect.
class Socket final : public mews::EventSocket {
  public:
    Socket(Pms& pms, ManualClock& clock, const asio::any_io_executor& executor);
    asio::awaitable<Result<std::unique_ptr<mews::EventStream>>> connect() override;

  private:
    class Stream;
    Pms& pms_;
    ManualClock& clock_;
    asio::any_io_executor executor_;
    Stream* open_ = nullptr;
};

}  // namespace stayd::sim
