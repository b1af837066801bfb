#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <exception>
#include <list>
#include <memory>
#include <optional>

#include "http/message.hpp"
#include "platform/beast/http_exchange.hpp"
#include "platform/beast/listener.hpp"
#include "platform/beast/tls.hpp"

namespace stayd::platform {

/// An HTTP/1.1 server on one endpoint: keep-alive, one request of a connection after the other.
class HttpServer {
  public:
    /// Listens from here on; throws `std::system_error` when that is not possible.
    HttpServer(asio::any_io_executor executor, ListenEndpoint endpoint, ReplyHandler handler,
               HttpServerOptions options = {});
    HttpServer(asio::any_io_executor executor, ListenEndpoint endpoint, http::Handler handler,
               HttpServerOptions options = {});
    ~HttpServer();

    /// The port listened on, also while the line is cut; 0 for a Unix socket.
    std::uint16_t port() const { return port_; }
    std::size_t open_connections() const { return connections_.size(); }

    /// Serves until it is cancelled, then closes every connection and ends when the last one has
    /// ended. An exception of the handler ends it as well.
    asio::awaitable<void> run();

    /// Resets what is connected and refuses new connections until `mend`. TCP endpoints only; on
    /// the server's executor only.
    void cut();
    /// Listens again, on the same port. Throws `std::system_error`.
    void mend();
    /// Resets what is connected, and goes on listening.
    void reset_connections();

  private:
    struct Connection;

    asio::awaitable<void> accept_connections();
    asio::awaitable<void> make_room();
    asio::awaitable<void> wait_for_change();
    void end_longest_idle();
    asio::awaitable<void> serve(std::shared_ptr<Connection> connection);
    void start(StreamSocket socket);
    void wake();

    asio::any_io_executor executor_;
    ListenEndpoint endpoint_;
    ReplyHandler handler_;
    HttpServerOptions options_;
    std::optional<TlsContext> tls_;
    Acceptor acceptor_;
    std::uint16_t port_;
    bool is_cut_ = false;
    asio::steady_timer changed_;
    std::list<std::shared_ptr<Connection>> connections_;
    std::exception_ptr failure_;
};

}  // namespace stayd::platform
