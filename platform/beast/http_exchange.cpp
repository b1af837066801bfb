#include "platform/beast/http_exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>

#include "platform/beast/cancellation.hpp"
#include "platform/beast/http_date.hpp"

namespace stayd::platform {
namespace {

namespace beast = boost::beast;
namespace wire = boost::beast::http;
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

http::Request to_request(wire::request<wire::string_body>&& from) {
    http::Request request{.method = std::string(from.method_string()),
                          .target = std::string(from.target()),
                          .headers = {},
                          .body = std::move(from.body())};
    for (const auto& field : from) request.headers.emplace_back(field.name_string(), field.value());
    return request;
}

int status_for(const ErrorCode& error) {
    if (error == wire::error::header_limit) return 431;
    if (error == wire::error::body_limit) return 413;
    const bool about_http =
        error.category() == wire::make_error_code(wire::error::bad_method).category();
    return about_http && error != wire::error::end_of_stream &&
                   error != wire::error::partial_message
               ? 400
               : 0;
}

asio::awaitable<bool> write_raw(AnyStream stream, std::string text, Duration limit) {
    const Deadline deadline(stream, limit);
    const auto [error, bytes] = co_await asio::async_write(stream, asio::buffer(text), use_tuple);
    co_await leave_if_cancelled();
    co_return !error;
}

asio::awaitable<void> pause(AnyStream stream, Duration time) {
    asio::steady_timer timer(stream.get_executor(), time);
    co_await timer.async_wait(use_tuple);
    co_await leave_if_cancelled();
}

/// With a length that says how much of the body is announced. The connection ends after each of
/// these answers.
std::string header_of(const http::Response& response, std::string_view length) {
    std::string text =
        fmt::format("HTTP/1.1 {} {}\r\nConnection: close\r\n{}\r\n", response.status,
                    wire::obsolete_reason(static_cast<wire::status>(response.status)), length);
    for (const auto& [name, value] : response.headers)
        text += fmt::format("{}: {}\r\n", name, value);
    return text + "\r\n";
}

std::string whole(const http::Response& response) {
    return header_of(response, fmt::format("Content-Length: {}", response.body.size())) +
           response.body;
}

/// The whole header, half of the body; of an empty one less than is announced.
std::string cut_in_half(const http::Response& response) {
    const auto announced = std::max<std::size_t>(response.body.size(), 1);
    return header_of(response, fmt::format("Content-Length: {}", announced)) +
           response.body.substr(0, response.body.size() / 2);
}

asio::awaitable<void> write_slowly(AnyStream stream, std::string text, Duration time,
                                   Duration limit) {
    constexpr Duration usual_step{50};
    const auto steps = std::max<std::size_t>(1, static_cast<std::size_t>(time / usual_step));
    const auto piece = text.size() / steps + 1;
    const Duration step = time / static_cast<Duration::rep>((text.size() + piece - 1) / piece);
    for (std::size_t at = 0; at < text.size(); at += piece) {
        auto writing = write_raw(stream, text.substr(at, piece), limit);
        const bool written = co_await std::move(writing);
        if (!written) co_return;
        auto pausing = pause(stream, step);
        co_await std::move(pausing);
    }
}

/// In chunks, so that the peer cannot tell from the header how much is coming.
asio::awaitable<void> write_endlessly(AnyStream stream, http::Response response, Duration limit) {
    const auto chunk = [](const std::string& text) {
        return text.empty() ? text : fmt::format("{:x}\r\n{}\r\n", text.size(), text);
    };
    std::string text = header_of(response, "Transfer-Encoding: chunked") + chunk(response.body);
    const std::string spaces = chunk(std::string(64 * 1024, ' '));
    for (;;) {
        auto writing = write_raw(stream, std::move(text), limit);
        const bool written = co_await std::move(writing);
        if (!written) co_return;
        text = spaces;
    }
}

asio::awaitable<void> wait_until_peer_gives_up(AnyStream stream) {
    std::array<char, 512> ignored{};
    while (true) {
        const auto [error, bytes] =
            co_await stream.async_read_some(asio::buffer(ignored), use_tuple);
        co_await leave_if_cancelled();
        if (error) co_return;
    }
}

asio::awaitable<void> converse(AnyStream stream, http::Request request, Reply reply,
                               WebSocket::Timing timing) {
    auto accepting = WebSocket::accept(stream, std::move(request), timing);
    const auto socket = co_await std::move(accepting);
    if (!socket) co_return;
    auto conversation = reply.converse(**socket);
    co_await std::move(conversation);
    auto closing = (*socket)->close();
    co_await std::move(closing);
}

}  // namespace

asio::awaitable<bool> wait_for_request(AnyStream stream, beast::flat_buffer& buffer,
                                       Duration limit) {
    if (buffer.size() > 0) co_return true;
    const Deadline deadline(stream, limit);
    const auto [error, bytes] = co_await stream.async_read_some(buffer.prepare(8192), use_tuple);
    co_await leave_if_cancelled();
    buffer.commit(bytes);
    co_return !error;
}

asio::awaitable<Received> read_request(AnyStream stream, beast::flat_buffer& buffer,
                                       const HttpServerOptions& options) {
    const Deadline deadline(stream, options.request_limit);
    wire::request_parser<wire::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(options.header_limit));
    parser.body_limit(options.body_limit);
    auto [error, bytes] = co_await wire::async_read_header(stream, buffer, parser, use_tuple);
    if (!error && beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        std::tie(error, bytes) = co_await asio::async_write(stream, asio::buffer(go_on), use_tuple);
    }
    if (!error)
        std::tie(error, bytes) = co_await wire::async_read(stream, buffer, parser, use_tuple);
    co_await leave_if_cancelled();
    if (error) co_return Received{.turned_away = status_for(error)};
    Received received{.keep_alive = parser.get().keep_alive()};
    received.request = to_request(parser.release());
    co_return received;
}

