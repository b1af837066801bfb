#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>

#include "house/door.hpp"
#include "house/views.hpp"
#include "mews/connector.hpp"
#include "publish/publisher.hpp"
#include "sync/events.hpp"
#include "sync/puller.hpp"
#include "sync/replayer.hpp"
#include "tests/sim/broker/fake_broker.hpp"
#include "tests/sim/disk/crash_disk.hpp"
#include "tests/sim/manual_clock.hpp"
#include "tests/sim/mews/city_hotel.hpp"
#include "tests/sim/mews/pms.hpp"
#include "tests/sim/world/box_clock.hpp"
#include "tests/sim/world/handheld.hpp"
#include "tests/sim/world/line.hpp"

namespace stayd::sim {

/// What a daemon finds around it.
struct Surroundings {
    asio::io_context& io;
    Clock& clock;
    Random& random;
    Line& line;
    Socket& socket;
    FakeBroker& broker;
};

/// The whole daemon above platform/, on one disk: the database and the journal's files.
class Daemon {
  public:
    Daemon(CrashDisk& disk, const Surroundings& around);
    ~Daemon();

    house::House& house() { return house_; }
    house::Views& views() { return views_; }
    house::Door& door() { return door_; }
    publish::Publisher& publisher() { return publisher_; }
    sync::Link& link() { return link_; }
    sync::Puller& puller() { return puller_; }
    const mews::Breaker& breaker() const { return breaker_; }
    bool running() const { return running_; }

  private:
    asio::io_context& io_;
    CrashVfs vfs_;
    CrashFiles files_;
    storage::Database database_;
    journal::Segments segments_;
    house::House house_;
    house::Views views_;
    ServerClock server_clock_;
    house::Door door_;
    mews::RateLimit rate_limit_;
    mews::Breaker breaker_;
    mews::Connector connector_;
    sync::Link link_;
    sync::Puller puller_;
    sync::Replayer replayer_;
    sync::EventListener events_;
    publish::Publisher publisher_;
    asio::cancellation_signal stop_;
    bool running_ = true;
};

/// A hotel with its PMS, its line, its broker and its box. One seed gives one run.
class World {
  public:
    /// Of the City Hotel.
    explicit World(std::uint64_t seed) : World(seed, city_hotel(seed, city_hotel_morning())) {}
    /// Of another hotel, made for the City Hotel's morning.
    World(std::uint64_t seed, Hotel hotel);
    ~World();

    void run_for(Duration duration) { clock.advance(duration); }
    /// Runs until nothing waits for the PMS and the line is up, at most `limit`; whether that came.
    bool heal(Duration limit);
    /// An orderly end, as of a program that destroys all it has.
    void stop_daemon();
    /// What was written to the disk stays, as with `kill -9`.
    void kill_daemon() { end_daemon(CrashDisk::Kept::everything, 0); }
    /// Of what waits for a sync, the seed chooses what stays.
    void cut_power(std::uint64_t seed) { end_daemon(CrashDisk::Kept::some, seed); }
    /// Another one in its place: the former is killed.
    void start_daemon();
    UtcTime now() const { return clock.utc_now(); }

    /// What of the broker's retained topics is not what the database says, by topic.
    std::map<std::string, std::string> broker_differences();
    /// The first of them.
    std::string broker_difference();
    /// Empty when the mirror holds each room's and each followed stay's state as the PMS has it.
    std::string mirror_difference();
    /// Empty when accepted = confirmed + box only + replaced + refused + waiting.
    std::string balance_difference();

    asio::io_context io{1};
    ManualClock clock;
    BoxClock box_clock{clock};
    SeededRandom random;
    Pms pms;
    Line line;
    Socket socket;
    FakeBroker broker;
    std::unique_ptr<CrashDisk> disk = std::make_unique<CrashDisk>();
    std::unique_ptr<Daemon> daemon;

  private:
    void end_daemon(CrashDisk::Kept kept, std::uint64_t seed);
};

}  // namespace stayd::sim
