#include "platform/beast/http_server.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include "certificate_authority.hpp"
#include "raw_client.hpp"
#include "server_thread.hpp"

namespace stayd::platform {
namespace {

using std::chrono::milliseconds;

/// Answers with the method, the target and the body it got.
asio::awaitable<Reply> echo(http::Request request) {
    Reply reply;
    reply.response.body = request.method + " " + request.target + " " + request.body;
    co_return reply;
}

ReplyHandler always(Reply reply) {
    return [reply](http::Request) -> asio::awaitable<Reply> { co_return reply; };
}

Reply in_manner(Reply::Manner manner) {
    Reply reply;
    reply.response.body = "0123456789";
    reply.manner = manner;
    return reply;
}

bool starts_with(const std::string& text, std::string_view start) {
    return text.starts_with(start);
}
bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(HttpServer, AnswersSeveralRequestsOnOneConnection) {
    ServerThread server(echo);
    RawClient client(server.port());
    client.say("GET /a?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(contains(client.hear(), "\r\n\r\nGET /a?x=1 "));
    client.say("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
    EXPECT_TRUE(contains(client.hear(), "\r\n\r\nPOST /b body"));
}

TEST(HttpServer, AnswersRequestsSentInOneGo) {
    ServerThread server(echo);
    RawClient client(server.port());
    client.say("GET /first HTTP/1.1\r\n\r\nGET /second HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(contains(client.hear(), "GET /first"));
    EXPECT_TRUE(contains(client.hear(), "GET /second"));
}

TEST(HttpServer, ReadsAChunkedBody) {
    ServerThread server(echo);
    RawClient client(server.port());
    client.say(
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    EXPECT_TRUE(contains(client.hear(), "POST / abcde"));
}

TEST(HttpServer, ClosesAfterTheAnswerWhenAskedTo) {
    ServerThread server(echo);
    RawClient client(server.port());
    client.say("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    const auto answer = client.hear_all();
    EXPECT_TRUE(contains(answer, "Connection: close\r\n"));
    EXPECT_TRUE(contains(answer, "GET / "));
}

TEST(HttpServer, SaysTheDateItselfUnlessTheHandlerDoes) {
    ServerThread dated(always([] {
        Reply reply;
        reply.response.headers.emplace_back("Date", "Thu, 17 Sep 2015 09:00:00 GMT");
        return reply;
    }()));
    RawClient client(dated.port());
    client.say("GET / HTTP/1.1\r\n\r\n");
    const auto answer = client.hear();
    EXPECT_TRUE(contains(answer, "Date: Thu, 17 Sep 2015 09:00:00 GMT\r\n"));
    EXPECT_EQ(answer.find("Date: "), answer.rfind("Date: "));

    ServerThread plain(echo);
    RawClient other(plain.port());
    other.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(contains(other.hear(), " GMT\r\n"));
}

TEST(HttpServer, AnswersHeadWithTheLengthAndNoBody) {
    ServerThread server(always(in_manner(Reply::Manner::send)));
    RawClient client(server.port());
    client.say("HEAD / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(contains(client.hear_header(), "Content-Length: 10\r\n"));
    client.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(starts_with(client.hear(), "HTTP/1.1 200 OK\r\n"));
}

TEST(HttpServer, SendsNoBodyWith204) {
    Reply reply = in_manner(Reply::Manner::send);
    reply.response.status = 204;
    ServerThread server(always(reply));
    RawClient client(server.port());
    client.say("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(client.hear_all().ends_with("\r\n\r\n"));
}

TEST(HttpServer, TellsAClientThatAsksToGoOn) {
    ServerThread server(echo);
    RawClient client(server.port());
    client.say("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_TRUE(starts_with(client.hear_header(), "HTTP/1.1 100 Continue\r\n"));
    client.say("ok");
    EXPECT_TRUE(contains(client.hear(), "POST / ok"));
}

TEST(HttpServer, TurnsAwayWhatIsTooLargeOrNoHttp) {
    HttpServerOptions options;
    options.header_limit = 1024;
    options.body_limit = 100;
    ServerThread server(echo, options);
    RawClient header(server.port());
    header.say("GET / HTTP/1.1\r\nLong: " + std::string(2000, 'x') + "\r\n\r\n");
    EXPECT_TRUE(starts_with(header.hear_all(), "HTTP/1.1 431 "));
    RawClient body(server.port());
    body.say("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x'));
    EXPECT_TRUE(starts_with(body.hear_all(), "HTTP/1.1 413 "));
    RawClient chunks(server.port());
    chunks.say("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n" +
               std::string(128, 'x') + "\r\n0\r\n\r\n");
    EXPECT_TRUE(starts_with(chunks.hear_all(), "HTTP/1.1 413 "));
    RawClient nonsense(server.port());
    nonsense.say("what is this\r\n\r\n");
    EXPECT_TRUE(starts_with(nonsense.hear_all(), "HTTP/1.1 400 "));
}

TEST(HttpServer, EndsAConnectionThatDoesNotFinishItsRequest) {
    HttpServerOptions options;
    options.request_limit = milliseconds{30};
    ServerThread server(echo, options);
    RawClient client(server.port());
    client.say("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nonly this");
    EXPECT_EQ(client.fate(), "end");
}

TEST(HttpServer, EndsAConnectionThatSaysNothing) {
    HttpServerOptions options;
    options.idle_limit = milliseconds{30};
    ServerThread server(echo, options);
    RawClient client(server.port());
    EXPECT_EQ(client.fate(), "end");
}

TEST(HttpServer, LetsANewConnectionWaitWhileAllOthersAreBusy) {
    HttpServerOptions options;
    options.connections = 1;
    std::promise<void> is_busy;
    ServerThread server(
        [&is_busy](http::Request request) -> asio::awaitable<Reply> {
            const bool hangs = request.path() == "/hang";
            if (hangs) is_busy.set_value();
            co_return in_manner(hangs ? Reply::Manner::hang : Reply::Manner::send);
        },
        options);
    auto busy = std::make_unique<RawClient>(server.port());
    busy->say("GET /hang HTTP/1.1\r\n\r\n");
    is_busy.get_future().wait();  // until its request is read it is idle, and gives way
    RawClient second(server.port());
    second.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_FALSE(second.hears_within(milliseconds{50}));
    busy.reset();
    EXPECT_TRUE(contains(second.hear(), "0123456789"));
}

TEST(HttpServer, EndsTheConnectionIdleLongestForANewOne) {
    HttpServerOptions options;
    options.connections = 2;
    ServerThread server(echo, options);
    RawClient longest(server.port());
    RawClient other(server.port());
    for (RawClient* client : {&longest, &other}) {
        client->say("GET / HTTP/1.1\r\n\r\n");
        client->hear();
    }
    RawClient third(server.port());
    third.say("GET /3 HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(contains(third.hear(), "GET /3"));
    EXPECT_EQ(longest.fate(), "end");
    other.say("GET /2 HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(contains(other.hear(), "GET /2"));
}

TEST(HttpServer, BreaksOffInTheMannerItIsTold) {
    const auto fate_of = [](Reply::Manner manner) {
        ServerThread server(always(in_manner(manner)));
        RawClient client(server.port());
        client.say("GET / HTTP/1.1\r\n\r\n");
        return client.fate();
    };
    EXPECT_EQ(fate_of(Reply::Manner::drop), "end");
    EXPECT_EQ(fate_of(Reply::Manner::reset), "reset");
    EXPECT_FALSE(fate_of(Reply::Manner::garbage).starts_with("HTTP/"));
    EXPECT_TRUE(fate_of(Reply::Manner::truncate).ends_with("Content-Length: 10\r\n\r\n01234"));
}

TEST(HttpServer, ResetsInTheMiddleOfTheBody) {
    ServerThread server(always(in_manner(Reply::Manner::reset_in_body)));
    RawClient client(server.port());
    client.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(client.hear_header().ends_with("Content-Length: 10\r\n\r\n"));
    EXPECT_EQ(client.fate(), "reset");
    RawClient other(server.port());
    other.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(other.hear().ends_with("\r\n\r\n01234"));
}

TEST(HttpServer, AnnouncesMoreThanItSendsAlsoOfAnEmptyBody) {
    auto reply = in_manner(Reply::Manner::truncate);
    reply.response.body.clear();
    ServerThread server(always(std::move(reply)));
    RawClient client(server.port());
    client.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(client.hear_all().ends_with("Content-Length: 1\r\n\r\n"));
}

TEST(HttpServer, DripsForAsLongAsItIsTold) {
    auto reply = in_manner(Reply::Manner::drip);
    reply.drip = milliseconds{300};
    ServerThread server(always(std::move(reply)));
    RawClient client(server.port());
    const auto began = std::chrono::steady_clock::now();
    client.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(client.hears_within(milliseconds{100}));
    EXPECT_TRUE(client.hear_all().ends_with("Content-Length: 10\r\n\r\n0123456789"));
    const auto took = std::chrono::steady_clock::now() - began;
    EXPECT_GE(took, milliseconds{250});
    EXPECT_LE(took, milliseconds{3000});
}

TEST(HttpServer, FloodsUntilThePeerGivesUp) {
    ServerThread server(always(in_manner(Reply::Manner::flood)));
    {
        RawClient client(server.port());
        client.say("GET / HTTP/1.1\r\n\r\n");
        EXPECT_TRUE(contains(client.hear_header(), "Transfer-Encoding: chunked"));
        std::size_t heard = 0;
        while (heard < 4'000'000) {
            const auto before = heard;
            heard = client.fate().size();
            ASSERT_GT(heard, before);
        }
    }
    std::size_t open = 1;
    for (int turn = 0; open != 0 && turn < 1000; ++turn) {
        std::this_thread::sleep_for(milliseconds{1});
        server.on_server([&](HttpServer& running) { open = running.open_connections(); });
    }
    EXPECT_EQ(open, 0u);
}

TEST(HttpServer, HangsUntilItIsCutAndListensAgainOnTheSamePort) {
    ServerThread server([](http::Request request) -> asio::awaitable<Reply> {
        co_return in_manner(request.path() == "/hang" ? Reply::Manner::hang : Reply::Manner::send);
    });
    RawClient hanging(server.port());
    hanging.say("GET /hang HTTP/1.1\r\n\r\n");
    RawClient other(server.port());
    other.say("GET / HTTP/1.1\r\n\r\n");
    other.hear();
    server.on_server([](HttpServer& running) { running.cut(); });
    EXPECT_EQ(hanging.fate(), "reset");
    EXPECT_EQ(other.fate(), "reset");
    EXPECT_THROW(RawClient{server.port()}, std::runtime_error);
    server.on_server([](HttpServer& running) { running.mend(); });
    RawClient again(server.port());
    again.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(contains(again.hear(), "0123456789"));
}

TEST(HttpServer, IsReachedThroughAUnixSocketAndRemovesAStaleOne) {
    const auto path =
        std::filesystem::temp_directory_path() / ("stayd-server-" + std::to_string(::getpid()));
    asio::io_context context;
    // A socket file without a listener behind it, as after kill -9.
    {
        const int left =
            ::dup(open_listener(context.get_executor(), UnixEndpoint{path}).native_handle());
        ::close(left);
    }
    ASSERT_TRUE(std::filesystem::is_socket(path));
    {
        ServerThread server(echo, {}, UnixEndpoint{path});
        struct stat status{};
        ASSERT_EQ(::stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0660u);
        RawClient client(path.string());
        client.say("GET /local HTTP/1.1\r\n\r\n");
        EXPECT_TRUE(contains(client.hear(), "GET /local"));
        EXPECT_THROW(open_listener(context.get_executor(), UnixEndpoint{path}), std::system_error);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(HttpServer, TakesOverADescriptorThatListensAlready) {
    asio::io_context context;
    auto acceptor = open_listener(context.get_executor(), TcpEndpoint{});
    const auto port = port_of(acceptor);
    ServerThread server(echo, {}, InheritedEndpoint{::dup(acceptor.native_handle())});
    acceptor.close();
    EXPECT_EQ(server.port(), port);
    RawClient client(port);
    client.say("GET /inherited HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(contains(client.hear(), "GET /inherited"));
}

TEST(HttpServer, NamesTheEndpointItCannotListenOn) {
    asio::io_context context;
    const auto taken = open_listener(context.get_executor(), TcpEndpoint{});
    const auto port = port_of(taken);
    try {
        HttpServer server(context.get_executor(), TcpEndpoint{.port = port}, echo);
        FAIL() << "listened on a port in use";
    } catch (const std::system_error& error) {
        EXPECT_TRUE(contains(error.what(), "cannot listen on 127.0.0.1:" + std::to_string(port)));
    }
}

TEST(HttpServer, StopsByCancellationWhileRequestsHang) {
    auto server = std::make_unique<ServerThread>(always(in_manner(Reply::Manner::hang)));
    RawClient client(server->port());
    client.say("GET / HTTP/1.1\r\n\r\n");
    server->on_server([](HttpServer&) {});
    server.reset();
    EXPECT_EQ(client.fate(), "end");
}

TEST(HttpServer, StopsWhileATlsHandshakeDoesNotGetOn) {
    CertificateAuthority authority;
    HttpServerOptions options;
    options.tls = authority.issue("DNS:localhost");
    auto server = std::make_unique<ServerThread>(echo, options);
    RawClient client(server->port());
    while ([&] {
        std::size_t open = 0;
        server->on_server([&](HttpServer& running) { open = running.open_connections(); });
        return open == 0;
    }()) {
    }
    server.reset();
    EXPECT_EQ(client.fate(), "end");
}

TEST(HttpServer, CancelsAHandlerThatWaits) {
    std::atomic<bool> entered = false;
    auto server = std::make_unique<ServerThread>([&](http::Request) -> asio::awaitable<Reply> {
        entered = true;
        entered.notify_all();
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::hours{1});
        co_await timer.async_wait(asio::use_awaitable);
        co_return Reply{};
    });
    RawClient client(server->port());
    client.say("GET / HTTP/1.1\r\n\r\n");
    entered.wait(false);
    server.reset();
    EXPECT_EQ(client.fate(), "end");
}

TEST(HttpServer, EndsWithTheExceptionOfItsHandler) {
    ServerThread server([](http::Request) -> asio::awaitable<Reply> {
        throw std::runtime_error("the disk is full");
        co_return Reply{};
    });
    RawClient client(server.port());
    client.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_THROW(std::rethrow_exception(server.wait_for_end()), std::runtime_error);
}

}  // namespace
}  // namespace stayd::platform
