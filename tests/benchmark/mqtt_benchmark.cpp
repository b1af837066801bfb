// How fast a command over MQTT is answered: our client beside libmosquitto, in the same run on the
// same broker, turn and turn about, since the machine is never the same twice. The asking side is
// libmosquitto for all of them.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

#include "tests/benchmark/mqtt_client.hpp"
#include "tests/benchmark/responders.hpp"
#include "tests/integration/box.hpp"

namespace stayd::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t round_trips = 500;
constexpr std::size_t burst_size = 1000;

double microseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

/// Of a sample that need not be sorted; 0.5 is the median.
double quantile(std::vector<double> sample, double part) {
    std::ranges::sort(sample);
    const auto index =
        static_cast<std::size_t>(part * static_cast<double>(sample.size() - 1) + 0.5);
    return sample[index];
}
double median(const std::vector<double>& sample) {
    return quantile(sample, 0.5);
}

/// One responder with a client that asks it, and what was measured so far: an entry a repetition.
struct Contestant {
    Contestant(std::uint16_t port, std::unique_ptr<Responder> answering)
        : responder(std::move(answering)),
          client(port, responder->reply_topic(),
                 [this](const std::string&, const std::string&) { ++replies; }) {}

    void ask_one_at_a_time() {
        std::vector<double> times;
        for (std::size_t round = 0; round < round_trips; ++round) {
            const auto start = Clock::now();
            ask();
            wait_for_replies();
            times.push_back(microseconds_since(start));
        }
        p50.push_back(quantile(times, 0.5));
        p99.push_back(quantile(times, 0.99));
    }
    void ask_all_at_once() {
        const auto start = Clock::now();
        for (std::size_t round = 0; round < burst_size; ++round) ask();
        wait_for_replies();
        rate.push_back(static_cast<double>(burst_size) * 1e6 / microseconds_since(start));
    }

    void ask() { client.publish(responder->command_topic(), responder->command(++asked)); }
    void wait_for_replies() {
        while (replies < asked) client.turn();
    }

    std::unique_ptr<Responder> responder;
    std::uint64_t asked = 0;
    std::uint64_t replies = 0;
    MqttClient client;
    std::vector<double> p50;
    std::vector<double> p99;
    std::vector<double> rate;
};

void print(const std::vector<std::unique_ptr<Contestant>>& contestants, int repetitions) {
    fmt::print("command -> reply over MQTT, medians of {} repetitions; ratios to {}\n\n",
               repetitions, contestants.front()->responder->name());
    fmt::print("{:<14} {:>9} {:>6} {:>9} {:>6} {:>22} {:>6}\n", "responder", "p50 us", "ratio",
               "p99 us", "ratio", fmt::format("burst of {}, per s", burst_size), "ratio");
    const auto& first = *contestants.front();
    for (const auto& each : contestants) {
        fmt::print("{:<14} {:>9.0f} {:>6.2f} {:>9.0f} {:>6.2f} {:>22.0f} {:>6.2f}\n",
                   each->responder->name(), median(each->p50),
                   median(each->p50) / median(first.p50), median(each->p99),
                   median(each->p99) / median(first.p99), median(each->rate),
                   median(each->rate) / median(first.rate));
    }
}

void run(int repetitions) {
    sim::Box box;
    const auto& mosquitto = box.broker();
    const auto ready = [](const auto& status) {
        return status.at("first_sync").at("complete").as_bool() &&
               status.at("line").at("state").as_string() == "up";
    };
    if (!box.wait_until(ready, 60)) throw std::runtime_error("stayd does not come up");
    // Nothing of what follows goes on to the PMS: its request budget is not what is measured.
    box.control("/control/line", {{"mode", "refuse"}});
    std::vector<std::unique_ptr<Contestant>> contestants;
    const auto enter = [&](std::unique_ptr<Responder> responder) {
        contestants.push_back(std::make_unique<Contestant>(mosquitto.port(), std::move(responder)));
    };
    // The first one is what the others are compared with.
    enter(libmosquitto_responder(mosquitto.port()));
    enter(paho_responder(mosquitto.port()));
    enter(stayd_responder(box));
    for (const auto& each : contestants) {  // Warms caches, sockets, the broker's tables.
        for (int round = 0; round < 50; ++round) each->ask();
        each->wait_for_replies();
    }
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        for (const auto& each : contestants) each->ask_one_at_a_time();
        for (const auto& each : contestants) each->ask_all_at_once();
    }
    print(contestants, repetitions);
}

}  // namespace
}  // namespace stayd::bench

int main(int argc, char** argv) {
    const int repetitions = argc > 1 ? std::atoi(argv[1]) : 9;
    if (argc > 2 || repetitions < 1) {
        fmt::print(stderr, "Usage: mqtt_benchmark [REPETITIONS]\n");
        return 2;
    }
    try {
        stayd::bench::run(repetitions);
    } catch (const std::exception& error) {
        fmt::print(stderr, "mqtt_benchmark: {}\n", error.what());
        return 1;
    }
    return 0;
}
