#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <future>
#include <thread>

#include "platform/beast/http_server.hpp"

namespace stayd::platform {

/// An HTTP server with a thread of its own, stopped by cancellation when the object ends.
class ServerThread {
  public:
    explicit ServerThread(ReplyHandler handler, HttpServerOptions options = {},
                          ListenEndpoint endpoint = TcpEndpoint{})
        : server_(context_.get_executor(), std::move(endpoint), std::move(handler),
                  std::move(options)) {
        asio::co_spawn(
            context_, server_.run(),
            asio::bind_cancellation_slot(stop_.slot(), [this](std::exception_ptr exception) {
                ended_.set_value(exception);
            }));
        thread_ = std::thread([this] { context_.run(); });
    }
    ~ServerThread() {
        asio::post(context_, [this] { stop_.emit(asio::cancellation_type::terminal); });
        thread_.join();
    }

    std::uint16_t port() const { return server_.port(); }

    /// Runs `action` on the server's thread and waits for it.
    void on_server(std::function<void(HttpServer&)> action) {
        std::promise<void> done;
        asio::post(context_, [&] {
            action(server_);
            done.set_value();
        });
        done.get_future().get();
    }

    /// Waits for run() to end; the exception it ended with.
    std::exception_ptr wait_for_end() { return ended_.get_future().get(); }

  private:
    asio::io_context context_{1};
    HttpServer server_;
    asio::cancellation_signal stop_;
    std::promise<std::exception_ptr> ended_;
    std::thread thread_;
};

}  // namespace stayd::platform
