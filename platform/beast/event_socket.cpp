#include "platform/beast/event_socket.hpp"

#include <fmt/format.h>

namespace stayd::platform {
namespace {

class BeastEventStream final : public mews::EventStream {
  public:
    explicit BeastEventStream(std::unique_ptr<WebSocket> socket) : socket_(std::move(socket)) {}
    // The peer learns at once, and nothing waits for it.
    ~BeastEventStream() override { socket_->abandon(); }

    asio::awaitable<Result<std::string>> next_frame() override { return socket_->receive(); }

  private:
    std::unique_ptr<WebSocket> socket_;
};

}  // namespace

BeastEventSocket::BeastEventSocket(asio::any_io_executor executor, EventSocketOptions options)
    : options_(std::move(options)),
      dialer_(std::move(executor), parse_address(options_.address, Protocol::websocket),
              options_.authorities) {}

asio::awaitable<Result<std::unique_ptr<mews::EventStream>>> BeastEventSocket::connect() {
    auto dialing = dialer_.dial(options_.connect_limit);
    auto stream = co_await std::move(dialing);
    if (!stream) co_return std::unexpected(stream.error());
    WebSocket::Upgrade upgrade{.host = dialer_.address().authority(),
                               .target = dialer_.address().path + "/ws/connector",
                               .headers = {}};
    upgrade.headers.emplace_back(
        "Cookie", fmt::format("ClientToken={}; AccessToken={}", options_.client_token,
                              options_.access_token));
    const WebSocket::Timing timing{.handshake = options_.connect_limit,
                                   .idle = options_.idle_limit};
    auto connecting = WebSocket::connect(*stream, std::move(upgrade), timing);
    auto socket = co_await std::move(connecting);
    if (!socket) co_return std::unexpected(socket.error());
    co_return std::make_unique<BeastEventStream>(std::move(*socket));
}

}  // namespace stayd::platform
