#include "tests/sim/world/world.hpp"

#include <fmt/format.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "house/ticker.hpp"
#include "sync/leases.hpp"
#include "tests/support/change_counts.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

const publish::Topics topics{"city"};
constexpr const char* database_file = "/data/hotel.db";

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

Daemon::Daemon(CrashDisk& disk, const Surroundings& around)
    : io_(around.io),
      vfs_(disk),
      files_(disk),
      database_(database_file, storage::Database::Mode::read_write, vfs_.name()),
      segments_(files_, "/data/journal"),
      house_((house::prepare(database_, database_file), database_), around.random,
             {.segments = &segments_}),
      views_(database_),
      server_clock_(around.clock, views_.clock_offset()),
      door_(house_, server_clock_, io_.get_executor()),
      rate_limit_({{160, 30s}, {500, 15min}}, around.clock),
      breaker_(around.clock, around.random),
      connector_(around.line, rate_limit_, breaker_, credentials()),
      link_(door_, around.clock, around.random),
      puller_(connector_, door_, link_, around.clock, around.random, {}, io_.get_executor()),
      replayer_(connector_, door_, link_, around.clock, around.random, {}),
      events_(around.socket, puller_, link_, around.clock, around.random),
      publisher_(around.broker, door_, views_, topics, "0.1.0", io_.get_executor()) {
    house_.replay(segments_.open(), door_.now());
    sync::keep_leases(rate_limit_, door_);
    door_.apply(house::Started{});
    asio::co_spawn(io_, run_all(puller_, replayer_, events_, publisher_, door_, around.clock),
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
    broker.go_up();
    start_daemon();
}

World::~World() = default;

void World::stop_daemon() {
    daemon.reset();
}

void World::end_daemon(CrashDisk::Kept kept, std::uint64_t seed) {
    if (!daemon) return;
    disk->cut_power();
    daemon.reset();
    disk = std::make_unique<CrashDisk>(disk->after_crash(kept, seed));
}

void World::start_daemon() {
    kill_daemon();
    broker.new_client();
    daemon =
        std::make_unique<Daemon>(*disk, Surroundings{io, box_clock, random, line, socket, broker});
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

std::map<std::string, std::string> World::broker_differences() {
    std::map<std::string, std::string> differences;
    auto never_shown = daemon->house().database().statement(
        "SELECT uid FROM arrival_now WHERE uid NOT IN (SELECT uid FROM shown WHERE kind = 4)");
    while (never_shown.step()) {
        const auto topic =
            topics.of({.kind = house::ShownKind::arrival, .id = never_shown.uuid(0)});
        differences[topic] = topic + " is on the board, and nobody was told";
    }
    std::map<std::string, std::string> expected;
    publish::Encoder encoder(daemon->views(), "0.1.0");
    for (const auto& thing : daemon->house().shown().all()) {
        const auto topic = topics.of(thing);
        auto content = encoder.content(thing, daemon->door().now());
        const auto held = broker.retained().find(topic);
        if (content.empty()) {
            if (held != broker.retained().end())
                differences[topic] = topic + " is retained, but no longer shown";
            continue;
        }
        if (held == broker.retained().end())
            differences[topic] = topic + " is not retained";
        else if (publish::without_version(thing.kind, held->second) != content)
            differences[topic] =
                fmt::format("{} is retained with other content: {:?} instead of {:?}", topic,
                            held->second, content);
        expected[topic] = content;
    }
    for (const auto& [topic, payload] : broker.retained()) {
        if (topic != topics.presence() && !expected.contains(topic))
            differences.try_emplace(topic, topic + " is retained and nobody's");
    }
    return differences;
}

std::string World::broker_difference() {
    const auto all = broker_differences();
    return all.empty() ? std::string{} : all.begin()->second;
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
    if (sum != balance.accepted)
        return fmt::format("accepted {} but {} are accounted for", balance.accepted, sum);
    auto wrong = daemon->house().database().statement(wrong_change_counts);
    wrong.step();
    return wrong.integer(0) == 0 ? "" : "changes are counted otherwise than they are there";
}

}  // namespace stayd::sim
