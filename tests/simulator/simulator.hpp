#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>

#include "platform/beast/http_server.hpp"
#include "tests/sim/mews/control.hpp"
#include "tests/sim/mews/large_hotel.hpp"
#include "tests/sim/mews/pms.hpp"
#include "tests/simulator/event_sockets.hpp"

namespace stayd::sim {

/// The hotel's clock: starts at a chosen instant and runs as fast as ours.
class RunningClock {
  public:
    explicit RunningClock(UtcTime start)
        : start_(start), began_(std::chrono::steady_clock::now()) {}
    UtcTime now() const {
        return start_ + std::chrono::floor<Duration>(std::chrono::steady_clock::now() - began_);
    }

  private:
    UtcTime start_;
    std::chrono::steady_clock::time_point began_;
};

struct SimulatorOptions {
    platform::TcpEndpoint pms{};
    platform::TcpEndpoint control{};
    UtcTime now{};  ///< where the hotel's clock starts
    std::uint64_t seed = 1;
    std::optional<LargeHotel> size{};  ///< a made-up hotel of this size instead of the City Hotel
    Settings settings{};
};

/// The PMS on the network: the Connector API and the event socket on one port, the control page and
/// its API on another, which stays up when the line is cut.
class Simulator {
  public:
    /// Listens from here on; throws `std::system_error` when that is not possible.
    Simulator(asio::any_io_executor executor, SimulatorOptions options);

    std::uint16_t pms_port() const { return pms_server_.port(); }
    std::uint16_t control_port() const { return control_server_.port(); }
    /// Serves until it is cancelled.
    asio::awaitable<void> run();

  private:
    asio::awaitable<platform::Reply> answer(http::Request request);
    platform::Reply answer_upgrade(const http::Request& request);
    asio::awaitable<http::Response> control(http::Request request);
    http::Response answer_control(const http::Request& request);
    void carry_out(Fault line);

    RunningClock clock_;
    Pms pms_;
    Control control_{pms_};
    EventSockets sockets_;
    platform::HttpServer pms_server_;
    platform::HttpServer control_server_;
};

}  // namespace stayd::sim
