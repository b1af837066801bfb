#include "tests/sim/world/world.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "house/ticker.hpp"
#include "sync/leases.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

const publish::Topics topics{"city"};

mews::Credentials credentials() {
    return {.client_token = "stayd-client-token", .access_token = "stayd-access-token"};
}

asio::awaitable<void> run_all(sync::Puller& puller, sync::Replayer& replayer,
                              sync::EventListener& events, publish::Publisher& publisher,
                              house::Door& door, Clock& clock) {
    using namespace asio::experimental::awaitable_operators;
    co_await (puller.run() && replayer.run() && events.run() && publisher.run() &&
              house::keep_time(door, clock));
}

}  // namespace

Daemon::Daemon(const std::filesystem::path& file, asio::io_context& io, ManualClock& clock,
               Random& random, Line& line, Socket& socket, FakeBroker& broker)
    : io_(io),
      database_(file, storage::Database::Mode::read_write),
      house_((house::prepare(database_, file), database_), random),
      views_(database_),
      server_clock_(clock, views_.clock_offset()),
      door_(house_, server_clock_, io.get_executor()),
      rate_limit_({{160, 30s}, {500, 15min}}, clock),
      breaker_(clock, random),
      connector_(line, rate_limit_, breaker_, credentials()),
      link_(door_, clock, random),
      puller_(connector_, door_, link_, clock, random, {}, io.get_executor()),
      replayer_(connector_, door_, link_, clock, random, {}),
      events_(socket, puller_, link_, clock, random),
      publisher_(broker, door_, views_, topics, "0.1.0", io.get_executor()) {
    sync::keep_leases(rate_limit_, door_);
    door_.apply(house::Started{});
    asio::co_spawn(io_, run_all(puller_, replayer_, events_, publisher_, door_, clock),
                   asio::bind_cancellation_slot(stop_.slot(),
                                                [this](std::exception_ptr) { running_ = false; }));
}

Daemon::~Daemon() {
    stop_.emit(asio::cancellation_type::terminal);
    for (int turn = 0; running_ && turn < 1000; ++turn) {
        io_.restart();
        io_.poll();
    }
}

World::World(std::uint64_t seed, Hotel hotel)
    : clock(io, city_hotel_morning()),
      random(seed),
      pms(std::move(hotel), {}, seed),
      line(pms, clock, random),
      socket(pms, clock, io.get_executor()),
      broker(io.get_executor()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "stayd-world-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder = pattern;
    broker.go_up();
    start_daemon();
}

World::~World() {
    daemon.reset();
    std::filesystem::remove_all(folder);
}

void World::kill_daemon() {
    daemon.reset();
}

void World::start_daemon() {
    daemon.reset();
    broker.new_client();
    daemon = std::make_unique<Daemon>(folder / "hotel.db", io, clock, random, line, socket, broker);
}

bool World::heal(Duration limit) {
    for (Duration passed{0}; passed < limit; passed += 5s) {
        if (daemon->link().is_up() && daemon->house().journal().balance().waiting == 0) {
            run_for(60s);  // one more round, and what it publishes
            return daemon->house().journal().balance().waiting == 0;
        }
        run_for(5s);
    }
    return false;
}

std::string World::broker_difference() {
    std::map<std::string, std::string> expected;
    publish::Encoder encoder(daemon->views(), "0.1.0");
    for (const auto& thing : daemon->house().shown().all()) {
        const auto topic = topics.of(thing);
        auto content = encoder.content(thing, daemon->door().now());
        const auto held = broker.retained().find(topic);
        if (content.empty()) {
            if (held != broker.retained().end()) return topic + " is retained, but no longer shown";
            continue;
        }
        if (held == broker.retained().end()) return topic + " is not retained";
        if (publish::without_version(thing.kind, held->second) != content)
            return fmt::format("{} is retained with other content: {} instead of {}", topic,
                               held->second, content);
        expected[topic] = content;
    }
    for (const auto& [topic, payload] : broker.retained()) {
        if (topic != topics.presence() && !expected.contains(topic))
            return topic + " is retained and nobody's";
    }
    return {};
}

std::string World::mirror_difference() {
    auto& mirror = daemon->house().mirror();
    for (const auto& room : pms.hotel().resources.rows()) {
        const auto copy = mirror.resource(room.id);
        if (!copy) return fmt::format("room {} is not mirrored", room.name);
        if (copy->state != room.state) {
            return fmt::format("room {} is {} in the PMS and {} in the mirror", room.name,
                               to_word(room.state), to_word(copy->state));
        }
    }
    const auto day = daemon->house().day();
    for (const auto& stay : pms.hotel().reservations.rows()) {
        if (stay.scheduled_end_utc < day.start || stay.scheduled_start_utc > day.end) continue;
        const auto copy = mirror.reservation(stay.id);
        if (!copy) return fmt::format("reservation {} is not mirrored", stay.number);
        if (copy->state != stay.state || copy->assigned_resource_id != stay.assigned_resource_id) {
            return fmt::format("reservation {} differs from the PMS", stay.number);
        }
    }
    return {};
}

std::string World::balance_difference() {
    const auto balance = daemon->house().journal().balance();
    const auto sum =
        balance.confirmed + balance.box_only + balance.replaced + balance.refused + balance.waiting;
    if (sum == balance.accepted) return {};
    return fmt::format("accepted {} but {} are accounted for", balance.accepted, sum);
}

}  // namespace stayd::sim
