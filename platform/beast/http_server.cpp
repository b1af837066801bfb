#include "platform/beast/http_server.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "base/invariant.hpp"
#include "base/log.hpp"
#include "platform/beast/cancellation.hpp"
#include "platform/beast/http_exchange.hpp"

namespace stayd::platform {
namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

ReplyHandler always_send(http::Handler handler) {
    return [handler = std::move(handler)](http::Request request) -> asio::awaitable<Reply> {
        auto answering = handler(std::move(request));
        Reply reply;
        reply.response = co_await std::move(answering);
        co_return reply;
    };
}

}  // namespace

struct HttpServer::Connection {
    explicit Connection(StreamSocket accepted) : socket(std::move(accepted)) {}
    StreamSocket socket;                                              ///< until the handshake
    std::optional<AnyStream> stream;                                  ///< from then on
    std::optional<std::chrono::steady_clock::time_point> idle_since;  ///< between two requests
    asio::cancellation_signal cancel;

    void reset() {
        ErrorCode ignored;
        if (stream) {
            stream->reset();
        } else {
            socket.close(ignored);
        }
    }
};

HttpServer::HttpServer(asio::any_io_executor executor, ListenEndpoint endpoint,
                       ReplyHandler handler, HttpServerOptions options)
    : executor_(std::move(executor)),
      endpoint_(std::move(endpoint)),
      handler_(std::move(handler)),
      options_(std::move(options)),
      tls_(options_.tls ? std::optional(TlsContext::for_server(*options_.tls)) : std::nullopt),
      acceptor_(open_listener(executor_, endpoint_)),
      port_(port_of(acceptor_)),
      changed_(executor_) {}

HttpServer::HttpServer(asio::any_io_executor executor, ListenEndpoint endpoint,
                       http::Handler handler, HttpServerOptions options)
    : HttpServer(std::move(executor), std::move(endpoint), always_send(std::move(handler)),
                 std::move(options)) {}

HttpServer::~HttpServer() {
    if (const auto* local = std::get_if<UnixEndpoint>(&endpoint_)) {
        std::error_code ignored;
        std::filesystem::remove(local->path, ignored);
    }
}

asio::awaitable<void> HttpServer::run() {
    std::exception_ptr ended_by;
    try {
        auto accepting = accept_connections();
        co_await std::move(accepting);
    } catch (...) {
        ended_by = std::current_exception();
    }
    // What follows is short and must not be cut off by the cancellation that led here.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    ErrorCode ignored;
    acceptor_.close(ignored);
    for (const auto& connection : connections_) {
        connection->cancel.emit(asio::cancellation_type::terminal);
        if (connection->stream) connection->stream->close();
    }
    while (!connections_.empty()) {
        auto waiting = wait_for_change();
        co_await std::move(waiting);
    }
    if (failure_) std::rethrow_exception(failure_);
    if (ended_by) std::rethrow_exception(ended_by);
}

asio::awaitable<void> HttpServer::accept_connections() {
    while (!failure_) {
        if (is_cut_) {
            auto waiting = wait_for_change();
            co_await std::move(waiting);
            continue;
        }
        if (connections_.size() >= options_.connections) {
            auto making_room = make_room();
            co_await std::move(making_room);
            continue;
        }
        auto [error, socket] = co_await acceptor_.async_accept(use_tuple);
        co_await leave_if_cancelled();
        if (!error && !is_cut_) {
            start(std::move(socket));
        } else if (error && error != asio::error::operation_aborted &&
                   error != asio::error::connection_aborted) {
            // Too many open files, mostly: it passes when connections end.
            log::warning("{}: cannot accept a connection: {}", to_text(endpoint_), error.message());
            asio::steady_timer pause(executor_, std::chrono::milliseconds{200});
            co_await pause.async_wait(use_tuple);
            co_await leave_if_cancelled();
        }
    }
}

asio::awaitable<void> HttpServer::make_room() {
    // Connections are kept until somebody else wants the place.
    co_await acceptor_.async_wait(Acceptor::wait_read, use_tuple);
    co_await leave_if_cancelled();
    if (connections_.size() < options_.connections || is_cut_ || failure_) co_return;
    end_longest_idle();
    auto waiting = wait_for_change();
    co_await std::move(waiting);
}

