#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <functional>
#include <optional>

#include "http/message.hpp"
#include "platform/beast/any_stream.hpp"
#include "platform/beast/tls.hpp"
#include "platform/beast/websocket.hpp"

namespace stayd::platform {

/// An answer and how it goes out. The daemon only ever sends; the other manners are what a bad line
/// does.
struct Reply {
    enum class Manner {
        send,           ///< as it should be
        truncate,       ///< half of the body, then the end
        garbage,        ///< something that is not HTTP, then the end
        drop,           ///< no answer, orderly end
        reset,          ///< no answer, TCP reset
        reset_in_body,  ///< half of the body, TCP reset
        drip,           ///< a few bytes at a time over `drip`, then the end
        flood,          ///< the body and then spaces, until the peer gives up
        hang,           ///< no answer; the connection stays open until the peer gives up
        upgrade,        ///< to a WebSocket, which `converse` then has; `response` is not sent
    };
    http::Response response{};
    Manner manner = Manner::send;
    Duration delay{0};  ///< waited first, whatever the manner
    Duration drip{0};
    std::function<asio::awaitable<void>(WebSocket&)> converse{};
};
using ReplyHandler = std::function<asio::awaitable<Reply>(http::Request)>;

struct HttpServerOptions {
    std::size_t header_limit = 16 * 1024;           ///< 431 beyond it
    std::size_t body_limit = std::size_t{1} << 20;  ///< 413 beyond it
    Duration request_limit{
        30'000};                  ///< from its first byte to its last, and the same for the answer
    Duration idle_limit{60'000};  ///< between two requests
    std::size_t connections = 256;  ///< at a time; one more ends the one idle longest, or waits
    std::optional<TlsIdentity> tls{};
    WebSocket::Timing websocket{};
};

/// A request, or the status it is turned away with; neither: the connection just ended.
struct Received {
    std::optional<http::Request> request{};
    bool keep_alive = false;
    int turned_away = 0;
};

/// Waits for the first bytes of the next request; false when the connection ended or was silent for
/// too long.
asio::awaitable<bool> wait_for_request(AnyStream stream, boost::beast::flat_buffer& buffer,
                                       Duration limit);

/// Reads one request; `buffer` keeps what came with it of the next one. `buffer` and `options`
/// outlive the call.
asio::awaitable<Received> read_request(AnyStream stream, boost::beast::flat_buffer& buffer,
                                       const HttpServerOptions& options);

/// Answers `head` (a request without its body) in the reply's manner. True when the connection may
/// take another request.
asio::awaitable<bool> perform(AnyStream stream, http::Request head, Reply reply, bool keep_alive,
                              const HttpServerOptions& options);

/// An answer in the usual manner; the same result.
asio::awaitable<bool> write_response(AnyStream stream, http::Response response, bool keep_alive,
                                     bool head_only, Duration limit);

/// Says our end and reads what is still coming for a moment: closing with unread bytes would reset
/// the connection, and the peer might lose the answer that says why.
asio::awaitable<void> end_orderly(AnyStream stream);

}  // namespace stayd::platform
