#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <charconv>
#include <cstdio>

#include "base/log.hpp"
#include "platform/linux/signals.hpp"
#include "tests/sim/mews/city_hotel.hpp"
#include "tests/simulator/simulator.hpp"

namespace {

using namespace stayd;

constexpr int wrong_usage = 2;

/// `127.0.0.1:8080` or `[::1]:8080`.
std::optional<platform::TcpEndpoint> parse_endpoint(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    auto address = text.substr(0, colon);
    if (address.front() == '[' && address.back() == ']')
        address = address.substr(1, address.size() - 2);
    std::uint16_t port = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data() + colon + 1, end, port);
    if (error != std::errc{} || stopped != end) return std::nullopt;
    return platform::TcpEndpoint{.address = std::move(address), .port = port};
}

std::string check_endpoint(const std::string& text) {
    return parse_endpoint(text) ? std::string{} : "'" + text + "' is no ADDRESS:PORT";
}

std::string check_instant(const std::string& text) {
    const auto time = parse_iso8601(text);
    if (!time) return "'" + text + "' is no instant such as 2015-09-17T08:00:00Z";
    const auto first = sim::city_hotel_first_day();
    const auto last = sim::city_hotel_last_day();
    if (*time >= first && *time <= last) return {};
    return fmt::format("the bookings reach from {} to {}", to_iso8601(first), to_iso8601(last));
}

/// Told on standard output, one word and its value a line, so that a
/// script can read them; "ready" is the last.
void announce(const sim::Simulator& simulator, const platform::TcpEndpoint& pms,
              const platform::TcpEndpoint& control, const sim::SimulatorOptions& options) {
    const auto host = [](const std::string& address) {
        return address.find(':') == std::string::npos ? address : "[" + address + "]";
    };
    fmt::print("pms http://{}:{}\n", host(pms.address), simulator.pms_port());
    fmt::print("socket ws://{}:{}/ws/connector\n", host(pms.address), simulator.pms_port());
    fmt::print("control http://{}:{}/\n", host(control.address), simulator.control_port());
    fmt::print("clock {}\n", to_iso8601(options.now));
    fmt::print("ready\n");
    std::fflush(stdout);
}

asio::awaitable<void> run_until_told(sim::Simulator& simulator) {
    using namespace asio::experimental::awaitable_operators;
    auto either = simulator.run() || platform::termination_signal();
    co_await std::move(either);
}

int serve(const sim::SimulatorOptions& options) {
    asio::io_context context{1};
    sim::Simulator simulator{context.get_executor(), options};
    announce(simulator, options.pms, options.control, options);
    std::exception_ptr failure;
    asio::co_spawn(context, run_until_told(simulator),
                   [&failure](std::exception_ptr ended) { failure = ended; });
    context.run();
    if (failure) std::rethrow_exception(failure);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    log::start(log::Level::warning, false);
    sim::SimulatorOptions options;
    std::string listen = "127.0.0.1:0";
    std::string control = "127.0.0.1:0";
    std::string now = to_iso8601(sim::city_hotel_morning());

    CLI::App app{
        "A hotel's PMS for demos, training and tests: the Mews "
        "Connector API, strict and with "
        "trouble on demand,\n"
        "for a city hotel with 200 rooms and real bookings of "
        "September 2015."};
    app.add_option("--listen", listen,
                   "Where the PMS listens, HTTP and WebSocket; port "
                   "0: the kernel picks")
        ->check(check_endpoint)
        ->capture_default_str();
    app.add_option("--control", control, "Where the control page and its API listen")
        ->check(check_endpoint)
        ->capture_default_str();
    app.add_option("--now", now, "Where the hotel's clock starts; it runs from there")
        ->check(check_instant)
        ->capture_default_str();
    app.add_option("--client-token", options.settings.client_token, "The token of the integration")
        ->capture_default_str();
    app.add_option("--access-token", options.settings.access_token, "The token of the hotel")
        ->capture_default_str();
    app.add_option("--seed", options.seed,
                   "Another seed makes other guests, rooms and ids "
                   "around the same bookings")
        ->capture_default_str();
    sim::LargeHotel size;
    const auto how_many = [&app](const char* name, int& number, int most, const char* what) {
        return app.add_option(name, number, what)
            ->check(CLI::Range(1, most))
            ->capture_default_str();
    };
    bool is_large = false;
    auto* large = app.add_flag("--large", is_large, "A made-up hotel of the following size");
    how_many("--rooms", size.rooms, 5'000, "Its rooms")->needs(large);
    how_many("--reservations", size.reservations, 1'000'000, "Its stays")->needs(large);
    how_many("--customers", size.customers, 1'000'000, "Its guests")->needs(large);
    how_many("--order-items", size.order_items, 3'000'000, "What they were charged")->needs(large);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : wrong_usage;
    }
    if (is_large) options.size = size;
    options.pms = *parse_endpoint(listen);
    options.control = *parse_endpoint(control);
    options.now = std::chrono::floor<std::chrono::seconds>(*parse_iso8601(now));
    try {
        return serve(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "stayd-mews-simulator: {}\n", error.what());
        return 1;
    }
}
