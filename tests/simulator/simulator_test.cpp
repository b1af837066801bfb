#include "tests/simulator/simulator.hpp"

#include <gtest/gtest.h>

#include "tests/simulator/running_simulator.hpp"

namespace stayd::sim {
namespace {

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
