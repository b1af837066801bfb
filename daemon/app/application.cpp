#include "app/application.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

#include "app/recovery.hpp"
#include "app/rule_files.hpp"
#include "app/version.hpp"
#include "base/log.hpp"
#include "house/ticker.hpp"
#include "http/metrics.hpp"
#include "mews/answers.hpp"
#include "platform/systemd/handed_sockets.hpp"
#include "publish/encode.hpp"
#include "sync/leases.hpp"

namespace stayd::app {
namespace {

using namespace std::chrono_literals;

constexpr Duration try_start_again = 30s;
constexpr Duration report_every = 2s;
constexpr Duration look_at_disk_every = 10s;
constexpr Duration between_ballast_steps = 20ms;
constexpr Duration longest_test = 50s;
constexpr Duration tests_look_back = 24h * 30;

/// First what is damaged is put right: until then nothing may open it.
storage::Database open_database(const Config::Storage& storage, storage::Files& files,
                                const journal::Reading& journal, UtcTime now) {
    mend_database(storage, files, journal, now);
    return {storage.database(), storage::Database::Mode::read_write};
}

/// Migrates before anything reads a table.
storage::Database& prepared(storage::Database& database, const Config& config,
                            Supervisor& supervisor) {
    supervisor.extend_timeout(120s);
    house::prepare(database, config.storage.database());
    return database;
}

std::vector<mews::CallBudget> budgets(const Config& config) {
    std::vector<mews::CallBudget> all;
    for (const auto& [calls, window] : config.pms.budgets) all.push_back({calls, window});
    return all;
}

sync::Settings sync_settings(const Config& config) {
    return {.poll_with_socket = config.pms.poll_with_socket,
            .poll_without_socket = config.pms.poll_without_socket,
            .overlap = config.pms.overlap,
            .settle = config.pms.settle};
}

/// Paho's names for the schemes.
std::string paho_uri(const std::string& uri) {
    if (uri.starts_with("mqtt://")) return "tcp://" + uri.substr(7);
    if (uri.starts_with("mqtts://")) return "ssl://" + uri.substr(8);
    return uri;
}

platform::PahoOptions broker_options(const Config& config) {
    const publish::Topics topics{config.property.name};
    return {.uri = paho_uri(config.broker.uri),
            .client_id = "stayd-" + config.property.name,
            .username = config.broker.username,
            .password = config.broker.password,
            .will = publish::Message{
                .topic = topics.presence(), .payload = publish::presence(false), .retained = true}};
}

http::Assets load_pages(const Config& config) {
    if (!std::filesystem::exists(config.http.web_dir / "manifest.json")) {
        log::warning("no pages at {}: serving without them", config.http.web_dir.string());
        return {};
    }
    return http::Assets{config.http.web_dir};
}

/// The socket systemd handed over under the name "http"; else one of our own.
platform::ListenEndpoint lan_endpoint(const Config& config) {
    for (const auto& [name, descriptor] : platform::take_handed_sockets()) {
        if (name == "http") return platform::InheritedEndpoint{descriptor};
        log::warning("systemd handed over a socket named {}, which stayd does not know", name);
    }
    return platform::TcpEndpoint{.address = config.http.address, .port = config.http.port};
}

template <class Api>
http::Handler handler_of(Api& api) {
    return [&api](http::Request request) -> asio::awaitable<http::Response> {
        co_return api.answer(request);
    };
}

house::HotelTold told_of(const Config::Hotel& hotel) {
    const auto yes_if = [](bool is_so) { return std::string{is_so ? "yes" : ""}; };
    const auto& limit = hotel.credit_limit_millionths;
    return {{{"city_tax", yes_if(hotel.city_tax)},
             {"eco_programme", yes_if(hotel.eco_programme)},
             {"credit_limit", limit ? std::to_string(*limit) : ""}}};
}

http::SnapshotSource snapshot_of(publish::Publisher& publisher) {
    return [&publisher](const std::vector<std::string>& prefixes) {
        std::vector<std::pair<std::string, std::string>> states;
        for (auto& message : publisher.snapshot(prefixes)) {
            states.emplace_back(std::move(message.topic), std::move(message.payload));
        }
        return states;
    };
}

}  // namespace

Application::Application(const Config& config, Supervisor& supervisor,
                         const asio::any_io_executor& executor)
    : supervisor_(supervisor),
      storage_(config.storage),
      rules_directory_(config.rules.directory),
      hotel_(config.hotel),
      segments_(files_, storage_.journal()),
      journal_found_(segments_.open()),
      ballast_(files_, storage_.ballast(), storage_.ballast_bytes),
      database_(open_database(storage_, files_, journal_found_, clock_.utc_now())),
      house_(prepared(database_, config, supervisor), random_,
             {.segments = &segments_,
              .ballast = &ballast_,
              .throw_evidence_away = [this] { return throw_evidence_away(storage_, files_); }}),
      views_(database_),
      server_clock_(clock_, views_.clock_offset()),
      door_(house_, server_clock_, executor),
      backups_(storage_, files_, door_, clock_, executor),
      http_client_(executor, {.address = config.pms.address}),
      rate_limit_(budgets(config), clock_),
      breaker_(clock_, random_),
      connector_(http_client_, rate_limit_, breaker_,
                 {.client_token = config.pms.client_token,
                  .access_token = config.pms.access_token,
                  .client = fmt::format("stayd {}", version)}),
      link_(door_, clock_, random_),
      puller_(connector_, door_, link_, clock_, random_, sync_settings(config), executor),
      replayer_(connector_, door_, link_, clock_, random_, sync_settings(config)),
      broker_(executor, random_, broker_options(config)),
      publisher_(broker_, door_, views_, publish::Topics{config.property.name}, version, executor),
      tokens_(files_, storage_.tokens(), random_),
      lan_api_(
          load_pages(config),
          {.property = config.property.name,
           .websocket_url = config.broker.websocket_url,
           .stayd_version = version,
           .open_profiles = config.http.open_profiles},
          door_, views_, tokens_, snapshot_of(publisher_),
          [this] { return http::metrics(views_.status(), courier_facts(), door_.now()); },
          [this](std::string toml) { return test_rules(std::move(toml)); }),
      control_api_(
          config.property.name,
          {.stayd = version,
           .sqlite = storage::library_version(),
           .schema = house::schema_version()},
          door_, views_, tokens_, [this] { return courier_facts(); }, mirror_actions(),
          [this] { backups_.ask(); }, [this] { reload_rules("stayctl"); }),
      lan_server_(executor, lan_endpoint(config),
                  [this](http::Request request) { return lan_api_.handle(std::move(request)); }),
      control_server_(executor, platform::UnixEndpoint{config.control.socket},
                      handler_of(control_api_)) {
    if (!config.pms.events_address.empty()) {
        event_socket_.emplace(
            executor, platform::EventSocketOptions{.address = config.pms.events_address,
                                                   .client_token = config.pms.client_token,
                                                   .access_token = config.pms.access_token});
        events_.emplace(*event_socket_, puller_, link_, clock_, random_);
    }
    if (const auto replayed = house_.replay(std::exchange(journal_found_, {}), clock_.utc_now());
        replayed.rows > 0) {
        log::warning("{} rows of staff's work came from the journal's files", replayed.rows);
    }
    sync::keep_leases(rate_limit_, door_);
    started_ = door_.apply(house::Started{});
    has_rules_ = reload_rules("stayd");
    log::info("property {}, database {}, pages on port {}", config.property.name,
              config.storage.database().string(), lan_server_.port());
}

bool Application::reload_rules(const std::string& by) {
    auto files = read_rule_files(rules_directory_);
    const house::Input inputs[] = {told_of(hotel_),
                                   house::RulesLoaded{.sources = std::move(files.sources),
                                                      .by = by,
                                                      .program = version,
                                                      .mistakes = std::move(files.mistakes),
                                                      .market = hotel_.market}};
    const bool is_taken = door_.apply(inputs);
    if (!is_taken) log::warning("the rules stay as they were: the disk is full");
    return is_taken;
}

/// Beside the logic thread, for it takes long and changes nothing.
asio::awaitable<http::Response> Application::test_rules(std::string toml) {
    const auto now = door_.now();
    auto test = asio::co_spawn(
        reader_,
        [this, now, toml = std::move(toml)]() -> asio::awaitable<http::Response> {
            const auto until = clock_.steady_now() + longest_test;
            co_return http::test_rules(
                {.database = storage_.database(),
                 .sources = {},
                 .now = now,
                 .look_back = tests_look_back,
                 .read = mews::read_document,
                 .is_over =
                     [&] { return tests_end_.stop_requested() || clock_.steady_now() > until; }},
                toml);
        },
        asio::use_awaitable);
    co_return co_await std::move(test);
}

asio::awaitable<void> Application::run() {
    using namespace asio::experimental::awaitable_operators;
    supervisor_.ready();
    co_await (lan_server_.run() && control_server_.run() && publisher_.run() && puller_.run() &&
              replayer_.run() && listen_to_events() && start_house() &&
              house::keep_time(door_, clock_) && report() && feed_watchdog() && watch_disk() &&
              backups_.run());
}

asio::awaitable<void> Application::say_goodbye() {
    using namespace asio::experimental::awaitable_operators;
    supervisor_.stopping();
    tests_end_.request_stop();
    supervisor_.status("Stopping");
    log::info("stopping");
    co_await (publisher_.farewell() || clock_.sleep_for(1s));
}

asio::awaitable<void> Application::listen_to_events() {
    if (!events_) co_return;  // polling alone does
    auto listening = events_->run();
    co_await std::move(listening);
}

/// The disk may have been full at the start: what was in flight is still to be doubted.
asio::awaitable<void> Application::start_house() {
    while (!started_ || !has_rules_) {
        auto sleeping = clock_.sleep_for(try_start_again);
        co_await std::move(sleeping);
        if (!started_) started_ = door_.apply(house::Started{});
        if (!has_rules_) has_rules_ = reload_rules("stayd");
    }
}

/// One line for `systemctl status`, whenever it says something new.
asio::awaitable<void> Application::report() {
    std::string said;
    for (;;) {
        auto line = status_line();
        if (line != said) {
            supervisor_.status(line);
            said = std::move(line);
        }
        auto sleeping = clock_.sleep_for(report_every);
        co_await std::move(sleeping);
    }
}

std::string Application::status_line() {
    const auto view = views_.status();
    std::string line;
    switch (view.line) {
        case house::Line::unknown:
            line = "Looking for Mews";
            break;
        case house::Line::up:
            line = "Live";
            break;
        case house::Line::down:
            line = fmt::format("Box only: Mews not reachable since {}",
                               view.line_since ? to_iso8601(*view.line_since) : "the start");
            break;
        case house::Line::refused:
            line = "Box only: Mews refuses the tokens";
            break;
    }
    if (!view.first_sync_step.empty()) {
        line += fmt::format("; first read: {}, list {} of {}, {} rows", view.first_sync_step,
                            view.lists_done + 1, view.lists_total, view.rows);
    }
    line += fmt::format("; {} {} for Mews", view.balance.waiting,
                        view.balance.waiting == 1 ? "change waits" : "changes wait");
    if (!publisher_.connected()) line += "; broker not connected";
    return line;
}

/// From the logic thread, so that one that is stuck is killed and started again.
asio::awaitable<void> Application::feed_watchdog() {
    const auto period = supervisor_.watchdog_period();
    if (!period) co_return;
    for (;;) {
        supervisor_.alive();
        auto sleeping = clock_.sleep_for(*period / 3);
        co_await std::move(sleeping);
    }
}

/// The ballast is made in small steps, when the box starts and when there is space again.
asio::awaitable<void> Application::watch_disk() {
    for (;;) {
        const auto free = std::filesystem::space(storage_.directory).available;
        if (ballast_.state() == storage::Ballast::State::given_up) {
            if (!disk_full_since_) disk_full_since_ = door_.now();
        }
        while (ballast_.state() != storage::Ballast::State::held &&
               free > storage_.ballast_bytes * 2 && ballast_.grow()) {
            auto pausing = clock_.sleep_for(between_ballast_steps);
            co_await std::move(pausing);
        }
        if (ballast_.state() == storage::Ballast::State::held && disk_full_since_) {
            log::info("there is space again: the ballast is whole, and the mirror is read");
            disk_full_since_.reset();
        }
        auto sleeping = clock_.sleep_for(look_at_disk_every);
        co_await std::move(sleeping);
    }
}

http::StorageFacts Application::storage_facts() {
    http::StorageFacts facts;
    std::error_code ignored;
    facts.free_bytes = std::filesystem::space(storage_.directory, ignored).available;
    using State = storage::Ballast::State;
    const auto state = ballast_.state();
    facts.ballast = state == State::held      ? "held"
                    : state == State::growing ? "growing"
                                              : "given up";
    if (state == State::given_up) facts.full_since = disk_full_since_.value_or(door_.now());
    facts.journal_bytes = segments_.bytes();
    const auto& backup = backups_.state();
    facts.backup = backup.last;
    facts.backup_file = backup.file;
    facts.backup_percent = backup.percent;
    facts.backup_trouble = backup.trouble;
    facts.backup_longest_pause = backup.longest_pause;
    if (auto recovery = house_.last_recovery()) {
        facts.recovered = recovery->first;
        facts.recovered_what = std::move(recovery->second);
    }
    return facts;
}

http::MirrorActions Application::mirror_actions() {
    return {.verify = [this](const auto& lists) { puller_.sweep(lists); },
            .rebuild =
                [this](const auto& lists) {
                    log::warning("throwing the copies of {} lists away and reading them anew",
                                 lists.size());
                    if (door_.apply(house::MirrorRebuilt{.lists = lists}))
                        puller_.reread(lists);
                    else
                        log::error("the copies stay: the disk is full");
                }};
}

http::CourierFacts Application::courier_facts() {
    http::CourierFacts facts{.broker_connected = publisher_.connected(),
                             .topics_unsent = publisher_.unsent(),
                             .messages_lost = broker_.lost_messages(),
                             .event_socket_connected = events_ && events_->connected(),
                             .budgets = {},
                             .operations_resting = breaker_.open_count(),
                             .storage = storage_facts()};
    for (std::size_t i = 0; i < rate_limit_.budgets().size(); ++i) {
        const auto& budget = rate_limit_.budgets()[i];
        facts.budgets.push_back({.used = rate_limit_.used(i),
                                 .calls = budget.calls,
                                 .window_seconds = static_cast<int>(budget.window.count() / 1000)});
    }
    return facts;
}

}  // namespace stayd::app
