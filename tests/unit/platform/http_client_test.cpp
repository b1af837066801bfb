#include "platform/beast/http_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>

#include "certificate_authority.hpp"
#include "client_loop.hpp"
#include "scripted_peer.hpp"
#include "server_thread.hpp"

namespace stayd::platform {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Reply reply(int status, std::string body, Reply::Manner manner = Reply::Manner::send) {
    Reply made;
    made.response.status = status;
    made.response.body = std::move(body);
    made.manner = manner;
    return made;
}

/// Answers by the last part of the path, and counts what arrives.
class Pms {
  public:
    explicit Pms(HttpServerOptions options = {})
        : server_([this](http::Request request) { return answer(std::move(request)); },
                  std::move(options)) {}

    std::uint16_t port() const { return server_.port(); }
    std::string address() const { return fmt::format("http://127.0.0.1:{}", port()); }
    int requests() const { return requests_; }
    http::Request last() {
        http::Request request;
        server_.on_server([&](HttpServer&) { request = last_; });
        return request;
    }
    std::size_t connections() {
        std::size_t count = 0;
        server_.on_server([&](HttpServer& server) { count = server.open_connections(); });
        return count;
    }
    void reset_connections() {
        server_.on_server([](HttpServer& server) { server.reset_connections(); });
    }
    void cut() {
        server_.on_server([](HttpServer& server) { server.cut(); });
    }

  private:
    asio::awaitable<Reply> answer(http::Request request) {
        ++requests_;
        last_ = request;
        const auto path = request.path();
        if (path.ends_with("/drop")) co_return reply(200, "", Reply::Manner::drop);
        if (path.ends_with("/reset")) co_return reply(200, "", Reply::Manner::reset);
        if (path.ends_with("/hang")) co_return reply(200, "", Reply::Manner::hang);
        if (path.ends_with("/truncate"))
            co_return reply(200, "{\"a\": 1}", Reply::Manner::truncate);
        if (path.ends_with("/garbage")) co_return reply(200, "", Reply::Manner::garbage);
        if (path.ends_with("/large")) co_return reply(200, std::string(200, 'x'));
        if (path.ends_with("/no")) co_return reply(403, "{\"Message\": \"No.\"}");
        co_return reply(200, "{\"got\": " + request.body + "}");
    }

    std::atomic<int> requests_ = 0;
    http::Request last_;
    ServerThread server_;
};

struct HttpClientTest : ::testing::Test {
    ClientLoop loop;
    Pms pms;
    BeastHttpClient client{loop.context.get_executor(), {.address = pms.address()}};

    Result<mews::HttpResponse> post(BeastHttpClient& by, std::string path,
                                    Duration timeout = seconds{10}) {
        return loop.run(by.post({.path = std::move(path), .body = "{}", .timeout = timeout}));
    }
    Result<mews::HttpResponse> post(std::string path) { return post(client, std::move(path)); }
};

TEST_F(HttpClientTest, PostsJsonAndReadsTheAnswer) {
    const auto response = post("/api/connector/v1/resources/getAll");
    ASSERT_TRUE(response) << response.error().context;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "{\"got\": {}}");
    EXPECT_GE(response->body.capacity(), response->body.size() + 64);
    const auto request = pms.last();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/api/connector/v1/resources/getAll");
    EXPECT_EQ(request.header("Content-Type"), "application/json");
    EXPECT_EQ(request.header("Host"), "127.0.0.1:" + std::to_string(pms.port()));
}

TEST_F(HttpClientTest, TakesARefusalForAnAnswer) {
    const auto response = post("/no");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 403);
    EXPECT_EQ(response->body, "{\"Message\": \"No.\"}");
}

TEST_F(HttpClientTest, UsesOneConnectionForManyRequests) {
    for (int round = 0; round < 5; ++round) ASSERT_TRUE(post("/again"));
    EXPECT_EQ(pms.connections(), 1u);
}

TEST_F(HttpClientTest, DoesNotUseAConnectionThatWasIdleTooLong) {
    BeastHttpClient careful(loop.context.get_executor(),
                            {.address = pms.address(), .idle_limit = milliseconds{0}});
    ASSERT_TRUE(post(careful, "/first"));
    ASSERT_TRUE(post(careful, "/second"));
    EXPECT_EQ(pms.requests(), 2);
}

TEST_F(HttpClientTest, DialsAgainWhenThePeerHasResetTheIdleConnection) {
    ASSERT_TRUE(post("/first"));
    pms.reset_connections();
    const auto second = post("/second");
    ASSERT_TRUE(second) << second.error().context;
    EXPECT_EQ(pms.requests(), 2);
}

