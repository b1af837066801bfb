#include "platform/beast/event_socket.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "client_loop.hpp"
#include "server_thread.hpp"

namespace stayd::platform {
namespace {

using std::chrono::milliseconds;

/// Lets in whoever carries the right cookies, and then has the given conversation.
ReplyHandler events(std::function<asio::awaitable<void>(WebSocket&)> conversation) {
    return [conversation](http::Request request) -> asio::awaitable<Reply> {
        Reply reply;
        const bool right = request.target == "/ws/connector" && WebSocket::is_upgrade(request) &&
                           request.header("Cookie") == "ClientToken=client; AccessToken=access";
        reply.response.status = 401;
        reply.manner = right ? Reply::Manner::upgrade : Reply::Manner::send;
        reply.converse = conversation;
        co_return reply;
    };
}

EventSocketOptions options(const ServerThread& server, Duration idle = std::chrono::seconds{100}) {
    return {.address = fmt::format("ws://127.0.0.1:{}", server.port()),
            .client_token = "client",
            .access_token = "access",
            .idle_limit = idle};
}

using Frames = std::vector<std::string>;

/// Every frame up to the end of the connection; the last entry is the error's word.
asio::awaitable<Frames> all_frames(mews::EventSocket& socket) {
    Frames frames;
    auto connecting = socket.connect();
    auto stream = co_await std::move(connecting);
    while (stream) {
        auto waiting = (*stream)->next_frame();
        auto frame = co_await std::move(waiting);
        if (!frame) {
            frames.push_back(to_text(frame.error().code));
            co_return frames;
        }
        frames.push_back(*frame);
    }
    frames.push_back(to_text(stream.error().code));
    co_return frames;
}

TEST(EventSocket, CarriesTheTokensAsCookiesAndHandsOutFrames) {
    ServerThread server(events([](WebSocket& socket) -> asio::awaitable<void> {
        for (const char* text : {"{\"Events\":[]}", "second"}) {
            auto sending = socket.send(text);
            co_await std::move(sending);
        }
    }));
    ClientLoop loop;
    BeastEventSocket socket(loop.context.get_executor(), options(server));
    EXPECT_EQ(loop.run(all_frames(socket)), (Frames{"{\"Events\":[]}", "second", "no answer"}));
}

TEST(EventSocket, TellsUnauthorizedForWrongTokens) {
    ServerThread server(events({}));
    ClientLoop loop;
    auto wrong = options(server);
    wrong.access_token = "stolen";
    BeastEventSocket socket(loop.context.get_executor(), wrong);
    EXPECT_EQ(loop.run(all_frames(socket)), Frames{"unauthorized"});
}

TEST(EventSocket, TellsUnreachableWhenNothingListens) {
    ServerThread server(events({}));
    server.on_server([](HttpServer& running) { running.cut(); });
    ClientLoop loop;
    BeastEventSocket socket(loop.context.get_executor(), options(server));
    EXPECT_EQ(loop.run(all_frames(socket)), Frames{"unreachable"});
}

TEST(EventSocket, EndsWhenTheLineIsReset) {
    ServerThread server(events([](WebSocket& socket) -> asio::awaitable<void> {
        auto sending = socket.send("before");
        co_await std::move(sending);
        socket.abandon();
    }));
    ClientLoop loop;
    BeastEventSocket socket(loop.context.get_executor(), options(server));
    EXPECT_EQ(loop.run(all_frames(socket)), (Frames{"before", "no answer"}));
}

TEST(EventSocket, PingsAndEndsWhenThePeerIsSilentAllTheSame) {
    // A peer that does not read does not answer pings either.
    ServerThread silent(events([](WebSocket&) -> asio::awaitable<void> {
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::hours{1});
        co_await timer.async_wait(asio::use_awaitable);
    }));
    ClientLoop loop;
    BeastEventSocket socket(loop.context.get_executor(), options(silent, milliseconds{60}));
    EXPECT_EQ(loop.run(all_frames(socket)), Frames{"no answer"});
}

TEST(EventSocket, StaysConnectedToAPeerThatAnswersPings) {
    ServerThread server(events([](WebSocket& socket) -> asio::awaitable<void> {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        // Reading answers the pings; what is read never comes.
        std::optional<Result<std::string>> heard;
        asio::co_spawn(timer.get_executor(), socket.receive(),
                       [&](std::exception_ptr, Result<std::string> frame) {
                           heard = std::move(frame);
                           timer.cancel();
                       });
        timer.expires_after(milliseconds{2000});
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        auto sending = socket.send(heard ? "gone" : "still here");
        co_await std::move(sending);
        socket.abandon();
        timer.expires_after(std::chrono::seconds{5});
        while (!heard) co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }));
    ClientLoop loop;
    BeastEventSocket socket(loop.context.get_executor(), options(server, milliseconds{1500}));
    EXPECT_EQ(loop.run(all_frames(socket)), (Frames{"still here", "no answer"}));
}

TEST(EventSocket, RefusesAnAddressThatIsNotEncrypted) {
    ClientLoop loop;
    EventSocketOptions bare;
    bare.address = "ws://ws.mews.com";
    EXPECT_THROW(BeastEventSocket(loop.context.get_executor(), bare), std::runtime_error);
}

}  // namespace
}  // namespace stayd::platform
