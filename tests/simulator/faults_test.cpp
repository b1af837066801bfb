#include <gtest/gtest.h>

#include "platform/beast/event_socket.hpp"
#include "platform/beast/http_client.hpp"
#include "tests/simulator/running_simulator.hpp"
#include "tests/unit/platform/client_loop.hpp"

namespace stayd::sim {
namespace {

using namespace std::chrono_literals;

/// The simulator, and the daemon's own client to it. What the client says here is what the line in
/// virtual time says of the same troubles (tests/unit/sim/line_test.cpp).
struct FaultsOnSockets : ::testing::Test {
    static constexpr std::size_t body_limit = std::size_t{1} << 20;

    RunningSimulator simulator;
    platform::ClientLoop loop;
    std::string host = "127.0.0.1:" + std::to_string(simulator.pms_port());
    platform::BeastHttpClient client{loop.context.get_executor(),
                                     {.address = "http://" + host, .body_limit = body_limit}};

    Result<mews::HttpResponse> post(Duration timeout = 10s) {
        return loop.run(client.post(
            {.path = "/api/connector/v1/configuration/get",
             .body =
                 R"({"ClientToken":"stayd-client-token","AccessToken":"stayd-access-token","Client":"test 1.0"})",
             .timeout = timeout}));
    }
    void plan(const std::string& members) {
        EXPECT_TRUE(
            contains(simulator.control("fault", R"({"calls":1,)" + members + "}"), "200 OK"));
    }
    void set(const std::string& members) {
        EXPECT_TRUE(contains(simulator.control("settings", "{" + members + "}"), "200 OK"));
    }
    Errc error_with(const std::string& members, Duration timeout = 10s) {
        plan(members);
        const auto answer = post(timeout);
        EXPECT_FALSE(answer) << members;
        EXPECT_TRUE(post()) << "the next call goes well after " << members;
        return answer ? Errc{} : answer.error().code;
    }
    Result<std::unique_ptr<mews::EventStream>> listen() {
        platform::BeastEventSocket socket(loop.context.get_executor(),
                                          {.address = "ws://" + host,
                                           .client_token = "stayd-client-token",
                                           .access_token = "stayd-access-token"});
        return loop.run(socket.connect());
    }
    /// The next frame; ends the connection, whose timers would keep the loop running.
    Result<std::string> last_frame(std::unique_ptr<mews::EventStream> stream) {
        return loop.run(read_and_end(std::move(stream)));
    }
    static asio::awaitable<Result<std::string>> read_and_end(
        std::unique_ptr<mews::EventStream> stream) {
        auto reading = stream->next_frame();
        auto frame = co_await std::move(reading);
        stream.reset();
        co_return frame;
    }
};

TEST_F(FaultsOnSockets, BreakTheClientsCallsOff) {
    EXPECT_EQ(error_with(R"("mode":"reset")"), Errc::no_answer);
    EXPECT_EQ(error_with(R"("mode":"answer-lost")"), Errc::no_answer);
    EXPECT_EQ(error_with(R"("mode":"reset-in-answer")"), Errc::no_answer);
    EXPECT_EQ(error_with(R"("mode":"truncated")"), Errc::no_answer);
    EXPECT_EQ(error_with(R"("mode":"hang")", 100ms), Errc::no_answer);
}

TEST_F(FaultsOnSockets, FloodTheClientOnlyUpToItsLimit) {
    EXPECT_EQ(error_with(R"("mode":"flood")"), Errc::malformed);
}

TEST_F(FaultsOnSockets, CutTheAnswerAndItsConnection) {
    const auto heard = [&](const std::string& mode) {
        plan(R"("mode":")" + mode + '"');
        RawClient raw(simulator.pms_port());
        raw.say(configuration_call());
        const auto text = raw.hear();
        const auto body = text.substr(text.find("\r\n\r\n") + 4);
        EXPECT_TRUE(body.starts_with("{\"NowUtc\"")) << mode;
        EXPECT_FALSE(body.ends_with("}")) << mode;
        return body.size();
    };
    EXPECT_GT(heard("truncated"), 100u);
    EXPECT_GT(heard("reset-in-answer"), 100u);
}

TEST_F(FaultsOnSockets, DripTheAnswer) {
    plan(R"("mode":"drip","duration_ms":400)");
    const auto began = std::chrono::steady_clock::now();
    const auto answer = post();
    ASSERT_TRUE(answer) << answer.error().context;
    EXPECT_TRUE(answer->body.ends_with("}"));
    EXPECT_GE(std::chrono::steady_clock::now() - began, 300ms);
    EXPECT_EQ(error_with(R"("mode":"drip","duration_ms":60000)", 200ms), Errc::no_answer);
}

TEST_F(FaultsOnSockets, AnswerWithGarbage) {
    plan(R"("mode":"garbage","garbage":"html")");
    const auto page = post();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 200);
    EXPECT_TRUE(page->body.starts_with("<html>"));
    plan(R"("mode":"garbage","garbage":"bytes")");
    const auto bytes = post();
    ASSERT_TRUE(bytes);
    EXPECT_FALSE(bytes->body.starts_with("{"));
}

TEST_F(FaultsOnSockets, AnswerWithEveryError) {
    for (const int status : {302, 400, 401, 403, 404, 408, 409, 410, 413, 429, 500, 502, 503}) {
        plan(R"("mode":"error","status":)" + std::to_string(status));
        const auto answer = post();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status);
        EXPECT_EQ(answer->request_id.size(), 32u);
    }
    plan(R"("mode":"error","status":429,"retry_after_s":7)");
    EXPECT_EQ(post()->retry_after, 7s);
    plan(R"("mode":"error","status":502,"from_proxy":true)");
    const auto proxy = post();
    EXPECT_TRUE(proxy->body.starts_with("<html>"));
    EXPECT_EQ(proxy->request_id, "");
}

