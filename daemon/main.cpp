#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <optional>

#include "app/application.hpp"
#include "app/recovery.hpp"
#include "app/version.hpp"
#include "base/log.hpp"
#include "platform/linux/files.hpp"
#include "platform/linux/instance_lock.hpp"
#include "platform/linux/signals.hpp"
#include "platform/systemd/credentials.hpp"
#include "platform/systemd/notifier.hpp"

namespace stayd {
namespace {

constexpr int exit_failure = 1;
constexpr int exit_configuration = 78;  // EX_CONFIG of sysexits.h: starting again does not help

log::Level level_of(const std::string& word) {
    if (word == "debug") return log::Level::debug;
    if (word == "warning") return log::Level::warning;
    return word == "error" ? log::Level::error : log::Level::info;
}

asio::awaitable<void> until_terminated(app::Application& application) {
    auto terminated = platform::termination_signal();
    co_await std::move(terminated);
    auto goodbye = application.say_goodbye();
    co_await std::move(goodbye);
}

asio::awaitable<void> reload_on_hangup(app::Application& application) {
    for (;;) {
        auto hung_up = platform::hangup_signal();
        co_await std::move(hung_up);
        application.reload_rules("stayd");
    }
}

asio::awaitable<void> run(app::Application& application) {
    using namespace asio::experimental::awaitable_operators;
    co_await (application.run() || until_terminated(application) || reload_on_hangup(application));
}

/// Groups of tasks nest their failures, one layer an `&&`; the innermost is what happened.
std::string what_happened(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const asio::multiple_exceptions& group) {
        return what_happened(group.first_exception());
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// The failure by which the database showed that it is damaged.
std::optional<storage::Failure> damage_in(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const asio::multiple_exceptions& group) {
        return damage_in(group.first_exception());
    } catch (const storage::Failure& found) {
        return found.corrupt() ? std::optional{found} : std::nullopt;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void note_damage(const app::Config& config, const storage::Failure& damage) {
    log::error("{} is damaged: the next start puts it together again",
               config.storage.database().string());
    platform::SystemFiles files;
    app::note_damage(config.storage, files, damage.what());
}

int serve(const app::Config& config) {
    const auto lock = platform::InstanceLock::take(config.storage.directory / "stayd.lock");
    if (!lock) {
        log::error("another stayd already runs on {}", config.storage.directory.string());
        return exit_failure;
    }
    asio::io_context io{1};
    platform::Notifier notifier;
    std::exception_ptr failure;
    std::optional<app::Application> application;
    try {
        application.emplace(config, notifier, io.get_executor());
    } catch (const storage::Failure& damage) {
        if (damage.corrupt()) note_damage(config, damage);
        throw;
    }
    asio::co_spawn(io, run(*application), [&failure, &io](std::exception_ptr thrown) {
        failure = thrown;
        io.stop();
    });
    io.run();
    if (failure) {
        log::error("ended: {}", what_happened(failure));
        if (const auto damage = damage_in(failure)) note_damage(config, *damage);
        return exit_failure;
    }
    log::info("stopped");
    return 0;
}

}  // namespace
}  // namespace stayd

int main(int argc, char** argv) {
    using namespace stayd;
    CLI::App options{"stayd: the box that stays up when the PMS does not", "stayd"};
    std::string file = "/etc/stayd/stayd.toml";
    bool check_only = false;
    options.add_option("--config", file, "Configuration file")->capture_default_str();
    options.add_flag("--check-config", check_only,
                     "Read the configuration, say what is wrong with it, and end");
    options.set_version_flag("--version", std::string{"stayd "} + app::version);
    options.footer(
        "Exit status: 0 ended in order; 1 failed, try again; 78 the configuration is wrong.");
    CLI11_PARSE(options, argc, argv);

    const auto config = app::read_config(file, platform::read_credential);
    if (!config) {
        for (const auto& mistake : config.error()) std::fprintf(stderr, "%s\n", mistake.c_str());
        return exit_configuration;
    }
    if (check_only) {
        std::printf("%s: the configuration is good\n", file.c_str());
        return 0;
    }
    log::start(level_of(config->log.level), std::getenv("JOURNAL_STREAM") != nullptr);
    log::info("stayd {} starts", app::version);
    try {
        std::filesystem::create_directories(config->storage.directory);
        return serve(*config);
    } catch (const std::exception& error) {
        log::error("cannot start: {}", error.what());
        return exit_failure;
    }
}
