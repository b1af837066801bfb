#include "platform/beast/websocket.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket.hpp>

#include "platform/beast/cancellation.hpp"

namespace stayd::platform {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t largest_frame = std::size_t{1} << 20;

Error ended(std::string_view doing, const ErrorCode& error) {
    const bool foreign = error == websocket::error::message_too_big ||
                         error == websocket::error::bad_frame_payload ||
                         error == websocket::error::bad_opcode ||
                         error == websocket::error::bad_reserved_bits;
    return {.code = foreign ? Errc::malformed : Errc::no_answer,
            .context = fmt::format("WebSocket, {}: {}", doing, error.message())};
}

}  // namespace

struct WebSocket::Impl {
    Impl(const AnyStream& connection, const Timing& timing, beast::role_type role)
        : stream(connection), socket(connection), handshake_limit(timing.handshake) {
        auto limits = websocket::stream_base::timeout::suggested(role);
        limits.handshake_timeout = timing.handshake;
        limits.idle_timeout = timing.idle;
        limits.keep_alive_pings = true;
        socket.set_option(limits);
        socket.read_message_max(largest_frame);
    }

    AnyStream stream;
    // Without deflate: frames are short, and it takes a third off the code.
    websocket::stream<AnyStream, false> socket;
    Duration handshake_limit;
    beast::flat_buffer buffer;
};

WebSocket::WebSocket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebSocket::~WebSocket() = default;

bool WebSocket::is_upgrade(const http::Request& request) {
    return beast::iequals(request.header("Upgrade"), "websocket") &&
           beast::http::token_list{request.header("Connection")}.exists("upgrade");
}

asio::awaitable<Result<std::unique_ptr<WebSocket>>> WebSocket::connect(AnyStream stream,
                                                                       Upgrade upgrade,
                                                                       Timing timing) {
    auto impl = std::make_unique<Impl>(stream, timing, beast::role_type::client);
    impl->socket.set_option(
        websocket::stream_base::decorator([&upgrade](websocket::request_type& request) {
            for (const auto& [name, value] : upgrade.headers) request.set(name, value);
        }));
    websocket::response_type response;
    const auto [error] =
        co_await impl->socket.async_handshake(response, upgrade.host, upgrade.target, use_tuple);
    co_await leave_if_cancelled();
    impl->socket.set_option(websocket::stream_base::decorator([](websocket::request_type&) {}));
    if (error == websocket::error::upgrade_declined) {
        const int status = static_cast<int>(response.result_int());
        const auto code = status == 401   ? Errc::unauthorized
                          : status >= 500 ? Errc::server_fault
                                          : Errc::refused;
        co_return std::unexpected(
            Error{.code = code,
                  .context = fmt::format("WebSocket not granted: HTTP {}", status),
                  .status = status});
    }
    if (error) co_return std::unexpected(ended("asking for the upgrade", error));
    co_return std::unique_ptr<WebSocket>(new WebSocket(std::move(impl)));
}

asio::awaitable<Result<std::unique_ptr<WebSocket>>> WebSocket::accept(AnyStream stream,
                                                                      http::Request request,
                                                                      Timing timing) {
    auto impl = std::make_unique<Impl>(stream, timing, beast::role_type::server);
    beast::http::request<beast::http::empty_body> asked;
    asked.method_string(request.method);
    asked.target(request.target);
    asked.version(11);
    for (const auto& [name, value] : request.headers) asked.insert(name, value);
    const auto [error] = co_await impl->socket.async_accept(asked, use_tuple);
    co_await leave_if_cancelled();
    if (error) co_return std::unexpected(ended("granting the upgrade", error));
    co_return std::unique_ptr<WebSocket>(new WebSocket(std::move(impl)));
}

asio::awaitable<Result<std::string>> WebSocket::receive() {
    const auto [error, bytes] = co_await impl_->socket.async_read(impl_->buffer, use_tuple);
    co_await leave_if_cancelled();
    if (error) co_return std::unexpected(ended("receiving", error));
    std::string text = beast::buffers_to_string(impl_->buffer.data());
    impl_->buffer.consume(bytes);
    if (!impl_->socket.got_text()) co_return failure(Errc::malformed, "WebSocket: a binary frame");
    co_return text;
}

asio::awaitable<Result<void>> WebSocket::send(std::string text) {
    impl_->socket.text(true);
    const auto [error, bytes] = co_await impl_->socket.async_write(asio::buffer(text), use_tuple);
    co_await leave_if_cancelled();
    if (error) co_return std::unexpected(ended("sending", error));
    co_return Result<void>{};
}

asio::awaitable<void> WebSocket::close() {
    const Deadline deadline(impl_->stream, impl_->handshake_limit);
    co_await impl_->socket.async_close(websocket::close_code::normal, use_tuple);
    impl_->stream.close();
    co_await leave_if_cancelled();
}

void WebSocket::abandon() {
    impl_->stream.close();
}

}  // namespace stayd::platform