TEST_F(HttpClientTest, DialsAgainWhenThePeerHasClosedTheIdleConnection) {
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    ScriptedPeer peer({answer, answer});
    BeastHttpClient other(loop.context.get_executor(),
                          {.address = fmt::format("http://127.0.0.1:{}", peer.port())});
    ASSERT_TRUE(post(other, "/first"));
    peer.wait_for_end_of(0);
    const auto second = post(other, "/second");
    ASSERT_TRUE(second) << second.error().context;
}

TEST_F(HttpClientTest, NeverSendsARequestTwice) {
    ASSERT_TRUE(post("/first"));
    for (const char* path : {"/reset", "/drop"}) {
        const int before = pms.requests();
        const auto response = post(path);
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code, Errc::no_answer) << response.error().context;
        EXPECT_EQ(pms.requests(), before + 1);
    }
}

TEST_F(HttpClientTest, TellsUnreachableWhenNothingListens) {
    pms.cut();
    const auto response = post("/");
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::unreachable);
    EXPECT_EQ(response.error().context,
              "connecting to 127.0.0.1:" + std::to_string(pms.port()) + ": Connection refused");
    EXPECT_EQ(pms.requests(), 0);
}

TEST_F(HttpClientTest, TellsNoAnswerWhenTheAnswerDoesNotComeWhole) {
    for (const char* path : {"/drop", "/reset", "/truncate"}) {
        const auto response = post(path);
        ASSERT_FALSE(response) << path;
        EXPECT_EQ(response.error().code, Errc::no_answer)
            << path << ": " << response.error().context;
    }
}

TEST_F(HttpClientTest, TellsNoAnswerWhenTimeIsOver) {
    const auto response = post(client, "/hang", milliseconds{30});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::no_answer);
    EXPECT_EQ(response.error().context, "waiting for the answer: timed out");
}

TEST_F(HttpClientTest, TellsMalformedForWhatIsNoHttpOrTooLarge) {
    BeastHttpClient small(loop.context.get_executor(),
                          {.address = pms.address(), .body_limit = 100});
    for (const char* path : {"/garbage", "/large"}) {
        const auto response = post(small, path);
        ASSERT_FALSE(response) << path;
        EXPECT_EQ(response.error().code, Errc::malformed)
            << path << ": " << response.error().context;
    }
}

TEST_F(HttpClientTest, ReadsAChunkedBodyAndWhatTheHeadersSay) {
    ScriptedPeer peer(
        {"HTTP/1.1 429 Too Many Requests\r\nTransfer-Encoding: chunked\r\nRequest-Id: abc-1\r\n"
         "Date: Thu, 17 Sep 2015 09:00:00 GMT\r\nRetry-After: "
         "17\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n"});
    BeastHttpClient other(loop.context.get_executor(),
                          {.address = fmt::format("http://127.0.0.1:{}", peer.port())});
    const auto response = post(other, "/");
    ASSERT_TRUE(response) << response.error().context;
    EXPECT_EQ(response->status, 429);
    EXPECT_EQ(response->body, "{\"a\":1}");
    EXPECT_GE(response->body.capacity(), response->body.size() + 64);
    EXPECT_EQ(response->request_id, "abc-1");
    EXPECT_EQ(response->retry_after, seconds{17});
    EXPECT_EQ(response->date, parse_iso8601("2015-09-17T09:00:00Z"));
}

TEST_F(HttpClientTest, ReadsRetryAfterAsADateByTheServersClock) {
    const auto retry_after = [this](const std::string& text) {
        ScriptedPeer peer(
            {"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nDate: Thu, 17 Sep 2015 "
             "09:00:00 GMT\r\n"
             "Retry-After: " +
             text + "\r\n\r\n"});
        BeastHttpClient other(loop.context.get_executor(),
                              {.address = fmt::format("http://127.0.0.1:{}", peer.port())});
        return post(other, "/")->retry_after;
    };
    EXPECT_EQ(retry_after("Thu, 17 Sep 2015 09:00:25 GMT"), seconds{25});
    EXPECT_EQ(retry_after("Thu, 17 Sep 2015 08:00:00 GMT"), seconds{0});
    EXPECT_EQ(retry_after("soon"), std::nullopt);
    EXPECT_EQ(retry_after("-5"), std::nullopt);
}

