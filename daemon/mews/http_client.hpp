#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace stayd::mews {

struct HttpRequest {
    std::string path;  ///< below the platform address: "/api/connector/v1/resources/getAll"
    std::string body;  ///< a JSON object
    Duration timeout{60'000};
};

struct HttpResponse {
    int status = 0;
    std::string
        body{};  ///< `capacity()` leaves at least 64 bytes behind `size()`, as simdjson wants
    std::optional<Duration> retry_after{};
    std::string request_id{};
    std::optional<UtcTime> date{};  ///< the server's clock, from `Date`
};

/// Port: POST to the PMS. Errors: `unreachable` (no byte of the request left), `no_answer` (some
/// left), `malformed` (not HTTP, or a body over the limit). Any HTTP status is an answer, not an
/// error. Cancellation: any time; what it meant is then unknown, as with `no_answer`.
class HttpClient {
  public:
    virtual ~HttpClient() = default;
    virtual asio::awaitable<Result<HttpResponse>> post(HttpRequest request) = 0;
};

/// One open connection of the PMS's event socket.
class EventStream {
  public:
    virtual ~EventStream() = default;
    /// The next text frame. `no_answer` when the connection ended or was silent past its idle
    /// limit.
    virtual asio::awaitable<Result<std::string>> next_frame() = 0;
};

/// Port: the PMS's WebSocket. The tokens travel as cookies (connector-api.md, "WebSocket"), never
/// in the address.
class EventSocket {
  public:
    virtual ~EventSocket() = default;
    virtual asio::awaitable<Result<std::unique_ptr<EventStream>>> connect() = 0;
};

}  // namespace stayd::mews
