#include "tests/sim/world/line.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "tests/unit/sim/pms_client.hpp"

namespace stayd::sim {
namespace {

/// A client on the line in virtual time. What the real client says of the same troubles is shown in
/// tests/simulator.
struct LineTest : ::testing::Test {
    asio::io_context io{1};
    ManualClock clock{io, city_hotel_morning()};
    SeededRandom random{1};
    PmsClient client;
    Pms& pms = client.pms;
    Line line{pms, clock, random};
    Socket socket{pms, clock, io.get_executor()};
    Duration took{0};

    template <class T>
    T run(asio::awaitable<T> task) {
        std::optional<T> result;
        asio::co_spawn(
            io,
            [&]() -> asio::awaitable<void> {
                result = co_await std::move(task);
                took = clock.utc_now() - city_hotel_morning();
            },
            asio::detached);
        clock.advance(10min);
        return std::move(result.value());
    }
    Result<mews::HttpResponse> post() {
        return run(line.post({.path = "/api/connector/v1/configuration/get",
                              .body = PmsClient::with_tokens({}),
                              .timeout = 30s}));
    }
    Errc error_with(Fault fault) {
        pms.add_fault({.fault = fault, .calls = 1});
        return post().error().code;
    }
};

TEST_F(LineTest, GivesTheAnswerAndTheServersDate) {
    pms.settings().clock_offset = 2h;
    const auto answer = post();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->date, city_hotel_morning() + 2h);
    EXPECT_LT(took, 200ms);
}

TEST_F(LineTest, FailsAsTheRealClientDoes) {
    EXPECT_EQ(error_with(Fault::refused), Errc::unreachable);
    EXPECT_EQ(error_with(Fault::reset), Errc::no_answer);
    EXPECT_EQ(error_with(Fault::answer_lost), Errc::no_answer);
    EXPECT_EQ(error_with(Fault::reset_in_answer), Errc::no_answer);
    EXPECT_EQ(error_with(Fault::truncated), Errc::no_answer);
    EXPECT_EQ(error_with(Fault::flood), Errc::malformed);
}

TEST_F(LineTest, HangsForAsLongAsTheCallerWaits) {
    EXPECT_EQ(error_with(Fault::hang), Errc::no_answer);
    EXPECT_GE(took, 30s);
    EXPECT_LT(took, 31s);
}

TEST_F(LineTest, HandsGarbageOn) {
    pms.add_fault({.fault = Fault::garbage, .garbage = Garbage::html});
    const auto answer = post();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(answer->body.starts_with("<html>"));
}

TEST_F(LineTest, HandsAProxysErrorOn) {
    pms.add_fault({.status = 502, .from_proxy = true});
    const auto answer = post();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 502);
    EXPECT_EQ(answer->request_id, "");
}

TEST_F(LineTest, DripsWithinTheTimeoutOrFails) {
    pms.add_fault({.fault = Fault::drip, .calls = 1, .drip = 20s});
    EXPECT_TRUE(post());
    EXPECT_GE(took, 20s);
    pms.add_fault({.fault = Fault::drip, .calls = 1, .drip = 31s});
    const auto late = post();
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Errc::no_answer);
}

TEST_F(LineTest, RefusesTheSocketAsTheSettingSays) {
    pms.settings().socket.mode = SocketMode::refuses_401;
    EXPECT_EQ(run(socket.connect()).error().code, Errc::unauthorized);
    pms.settings().socket.mode = SocketMode::refuses_503;
    EXPECT_EQ(run(socket.connect()).error().code, Errc::server_fault);
}

TEST_F(LineTest, ClosesTheSocketAtOnceWhenTheSettingSaysSo) {
    pms.settings().socket.mode = SocketMode::closes;
    auto stream = run(socket.connect());
    ASSERT_TRUE(stream);
    EXPECT_EQ(run((*stream)->next_frame()).error().code, Errc::no_answer);
}

TEST_F(LineTest, DeliversWhatTheSocketsTroubleLeaves) {
    pms.settings().socket.double_percent = 100;
    auto stream = run(socket.connect());
    pms.emit({{"Type", "PriceUpdate"}});
    const auto frame = run((*stream)->next_frame());
    EXPECT_EQ(*frame, R"({"Events":[{"Type":"PriceUpdate"},{"Type":"PriceUpdate"}]})");
}

}  // namespace
}  // namespace stayd::sim