void HttpServer::end_longest_idle() {
    const auto longest = std::ranges::min_element(connections_, {}, [](const auto& connection) {
        return connection->idle_since.value_or(std::chrono::steady_clock::time_point::max());
    });
    if ((*longest)->idle_since) (*longest)->stream->close();
}

void HttpServer::start(StreamSocket socket) {
    auto connection = std::make_shared<Connection>(std::move(socket));
    connections_.push_back(connection);
    asio::co_spawn(executor_, serve(connection),
                   asio::bind_cancellation_slot(
                       connection->cancel.slot(), [this, connection](std::exception_ptr exception) {
                           connections_.remove(connection);
                           if (exception) {
                               try {
                                   std::rethrow_exception(exception);
                               } catch (const boost::system::system_error& error) {
                                   if (error.code() != asio::error::operation_aborted)
                                       failure_ = exception;
                               } catch (...) {
                                   failure_ = exception;
                               }
                           }
                           wake();
                           // The coroutine's frame still stands here, and refers to the
                           // connection's signal.
                           asio::post(executor_, [connection] {});
                       }));
}

asio::awaitable<void> HttpServer::serve(std::shared_ptr<Connection> connection) {
    if (tls_) {
        auto handshake = tls_->accept(std::move(connection->socket), options_.request_limit);
        auto secured = co_await std::move(handshake);
        if (!secured) co_return;
        connection->stream = *secured;
    } else {
        connection->stream = plain_stream(std::move(connection->socket));
    }
    const AnyStream stream = *connection->stream;
    boost::beast::flat_buffer buffer;
    bool goes_on = true;
    while (goes_on) {
        connection->idle_since = std::chrono::steady_clock::now();
        auto waiting = wait_for_request(stream, buffer, options_.idle_limit);
        const bool there_is_one = co_await std::move(waiting);
        connection->idle_since.reset();
        if (!there_is_one) break;
        auto reading = read_request(stream, buffer, options_);
        auto received = co_await std::move(reading);
        if (!received.request) {
            if (received.turned_away != 0) {
                http::Response refusal;
                refusal.status = received.turned_away;
                auto writing = write_response(stream, std::move(refusal), false, false,
                                              options_.request_limit);
                co_await std::move(writing);
            }
            break;
        }
        http::Request head{.method = received.request->method,
                           .target = received.request->target,
                           .headers = received.request->headers,
                           .body = {}};
        auto answering = handler_(std::move(*received.request));
        Reply reply = co_await std::move(answering);
        auto performing =
            perform(stream, std::move(head), std::move(reply), received.keep_alive, options_);
        goes_on = co_await std::move(performing);
    }
    if (stream.socket().is_open()) {
        auto ending = end_orderly(stream);
        co_await std::move(ending);
    }
}

void HttpServer::cut() {
    const auto* tcp = std::get_if<TcpEndpoint>(&endpoint_);
    invariant(tcp != nullptr, "only a TCP endpoint can be cut");
    if (is_cut_) return;
    is_cut_ = true;
    acceptor_.close();
    acceptor_ = hold_port(executor_, {.address = tcp->address, .port = port_});
    reset_connections();
}

void HttpServer::mend() {
    if (!is_cut_) return;
    acceptor_.listen();
    is_cut_ = false;
    wake();
}

void HttpServer::reset_connections() {
    for (const auto& connection : connections_) {
        connection->reset();
        connection->cancel.emit(asio::cancellation_type::terminal);
    }
}

void HttpServer::wake() {
    changed_.cancel();
    if (failure_) {
        ErrorCode ignored;
        acceptor_.cancel(ignored);
    }
}

asio::awaitable<void> HttpServer::wait_for_change() {
    changed_.expires_at(asio::steady_timer::time_point::max());
    co_await changed_.async_wait(use_tuple);
    co_await leave_if_cancelled();
}

}  // namespace stayd::platform
