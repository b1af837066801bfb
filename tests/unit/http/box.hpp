#pragma once

#include <boost/asio/io_context.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/signal.hpp"
#include "http/control_api.hpp"
#include "http/lan_api.hpp"
#include "publish/publisher.hpp"
#include "sim/manual_clock.hpp"
#include "tests/sim/broker/fake_broker.hpp"
#include "tests/sim/memory_files.hpp"
#include "tests/sim/world/small_hotel.hpp"

namespace stayd::http {

/// The value of a response's header; empty when absent.
inline std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

/// A small hotel with what stands between it and HTTP.
struct Box {
    Response get(std::string target,
                 std::vector<std::pair<std::string, std::string>> headers = {{"Host", "box.lan"}}) {
        return lan.answer({.method = "GET",
                           .target = std::move(target),
                           .headers = std::move(headers),
                           .body = {}});
    }
    std::vector<std::pair<std::string, std::string>> snapshot(
        const std::vector<std::string>& prefixes) {
        std::vector<std::pair<std::string, std::string>> states;
        for (auto& message : publisher.snapshot(prefixes)) {
            states.emplace_back(std::move(message.topic), std::move(message.payload));
        }
        return states;
    }

    /// Takes until `tested`.
    asio::awaitable<Response> test(std::string toml) {
        auto done = tested.wait();
        co_await std::move(done);
        co_return text(toml + " was tested");
    }

    asio::io_context io;
    Signal tested{io.get_executor()};
    sim::SmallHotel hotel;
    sim::ManualClock clock{io, hotel.now};
    ServerClock server_clock{clock, Duration{0}};
    house::Door door{hotel.house, server_clock, io.get_executor()};
    sim::FakeBroker broker{io.get_executor()};
    publish::Publisher publisher{
        broker, door, hotel.views, publish::Topics{"city"}, "0.1.0", io.get_executor()};
    sim::MemoryFiles files;
    Tokens tokens{files, "box/tokens", hotel.random};
    LanApi lan{{},
               {.property = "city",
                .websocket_url = ":9001/mqtt",
                .stayd_version = "0.1.0",
                .open_profiles = true},
               door,
               hotel.views,
               tokens,
               [this](const auto& prefixes) { return snapshot(prefixes); },
               [] { return std::string{"stayd_line_up 1\n"}; },
               [this](std::string toml) { return test(std::move(toml)); }};
};

}  // namespace stayd::http
