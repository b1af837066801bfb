#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace stayd::http {

struct Request {
    std::string method;  ///< "GET", "POST", "HEAD" …
    std::string target;  ///< path and query as sent, percent-encoding kept
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    /// The value of the first header of that name, any case; empty when absent.
    std::string header(std::string_view name) const;
    std::string path() const;   ///< `target` up to '?'
    std::string query() const;  ///< `target` after '?', empty without one
    /// The value of one parameter of the query, its %xx decoded; empty without one.
    std::string parameter(std::string_view name) const;
    /// All names and values of the query as they were sent, %xx decoded.
    std::vector<std::pair<std::string, std::string>> parameters() const;
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>>
        headers;  ///< without Content-Length and Connection
    std::string body;
};

/// What a server asks for each request. Requests of one connection come one after the other.
using Handler = std::function<asio::awaitable<Response>(Request)>;

}  // namespace stayd::http
