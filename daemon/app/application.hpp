#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <stop_token>

#include "app/backups.hpp"
#include "app/config.hpp"
#include "app/supervisor.hpp"
#include "house/door.hpp"
#include "house/views.hpp"
#include "http/control_api.hpp"
#include "http/lan_api.hpp"
#include "journal/segments.hpp"
#include "mews/connector.hpp"
#include "platform/beast/event_socket.hpp"
#include "platform/beast/http_client.hpp"
#include "platform/beast/http_server.hpp"
#include "platform/linux/clock.hpp"
#include "platform/linux/files.hpp"
#include "platform/linux/random.hpp"
#include "platform/paho/broker.hpp"
#include "publish/publisher.hpp"
#include "sync/events.hpp"
#include "sync/puller.hpp"
#include "sync/replayer.hpp"

namespace stayd::app {

/// The composition root: the parts in the order they depend on each other, which is the order they
/// die in, backwards.
class Application {
  public:
    /// Opens the database, migrates it and listens. Throws `storage::Failure`, or
    /// `std::runtime_error` with a sentence for the person who starts it.
    Application(const Config& config, Supervisor& supervisor,
                const asio::any_io_executor& executor);
    ~Application() { tests_end_.request_stop(); }

    /// Runs until cancelled. READY is said first. Throws what the storage throws.
    asio::awaitable<void> run();
    /// The orderly end, at most a second: says so to systemd and to the devices.
    asio::awaitable<void> say_goodbye();
    /// Reads the files of rules again; what is wrong with any is in the log and in the status.
    /// False: the disk is full, and they stay as they were.
    bool reload_rules(const std::string& by);

  private:
    asio::awaitable<void> listen_to_events();
    asio::awaitable<void> start_house();
    asio::awaitable<void> report();
    asio::awaitable<void> feed_watchdog();
    asio::awaitable<void> watch_disk();
    asio::awaitable<http::Response> test_rules(std::string toml);
    http::StorageFacts storage_facts();
    std::string status_line();
    http::CourierFacts courier_facts();
    http::MirrorActions mirror_actions();

    Supervisor& supervisor_;
    bool started_ = false;
    bool has_rules_ = false;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    Config::Storage storage_;
    std::filesystem::path rules_directory_;
    Config::Hotel hotel_;
    platform::SystemFiles files_;
    journal::Segments segments_;
    journal::Reading journal_found_;  ///< empty once it is in the database
    storage::Ballast ballast_;
    std::optional<UtcTime> disk_full_since_;
    storage::Database database_;
    house::House house_;
    house::Views views_;
    ServerClock server_clock_;
    house::Door door_;
    Backups backups_;
    platform::BeastHttpClient http_client_;
    mews::RateLimit rate_limit_;
    mews::Breaker breaker_;
    mews::Connector connector_;
    sync::Link link_;
    sync::Puller puller_;
    sync::Replayer replayer_;
    std::optional<platform::BeastEventSocket> event_socket_;
    std::optional<sync::EventListener> events_;
    platform::PahoBroker broker_;
    publish::Publisher publisher_;
    http::Tokens tokens_;
    http::LanApi lan_api_;
    http::ControlApi control_api_;
    platform::HttpServer lan_server_;
    platform::HttpServer control_server_;
    std::stop_source tests_end_;   ///< of rules, on `reader_`
    asio::thread_pool reader_{1};  ///< for what takes long and changes nothing
};

}  // namespace stayd::app
