#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <string>
#include <string_view>
#include <thread>

#include "tests/sim/mews/city_hotel.hpp"
#include "tests/simulator/simulator.hpp"
#include "tests/unit/platform/raw_client.hpp"

namespace stayd::sim {

using platform::RawClient;

/// The simulator with a thread of its own.
class RunningSimulator {
  public:
    RunningSimulator() : simulator_(context_.get_executor(), {.now = city_hotel_morning()}) {
        asio::co_spawn(context_, simulator_.run(),
                       asio::bind_cancellation_slot(stop_.slot(), [](std::exception_ptr) {}));
        thread_ = std::thread([this] { context_.run(); });
    }
    ~RunningSimulator() {
        asio::post(context_, [this] { stop_.emit(asio::cancellation_type::terminal); });
        thread_.join();
    }

    std::uint16_t pms_port() const { return simulator_.pms_port(); }

    std::string control(const std::string& name, const std::string& body = {}) {
        RawClient client(simulator_.control_port());
        const std::string line = (body.empty() ? "GET" : "POST") + std::string{" /control/"} +
                                 name + " HTTP/1.1\r\nHost: h\r\n";
        client.say(line + "Content-Type: application/json\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\n\r\n" + body);
        return client.hear();
    }
    std::string page() {
        RawClient client(simulator_.control_port());
        client.say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        return client.hear();
    }

  private:
    asio::io_context context_{1};
    Simulator simulator_;
    asio::cancellation_signal stop_;
    std::thread thread_;
};

inline bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

inline std::string configuration_call() {
    const std::string body =
        R"({"ClientToken":"stayd-client-token","AccessToken":"stayd-access-token","Client":"test 1.0"})";
    return "POST /api/connector/v1/configuration/get HTTP/1.1\r\nHost: h\r\nContent-Type: "
           "application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline std::string upgrade(const std::string& path, const std::string& cookie) {
    return "GET " + path +
           " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: " +
           cookie + "\r\n\r\n";
}
inline const std::string both_tokens =
    "ClientToken=stayd-client-token; AccessToken=stayd-access-token";

}  // namespace stayd::sim