TEST_F(HttpClientTest, EndsWhenCancelledAndGoesOnWithTheNextRequest) {
    asio::cancellation_signal cancel;
    std::exception_ptr ended;
    asio::co_spawn(loop.context, client.post({.path = "/hang", .body = "{}"}),
                   asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr exception,
                                                                   auto) { ended = exception; }));
    while (pms.requests() == 0) loop.context.run_one_for(milliseconds{1});
    cancel.emit(asio::cancellation_type::terminal);
    loop.context.run();
    EXPECT_THROW(std::rethrow_exception(ended), boost::system::system_error);
    EXPECT_TRUE(post("/next"));
}

struct TlsTest : ::testing::Test {
    ClientLoop loop;
    CertificateAuthority authority;
    static constexpr auto address = "https://{}:{}";

    Result<mews::HttpResponse> post(const Pms& pms, std::string host,
                                    std::optional<std::filesystem::path> authorities) {
        BeastHttpClient client(loop.context.get_executor(),
                               {.address = fmt::format(address, host, pms.port()),
                                .authorities = std::move(authorities)});
        return loop.run(client.post({.path = "/", .body = "{}"}));
    }
    static HttpServerOptions with(TlsIdentity identity) {
        HttpServerOptions options;
        options.tls = std::move(identity);
        return options;
    }
};

TEST_F(TlsTest, AcceptsACertificateOfATrustedAuthorityForThisHost) {
    Pms by_name(with(authority.issue("DNS:localhost")));
    const auto first = post(by_name, "localhost", authority.certificate());
    EXPECT_TRUE(first) << first.error().context;
    Pms by_address(with(authority.issue("IP:127.0.0.1")));
    const auto second = post(by_address, "127.0.0.1", authority.certificate());
    EXPECT_TRUE(second) << second.error().context;
}

TEST_F(TlsTest, KeepsTheConnectionForTheNextRequest) {
    Pms pms(with(authority.issue("DNS:localhost")));
    BeastHttpClient client(loop.context.get_executor(),
                           {.address = fmt::format(address, "localhost", pms.port()),
                            .authorities = authority.certificate()});
    for (int round = 0; round < 3; ++round)
        ASSERT_TRUE(loop.run(client.post({.path = "/", .body = "{}"})));
    EXPECT_EQ(pms.connections(), 1u);
}

TEST_F(TlsTest, RefusesACertificateNobodyVouchesFor) {
    Pms pms(with(authority.issue("DNS:localhost")));
    const auto response = post(pms, "localhost", std::nullopt);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::unreachable);
    EXPECT_TRUE(
        response.error().context.starts_with("TLS with localhost: certificate not accepted: "))
        << response.error().context;
    EXPECT_EQ(pms.requests(), 0);
}

TEST_F(TlsTest, RefusesACertificateMadeOutForAnotherHost) {
    Pms pms(with(authority.issue("DNS:other.example")));
    const auto response = post(pms, "localhost", authority.certificate());
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::unreachable) << response.error().context;
    EXPECT_EQ(pms.requests(), 0);
}

TEST_F(TlsTest, TellsUnreachableWhenThePeerSpeaksNoTls) {
    Pms pms;
    const auto response = post(pms, "localhost", authority.certificate());
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, Errc::unreachable) << response.error().context;
}

TEST(Address, TakesEncryptedOnesAndPlainOnesOfThisMachine) {
    const auto pms = parse_address("https://api.mews.com", Protocol::http);
    EXPECT_TRUE(pms.tls);
    EXPECT_EQ(pms.host, "api.mews.com");
    EXPECT_EQ(pms.port, 443);
    EXPECT_EQ(pms.authority(), "api.mews.com");
    const auto simulator = parse_address("http://[::1]:8010/pms/", Protocol::http);
    EXPECT_FALSE(simulator.tls);
    EXPECT_EQ(simulator.authority(), "[::1]:8010");
    EXPECT_EQ(simulator.path, "/pms");
    EXPECT_EQ(parse_address("ws://127.8.0.1", Protocol::websocket).port, 80);
}

TEST(Address, RefusesTheOthersWithALineForTheOperator) {
    const auto refusal = [](std::string_view text) -> std::string {
        try {
            parse_address(text, Protocol::http);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "taken";
    };
    EXPECT_EQ(
        refusal("http://api.mews.com"),
        "\"http://api.mews.com\" is not encrypted: http:// is for this machine only, use https://");
    for (const char* text :
         {"", "api.mews.com", "wss://api.mews.com", "https://", "https://a:0", "https://user:pw@a",
          "https://a/?x=1", "http://localhost.example.com"}) {
        EXPECT_NE(refusal(text), "taken") << text;
    }
}

}  // namespace
}  // namespace stayd::platform
