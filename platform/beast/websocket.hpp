#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "http/message.hpp"
#include "platform/beast/any_stream.hpp"

namespace stayd::platform {

/// One WebSocket over any stream, either end of it. One `receive` and one `send` may be under way
/// at a time.
class WebSocket {
  public:
    struct Timing {
        Duration handshake{10'000};
        /// The connection ends after this much silence. A ping is sent after half of it.
        Duration idle{108'000};
    };
    struct Upgrade {
        std::string host;  ///< for the `Host` header, with the port when it is not the scheme's own
        std::string target;  ///< the path
        std::vector<std::pair<std::string, std::string>> headers;
    };

    /// Asks for the upgrade. `refused` with the HTTP status when the server answers with anything
    /// else, `no_answer` when it does not answer.
    static asio::awaitable<Result<std::unique_ptr<WebSocket>>> connect(AnyStream stream,
                                                                       Upgrade upgrade,
                                                                       Timing timing);
    /// Answers a request for it.
    static asio::awaitable<Result<std::unique_ptr<WebSocket>>> accept(AnyStream stream,
                                                                      http::Request request,
                                                                      Timing timing);
    static bool is_upgrade(const http::Request& request);

    ~WebSocket();

    /// The next text frame. `no_answer` when the connection has ended, `malformed` for a frame over
    /// 1 MiB or none of text.
    asio::awaitable<Result<std::string>> receive();
    asio::awaitable<Result<void>> send(std::string text);
    /// Says goodbye and waits for the peer's; never longer than the handshake's limit.
    asio::awaitable<void> close();
    /// Ends the connection without goodbye.
    void abandon();

  private:
    struct Impl;
    explicit WebSocket(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace stayd::platform