TEST_F(FaultsOnSockets, TellTheWrongTime) {
    set(R"("clock_offset_ms":86400000)");
    const auto answer = post();
    ASSERT_TRUE(answer);
    EXPECT_TRUE(contains(answer->body, R"("NowUtc":"2015-09-18T08:0)"));
    EXPECT_EQ(to_iso8601(*answer->date).substr(0, 10), "2015-09-18");
}

TEST_F(FaultsOnSockets, RefuseTheEventSocket) {
    set(R"("socket":"refuse-401")");
    EXPECT_EQ(listen().error().code, Errc::unauthorized);
    set(R"("socket":"refuse-503")");
    EXPECT_EQ(listen().error().code, Errc::server_fault);
    set(R"("socket":"open")");
    EXPECT_TRUE(listen());
}

TEST_F(FaultsOnSockets, CloseTheEventSocketAtOnce) {
    set(R"("socket":"close")");
    auto stream = listen();
    ASSERT_TRUE(stream);
    EXPECT_EQ(last_frame(std::move(*stream)).error().code, Errc::no_answer);
}

TEST_F(FaultsOnSockets, SendNothingOrEverythingTwice) {
    auto stream = listen();
    ASSERT_TRUE(stream);
    while (!contains(simulator.control("state"), R"("listeners":1)")) std::this_thread::yield();
    set(R"("socket":"silent")");
    simulator.control("edit", R"({"kind":"room_state","room":"101","state":"OutOfService"})");
    set(R"("socket":"open","event_double_percent":100)");
    simulator.control("edit", R"({"kind":"room_state","room":"102","state":"Dirty"})");
    simulator.control("edit", R"({"kind":"room_state","room":"102","state":"OutOfService"})");
    const auto frame = last_frame(std::move(*stream));
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->find("\"Type\""), std::string{R"({"Events":[{)"}.size());
    EXPECT_NE(frame->find("\"Type\""), frame->rfind("\"Type\""));
}

}  // namespace
}  // namespace stayd::sim
