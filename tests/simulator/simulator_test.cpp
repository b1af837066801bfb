#include "tests/simulator/simulator.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "tests/sim/mews/city_hotel.hpp"
#include "tests/unit/platform/raw_client.hpp"

namespace stayd::sim {
namespace {

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

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string configuration_call() {
    const std::string body =
        R"({"ClientToken":"stayd-client-token","AccessToken":"stayd-access-token","Client":"test 1.0"})";
    return "POST /api/connector/v1/configuration/get HTTP/1.1\r\nHost: h\r\nContent-Type: "
           "application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string upgrade(const std::string& path, const std::string& cookie) {
    return "GET " + path +
           " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: " +
           cookie + "\r\n\r\n";
}
const std::string both_tokens = "ClientToken=stayd-client-token; AccessToken=stayd-access-token";

TEST(Simulator, AnswersOverHttpWithTheHotelsDate) {
    RunningSimulator simulator;
    RawClient client(simulator.pms_port());
    client.say(configuration_call());
    const auto answer = client.hear();
    EXPECT_TRUE(contains(answer, "HTTP/1.1 200"));
    EXPECT_TRUE(contains(answer, "Date: Thu, 17 Sep 2015 08:00:0"));
    EXPECT_TRUE(contains(answer, "Request-Id: "));
    EXPECT_TRUE(contains(answer, "City Hotel Lisboa"));
}

TEST(Simulator, LetsNobodyOntoTheSocketWithoutBothCookies) {
    RunningSimulator simulator;
    for (const auto& [path, cookie] :
         {std::pair{std::string{"/ws/connector"}, std::string{"ClientToken=stayd-client-token"}},
          std::pair{std::string{"/ws/connector?ClientToken=x"}, std::string{}},
          std::pair{std::string{"/ws/other"}, both_tokens}}) {
        RawClient client(simulator.pms_port());
        client.say(upgrade(path, cookie));
        EXPECT_TRUE(contains(client.hear(), "HTTP/1.1 401")) << path;
    }
}

TEST(Simulator, TellsTheSocketWhatAnotherUserDid) {
    RunningSimulator simulator;
    RawClient client(simulator.pms_port());
    client.say(upgrade("/ws/connector", both_tokens));
    EXPECT_TRUE(contains(client.hear(), "HTTP/1.1 101"));
    while (!contains(simulator.control("state"), R"("listeners":1)")) std::this_thread::yield();
    EXPECT_TRUE(contains(
        simulator.control("edit", R"({"kind":"room_state","room":"101","state":"OutOfService"})"),
        "200 OK"));
    simulator.control("line", R"({"mode":"refuse"})");
    const auto frames = client.hear_all();
    EXPECT_TRUE(contains(frames, R"({"Events":[{"Type":"Resource","Id":")")) << frames;
    EXPECT_TRUE(contains(frames, R"("State":"OutOfService")"));
}

TEST(Simulator, RefusesConnectionsWhileTheLineIsCutAndKeepsTheControlUp) {
    RunningSimulator simulator;
    simulator.control("line", R"({"mode":"refuse"})");
    EXPECT_ANY_THROW(RawClient{simulator.pms_port()});
    EXPECT_TRUE(contains(simulator.control("state"), R"("line":"refuse")"));
    simulator.control("line", R"({"mode":"up"})");
    RawClient client(simulator.pms_port());
    client.say(configuration_call());
    EXPECT_TRUE(contains(client.hear(), "HTTP/1.1 200"));
}

TEST(Simulator, BreaksTheConnectionAfterAWriteWhoseAnswerIsLost) {
    RunningSimulator simulator;
    simulator.control("fault", R"({"mode":"answer-lost","calls":1})");
    RawClient client(simulator.pms_port());
    client.say(configuration_call());
    EXPECT_EQ(client.hear(), "");
    EXPECT_TRUE(contains(simulator.control("log"), R"("status":200,"fault":"answer-lost")"));
}

TEST(Simulator, ShowsNoTokenOnItsControlPort) {
    RunningSimulator simulator;
    RawClient client(simulator.pms_port());
    client.say(configuration_call());
    client.hear();
    for (const auto* name : {"state", "log", "writes", "rooms", "stays"}) {
        EXPECT_FALSE(contains(simulator.control(name), "-token")) << name;
    }
}

TEST(Simulator, ServesAPageThatLoadsNothingFromElsewhere) {
    RunningSimulator simulator;
    const auto page = simulator.page();
    EXPECT_TRUE(contains(page, "text/html"));
    EXPECT_TRUE(contains(page, "<title>PMS simulator</title>"));
    EXPECT_FALSE(contains(page, "https://"));
    EXPECT_FALSE(contains(page, " src="));
}

TEST(Simulator, TakesPostsOnItsControlPortAsJsonOnly) {
    RunningSimulator simulator;
    EXPECT_TRUE(contains(simulator.control("line", "hello"), "HTTP/1.1 400"));
    EXPECT_TRUE(contains(simulator.control("line", R"({"mode":"sideways"})"),
                         "mode is one of up, refuse, hang, reset"));
    EXPECT_TRUE(contains(simulator.control("nothing", "{}"), "HTTP/1.1 404"));
}

}  // namespace
}  // namespace stayd::sim