asio::awaitable<bool> write_response(AnyStream stream, http::Response response, bool keep_alive,
                                     bool head_only, Duration limit) {
    wire::response<wire::string_body> message(static_cast<wire::status>(response.status), 11);
    for (const auto& [name, value] : response.headers) message.insert(name, value);
    if (message.find(wire::field::date) == message.end()) {
        message.set(
            wire::field::date,
            to_http_date(std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now())));
    }
    message.keep_alive(keep_alive);
    const bool may_have_body =
        response.status >= 200 && response.status != 204 && response.status != 304;
    if (may_have_body) message.body() = std::move(response.body);
    message.prepare_payload();
    const Deadline deadline(stream, limit);
    wire::response_serializer<wire::string_body> serializer(message);
    ErrorCode error;
    std::size_t bytes = 0;
    if (head_only) {
        std::tie(error, bytes) = co_await wire::async_write_header(stream, serializer, use_tuple);
    } else {
        std::tie(error, bytes) = co_await wire::async_write(stream, serializer, use_tuple);
    }
    co_await leave_if_cancelled();
    co_return !error;
}

asio::awaitable<bool> perform(AnyStream stream, http::Request request, Reply reply, bool keep_alive,
                              const HttpServerOptions& options) {
    if (reply.delay > Duration::zero()) {
        auto pausing = pause(stream, reply.delay);
        co_await std::move(pausing);
    }
    switch (reply.manner) {
        case Reply::Manner::send: {
            auto writing = write_response(stream, std::move(reply.response), keep_alive,
                                          request.method == "HEAD", options.request_limit);
            const bool written = co_await std::move(writing);
            co_return written&& keep_alive;
        }
        case Reply::Manner::truncate: {
            auto writing = write_raw(stream, cut_in_half(reply.response), options.request_limit);
            co_await std::move(writing);
            break;
        }
        case Reply::Manner::garbage: {
            auto writing =
                write_raw(stream, "This is not the protocol you are looking for.\r\n\r\n",
                          options.request_limit);
            co_await std::move(writing);
            break;
        }
        case Reply::Manner::drop:
            break;
        case Reply::Manner::reset:
            stream.reset();
            break;
        case Reply::Manner::reset_in_body: {
            auto writing = write_raw(stream, cut_in_half(reply.response), options.request_limit);
            co_await std::move(writing);
            // A reset overtakes what the peer has not read yet.
            auto pausing = pause(stream, Duration{20});
            co_await std::move(pausing);
            stream.reset();
            break;
        }
        case Reply::Manner::drip: {
            auto dripping =
                write_slowly(stream, whole(reply.response), reply.drip, options.request_limit);
            co_await std::move(dripping);
            break;
        }
        case Reply::Manner::flood: {
            auto flooding =
                write_endlessly(stream, std::move(reply.response), options.request_limit);
            co_await std::move(flooding);
            break;
        }
        case Reply::Manner::hang: {
            auto waiting = wait_until_peer_gives_up(stream);
            co_await std::move(waiting);
            break;
        }
        case Reply::Manner::upgrade: {
            auto conversation =
                converse(stream, std::move(request), std::move(reply), options.websocket);
            co_await std::move(conversation);
            break;
        }
    }
    co_return false;
}

asio::awaitable<void> end_orderly(AnyStream stream) {
    const Deadline deadline(stream, std::chrono::seconds{2});
    const auto [error, none] = co_await stream.async_shut_down(use_tuple);
    if (!error) {
        auto waiting = wait_until_peer_gives_up(stream);
        co_await std::move(waiting);
    }
    stream.close();
}

}  // namespace stayd::platform
